"""The recorded table of treaties, and what a change of the data makes another answer."""

from pathlib import Path

import pytest
from flask import Flask

from directory.atlas.basis_table import BasisRow, basis_rows, changes, read_recorded
from directory.atlas.question import Offence
from directory.vocabulary import MEASURES
from tests.atlas.table_file import FILE


# Each part has all pairs, and the second measures of most families, extradition among them.
@pytest.mark.long(each=3, start=1)
@pytest.mark.parametrize("part", range(3))
def test_the_recorded_table_is_that_of_the_data(context: None, part: int) -> None:
    found = changes(read_recorded(FILE), list(basis_rows(Offence("tip"), list(MEASURES)[part::3])))

    assert found == [], f"{len(found)} answers changed: run `make atlas-table` and read each change"


def test_another_answer_is_told_with_what_it_was() -> None:
    first = BasisRow("AM", "KG", ("hearing_witness", "records"), ("minsk-1993 basis*",))
    other = BasisRow("AM", "KG", ("extradition",), ("minsk-1993 basis*",))

    found = changes([first._replace(treaties=("untoc basis*",)), other], [first, other])

    assert [one.measure for one in found] == list(first.measures)
    assert {(one.before, one.now) for one in found} == {(("untoc basis*",), first.treaties)}


def test_the_command_tells_changes_by_kind(small_app: Flask, tmp_path: Path) -> None:
    recorded = tmp_path / "table.csv"
    text = FILE.read_text(encoding="utf-8")
    recorded.write_text(text.replace("ets30 basis*", "ets30 conditional*"), encoding="utf-8")

    ended = small_app.test_cli_runner().invoke(args=["atlas", "table", "--changes", str(recorded)])

    assert ended.exit_code == 0
    assert "before: ets30 conditional*" in ended.output
    assert "AM > FR: service_of_documents" in ended.output


def test_a_file_that_is_no_table_is_named(app: Flask, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")

    ended = app.test_cli_runner().invoke(args=["atlas", "table", "--changes", str(other)])

    assert ended.exit_code == 1
    assert "is no table written by --record" in ended.output
