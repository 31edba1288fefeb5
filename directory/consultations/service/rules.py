"""Sets what a network expects of its desks, and how long its consultations are kept."""

from collections.abc import Mapping
from typing import Any

from directory.access.guard import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.service import Act, record_all
from directory.consultations.queries.rules import DEFAULTS, rule_of
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network, Place


def require_network(viewer: Viewer, key: str) -> None:
    """Raise NotFound for a network that is not there, NotPermitted for one that the viewer does not look after.

    A coordinator of one State sets no rule for a whole network.
    """
    if db.session.get(Network, key) is None:
        raise NotFound
    require(viewer, Action.OVERSEE, Place(networks=frozenset({key})))


def set_rule(viewer: Viewer, key: str, values: Mapping[str, Any]) -> None:
    """Set a network's rule for what is asked from now on, and for how long all of it is kept. Records each change."""
    require_network(viewer, key)
    rule = rule_of(key)
    entry = ("consultation_rule", key)
    acts = [
        Act("consultation_rule", entry, name, getattr(rule, name), values[name])
        for name in DEFAULTS
        if getattr(rule, name) != values[name]
    ]
    for act in acts:
        setattr(rule, act.detail, act.after)
    db.session.add(rule)
    record_all(viewer.account_id, acts)
