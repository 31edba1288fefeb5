"""Eight States are asked in a browser: from the choice of the States to their answers side by side."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory.consultations.service import answering, naming
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import Consultation
from directory.rounds.queries import get
from directory.transaction import committing
from tests import people
from tests.browser.conftest import PHONE, WIDE, NewPage
from tests.browser.rehearsing import faults_of
from tests.conftest import Server, copy_of, make_app
from tests.rounds.conftest import STATES, RoundScene, make_round_scene, threads_of

QUESTION = "Можно ли допросить потерпевшую по видеосвязи?"


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, RoundScene]]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("rounds")), workers=1)
    with make_app(server.folder).app_context():
        scene = make_round_scene()
    server.start()
    yield server, scene
    server.stop()


def cookie_of(server: Server, scene: RoundScene, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, scene.here().people[who])
        return people.cookie_of(client)


def send(page: Page) -> None:
    page.locator("main form.form button[type=submit]:not([name])").click()


def answer_all_but_one(server: Server, scene: RoundScene, public_id: str) -> None:
    """Answer as each State but the last. The first two agree to be named."""
    with make_app(server.folder).app_context():
        here = scene.here()
        found = threads_of(get(here.viewer("asker"), public_id))
        for place, code in enumerate(STATES[:-1]):
            with committing():
                thread = db.session.get_one(Consultation, found[code].id)
                words = WrittenText(f"Ответ: {code}", "ru")
                answering.answer(here.viewer(code), thread, Reply("welcome", (), words))
                if place < 2:
                    naming.agree(here.viewer(code), thread)


def test_eight_states_are_asked_and_their_answers_stand_side_by_side(
    served: tuple[Server, RoundScene], new_page: NewPage
) -> None:
    server, scene = served
    asker = new_page(WIDE, cookie_of(server, scene, "asker"))
    asker.goto(f"{server.by_name}/ru/consultations")
    asker.locator("main a[href$='/rounds']").click()
    asker.locator("main a.button[href$='/rounds/new']").click()
    for code in STATES:
        asker.locator(f"#with-{code}").check()
    send(asker)
    asker.locator("select[name=measure]").select_option("hearing_witness")
    asker.locator("select[name=offence]").select_option("tip")
    asker.locator("input[name=urgency][value=normal]").check()
    asker.locator("input[name=subject]").fill("Допрос по видеосвязи")
    asker.locator("textarea[name=text]").fill(f"{QUESTION} Об этом мы спросили Грузию.")
    asker.locator("select[name=written_in]").select_option("ru")
    for code in STATES:
        asker.locator(f"select[name=desk_{code}]").select_option(scene.desks[code])
    send(asker)

    expect(asker.locator("input[name=names_states]")).to_be_visible()
    asker.locator("textarea[name=text]").fill(QUESTION)
    send(asker)
    expect(asker.locator(".cards > .card")).to_have_count(len(STATES))
    address = asker.url.split("?")[0]

    answer_all_but_one(server, scene, address.rsplit("/", 1)[1])
    asker.reload()
    for code in STATES[:-1]:
        expect(asker.locator(".cards")).to_contain_text(f"Ответ: {code}")
    asker.locator("form[action$='/tell'] button").click()
    expect(asker.locator("#joint")).to_be_visible()

    pages = [address, f"{address}/add", *(f"{server.by_name}/ru/rounds{end}" for end in ("", "/new"))]
    pages += [one.replace("/ru/", "/ar/") for one in pages]
    pages.append(f"{server.by_name}/ru/rounds/new?" + "&".join(f"with={code}" for code in STATES))
    pages += [address.replace("/ru/", "/en/")]
    assert faults_of(asker, pages) == {}


def test_a_desk_sees_no_round(served: tuple[Server, RoundScene], new_page: NewPage) -> None:
    server, scene = served
    desk = new_page(PHONE, cookie_of(server, scene, STATES[-1]))

    desk.goto(f"{server.by_name}/ru/rounds")

    expect(desk.locator("main .rows")).to_have_count(0)
