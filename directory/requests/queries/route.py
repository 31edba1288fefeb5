"""The way of a received request within its State: the steps of the route, and the last one written down."""

from directory.access.viewer import Viewer
from directory.models import DocketAct, DocketEntry
from directory.requirements.routes import RoutedRequest, steps_for
from directory.requirements.rules import RuleLine
from directory.vocabulary import DocketStep, RequestDirection


def last_pass(entry: DocketEntry) -> DocketAct | None:
    """Return the newest act by which the request was passed on, or None."""
    return next((one for one in reversed(entry.acts) if one.act == DocketStep.PASSED), None)


def steps_of(viewer: Viewer, entry: DocketEntry, language: str) -> list[RuleLine]:
    """Return the steps of the route of a received request, in their order. Return [] for a request that was sent, or if
    its State has stated no route."""
    if entry.direction != RequestDirection.INCOMING:
        return []
    treaties = (entry.treaty_key,) if entry.treaty_key else ()
    asked = RoutedRequest(entry.other_jurisdiction_key, entry.jurisdiction_key, entry.measure, treaties)
    return steps_for(viewer, asked, language)
