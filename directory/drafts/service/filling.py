"""Fills a draft with what the directory knows of its question."""

from collections.abc import Mapping
from typing import Any

from directory.access.viewer import Viewer
from directory.drafts.content import Content
from directory.extensions import db
from directory.models import Authority


def begun(viewer: Viewer, asked: Mapping[str, Any]) -> Content:
    """Return a draft with what was asked, and the writer's own authority where it is of the requesting State."""
    return Content(
        requesting=asked["requesting"],
        requested=asked["requested"],
        requesting_authority=_own_authority(viewer, asked["requesting"]),
        measures=tuple(asked["measures"]),
        offence=asked["offence"],
        stage=asked["stage"] or "",
        is_urgent=asked["is_urgent"],
    )


def _own_authority(viewer: Viewer, state: str) -> str:
    found = db.session.get(Authority, viewer.authority) if viewer.authority else None
    return found.key if found and found.jurisdiction_key == state else ""
