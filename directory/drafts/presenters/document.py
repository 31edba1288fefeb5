"""Lays out a draft as a document, with corresponding blocks in each language. Identities of persons are not stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import dates, i18n
from directory.access.viewer import Viewer
from directory.drafts.content import DraftContent, person_field, person_label
from directory.drafts.presenters.agreement import agreement, further_parties
from directory.drafts.presenters.block_builder import BlockBuilder
from directory.drafts.presenters.checklist import Checklist, checklist
from directory.drafts.presenters.names import DraftNames
from directory.formats.papers import Block, Line, Paper, PaperVersion
from directory.vocabulary import ASSURANCES, DRAFT_PARTS, MEASURE_QUESTIONS, MEASURES, OFFENCES, QUESTIONS, STAGES

# Titles of documents with a single measure, by measure.
TITLES = {
    "extradition": _l("Request for extradition"),
    "transfer_of_sentenced_persons": _l("Request for the transfer of a sentenced person"),
    "transfer_of_proceedings": _l("Request for the transfer of proceedings"),
    "joint_investigation": _l("Proposal for a joint investigation team"),
    "spontaneous_information": _l("Spontaneous information"),
}
Identities = Mapping[int, str]
Section = Callable[[BlockBuilder, DraftNames, Identities], Iterator[Block]]


def paper_of(
    viewer: Viewer,
    content: DraftContent,
    languages: Sequence[str],
    made_at: datetime,
    identities: Identities,
    *,
    address: str = "",
    is_side_by_side: bool = False,
) -> Paper:
    """Return a draft as a document in these languages. `identities` are by person's number; `address` is for the
    footer.

    If `is_side_by_side` is true, two languages stand in two columns.
    """
    versions = [_version(viewer, content, one, made_at, identities) for one in languages]
    with force_locale(i18n.label_language(languages[0])):
        title = _title(content)
    return Paper(title, tuple(versions), made_at, address, is_side_by_side and len(versions) == 2)


def _version(
    viewer: Viewer, content: DraftContent, language: str, made_at: datetime, identities: Identities
) -> PaperVersion:
    with force_locale(i18n.label_language(language)):
        wording, names = BlockBuilder(content, language), DraftNames(viewer, language)
        head = [wording.title(_title(content))]
        head.append(_notice(wording, checklist(viewer, content, language), made_at))
        body = [block for section in SECTIONS for block in section(wording, names, identities)]
        return PaperVersion(language, (*head, *body))


def _title(content: DraftContent) -> str:
    title = TITLES.get(content.measures[0]) if len(content.measures) == 1 else None
    return str(title or _("Request for assistance in criminal matters"))


def _notice(wording: BlockBuilder, found: Checklist, made_at: datetime) -> Block:
    day = dates.long_day(made_at.date(), i18n.label_language(wording.language))
    lines: list[Line] = [(wording.label(_("Draft, not legal advice. %(date)s", date=day)),)]
    others = [one for one in found.missing if not one.is_mandatory]
    for heading, items in (
        (_("Incomplete. Missing and mandatory:"), found.missing_mandatory),
        (_("Not written, and asked for where it applies:"), others),
        (_("Asked for by the requested State, and not ticked in the checklist:"), found.unticked),
    ):
        if items:
            parts = [part for one in items for part in one.still_to_write]
            lines += [(wording.label(heading),), *((wording.label("– "), wording.name(part)) for part in parts)]
    return wording.notice(lines)


def _parties(wording: BlockBuilder, names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    for label, key, state in (
        (_("Requesting authority"), content.requesting_authority, content.requesting),
        (_("Requested authority"), content.requested_authority, content.requested),
    ):
        office = wording.name(names.authority(key)) if key else wording.blank(_("authority"))
        where = names.state(state)
        # Brackets, because commas differ between scripts.
        parted = (wording.label(" ("), wording.name(where), wording.label(")")) if where.text else ()
        yield wording.row(label, office, *parted)
    yield from further_parties(wording, names)
    yield wording.row(_("Date"), wording.blank(_("date of signature")))
    if content.is_urgent:
        yield wording.row(_("Urgency"), wording.label(_("Urgent")))
    fields = DRAFT_PARTS["parties"].fields
    yield from wording.filled_rows([(one.code, one.label) for one in fields], ["reference", "contact"])


def _basis(wording: BlockBuilder, names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    yield wording.heading(_("Legal basis"))
    if content.treaties:
        yield wording.paragraph(wording.label(_("This request is made under:")))
        yield from wording.items((wording.name(names.treaty(key)),) for key in content.treaties)
    if content.has("basis") or not content.treaties:
        yield wording.paragraph(wording.written("basis", _("legal basis")))


def _case(wording: BlockBuilder, names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    yield wording.heading(_("Proceedings and offence"))
    yield wording.row(_("Offence"), wording.label(OFFENCES.label(content.offence)))
    if content.stage:
        yield wording.row(_("Stage"), wording.label(STAGES.label(content.stage)))
    fields = [(one.code, one.label) for one in DRAFT_PARTS["case"].fields]
    yield from wording.filled_rows(fields, [name for name, _label in fields])
    for key in content.laws:
        yield wording.row(_("Law"), wording.name(names.law(key)))


def _facts(wording: BlockBuilder, _names: DraftNames, _identities: Identities) -> Iterator[Block]:
    for one in DRAFT_PARTS["facts"].fields:
        if one.code != "link" or wording.content.has("link"):
            yield wording.heading(one.label)
            yield wording.paragraph(wording.written(one.code, one.label))


def _persons(wording: BlockBuilder, names: DraftNames, identities: Identities) -> Iterator[Block]:
    persons = wording.content.persons
    if persons:
        yield wording.heading(_("Persons concerned"))
    for person in persons:
        label = person_label(persons, person)
        known = identities.get(person.number, "")
        who = wording.typed(known) if known else wording.blank(_("name, date of birth"))
        state = names.state(person.nationality)
        yield wording.row(label, who, *((wording.label(" · "), wording.name(state)) if state.text else ()))
        if wording.content.has(person_field(person)):
            yield wording.paragraph(wording.written(person_field(person), label))


def _measures(wording: BlockBuilder, _names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    yield wording.heading(_("Assistance sought"))
    if not content.measures:
        yield wording.paragraph(wording.blank(_("measure")))
    for place, measure in enumerate(content.measures, start=1):
        yield wording.heading(f"{place}. {MEASURES.label(measure)}")
        needed = MEASURE_QUESTIONS[measure].needed
        fields = [(name, QUESTIONS.label(question)) for question, name in content.question_fields(measure)]
        names = [name for question, name in content.question_fields(measure) if question in needed]
        yield from wording.filled_rows(fields, names)


def _conditions(wording: BlockBuilder, _names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    fields = [(one.code, one.label) for one in DRAFT_PARTS["conditions"].fields]
    written = list(wording.filled_rows(fields, ["urgency"] if content.is_urgent else []))
    if written:
        yield wording.heading(DRAFT_PARTS.label("conditions"))
        yield from written
    if content.assurances:
        yield wording.heading(_("Assurances"))
        clauses = [one for code, one in ASSURANCES.items() if code in content.assurances]
        yield from wording.items((wording.label(one.clause),) for one in clauses)


def _attachments(wording: BlockBuilder, _names: DraftNames, _identities: Identities) -> Iterator[Block]:
    content = wording.content
    if content.has("attachments"):
        yield wording.heading(_("Attachments"))
        yield wording.paragraph(wording.written("attachments", _("titles of the attachments")))


def _end(wording: BlockBuilder, _names: DraftNames, _identities: Identities) -> Iterator[Block]:
    yield wording.heading(_("Signature of the requesting authority"))
    yield wording.row(_("Name and office"), wording.blank(_("who signs")))
    yield wording.row(_("Signature and seal"), wording.blank(_("signature and seal")))


SECTIONS: tuple[Section, ...] = (
    _parties,
    _basis,
    _case,
    _facts,
    _persons,
    _measures,
    agreement,
    _conditions,
    _attachments,
    _end,
)
