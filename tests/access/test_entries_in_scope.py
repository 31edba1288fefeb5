"""A query finds the entries of a viewer's scope by the rule by which one entry is asked."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.entries_in_scope import keys_in_scope
from directory.access.policy import Action, may
from directory.access.viewer import ANONYMOUS, Viewer
from directory.extensions import db
from directory.models import Jurisdiction, NetworkMember, StateRelation
from directory.models.change import MODELS_BY_KIND
from directory.models.details import Place
from directory.vocabulary import Role
from tests import factories

ACTIONS = (Action.VERIFY, Action.CONFIRM, Action.END_ACCOUNT, Action.READ_FIGURES)
CASC, BOTH = frozenset({"casc"}), frozenset({"casc", "ejn"})
VIEWERS = {
    "visitor": ANONYMOUS,
    "administrator": Viewer(Role.ADMINISTRATOR),
    "coordinator of nothing": Viewer(Role.COORDINATOR),
    "coordinator of a State": Viewer(Role.COORDINATOR, jurisdiction="KG"),
    "coordinator of a guest State": Viewer(Role.COORDINATOR, jurisdiction="FR"),
    "coordinator of a network": Viewer(Role.COORDINATOR, networks=CASC),
    "coordinator of a State in a network": Viewer(Role.COORDINATOR, jurisdiction="KG", networks=CASC),
    "coordinator of a guest State in networks": Viewer(Role.COORDINATOR, jurisdiction="FR", networks=BOTH),
    "member of a desk": Viewer(Role.PRACTITIONER, jurisdiction="FR", networks=CASC, desks=frozenset({"guest-desk"})),
}


@pytest.fixture
def places(small_app: Flask) -> Mapping[str, Mapping[str, Place]]:
    """The places of entries of each kind, among them what a State has in a network of which it is no member."""
    states = db.session.scalars(select(Jurisdiction.key)).all()
    assert {"KG", "FR"} <= set(states)
    assert db.session.scalar(select(NetworkMember).filter_by(network_key="casc", jurisdiction_key="FR")) is None
    factories.add(
        factories.authority("guest", jurisdiction_key="FR"), factories.authority("nowhere-body", jurisdiction_key=None)
    )
    factories.add(
        factories.focal_point("guest-desk", "guest"),
        factories.contact("desk@example.org", "guest", network_key="casc"),
        factories.contact("office@example.org", "guest"),
        factories.contact("body@example.org", "nowhere-body"),
        factories.notice(jurisdiction_key="FR"),
        factories.notice("notice-of-none"),
        StateRelation(key="FR-KG", jurisdiction_key="FR", other_key="KG", relation="border"),
    )
    return {kind: _places(model) for kind, model in MODELS_BY_KIND.items()}


def _places(model: Any) -> Mapping[str, Place]:
    own = db.session.scalars(select(model).order_by(model.key.not_like("%guest%"), model.key).limit(60))
    return {entry.key: entry.place() for entry in own}


def test_a_query_finds_what_may_be_acted_on_and_nothing_else(places: Mapping[str, Mapping[str, Place]]) -> None:
    assert [kind for kind, own in places.items() if not own] == []
    for kind, own in places.items():
        model = MODELS_BY_KIND[kind]
        for name, viewer in VIEWERS.items():
            for action in ACTIONS:
                query = keys_in_scope(viewer, action, model).where(model.key.in_(own))
                right = {key for key, place in own.items() if may(viewer, action, place)}
                assert set(db.session.scalars(query)) == right, (kind, name, action)
