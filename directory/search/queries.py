"""Asks the index and, for a signed-in person, the table of words that are not for everyone; reads what they found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory import clock
from directory.access.keeping import is_newest
from directory.access.policy import readable
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.reach import list_reachable
from directory.making import Readers, note_readers, present
from directory.models import Authority, Entry, FocalPoint, Network, RequirementSheet, RestrictedWord, Treaty
from directory.models.change import MODELS_BY_KIND
from directory.search.sync import current_index
from directory.vocabulary import REACHABLE_NOW, Role
from search_index import AskedWord, Query, Results, asked_words

REACHABLE = "reachable"
FACETS = ("kind", "jurisdiction", "function", "authority_kind", "network", "treaty", "accepts", "verified", REACHABLE)
PER_PAGE = 20
LAST_CHARACTER = "\U0010ffff"


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


def find(viewer: Viewer, asked: Asked, facets: Sequence[str] = FACETS) -> Results:
    """Return the keys of matching entries, best first, with the number of all and facet counts."""
    index = current_index()
    if present() is not None and not is_newest(index.position):
        # It catches up without a change of the database.
        note_readers(Readers.ONE)
    query = Query(
        text=asked.text,
        filters={name: frozenset(values) for name, values in asked.filters.items()},
        facets=tuple(facets),
        offset=(asked.page - 1) * asked.per_page,
        limit=asked.per_page,
        also=_restricted(viewer, asked.text),
        known=_reachable(viewer) if REACHABLE in (*facets, *asked.filters) else {},
    )
    return index.search(query)


def _restricted(viewer: Viewer, text: str) -> dict[str, frozenset[str]]:
    """Return, by word of a text, the documents of entries that have it in a detail which is not for
    everyone but for this viewer; asks nothing for a visitor."""
    if viewer.role is Role.VISITOR:
        return {}
    words = asked_words(text)
    mine = readable(viewer, RestrictedWord.audience, RestrictedWord.jurisdiction, RestrictedWord.network)
    query = select(RestrictedWord.kind, RestrictedWord.key, RestrictedWord.word).distinct()
    met = or_(false(), *(_meets(word) for word in words))
    rows = db.session.execute(query.where(met, mine)).all() if words else []
    return {
        word.text: frozenset(f"{kind}:{key}" for kind, key, stored in rows if word.is_met_by(stored)) for word in words
    }


def _reachable(viewer: Viewer) -> dict[str, dict[str, frozenset[str]]]:
    """Return the desks that this viewer knows to be reachable now; asks nothing for a visitor, for whom the index
    holds what the published cover says."""
    if viewer.role is Role.VISITOR:
        return {}
    desks = list_reachable(viewer, clock.now())
    return {REACHABLE: {REACHABLE_NOW: frozenset(f"{FocalPoint.KIND}:{key}" for key in desks)}}


def _meets(word: AskedWord) -> ColumnElement[bool]:
    begun = RestrictedWord.word.between(word.text, word.text + LAST_CHARACTER)
    return RestrictedWord.word.in_(word.forms) | (begun if word.is_begun else false())


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
