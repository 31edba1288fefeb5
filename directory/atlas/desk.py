"""The desk of the requested State to consult first."""

from collections.abc import Collection

from directory.access.viewer import Viewer
from directory.atlas.facts import AtlasFacts, NetworkFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.treaty_force import force_by_treaty
from directory.focal_points.availability import DeskWithSteps, availability_of
from directory.focal_points.published import published
from directory.vocabulary import HOME_NETWORK, covers


def desk_to_consult(question: AtlasQuestion, record: AtlasFacts, viewer: Viewer, language: str) -> DeskWithSteps | None:
    """Return the desk of the requested State to consult first, or None if there is no such desk. The result has the
    details of the desk that the viewer may know.

    The desk is chosen by public details of the desks alone (`PublishedDesk.precedence`).
    """
    known = published(language)
    binding = _networks_of(question, record)
    own = [desk for desk in known.desks.values() if desk.state == question.requested and desk.network in binding]
    first = min(own, key=lambda desk: desk.precedence(question.measure, is_urgent=question.is_urgent), default=None)
    return availability_of(viewer, first.key, language, question.measure) if first else None


def _networks_of(question: AtlasQuestion, record: AtlasFacts) -> Collection[str]:
    force = force_by_treaty(question, record)
    in_force = {key for key, one in force.items() if one.is_in_force}
    return {
        key for key, network in record.networks.items() if key == HOME_NETWORK or _fits(network, question, in_force)
    }


def _fits(network: NetworkFacts, question: AtlasQuestion, in_force: Collection[str]) -> bool:
    if network.measures and not covers(network.measures, question.measure):
        return False
    return network.treaty in in_force if network.treaty else network.members >= set(question.states)
