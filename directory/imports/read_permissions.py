"""Checks that a person may read the values that an import changes, before and after the change."""

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, String, cast, select

from directory.access.policy import is_public, may_read
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.imports.checking import CHANGED, CREATED
from directory.imports.columns import KINDS
from directory.models import ImportBatch, ImportRow, Place, details_of
from directory.vocabulary import Audience


def may_read_all(viewer: Viewer, batch: ImportBatch) -> bool:
    """Return whether the viewer may read all values that an import changes: the present values and the new ones."""
    return all(
        may_read(viewer, audience, lambda place=place: place)  # type: ignore[misc]
        for audience, place in _required_audiences(batch)
    )


def _required_audiences(batch: ImportBatch) -> Iterator[tuple[Audience, Place]]:
    """Yield pairs of audience and place (State and networks). A person who belongs to all of these audiences may read
    the whole import."""
    for audiences, places in _distinct(batch, ImportRow.audiences, ImportRow.places):
        yield from ((Audience(audience), place) for audience in audiences for place in _places(places))
    for kind, model in KINDS.items():
        for declared in details_of(model):
            audience = declared.detail.audience
            if isinstance(audience, Audience) and not is_public(audience):
                holds = cast(ImportRow.after, String).contains(f'"{declared.name}', autoescape=True)
                for (places,) in _distinct(batch, ImportRow.places, where=(ImportRow.kind == kind) & holds):
                    yield from ((audience, place) for place in _places(places))


def _distinct(batch: ImportBatch, *columns: Any, where: ColumnElement[bool] | None = None) -> Iterator[list[Any]]:
    # PostgreSQL cannot compare JSON values, so their texts are compared.
    query = select(*(cast(column, String) for column in columns)).distinct()
    query = query.where(ImportRow.batch_id == batch.id, ImportRow.outcome.in_((CREATED, CHANGED)))
    for row in db.session.execute(query if where is None else query.where(where)):
        yield [json.loads(text) for text in row]


def _places(kept: list[Any]) -> Iterator[Place]:
    yield from (Place(state, frozenset(networks)) for state, networks in kept)
