"""Reads the yearly figures of States, and the States whose figures a viewer files."""

from collections.abc import Sequence

from sqlalchemy import select

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import AnnualReturn, Jurisdiction, NetworkMember


def list_returns(state: str = "", subject: str = "") -> Sequence[AnnualReturn]:
    """Return filed figures, the earliest year first. An empty `state` or `subject` means all.

    The figures contain small counts. Callers suppress these counts, except for viewers who file the figures.
    """
    query = select(AnnualReturn).order_by(AnnualReturn.year, AnnualReturn.id)
    if state:
        query = query.where(AnnualReturn.jurisdiction_key == state)
    if subject:
        query = query.where(AnnualReturn.subject == subject)
    return db.session.scalars(query).all()


def find_return(state: str, subject: str, year: int) -> AnnualReturn | None:
    """Return a State's complete figures on a subject and year, or None if no figures were filed.

    The caller checks that the viewer files these figures.
    """
    return db.session.scalar(select(AnnualReturn).filter_by(jurisdiction_key=state, subject=subject, year=year))


def list_filing(viewer: Viewer) -> Sequence[str]:
    """Return the codes of the States whose figures the viewer files, sorted."""
    in_networks = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key.in_(sorted(viewer.networks)))
    condition = permitted(viewer, Action.FILE_RETURNS, Jurisdiction.key, Jurisdiction.key.in_(in_networks))
    return db.session.scalars(select(Jurisdiction.key).where(condition).order_by(Jurisdiction.key)).all()
