"""The pages of tests of all lines, in three languages and at each width."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from directory.vocabulary import ExerciseLevel
from tests.browser.conftest import WIDE, NewPage
from tests.browser.rehearsing import cookie_of, faults_of
from tests.conftest import Server, copy_of, make_app
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import NOON, Play, make_play


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Play]]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("testing_lines")), workers=1)
    with make_app(server.folder).app_context():
        play = make_play(level=ExerciseLevel.LINES, ends_at=NOON + timedelta(days=7))
        play.start()
    server.start()
    yield server, play
    server.stop()


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_its_pages_are_sound_at_each_width(served: tuple[Server, Play], new_page: NewPage, language: str) -> None:
    server, play = served
    page = new_page(WIDE, cookie_of(server, play, "leader"))
    with make_app(server.folder).app_context():
        begun = play.exercise.public_id

    parts = (f"lines/new?network={NETWORK}", begun, f"{begun}/report")
    faults = faults_of(page, [f"{server.by_name}/{language}/exercises/{part}" for part in parts])

    assert faults == {}
