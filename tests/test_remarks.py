"""Remarks on sources and citations of laws in the reader's language."""

import pytest

from directory.remarks import remark


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("undated", [("undated", "en")]),
        ("2024-05-16", [("16 May 2024", "en")]),
        ("2026-03", [("Mar 2026", "en")]),
        ("2014", [("2014", "en")]),
        ("2014-13-01", [("2014-13-01", "en")]),
        ("No. 224 of 2009-07-17", [("No. 224 of 17 July 2009", "en")]),
        ("No. 60 of 2021-02-08; annex 1", [("No. 60 of 8 February 2021", "en"), ("annex 1", "en")]),
        ("2010-09-16 status", [("16 September 2010 status", "en")]),
        (
            "public copy of the page (CoE chart of 2015-12-03; cut)",
            [("public copy of the page", "en"), ("(CoE chart of 2015-12-03)", "en"), ("(cut)", "en")],
        ),
        ("Ўзбекистон", [("Ўзбекистон", "")]),
    ],
)
def test_a_remark_is_told_in_parts_with_their_languages(
    context: None, stored: str, shown: list[tuple[str, str]]
) -> None:
    assert list(remark(stored, "en")) == shown


def test_a_part_that_the_directory_has_no_words_for_stays_english(context: None) -> None:
    parts = list(remark("2024-05-16 (US report); undated", "ru"))

    assert parts[0] == ("16 мая 2024\u202fг.", "ru")
    assert parts[1] == ("(US report)", "en")
