"""Fills in a draft from the directory."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from directory.access.viewer import Viewer
from directory.atlas.question import Offence
from directory.drafts.content import DraftContent
from directory.drafts.queries.findings import find
from directory.extensions import db
from directory.i18n import DEFAULT
from directory.models import Authority


def prefilled(viewer: Viewer, asked: Mapping[str, Any], offence: Offence, language: str) -> DraftContent:
    """Return the content of a new draft: the values in `asked`, and what the directory finds for these values. Stores
    nothing.

    `asked` has the fields of `StartForm`, and may have the key `others`.
    """
    content = DraftContent(
        requesting=asked["requesting"],
        requested=asked["requested"],
        requesting_authority=_own_authority(viewer, asked["requesting"]),
        measures=tuple(asked["measures"]),
        offence=asked["offence"],
        max_penalty_years=offence.max_penalty_years,
        is_transnational=offence.is_transnational,
        is_organized=offence.is_organized,
        stage=asked["stage"] or "",
        is_urgent=asked["is_urgent"],
        others=tuple(asked.get("others", ())),
        laws=(offence.law,) if offence.law else (),
    )
    return _filled(viewer, content.with_texts({"law": offence.article}, language))


def for_another_state(viewer: Viewer, content: DraftContent, requested: str) -> DraftContent:
    """Return a copy of the content for a request to another State. Treaties and addressee are found again, and no item
    is ticked. Stores nothing."""
    content = replace(content, requested=requested, done=())
    return _filled(viewer, content)


def _filled(viewer: Viewer, content: DraftContent) -> DraftContent:
    found = find(viewer, content, DEFAULT)
    return replace(content, treaties=found.leading, requested_authority=next(iter(found.addressees), ""))


def _own_authority(viewer: Viewer, state: str) -> str:
    found = db.session.get(Authority, viewer.authority) if viewer.authority else None
    return found.key if found and found.jurisdiction_key == state else ""
