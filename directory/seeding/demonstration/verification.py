"""Verifies invented entries: confirms them, tests desks, reports a contact, and proposes changes."""

from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import ContactDetail, Entry
from directory.models.change import MODELS_BY_KIND
from directory.models.types import TranslationOrigin
from directory.proposals import service as proposals
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.seeding.demonstration.files import DemonstrationFiles, desk_of, entry_of, number, viewer_in
from directory.seeding.rows import SeedRow
from directory.verification.queries.entries import CONFIRMED
from directory.verification.service import reports
from directory.verification.service.entries import confirm
from directory.verification.service.reachability import log_call
from directory.vocabulary import CONTACT_FAULTS


def put_verification(files: DemonstrationFiles) -> None:
    """Confirm entries (some so long ago that they are due again), test desks, report a contact, and propose changes."""
    for row in files.rows("verifications.csv"):
        with clock.frozen_at(files.ago(row)):
            confirm(viewer_in(row), entry_of(row, CONFIRMED[row.text("kind")], "key"), "en")
    for row in files.rows("calls.csv"):
        with clock.frozen_at(files.ago(row)):
            minutes = int(number(row, "minutes")) if row.text("minutes") else None
            line = _line(row, "line") if row.text("line") else None
            log_call(viewer_in(row), desk_of(row), files.ago(row), minutes, line)
    for row in files.rows("reports.csv"):
        with clock.frozen_at(files.ago(row)):
            fault, words = row.code("fault", CONTACT_FAULTS), row.text("words")
            reports.report(_line(row, "means"), fault, words, "", row.text("language"))
    for row in files.rows("proposals.csv"):
        with clock.frozen_at(files.ago(row)):
            _propose(row)


def _line(row: SeedRow, column: str) -> ContactDetail:
    desk = desk_of(row)
    own = (ContactDetail.authority_key == desk.authority_key, ContactDetail.network_key == desk.network_key)
    query = select(ContactDetail).where(*own, ContactDetail.means == row.text(column)).limit(1)
    found = db.session.scalar(query)
    if found is None:
        row.refuse("the desk has no such line")
    return found


def _propose(row: SeedRow) -> None:
    kind, detail = row.text("kind"), row.text("detail")
    entry = entry_of(row, MODELS_BY_KIND[kind], "key")
    after = row.text("after", required=True)
    edit = Edit(EditAction.CHANGE, kind, entry.key, detail, current_value(entry, detail), after, _given(row, entry))
    proposal = proposals.propose(viewer_in(row), entry.entry_key, [edit], note=row.text("note"))
    proposals.submit(viewer_in(row), proposal)
    if row.text("published_by"):
        proposals.publish(viewer_in(row, "published_by"), proposal)
    if row.text("refused_by"):
        proposals.refuse(viewer_in(row, "refused_by"), proposal, row.text("reason"))


def _given(row: SeedRow, entry: Entry) -> StatedProvenance:
    if not row.text("translated_by"):
        return StatedProvenance()
    texts = getattr(entry, row.text("detail").partition(".")[0])
    made = TranslationOrigin(texts.original, row.text("translated_by"), clock.today())
    return StatedProvenance(translation=made, of=texts.original_digest)
