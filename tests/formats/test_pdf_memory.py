"""What setting a PDF leaves behind in the process that did it."""

import ctypes
import gc
from datetime import UTC, datetime

import pytest

from directory.formats.papers import Block, BlockKind, Paper, PaperVersion, TextRun
from directory.formats.pdf_files import write_pdf
from tests.budget.meter import MOST_BYTES, resident

MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
LINES = 6_000
_LIBC = ctypes.CDLL(None)


def paper(unit: str, times: int) -> Paper:
    block = Block(BlockKind.PARAGRAPH, ((TextRun(unit * times, "en"),),))
    return Paper("Request", (PaperVersion("en", (block,)),), MADE_AT)


def test_a_long_paper_gives_its_memory_back_by_itself() -> None:
    # Fonts stay.
    write_pdf(paper("first of many words\n", LINES))
    before = held()

    write_pdf(paper("second of many words\n", LINES))

    gc.collect()
    assert resident() - before < MOST_BYTES


def held() -> int:
    gc.collect()
    _LIBC.malloc_trim(0)
    return resident()


@pytest.mark.long
@pytest.mark.parametrize("unit", ["{}\n", "{} of many words "])
def test_a_paper_that_was_set_leaves_nothing_in_memory(unit: str) -> None:
    # Fonts stay.
    write_pdf(paper(unit.format("first"), LINES))
    before = held()

    for word in ("second", "third"):
        write_pdf(paper(unit.format(word), LINES))

    assert held() - before < MOST_BYTES
