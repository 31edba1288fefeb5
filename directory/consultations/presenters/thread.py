"""Presents a thread to a participant."""

from dataclasses import dataclass

from directory import clock, dates
from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.consultations.encryption import REFERENCE, SUBJECT, cipher_of
from directory.consultations.presenters.alarms import WakingLine, alarms_at_desk
from directory.consultations.presenters.entries import ConsultationEntryLine, ReadingContext, accounts_in, lines_of
from directory.consultations.presenters.facts import ConsultationFacts, facts
from directory.consultations.presenters.naming import NamingLine, naming_of
from directory.consultations.presenters.retention import ShorterRetention, shorter_retention_of
from directory.consultations.presenters.seats import Seat, seats_of
from directory.consultations.presenters.times import LocalTime, zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.outlines import list_outlines
from directory.consultations.queries.people import desk_of, list_people_to_notify
from directory.consultations.queries.rules import retained_until
from directory.consultations.queries.succession import find_vacant
from directory.consultations.queries.unopened import unopened_since
from directory.focal_points.fallback_chain import chain_of
from directory.history.actors import Actor, Actors
from directory.models import Consultation
from directory.proposals.labels import entry_label
from directory.vocabulary import CHANNELS, ENDED_STATUSES, ChainStep, ConsultationSide, ConsultationState


@dataclass(frozen=True)
class ReadReceiptLine:
    """How many times a person was shown the thread in one `way` (a code such as `print`), and the last time."""

    who: Actor
    way: str
    times: int
    last_at: LocalTime


@dataclass(frozen=True)
class ThreadPermissions:
    """What the viewer may do in a thread now.

    - `pass_on`: bring in an authority, or hand over to another desk
    - `share`: share an outline
    - `note_sent`: write down that the formal request was sent
    """

    acknowledge: bool
    answer: bool
    write: bool
    pass_on: bool
    share: bool
    close: bool
    reopen: bool
    note_sent: bool
    take_over: bool


@dataclass(frozen=True)
class ConsultationThread:
    """A thread, as a participant sees it.

    - `earlier`: number of older acts that are left out
    - `newest`, `newest_id`: the public id and the id of the newest act shown; "" and 0 if no act is shown
    - `is_deserted`: whether nobody on the asking side can read the thread
    - `kept_until`: day of shredding if nothing more happens
    - `found_nobody`: whether the last notice to the people on duty reached nobody. False once the question is
      acknowledged
    - `reached`: when a person of the desk last pressed the button of an alarm. None if somebody of the desk has opened
      the question (`unopened_since`), or if the viewer is at the desk
    - `alarms`: the alarms to people of the viewer's desk; empty if the question is not at this desk
    - `further`: links to offices to call if the desk is late or `found_nobody` is true
    """

    facts: ConsultationFacts
    subject: str
    formal_request_on: str
    sent_channel: str
    reference: str
    lines: list[ConsultationEntryLine]
    seats: list[Seat]
    readers: list[ReadReceiptLine]
    is_deserted: bool
    rights: ThreadPermissions
    found_nobody: bool
    reached: LocalTime | None
    alarms: list[WakingLine]
    further: list[Link]
    earlier: int
    newest: str
    newest_id: int
    kept_until: str
    shorter_keeping: list[ShorterRetention]
    is_shredded: bool
    naming: NamingLine

    @property
    def own_alarm(self) -> str:
        """The number of the last alarm that woke the viewer, or empty."""
        return next((one.number for one in reversed(self.alarms) if one.is_own), "")


def thread(
    viewer: Viewer, consultation: Consultation, language: str, *, with_notes: bool = True, most: int | None = None
) -> ConsultationThread:
    """Return a thread with the acts that the viewer may see: the newest `most` acts, or all acts if `most` is None. If
    `with_notes` is false, notes are left out.

    The caller checks that the viewer has a seat, and records the reading (`note_reading`).
    """
    sides = threads.sides_of(viewer, consultation)
    zones = zones_of(consultation, sides, language)
    entries = [one for one in threads.list_entries(viewer, consultation, most) if with_notes or not one.only_side]
    readings, outlines = threads.list_readings(consultation), list_outlines(consultation)
    seated = {one.account_id for one in consultation.seats} | {one.account_id for one in readings}
    actors = Actors(viewer, seated | accounts_in(entries, outlines), language, is_owner=True)
    cipher = cipher_of(consultation) if consultation.wrapped_key is not None else None
    bare = facts(viewer, consultation, language)
    found_nobody, pressed_at = _found_nobody_on_duty(consultation), unopened_since(consultation)
    rights = _rights(viewer, consultation, sides, has_ended=bare.ended is not None)
    on = consultation.formal_request_on
    return ConsultationThread(
        facts=bare,
        subject=cipher.open(SUBJECT, consultation.sealed_subject) if cipher else "",
        formal_request_on=dates.long_day(on, language) if on else "",
        sent_channel=str(CHANNELS.label(consultation.sent_channel)) if consultation.sent_channel else "",
        reference=cipher.open(REFERENCE, consultation.sealed_reference) if cipher else "",
        lines=lines_of(entries, outlines, ReadingContext(viewer, actors, zones, cipher, language)),
        seats=seats_of(consultation, actors, zones, language),
        is_deserted=not list_people_to_notify(consultation, clock.now(), ConsultationSide.ASKING),
        readers=[ReadReceiptLine(actors.of(r.account_id), r.way, r.times, zones.own(r.last_at)) for r in readings],
        rights=rights,
        found_nobody=found_nobody,
        reached=zones.own(pressed_at) if pressed_at and not rights.answer else None,
        alarms=alarms_at_desk(viewer, consultation, zones),
        further=_further(consultation, language) if bare.is_overdue or found_nobody else [],
        earlier=threads.count_entries(viewer, consultation) - len(entries) if most else 0,
        newest=entries[-1].public_id if entries else "",
        newest_id=entries[-1].id if entries else 0,
        kept_until=dates.long_day(retained_until(consultation), language),
        shorter_keeping=shorter_retention_of(consultation.network_key, language),
        is_shredded=cipher is None,
        naming=naming_of(viewer, consultation, zones),
    )


def _rights(
    viewer: Viewer, consultation: Consultation, sides: frozenset[ConsultationSide], *, has_ended: bool
) -> ThreadPermissions:
    state = ConsultationState(consultation.state)
    is_kept = consultation.wrapped_key is not None
    is_open = state is not ConsultationState.CLOSED and is_kept
    asks = ConsultationSide.ASKING in sides
    is_desk = threads.is_at_desk(viewer, consultation)
    is_answered, is_closed = (state is one for one in (ConsultationState.ANSWERED, ConsultationState.CLOSED))
    return ThreadPermissions(
        acknowledge=is_desk and state in threads.WAITING,
        answer=is_desk and is_open,
        write=is_open,
        pass_on=is_desk and is_open and not is_answered,
        share=asks and is_open,
        close=is_open and (is_answered or (asks and not consultation.is_exercise)),
        reopen=asks and is_kept and not has_ended and (is_answered or is_closed) and not consultation.is_exercise,
        note_sent=asks and is_kept,
        take_over=asks and find_vacant(viewer, consultation.public_id) is not None,
    )


def _found_nobody_on_duty(consultation: Consultation) -> bool:
    to_duty = [step for step in threads.list_steps(consultation) if step.step == ChainStep.DUTY]
    return consultation.state in threads.WAITING and bool(to_duty) and to_duty[-1].reached != ChainStep.DUTY


def _further(consultation: Consultation, language: str) -> list[Link]:
    desk = desk_of(consultation)
    steps = chain_of(desk, clock.now())
    own = () if desk.status in ENDED_STATUSES else (desk.key,)
    desks = [("focal_point", key) for key in (*own, *(key for step in steps for key in step.desks))]
    bureaus = [("authority", key) for step in steps for key in step.authorities]
    return [Link(kind, key, Text(entry_label(kind, key, language))) for kind, key in (*desks, *bureaus)]
