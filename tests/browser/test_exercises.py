"""Three States in three languages rehearse a scenario, from its preparation to its report, each in its own browser."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.support import Translations
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.jobs.schedule import run_exercises
from directory.models import Exercise
from directory.vocabulary import ExerciseLevel
from tests import people
from tests.browser.checks import grave_faults
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage
from tests.browser.layout import faults_of_layout
from tests.conftest import PROJECT, Server, copy_of, make_app
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import NOON, Play, make_play

QUESTION, ANSWER = "Можно ли допросить вомбата?", "Այո, կարելի է։"
TITLE = "Ночь намбата"
CATALOGUES = {
    code: Translations.load(PROJECT / "directory" / "translations", [code]) for code in ("ru", "hy", "ar", "kk")
}


class Served(NamedTuple):
    """A server, an exercise in preparation, and tests of all lines that have begun."""

    server: Server
    play: Play
    lines: Play


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("rehearsing")), workers=1)
    with make_app(server.folder).app_context():
        lines = make_play(level=ExerciseLevel.LINES, ends_at=NOON + timedelta(days=7))
        lines.start()
        play = make_play()
    server.start()
    yield Served(server, play, lines)
    server.stop()


def cookie_of(server: Server, play: Play, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, play.account(who))
        return people.cookie_of(client)


def work(server: Server) -> None:
    with make_app(server.folder).app_context():
        run_exercises()


def prepare(page: Page, server: Server, play: Play) -> str:
    """Prepare an exercise of three desks with one question, and return its address."""
    page.goto(f"{server.by_name}/ru/exercises")
    page.locator(f"a[href$='/exercises/new?network={NETWORK}']").click()
    page.locator("input[name=title]").fill(TITLE)
    page.locator("textarea[name=scenario]").fill("Всё это вымышлено.")
    for desk in play.desks.values():
        page.locator(f"input[name=desks][value={desk}]").check()
    page.locator("main form.form button[type=submit]").click()
    page.locator("a[href$='/injects/new']").first.click()
    page.locator("input[name=minutes]").fill("0")
    chosen = {"from_key": play.desks["KG"], "to_key": play.desks["AM"], "measure": "hearing_witness"}
    for name, value in {**chosen, "offence": "tip", "urgency": "urgent", "written_in": "ru"}.items():
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("textarea[name=text]").fill(QUESTION)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("ol.rows li .written")).to_have_text(QUESTION)
    return page.url.replace("/ru/", "/LANGUAGE/")


def marked(page: Page, language: str) -> None:
    """Check that the page says that it is of an exercise, on the screen and on paper."""
    word = CATALOGUES[language].gettext("EXERCISE")
    expect(page.locator(".exercise-band b")).to_have_text(word)
    page.emulate_media(media="print")
    expect(page.locator(".exercise-band b")).to_be_visible()
    page.emulate_media(media="screen")


def test_a_scenario_is_prepared_played_and_stopped(served: Served, new_page: NewPage) -> None:
    server, play, _lines = served
    leader = new_page(WIDE, cookie_of(server, play, "leader"))
    address = prepare(leader, server, play)
    leader.locator("form[action$='/start'] button").click()
    marked(leader, "ru")
    work(server)

    player = new_page(PHONE, cookie_of(server, play, "KG"))
    player.goto(address.replace("LANGUAGE", "ar"))
    player.locator("ol.rows h3 a").click()
    marked(player, "ar")
    expect(player.locator("textarea[name=text]")).to_have_value(QUESTION)
    player.locator("main form.form button[type=submit]").click()
    expect(player.locator(".thread .written")).to_have_text(QUESTION)
    marked(player, "ar")

    asked = new_page(PHONE, cookie_of(server, play, "AM"))
    asked.goto(player.url.split("?")[0].replace("/ar/", "/hy/"))
    marked(asked, "hy")
    asked.locator("form[action$='/acknowledge'] button").click()
    asked.locator("a[href$='/answer']").click()
    marked(asked, "hy")
    asked.locator("input[name=outcome]").first.check()
    asked.locator("textarea[name=text]").fill(ANSWER)
    asked.locator("main form.form button[type=submit]").click()
    expect(asked.locator(".thread .written", has_text=ANSWER)).to_be_visible()

    outside = new_page(PHONE, cookie_of(server, play, "KZ"))
    outside.goto(address.replace("LANGUAGE", "kk"))
    marked(outside, "kk")
    expect(outside.locator("ol.rows")).to_have_count(0)

    leader.goto(address.replace("LANGUAGE", "ru"))
    leader.locator("form[action$='/stop'] button").click()
    leader.locator("a[href$='/report']").click()
    expect(leader.locator("#desks")).to_be_visible()
    row = leader.locator("table", has=leader.locator("caption")).first.locator("tbody tr", has_text="AM")
    expect(row.locator("td").nth(0)).to_have_text("1")
    expect(row.locator("td").nth(4)).to_have_text("1")
    marked(leader, "ru")
    player.reload()
    expect(player.locator("form[action$='/messages']")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_its_pages_are_sound_at_each_width(served: Served, new_page: NewPage, language: str) -> None:
    server, play, lines = served
    page = new_page(WIDE, cookie_of(server, play, "leader"))
    with make_app(server.folder).app_context():
        newest = db.session.query(Exercise).order_by(Exercise.id.desc()).limit(1).one()
        prepared, tests = play.exercise.public_id, lines.exercise.public_id
    parts = ["", f"/new?network={NETWORK}", f"/{prepared}", f"/{prepared}/injects/new", f"/{newest.public_id}"]
    parts += [f"/lines/new?network={NETWORK}", f"/{tests}", f"/{tests}/report", f"/{newest.public_id}/report"]
    faults = {}

    for part in parts:
        page.goto(f"{server.by_name}/{language}/exercises{part}")
        faults[part] = (grave_faults(page), faults_of_layout(page, NARROW[0], PHONE[0], WIDE[0]))
        if folder := os.environ.get("PICTURES"):
            for size in (PHONE, WIDE):
                page.set_viewport_size({"width": size[0], "height": size[1]})
                name = f"{language}-{parts.index(part)}-{size[0]}.png"
                page.screenshot(path=f"{folder}/{name}", full_page=True)

    assert faults == dict.fromkeys(faults, ([], []))
