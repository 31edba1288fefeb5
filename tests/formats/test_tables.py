"""Files of rows: what goes out comes in again, nothing is run, and a file that means harm is refused early."""

import io
import resource
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from directory.formats import limits
from directory.formats.cells import FileUnreadable, Formula, escape_formula, unescape_formula
from directory.formats.csv_files import HOLDS_ZERO, NOT_CSV, NOT_UNICODE
from directory.formats.limits import TOO_LARGE, TOO_LONG, TOO_MANY_COLUMNS, TOO_MANY_ROWS
from directory.formats.tables import OTHER_KIND, read_table, write_table
from directory.formats.xlsx_files import HAS_MACROS, IS_BOMB, NOT_XLSX
from tests.budget.meter import calls_of

DANGEROUS = ["=1+1", "+996 312", "-", "@SUM(A1)", "\tx", "\rx", "'=1", "''+1", "'quoted'", "=cmd|' /C calc'!A0"]
ROWS = [["kind", "value"], ["contact", "+996 312 000000"], ["контакт", 'a;b,c\nd "e"'], ["联系", "=1+1"]]
MEGABYTE = 1_000_000


def refused(name: str, content: bytes) -> Any:
    with pytest.raises(FileUnreadable) as caught:
        list(read_table(name, content))
    return caught.value.message


def workbook(**parts: bytes) -> bytes:
    """Return a small workbook with some parts put in or replaced."""
    book = Workbook()
    book.active.append(["kind"])
    plain = io.BytesIO()
    book.save(plain)
    made = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return made.getvalue()


def sheet(rows: str, head: str = "") -> bytes:
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{head}<worksheet xmlns="{name}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_written_is_read_again(ending: str) -> None:
    rows = ROWS + [["x", text] for text in DANGEROUS if ending == "csv" or text != "\rx"]

    read = list(read_table(f"file.{ending}", write_table(ending, [("rows", rows)])))

    assert [[str(cell) for cell in row] for row in read] == rows


@settings(deadline=None)
@given(st.text())
def test_a_guarded_text_is_never_run_and_comes_back(text: str) -> None:
    assert escape_formula(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert unescape_formula(escape_formula(text)) == text


@pytest.mark.parametrize("text", [text for text in DANGEROUS if text != "\rx"])
def test_a_cell_of_a_workbook_is_text_whatever_it_begins_with(text: str) -> None:
    content = write_table("xlsx", [("rows", [["value"], [text]])])

    cell = load_workbook(io.BytesIO(content)).active["A2"]

    assert cell.data_type == "s"


def test_a_formula_of_a_workbook_is_known_as_one() -> None:
    book = Workbook()
    book.active.append(["value"])
    book.active.append(["=1+1"])
    file = io.BytesIO()
    book.save(file)

    rows = list(read_table("file.xlsx", file.getvalue()))

    assert isinstance(rows[1][0], Formula)


@pytest.mark.parametrize(
    "content",
    [
        "kind,value\nä,b;c\n".encode(),
        "kind,value\nä,b;c\n".encode("utf-8-sig"),
        "kind,value\nä,b;c\n".encode("utf-16"),
        'kind;value\nä;"b;c"\n'.encode(),
        "kind\tvalue\r\nä\tb;c\r\n".encode(),
        'sep=;\nkind;value\nä;"b;c"\n'.encode(),
    ],
)
def test_a_csv_file_is_read_in_any_usual_form(content: bytes) -> None:
    assert list(read_table("FILE.CSV", content)) == [["kind", "value"], ["ä", "b;c"]]


@pytest.mark.long(each=6)
@pytest.mark.parametrize(
    ("name", "make", "message"),
    [
        ("x.csv", lambda: "имя".encode("cp1251"), NOT_UNICODE),
        ("x.csv", lambda: b"a\0b", HOLDS_ZERO),
        ("x.csv", lambda: b'a,"b', NOT_CSV),
        ("x.csv", lambda: b"a," * 200, TOO_MANY_COLUMNS),
        ("x.csv", lambda: b"a" * (limits.LONGEST_CELL_CHARACTERS + 1), TOO_LONG),
        ("x.csv", lambda: b"x" * 50 * MEGABYTE, TOO_LARGE),
        ("x.xlsm", workbook, HAS_MACROS),
        ("x.xlsx", lambda: workbook(**{"xl/vbaProject.bin": b"x"}), HAS_MACROS),
        ("x.xlsx", lambda: b"kind,value\n", NOT_XLSX),
        ("x.xlsx", lambda: workbook()[:-100], NOT_XLSX),
        ("x.xlsx", lambda: b"x" * 50 * MEGABYTE, TOO_LARGE),
        ("x.xlsx", lambda: workbook(**{"xl/worksheets/sheet1.xml": b" " * 5 * MEGABYTE}), IS_BOMB),
        ("x.xlsx", lambda: workbook(**{"xl/worksheets/sheet1.xml": b" " * 130 * MEGABYTE}), TOO_LARGE),
        ("x.xlsx", lambda: workbook(**{f"x{number}": b"" for number in range(500)}), TOO_LARGE),
        ("x.pdf", lambda: b"%PDF", OTHER_KIND),
        ("x", lambda: b"", OTHER_KIND),
    ],
)
def test_a_file_that_must_not_be_read_is_refused_before_its_first_row(
    name: str, make: Callable[[], bytes], message: Any
) -> None:
    with pytest.raises(FileUnreadable) as caught:
        next(read_table(name, make()))

    assert caught.value.message == message


def test_a_file_of_too_many_rows_is_refused_at_the_first_of_them() -> None:
    rows: list[object] = []

    with pytest.raises(FileUnreadable) as caught:
        rows.extend(read_table("x.csv", b"a\n" * 1_000_000))

    assert caught.value.message == TOO_MANY_ROWS
    assert len(rows) == limits.MOST_ROWS + 1


def far_away() -> Iterator[bytes]:
    yield sheet('<row r="1000000"><c r="A1000000" t="inlineStr"><is><t>x</t></is></c></row>')
    yield sheet("".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 40_000)))


@pytest.mark.parametrize("rows", list(far_away()), ids=["one row far away", "a row after another"])
def test_a_workbook_of_too_many_rows_is_refused(rows: bytes) -> None:
    assert refused("x.xlsx", workbook(**{"xl/worksheets/sheet1.xml": rows})) == TOO_MANY_ROWS


def test_a_workbook_of_too_many_columns_is_refused() -> None:
    rows = sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>')

    assert refused("x.xlsx", workbook(**{"xl/worksheets/sheet1.xml": rows})) == TOO_MANY_COLUMNS


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
    ids=["entities", "a file of the server"],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"])
def test_entities_are_refused(head: str, part: str) -> None:
    rows = sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', head)

    assert refused("x.xlsx", workbook(**{part: rows})) == NOT_XLSX


def test_refusing_takes_little_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    refused("x.xlsx", workbook(**{"xl/worksheets/sheet1.xml": b" " * 110 * MEGABYTE}))

    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 300 * MEGABYTE


def test_empty_cells_far_to_the_right_of_all_headings_are_not_walked_through() -> None:
    far = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(2, 2_000))
    content = workbook(**{"xl/worksheets/sheet1.xml": sheet(f'<row r="1"><c r="A1"><v>1</v></c></row>{far}')})
    rows: list[object] = []

    calls = calls_of(lambda: rows.extend(read_table("x.xlsx", content)))

    assert len(rows) == 1_999
    assert calls < 100 * len(rows)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A2"><f>1+1</f><v>2</v></c>',
        '<c r="A2"><f t="array" ref="A1:A9">1+1</f><v>2</v></c>',
        '<c r="A2"><f t="dataTable" ref="A2" dt2D="1">1</f><v>2</v></c>',
        '<c r="A2" t="e"><v>#REF!</v></c>',
    ],
)
def test_whatever_a_formula_came_to_is_no_value(cell: str) -> None:
    rows = sheet(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="2">{cell}</row>')

    [_, [read]] = read_table("x.xlsx", workbook(**{"xl/worksheets/sheet1.xml": rows}))

    assert isinstance(read, Formula)
