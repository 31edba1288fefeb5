"""Narrow forms: only one detail or one part of an entry is open. They can be widened to the whole entry."""

from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Entry
from directory.proposals.entry_parts import part_of
from directory.proposals.field_types import field_name, values_to_form_data
from directory.proposals.forms import (
    CHANGE,
    ONLY,
    ROOT,
    ROW_CLOSED,
    EntryForm,
    FormRow,
    list_parts,
    open_row,
    signed_base,
    take_step,
)

FIRST_PART = 1


def start_narrow(
    viewer: Viewer, entry: Entry, *, part: str = "", row: str = "", detail: str = ""
) -> tuple[EntryForm, int | None]:
    """Return a form with only one detail or row open, and the number of the open row.

    - If `part` is empty, open the detail `detail` of the entry itself.
    - If `part` is a kind of part, open the row with the key `row`, or a new row if `row` is empty.
    - If `part` and `detail` are given, open only this detail of the row.

    Raises NotFound if the entry has no such part, row or detail, or if the viewer may not read it.
    """
    form = EntryForm(viewer, type(entry), entry.key, {})
    form.raw |= {f"{ROOT}:kind": [entry.KIND], f"{ROOT}:{ONLY}": ["" if part else detail]}
    if not part:
        return _opened(form, ROOT, entry)
    known = part_of(type(entry), part)
    if known is None:
        raise NotFound
    if not row:
        return form, take_step(form, "add", part)
    stored = db.session.get(known.model, row)
    if stored is None:
        raise NotFound
    action = ROW_CLOSED if known.is_whole else CHANGE
    told = {"kind": part, "key": row, "act": action} | ({ONLY: detail} if detail else {})
    form.raw |= {f"{FIRST_PART}:{name}": [value] for name, value in told.items()}
    return _opened(form, FIRST_PART, stored)


def is_narrow(form: EntryForm) -> bool:
    """Return whether the form is narrow: it has fields for only one detail or one part."""
    return f"{ROOT}:{ONLY}" in form.raw


def widen(form: EntryForm) -> None:
    """Open the whole entry and list all its parts. Typed values stay."""
    if not is_narrow(form):
        return
    for row in form.rows():
        narrowed = form.raw.pop(f"{row.number}:{ONLY}", None)
        if narrowed is not None:
            _fill_whole(form, row)
    list_parts(form)


def _opened(form: EntryForm, number: int, entry: Entry) -> tuple[EntryForm, int | None]:
    row = form.row(number)
    if not row.names:
        raise NotFound
    if row.action == CHANGE:
        open_row(form, number, entry)
    return form, number


def _fill_whole(form: EntryForm, row: FormRow) -> None:
    start = field_name(row.number, "")
    form.raw = {name: sent for name, sent in form.raw.items() if not name.startswith(start)}
    form.raw[f"{row.number}:base"] = [signed_base(row.model, row.key, row.base)]
    form.raw |= values_to_form_data(row.number, row.model, row.values)
