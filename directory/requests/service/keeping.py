"""Corrects entries of the docket, strikes them out, and hands them over to another office of the same State."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.queries.people import list_people_of_authority
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import Authority, DocketEntry, Place
from directory.outbox.service import queue
from directory.requests.numbers import number_of
from directory.requests.service.dates import append_act, require_open, touch
from directory.requests.service.entering import RequestFacts, codes_of
from directory.requests.service.file_numbers import seal_file_number
from directory.vocabulary import ENDED_STATUSES, STRUCK, DocketStep

BOTH_TAKE_PART = _l("The office of the other State takes part, or is invited to: it cannot be changed.")
NOT_TO_STRIKE = _l("The other State takes part in this entry. Write down that the request was withdrawn instead.")
NOT_THERE = _l("Choose an office of your own State that is still there.")


def change(viewer: Viewer, entry: DocketEntry, facts: RequestFacts, seen: int) -> None:
    """Correct what the docket keeps of a request. `seen` is the version that the writer saw. The caller checks that the
    viewer's office holds the entry.

    The other State stays as it is. Raises InvalidInput if the entry was changed since or is closed for good, or if the
    office of the other State would change while it takes part or is invited.
    """
    require_open(entry, seen)
    codes = codes_of(replace(facts, other_state=entry.other_jurisdiction_key))
    is_joint = entry.partner_id or entry.invited_at
    if is_joint and codes["other_authority_key"] != entry.other_authority_key:
        raise InvalidInput(BOTH_TAKE_PART)
    append_act(viewer, entry, DocketStep.CHANGED)
    entry.acts[-1].former_measure, entry.acts[-1].former_treaty_key = entry.measure, entry.treaty_key or ""
    for name, value in codes.items():
        setattr(entry, name, value)
    seal_file_number(entry, facts.file_number)
    touch(entry)
    record(viewer.account_id, "change_request", entry.entry_key)


def strike(viewer: Viewer, entry: DocketEntry, seen: int) -> None:
    """Strike out an entry that was made by mistake. It keeps its number, and no figure counts it. The caller checks
    that the viewer's office holds the entry.

    Raises InvalidInput if the entry was changed since or is closed for good, or if the other State takes part.
    """
    require_open(entry, seen)
    if entry.partner_id:
        raise InvalidInput(NOT_TO_STRIKE)
    entry.state, entry.invited_at, entry.late_on = STRUCK, None, None
    append_act(viewer, entry, DocketStep.STRUCK)
    touch(entry)
    record(viewer.account_id, "strike_request", entry.entry_key)


def may_hand_over(viewer: Viewer, entry: DocketEntry) -> bool:
    """Return whether the viewer may pass an entry to another office: the people of its office, and those who coordinate
    its State. The caller checks that the viewer may read the entry."""
    return entry.authority_key == viewer.authority or may(
        viewer, Action.HAND_OVER_DOCKET, Place(entry.jurisdiction_key)
    )


def hand_over(viewer: Viewer, entry: DocketEntry, authority: str, seen: int) -> None:
    """Hand an entry over to another office of its State. The file number was sealed for the former office alone, and is
    erased. The people of the new office are told by letter and, if somebody else hands it over, those of the former
    office too. The caller checks that the viewer may read the entry.

    Raises NotFound if the viewer may not hand it over, and InvalidInput if the entry was changed since or is closed for
    good, or if there is no such office.
    """
    if not may_hand_over(viewer, entry):
        raise NotFound
    require_open(entry, seen)
    office = db.session.get(Authority, authority)
    is_there = office is not None and office.jurisdiction_key == entry.jurisdiction_key
    if office is None or not is_there or office.status in ENDED_STATUSES or authority == entry.authority_key:
        raise InvalidInput(NOT_THERE)
    former, entry.authority_key = entry.authority_key, authority
    seal_file_number(entry, "")
    append_act(viewer, entry, DocketStep.HANDED_OVER, subject=authority)
    touch(entry)
    record(viewer.account_id, "hand_over_request", entry.entry_key, before=former, after=authority)
    if former != viewer.authority:
        _tell_former_office(entry, former)
    _tell_new_office(viewer, entry)


def _tell_former_office(entry: DocketEntry, office: str) -> None:
    for one in list_people_of_authority(office):
        key = f"docket:{entry.public_id}:taken_over:{entry.version}:{one.id}"
        queue("request_taken_over", one.email, one.language, key=key, path="requests", number=number_of(entry))


def _tell_new_office(viewer: Viewer, entry: DocketEntry) -> None:
    number = number_of(entry)
    for one in list_people_of_authority(entry.authority_key):
        if one.id != viewer.account_id:
            key = f"docket:{entry.public_id}:handed_over:{entry.version}:{one.id}"
            path = f"requests/{entry.public_id}"
            queue("request_handed_over", one.email, one.language, key=key, path=path, number=number)
