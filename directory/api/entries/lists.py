"""Lists of entries: filtered and paged in SQL, then read as an anonymous viewer, so that they contain public values
only.

Every caller gets the same entries, except with the filter `reachable`, which uses the rotas that the viewer may read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import MultiDict

from directory.access.gate import Reading
from directory.access.viewer import ANONYMOUS
from directory.api.entries.desk_contacts import contacts_of
from directory.api.entries.filters import FILTERS, find_offered
from directory.api.entries.list_options import CONTACTS, chosen, includes_contacts, read_fields, read_order
from directory.api.entries.readings import EntryReading, read_parts, read_whole, serialize_full, serialize_short
from directory.api.entries.shapes import SHAPES
from directory.api.entries.updates import list_updated_at
from directory.api.query_parameters import PageArguments, read_page, read_values
from directory.extensions import db
from directory.models import Authority, Entry, FocalPoint
from directory.models.details import EntryKey
from directory.paging import PER_PAGE, Paged
from directory.treaties.queries import list_statuses, list_territories

Conditions = Sequence[ColumnElement[bool]]
JSON = dict[str, Any]


def filter_conditions(kind: str, arguments: MultiDict[str, str]) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of the filters in the query parameters. A filter that is not offered is ignored.

    Raises InvalidInput for an invalid value; the message names the parameter.
    """
    named = (one for one in FILTERS[kind] if one.name in arguments and one.is_offered)
    asked = ((one, read_values(arguments, one.name, one.codes)) for one in named)
    return [one.meets(values) for one, values in asked if values]


def short_list(kind: str, arguments: MultiDict[str, str], language: str) -> JSON:
    """Return a page of the entries of a kind in short form, with public values only (see `envelope`). The parameters
    `sort`, `fields` and `include` choose the order and the members of the entries (see `list_options`).

    Raises InvalidInput for an invalid filter, page or choice.
    """
    page, conditions, order = read_page(arguments), filter_conditions(kind, arguments), read_order(kind, arguments)
    fields, with_contacts = read_fields(kind, arguments), includes_contacts(kind, arguments)
    wholes = _load(kind, SHAPES[kind].short_parts, conditions, page, order, with_contacts=with_contacts)
    items = _dated(kind, serialize_short(ANONYMOUS, wholes, language, (CONTACTS,) if with_contacts else ()))
    return envelope(chosen(items, fields), _count(kind, conditions), page)


def full_list(kind: str, arguments: MultiDict[str, str], language: str, *own: ColumnElement[bool]) -> JSON:
    """Return a page of the entries of a kind, with all public details and parts (see `envelope`). `own` are further
    SQL conditions. The parameter `sort` chooses the order.

    Raises InvalidInput for an invalid filter, page or order.
    """
    page, conditions = read_page(arguments), [*own, *filter_conditions(kind, arguments)]
    wholes = _load(kind, SHAPES[kind].parts, conditions, page, read_order(kind, arguments))
    return envelope(_dated(kind, serialize_full(ANONYMOUS, wholes, language)), _count(kind, conditions), page)


def full_entries_where(kind: str, language: str, condition: ColumnElement[bool]) -> list[JSON]:
    """Return all entries of a kind that meet a condition, sorted by key, with all public details and parts."""
    return serialize_full(ANONYMOUS, _load(kind, SHAPES[kind].parts, [condition], None), language)


def all_full_entries(language: str) -> list[JSON]:
    """Return all entries with a public value, with all public details and parts. The entries are sorted by kind (in the
    order of SHAPES), then by key.

    A treaty includes the acts of States on the treaty (such as ratification), and the territories to which it applies.
    """
    acts, territories = _by_treaty(list_statuses()), _by_treaty(list_territories())
    made = []
    for kind, shape in SHAPES.items():
        wholes = _load(kind, shape.parts, [], None)
        if kind == "treaty":
            wholes = [
                EntryReading(
                    one.own,
                    {
                        **one.parts,
                        "statuses": acts.get(one.own.key, []),
                        "territories": territories.get(one.own.key, []),
                    },
                )
                for one in wholes
            ]
        made += serialize_full(ANONYMOUS, [one for one in wholes if one.own.details], language)
    return made


def _by_treaty(rows: Iterable[Entry]) -> dict[str, list[Reading]]:
    found: dict[str, list[Reading]] = {}
    for reading in read_parts(ANONYMOUS, rows):
        found.setdefault(reading.value("treaty_key", ""), []).append(reading)
    return found


def shorts_of(entries: Collection[EntryKey], language: str) -> list[JSON]:
    """Return entries in short form with public values only, sorted by kind (in the order of SHAPES) and key. Entries
    without a public value are left out."""
    made = []
    for kind, shape in SHAPES.items():
        keys = [key for of, key in entries if of == kind]
        wholes = _load(kind, shape.short_parts, [shape.model.key.in_(keys)], None) if keys else []
        made += serialize_short(ANONYMOUS, [one for one in wholes if one.own.details], language)
    return made


def related_lists(own: Reading, language: str) -> dict[str, list[JSON]]:
    """Return the related lists of an entry by name, in short form with public values only.

    The items of a related list are selected by the filter that is named after the entry's kind. If this filter is not
    offered now, the list is empty.
    """
    made = {}
    for name, kind in SHAPES[own.kind].related.items():
        narrowing = find_offered(kind, own.kind)
        found = _load(kind, SHAPES[kind].short_parts, [narrowing.meets([own.key])], None) if narrowing else []
        made[name] = serialize_short(ANONYMOUS, found, language)
    return made


def envelope(items: Sequence[Any], total: int, page: PageArguments) -> JSON:
    """Return a page of a list as JSON: `items`, `total` (of all pages), `page` and `per_page`."""
    return {"items": list(items), "total": total, "page": page.page, "per_page": page.per_page}


def _load(
    kind: str,
    parts: Mapping[str, str],
    conditions: Conditions,
    page: PageArguments | None,
    order: Sequence[ColumnElement[Any]] = (),
    *,
    with_contacts: bool = False,
) -> list[EntryReading]:
    """Return the readings of the entries that meet the conditions, sorted by `order`, or by key if `order` is empty."""
    shape = SHAPES[kind]
    names = (*parts, CONTACTS) if with_contacts and CONTACTS in shape.parts else tuple(parts)
    relationships = {name: shape.parts[name] for name in names}
    query = select(shape.model).where(*conditions).order_by(*(order or (shape.model.key,)))
    query = query.options(*(selectinload(getattr(shape.model, one)) for one in relationships.values()))
    is_of_desks = with_contacts and CONTACTS not in shape.parts
    if is_of_desks:
        query = query.options(selectinload(FocalPoint.authority).selectinload(Authority.contacts))
    if page is not None:
        query = query.limit(page.per_page).offset(page.offset)
    rows = list(db.session.scalars(query))
    wholes = read_whole(ANONYMOUS, rows, relationships)
    return _with_contacts_of_desks(rows, wholes) if is_of_desks else wholes


def _with_contacts_of_desks(desks: Sequence[Any], wholes: Sequence[EntryReading]) -> list[EntryReading]:
    """Return the readings of desks with the readings of their contacts."""
    contacts = contacts_of(desks)
    read = {one.key: one for one in read_parts(ANONYMOUS, {row.key: row for own in contacts for row in own}.values())}
    return [
        EntryReading(whole.own, {**whole.parts, CONTACTS: [read[row.key] for row in own if row.key in read]})
        for whole, own in zip(wholes, contacts, strict=True)
    ]


def _dated(kind: str, items: Sequence[JSON]) -> list[JSON]:
    """Return the entries with `updated_at`: when something public of each last changed."""
    updated = list_updated_at(kind, [item["id"] for item in items])
    return [item | {"updated_at": updated.get(item["id"])} for item in items]


def _count(kind: str, conditions: Conditions) -> int:
    query = select(func.count()).select_from(SHAPES[kind].model).where(*conditions)
    return db.session.scalar(query) or 0


def paged(items: Sequence[Any], found: Paged[Any]) -> JSON:
    """Return a page of a list whose pages have a fixed length, as JSON: `items`, `total` (of all pages), `page` and
    `per_page`."""
    return envelope(items, found.total, PageArguments(found.page, PER_PAGE))
