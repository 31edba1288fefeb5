"""Decides whether the page of an entry offers to confirm the entry."""

from collections.abc import Collection

from directory.access.current_viewer import current_viewer
from directory.access.entries_in_scope import keys_in_scope
from directory.access.policy import Action, may_somewhere
from directory.extensions import db
from directory.models import RequirementSheet
from directory.verification.queries.entries import CONFIRMED
from directory.verification.service import entries as service


def may_confirm(kind: str, key: str) -> bool:
    """Return whether the viewer of the current page may confirm this entry without the link of a campaign."""
    viewer = current_viewer()
    if kind not in CONFIRMED or not may_somewhere(viewer, Action.CONFIRM):
        return False
    entry = db.session.get(CONFIRMED[kind], key)
    return entry is not None and service.may_confirm(viewer, entry)


def confirmable_sheets(keys: Collection[str]) -> frozenset[str]:
    """Return the keys of the requirement sheets that the viewer may confirm, from `keys` (see `may_confirm`)."""
    viewer = current_viewer()
    if not may_somewhere(viewer, Action.CONFIRM):
        return frozenset()
    in_scope = keys_in_scope(viewer, Action.CONFIRM, RequirementSheet)
    return frozenset(db.session.scalars(in_scope.where(RequirementSheet.key.in_(keys))))
