"""Asks the index and reads what it found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory.extensions import db
from directory.models import Authority, Entry, FocalPoint, Network, RequirementSheet, Treaty
from directory.models.change import MODELS_BY_KIND
from directory.search.sync import current_index
from search_index import Query, Results

FACETS = ("kind", "jurisdiction", "function", "authority_kind", "network", "treaty", "accepts", "verified")
PER_PAGE = 20


# What stands on an entry's card besides its own details.
PARTS: dict[type[Entry], tuple[ORMOption, ...]] = {
    Authority: (selectinload(Authority.competences),),
    FocalPoint: (joinedload(FocalPoint.authority), joinedload(FocalPoint.network)),
    RequirementSheet: (selectinload(RequirementSheet.rules),),
    Treaty: (selectinload(Treaty.parties),),
}


@dataclass(frozen=True)
class Asked:
    """What a reader asks for: the text, the chosen values of each facet, and the page."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    per_page: int = PER_PAGE

    def address(self, **changes: Any) -> str:
        """Return the query string of this question with some parts changed; empty parts are left out."""
        parts: dict[str, Any] = {"q": self.text, **self.filters, "page": self.page, "per_page": self.per_page}
        parts |= changes
        defaults = {"page": 1, "per_page": PER_PAGE}
        kept = {name: value for name, value in parts.items() if value and value != defaults.get(name)}
        return "?" + urlencode(kept, doseq=True)


def find(asked: Asked, facets: Sequence[str] = FACETS) -> Results:
    """Return the keys of matching entries, best first, with the number of all and facet counts."""
    query = Query(
        text=asked.text,
        filters={name: frozenset(values) for name, values in asked.filters.items()},
        facets=tuple(facets),
        offset=(asked.page - 1) * asked.per_page,
        limit=asked.per_page,
    )
    return current_index().search(query)


def load(document_keys: Iterable[str]) -> dict[str, Entry]:
    """Return the entries of documents by document key; measures, which are no rows, are left out."""
    keys_by_kind: dict[str, list[str]] = {}
    for document_key in document_keys:
        kind, _, key = document_key.partition(":")
        keys_by_kind.setdefault(kind, []).append(key)
    return {
        f"{kind}:{entry.key}": entry
        for kind, keys in keys_by_kind.items()
        if kind in MODELS_BY_KIND
        for entry in _entries(MODELS_BY_KIND[kind], keys)
    }


def _entries(model: type[Entry], keys: list[str]) -> Iterable[Entry]:
    return db.session.scalars(select(model).options(*PARTS.get(model, ())).where(model.key.in_(keys)))


def list_named(networks: Iterable[str], treaties: Iterable[str]) -> list[Network | Treaty]:
    """Return networks and treaties by key, to label facets with."""
    return [
        *db.session.scalars(select(Network).where(Network.key.in_(list(networks)))),
        *db.session.scalars(select(Treaty).where(Treaty.key.in_(list(treaties)))),
    ]
