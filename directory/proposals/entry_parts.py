"""The parts of entries: rows that are edited together with an entry. Also the keys of new rows."""

import hashlib
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anyascii import anyascii
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.extensions import db
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
    OtherName,
    Provision,
    RequirementSheet,
    Rule,
    StateRelation,
    Treaty,
    TreatyCoverage,
    TreatyParty,
    TreatyRelation,
    TreatyRule,
    TreatyStatus,
    TreatyTerm,
    TreatyTerritory,
)
from directory.models.change import MODELS_BY_KIND
from directory.models.details import KEY_CHARACTERS
from directory.models.treaty_status import status_key
from directory.models.treaty_territory import territory_key
from directory.proposals.editable_columns import ORIGINAL, POSITION, editable_columns

SLUG_CHARACTERS = 60
KEY_BYTES = 5


@dataclass(frozen=True)
class EntryPart:
    """One kind of row that belongs to an entry. `owner` names the column in which such a row has the entry's key.

    If `is_whole` is true, rows can be added and removed, but not changed.
    """

    model: type[Entry]
    owner: str
    label: Any
    is_whole: bool = False


# A mapping from models with a form of their own to the parts that the form edits.
PARTS: Mapping[type[Entry], tuple[EntryPart, ...]] = {
    Authority: (
        EntryPart(ContactDetail, "authority_key", _l("Contacts: phone, mail, address, website")),
        EntryPart(Competence, "authority_key", _l("Functions"), is_whole=True),
        EntryPart(Designation, "authority_key", _l("Designated under")),
    ),
    FocalPoint: (),
    Network: (EntryPart(NetworkMember, "network_key", _l("Members"), is_whole=True),),
    Jurisdiction: (
        EntryPart(OtherName, "jurisdiction_key", _l("Other names")),
        EntryPart(NetworkMember, "jurisdiction_key", _l("Networks"), is_whole=True),
        EntryPart(TreatyStatus, "jurisdiction_key", _l("Treaties")),
        EntryPart(TreatyTerritory, "jurisdiction_key", _l("Where treaties reach")),
        EntryPart(StateRelation, "jurisdiction_key", _l("Relations to other States")),
    ),
    RequirementSheet: (EntryPart(Rule, "sheet_key", _l("Rules")),),
    Legislation: (EntryPart(Provision, "legislation_key", _l("Articles of the law")),),
    Treaty: (
        EntryPart(TreatyParty, "treaty_key", _l("Parties"), is_whole=True),
        EntryPart(TreatyRule, "treaty_key", _l("Rules")),
        EntryPart(TreatyCoverage, "treaty_key", _l("What it covers")),
        EntryPart(TreatyTerm, "treaty_key", _l("Channels and languages")),
        EntryPart(TreatyRelation, "treaty_key", _l("Relations to other treaties")),
    ),
}
NAMES = {"treaty": "title", "legislation": "title"}


def part_of(root: type[Entry], kind: str) -> EntryPart | None:
    """Return the part of the model `root` whose rows have this kind, or None if the model has no such part."""
    return next((part for part in PARTS.get(root, ()) if kind == part.model.KIND), None)


def list_rows(part: EntryPart, *root_keys: str) -> list[Entry]:
    """Return the rows of one part that belong to any of these entries, sorted by position. Rows that have no position
    are sorted by key."""
    owner = getattr(part.model, part.owner)
    order = getattr(part.model, POSITION) if POSITION in editable_columns(part.model) else part.model.key
    query = select(part.model).where(owner.in_(root_keys)).order_by(order, part.model.key)
    return list(db.session.scalars(query))


def new_key(kind: str, values: Mapping[str, Any]) -> str:
    """Return a key for a new row. For kinds in NATURAL the key follows from the values alone, so another row may
    already have it. Other keys are free."""
    key = fitted(_KEYS[kind](values))
    return key if kind in NATURAL else _free(kind, key)


def stored(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with which a new row is stored. For a relation, its two States are sorted."""
    if kind != StateRelation.KIND:
        return dict(values)
    first, other = sorted(str(values.get(name) or "") for name in ("jurisdiction_key", "other_key"))
    return {**values, "jurisdiction_key": first, "other_key": other}


def fitted(key: str) -> str:
    """Return a key that fits its column.

    A longer key is cut and gets a digest, so that different keys stay different.
    """
    if len(key) <= KEY_CHARACTERS:
        return key
    end = f"-{_digest(key)}"
    return key[: KEY_CHARACTERS - len(end)] + end


def is_taken(kind: str, key: str) -> bool:
    """Return whether a row with this key is stored. Rows that are only proposed are not considered."""
    return db.session.get(MODELS_BY_KIND[kind], key) is not None


def name_in(kind: str, values: Mapping[str, Any], language: str) -> str:
    """Return the name of an entry in `language`. If there is none in this language, return the name in the original
    language, or "" if the entry has no name."""
    name = NAMES.get(kind, "name")
    return str(
        values.get(f"{name}.{language}")
        or values.get(f"{name}.{values.get(f'{name}.{ORIGINAL}')}")
        or values.get(name)
        or ""
    )


def _free(kind: str, key: str) -> str:
    candidate, number = key, 1
    while is_taken(kind, candidate):
        number += 1
        candidate = fitted(f"{key}-{number}")
    return candidate


def _slug(*words: Any) -> str:
    plain = anyascii(" ".join(str(word) for word in words if word)).lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG_CHARACTERS].strip("-") or "new"


def _named(values: Mapping[str, Any], kind: str) -> str:
    return _slug(values.get("jurisdiction_key"), name_in(kind, values, "en"))


def _digest(value: Any) -> str:
    return hashlib.sha256(str(value).encode()).hexdigest()[:10]


def _joined(*names: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda values: ":".join(map(_told(values), names))


def _told(values: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda name: str(values.get(name) or "")


def _territory(values: Mapping[str, Any]) -> str:
    told = _told(values)
    words = told(f"territory.{values.get(f'territory.{ORIGINAL}')}")
    treaty, state, effect = map(told, ("treaty_key", "jurisdiction_key", "effect"))
    return territory_key(treaty, state, effect, told("territory_key") or words, told("since"))


# Kinds with a natural key: the same row cannot exist twice.
NATURAL = (
    "competence",
    "network_member",
    "other_name",
    "treaty_party",
    "treaty_rule",
    "treaty_status",
    "treaty_territory",
    "state_relation",
    "requirement",
)
STATUS_KEY = ("treaty_key", "jurisdiction_key", "action", "date_kind", "towards_key", "acted_on")
_KEYS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "authority": lambda values: _named(values, "authority"),
    "legislation": lambda values: _named(values, "legislation"),
    "network": lambda values: _slug(values.get("short_name") or name_in("network", values, "en")),
    "treaty": lambda values: _slug(values.get("short_title.en") or name_in("treaty", values, "en")),
    "focal_point": lambda values: _slug(str(values["authority_key"]).partition("-")[0], values["network_key"]),
    "requirement": lambda values: _slug(values["jurisdiction_key"], values.get("measure")),
    # The key is random: a restricted value could be guessed from its digest.
    "contact_detail": lambda v: f"{v['authority_key']}:{v.get('means')}-{secrets.token_hex(KEY_BYTES)}",
    "designation": lambda v: f"{v['authority_key']}:{v.get('treaty_key') or v.get('legislation_key') or _digest(v)}",
    "rule": lambda values: f"{values['sheet_key']}:{values.get('topic')}-{_digest(values)}",
    "competence": _joined("authority_key", "function"),
    "network_member": _joined("network_key", "jurisdiction_key"),
    "other_name": _joined("jurisdiction_key", "name_kind", "language", "name"),
    "treaty_party": _joined("treaty_key", "jurisdiction_key"),
    "treaty_coverage": lambda values: f"{values['treaty_key']}:{_digest(values)}",
    "treaty_term": lambda values: f"{values['treaty_key']}:{_digest(values)}",
    "treaty_relation": lambda values: f"{values['treaty_key']}:{_digest(values)}",
    "provision": lambda values: f"{values['legislation_key']}:{_digest(values)}",
    "state_relation": lambda values: _joined("jurisdiction_key", "other_key", "relation")(
        stored("state_relation", values)
    ),
    "treaty_rule": _joined("treaty_key", "article", "paragraph", "topic"),
    "treaty_territory": _territory,
    "treaty_status": lambda values: status_key(*map(_told(values), STATUS_KEY)),
}
