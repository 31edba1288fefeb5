"""Two browsers in two States consult each other, each in its own language, direction and time; a third sees nothing."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.support import Translations
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from directory import dates
from directory.consultations.outline import ItemComment, OutlineContent, OutlineItem
from directory.consultations.service import outlines, seats
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.extensions import db
from directory.models import Consultation
from directory.transaction import committing
from tests import people
from tests.browser.checks import QUARTERS, faults_of_pages
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage, sign_in
from tests.conftest import PROJECT, Server, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene

# The asked State is four hours ahead of UTC, the asking one six.
ASKED_STATE, ASKED_ZONE, ASKING_ZONE = "AM", "Asia/Yerevan", "Asia/Bishkek"
QUESTION, ANSWER, NOTE = "Можно ли допросить свидетеля по видеосвязи?", "نعم، مع الترجمة", "ملاحظة داخلية"
DOUBTED = "Свидетель родился 12.03.1988"
RUSSIAN = Translations.load(PROJECT / "directory" / "translations", ["ru"])


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Scene]]:
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("consulting")), workers=1)
    with make_app(server.folder).app_context():
        scene = make_scene(ASKED_STATE)
    server.start()
    yield server, scene
    server.stop()


def cookie_of(server: Server, scene: Scene, who: str) -> str:
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, scene.stored(who))
        return people.cookie_of(client)


def newest(server: Server) -> Consultation:
    with make_app(server.folder).app_context():
        found = db.session.scalar(select(Consultation).order_by(Consultation.id.desc()).limit(1))
        assert found is not None
        return found


def local(at: Consultation, zone: str, language: str) -> str:
    return dates.full_datetime(at.acknowledge_by.astimezone(ZoneInfo(zone)), language)


def ask(page: Page, address: str) -> None:
    """Fill in the form and send it; what looks like data of a person is taken out when the page warns of it."""
    page.goto(address)
    page.locator("input[name=urgency][value=urgent]").check()
    page.locator("select[name=measure]").select_option("video_hearing")
    page.locator("select[name=offence]").select_option("tip")
    page.locator("select[name=written_in]").select_option("ru")
    page.locator("input[name=subject]").fill("Допрос по видеосвязи")
    page.locator("textarea[name=text]").fill(f"{QUESTION} {DOUBTED}")
    page.locator("main form.form button[type=submit]:not([name])").click()
    expect(page.locator(".notice bdi", has_text="12.03.1988")).to_be_visible()
    expect(page.locator("textarea[name=text]")).to_have_value(f"{QUESTION} {DOUBTED}")
    page.locator("textarea[name=text]").fill(QUESTION)
    page.locator("main form.form button[type=submit]:not([name])").click()
    expect(page.locator(".thread .written")).to_have_text(QUESTION)


def answer(page: Page, address: str) -> None:
    """Acknowledge, leave a note for the own side, and answer with what is missing."""
    page.goto(address)
    page.locator("form[action$='/acknowledge'] button").click()
    page.locator("textarea[name=text]").fill(NOTE)
    page.locator("input[name=is_note]").check()
    page.locator("form[action$='/messages'] button:not([name])").click()
    page.locator("a[href$='/answer']").click()
    page.locator("input[name=outcome][value=with_changes]").check()
    page.locator("details:has(input[name=missing]) summary").click()
    page.locator("input[name=missing][value=translation]").check()
    page.locator("select[name=written_in]").select_option("ar")
    page.locator("textarea[name=text]").fill(ANSWER)
    page.locator("main form.form button[type=submit]:not([name])").click()
    expect(page.locator(".thread .written", has_text=ANSWER)).to_be_visible()


def test_two_states_consult_each_other(served: tuple[Server, Scene], new_page: NewPage) -> None:
    server, scene = served
    asker = new_page(WIDE, cookie_of(server, scene, "asker"))
    member = new_page(PHONE, cookie_of(server, scene, "member"))

    ask(asker, f"{server.by_name}/ru/consultations/new?desk={scene.desk}")
    made = newest(server)
    path = f"consultations/{made.public_id}"
    answer(member, f"{server.by_name}/ar/{path}")
    expect(asker.locator("[data-news]")).to_be_hidden()
    asker.goto(f"{server.by_name}/ru/{path}")

    expect(asker.locator(".thread .written", has_text=ANSWER)).to_have_attribute("lang", "ar")
    expect(
        asker.locator(".facts", has_text=RUSSIAN.gettext("A request is welcome with the changes named"))
    ).to_be_visible()
    assert NOTE not in asker.content()
    assert NOTE in member.content()
    for page, zone, language, direction in ((asker, ASKING_ZONE, "ru", "ltr"), (member, ASKED_ZONE, "ar", "rtl")):
        own, other = page.locator(".facts time").nth(1), page.locator(".facts time").nth(2)
        expect(page.locator("html")).to_have_attribute("dir", direction)
        expect(own).to_have_text(local(made, zone, language))
        expect(other).to_have_text(local(made, ASKED_ZONE if zone == ASKING_ZONE else ASKING_ZONE, language))
    asker.locator("form[action$='/close'] button").click()
    expect(asker.locator("a[href$='/reopen']")).to_be_visible()

    unseen = new_page(WIDE, cookie_of(server, scene, "third State"))
    unseen.goto(f"{server.by_name}/en/{path}")
    expect(unseen.locator("main")).not_to_contain_text("Kyrgyzstan")
    assert unseen.goto(f"{server.by_name}/en/consultations") is not None
    assert made.public_id not in unseen.content()
    overseen = new_page(WIDE, cookie_of(server, scene, "coordinator there"))
    overseen.goto(f"{server.by_name}/en/{path}")
    expect(overseen.locator("h1")).to_contain_text("Hearing by video link")
    assert not [text for text in (QUESTION, ANSWER, NOTE) if text in overseen.content()]


# What is filled in or opened first in the form.
FIRST = "main form.form :is(summary, input:not([type=hidden]), select, textarea)"


@pytest.mark.parametrize("language", ["en", "ru", "ar"])
def test_the_first_field_of_a_question_stands_on_the_first_screen_of_a_phone(
    served: tuple[Server, Scene], new_page: NewPage, language: str
) -> None:
    server, scene = served
    page = new_page(PHONE, cookie_of(server, scene, "asker"))
    form, known = f"{server.by_name}/{language}/consultations/new?desk={scene.desk}", "measure=bank_data&offence=tip"

    for address in (form, f"{form}&{known}&urgency=normal"):
        page.goto(address)
        box = page.locator(FIRST).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= PHONE[1], address


def test_what_is_asked_of_a_request_that_was_sent_shows_once_it_was(
    served: tuple[Server, Scene], new_page: NewPage
) -> None:
    server, scene = served
    page = new_page(PHONE, cookie_of(server, scene, "asker"))
    page.goto(f"{server.by_name}/en/consultations/new?desk={scene.desk}")
    expect(page.locator("input[name=sent_on]")).to_be_hidden()

    page.locator("input[name=when][value=after]").check()

    expect(page.locator("input[name=sent_on]")).to_be_visible()


def test_news_shows_on_an_open_page_without_touching_what_is_typed(
    browser: Browser, served: tuple[Server, Scene], new_page: NewPage
) -> None:
    server, scene = served
    with make_app(server.folder).app_context():
        made = scene.here().ask().public_id
    context = browser.new_context()
    sign_in(context, cookie_of(server, scene, "asker"))
    asker, member = context.new_page(), new_page(PHONE, cookie_of(server, scene, "member"))
    asker.clock.install()
    asker.goto(f"{server.by_name}/en/consultations/{made}")
    asker.locator("textarea[name=text]").fill("half a sentence")
    member.goto(f"{server.by_name}/en/consultations/{made}")
    member.locator("form[action$='/acknowledge'] button").click()
    expect(member.locator("form[action$='/acknowledge']")).to_have_count(0)

    asker.clock.run_for(21_000)

    expect(asker.locator("[data-news]")).to_be_visible()
    expect(asker.locator("textarea[name=text]")).to_have_value("half a sentence")
    context.close()


PAGES = {
    "asker": ("", "/print", "/co-workers", "/reopen"),
    "member": ("", "/print", "/answer", "/outlines/1", "/bring-in", "/hand-over"),
    "coordinator there": ("",),
    "colleague": ("",),
}
LISTS = {"coordinator there": ["consultations/overview"], "colleague": ["consultations/left"]}


def befall(scene: Scene, made: Consultation, who: str) -> None:
    """Let happen what makes the page of a person long: the desk hands over, an outline is shared, the asker leaves."""
    with committing():
        if who == "asker":
            seats.hand_over(scene.viewer("member"), made, scene.other_desk, NOTHING)
        if who == "member":
            items = (OutlineItem("purpose", is_there=False, is_mandatory=True),)
            content = OutlineContent(("hearing_witness",), ("untoc",), items)
            outlines.share(scene.viewer("asker"), made, content, WrittenText(QUESTION, "ru"))
            outlines.comment(scene.viewer("member"), made, 1, {1: ItemComment("other_wording", ANSWER)}, "ar", 0)
        if who == "colleague":
            scene.people["asker"].active = False


@pytest.mark.long
@pytest.mark.parametrize(
    ("who", "language", "quarter"),
    [
        ("asker", "ru", QUARTERS[0]),
        ("member", "ar", QUARTERS[1]),
        ("coordinator there", "en", QUARTERS[1]),
        ("colleague", "ar", QUARTERS[0]),
    ],
)
def test_the_pages_of_consultations_are_accessible_and_fit_320_pixels(
    new_page: NewPage, served: tuple[Server, Scene], who: str, language: str, quarter: slice
) -> None:
    server, _ = served
    with make_app(server.folder).app_context():
        scene = make_scene(ASKED_STATE)
        consultation = scene.ask()
        befall(scene, consultation, who)
        made = consultation.public_id
    own = [f"consultations/{made}{page}" for page in PAGES[who]]
    lists = ["consultations", f"consultations/new?desk={scene.other_desk}"]
    page = new_page(NARROW, cookie_of(server, scene, who))
    addresses = [f"{server.by_name}/{language}/{path}" for path in (*own, *lists, *LISTS.get(who, []))]

    assert faults_of_pages(page, addresses, quarter) == {}
