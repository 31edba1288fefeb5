"""Reads the number of documents that people in a viewer's scope made from drafts."""

from datetime import date

from sqlalchemy import func, select

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import DraftCount, NetworkMember


def count_documents(viewer: Viewer, since: date, network: str = "") -> dict[str, int]:
    """Return a mapping from measure to the number of documents since a day.

    Only documents of States that the viewer oversees are counted. If `network` is given, only documents of its member
    States are counted.
    """
    state = DraftCount.jurisdiction_key
    members = select(NetworkMember.jurisdiction_key)
    in_networks = state.in_(members.where(NetworkMember.network_key.in_(sorted(viewer.networks))))
    query = select(DraftCount.measure, func.sum(DraftCount.documents))
    query = query.where(permitted(viewer, Action.OVERSEE, state, in_networks), DraftCount.day >= since)
    if network:
        query = query.where(state.in_(members.where(NetworkMember.network_key == network)))
    rows = db.session.execute(query.group_by(DraftCount.measure)).all()
    return {measure: int(documents) for measure, documents in rows}
