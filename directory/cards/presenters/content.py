"""The content of a card: its sections, their blocks, and the lines of each block. Each line has its sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import Fact, LabelledCode, Link, SourceNote, Text
from directory.focal_points.availability import DeskAvailability
from directory.focal_points.contacts import ContactLine
from directory.focal_points.presenters import Clock
from directory.models import Entry
from directory.requirements.rules import RuleLine


@dataclass(frozen=True)
class CardLine:
    """A label with its value: texts or a contact detail. `notes` are the sources. `audience_label` is empty if the line
    is public."""

    label: str
    texts: tuple[Text, ...]
    notes: tuple[SourceNote, ...]
    contact: ContactLine | None = None
    audience_label: str = ""


@dataclass(frozen=True)
class CardBlock:
    """Lines of a card. `link` is the name of the office that stands above the lines, or None. `mark` marks a
    demonstration entry."""

    lines: tuple[CardLine, ...]
    link: Link | None = None
    original: Text | None = None
    mark: LabelledCode | None = None


@dataclass(frozen=True)
class CardSection:
    """Blocks of a card under a heading. If `is_in_columns` is true, each block describes one office. `code` is set only
    for the section with the desks of a State."""

    heading: str
    blocks: tuple[CardBlock, ...]
    is_in_columns: bool = False
    code: str = ""


@dataclass(frozen=True)
class Office:
    """An authority or desk, with the details for a vCard. `place` is the name of its State; `path` is the path of its
    page, without the language. Only a State's card sets `functions`."""

    name: Text
    original: Text | None
    place: str
    path: str
    contacts: tuple[ContactLine, ...]
    mark: LabelledCode | None = None
    functions: tuple[LabelledCode, ...] = ()

    @property
    def key(self) -> str:
        """The key of the authority or desk."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True)
class CardContent:
    """The content of a card.

    - `link`: the entry with its name
    - `original`: the name in the original language, or None
    - `place`: the name of the entry's State
    - `offices`: the offices that get a vCard
    - `entries`: the entries whose facts the card presents
    - `notices`: warnings at the top of the card
    """

    link: Link
    original: Text | None
    place: str
    clock: Clock | None
    sections: tuple[CardSection, ...]
    offices: tuple[Office, ...]
    entries: tuple[Entry, ...] = field(repr=False)
    notices: tuple[str, ...] = ()
    mark: LabelledCode | None = None

    @property
    def name(self) -> Text:
        """The name of the entry."""
        return self.link.text

    def lines(self) -> Iterator[CardLine]:
        """Yield all lines of all sections, in the order of the card."""
        for section in self.sections:
            for block in section.blocks:
                yield from block.lines


def interface_text(text: object, language: str) -> Text:
    """Return a label of the interface as a text, marked with the language that the label is in
    (`i18n.label_language`)."""
    return Text(str(text), i18n.label_language(language))


def fact_line(fact: Fact) -> CardLine:
    """Return a fact as a line of a card, with its source."""
    return CardLine(fact.label, fact.texts, (fact.source,), audience_label=fact.audience_label)


def contact_line(contact: ContactLine) -> CardLine:
    """Return a contact detail as a line of a card, with its source."""
    return CardLine(contact.label, contact.languages, (contact.source,), contact, contact.audience_label)


def rule_line(rule: RuleLine, language: str) -> CardLine:
    """Return a rule as a line of a card, with limits, answer, languages, text and treaty. The law is named only if it
    is not in force."""
    words = [interface_text(limit, language) for limit in rule.scope]
    words += [interface_text(rule.answer_label, language)] if rule.answer_label else []
    words += [*rule.languages, *([rule.text] if rule.text else [])]
    words += [rule.treaty.text] if rule.treaty else []
    if rule.law and rule.law_status:
        words += [rule.law.text, interface_text(rule.law_status, language)]
    words += [interface_text(_("stated for civil matters"), language)] if rule.is_civil else []
    return CardLine(rule.label, tuple(words), (rule.source,))


def desk_line(line: DeskAvailability, language: str, *office: Text) -> CardLine:
    """Return a desk as a line of a card, with network, cover and warnings. Give `office`, the authority's name, only if
    the card shows this name nowhere else."""
    desk, words = line.desk, [interface_text(line.desk.cover_label, language), *office]
    if desk.mark:
        words.append(interface_text(desk.mark.label, language))
    words += [interface_text(one, language) for one in caveats(line)]
    return CardLine(desk.network.text.text, tuple(words), (desk.source,))


def caveats(line: DeskAvailability) -> list[str]:
    """Return sentences that warn that the published cover of a desk may be wrong, or [] if there is no such doubt."""
    told = {
        _("by the desk’s own statement; whether a number answers at every hour is not known"): line.lacks_number,
        _("did not answer its last test"): line.is_silent,
    }
    return [str(words) for words, is_so in told.items() if is_so]


def grouped(label: str, told: Iterable[tuple[Text, SourceNote]]) -> list[CardLine]:
    """Return the texts in `told`, pairs of a text and its source, as lines with the label `label`. Texts with the same
    freshness, confidence and dates of verification share a line."""
    groups: dict[tuple[object, ...], list[tuple[Text, SourceNote]]] = {}
    for words, note in told:
        groups.setdefault((note.freshness, note.confidence, note.verified_on, note.due_on), []).append((words, note))
    return [
        CardLine(label, tuple(words for words, _note in own), tuple(dict.fromkeys(note for _words, note in own)))
        for own in groups.values()
    ]


def section(heading: str, *lines: CardLine, code: str = "") -> CardSection:
    """Return a section of one block, with these lines and without the name of an office."""
    return CardSection(heading, (CardBlock(lines),) if lines else (), code=code)
