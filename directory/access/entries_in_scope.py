"""SQL conditions for rows that refer to an entry, such as tasks. A row meets the condition if the viewer may act on the
entry at the entry's present place. A row whose entry was removed does not meet the condition."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.models import (
    Authority,
    Competence,
    ContactDetail,
    Designation,
    Entry,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Network,
    NetworkMember,
    Notice,
    Provision,
    RequirementSheet,
    Rule,
)
from directory.models.change import MODELS_BY_KIND

# For each model, the column that refers to the owner of a row, and the owner's model. A row is in its owner's State.
OWNERS: Mapping[type[Entry], tuple[InstrumentedAttribute[Any], type[Any]]] = {
    Competence: (Competence.authority_key, Authority),
    Designation: (Designation.authority_key, Authority),
    ContactDetail: (ContactDetail.authority_key, Authority),
    FocalPoint: (FocalPoint.authority_key, Authority),
    Provision: (Provision.legislation_key, Legislation),
    Rule: (Rule.sheet_key, RequirementSheet),
}
# For each model, the column with the network of a row. A row without a network is in all networks of its State.
NETWORKS: Mapping[type[Entry], InstrumentedAttribute[Any]] = {
    ContactDetail: ContactDetail.network_key,
    FocalPoint: FocalPoint.network_key,
    Network: Network.key,
    NetworkMember: NetworkMember.network_key,
    Notice: Notice.network_key,
}


def names_entry_in_scope(
    viewer: Viewer, action: Action, kind: InstrumentedAttribute[str], key: InstrumentedAttribute[str]
) -> ColumnElement[bool]:
    """Return the SQL condition that a row names a stored entry on which the viewer may perform `action`. The columns
    hold the kind and key of the entry."""
    return or_(
        *(and_(kind == one, key.in_(keys_in_scope(viewer, action, model))) for one, model in MODELS_BY_KIND.items())
    )


def keys_in_scope(viewer: Viewer, action: Action, model: type[Entry]) -> Select[Any]:
    """Return a query of the keys of the model's stored entries on which the viewer may perform `action`."""
    query, state = select(model.key), _state(model)
    if model in OWNERS:
        column, owner = OWNERS[model]
        query = query.join(owner, owner.key == column)
    own = sorted(viewer.networks)
    members = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key.in_(own))
    in_networks = state.in_(members)
    if model in NETWORKS:
        network = NETWORKS[model]
        in_networks = or_(network.in_(own), and_(network.is_(None), in_networks))
    at_desks = FocalPoint.key.in_(sorted(viewer.desks)) if model is FocalPoint else false()
    return query.where(permitted(viewer, action, state, in_networks, at_desks))


def _state(model: Any) -> Any:
    if model is Jurisdiction:
        return Jurisdiction.key
    if model in OWNERS:
        _column, owner = OWNERS[model]
        return owner.jurisdiction_key
    has_state = model.place is not Entry.place and model is not Network
    return model.jurisdiction_key if has_state else literal("")
