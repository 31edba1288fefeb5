"""Reads and writes table files. The ending of the name decides between CSV and XLSX."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from flask_babel import lazy_gettext as _l

from directory.formats.cells import Cell, FileUnreadable
from directory.formats.csv_files import read_csv, write_csv
from directory.formats.limits import LARGEST_FILE_BYTES, TOO_LARGE
from directory.formats.xlsx_files import HAS_MACROS, read_xlsx, write_xlsx

OTHER_KIND = _l("Only files that end with .csv or .xlsx can be read.")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WITH_MACROS = (".xlsm", ".xltm", ".xlsb", ".xlam")


def read_table(name: str, content: bytes) -> Iterator[list[Cell]]:
    """Yield the rows of a file, the header first. `name` must end with .csv or .xlsx.

    Raises FileUnreadable for another ending, a damaged file or an exceeded limit. Some rows may have been yielded
    before the error is raised.
    """
    ending = PurePath(name.lower()).suffix
    if len(content) > LARGEST_FILE_BYTES:
        raise FileUnreadable(TOO_LARGE, limit=LARGEST_FILE_BYTES // 1_000_000)
    if ending in WITH_MACROS:
        raise FileUnreadable(HAS_MACROS)
    if ending not in (".csv", ".xlsx"):
        raise FileUnreadable(OTHER_KIND)
    yield from read_xlsx(content) if ending == ".xlsx" else read_csv(content)


def write_table(ending: str, sheets: Sequence[tuple[str, Iterable[Iterable[str]]]]) -> bytes:
    """Return a file with sheets, which are pairs of name and rows. `ending` is `csv` or `xlsx`.

    A CSV file contains only the first sheet.
    """
    return write_xlsx(sheets) if ending == "xlsx" else write_csv(sheets[0][1])
