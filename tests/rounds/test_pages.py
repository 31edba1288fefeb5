"""The pages of rounds, and their limit."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from directory.accounts.attempt_limits import count_attempt
from directory.consultations.service import answering
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.drafts.queries.drafts import content_of
from directory.extensions import db
from directory.models import Consultation, ConsultationReading, ContactDetail, Draft, FocalPoint
from directory.phrasebook.spoken import SpokenPhrase
from directory.rounds.named_states import find_named_in_phrases
from directory.tokens import public_id
from directory.transaction import committing
from tests import factories
from tests.drafts.conftest import begun
from tests.html import parse
from tests.rounds.conftest import LINE, QUESTION, SUBJECT, RoundScene, threads_of


def filled_in(scene: RoundScene, *states: str, **values: Any) -> dict[str, Any]:
    return {
        "urgency": "normal",
        "measure": "hearing_witness",
        "offence": "tip",
        "subject": SUBJECT,
        "text": QUESTION,
        "written_in": "en",
        "key": public_id(),
        **{f"desk_{code}": scene.desks[code] for code in states},
        **values,
    }


def line_of(scene: RoundScene, code: str, number: str) -> ContactDetail:
    desk = scene.desks[code]
    office = db.session.get_one(FocalPoint, desk).authority_key
    return factories.contact(number, office, means="phone", audience="public")


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Consultation.id))) or 0


def test_states_are_chosen_asked_and_shown_side_by_side(site: Flask, scene: RoundScene) -> None:
    asker = scene.client(site, "asker")
    assert "with-AM" in asker.get("/en/rounds/new").text

    answer = asker.post("/en/rounds/new?with=AM&with=AZ", data=filled_in(scene, "AM", "AZ", line_AM=LINE))
    page = parse(asker.get(answer.headers["Location"]))

    assert [one.text.split()[0] for one in page.all(".cards h3 a")] == ["Armenia", "Azerbaijan"]
    assert "Time left to acknowledge" in page.text
    assert parse(asker.get("/en/rounds")).one(".rows h2 a").text.strip() == SUBJECT


def test_an_answer_stands_on_the_page_and_its_reading_looks_like_any_other(site: Flask, scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    thread = threads_of(made)["AM"]
    with committing():
        reply = Reply("welcome", (), WrittenText("Yes, by wallaby", "en"))
        answering.answer(scene.viewer("AM"), db.session.get_one(Consultation, thread.id), reply)

    page = scene.client(site, "asker").get(f"/en/rounds/{made.public_id}").text

    assert "Yes, by wallaby" in page
    assert "Answered within" in page
    of_thread = ConsultationReading.consultation_id == thread.id
    assert set(db.session.scalars(select(ConsultationReading.way).where(of_thread))) == {"page"}


def test_nothing_typed_is_lost_and_nobody_asked_if_a_field_is_wrong(site: Flask, scene: RoundScene) -> None:
    before, asker = count(), scene.client(site, "asker")

    answer = asker.post(
        "/en/rounds/new?with=AM&with=AZ", data=filled_in(scene, "AM", "AZ", line_AM=LINE, measure="", text="My words")
    )

    assert answer.status_code == 422
    assert (LINE in answer.text, "My words" in answer.text, count()) == (True, True, before)


def test_a_text_that_names_an_asked_state_is_refused_until_it_is_confirmed(site: Flask, scene: RoundScene) -> None:
    asker, before = scene.client(site, "asker"), count()
    named = filled_in(scene, "AM", "AZ", text="As we asked Armenia")

    refused = asker.post("/en/rounds/new?with=AM&with=AZ", data=named)
    assert (refused.status_code, count()) == (422, before)
    assert 'name="names_states"' in refused.text

    sent = asker.post("/en/rounds/new?with=AM&with=AZ", data=named | {"names_states": "y"})
    assert (sent.status_code, count()) == (303, before + 2)


def test_a_form_sent_twice_asks_once(site: Flask, scene: RoundScene) -> None:
    asker, before, sent = scene.client(site, "asker"), count(), filled_in(scene, "AM", "AZ")

    answers = [asker.post("/en/rounds/new?with=AM&with=AZ", data=sent) for _time in range(2)]

    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert count() == before + 2


def test_a_round_counts_as_as_many_questions_as_it_asks(site: Flask, scene: RoundScene) -> None:
    asker, before = scene.client(site, "asker"), count()
    count_attempt("consultation", scene.people["asker"].id, times=29)

    answer = asker.post("/en/rounds/new?with=AM&with=AZ", data=filled_in(scene, "AM", "AZ"))

    assert (answer.status_code, count()) == (429, before)


def test_a_form_without_a_ticked_state_says_what_is_missing(site: Flask, scene: RoundScene) -> None:
    asker = scene.client(site, "asker")

    refused = asker.get("/en/rounds/new?with=")

    assert refused.status_code == 422
    assert parse(refused).one("main [role=alert]").text == "Choose from two to 8 States."
    assert asker.get("/en/rounds/new").status_code == 200


def test_other_states_are_chosen_without_losing_what_was_typed(site: Flask, scene: RoundScene) -> None:
    asker, before = scene.client(site, "asker"), count()
    typed = filled_in(scene, "AM", "AZ", line_AM=LINE)

    states = parse(asker.post("/en/rounds/new?with=AM&with=AZ", data=typed | {"change": "1"}))
    kept = [(one["name"] or "", one["value"] or "") for one in states.all("main form input[type=hidden]")]
    form = parse(asker.post("/en/rounds/new", data=MultiDict([*kept, ("with", "AM"), ("with", "GE")])))

    assert count() == before
    assert (form.one("#text").typed, form.one("#line_AM").typed) == (QUESTION, LINE)
    assert form.one("main form.edit")["action"] == "/en/rounds/new?with=AM&with=GE"
    assert [one.text for one in form.all("main fieldset legend")][-2:] == ["Armenia", "Georgia"]


def test_enter_in_a_line_does_not_lead_away_from_the_question(site: Flask, scene: RoundScene) -> None:
    page = parse(scene.client(site, "asker").get("/en/rounds/new?with=AM&with=AZ"))

    first, *others = [one["name"] for one in page.all("main form.edit button")]

    assert first != "change"
    assert "change" in others


def test_an_urgent_round_shows_the_line_of_each_desk_that_has_not_answered(site: Flask, scene: RoundScene) -> None:
    for code, number in (("AM", "+44 20 7946 0101"), ("AZ", "+44 20 7946 0102")):
        factories.add(line_of(scene, code, number))
    made = scene.open(("AM", "AZ"), urgency="urgent")
    with committing():
        reply = Reply("welcome", (), WrittenText("Yes", "en"))
        answering.answer(scene.viewer("AZ"), threads_of(made)["AZ"], reply)

    page = parse(scene.client(site, "asker").get(f"/en/rounds/{made.public_id}"))

    assert "+44 20 7946 0101" in page.text
    assert "+44 20 7946 0102" not in page.text


def test_a_desk_without_people_is_said_to_answer_nothing(site: Flask, scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    scene.people["AM"].active = False
    db.session.commit()

    page = parse(scene.client(site, "asker").get(f"/en/rounds/{made.public_id}"))

    assert [("do not wait for an answer" in one.text) for one in page.all(".cards .card")] == [True, False]


def test_an_answer_of_a_desk_whose_people_have_left_is_no_reason_to_call(site: Flask, scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))
    with committing():
        reply = Reply("welcome", (), WrittenText("Yes", "en"))
        answering.answer(scene.viewer("AM"), threads_of(made)["AM"], reply)
    scene.people["AM"].active = False
    db.session.commit()

    page = parse(scene.client(site, "asker").get(f"/en/rounds/{made.public_id}"))

    assert "do not wait for an answer" not in page.text


def test_what_was_shown_is_not_news_any_more(site: Flask, scene: RoundScene) -> None:
    made, asker = scene.open(("AM", "AZ")), scene.client(site, "asker")
    with committing():
        answering.acknowledge(scene.viewer("AM"), threads_of(made)["AM"])

    seen = [asker.get(f"/en/rounds/{made.public_id}").text.count("not read yet") for _time in range(2)]

    assert seen == [1, 0]


def test_what_an_act_did_is_told_once_it_was_done_and_not_by_an_address_alone(site: Flask, scene: RoundScene) -> None:
    made, asker = scene.open(("AM", "AZ", "GE")), scene.client(site, "asker")
    address = f"/en/rounds/{made.public_id}"

    claimed = asker.get(f"{address}?done=told").text
    gone = asker.get(asker.post(f"{address}/states/AM/let-go").headers["Location"]).text

    assert "told of one another" not in claimed
    assert "You let the State go" in gone


def test_desks_of_further_states_stand_beside_their_state_and_looking_at_the_question_is_recorded(
    site: Flask, scene: RoundScene
) -> None:
    made = scene.open(("AM", "AZ"))

    page = parse(scene.client(site, "asker").get(f"/en/rounds/{made.public_id}/add"))
    db.session.rollback()
    own = ConsultationReading.account_id == scene.numbers["asker"]
    read = db.session.scalars(select(ConsultationReading.consultation_id).where(own)).all()

    assert page.one(f"option[value={scene.desks['GE']}]").text.startswith("Georgia: ")
    assert {one.id for one in threads_of(made).values()} <= set(read)


def test_a_state_is_added_and_let_go(site: Flask, scene: RoundScene) -> None:
    made, asker = scene.open(("AM", "AZ")), scene.client(site, "asker")
    address = f"/en/rounds/{made.public_id}"
    assert asker.get(f"{address}/add").status_code == 200

    added = asker.post(f"{address}/add", data={"desk": scene.desks["GE"], "line": LINE})
    gone = asker.post(f"{address}/states/AM/let-go")

    assert (added.status_code, gone.status_code) == (303, 303)
    assert LINE in (page := asker.get(address).text)
    assert "States that you let go" in page


def test_states_that_agree_can_be_invited_to_a_joint_investigation(site: Flask, scene: RoundScene) -> None:
    made, asker = scene.open(("AM", "AZ")), scene.client(site, "asker")
    address = f"/en/rounds/{made.public_id}"
    for code, thread in threads_of(made).items():
        assert scene.client(site, code).post(f"/en/consultations/{thread.public_id}/naming").status_code == 303
    assert "joint_investigation" not in asker.get(address).text

    assert asker.post(f"{address}/tell").status_code == 303
    [draft] = [one["href"] for one in parse(asker.get(address)).all("main a.button") if "/drafts/new" in one["href"]]
    there = scene.client(site, "AM").get(f"/en/consultations/{threads_of(made)['AM'].public_id}").text

    asker.post(draft, data={"requesting": "KG", "requested": "AM", "measures": "joint_investigation", "offence": "tip"})
    db.session.rollback()
    newest = db.session.scalars(select(Draft).order_by(Draft.id.desc())).first()
    assert newest is not None
    proposed = content_of(newest)
    assert (proposed.is_joint, proposed.requested, proposed.team) == (True, "AM", ("AZ",))
    assert "Azerbaijan" in there


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_a_round_of_others_is_not_there(site: Flask, scene: RoundScene, who: str) -> None:
    made = scene.open(("AM", "AZ"))

    assert scene.client(site, who).get(f"/en/rounds/{made.public_id}").status_code == 404


def test_an_empty_list_says_so(site: Flask, scene: RoundScene) -> None:
    assert "You have asked no question of several States yet." in scene.client(site, "stranger").get("/en/rounds").text


def test_a_round_begun_from_a_draft_ticks_what_the_draft_has_and_shows_it_what_each_desk_says(
    site: Flask, scene: RoundScene
) -> None:
    draft = begun(scene.people["asker"], requested="AM").public_id
    asker, address = scene.client(site, "asker"), f"/en/rounds/new?with=AM&with=AZ&draft={draft}"
    outline = parse(asker.get(f"/en/drafts/{draft}/outline"))
    [link] = [one["href"] for one in outline.all("main a") if "/rounds/new" in one["href"]]
    assert f'name="draft" value="{draft}"' in asker.get(link).text
    ticked = [one["value"] for one in parse(asker.get(address)).all("input[name=outline][checked]")]
    assert ticked

    asker.post(address, data=filled_in(scene, "AM", "AZ", outline=ticked))

    db.session.rollback()
    stored = db.session.scalars(select(Draft).where(Draft.public_id == draft)).one()
    assert len(stored.outlines) == 2


def test_a_draft_of_another_cannot_be_named(site: Flask, scene: RoundScene) -> None:
    draft = begun(scene.people["stranger"], requested="AM").public_id

    assert scene.client(site, "asker").get(f"/en/rounds/new?with=AM&with=AZ&draft={draft}").status_code == 404


def test_a_sentence_that_names_an_asked_state_is_refused_until_it_is_confirmed(site: Flask, scene: RoundScene) -> None:
    asker, before = scene.client(site, "asker"), count()
    named = filled_in(scene, "AM", "AZ", phrases="third_state", **{"phrases-0-state": "AM"})

    refused = asker.post("/en/rounds/new?with=AM&with=AZ", data=named)
    assert (refused.status_code, count()) == (422, before)
    assert 'name="names_states"' in refused.text

    sent = asker.post("/en/rounds/new?with=AM&with=AZ", data=named | {"names_states": "y"})
    assert (sent.status_code, count()) == (303, before + 2)


def test_an_office_of_an_asked_state_in_a_sentence_names_that_state(site: Flask, scene: RoundScene) -> None:
    office = f"authority {db.session.get_one(FocalPoint, scene.desks['AM']).authority_key}"

    named = find_named_in_phrases([SpokenPhrase("addressee", {"office": office})], "KG", ["AM", "AZ"])

    assert named == ["AM"]


@pytest.mark.parametrize(
    ("phrase", "slots", "named"),
    [
        ("talk_proposed", {"moment": "2026-12-31T14:30 Asia/Yerevan"}, ["AM"]),
        ("talk_proposed", {"moment": "2026-12-31T14:30 Asia/Bishkek"}, []),
        ("legal_basis_treaty", {"treaty": "untoc"}, []),
        ("legal_basis_treaty", {"treaty": "kz-kg-mla-1996"}, ["KZ"]),
        ("legal_basis_article", {"article": "kz-kg-mla-1996 3"}, ["KZ"]),
    ],
)
def test_a_time_and_a_treaty_in_a_sentence_name_a_state(
    site: Flask, scene: RoundScene, phrase: str, slots: dict[str, str], named: list[str]
) -> None:
    assert find_named_in_phrases([SpokenPhrase(phrase, slots)], "KG", ["AM", "KZ"]) == named


def test_a_line_for_an_added_state_that_names_another_is_refused_until_it_is_confirmed(
    site: Flask, scene: RoundScene
) -> None:
    made, asker, before = scene.open(("AM", "AZ")), scene.client(site, "asker"), count()
    sent = {"desk": scene.desks["GE"], "line": "As we asked Armenia"}

    refused = asker.post(f"/en/rounds/{made.public_id}/add", data=sent)
    assert (refused.status_code, count()) == (422, before)
    assert "As we asked Armenia" in refused.text

    added = asker.post(f"/en/rounds/{made.public_id}/add", data=sent | {"names_states": "y"})
    assert (added.status_code, count()) == (303, before + 1)


def test_who_reads_a_round_without_an_answer_is_recorded_in_each_thread(site: Flask, scene: RoundScene) -> None:
    made = scene.open(("AM", "AZ"))

    scene.client(site, "asker").get(f"/en/rounds/{made.public_id}")

    read = select(ConsultationReading.consultation_id).where(ConsultationReading.account_id == scene.numbers["asker"])
    assert {one.id for one in threads_of(made).values()} <= set(db.session.scalars(read))
