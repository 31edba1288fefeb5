"""The lines that the asking side of a consultation may call while it waits for an answer."""

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
    """The lines to call about a consultation.

    - `desk`, `lines`: the asked desk and its lines. Both are None unless the viewer is on the asking side, and the
      question is urgent and has no answer.
    - `further`: maps (kind, key) of each office that may be called instead to its line.
    """

    desk: DeskWithSteps | None
    lines: DeskCalls | None
    further: FirstContacts


def calls_of_thread(viewer: Viewer, consultation: Consultation, further: Sequence[Link], language: str) -> ThreadCalls:
    """Return the lines to call, as far as the viewer may read them. Each restricted line is noted as disclosed.

    The asked desk itself is not told its own lines.
    """
    is_asking = ConsultationSide.ASKING in threads.sides_of(viewer, consultation)
    is_waiting = consultation.urgency == Urgency.URGENT and consultation.state in threads.UNANSWERED
    desk = availability_of(viewer, desk_of(consultation).key, language) if is_asking and is_waiting else None
    lines: Mapping[str, DeskCalls] = desk_calls(viewer, [desk], language) if desk else {}
    named = [link.entry_key for link in further] if is_asking else []
    return ThreadCalls(
        desk, lines.get(consultation.focal_point_key), list_first_contacts(viewer, named, language) if named else {}
    )
