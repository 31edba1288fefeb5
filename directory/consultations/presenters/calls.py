"""The phone lines and other contacts of the other side: for the asking side while it waits for an answer, for the desk
while an urgent question is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.consultations.queries import threads
from directory.consultations.queries.people import desk_of
from directory.focal_points.availability import DeskCalls, DeskWithSteps, availability_of, own_next_steps
from directory.focal_points.fallback_chain import FallbackStepLine
from directory.focal_points.first_contacts import FirstContact, FirstContacts, OfficeCall, list_first_contacts
from directory.focal_points.state_contacts import desk_calls, number_beside
from directory.models import Authority, Consultation
from directory.proposals.labels import entry_label
from directory.vocabulary import ConsultationSide, ConsultationState, Urgency


@dataclass(frozen=True)
class ThreadCalls:
    """The contacts to use about a consultation.

    - `desk`, `lines`: the asked desk and its contacts. They are set only if the viewer is on the asking side, and the
      question is urgent and has no answer. Otherwise both are None.
    - `steps`: the steps of the desk's fallback chain that name an office. Empty if `desk` is None.
    - `beside`: the first number of the State that phones in other countries can dial (`number_beside`). Empty if
      another office among `lines` and `steps` has such a number, or if the desk has one and is not missed
      (`is_missed`).
    - `asking`: the contacts of the asking institutions, then of their State. They are set only if the viewer is at the
      asked desk, and the question is urgent and not closed.
    - `further`: for offices to call instead of the desk, a mapping from (kind, key) to the contact to try first.
    """

    desk: DeskWithSteps | None
    lines: DeskCalls | None
    steps: tuple[FallbackStepLine, ...]
    beside: tuple[OfficeCall, ...]
    asking: tuple[OfficeCall, ...]
    further: FirstContacts

    @property
    def are_lines_last(self) -> bool:
        """Whether none of the desk's lines works from other countries, but the line of another office does."""
        own = (
            [one for one in (self.lines.own, *(call.first for call in self.lines.instead)) if one] if self.lines else []
        )
        others = [*(call.first for call in self.beside), *(one for step in self.steps for one in step.firsts.values())]
        return not any(one.works_from_abroad for one in own) and any(one.works_from_abroad for one in others)


def calls_of_thread(viewer: Viewer, consultation: Consultation, further: Sequence[Link], language: str) -> ThreadCalls:
    """Return the contacts to use, as far as the viewer may read them. Each restricted contact is noted as disclosed.

    A viewer on neither side gets no contacts. `further` are the offices to call instead of the desk.
    """
    is_asking = ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    is_urgent = consultation.urgency == Urgency.URGENT
    is_waiting = is_urgent and consultation.state in threads.UNANSWERED
    measure, asked = consultation.measure, desk_of(consultation).key
    desk = availability_of(viewer, asked, language, measure) if is_asking and is_waiting else None
    lines: Mapping[str, DeskCalls] = desk_calls(viewer, [desk], language, measure) if desk else {}
    own = lines.get(consultation.focal_point_key, DeskCalls(None))
    steps = own_next_steps(viewer, desk, language) if desk else ()
    others = [*(call.first for call in own.instead), *(one for step in steps for one in step.firsts.values())]
    named = [link.entry_key for link in further] if is_asking else []
    return ThreadCalls(
        desk,
        lines.get(consultation.focal_point_key),
        steps,
        _beside(viewer, desk, own.own, others, language, measure) if desk else (),
        _of_asking_side(viewer, consultation, language) if is_urgent and not is_asking else (),
        list_first_contacts(viewer, named, language) if named else {},
    )


def _of_asking_side(viewer: Viewer, consultation: Consultation, language: str) -> tuple[OfficeCall, ...]:
    if consultation.state == ConsultationState.CLOSED or not threads.is_at_desk(viewer, consultation):
        return ()
    asking = [one for one in consultation.seats if one.side == ConsultationSide.ASKING and one.ended_at is None]
    keys = dict.fromkeys((Authority.KIND, one.authority_key) for one in asking if one.authority_key)
    firsts = list_first_contacts(viewer, keys, language)
    own = [OfficeCall("", Link(*key, Text(entry_label(*key, language))), first) for key, first in firsts.items()]
    state = consultation.from_jurisdiction_key
    return (*own, *number_beside(viewer, state, language, firsts.values()))


def _beside(
    viewer: Viewer,
    desk: DeskWithSteps,
    own: FirstContact | None,
    others: Sequence[FirstContact],
    language: str,
    measure: str,
) -> tuple[OfficeCall, ...]:
    state, key = desk.desk.state, desk.desk.link.key
    if state is None:
        return ()
    if desk.is_missed:
        return tuple(number_beside(viewer, state.key, language, others, measure, passed_over=[key]))
    return tuple(number_beside(viewer, state.key, language, [*others, *filter(None, [own])], measure))
