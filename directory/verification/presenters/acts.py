"""Presents who scheduled, logged, planned or cancelled a test of a desk."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.audit.queries import list_events
from directory.focal_points.board_day import zone_of
from directory.history.actors import Actor, Actors
from directory.history.desk_acts import OF_TESTS, may_know_testers
from directory.history.sentences import OWNERS_ACTS
from directory.models import AuditEvent, ReachabilityTest
from directory.people.presenters.words import InstantText, moment


@dataclass(frozen=True)
class TestAct:
    """One act of a person on a test, as a sentence."""

    sentence: str
    actor: Actor
    at: InstantText | None


def acts_of(viewer: Viewer, test: ReachabilityTest, language: str) -> list[TestAct]:
    """Return the acts of people on a test, the earliest first. Return an empty list if the viewer may not know who
    tests the desk."""
    if not may_know_testers(viewer, test.focal_point):
        return []
    events = [one for one in list_events([("reachability_test", test.public_id)]) if one.action in OF_TESTS]
    numbers = {test.author_id, *(one.actor_id for one in events)}
    actors, zone = Actors(viewer, numbers, language, is_owner=True), zone_of(viewer)
    made = [
        TestAct(one, actors.of(test.author_id), moment(test.made_at, language, zone)) for one in _made(test, events)
    ]
    acts = [
        TestAct(str(OWNERS_ACTS[one.action]), actors.of(one.actor_id), moment(one.at, language, zone)) for one in events
    ]
    return made + acts


def _made(test: ReachabilityTest, events: list[AuditEvent]) -> Iterator[str]:
    """Yield a sentence on the origin of a test that nobody scheduled or logged: a plan, or the repetition of an earlier
    test. Yield nothing for any other test."""
    if test.is_planned:
        yield str(_("The test comes from a plan."))
    elif not any(one.action in OF_TESTS[:2] for one in events):
        yield str(_("The test repeats an earlier one."))
