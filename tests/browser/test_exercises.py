"""Three States in three languages rehearse a scenario, from its preparation to its report, each in its own browser."""

import pytest
from playwright.sync_api import Page, expect

from directory.extensions import db
from directory.models import Exercise
from tests.browser.conftest import PHONE, WIDE, NewPage
from tests.browser.rehearsing import cookie_of, faults_of, marked, prepare, served, work
from tests.conftest import Server, make_app
from tests.consultations.conftest import NETWORK
from tests.exercises.conftest import Play

__all__ = ["served"]
QUESTION, ANSWER = "Можно ли допросить вомбата?", "Այո, կարելի է։"


def add_question(page: Page, play: Play) -> str:
    """Add a question to an exercise, and return its address, with LANGUAGE for the language."""
    page.locator("a[href$='/injects/new']").first.click()
    page.locator("input[name=minutes]").fill("0")
    chosen = {"from_key": play.desks["KG"], "to_key": play.desks["AM"], "measure": "hearing_witness"}
    for name, value in {**chosen, "offence": "tip", "urgency": "urgent", "written_in": "ru"}.items():
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("textarea[name=text]").fill(QUESTION)
    page.locator("main form.form button[type=submit]").click()
    expect(page.locator("ol.rows li .written")).to_have_text(QUESTION)
    return page.url.replace("/ru/", "/LANGUAGE/")


def test_a_scenario_is_prepared_played_and_stopped(served: tuple[Server, Play], new_page: NewPage) -> None:
    server, play = served
    leader = new_page(WIDE, cookie_of(server, play, "leader"))
    prepare(leader, server, play, "Ночь намбата", level=2)
    address = add_question(leader, play)
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
    asked.locator("main form.form button[type=submit]:not([name])").click()
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


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_its_pages_are_sound_at_each_width(served: tuple[Server, Play], new_page: NewPage, language: str) -> None:
    server, play = served
    page = new_page(WIDE, cookie_of(server, play, "leader"))
    with make_app(server.folder).app_context():
        newest = db.session.query(Exercise).order_by(Exercise.id.desc()).limit(1).one().public_id
        prepared = play.exercise.public_id
    parts = ["", f"/new?network={NETWORK}", f"/{prepared}", f"/{prepared}/injects/new", f"/{newest}"]

    faults = faults_of(page, [f"{server.by_name}/{language}/exercises{part}" for part in (*parts, f"/{newest}/report")])

    assert faults == {}
