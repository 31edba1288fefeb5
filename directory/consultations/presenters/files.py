"""Writes a thread as a plain text file that participants can store. The file begins with the facts on the
consultation."""

from collections.abc import Iterator

from flask_babel import gettext as _

from directory import clock
from directory.consultations.presenters.alarms import WakingAttempt
from directory.consultations.presenters.entries import ConsultationEntryLine
from directory.consultations.presenters.outlines import OutlineItemLine, OutlineLine
from directory.consultations.presenters.seats import Seat
from directory.consultations.presenters.thread import ConsultationThread
from directory.consultations.presenters.times import LocalTime
from directory.sentences import labelled

RULE = "=" * 72
# Precedes each line that a person wrote, so that nobody can imitate the heading of another person's act.
MARK = "  | "


def as_text(thread: ConsultationThread, language: str) -> str:
    """Return a thread as plain text: first the facts on the consultation, then the acts, oldest first, then the
    alarms."""
    acts = (part for line in thread.lines for part in _act(line))
    return "\n".join([*_cover(thread), RULE, *acts, *_alarms(thread)]) + "\n"


def _cover(thread: ConsultationThread) -> Iterator[str]:
    facts = thread.facts
    if facts.is_exercise:
        yield _("EXERCISE")
        yield _("This is an exercise. Everything in it is invented.")
        yield RULE
    yield _("Informal consultation: not a request for assistance")
    yield _("For those who take part alone. It names no suspect, victim or witness.")
    yield RULE
    yield _row(_("Subject"), thread.subject)
    yield _row(_("Asking State"), facts.asking.text.text)
    yield _row(_("Asked State"), f"{facts.asked.text.text}, {facts.desk.text.text}")
    if facts.ended:
        yield _("The desk that is asked here has ended.")
        if facts.ended.successor:
            yield " ".join((_("Its successor:"), facts.ended.successor.text.text))
    yield _row(_("Measure"), facts.measure)
    yield _row(_("Offence"), facts.offence)
    if facts.treaty:
        yield _row(_("Treaty in mind"), facts.treaty.text.text)
    if thread.formal_request_on:
        yield _row(_("Formal request"), _joined(thread.reference, thread.formal_request_on, thread.sent_channel))
    yield _row(_("State of the consultation"), facts.state_label)
    if facts.outcome:
        yield _row(_("Outcome"), facts.outcome)
    if facts.passed_on_to:
        yield _row(_("Passed on to"), facts.passed_on_to.text.text)
    yield from (f"- {item}" for item in facts.missing)
    yield _row(_("Question asked"), _time(facts.opened_at))
    yield from (_row(_("Participants"), f"{seat.name}, {_stretch(seat)}") for seat in thread.seats)
    yield _row(_("Downloaded on"), f"{clock.now():%Y-%m-%d %H:%M} UTC")
    yield _row(_("Number"), facts.id)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _row(label: str, value: str) -> str:
    return labelled(label, value)


def _act(line: ConsultationEntryLine) -> Iterator[str]:
    who = ", ".join(part for part in (line.who.person, line.who.office.text, line.who.state) if part)
    subject = "" if line.outcome else line.subject
    yield f"{_time(line.at)}: {who} {line.label} {subject}".rstrip()
    if line.outcome:
        yield _row(_("Outcome"), _joined(line.outcome_label, line.subject))
    yield from (f"- {one.text}" for one in line.phrases)
    if line.phrases and line.text:
        yield _("In the writer’s own words (%(language)s)", language=line.language_name)
    yield from (f"{MARK}{one}" for one in line.text.splitlines())
    if line.outline:
        yield from _outline(line.outline)
    for item in line.comments:
        yield from _item(item)
    yield ""


def _outline(outline: OutlineLine) -> Iterator[str]:
    if outline.measures:
        yield _row(_("Measures"), "; ".join(outline.measures))
    if outline.treaties:
        yield _row(_("Legal basis"), "; ".join(link.text.text for link in outline.treaties))
    for item in outline.items:
        yield f"- {item.label} ({_state(item)})"


def _state(item: OutlineItemLine) -> str:
    if item.topic:
        words = _("ticked") if item.is_there else _("not ticked, mandatory") if item.is_mandatory else _("not ticked")
    else:
        words = _("included") if item.is_there else _("missing, mandatory") if item.is_mandatory else _("missing")
    return str(words)


def _item(item: OutlineItemLine) -> Iterator[str]:
    if item.comment:
        said = item.comment.label or _("comment withdrawn")
        yield f"- {labelled(item.label, said)}"
        yield from (f"{MARK}{one}" for one in item.comment.text.splitlines())


def _alarms(thread: ConsultationThread) -> Iterator[str]:
    if thread.alarms:
        yield RULE
        yield _("Alarms about this question")
    for alarm in thread.alarms:
        number = _("Alarm %(number)s", number=alarm.number)
        yield f"{_time(alarm.raised_at)}: {_joined(alarm.name, number, alarm.end)}"
        yield from (f"- {_attempt(one)}" for one in alarm.attempts)


def _attempt(one: WakingAttempt) -> str:
    reply = " ".join((_("reply:"), one.reply)) if one.reply else ""
    acknowledged = " ".join((_("acknowledged"), _time(one.acknowledged_at))) if one.acknowledged_at else ""
    return _joined(one.way, one.state, _time(one.at) if one.at else "", reply, acknowledged)


def _stretch(seat: Seat) -> str:
    return f"{_time(seat.since)} –{f' {_time(seat.until)}' if seat.until else ''}"


def _time(at: LocalTime) -> str:
    return f"{at.text} ({at.zone})"
