"""A tabletop of three States and those who look after victims, from its preparation to its report."""

import pytest
from playwright.sync_api import Page, expect

from directory.exercises.queries.evaluations import Verdict, own_verdicts, version_of
from directory.exercises.service import tabletop
from directory.exercises.service.evaluation import evaluate
from directory.transaction import committing
from tests.browser.conftest import PHONE, WIDE, NewPage
from tests.browser.rehearsing import cookie_of, faults_of, marked, prepare, served
from tests.conftest import Server, make_app
from tests.exercises.conftest import Play, make_tabletop

__all__ = ["served"]
FIRST, SECOND = "Вомбат звонит на горячую линию.", "Вомбат называет билби."
EXPECTED, REMARK = "Полиция звонит в приют.", "في الحال."


def add_inject(page: Page, minute: int, text: str, **chosen: str) -> None:
    page.locator("a[href$='/injects/new']").first.click()
    page.locator("input[name=minutes]").fill(str(minute))
    for name, value in {**chosen, "written_in": "ru"}.items():
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("textarea[name=text]").fill(text)
    page.locator("textarea[name=expected]").fill(EXPECTED)
    page.locator("main form.form button[type=submit]").click()


def test_a_tabletop_is_prepared_moderated_evaluated_and_stopped(served: tuple[Server, Play], new_page: NewPage) -> None:
    server, play = served
    leader = new_page(WIDE, cookie_of(server, play, "leader"))
    prepare(leader, server, play, "Стол нумбата", level=3)
    add_inject(leader, 0, FIRST, from_key=play.desks["KG"], role="police")
    add_inject(leader, 30, SECOND)
    leader.locator("a[href$='/participants/new']").click()
    leader.locator("select[name=role]").select_option("shelter")
    leader.locator("input[name=people]").fill("3")
    leader.locator("main form.form button[type=submit]").click()
    expect(leader.locator("section[aria-labelledby=participants] li")).to_have_count(1)
    address = leader.url.split("#")[0].replace("/ru/", "/LANGUAGE/")
    leader.locator("form[action$='/start'] button").click()

    moderator = new_page(PHONE, cookie_of(server, play, "leader"))
    moderator.goto(address.replace("LANGUAGE", "ar") + "/tabletop")
    marked(moderator, "ar")
    moderator.locator("section[aria-labelledby=next] form[action$='/hold'] button").click()
    expect(moderator.locator("section[aria-labelledby=held] .written")).to_have_text(SECOND)
    moderator.locator("section[aria-labelledby=due] form[action$='/release'] button").click()
    expect(moderator.locator("section[aria-labelledby=released] .written")).to_have_text(FIRST)

    player = new_page(PHONE, cookie_of(server, play, "KG"))
    player.goto(address.replace("LANGUAGE", "hy"))
    marked(player, "hy")
    expect(player.locator("ol.rows .written")).to_have_text(FIRST)
    expect(player.get_by_text(EXPECTED)).to_have_count(0)

    moderator.locator("a[href$='/evaluation']").click()
    marked(moderator, "ar")
    moderator.locator("select[name^=observation]").first.select_option("partly")
    moderator.locator("textarea[name^=remark]").first.fill(REMARK)
    moderator.locator("main form button[type=submit]").click()
    expect(moderator.locator("#saved")).to_be_visible()

    leader.goto(address.replace("LANGUAGE", "ru") + "/tabletop")
    leader.locator("form[action$='/stop'] button").click()
    leader.locator("a[href$='/report']").click()
    marked(leader, "ru")
    expect(leader.locator("section[aria-labelledby=evaluation] li .written").last).to_have_text(REMARK)
    expect(leader.locator("section[aria-labelledby=failed] li")).to_have_count(1)
    player.goto(address.replace("LANGUAGE", "hy") + "/report")
    expect(player.get_by_text(EXPECTED)).to_have_count(1)


def evaluated(server: Server) -> tuple[Play, str]:
    """Store a running tabletop with an inject that was evaluated. Return it with its public id."""
    with make_app(server.folder).app_context():
        play = make_tabletop()
        play.start()
        leader, exercise = play.viewer("leader"), play.exercise
        released = exercise.injects[0].public_id
        with committing():
            version = version_of(own_verdicts(leader, exercise))
            tabletop.release(leader, exercise, released)
            tabletop.add_participants(leader, exercise, "shelter", 3, play.desks["AM"])
            evaluate(leader, exercise, {released: Verdict("partly", REMARK)}, version)
        return play, exercise.public_id


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_its_pages_are_sound_at_each_width(served: tuple[Server, Play], new_page: NewPage, language: str) -> None:
    server, _ = served
    play, number = evaluated(server)
    page = new_page(WIDE, cookie_of(server, play, "leader"))
    parts = ("", "/tabletop", "/evaluation", "/report", "/participants/new", "/injects/new")

    assert faults_of(page, [f"{server.by_name}/{language}/exercises/{number}{part}" for part in parts]) == {}
