"""The list of entries with texts to translate. It contains numbers of texts, but no texts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from directory import collation, i18n
from directory.access.viewer import Viewer
from directory.models import Entry
from directory.models.details import EntryKey
from directory.paging import Paged, paginate_rows
from directory.people.choices import Choices, languages
from directory.proposals.labels import entry_labels, label_of_kind
from directory.proposals.translations.queries import TextOfEntry, list_entries, list_states, read_texts
from directory.vocabulary.proposals import TRANSLATION_STATES, TranslationState

# The value of the query parameter `standing` for texts in every state. Without the parameter, the list shows missing
# texts.
ALL = "all"


@dataclass(frozen=True)
class TranslationFilter:
    """The filter of the list.

    `into` is the language of the translations. `standing` is missing, outdated or translated, or "" for all. `state` is
    the code of a State, or "" for entries that belong to no State.
    """

    into: str
    state: str
    standing: str

    @property
    def question(self) -> dict[str, str]:
        """The query parameters of the filtered list."""
        return {"into": self.into, "state": self.state, "standing": self.standing or ALL}


@dataclass(frozen=True)
class EntryLine:
    """An entry in the list.

    `counts` is a mapping from state of a translation to the number of the entry's texts in this state.
    """

    kind: str
    key: str
    name: str
    kind_label: str
    counts: Mapping[TranslationState, int]

    @property
    def total(self) -> int:
        """The number of the entry's texts that can be translated into the language of the filter."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class TranslationListPage:
    """One page of the entries with texts to translate, and the options of the filter."""

    asked: TranslationFilter
    found: Paged[EntryLine]
    languages: Choices
    states: Choices
    standings: Choices


def list_page(viewer: Viewer, asked: TranslationFilter, page: int, language: str) -> TranslationListPage:
    """Return a page of the entries with a text that fits the filter, sorted by name.

    Entries that the viewer may not propose to change are left out.
    """
    entries = list_entries(viewer, asked.state)
    counts = {key: _count(texts, asked.into) for key, texts in read_texts(viewer, entries).items()}
    wanted = [entry for entry in entries if _is_wanted(counts[entry.entry_key], asked.standing)]
    names = _names(wanted, language)
    lines = [
        EntryLine(*entry.entry_key, names[entry.entry_key], label_of_kind(entry.KIND), counts[entry.entry_key])
        for entry in wanted
    ]
    lines = collation.sorted_by_name(lines, lambda line: line.name)
    standings = [(code, str(term.label)) for code, term in TRANSLATION_STATES.items()]
    return TranslationListPage(asked, paginate_rows(lines, page), languages(), _states(viewer, language), standings)


def _names(entries: Sequence[Entry], language: str) -> dict[EntryKey, str]:
    found: dict[EntryKey, str] = {}
    for kind, own in groupby(sorted(entries, key=lambda entry: entry.KIND), lambda entry: entry.KIND):
        found |= {(kind, key): name for key, name in entry_labels(own, language).items()}
    return found


def _count(texts: Sequence[TextOfEntry], into: str) -> Counter[TranslationState]:
    return Counter(standing for text in texts if (standing := text.standing(into)) is not None)


def _is_wanted(counts: Mapping[TranslationState, int], standing: str) -> bool:
    return bool(counts[TranslationState(standing)] if standing else sum(counts.values()))


def _states(viewer: Viewer, language: str) -> Choices:
    named = [(code, i18n.territory_name(code, language)) for code in list_states(viewer)]
    return collation.sorted_by_name(named, lambda pair: pair[1])
