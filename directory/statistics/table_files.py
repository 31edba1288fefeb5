"""Sends tables of figures as a file."""

from collections.abc import Callable, Mapping

from flask import Response, jsonify

from directory.errors import NotFound
from directory.formats.tables import MEDIA_TYPES, write_table
from directory.statistics.tables import Table, as_json, cells
from directory.web.concurrency_limit import slot

JSON = "json"


def file_of(make: Callable[[], Mapping[str, Table]], ending: str, chosen: str, name: str) -> Response:
    """Return a file with the tables of `make()`: all tables for the ending `xlsx` or `json`, or the table `chosen` for
    `csv`. `name` is the name of the file without its ending.

    Raises NotFound for an unknown format or table, and Overloaded if too many files are being made.
    """
    with slot():
        return _file(make(), ending, chosen, name)


def _file(tables: Mapping[str, Table], ending: str, chosen: str, name: str) -> Response:
    if ending == JSON:
        return jsonify({"tables": [{**as_json(table), "code": code} for code, table in tables.items()]})
    if ending == "csv":
        tables = {code: table for code, table in tables.items() if code == chosen}
    if ending not in MEDIA_TYPES or not tables:
        raise NotFound
    response = Response(write_table(ending, [(code, cells(table)) for code, table in tables.items()]))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
