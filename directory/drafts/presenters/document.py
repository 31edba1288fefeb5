"""Lays out a draft as a letter, with the same blocks in each language. Identities of persons are not stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from directory import i18n
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent, person_field, person_label
from directory.drafts.presenters.agreement import agreement
from directory.drafts.presenters.block_builder import BlockBuilder, NamedField
from directory.drafts.presenters.checklist import checklist
from directory.drafts.presenters.cover import cover
from directory.drafts.presenters.formulas import opening_of, title_of
from directory.drafts.presenters.letterhead import letterhead, signature
from directory.drafts.presenters.names import DraftNames
from directory.drafts.queries.assurances import articles_of
from directory.drafts.queries.desk_answers import DeskAnswer
from directory.drafts.queries.findings import Findings, find
from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.sentences import with_source
from directory.treaties.citations import PARTS, citation, cited_titles
from directory.vocabulary import ASSURANCES, DRAFT_PARTS, MEASURE_QUESTIONS, MEASURES, OFFENCES, QUESTIONS, STAGES

Identities = Mapping[int, str]


@dataclass(frozen=True)
class LetterSources:
    """The data of a letter in one language. `found` are the findings of the atlas."""

    wording: BlockBuilder
    names: DraftNames
    identities: Identities
    found: Findings

    @property
    def content(self) -> DraftContent:
        """The draft."""
        return self.wording.content


Section = Callable[[LetterSources], Iterator[Block]]


def paper_of(
    viewer: Viewer,
    content: DraftContent,
    languages: Sequence[str],
    made_at: datetime,
    identities: Identities,
    *,
    answers: Sequence[DeskAnswer] = (),
    is_side_by_side: bool = False,
) -> Paper:
    """Return a draft as a letter in these languages. A cover sheet before the letter says what is missing. The cover
    sheet is in the first language.

    `identities` maps the numbers of persons to their identities. If `is_side_by_side` is true, two languages stand in
    two columns.
    """
    versions = tuple(_version(viewer, content, one, identities) for one in languages)
    with i18n.in_language(languages[0]):
        found = checklist(viewer, content, languages[0], answers)
        sheet = cover(BlockBuilder(content, languages[0]), found, versions, made_at)
        title = title_of(content)
    return Paper(title, versions, made_at, "", is_side_by_side and len(versions) == 2, is_letter=True, cover=sheet)


def _version(viewer: Viewer, content: DraftContent, language: str, identities: Identities) -> PaperVersion:
    with i18n.in_language(language):
        found = find(viewer, content, language)
        letter = LetterSources(BlockBuilder(content, language), DraftNames(viewer, language), identities, found)
        return PaperVersion(language, tuple(block for section in SECTIONS for block in section(letter)))


def _headed(part: str) -> list[NamedField]:
    return [(one.code, one.heading or one.label) for one in DRAFT_PARTS[part].fields]


def _head(letter: LetterSources) -> Iterator[Block]:
    yield from letterhead(letter.wording, letter.names)
    yield Block(BlockKind.TITLE, ((letter.wording.label(title_of(letter.content)),),))
    yield letter.wording.paragraph(letter.wording.label(opening_of(letter.content)))


def _basis(letter: LetterSources) -> Iterator[Block]:
    yield letter.wording.heading(_("Legal basis"))
    if letter.content.treaties:
        lead = letter.wording.label(_("This request is made under:") + " ")
        yield letter.wording.numbered(lead, *_treaties(letter))
    if letter.content.has("basis") or not letter.content.treaties:
        yield letter.wording.numbered(letter.wording.written("basis", _("legal basis")))


def _treaties(letter: LetterSources) -> Iterator[TextRun]:
    """Yield the titles of the draft's treaties. After each title come the treaty's date and its articles that cover the
    draft's measures."""
    titles = cited_titles(letter.names.viewer, letter.wording.language)
    for place, key in enumerate(letter.content.treaties):
        if place:
            yield letter.wording.label("; ")
        yield letter.wording.name(letter.names.treaty(key))
        about = (letter.names.concluded(key), citation(PARTS.join(letter.found.articles.get(key, ())), titles))
        told = ", ".join(filter(None, about))
        if told:
            yield letter.wording.label(f" ({told})")


def _case(letter: LetterSources) -> Iterator[Block]:
    yield letter.wording.heading(_("Proceedings and offence"))
    stage = (
        [letter.wording.label(" · "), letter.wording.label(STAGES.label(letter.content.stage))]
        if letter.content.stage
        else []
    )
    yield letter.wording.headed(_("Offence"), letter.wording.label(OFFENCES.label(letter.content.offence)), *stage)
    yield from letter.wording.filled(_headed("case"), ["subject", "body", "law"])
    for key in letter.content.laws:
        parts = [letter.wording.name(part) for part in letter.names.law(key)]
        joined = [piece for part in parts for piece in (letter.wording.label(", "), part)][1:]
        yield letter.wording.headed(_("Law"), *joined)


def _facts(letter: LetterSources) -> Iterator[Block]:
    yield letter.wording.heading(DRAFT_PARTS.label("facts"))
    needed = ["facts", "purpose"] if letter.content.sends_something else ["facts"]
    yield from letter.wording.filled(_headed("facts"), needed)


def _persons(letter: LetterSources) -> Iterator[Block]:
    persons = letter.content.persons
    if persons:
        yield letter.wording.heading(_("Persons concerned"))
    for person in persons:
        label, state = person_label(persons, person), letter.names.state(person.nationality)
        known = letter.identities.get(person.number, "")
        who = [letter.wording.typed(known) if known else letter.wording.blank(_("name, date of birth"))]
        if state.text:
            who += [letter.wording.label(" · "), letter.wording.name(state)]
        if letter.content.has(person_field(person)):
            who += [letter.wording.label(" · "), letter.wording.written(person_field(person), label)]
        yield letter.wording.headed(label, *who)


def _measures(letter: LetterSources) -> Iterator[Block]:
    yield letter.wording.heading(_("Assistance sought"))
    if not letter.content.measures:
        yield letter.wording.numbered(letter.wording.blank(_("measure")))
    for measure in letter.content.measures:
        yield letter.wording.numbered(letter.wording.strong(letter.wording.label(MEASURES.label(measure))))
        asked = letter.content.question_fields(measure)
        needed = [name for question, name in asked if question in MEASURE_QUESTIONS[measure].needed]
        headings = [(name, QUESTIONS[question].heading or QUESTIONS.label(question)) for question, name in asked]
        yield from letter.wording.filled(headings, needed)


def _agreement(letter: LetterSources) -> Iterator[Block]:
    yield from agreement(letter.wording, letter.names)


def _conditions(letter: LetterSources) -> Iterator[Block]:
    fields = [one for one in _headed("conditions") if one[0] != "assurances"]
    written = list(letter.wording.filled(fields, ["urgency"] if letter.content.is_urgent else []))
    if written:
        yield letter.wording.heading(DRAFT_PARTS.label("conditions"))
        yield from written


def _assurances(letter: LetterSources) -> Iterator[Block]:
    if letter.content.assurances or letter.content.has("assurances"):
        yield letter.wording.heading(_("Assurances"))
    cited = articles_of(letter.found, letter.content, cited_titles(letter.names.viewer, letter.wording.language))
    for code, one in ASSURANCES.items():
        if code in letter.content.assurances:
            yield letter.wording.numbered(letter.wording.label(with_source(str(one.clause), cited.get(code, ""))))
    if letter.content.has("assurances"):
        yield letter.wording.numbered(letter.wording.written("assurances", _("Further assurances")))


def _closing(letter: LetterSources) -> Iterator[Block]:
    contact = [one for one in _headed("parties") if one[0] == "contact"]
    yield letter.wording.heading(_("Contact and reply"))
    yield from letter.wording.filled(contact, ["contact"])
    yield from signature(letter.wording)


def _enclosures(letter: LetterSources) -> Iterator[Block]:
    if letter.content.has("attachments"):
        yield letter.wording.heading(_("Enclosures"))
        piece = letter.wording.written("attachments", _("titles of the attachments"))
        titles = [one.strip() for one in piece.text.splitlines() if one.strip()]
        is_list = not piece.is_blank and len(titles) > 1
        numbered = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1))
        yield letter.wording.paragraph(TextRun(numbered, piece.language) if is_list else piece)


SECTIONS: tuple[Section, ...] = (
    _head,
    _basis,
    _case,
    _facts,
    _persons,
    _measures,
    _agreement,
    _conditions,
    _assurances,
    _closing,
    _enclosures,
)
