"""Plays invented rounds: asks the desks, then does the acts of each in chronological order."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from directory import clock
from directory.consultations.service import naming
from directory.extensions import db
from directory.models import Consultation, QuestionRound, RoundMember
from directory.rounds.service import keeping
from directory.rounds.service.asking import AskedState, RoundQuestion, open_round
from directory.seeding.demonstration.consultations import do_act, note_page, remind_until, words_of
from directory.seeding.demonstration.files import DemonstrationFiles, viewer_in
from directory.seeding.rows import SeedRow
from directory.vocabulary import MEASURES, OFFENCES, REQUEST_ITEMS, URGENCIES


def put_rounds(files: DemonstrationFiles) -> None:
    """Open each round and do its acts, the earliest first, each at its own time. Send the reminders in between."""
    for begins in files.rows("rounds.jsonl"):
        with clock.frozen_at(files.ago(begins)):
            asked = _open(begins)
        threads = {one.consultation.focal_point_key: one.consultation for one in asked.members}
        for row in _acts(files, begins):
            remind_until(files.ago(row))
            with clock.frozen_at(files.ago(row)):
                _do(row, asked, threads)
    remind_until(files.now)


def list_rounds_of(consultations: Iterable[Consultation]) -> Iterable[QuestionRound]:
    """Return the rounds to which these consultations belong."""
    of = RoundMember.consultation_id.in_([one.id for one in consultations])
    return db.session.scalars(select(QuestionRound).where(QuestionRound.members.any(of)))


def _open(row: SeedRow) -> QuestionRound:
    question = RoundQuestion(
        measure=row.code("measure", MEASURES),
        offence=row.code("offence", OFFENCES),
        urgency=row.code("urgency", URGENCIES),
        subject=row.text("subject", required=True),
        words=words_of(row),
        treaty=row.text("treaty"),
        outline=tuple(code for code in REQUEST_ITEMS if code in row.codes("outline")),
    )
    asked = [AskedState(desk, line) for desk, line in row.values["desks"].items()]
    return open_round(viewer_in(row), question, asked)


def _acts(files: DemonstrationFiles, begins: SeedRow) -> Iterator[SeedRow]:
    rows = [SeedRow(begins.file, begins.line, values) for values in begins.values["acts"]]
    yield from sorted(rows, key=files.ago)


def _do(row: SeedRow, asked: QuestionRound, threads: dict[str, Consultation]) -> None:
    viewer = viewer_in(row)
    match row.text("act"):
        case "tell":
            keeping.tell(viewer, asked)
        case "agree":
            naming.agree(viewer, threads[row.text("of", required=True)])
        case _other:
            do_act(row, threads[row.text("of", required=True)])
            note_page(viewer, threads[row.text("of", required=True)])
