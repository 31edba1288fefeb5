"""Fills a draft with what the directory knows of its question."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from directory.access.viewer import Viewer
from directory.drafts.content import Content
from directory.drafts.queries.bases import list_leading
from directory.extensions import db
from directory.models import Authority


def begun(viewer: Viewer, asked: Mapping[str, Any]) -> Content:
    """Return a draft with what was asked, the treaties to use first, and the writer's own authority where it fits."""
    content = Content(
        requesting=asked["requesting"],
        requested=asked["requested"],
        requesting_authority=_own_authority(viewer, asked["requesting"]),
        measures=tuple(asked["measures"]),
        offence=asked["offence"],
        stage=asked["stage"] or "",
        is_urgent=asked["is_urgent"],
    )
    return replace(content, treaties=tuple(list_leading(viewer, content)))


def for_another_state(viewer: Viewer, content: Content, requested: str) -> Content:
    """Return the same request to another State: what belonged to the first one is filled anew or left out."""
    content = replace(content, requested=requested, requested_authority="", treaties=(), done=())
    return replace(content, treaties=tuple(list_leading(viewer, content)))


def _own_authority(viewer: Viewer, state: str) -> str:
    found = db.session.get(Authority, viewer.authority) if viewer.authority else None
    return found.key if found and found.jurisdiction_key == state else ""
