"""Takes a recorded act back: fills a form for one detail with the value that the detail had before the act."""

from dataclasses import dataclass
from datetime import datetime

from directory.access.history_gate import RecordedAct, readable_acts
from directory.clock import as_utc
from directory.errors import NotFound
from directory.extensions import db
from directory.history.past_owners import PastOwners
from directory.history.published_changes import published_changes
from directory.history.queries import ids_of_own_acts, list_events
from directory.models.types import json_value
from directory.proposals.editable_columns import editable_columns, flat, flat_value
from directory.proposals.edits import edit_of
from directory.proposals.field_types import field_name, one, values_to_form_data
from directory.proposals.forms import TAKES_BACK, EntryForm, FormRow
from directory.proposals.labels import in_words, name_of_text
from directory.proposals.provenance import given_before
from directory.proposals.source_amendments import StatedSource


@dataclass(frozen=True)
class TakenBack:
    """The act that a form takes back.

    `now` is the present value in words if the value has changed since the act, otherwise "".
    """

    at: datetime
    now: str


def fill_former(form: EntryForm, number: int, act: str) -> None:
    """Fill the one open field of row `number` with the value that it had before the recorded act with the id `act`.
    Fill the source fields with the former source.

    Raises NotFound unless the act changed this detail and the viewer may read the former value.
    """
    row, form.raw[TAKES_BACK] = form.row(number), [act]
    known = _act(form, row)
    if known is None:
        raise NotFound
    known.note_shown()
    [detail], start = row.names, field_name(number, row.names[0])
    form.raw = {name: sent for name, sent in form.raw.items() if name.partition(".")[0] != start}
    former = dict(flat_value(detail, known.before.value)) if known.before is not None else {}
    form.raw |= values_to_form_data(number, row.model, former)
    published = published_changes([known.event]).get(known.event.id)
    if published is not None:
        given = given_before(edit_of(published.changes[0]), detail)
        form.raw |= StatedSource(given.sources, given.source_date, given.confidence).fields("") if given.sources else {}


def taken_back(form: EntryForm, row: FormRow, language: str) -> TakenBack | None:
    """Return the act that a form takes back, or None if it takes no act back."""
    known, entry = (_act(form, row) if one(form.raw, TAKES_BACK) else None), row.entry()
    if known is None or entry is None or known.event.values is None:
        return None
    name = row.names[0]
    is_latest = (json_value(getattr(entry, name)) or None) == (known.event.values.after or None)
    column, values = editable_columns(row.model)[name], flat(entry)
    words = name_of_text(values, name, language) if column.is_text else in_words(column, values.get(name), language)
    return TakenBack(as_utc(known.event.at), "" if is_latest else words or "–")


def _act(form: EntryForm, row: FormRow) -> RecordedAct | None:
    entry, owners, number = db.session.get_one(form.model, form.key), PastOwners(), one(form.raw, TAKES_BACK)
    events = [event for event in list_events(entry, owners) if event.entry_key == (row.model.KIND, row.key)]
    own = ids_of_own_acts(entry, events, owners)
    for known in readable_acts(form.viewer, entry, events):
        is_meant = str(known.event.id) == number and known.event.id in own and (known.event.detail,) == row.names
        if is_meant and not (known.is_withheld or known.is_erased):
            return known
    return None
