"""Plays invented consultations: does their acts in chronological order, and sends each reminder when it is
due, up to the present time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.outline import ItemComment, OutlineContent, OutlineItem
from directory.consultations.service import answering, asking, outlines, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.asking import DeskQuestion
from directory.consultations.service.entries import WrittenText
from directory.consultations.service.escalation import take_next_step
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationReading
from directory.seeding.demonstration.files import DemonstrationFiles, account_of, number, viewer_in
from directory.seeding.rows import SeedRow
from directory.vocabulary import CONSULTATION_OUTCOMES, MEASURES, OFFENCES, URGENCIES

PAGE = "page"


@dataclass(frozen=True)
class ScriptedAct:
    """One act of a consultation, at the time `at`. `row` is the row that describes the act. `begins` is the row that
    describes the consultation's first act."""

    at: datetime
    row: SeedRow
    begins: SeedRow


def put_consultations(files: DemonstrationFiles) -> None:
    """Do the acts of all consultations, the earliest first, each at its own time. Send the reminders in between."""
    opened: dict[int, Consultation] = {}
    for act in sorted(_acts(files), key=lambda one: one.at):
        remind_until(act.at)
        with clock.frozen_at(act.at):
            if act.row is act.begins:
                opened[act.begins.line] = _ask(files, act.row)
            else:
                do_act(act.row, opened[act.begins.line])
            note_page(viewer_in(act.row), opened[act.begins.line])
    remind_until(files.now)


def _acts(files: DemonstrationFiles) -> list[ScriptedAct]:
    found = []
    for begins in files.rows("consultations.jsonl"):
        found.append(ScriptedAct(files.ago(begins), begins, begins))
        for values in begins.values.get("acts", ()):
            row = SeedRow(begins.file, begins.line, values)
            found.append(ScriptedAct(files.ago(row), row, begins))
    return found


def remind_until(moment: datetime) -> None:
    """Send the reminders of all consultations that are due by then, each at its own time."""
    next_due = select(func.min(Consultation.next_step_at))
    while (due := db.session.scalar(next_due)) is not None and due <= moment:
        with clock.frozen_at(due):
            take_next_step(due)
            db.session.flush()


def _ask(files: DemonstrationFiles, row: SeedRow) -> Consultation:
    sent = files.now - timedelta(days=number(row, "sent_days_ago")) if "sent_days_ago" in row.values else None
    return asking.ask(
        viewer_in(row),
        DeskQuestion(
            desk=row.text("desk", required=True),
            measure=row.code("measure", MEASURES),
            offence=row.code("offence", OFFENCES),
            urgency=row.code("urgency", URGENCIES),
            subject=row.text("subject", required=True),
            words=words_of(row),
            treaty=row.text("treaty"),
            formal_request_on=sent.date() if sent else None,
            reference=row.text("reference"),
        ),
    )


def do_act(row: SeedRow, thread: Consultation) -> None:
    """Do the act of a row. Raises BadSeed for an act that is not known."""
    viewer = viewer_in(row)
    match row.text("act"):
        case "acknowledge":
            answering.acknowledge(viewer, thread)
        case "write":
            answering.send_message(viewer, thread, words_of(row))
        case "answer":
            reply = Reply(row.code("outcome", CONSULTATION_OUTCOMES), row.codes("missing"), words_of(row))
            answering.answer(viewer, thread, reply)
        case "share" | "comment":
            _do_outline(viewer, row, thread)
        case "close":
            asking.close(viewer, thread)
        case "reopen":
            asking.reopen(viewer, thread, words_of(row))
        case "add":
            seats.add_coworker(viewer, thread, account_of(row, "coworker").id)
        case "bring_in":
            seats.bring_in(viewer, thread, row.text("authority"), words_of(row))
        case "hand_over":
            seats.hand_over(viewer, thread, row.text("desk"), words_of(row))
        case other:
            row.refuse(f"act {other!r} is not known")


def _do_outline(viewer: Viewer, row: SeedRow, thread: Consultation) -> None:
    if row.text("act") == "share":
        outlines.share(viewer, thread, _outline(row), words_of(row))
    else:
        comments = {int(item): ItemComment(*said) for item, said in row.values["comments"].items()}
        outlines.comment(viewer, thread, 1, comments, row.text("language"), 0)


def _outline(row: SeedRow) -> OutlineContent:
    items = tuple(OutlineItem(code, *states) for code, states in row.values["items"].items())
    return OutlineContent(row.codes("measures"), row.codes("treaties"), items)


def words_of(row: SeedRow) -> WrittenText:
    """Return the text of a row with its language."""
    return WrittenText(row.text("text"), row.text("language"), bool(row.values.get("is_note")))


def note_page(viewer: Viewer, consultation: Consultation) -> None:
    """Record that a person read the page of a consultation."""
    newest = select(func.max(ConsultationEntry.id)).where(ConsultationEntry.consultation_id == consultation.id)
    row = {"consultation_id": consultation.id, "account_id": viewer.account_id, "entry_id": db.session.scalar(newest)}
    db.session.add(ConsultationReading(**row, way=PAGE, first_at=clock.now(), last_at=clock.now()))
