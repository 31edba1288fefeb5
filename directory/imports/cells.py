"""Converts an entry to the cells of a row, and signs the cells.

Cells are a mapping from heading to text. They contain only values that the viewer may read.
"""

from directory.access.gate import Reading
from directory.imports.columns import (
    CONFIDENCE,
    KEY,
    KIND,
    SEPARATOR,
    SOURCE,
    SOURCE_DATE,
    VERIFIED_ON,
    heading_of,
    main_detail,
)
from directory.models import Entry
from directory.proposals.editable_columns import POSITION, editable_columns, flat
from directory.tokens import signed

Cells = dict[str, str]


def cells_of(entry: Entry, reading: Reading) -> Cells:
    """Return the non-empty cells of an entry's row. All values of `reading` are noted as shown to the viewer."""
    structure = {name for name, column in editable_columns(type(entry)).items() if column.detail is None}
    for found in reading.details:
        # Reading a value makes the gate note the value as shown to the viewer.
        reading.value(found)
    cells = {KIND: entry.KIND, KEY: entry.key}
    for detail, value in flat(entry).items():
        name = detail.partition(".")[0]
        if name in reading.details or (name in structure and name != POSITION):
            cells[heading_of(detail)] = SEPARATOR.join(value) if isinstance(value, list) else str(value)
    return cells | _provenance(entry, reading)


def version_of(cells: Cells) -> str:
    """Return a signature of the cells of a row.

    If it differs from the signature in an exported row, the entry has changed since the export.
    """
    return signed("row of a file", repr(sorted(cells.items())))


def _provenance(entry: Entry, reading: Reading) -> Cells:
    found = reading.get(main_detail(entry.KIND, reading.details))
    if found is None or found.provenance is None:
        return {}
    said = found.provenance
    day = said.verified_on.isoformat() if said.verified_on else ""
    told = {SOURCE: "\n".join(said.sources), SOURCE_DATE: said.source_date, CONFIDENCE: said.confidence}
    return {heading: text for heading, text in (told | {VERIFIED_ON: day}).items() if text}
