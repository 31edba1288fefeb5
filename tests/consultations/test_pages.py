"""The pages of a consultation: what each person finds there, what is written down, and that nothing typed is lost."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from directory.consultations.queries import threads
from directory.consultations.queries.rules import rule_of, version_of
from directory.consultations.service import answering, seats
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import Account, Consultation, ConsultationRule, FocalPoint, Mail
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.conftest import counted_statements
from tests.consultations.conftest import NETWORK, QUESTION, REFERENCE, SUBJECT, Scene, make_scene
from tests.html import parse
from tests.people import signed_in

ASKED = {
    "urgency": "urgent",
    "measure": "video_hearing",
    "offence": "tip",
    "treaty": "untoc",
    "when": "after",
    "sent_on": "2026-11-02",
    "reference": REFERENCE,
    "subject": SUBJECT,
    "text": QUESTION,
    "written_in": "ru",
}
# Each refusal carries the number of its request, each form its token with the time.
NUMBER = re.compile(r'class="num">[0-9a-f]+|name="csrf_token" value="[^"]+"')
SECRETS = (SUBJECT, QUESTION, REFERENCE)


def client_of(app: Flask, scene: Scene, who: str) -> FlaskClient:
    return app.test_client() if who == "visitor" else signed_in(app, scene.people[who])


def page_of(made: Consultation, page: str = "") -> str:
    return f"/en/consultations/{made.public_id}{page}"


def count() -> int:
    return db.session.scalar(select(func.count(Consultation.id))) or 0


def newest() -> Consultation:
    found = db.session.scalar(select(Consultation).order_by(Consultation.id.desc()).limit(1))
    assert found is not None
    return found


def test_a_question_is_asked_from_the_page_of_a_desk_and_read_there(site: Flask, scene: Scene) -> None:
    asker = client_of(site, scene, "asker")
    assert f"/en/consultations/new?desk={scene.desk}" in asker.get(f"/en/focal-points/{scene.desk}").text
    office = db.session.get_one(FocalPoint, scene.desk).authority_key
    assert f"/en/consultations/new?authority={office}" in asker.get(f"/en/authorities/{office}").text
    choice = asker.get(f"/en/consultations/new?authority={office}").text
    assert [desk for desk in (scene.desk, scene.other_desk) if f"/en/consultations/new?desk={desk}" not in choice] == []

    answer = asker.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED)
    page = client_of(site, scene, "member").get(answer.headers["Location"]).text

    assert answer.status_code == 303
    assert [text for text in SECRETS if text not in page] == []
    assert "2 November 2026" in page
    assert "Paris" in page
    assert "Bishkek" in page


def test_a_desk_is_asked_from_its_state_its_network_and_a_sheet_of_its_state_with_the_measure(site: Flask) -> None:
    scene = make_scene("AM")
    asker, measure = client_of(site, scene, "asker"), "search_and_seizure"
    sheets = [f"/en/measures/{measure}", "/en/jurisdictions/AM/requirements"]
    for page in ("/en/jurisdictions/AM", f"/en/networks/{NETWORK}"):
        assert f'href="/en/consultations/new?desk={scene.desk}"' in asker.get(page).text
    for page in sheets:
        assert f"/en/consultations/new?state=AM&amp;measure={measure}" in asker.get(page).text
        assert "consultations/new" not in site.test_client().get(page).text

    choice = asker.get(f"/en/consultations/new?state=AM&measure={measure}").text
    assert f"/en/consultations/new?desk={scene.desk}&amp;measure={measure}" in choice
    form = asker.get(f"/en/consultations/new?desk={scene.desk}&measure={measure}").text

    assert f'<option selected value="{measure}">' in form
    assert f'href="/en/focal-points/{scene.desk}"' in form
    assert "Armenia" in form


def test_a_form_arrives_with_what_its_address_says_and_without_what_cannot_be_chosen(site: Flask, scene: Scene) -> None:
    address = f"/en/consultations/new?desk={scene.desk}&measure=nothing&offence=som&treaty=untoc&urgency=urgent"

    form = client_of(site, scene, "asker").get(address).text

    assert [value for value in ("som", "untoc") if f'<option selected value="{value}">' not in form] == []
    assert parse(form).all("input[checked][value=urgent]")
    assert "nothing" not in parse(form).one("form.form").markup


def test_the_treaties_to_choose_from_are_those_of_both_states(site: Flask, scene: Scene) -> None:
    form = parse(client_of(site, scene, "asker").get(f"/en/consultations/new?desk={scene.desk}"))

    offered = {option["value"] for option in form.all("select[name=treaty] option")} - {""}

    assert {"untoc", "tip-protocol"} <= offered
    assert not {"chisinau-2002", "kz-kg-mla-1996"} & offered


@pytest.mark.parametrize("who", ["visitor", "member"])
def test_no_page_offers_a_visitor_or_the_desk_itself_to_ask_it(site: Flask, scene: Scene, who: str) -> None:
    assert "consultations/new" not in client_of(site, scene, who).get(f"/en/focal-points/{scene.desk}").text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"measure": ""}, "Fill in this field."),
        ({"text": ""}, "Write a text, or choose a sentence."),
        ({"urgency": "soon"}, "Choose from the list"),
        ({"sent_on": ""}, "Write the date of the request"),
        ({"sent_on": "2999-01-01"}, "This date is still to come."),
        ({"treaty": "nothing"}, "Choose from the list"),
        ({"text": "x" * 8001}, "Write at most 8000 characters."),
        ({"text": f"{QUESTION} Born on 12.03.1988"}, "The text seems to contain a date of birth"),
        ({"subject": f"{SUBJECT} +996 312 54-28-10"}, "The text seems to contain a phone number"),
        ({"text": f"{QUESTION} Иванова Анна"}, "The text seems to contain the name of a person"),
    ],
)
def test_a_wrong_question_is_told_and_nothing_typed_is_lost(
    site: Flask, scene: Scene, wrong: dict[str, str], words: str
) -> None:
    asker, before = client_of(site, scene, "asker"), count()

    answer = asker.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | wrong)

    assert (answer.status_code, count()) == (422, before)
    assert words in answer.text
    typed = [text for text in ((ASKED | wrong)[name] for name in ("subject", "text", "reference")) if text]
    assert [text for text in typed if text not in answer.text] == []


def test_an_error_at_a_label_that_is_a_sentence_has_no_colon_after_its_full_stop(site: Flask, scene: Scene) -> None:
    asker = client_of(site, scene, "asker")

    answer = asker.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | {"text": "Born on 12.03.1988"})

    [told] = parse(answer).all('section[aria-labelledby="errors-title"] li')
    assert told.text.startswith("The text seems to contain a date of birth.")


def test_what_looks_like_data_of_a_person_is_sent_when_the_writer_insists(site: Flask, scene: Scene) -> None:
    asker, before = client_of(site, scene, "asker"), count()

    said = ASKED | {"text": "Our law is of 12.03.1998", "as_it_is": "y"}
    answer = asker.post(f"/en/consultations/new?desk={scene.desk}", data=said)

    assert (answer.status_code, count()) == (303, before + 1)


@pytest.mark.parametrize("page", ["", "/state", "/print", "/export", "/answer", "/co-workers", "/reopen", "/bring-in"])
def test_a_thread_is_as_unknown_to_others_as_one_that_is_not_there(site: Flask, scene: Scene, page: str) -> None:
    made = scene.ask()
    other = client_of(site, scene, "third State")

    found, unknown = other.get(page_of(made, page)), other.get(f"/en/consultations/{'x' * 16}{page}")

    assert (found.status_code, unknown.status_code) == (404, 404)
    assert [*found.headers.keys()] == [*unknown.headers.keys()]
    assert NUMBER.sub("", found.text.replace(made.public_id, "")) == NUMBER.sub("", unknown.text.replace("x" * 16, ""))
    assert not [text for text in SECRETS if text in found.text]
    assert client_of(site, scene, "visitor").get(page_of(made, page)).headers["Location"].startswith("/en/account/")


@pytest.mark.parametrize("act", ["messages", "acknowledge", "answer", "close", "reopen", "bring-in", "hand-over"])
@pytest.mark.parametrize("who", ["third State", "administrator", "coordinator there"])
def test_nobody_else_acts_on_a_thread(site: Flask, scene: Scene, who: str, act: str) -> None:
    made = scene.ask()

    answer = client_of(site, scene, who).post(page_of(made, f"/{act}"), data={"text": "x", "written_in": "en"})

    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["coordinator there", "administrator"])
def test_who_oversees_sees_bare_facts_and_nothing_that_was_written(site: Flask, scene: Scene, who: str) -> None:
    made = scene.ask(reference=REFERENCE)
    client = client_of(site, scene, who)

    pages = [client.get(path).text for path in (page_of(made), "/en/consultations/overview", "/en/history")]

    assert "Hearing a witness or victim" in pages[0]
    assert made.public_id in pages[1]
    assert not [text for page in pages for text in (*SECRETS, scene.people["asker"].name) if text in page]


def test_who_oversees_is_never_told_that_something_is_unread(site: Flask, scene: Scene) -> None:
    scene.ask()
    lists = {"coordinator there": "/overview", "member": ""}

    shown = {who: client_of(site, scene, who).get(f"/en/consultations{page}").text for who, page in lists.items()}

    assert {who for who, page in shown.items() if "not read yet" in page} == {"member"}


def test_both_sides_see_which_desk_reads_from_when_and_which_until_when(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    with committing():
        seats.hand_over(scene.viewer("member"), made, scene.other_desk, WrittenText("Over to you", "en"))

    pages = [
        client_of(site, scene, who).get(page_of(made, way)).text
        for who in ("asker", "member of the other desk")
        for way in ("", "/print")
    ]
    file = client_of(site, scene, "asker").get(page_of(made, "/export")).text

    assert ["Former participants" in page for page in pages] == [True] * 4
    assert file.count("Participants: ") == 3


def test_reading_is_written_down_for_those_who_take_part(site: Flask, scene: Scene) -> None:
    made, member = scene.ask(), client_of(site, scene, "member")

    for page in ("", "", "/print", "/export"):
        member.get(page_of(made, page))
    member.head(page_of(made))
    member.get(page_of(made, "/state"))

    found = {(row.account_id, row.way): row.times for row in threads.list_readings(made)}
    assert found == {(scene.people["member"].id, way): times for way, times in (("page", 2), ("print", 1), ("file", 1))}
    assert scene.people["member"].name in client_of(site, scene, "asker").get(page_of(made)).text


def test_an_open_page_is_told_of_something_new_and_else_304(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(), client_of(site, scene, "asker")
    mark = asker.get(page_of(made, "/state")).headers["ETag"]

    same = asker.get(page_of(made, "/state"), headers={"If-None-Match": mark})
    with committing():
        answering.send_message(
            scene.viewer("member"), threads.get(scene.viewer("member"), made.public_id), WrittenText("x")
        )
    new = asker.get(page_of(made, "/state"), headers={"If-None-Match": mark})

    assert (same.status_code, same.data, new.status_code) == (304, b"", 200)
    assert f'"{new.get_json()["newest"]}"' == new.headers["ETag"] != mark


def test_a_desk_answers_with_an_outcome_and_what_is_missing(site: Flask, scene: Scene) -> None:
    made, member = scene.ask(), client_of(site, scene, "member")
    said = {"outcome": "with_changes", "missing": ["translation", "purpose"], "text": "As follows", "written_in": "fr"}

    answers = [member.post(page_of(made, path), data=said).status_code for path in ("/acknowledge", "/answer")]
    page = client_of(site, scene, "asker").get(page_of(made)).text

    assert answers == [303, 303]
    assert [
        word for word in ("with the changes named", "Translation", "As follows", 'lang="fr"') if word not in page
    ] == []
    db.session.refresh(made)
    assert (made.state, made.missing_items, made.next_step_at) == ("answered", ("purpose", "translation"), None)


def test_a_message_to_a_thread_that_was_closed_meanwhile_stays_in_its_form(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    client_of(site, scene, "asker").post(page_of(made, "/close"))

    answer = client_of(site, scene, "member").post(
        page_of(made, "/messages"), data={"text": "typed for long", "written_in": "en"}
    )

    assert answer.status_code == 422
    assert "typed for long" in answer.text
    assert "Reopen it first" in answer.text


def test_a_closed_thread_is_asked_again_and_its_clock_starts_anew(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(), client_of(site, scene, "asker")
    asker.post(page_of(made, "/close"))

    answer = asker.post(page_of(made, "/reopen"), data={"text": "One more thing", "written_in": "en"})

    assert answer.status_code == 303
    db.session.refresh(made)
    assert (made.state, made.round, made.closed_at) == ("reopened", 2, None)
    assert made.next_step_at is not None


def test_a_file_and_a_print_have_a_cover_and_no_notes(site: Flask, scene: Scene) -> None:
    made = scene.ask(reference=REFERENCE)
    with committing():
        answering.send_message(scene.viewer("member"), made, WrittenText("for us alone", "en", is_note=True))
    member = client_of(site, scene, "member")

    file, printed = member.get(page_of(made, "/export")), member.get(page_of(made, "/print"))

    assert file.headers["Content-Disposition"] == f'attachment; filename="consultation-{made.public_id}.txt"'
    for text in (file.text, printed.text):
        assert "Informal consultation: not a request for assistance" in text
        assert [word for word in (SUBJECT, QUESTION) if word not in text] == []
        assert "for us alone" not in text
    assert "for us alone" in member.get(page_of(made)).text
    assert "for us alone" not in client_of(site, scene, "asker").get(page_of(made)).text


def test_what_was_written_is_shown_as_text(site: Flask, scene: Scene) -> None:
    made = scene.ask(
        subject="<script>alert(1)</script>", words=WrittenText("<img src=x onerror=alert(1)>\nline two", "en")
    )

    page = client_of(site, scene, "member").get(page_of(made)).text

    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_a_person_without_a_state_is_told_how_to_ask(site: Flask, scene: Scene) -> None:
    nowhere = factories.account(Role.COORDINATOR, [NETWORK])

    answer = signed_in(site, nowhere).get(f"/en/consultations/new?desk={scene.desk}")

    assert answer.status_code == 200
    assert "Your account names no State" in answer.text


def rule_of_network() -> dict[str, Any]:
    row = db.session.get(ConsultationRule, NETWORK, populate_existing=True)
    return {} if row is None else {"hours": row.urgent_acknowledge_hours, "kept": row.kept_days}


def test_only_who_looks_after_a_whole_network_sets_its_times(site: Flask, scene: Scene) -> None:
    said = {"urgent_acknowledge_hours": "2", "urgent_answer_hours": "30", "acknowledge_days": "4", "answer_days": "12"}
    path, said = (
        f"/en/consultations/networks/{NETWORK}",
        said | {"kept_days": "400", "version": version_of(rule_of(NETWORK))},
    )

    answers = [
        signed_in(site, one).post(path, data=said).status_code
        for one in (scene.people["asker"], scene.people["coordinator there"])
    ]
    before = rule_of_network()
    keeper: Account = factories.account(Role.COORDINATOR, [NETWORK])
    done = signed_in(site, keeper).post(path, data=said).status_code

    assert (answers, before) == ([403, 403], {})
    assert (done, rule_of_network()) == (303, {"hours": 2, "kept": 400})
    with committing():
        db.session.delete(db.session.get_one(ConsultationRule, NETWORK))


def test_no_letter_holds_anything_but_a_link_and_that_it_is_urgent(site: Flask, scene: Scene) -> None:
    scene.ask(reference=REFERENCE)

    mails = db.session.scalars(select(Mail).where(Mail.key.startswith("consultation:"))).all()

    assert mails
    assert {name for mail in mails for name in mail.values} <= {"path", "is_urgent"}
    assert {mail.values["path"].partition("consultations/")[2] for mail in mails} >= {newest().public_id}


def test_a_list_takes_as_many_statements_for_many_consultations_as_for_few(site: Flask) -> None:
    scene = make_scene()
    asker, statements = client_of(site, scene, "asker"), []

    for more in (1, 6):
        for _ in range(more):
            scene.ask()
        asker.get("/en/consultations")
        with counted_statements() as counted:
            page = asker.get("/en/consultations").text
        statements.append(len(counted))

    assert page.count('href="/en/consultations/') >= 7
    assert statements[0] == statements[1]


OF_ONE_SIDE = {
    "/answer": "member",
    "/bring-in": "member",
    "/hand-over": "member",
    "/co-workers": "asker",
    "/reopen": "asker",
}


@pytest.mark.parametrize("page", OF_ONE_SIDE)
def test_what_one_side_does_is_no_page_of_the_other(site: Flask, scene: Scene, page: str) -> None:
    made, doer = scene.ask(), OF_ONE_SIDE[page]
    other = client_of(site, scene, "asker" if doer == "member" else "member")

    answers = [other.get(page_of(made, page)), other.post(page_of(made, page), data={"text": ""})]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert not [answer for answer in answers if scene.people["colleague"].name in answer.text]
    assert client_of(site, scene, doer).get(page_of(made, page)).status_code == 200


@pytest.mark.parametrize(
    ("page", "who", "field"),
    [("/bring-in", "member", "to"), ("/hand-over", "member", "to"), ("/co-workers", "asker", "account")],
)
def test_nobody_is_let_in_whom_the_writer_did_not_choose(
    site: Flask, scene: Scene, page: str, who: str, field: str
) -> None:
    made, client = scene.ask(), client_of(site, scene, who)
    before = [seat.id for seat in made.seats]

    first = parse(client.get(page_of(made, page))).all(f"[name={field}] option")[0]
    answer = client.post(page_of(made, page), data={field: "", "text": "typed for long", "written_in": "en"})

    assert (first["value"], answer.status_code) == ("", 422)
    db.session.refresh(made)
    assert [seat.id for seat in made.seats] == before


def test_the_answer_stands_before_the_items_and_is_in_the_language_that_was_asked_for(
    site: Flask, scene: Scene
) -> None:
    made = scene.ask(words=WrittenText("Можно?", "ru"))

    page = parse(client_of(site, scene, "member").get(f"/en/consultations/{made.public_id}/answer"))

    assert page.one("[name=written_in] option[selected]")["value"] == "ru"
    assert page.markup.index('name="text"') < page.markup.index('name="missing"')
    assert [one.markup for one in page.all("details[open] [name=missing]")] == []
    assert page.all("details [name=missing]")
