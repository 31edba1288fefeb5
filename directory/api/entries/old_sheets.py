"""Requirement sheets as JSON, as they stood on a past day."""

from datetime import date
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from directory.access.viewer import ANONYMOUS
from directory.api.document.operations import Parameter
from directory.api.entries.filters import offered
from directory.api.entries.lists import envelope
from directory.api.entries.readings import EntryReading, serialize_full
from directory.api.query_parameters import read_page, read_values
from directory.errors import InvalidInput
from directory.requirements.days import parse_day
from directory.requirements.versions import sheets_on
from directory.vocabulary import MEASURES

ON = Parameter(
    "on",
    "A past day: the sheets as they stood at its end, in UTC. Narrowed by `measure` alone.",
    {"type": "string", "format": "date"},
    example="2026-11-25",
)


def read_day(arguments: MultiDict[str, str]) -> date | None:
    """Return the past day in the query parameter `on`. Return None if the parameter is missing or names today. Raises
    InvalidInput for an invalid or future day."""
    asked = parse_day(arguments.get(ON.name, ""))
    if asked.error:
        raise InvalidInput(f"{ON.name}: {asked.error}")
    return asked.day


def old_list(state: str, day: date, arguments: MultiDict[str, str], language: str) -> dict[str, Any]:
    """Return a page of a State's requirement sheets at the end of a past day (UTC), sorted by key, with public values
    only. The JSON has the form of `lists.full_list`.

    Raises InvalidInput for an invalid value, and for every filter except `measure`.
    """
    page, measures = read_page(arguments), read_values(arguments, "measure", MEASURES)
    for name in (*offered("requirement"), "sort"):
        if name != "measure" and arguments.get(name):
            raise InvalidInput(gettext("%(field)s cannot be asked for together with on.", field=name))
    old = sheets_on(ANONYMOUS, (state,), day)
    found = [EntryReading(one.own, {"rules": one.rules}) for one in sorted(old.readings, key=lambda one: one.own.key)]
    asked = [one for one in found if not measures or one.own.value("measure") in measures]
    shown = serialize_full(ANONYMOUS, asked[page.offset : page.offset + page.per_page], language)
    return envelope(shown, len(asked), page)
