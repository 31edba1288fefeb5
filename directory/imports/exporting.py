"""Exports the entries that a viewer may read and import, in the table that `imports` reads."""

import json
from collections.abc import Iterable, Iterator, Mapping

from flask_babel import force_locale
from sqlalchemy import select

from directory.access.gate import Reading, read_all
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.formats.tables import MEDIA_TYPES, write_table
from directory.imports.cells import Cells, cells_of, version_of
from directory.imports.columns import (
    EMPTIED,
    KINDS,
    VERSION,
    codes_of,
    main_detail,
    ordered,
    template_headings,
)
from directory.imports.explanations import EMPTY, explain
from directory.imports.scope import OWNER
from directory.jobs.batches import ReportProgress
from directory.models import Authority, Entry

ENTRIES_AT_ONCE = 1_000
ENDINGS = (*MEDIA_TYPES, "jsonl")
SHEET, EXPLANATION, CODES = "rows", "columns", "codes"


def export(viewer: Viewer, ending: str, language: str, report: ReportProgress) -> bytes:
    """Return a file with all entries that the viewer may both read and import. `ending` is one of ENDINGS.

    All values in the file are noted as shown to the viewer. Each authority is followed by its parts and desks.
    """
    rows = list(_rows(viewer, report))
    if ending == "jsonl":
        return "".join(f"{json.dumps(_filled(row), ensure_ascii=False)}\n" for row in rows).encode()
    names = ordered({heading for row in rows for heading in row})
    return _file(ending, _table(names, rows), language, names)


def template(ending: str, language: str) -> bytes:
    """Return a file with headings and no rows. An XLSX file also has sheets that explain the columns and list their
    codes."""
    names = template_headings()
    return _file(ending, [names], language, names)


def _rows(viewer: Viewer, report: ReportProgress) -> Iterator[Cells]:
    keys = list(db.session.scalars(select(Authority.key).order_by(Authority.jurisdiction_key, Authority.key)))
    for start in range(0, len(keys), ENTRIES_AT_ONCE):
        some = keys[start : start + ENTRIES_AT_ONCE]
        by_authority: dict[str, list[Cells]] = {key: [] for key in some}
        for model in KINDS.values():
            owner = Authority.key if model is Authority else getattr(model, OWNER)
            order = getattr(model, "position", model.key)
            entries = list(db.session.scalars(select(model).where(owner.in_(some)).order_by(order, model.key)))
            for entry, reading in zip(entries, read_all(viewer, entries), strict=True):
                if _is_for(viewer, entry, reading):
                    cells = cells_of(entry, reading)
                    by_authority[getattr(entry, OWNER, entry.key)].append(cells | {VERSION: version_of(cells)})
        report(start + len(some), len(keys))
        for rows in by_authority.values():
            yield from rows


def _is_for(viewer: Viewer, entry: Entry, reading: Reading) -> bool:
    return bool(main_detail(entry.KIND, reading.details)) and may(viewer, Action.IMPORT, entry.place())


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


def _table(names: list[str], rows: Iterable[Mapping[str, str]]) -> Iterator[list[str]]:
    yield names
    for row in rows:
        yield [row.get(name, "") for name in names]


def _file(ending: str, rows: Iterable[list[str]], language: str, names: list[str]) -> bytes:
    with force_locale(language):
        explained = [["column", "holds", "required", "format", "example"]]
        explained += [[one.heading, one.meaning, one.required, one.format, one.example] for one in explain(names)]
        explained.append(["", str(EMPTY) % {"word": EMPTIED}])
        codes = [["column", "code", "label"]]
        codes += [[name, code, str(label)] for name in names for code, label in codes_of(name).items()]
        return write_table(ending, [(SHEET, rows), (EXPLANATION, explained), (CODES, codes)])
