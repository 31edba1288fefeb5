"""The phone lines and other contacts that the asking side of a consultation can use while it waits for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.consultations.queries import threads
from directory.consultations.queries.people import desk_of
from directory.focal_points.availability import DeskCalls, DeskWithSteps, availability_of, desk_calls
from directory.focal_points.first_contacts import FirstContacts, list_first_contacts
from directory.models import Consultation
from directory.vocabulary import ConsultationSide, Urgency


@dataclass(frozen=True)
class ThreadCalls:
    """The contacts to use about a consultation.

    - `desk`, `lines`: the asked desk and its contacts. They are set only if the viewer is on the asking side, and the
      question is urgent and has no answer. Otherwise both are None.
    - `further`: for offices to call instead of the desk, a mapping from (kind, key) to the contact to try first.
    """

    desk: DeskWithSteps | None
    lines: DeskCalls | None
    further: FirstContacts


def calls_of_thread(viewer: Viewer, consultation: Consultation, further: Sequence[Link], language: str) -> ThreadCalls:
    """Return the contacts to use, as far as the viewer may read them. Each restricted contact is noted as disclosed.

    A viewer who is not on the asking side gets no contacts. `further` are the offices to call instead of the desk.
    """
    is_asking = ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    is_waiting = consultation.urgency == Urgency.URGENT and consultation.state in threads.UNANSWERED
    desk = availability_of(viewer, desk_of(consultation).key, language) if is_asking and is_waiting else None
    lines: Mapping[str, DeskCalls] = desk_calls(viewer, [desk], language) if desk else {}
    named = [link.entry_key for link in further] if is_asking else []
    return ThreadCalls(
        desk, lines.get(consultation.focal_point_key), list_first_contacts(viewer, named, language) if named else {}
    )
