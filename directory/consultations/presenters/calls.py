"""The phone lines and other contacts that the asking side of a consultation can use while it waits for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.consultations.queries import threads
from directory.consultations.queries.people import desk_of
from directory.focal_points.availability import DeskCalls, DeskWithSteps, availability_of, own_next_steps
from directory.focal_points.fallback_chain import FallbackStepLine
from directory.focal_points.first_contacts import FirstContact, FirstContacts, OfficeCall, list_first_contacts
from directory.focal_points.state_contacts import desk_calls, number_beside
from directory.models import Consultation
from directory.vocabulary import ConsultationSide, Urgency


@dataclass(frozen=True)
class ThreadCalls:
    """The contacts to use about a consultation.

    - `desk`, `lines`: the asked desk and its contacts. They are set only if the viewer is on the asking side, and the
      question is urgent and has no answer. Otherwise both are None.
    - `steps`: the steps of the desk's fallback chain that name an office.
    - `beside`: the first number of the State, if the desk has none or is missed, and these offices have none
      (`number_beside`).
    - `further`: for offices to call instead of the desk, a mapping from (kind, key) to the contact to try first.
    """

    desk: DeskWithSteps | None
    lines: DeskCalls | None
    steps: tuple[FallbackStepLine, ...]
    beside: tuple[OfficeCall, ...]
    further: FirstContacts

    @property
    def are_lines_last(self) -> bool:
        """Whether phones in other countries can dial none of the desk's lines, but the line of another office."""
        own = (
            [one for one in (self.lines.own, *(call.first for call in self.lines.instead)) if one] if self.lines else []
        )
        others = [*(call.first for call in self.beside), *(one for step in self.steps for one in step.firsts.values())]
        return not any(one.works_from_abroad for one in own) and any(one.works_from_abroad for one in others)


def calls_of_thread(viewer: Viewer, consultation: Consultation, further: Sequence[Link], language: str) -> ThreadCalls:
    """Return the contacts to use, as far as the viewer may read them. Each restricted contact is noted as disclosed.

    A viewer who is not on the asking side gets no contacts. `further` are the offices to call instead of the desk.
    """
    is_asking = ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    is_waiting = consultation.urgency == Urgency.URGENT and consultation.state in threads.UNANSWERED
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
        list_first_contacts(viewer, named, language) if named else {},
    )


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
