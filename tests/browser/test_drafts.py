"""A request is drafted from the first page, by the atlas, to its document: without JavaScript and in few steps."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from directory.vocabulary import DRAFT_PARTS
from tests import factories, people
from tests.browser.checks import QUARTERS, faults_of_pages
from tests.browser.conftest import NARROW, PHONE, WIDE, NewPage
from tests.conftest import Server, copy_of, make_app

MOST_STEPS = 26
PAGES = (
    "",
    *(f"/{part}" for part in DRAFT_PARTS),
    "/checklist",
    "/outline",
    "/document",
    "/copy",
    "/co-workers",
    "/delete",
)


@pytest.fixture(scope="module")
def served(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """Return a server and the cookie of a prosecutor."""
    server = Server(copy_of(few_states, tmp_path_factory.mktemp("drafting")), workers=1)
    app = make_app(server.folder)
    with app.app_context():
        client = app.test_client()
        people.sign_in(client, factories.account(jurisdiction_key="KG", authority_key="kg-prosecutor-general"))
        cookie = people.cookie_of(client)
    server.start()
    yield server, cookie
    server.stop()


class Steps:
    """Does things on a page and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, selector: str) -> None:
        self.count += 1
        self.page.locator(selector).first.click()

    def choose(self, name: str, value: str) -> None:
        self.count += 1
        self.page.locator(f"select[name={name}]").select_option(value)

    def write(self, name: str, text: str) -> None:
        self.count += 1
        self.page.locator(f"textarea[name='text-{name}']").fill(text)

    def go_on(self) -> None:
        self.click("main form.form button[type=submit]")


def test_from_the_first_page_to_a_document_in_few_steps_without_javascript(
    new_page: NewPage, served: tuple[Server, str]
) -> None:
    server, cookie = served
    page = new_page(WIDE, cookie, java_script_enabled=False)
    page.goto(f"{server.by_name}/en/")
    steps = Steps(page)

    steps.choose("to", "KZ")
    steps.click("main form.narrowing button")
    for answer in ("measure=hearing_witness", "offence=tip"):
        steps.click(f"main a.option[href*='{answer}']")
    for answer in ("stage=pre_trial", "urgent=1"):
        steps.click(f"main a.option[href*='{answer}']")
    steps.click("main a[href*='/drafts/new']")
    for _part in ("begin", "parties"):
        steps.go_on()
    steps.write("subject", "Investigation of trafficking in persons")
    steps.write("body", "Investigation department")
    for _part in ("case", "basis"):
        steps.go_on()
    steps.write("facts", "Suspect 1 took witness 1 across the border.")
    steps.write("purpose", "To prove the offence at trial")
    steps.go_on()
    steps.write("hearing_witness.whom", "Witness 1")
    steps.write("hearing_witness.topics", "Who paid for the journey?")
    for _part in ("measures", "persons", "conditions", "attachments"):
        steps.go_on()
    steps.click("main a.button")
    with page.expect_download() as download:
        steps.go_on()

    made = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    cells = "\n".join(cell.text for table in made.tables for row in table.rows for cell in row.cells)
    assert "Who paid for the journey?" in cells
    assert steps.count < MOST_STEPS


def test_what_the_atlas_knows_stands_in_the_letter_with_nothing_typed_on_a_phone(
    new_page: NewPage, served: tuple[Server, str]
) -> None:
    server, cookie = served
    page = new_page(PHONE, cookie, java_script_enabled=False)
    page.goto(f"{server.by_name}/en/atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip&stage=pre_trial&urgent=1")

    page.locator("main a[href*='/drafts/new']").first.click()
    page.locator("main form.form button[type=submit]").click()
    page.goto(page.url.rsplit("/", 1)[0] + "/document")
    page.locator("select[name=language]").select_option("en")
    page.locator("select[name=other]").select_option("")
    with page.expect_download() as download:
        page.locator("main form.form button[type=submit]").click()

    made = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    text = "\n".join(one.text for one in made.paragraphs)
    for known in (
        "Prosecutor General's Office of the Kyrgyz Republic",
        "Prosecutor General's Office of the Republic of Kazakhstan",
        "Hearing a witness or victim",
        "Offence: Trafficking in persons · Before trial",
        "Urgent",
        "Treaty on mutual legal assistance in civil and criminal matters (26 August 1996",
    ):
        assert known in text


def test_persons_are_written_one_after_the_other_on_a_phone(new_page: NewPage, served: tuple[Server, str]) -> None:
    server, cookie = served
    page = new_page(PHONE, cookie, java_script_enabled=False)
    page.goto(f"{server.by_name}/en/drafts/new?from=KG&to=KZ&measure=video_hearing")
    page.locator("main form.form button[type=submit]").click()
    page.goto(page.url.rsplit("/", 1)[0] + "/persons")

    for number, role in ((1, "witness"), (2, "victim")):
        page.locator(f"select[name=role_{number}]").select_option(role)
        page.locator("button[name=another]").click()
    page.locator("#person-1 summary").click()
    page.locator("button[name=remove][value='1']").click()

    expect(page.locator("details.person summary")).to_have_text(["Victim 1"])


@pytest.mark.long
@pytest.mark.parametrize(("language", "quarter"), [("en", QUARTERS[0]), ("ar", QUARTERS[1])])
def test_every_page_of_a_draft_can_be_used_on_a_small_phone(
    new_page: NewPage, served: tuple[Server, str], language: str, quarter: slice
) -> None:
    server, cookie = served
    page = new_page(NARROW, cookie)
    page.goto(f"{server.by_name}/{language}/drafts/new?from=KG&to=KZ&measure=video_hearing")
    page.locator("main form.form button[type=submit]").click()
    address = page.url.rsplit("/", 1)[0]

    assert faults_of_pages(page, [address + part for part in PAGES], quarter) == {}
