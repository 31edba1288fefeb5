"""Entries in which every detail that is not for everyone holds a word, as the declarations say: a detail that is
declared tomorrow is among them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from directory.audit.chain import record
from directory.extensions import db
from directory.models import ContactDetail, Entry, Notice, Provenance, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail
from directory.models.types import Codes, TextsType
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.matrix.canaries import Canaries, word_of
from tests.matrix.table import SPOTS, Spot

# From the widest to the narrowest.
AUDIENCES = list(Audience)


@dataclass(frozen=True)
class Hole:
    """A detail that is not for everyone in a row that is for `row`; `readers` are those who may read both."""

    model: type[Entry]
    declared: DeclaredDetail
    row: Audience
    readers: Audience


def holes() -> Iterator[Hole]:
    """Yield every declared detail with every audience that its row can have, where not everyone may read it."""
    for model in MODELS_BY_KIND.values():
        # Notices are made in their own way, see `noticed`.
        if model is Notice:
            continue
        rows = AUDIENCES if "audience" in inspect(model).columns else [Audience.PUBLIC]
        for declared in details_of(model):
            for row in rows:
                own = declared.detail.audience
                readers = max(row, own if isinstance(own, Audience) else row, key=AUDIENCES.index)
                if readers is not Audience.PUBLIC:
                    yield Hole(model, declared, row, readers)


def line_of(spot: Spot, audience: Audience) -> str:
    """Return the key of the line of an authority that is for an audience."""
    return f"{spot.authority}:{word_of(key_of_line(spot, audience)) if audience is not Audience.PUBLIC else 'line'}"


def key_of_line(spot: Spot, audience: Audience) -> str:
    return f"key of the line for {audience} {spot.name}"


# The row of a spot in which a detail stands, and the pages that show it; a kind that is missing here has to be added.
ROWS: dict[str, Callable[[Spot, Audience], str]] = {
    "authority": lambda spot, _audience: spot.authority,
    "focal_point": lambda spot, _audience: spot.desk,
    "contact_detail": line_of,
}
OWNERS: dict[str, Callable[[Spot], tuple[str, str]]] = {
    "authority": lambda spot: ("authority", spot.authority),
    "focal_point": lambda spot: ("focal_point", spot.desk),
    "contact_detail": lambda spot: ("authority", spot.authority),
}
FOLDERS = {"authority": "authorities", "focal_point": "focal-points"}


def pages_of(kind: str, spot: Spot) -> tuple[str, str]:
    owner, key = OWNERS[kind](spot)
    return f"{FOLDERS[owner]}/{key}", f"/api/v1/{FOLDERS[owner]}/{key}"


def history_of(kind: str, spot: Spot) -> str:
    owner, key = OWNERS[kind](spot)
    return f"history?kind={owner}&key={key}"


def add_entries(canaries: Canaries, spots: Iterable[Spot] = SPOTS) -> None:
    """Store the entries with what everyone may read of them, and lines that hold nothing yet."""
    for spot in spots:
        note = canaries.word(f"public note {spot.name}", "public", pages=pages_of("authority", spot))
        texts = {"name": factories.english(f"Office of Tests in {spot.state}"), "note": factories.english(note)}
        factories.add(factories.authority(spot.authority, jurisdiction_key=spot.state, **texts))
        factories.add(factories.focal_point(spot.desk, spot.authority, network_key=spot.network))
        for audience in AUDIENCES:
            network = spot.network if audience is Audience.NETWORK else None
            key, value = line_of(spot, audience), f"office@{spot.state.lower()}.example.org"
            if audience is not Audience.PUBLIC:
                canaries.word(key_of_line(spot, audience), f"{audience}/{spot.name}")
            row = {"key": key, "means": "email", "value": value, "audience": audience, "network_key": network}
            factories.add(ContactDetail(authority_key=spot.authority, **row))


def fill_holes(canaries: Canaries, actor_id: int) -> None:
    """Put words into every hole; codes, which are words of ours, are told by what is shown where they are not."""
    for spot in SPOTS:
        for hole in holes():
            if hole.declared.detail.vocabulary is None:
                fill(canaries, actor_id, spot, hole)


def fill(canaries: Canaries, actor_id: int, spot: Spot, hole: Hole) -> None:
    """Put a value into a hole, with a source of its own and another value before it."""
    declared, kind, readers = hole.declared, hole.model.KIND, f"{hole.readers}/{spot.name}"
    what = f"{kind}.{declared.name} in a row for {hole.row} {spot.name}"
    pages = pages_of(kind, spot)
    value = canaries.word(what, readers, pages=pages, is_searched=declared.detail.is_searchable)
    source = canaries.word(f"source of {what}", readers, pages=pages[1:])
    office = canaries.word(f"office of {what}", readers, pages=pages[1:])
    earlier = canaries.word(f"earlier {what}", readers, pages=(history_of(kind, spot),))
    row = db.session.get_one(hole.model, ROWS[kind](spot, hole.row))
    said = {"sources": (f"https://{source}.example.org",), "verified_by": office}
    with committing():
        setattr(row, declared.name, holding(declared, value))
        db.session.add(Provenance(kind=kind, key=row.key, detail=declared.name, **said))
        before, after = holding(declared, earlier), holding(declared, value)
        record(actor_id, "changed", row.entry_key, declared.name, before, after)


def holding(declared: DeclaredDetail, word: str) -> Any:
    """Return a value of a detail that holds a word."""
    if isinstance(declared.column_type, TextsType):
        return Texts("en", {"en": word, "ru": word})
    if isinstance(declared.column_type, Codes):
        return (word,)
    return f"{word}@example.org" if declared.detail.holds == "contact" else word


def empty(declared: DeclaredDetail) -> Any:
    """Return what a detail holds that holds nothing."""
    if isinstance(declared.column_type, TextsType):
        return Texts("")
    return () if isinstance(declared.column_type, Codes) else ""
