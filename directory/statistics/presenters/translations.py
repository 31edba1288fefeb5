"""Public figures on the translation of the directory, by language and by State."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.facts import state_link
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.people.choices import Choices, languages
from directory.statistics.queries.translations import NO_STATE, TranslationCount, count_texts
from directory.statistics.tables import FigureRow, Table, with_shares
from directory.vocabulary.proposals import TRANSLATION_STATES


@dataclass(frozen=True)
class TranslationFiguresPage:
    """The page of figures on translation, with a table by State for the language `into`.

    `languages` are the choices for `into`. If `translates` is true, the viewer may propose translations.
    """

    into: str
    languages: Choices
    tables: tuple[Table, ...]
    translates: bool


def page(viewer: Viewer, into: str, language: str) -> TranslationFiguresPage:
    """Return the page of figures on translation. The table by State counts translations into the language `into`."""
    counts = count_texts()
    tables = (_by_language(counts), _by_state(counts, into, language))
    return TranslationFiguresPage(into, languages(), tables, may_somewhere(viewer, Action.PROPOSE))


def _by_language(counts: Mapping[str, Mapping[str, TranslationCount]]) -> Table:
    rows = [
        FigureRow(code, name, _values([of[code] for of in counts.values() if code in of])) for code, name in languages()
    ]
    return with_shares(Table("languages", _("Translations by language"), _("Language"), _columns(), tuple(rows)))


def _by_state(counts: Mapping[str, Mapping[str, TranslationCount]], into: str, language: str) -> Table:
    of = {state: own[into] for state, own in counts.items() if into in own}
    links = [state_link(state, language) for state in of if state != NO_STATE]
    ordered = collation.sorted_by_name(links, lambda link: link.text.text)
    rows = [FigureRow(link.key, link.text.text, _values([of[link.key]]), link) for link in ordered]
    if NO_STATE in of:
        rows.append(FigureRow("none", i18n.side_by_side((_("Treaties"), _("Networks"))), _values([of[NO_STATE]])))
    title = _("Translations into one language, by State: %(language)s", language=i18n.LANGUAGES[into].autonym)
    return with_shares(Table("states", title, _("State"), _columns(), tuple(rows)))


def _columns() -> tuple[str, ...]:
    return *(str(term.label) for term in TRANSLATION_STATES.values()), _("Texts")


def _values(counts: Iterable[TranslationCount]) -> tuple[int, ...]:
    whole = list(counts)
    translated, outdated, texts = (sum(getattr(c, name) for c in whole) for name in ("translated", "outdated", "texts"))
    return translated, outdated, texts - translated - outdated, texts
