"""Plays invented requests: enters them in the lists of their States, then does the acts of both sides in chronological
order."""

from datetime import date, timedelta

from directory import clock
from directory.models import DocketEntry
from directory.requests.queries.entries import get_held, get_invitation
from directory.requests.service import dates, entering, pairing
from directory.requests.service.entering import NewRequest, RequestFacts
from directory.requests.statements import Statement
from directory.seeding.demonstration.files import DemonstrationFiles, number, viewer_in
from directory.seeding.rows import SeedRow
from directory.vocabulary import (
    CHANNELS,
    MEASURES,
    OFFENCES,
    REFUSAL_GROUNDS,
    REQUEST_DIRECTIONS,
    REQUEST_EVENTS,
    RequestDirection,
    RequestEvent,
)


def put_requests(files: DemonstrationFiles) -> None:
    """Enter each request, the earliest first, and do its acts, each at its own time."""
    for row in sorted(files.rows("requests.jsonl"), key=files.ago):
        with clock.frozen_at(files.ago(row)):
            entries = {viewer_in(row).jurisdiction: _enter(files, row)}
        acts = [SeedRow(row.file, row.line, values) for values in row.values.get("acts", ())]
        for act in sorted(acts, key=files.ago):
            with clock.frozen_at(files.ago(act)):
                _do(files, act, entries)


def _enter(files: DemonstrationFiles, row: SeedRow) -> DocketEntry:
    facts = RequestFacts(
        other_state=row.text("other_state", required=True),
        measure=row.code("measure", MEASURES),
        offence=row.code("offence", OFFENCES),
        treaty=row.text("treaty"),
        channel=row.code("channel", CHANNELS, required=False),
        language=row.text("language"),
        other_authority=row.text("other_authority"),
        file_number=row.text("file_number"),
    )
    direction = row.code("direction", REQUEST_DIRECTIONS)
    first = RequestEvent.SENT if direction == RequestDirection.OUTGOING else RequestEvent.RECEIVED
    return entering.enter(viewer_in(row), NewRequest(direction, facts, {first: Statement(_day(files, row))}))


def _do(files: DemonstrationFiles, row: SeedRow, entries: dict[str, DocketEntry]) -> None:
    viewer = viewer_in(row)
    match row.text("act"):
        case "invite":
            entry = entries[viewer.jurisdiction]
            pairing.invite(viewer, entry, entry.version)
        case "join":
            [other] = entries.values()
            invitation = get_invitation(viewer, other.public_id)
            entries[viewer.jurisdiction] = pairing.join(viewer, invitation, "", _day(files, row))
        case "state":
            entry = get_held(viewer, entries[viewer.jurisdiction].public_id)
            event = RequestEvent(row.code("event", REQUEST_EVENTS))
            said = Statement(_day(files, row), row.code("ground", REFUSAL_GROUNDS, required=False))
            dates.state_date(viewer, entry, event, said, entry.version)
        case other_act:
            row.refuse(f"act {other_act!r} is not known")


def _day(files: DemonstrationFiles, row: SeedRow) -> date:
    return (files.now - timedelta(days=number(row, "days_ago"))).date()
