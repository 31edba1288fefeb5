"""Confirms entries, marks contacts at which nobody answers any more, and proposes corrections."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from directory import clock, i18n
from directory.access.current_viewer import require
from directory.access.policy import Action, may
from directory.access.provenance import provenance_by_translation
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.history.sentences import MARK_DEAD
from directory.models import Authority, ContactDetail, Entry, FocalPoint, Provenance, Texts, Verification
from directory.models.details import EntryKey
from directory.models.types import json_value
from directory.models.verification import due_on
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.service import propose, submit
from directory.proposals.verifying_office import office_of
from directory.tokens import signed
from directory.verification.messages import CHANGED, NO_LINE
from directory.verification.queries.campaigns import list_unanswered
from directory.verification.queries.entries import DetailKey, ShownRow, desks_of, rows_of, show
from directory.vocabulary import CampaignAnswer, Confidence, Role
from directory.vocabulary.proposals import ProposalOrigin

# Marks a proposal that an office made through the link of a campaign.
ORIGIN = ProposalOrigin.CAMPAIGN


def require_confirm(viewer: Viewer, entry: Entry) -> None:
    """Raise NotPermitted unless the viewer may confirm the entry."""
    if not may_confirm(viewer, entry):
        raise NotPermitted


def may_confirm(viewer: Viewer, entry: Entry) -> bool:
    """Return whether the viewer may confirm an entry without the link of a campaign. Return False for an ended entry.

    The viewer may confirm an authority if the right to confirm covers the place of the authority, or the place of one
    of its desks that have not ended.
    """
    if entry.has_ended:
        return False
    places = [entry.place(), *(desk.place() for desk in desks_of(entry) if not desk.has_ended)]
    return any(may(viewer, Action.CONFIRM, place) for place in places)


def office_that_keeps(entry: Entry) -> str:
    """Return the name, in English, of the office that answers through a campaign's link: the authority, or the
    authority of a desk. For a requirement sheet, this is the State's coordinator."""
    authority = entry.authority if isinstance(entry, FocalPoint) else entry
    if isinstance(authority, Authority):
        return authority.name.text(i18n.DEFAULT)
    return office_of(Viewer(Role.COORDINATOR, jurisdiction=entry.place().jurisdiction))


def version_of(viewer: Viewer, entry: Entry, *, has_link: bool) -> str:
    """Return a version token of the details that are shown. The token does not reveal masked values."""
    values = [
        (*one.row.entry_key, name, json_value(getattr(one.row, name)))
        for one in show(viewer, entry, has_link=has_link)
        for name in one.names
    ]
    return signed("version", repr(values))


def require_version(viewer: Viewer, entry: Entry, version: str, *, has_link: bool) -> None:
    """Raise Conflict unless `version` is the present version token of the details that are shown."""
    if version != version_of(viewer, entry, has_link=has_link):
        raise Conflict(CHANGED)


def confirm(
    viewer: Viewer,
    entry: Entry,
    language: str,
    *,
    office: str = "",
    campaign_id: int | None = None,
    but: Collection[DetailKey] = (),
) -> int:
    """Record that the details of an entry, except `but`, are correct as shown in `language`. Return the number of
    confirmed details.

    Records one audit event. Running campaigns about the entry count it as confirmed. Seed data no longer overwrites the
    details. The caller checks that the viewer may confirm.
    """
    office = office or office_of(viewer)
    today = clock.today()
    shown = show(viewer, entry, has_link=campaign_id is not None)
    count = sum(_confirm_row(one, language, office, today, but) for one in shown)
    verification = Verification(
        kind=entry.KIND,
        key=entry.key,
        account_id=viewer.account_id,
        campaign_id=campaign_id,
        is_of_office=campaign_id is not None or viewer.role is Role.PRACTITIONER,
        office=office,
        details=count,
    )
    db.session.add(verification)
    said = {"verified_on": today, "verified_by": office}
    record(viewer.account_id, "confirm", entry.entry_key, "", None, said)
    for asked in list_unanswered(entry.entry_key):
        asked.answer, asked.answered_at, asked.next_step = CampaignAnswer.CONFIRMED, clock.now(), ""
    return count


def mark_dead(viewer: Viewer, entry: Entry, keys: Collection[str]) -> None:
    """Record that nobody answers any more at the contacts with these `keys`. Records one audit event for each.

    Raises NotPermitted if the viewer may not verify a contact, and InvalidInput for a key of another entry.
    """
    lines = {row.key: row for row in rows_of(entry) if isinstance(row, ContactDetail)}
    for key in keys:
        if key not in lines:
            raise InvalidInput(NO_LINE)
        require(viewer, Action.VERIFY, lines[key].place())
        confirm_detail(lines[key], "value", office_of(viewer), is_dead=True)
        record(viewer.account_id, MARK_DEAD, lines[key].entry_key)


def correct(viewer: Viewer, entry: Entry, language: str, corrections: Mapping[DetailKey, str], note: str) -> None:
    """Propose an office's corrections of an entry, and record the answer with `note` in running campaigns about the
    entry.

    The caller checks that the viewer may answer for the entry. Raises InvalidInput for a value that no entry may have.
    """
    rows = {row.entry_key: row for row in rows_of(entry)}
    office, today, edits = office_that_keeps(entry), clock.today(), []
    given = StatedProvenance((office,), today.isoformat(), Confidence.SOURCED, today, office)
    for (kind, key, name), text in corrections.items():
        row = rows[kind, key]
        detail = _wording(row, name, language)
        edits.append(Edit(EditAction.CHANGE, kind, key, detail, current_value(row, detail), text, given))
    if edits:
        submit(viewer, propose(viewer, entry.entry_key, edits, note=note, origin=ORIGIN))
    for asked in list_unanswered(entry.entry_key):
        asked.answer, asked.answered_at, asked.next_step, asked.note = CampaignAnswer.CORRECTED, clock.now(), "", note


def confirm_detail(row: Entry, name: str, office: str, *, is_dead: bool = False) -> None:
    """Record that one detail is correct or, if `is_dead`, that nobody answers at this contact.

    The caller records the audit event.
    """
    said: dict[str, Any] = {"is_dead": is_dead, "is_edited": True}
    if not is_dead:
        said |= {"verified_on": clock.today(), "verified_by": office, "due_on": due_on(row, clock.today())}
    provenance = _provenance(row.entry_key, name)
    for column, value in said.items():
        setattr(provenance, column, value)


def _confirm_row(shown: ShownRow, language: str, office: str, today: date, but: Collection[DetailKey]) -> int:
    names = [name for name in shown.names if (*shown.row.entry_key, name) not in but]
    due = due_on(shown.row, today) if names else None
    kind, key = shown.row.entry_key
    rows = db.session.scalars(select(Provenance).where(Provenance.kind == kind, Provenance.key == key))
    known = {row.detail: row for row in rows}
    for name in names:
        _split_provenance(shown.row, name, known)
        provenance = _provenance(shown.row.entry_key, _provenance_name(shown.row, name, language))
        provenance.verified_on, provenance.verified_by, provenance.due_on = today, office, due
        provenance.is_dead, provenance.is_edited = False, True
    return len(names)


def _split_provenance(row: Entry, name: str, known: Mapping[str, Provenance]) -> None:
    """Give each translation its own provenance: a person who confirms one language has not seen the others."""
    texts, (kind, key) = getattr(row, name), row.entry_key
    for place, values in provenance_by_translation(known, texts, name).items() if isinstance(texts, Texts) else ():
        if place not in known:
            db.session.add(Provenance(kind=kind, key=key, detail=place, **values))


def _provenance_name(row: Entry, name: str, language: str) -> str:
    wording = _wording(row, name, language)
    return wording if db.session.get(Provenance, (*row.entry_key, wording)) is not None else name


def _wording(row: Entry, name: str, language: str) -> str:
    value = getattr(row, name)
    return f"{name}.{value.choose(language)}" if isinstance(value, Texts) else name


def _provenance(entry_key: EntryKey, detail: str) -> Provenance:
    found = db.session.get(Provenance, (*entry_key, detail))
    if found is None:
        kind, key = entry_key
        found = Provenance(kind=kind, key=key, detail=detail, sources=())
        db.session.add(found)
    return found
