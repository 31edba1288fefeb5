"""Presents the viewer's own alarms on the page of work: open alarms, and alarms about the consultations shown."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.alarms.queries import list_own, must_try_again
from directory.vocabulary import AlarmOccasion


@dataclass(frozen=True)
class OwnAlarms:
    """Alarms to the viewer, by their numbers.

    - `going_on`: open alarms, oldest first
    - `about`: a mapping from the id of a consultation to the latest alarm about it
    - `must_try_again`: no alarm reaches the viewer until the viewer has tried a way again
    """

    going_on: tuple[str, ...]
    about: Mapping[str, str]
    must_try_again: bool


def own_alarms(viewer: Viewer, consultations: Collection[str]) -> OwnAlarms:
    """Return the alarms to the viewer. `consultations` are the ids of the consultations shown. A viewer who is no
    member of a desk has no alarms."""
    if viewer.account_id is None or not viewer.desks:
        return OwnAlarms((), {}, must_try_again=False)
    found = list_own(viewer.account_id, consultations)
    about = {one.subject_key: one.number for one in found if one.occasion == AlarmOccasion.CONSULTATION}
    going_on = tuple(one.number for one in found if one.ended_at is None)
    return OwnAlarms(going_on, about, must_try_again=must_try_again(viewer.account_id))
