"""The dearest calendar files are read in half of a request's budget: a page of what they say follows."""

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest

from directory import clock
from directory.errors import InvalidInput
from directory.focal_points.rotas.views.calendars import READ_AHEAD
from directory.formats.calendar_reading import read_calendar
from tests.budget.files import FILES, File
from tests.budget.meter import MOST_CALLS, calls_of

KINDS = FILES[".ics"]


@pytest.mark.long(each=4)
@pytest.mark.parametrize("file", KINDS.values(), ids=KINDS)
def test_the_dearest_calendar_files_are_read_or_refused_in_half_of_the_budget(file: File, context: None) -> None:
    data, now = file(1.0, 1), clock.now()

    def read() -> None:
        with suppress(InvalidInput):
            read_calendar(data, ZoneInfo("Asia/Bishkek"), now, now + READ_AHEAD)

    assert calls_of(read) < MOST_CALLS / 2
