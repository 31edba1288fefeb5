"""Presents where a received request is within its State."""

from dataclasses import dataclass

from flask_babel import gettext as _

from directory import clock
from directory.access.viewer import Viewer
from directory.models import DocketEntry
from directory.people.presenters.words import InstantText, day
from directory.requests.queries.route import last_pass, steps_of
from directory.requests.statements import is_closed
from directory.requirements.routes import step_words
from directory.requirements.rules import RuleLine


@dataclass(frozen=True)
class RequestRoute:
    """The route of a request. `now` is the key of the step where it is, or empty; `since` the day on which it was
    passed there, and `days` how long ago that is. `is_late`: longer than the State says, and the request is pending.
    """

    steps: tuple[RuleLine, ...]
    now: str
    since: InstantText | None
    days: int
    is_late: bool

    @property
    def is_left_out(self) -> bool:
        """Whether the step where the request is does not stand in the route any more."""
        return bool(self.now) and self.now not in {one.key for one in self.steps}

    def next_step(self) -> str:
        """Return the key of the step after the present one, or of the first. Return "" after the last."""
        keys = [one.key for one in self.steps]
        return next(iter(keys[keys.index(self.now) + 1 :] if self.now in keys else keys), "")


def route_of(viewer: Viewer, entry: DocketEntry, language: str) -> RequestRoute:
    """Return the route of an entry. The caller checks that the viewer may read it."""
    steps, last = tuple(steps_of(viewer, entry, language)), last_pass(entry)
    if last is None or last.on_day is None:
        return RequestRoute(steps, "", None, 0, False)
    days = max((clock.today() - last.on_day).days, 0)
    usual = next((one.days for one in steps if one.key == last.subject_key), None)
    is_late = usual is not None and days > usual and not is_closed(entry)
    return RequestRoute(steps, last.subject_key, day(last.on_day, language), days, is_late)


def names_of(route: RequestRoute) -> dict[str, str]:
    """Return the names of the steps by key."""
    return {one.key: step_words(one) for one in route.steps}


def passed_to(key: str, names: dict[str, str]) -> str:
    """Return the name of the step with a key, or words that it does not stand in the route any more."""
    return names.get(key) or str(_("a step that is no longer on this way"))
