"""A draft that was begun from a consultation: what the desk found missing stands in it, for those with a seat."""

from io import BytesIO

from docx import Document
from flask import Flask
from sqlalchemy import select

from directory.consultations.queries.threads import list_unread
from directory.consultations.service import answering, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.drafts.service import retention
from directory.extensions import db
from directory.models import Consultation, ConsultationReading, Draft
from directory.transaction import committing
from tests import factories
from tests.consultations.conftest import Scene
from tests.drafts.conftest import browser_of, held
from tests.html import parse

MISSING = ("translation", "reasons_for_urgency")
SAID = "A quoll wrote this"


def answered(scene: Scene, missing: tuple[str, ...] = MISSING, **values: object) -> Consultation:
    made = scene.ask(**values)
    with committing():
        reply = Reply("with_changes", missing, WrittenText(SAID, "en"))
        answering.answer(scene.viewer("member"), made, reply)
    return made


def begun_from(site: Flask, scene: Scene, made: Consultation, **changed: str) -> Draft:
    """Begin a draft on its page, with what the form is filled in with."""
    client, path = browser_of(site, scene.people["asker"]), f"/en/drafts/new?consultation={made.public_id}"
    page = parse(client.get(path))
    chosen = {
        name: page.one(f"[name={name}] option[selected]")["value"]
        for name in ("requesting", "requested", "offence", "stage")
        if page.all(f"[name={name}] option[selected]")
    }
    boxes = {"measures": [str(one["value"]) for one in page.all("[name=measures][checked]")]}
    answer = client.post(path, data=chosen | boxes | changed)
    assert answer.status_code == 303
    number = answer.headers["Location"].split("/")[3]
    return db.session.scalars(select(Draft).where(Draft.public_id == number)).one()


def shown(site: Flask, scene: Scene, draft: Draft, page: str = "", who: str = "asker") -> str:
    answer = browser_of(site, scene.people[who]).get(f"/en/drafts/{draft.public_id}{page}")
    assert answer.status_code == 200
    return answer.text


def sheet(site: Flask, scene: Scene, draft: Draft, who: str) -> str:
    """Return the texts of the document."""
    sent = {"language": "en", "other": "", "file_format": "docx"}
    made = browser_of(site, scene.people[who]).post(f"/en/drafts/{draft.public_id}/document", data=sent)
    return "\n".join(one.text for one in Document(BytesIO(made.data)).paragraphs)


def readings(made: Consultation, who: int) -> int:
    own = (ConsultationReading.consultation_id == made.id, ConsultationReading.account_id == who)
    found = db.session.scalars(select(ConsultationReading).where(*own, ConsultationReading.way == "comments"))
    return sum(one.times for one in found)


def test_its_overview_names_the_consultation_and_what_the_desk_found_missing(site: Flask, scene: Scene) -> None:
    made = answered(scene, stage="trial")
    draft = begun_from(site, scene, made)

    page = parse(shown(site, scene, draft))

    about = page.one(f'main dl a[href="/en/consultations/{made.public_id}"]').within("dd").text
    assert [
        text for text in ("with the changes named", "Translation", "Reasons for urgency") if text not in about
    ] == []
    assert "Reasons for urgency" in page.one("main ol a", "Procedure, confidentiality, urgency").within("li").text
    assert "Desks say that 2 items are missing." in page.text
    assert SAID not in page.text
    assert held(draft).stage == "trial"


def test_each_item_says_who_misses_it_until_it_is_there(site: Flask, scene: Scene) -> None:
    draft = begun_from(site, scene, answered(scene))
    client = browser_of(site, scene.people["asker"])

    page = shown(site, scene, draft, "/checklist")
    before = parse(page)
    needed = parse(shown(site, scene, draft, "/conditions"))
    client.post(f"/en/drafts/{draft.public_id}/conditions", data={"seen": "1", "text-urgency": "The term ends"})
    client.post(f"/en/drafts/{draft.public_id}/checklist", data={"seen": "2", "done": ["translation"]})

    for label in ("Translation", "Reasons for urgency"):
        item = next(one.text for one in before.all("main .checklist > li", label))
        assert "CASC" in item
        assert "answer of" in item
        assert "mandatory" in item
    assert "Desks say that 2 items are missing." in page
    assert "(needed)" in needed.one('label[for="text-urgency"]').text
    assert held(draft).done == ("translation",)
    after = shown(site, scene, draft, "/checklist")
    assert [text for text in ("A desk says", "Desks say") if text in after] == []


def test_the_sheet_before_the_letter_says_what_the_desk_misses(site: Flask, scene: Scene) -> None:
    draft = begun_from(site, scene, answered(scene))

    told = [line for line in sheet(site, scene, draft, "asker").splitlines() if "answer of" in line]

    assert [any(label in line for line in told) for label in ("Translation", "Reasons for urgency")] == [True, True]


def test_a_co_worker_without_a_seat_learns_nothing_of_the_answer_and_drops_no_tick(site: Flask, scene: Scene) -> None:
    made = answered(scene)
    draft = begun_from(site, scene, made)
    path = f"/en/drafts/{draft.public_id}/checklist"
    browser_of(site, scene.people["asker"]).post(path, data={"seen": "1", "done": ["translation"]})
    with committing():
        retention.share(scene.viewer("asker"), draft, scene.numbers["colleague"])

    pages = [shown(site, scene, draft, page, "colleague") for page in ("", "/checklist", "/conditions")]
    pages.append(sheet(site, scene, draft, "colleague"))
    browser_of(site, scene.people["colleague"]).post(path, data={"seen": "2", "done": []})

    words = (made.public_id, "answer of", "with the changes named", "Desks say", "Items found missing")
    assert [(place, text) for place, page in enumerate(pages) for text in words if text in page] == []
    assert "Reasons for urgency (needed)" not in pages[2]
    assert readings(made, scene.numbers["colleague"]) == 0
    assert held(draft).done == ("translation",)
    with committing():
        seats.add_coworker(scene.viewer("asker"), made, scene.numbers["colleague"])
    assert made.public_id in shown(site, scene, draft, who="colleague")


def test_what_is_shown_of_the_answer_is_recorded_and_leaves_the_answer_unread(site: Flask, scene: Scene) -> None:
    made = answered(scene)
    draft = begun_from(site, scene, made)

    counts = [readings(made, scene.numbers["asker"])]
    for page in ("", "/checklist", "/conditions", "/facts"):
        shown(site, scene, draft, page)
        counts.append(readings(made, scene.numbers["asker"]))
    sheet(site, scene, draft, "asker")
    counts.append(readings(made, scene.numbers["asker"]))

    assert counts == [0, 1, 2, 3, 3, 4]
    assert list_unread(scene.viewer("asker"), [made]) == {made.id}


def test_an_answer_without_missing_items_is_named_and_recorded(site: Flask, scene: Scene) -> None:
    made = answered(scene, ())
    draft = begun_from(site, scene, made)

    assert "with the changes named" in shown(site, scene, draft)
    assert readings(made, scene.numbers["asker"]) == 1


def test_an_answer_of_another_state_asks_for_nothing(site: Flask, scene: Scene) -> None:
    draft = begun_from(site, scene, answered(scene), requested="TJ")

    assert "answer of" not in shown(site, scene, draft, "/checklist")


def test_a_stranger_begins_no_draft_from_a_consultation(site: Flask, scene: Scene) -> None:
    made = answered(scene)
    stranger = factories.account(jurisdiction_key="KG")

    assert browser_of(site, stranger).get(f"/en/drafts/new?consultation={made.public_id}").status_code == 404
    data = {"requesting": "KG", "requested": "FR", "offence": "tip"}
    assert (
        browser_of(site, stranger).post(f"/en/drafts/new?consultation={made.public_id}", data=data).status_code == 404
    )
