"""Choices in the forms of verification, as pairs of value and label, limited to the viewer's scope."""

from flask_babel import gettext
from sqlalchemy import select

from directory.access.facts import Link, Text
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Jurisdiction, Network, Place
from directory.proposals.labels import entry_labels
from directory.verification.queries.candidates import must_choose_network, states_with_entries
from directory.verification.queries.entries import CONFIRMED
from directory.vocabulary import KINDS

Choices = list[tuple[str, str]]


def states(viewer: Viewer, language: str) -> Choices:
    """Return the States in the viewer's scope that have entries, sorted by name.

    If the scope is not limited to one State, "All" comes first.
    """
    is_limited = not _is_everywhere(viewer) and bool(viewer.jurisdiction)
    keys = {viewer.jurisdiction} if is_limited else states_with_entries(viewer)
    names = entry_labels(db.session.scalars(select(Jurisdiction).where(Jurisdiction.key.in_(keys))), language)
    return list(names.items()) if is_limited else [("", gettext("All")), *names.items()]


def networks_to_choose(viewer: Viewer, language: str) -> Choices:
    """Return the networks in the viewer's scope, sorted by name. If the scope is not limited to networks, "All" comes
    first.

    If the viewer must choose one of several networks, an empty choice comes first.
    """
    own = [(link.key, link.text.text) for link in networks(viewer, language)]
    if must_choose_network(viewer):
        return [("", ""), *own]
    return own if viewer.networks and not _is_everywhere(viewer) else [("", gettext("All")), *own]


def networks(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the networks in the viewer's scope, sorted by name."""
    query = select(Network)
    if viewer.networks and not _is_everywhere(viewer):
        query = query.where(Network.key.in_(sorted(viewer.networks)))
    labels = entry_labels(db.session.scalars(query), language)
    return [Link("network", key, Text(label)) for key, label in labels.items()]


def networks_with_periods(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the networks whose verification periods the viewer may set, sorted by name."""
    own = networks(viewer, language)
    return [link for link in own if may(viewer, Action.VERIFY, Place(networks=frozenset({link.key})))]


def kinds() -> Choices:
    """Return "All", then the kinds of entry about which a campaign can ask."""
    return [("", gettext("All")), *((kind, str(KINDS.label(kind))) for kind in CONFIRMED)]


def _is_everywhere(viewer: Viewer) -> bool:
    return may(viewer, Action.VERIFY, Place())
