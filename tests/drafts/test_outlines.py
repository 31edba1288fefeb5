"""The outline of a draft: what of it a desk sees, and how what the desk says comes back beside the checklist."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory import clock
from directory.consultations.outline import ItemComment, to_json
from directory.consultations.queries.outlines import DecryptedOutline, list_outlines
from directory.consultations.queries.rules import DEFAULTS
from directory.consultations.queries.threads import list_unread
from directory.consultations.service import outlines, seats
from directory.drafts.content import DraftContent, DraftPerson
from directory.drafts.service import retention
from directory.extensions import db
from directory.jobs.schedule import shred_consultations
from directory.jobs.worker import Worker
from directory.models import Consultation, ConsultationReading, Draft, DraftOutline, Outline
from directory.search import sync
from directory.transaction import committing
from tests import factories
from tests.consultations.conftest import Scene, make_scene
from tests.consultations.test_pages import ASKED
from tests.drafts.conftest import CONDITIONAL, COURT, ITEM, WORDS, begun, browser_of, held, office, person, whole
from tests.html import parse
from tests.stored import Kept, deployed

WRITTEN = "Is the order of the court enough?"


def address(draft: Draft, page: str = "") -> str:
    return f"/en/drafts/{draft.public_id}{page}"


def form_of(client: FlaskClient, draft: Draft) -> dict[str, Any]:
    """Return what the page of an outline sends when all of its boxes stay ticked."""
    page = parse(client.get(address(draft, "/outline")))
    form: dict[str, Any] = {"text": WRITTEN, "written_in": "en"}
    for box in page.all("input[checked][type=checkbox]"):
        form.setdefault(str(box["name"]), []).append(box["value"])
    form["consultation"] = next(one["value"] for one in page.all("[name=consultation]") if one["value"])
    form["seen"] = page.one("input[name=seen]")["value"]
    return form


def shared(site: Flask, scene: Scene, draft: Draft, made: Consultation, **changed: Any) -> DecryptedOutline:
    """Share the outline of a draft on its page, and return it as it stands in the thread."""
    client = browser_of(site, scene.people["asker"])
    form = form_of(client, draft) | {"consultation": made.public_id} | changed
    assert client.post(address(draft, "/outline"), data=form).status_code == 303
    return outlines_of(made)[-1]


def outlines_of(made: Consultation) -> list[DecryptedOutline]:
    db.session.rollback()
    return list_outlines(db.session.get_one(Consultation, made.id))


def say(scene: Scene, made: Consultation, opened: DecryptedOutline, **verdicts: str) -> None:
    """Comment for the desk on items, by their codes."""
    codes = [one.code for one in opened.content.items]
    said = {
        codes.index(code.replace("fr_", "fr-")) + 1: ItemComment(verdict, "sic") for code, verdict in verdicts.items()
    }
    with committing():
        number = opened.outline.number
        outlines.comment(scene.viewer("member"), made, number, said, "en", len(opened.comments))


def checklist(site: Flask, scene: Scene, draft: Draft, who: str = "asker") -> str:
    return browser_of(site, scene.people[who]).get(address(draft, "/checklist")).text


def row(page: str, label: str) -> str:
    return next(item.markup for item in parse(page).all("li", label) if not item.all("li", label))


def test_a_desk_sees_measures_treaties_and_items_and_nothing_that_was_written(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    draft = begun(scene.people["asker"], treaties=("untoc",), done=(ITEM,))

    opened = shared(site, scene, draft, made)
    page = browser_of(site, scene.people["member"]).get(f"/en/consultations/{made.public_id}").text

    found = {one.code: (one.is_there, one.is_mandatory) for one in opened.content.items}
    assert (opened.content.measures, opened.content.treaties) == (("hearing_witness",), ("untoc",))
    assert [found[code] for code in ("summary_of_facts", "purpose", ITEM)] == [
        (True, True),
        (False, True),
        (True, True),
    ]
    assert found[CONDITIONAL] == (False, False)
    assert [text for text in (WRITTEN, COURT, "Summary of the relevant facts") if text not in page] == []
    assert WORDS not in page


def test_sentences_of_the_phrasebook_stand_for_the_words_of_an_outline(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    page = parse(browser_of(site, scene.people["asker"]).get(address(draft, "/outline")))
    [group] = page.all("[name=phrases-group] option[selected]")
    sentence = next(one for one in page.all("[name=phrases-choice] option") if "[" not in one.text)

    opened = shared(site, scene, draft, made, text="", phrases=sentence["value"])

    assert group["value"] == "content"
    read = browser_of(site, scene.people["member"]).get(f"/en/consultations/{made.public_id}").text
    assert opened.content.items
    assert sentence.text in read


def test_what_is_not_ticked_stays_out(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"], treaties=("untoc",)), scene.ask()

    opened = shared(site, scene, draft, made, measures=[], treaties=[], checklist=["purpose"])

    assert [one.code for one in opened.content.items] == ["purpose"]
    assert (opened.content.measures, opened.content.treaties) == ((), ())


@pytest.mark.long(each=2)
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Write a text, or choose a sentence."),
        ({"text": f"{WRITTEN} She was born on 12.03.1988"}, "The text seems to contain a date of birth"),
        ({"consultation": "x" * 16}, "Choose from the list"),
        ({"measures": [], "treaties": [], "checklist": []}, "Leave something in"),
        ({"checklist": ["summary_of_facts", "forged"]}, "Choose from the list"),
        ({"seen": "another"}, "What would be shared has changed"),
    ],
)
def test_a_wrong_outline_is_told_and_nothing_typed_is_lost(
    site: Flask, scene: Scene, wrong: dict[str, Any], words: str
) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    client = browser_of(site, scene.people["asker"])
    sent = form_of(client, draft) | {"consultation": made.public_id} | wrong

    answer = client.post(address(draft, "/outline"), data=sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert sent["text"] in answer.text
    assert outlines_of(made) == []


def test_a_draft_that_changes_while_one_looks_is_shown_anew_before_it_is_shared(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    client = browser_of(site, scene.people["asker"])
    form = form_of(client, draft) | {"consultation": made.public_id}
    client.post(address(draft, "/facts"), data={"seen": "1", "text-purpose": "to prove it"})

    assert client.post(address(draft, "/outline"), data=form).status_code == 422
    assert client.post(address(draft, "/outline"), data=form | form_of(client, draft)).status_code == 303


def test_what_is_sent_twice_is_one_outline(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()

    for _ in range(2):
        shared(site, scene, draft, made)

    assert len(outlines_of(made)) == 1
    assert (
        db.session.scalar(select(func.count()).select_from(DraftOutline).where(DraftOutline.draft_id == draft.id)) == 1
    )


def test_only_open_consultations_with_the_requested_state_in_which_the_writer_asks_are_offered(
    site: Flask, scene: Scene
) -> None:
    other, own = make_scene(), scene.ask()
    closed, of_others, elsewhere = scene.ask(), other.ask(), make_scene("TJ")
    of_other_state = elsewhere.ask()
    with committing():
        closed.state = "closed"
        for seat in of_other_state.seats:
            seat.account_id = scene.numbers["asker"] if seat.account_id else None
    draft = begun(scene.people["asker"])

    page = browser_of(site, scene.people["asker"]).get(address(draft, "/outline")).text

    assert own.public_id in page
    assert [one for one in (closed, of_others, of_other_state) if one.public_id in page] == []


def test_without_a_consultation_the_desk_is_asked_first_and_one_comes_back(site: Flask) -> None:
    scene = make_scene("AM")
    asker = browser_of(site, scene.people["asker"])
    draft = begun(scene.people["asker"], requested="AM", treaties=("untoc",), is_urgent=True)

    page = asker.get(address(draft, "/outline")).text
    asking = str(parse(page).all('a[href^="/en/consultations/new"]')[-1]["href"])
    form = asker.get(asking).text
    answer = asker.post(asking, data=ASKED | {"when": "before"})

    assert f"desk={scene.desk}" in asking
    assert '<option selected value="hearing_witness">' in form
    assert "Ask first." in form
    assert answer.headers["Location"].startswith(address(draft, "/outline?consultation="))
    assert parse(asker.get(answer.headers["Location"])).all("input[checked][name=consultation]")


def test_a_draft_without_a_requested_state_says_to_choose_it(site: Flask, scene: Scene) -> None:
    draft = begun(scene.people["asker"], requested="")

    assert (
        "Choose the requested State first."
        in browser_of(site, scene.people["asker"]).get(address(draft, "/outline")).text
    )


def test_what_the_desk_says_stands_beside_the_items_and_what_it_misses_is_still_to_do(
    site: Flask, scene: Scene
) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    say(
        scene,
        made,
        shared(site, scene, draft, made),
        summary_of_facts="missing",
        purpose="acceptable",
        fr_item="missing",
    )

    page = checklist(site, scene, draft)

    assert "Desks say that 2 items are missing." in page
    facts = row(page, "Summary of the relevant facts")
    assert [text for text in ("missing", "sic", f"consultations/{made.public_id}", "CASC") if text not in facts] == []
    assert "acceptable" in row(page, "Purpose for which")
    assert "sic" in row(page, COURT)
    assert "changed since" not in page
    draft_page = parse(browser_of(site, scene.people["asker"]).get(address(draft)))
    assert "Desks say that 2 items are missing." in draft_page.text
    assert "Summary of the relevant facts" in draft_page.one("main a", "Facts and purpose").within("li").text


def test_an_item_that_was_changed_since_says_so_and_is_to_do_no_more(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    client = browser_of(site, scene.people["asker"])
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing", purpose="missing", fr_item="missing")

    client.post(address(draft, "/facts"), data={"seen": "1", "text-facts": "Told anew", "text-purpose": ""})
    client.post(address(draft, "/checklist"), data={"seen": "2", "done": [ITEM]})
    page = checklist(site, scene, draft)

    changed = [
        label for label in ("Summary of the relevant", "Purpose for", COURT) if "changed since" in row(page, label)
    ]
    assert changed == ["Summary of the relevant", COURT]
    assert "A desk says that 1 item is missing." in page


def test_a_newer_word_of_the_same_consultation_takes_the_place_of_an_older_one(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing")
    second = shared(site, scene, draft, made, text="Once more")
    say(scene, made, second, summary_of_facts="acceptable")

    facts = row(checklist(site, scene, draft), "Summary of the relevant facts")

    assert facts.count("sic") == 1
    assert "acceptable" in facts


def test_a_co_worker_of_the_draft_who_takes_no_part_learns_nothing_of_the_outline(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    with committing():
        retention.share(scene.viewer("asker"), draft, scene.numbers["colleague"])
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing")

    before = checklist(site, scene, draft, "colleague")
    with committing():
        seats.add_coworker(scene.viewer("asker"), made, scene.numbers["colleague"])
    after = checklist(site, scene, draft, "colleague")

    assert [text for text in (made.public_id, "sic", "A desk says") if text in before] == []
    assert [text for text in (made.public_id, "sic", "A desk says") if text not in after] == []


def test_who_reads_the_comments_beside_the_draft_stands_in_the_thread_and_leaves_messages_unread(
    site: Flask, scene: Scene
) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing")

    checklist(site, scene, draft)

    own = (ConsultationReading.consultation_id == made.id, ConsultationReading.way == "comments")
    assert db.session.scalars(select(ConsultationReading.account_id).where(*own)).all() == [scene.numbers["asker"]]
    assert list_unread(scene.viewer("asker"), [made]) == {made.id}
    page = browser_of(site, scene.people["member"]).get(f"/en/consultations/{made.public_id}").text
    assert "its comments, beside a draft" in page


def test_a_document_holds_nothing_that_a_desk_said(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing")

    sent = {"language": "en", "other": "", "file_format": "docx"}
    made_of = browser_of(site, scene.people["asker"]).post(address(draft, "/document"), data=sent)

    texts = [one.text for one in Document(BytesIO(made_of.data)).paragraphs]
    assert any(WORDS in text for text in texts)
    assert [text for text in texts if "sic" in text or WRITTEN in text] == []


def test_once_the_consultation_is_shredded_the_draft_says_that_the_outline_is_gone(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    say(scene, made, shared(site, scene, draft, made), summary_of_facts="missing")
    with committing():
        made.changed_at = made.answer_by = clock.now() - timedelta(days=9 * DEFAULTS["kept_days"])

    shred_consultations()
    page = checklist(site, scene, draft)

    assert "deleted: the time" in page
    assert "sic" not in page
    outline = db.session.scalar(select(Outline).where(Outline.consultation_id == made.id))
    assert outline is not None
    assert outline.sealed_content == b""


def test_a_draft_that_is_deleted_leaves_the_outline_in_the_thread(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    shared(site, scene, draft, made)

    browser_of(site, scene.people["asker"]).post(address(draft, "/delete"), data={"sent": "yes"})

    assert len(outlines_of(made)) == 1
    assert db.session.scalar(select(func.count()).select_from(Draft).where(Draft.id == draft.id)) == 0


def test_a_co_worker_who_is_not_seated_cannot_share_in_the_consultation(site: Flask, scene: Scene) -> None:
    draft, made = begun(scene.people["asker"]), scene.ask()
    with committing():
        retention.share(scene.viewer("asker"), draft, scene.numbers["colleague"])
    form = form_of(browser_of(site, scene.people["asker"]), draft) | {"consultation": made.public_id}

    answer = browser_of(site, scene.people["colleague"]).post(address(draft, "/outline"), data=form)

    assert answer.status_code == 422
    assert outlines_of(made) == []


def test_a_draft_as_it_was_is_not_changed_by_sharing_it(site: Flask, scene: Scene) -> None:
    content = whole(DraftContent(requesting="KG", requested="FR", measures=("hearing_witness",)))
    draft, made = begun(scene.people["asker"], texts=content.texts, persons=content.persons), scene.ask()
    before = held(draft)

    shared(site, scene, draft, made)

    assert held(draft) == before
    assert db.session.get_one(Draft, draft.id).version == 1


SECRETS = {
    "facts": "thylacine",
    "basis": "bandicoot",
    "hearing_witness.whom": "quoll",
    "person.1": "dunnart",
    "contact": "bilby",
}


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> Iterator[Flask]:
    with deployed(kept, tmp_path / "quiet") as app:
        yield app


# What PostgreSQL keeps of a draft and of a consultation, test_secrecy.py of either looks through in every run.
@pytest.mark.long(each=2)
def test_what_is_written_in_a_draft_is_in_no_page_file_letter_log_or_backup_of_its_outline(
    live: Flask, kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    scene, words = make_scene(), list(SECRETS.values())
    texts = {name: {"en": f"A {word}"} for name, word in SECRETS.items()}
    draft, made = begun(scene.people["asker"], texts=texts, persons=(DraftPerson(1, "witness"),)), scene.ask()
    say(scene, made, shared(live, scene, draft, made), summary_of_facts="missing", assistance_sought="acceptable")
    opened = outlines_of(made)[0]
    thread = f"/en/consultations/{made.public_id}"
    asked = [("member", thread), ("member", f"{thread}/print"), ("member", f"{thread}/export")]
    asked += [("member", f"{thread}/outlines/1"), ("asker", address(draft, "/outline"))]
    pages = [browser_of(live, scene.people[who]).get(page).text for who, page in asked]

    factories.leave_to_another_worker("public files", "pocket editions")
    Worker().run_once()
    sync.rebuild()
    log = capsys.readouterr().err

    told = [*pages, log, to_json(opened.content), *(to_json(one.comment) for one in opened.comments)]
    assert list((kept.folder / "mails").iterdir())
    assert "/drafts/<public_id>/outline" in log
    assert [word for word in words for text in told if word in text.lower()] == []
    assert kept.holding(*words) == []


def test_a_draft_begins_with_what_its_consultation_knows(site: Flask, scene: Scene) -> None:
    made, client = scene.ask(), browser_of(site, scene.people["asker"])

    page = parse(client.get(f"/en/drafts/new?consultation={made.public_id}"))

    assert page.one("select[name=requesting] option[selected]")["value"] == made.from_jurisdiction_key
    assert page.one("select[name=requested] option[selected]")["value"] == made.to_jurisdiction_key
    assert [box["value"] for box in page.all("input[name=measures][checked]")] == [made.measure]
    assert f"consultation={made.public_id}" in client.get(f"/en/consultations/{made.public_id}").text


def test_a_consultation_of_others_tells_no_draft_anything(site: Flask, scene: Scene) -> None:
    made = scene.ask()

    assert browser_of(site, person(office())).get(f"/en/drafts/new?consultation={made.public_id}").status_code == 404
