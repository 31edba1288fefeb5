"""Confirms that an entry is still right, and takes corrections of it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.audit.chain import plain
from directory.audit.service import record
from directory.errors import Conflict, NotPermitted
from directory.extensions import db
from directory.models import Entry, Provenance, Texts, Verification
from directory.models.details import EntryKey
from directory.models.verification import due_on
from directory.proposals.rules import office_of
from directory.tokens import signed
from directory.verification.messages import CHANGED
from directory.verification.queries.campaigns import list_unanswered
from directory.verification.queries.entries import Shown, desks_of, show
from directory.vocabulary import Answer

Place = tuple[str, str, str]


def require_confirm(viewer: Viewer, entry: Entry) -> None:
    """Raise NotPermitted unless the viewer may confirm the entry: in scope, or a member of a desk of it."""
    places = [entry.place(), *(desk.place() for desk in desks_of(entry))]
    if not any(may(viewer, Action.CONFIRM, place) for place in places):
        raise NotPermitted


def version_of(viewer: Viewer, entry: Entry) -> str:
    """Return a signature of all that is shown of an entry, which tells nothing of what is masked."""
    values = [
        (*one.row.entry_key, name, plain(getattr(one.row, name))) for one in show(viewer, entry) for name in one.names
    ]
    return signed("version", repr(values))


def require_version(viewer: Viewer, entry: Entry, version: str) -> None:
    """Raise Conflict if the entry no longer holds what whoever confirms it has seen."""
    if version != version_of(viewer, entry):
        raise Conflict(CHANGED)


def confirm(
    viewer: Viewer,
    entry: Entry,
    language: str,
    *,
    office: str = "",
    campaign_id: int | None = None,
    but: Collection[Place] = (),
) -> int:
    """Record that all that is shown of an entry in a language is right, but for some details; return how many.

    `office` is who says so; left out, it is the viewer's own. Records one audit event and answers the
    campaigns that ask about the entry.
    """
    office = office or office_of(viewer)
    today = clock.today()
    count = sum(_confirm_row(one, language, office, today, but) for one in show(viewer, entry))
    verification = Verification(
        kind=entry.KIND,
        key=entry.key,
        account_id=viewer.account_id,
        campaign_id=campaign_id,
        office=office,
        details=count,
    )
    db.session.add(verification)
    said = {"verified_on": today, "verified_by": office}
    record(viewer.account_id, "confirm", entry.entry_key, "", None, said)
    for asked in list_unanswered(entry.entry_key):
        asked.answer, asked.answered_at, asked.next_step = Answer.CONFIRMED, clock.now(), ""
    return count


def confirm_detail(row: Entry, name: str, office: str, *, is_dead: bool = False) -> None:
    """Record that one detail is right, or that nobody answers there any more."""
    said: dict[str, Any] = {"is_dead": is_dead}
    if not is_dead:
        said |= {"verified_on": clock.today(), "verified_by": office, "due_on": due_on(row, clock.today())}
    provenance = _provenance(row.entry_key, name)
    for column, value in said.items():
        setattr(provenance, column, value)


def _confirm_row(shown: Shown, language: str, office: str, today: date, but: Collection[Place]) -> int:
    names = [name for name in shown.names if (*shown.row.entry_key, name) not in but]
    due = due_on(shown.row, today) if names else None
    for name in names:
        provenance = _provenance(shown.row.entry_key, _place(shown.row, name, language))
        provenance.verified_on, provenance.verified_by, provenance.due_on = today, office, due
        provenance.is_dead = False
    return len(names)


def _place(row: Entry, name: str, language: str) -> str:
    """Return under which detail the provenance of what was shown is kept: a wording may have one of its own."""
    value = getattr(row, name)
    if isinstance(value, Texts):
        wording = f"{name}.{value.choose(language)}"
        if db.session.get(Provenance, (*row.entry_key, wording)) is not None:
            return wording
    return name


def _provenance(entry_key: EntryKey, detail: str) -> Provenance:
    found = db.session.get(Provenance, (*entry_key, detail))
    if found is None:
        kind, key = entry_key
        found = Provenance(kind=kind, key=key, detail=detail, sources=())
        db.session.add(found)
    return found
