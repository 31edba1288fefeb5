"""Sentences of the phrasebook in consultations: picked without scripts, stored as texts are, read in any language."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.consultations.encryption import cipher_of, place_of_phrases
from directory.consultations.service import answering, retention
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, Mail
from directory.phrasebook.spoken import MOST_SENTENCES, SpokenPhrase
from directory.transaction import committing
from tests.conftest import copy_of, make_app
from tests.consultations.conftest import Scene, make_scene
from tests.html import Element, parse
from tests.people import signed_in

DEADLINE = {"phrases": "needed_by", "phrases-0-date": "2026-12-31"}
SAID = (SpokenPhrase("needed_by", {"date": "2026-12-31"}),)
ASKED = {
    "urgency": "normal",
    "measure": "hearing_witness",
    "offence": "tip",
    "when": "before",
    "subject": "An ocelot",
    "written_in": "ar",
}


@pytest.fixture(scope="module")
def written(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("phrases") / "data"))
    app.extensions["after_commit"].clear()
    return app


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written
        db.session.rollback()


@pytest.fixture
def scene(site: Flask) -> Scene:
    return make_scene()


def client_of(app: Flask, scene: Scene, who: str) -> FlaskClient:
    return signed_in(app, scene.people[who])


def new_page(scene: Scene, language: str = "en") -> str:
    return f"/{language}/consultations/new?desk={scene.desk}"


def newest() -> Consultation:
    return db.session.scalars(select(Consultation).order_by(Consultation.id.desc()).limit(1)).one()


def entries_of(consultation: Consultation) -> list[ConsultationEntry]:
    own = ConsultationEntry.consultation_id == consultation.id
    return list(db.session.scalars(select(ConsultationEntry).where(own).order_by(ConsultationEntry.id)))


def typed(page: Element) -> dict[str, str]:
    """Return what the inputs and lists of the form of a page hold, by name."""
    held = {one["name"]: one["value"] or "" for one in page.all("main form input") if one["name"]}
    chosen = {
        one["name"]: next((option["value"] or "" for option in one.all("option") if option.has("selected")), "")
        for one in page.all("main form select")
        if one["name"]
    }
    return {name: value for name, value in (held | chosen).items() if name}


def test_a_question_in_arabic_is_read_in_kyrgyz_with_the_writers_own_words_beside_it(site: Flask, scene: Scene) -> None:
    own_words = "هل يمكن ذلك قريبا؟"
    sent = ASKED | {"phrases": "can_execute", "phrases-0-measure": "bank_data", "phrases-0-offence": "tip"}

    answer = client_of(site, scene, "asker").post(new_page(scene, "ar"), data=sent | {"text": own_words})
    address = answer.headers["Location"].replace("/ar/", "/ky/")
    page = parse(client_of(site, scene, "member").get(address))

    [said] = page.all(".written-phrases li")
    assert "Бул жардам түрү боюнча суроо-талап сиздердин мамлекетте аткарыла алабы?" in said.text
    own = page.one(".thread .written")
    assert (own["lang"], own.text) == ("ar", own_words)
    assert "Жазган адамдын өз сөзү (арабча)" in page.one(".thread").text


def test_an_answer_in_kyrgyz_is_read_in_arabic(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    sent = {"outcome": "welcome", "written_in": "ky", "text": "", **DEADLINE, "phrases": "expected_by"}

    client_of(site, scene, "member").post(f"/ky/consultations/{made.public_id}/answer", data=sent)
    page = parse(client_of(site, scene, "asker").get(f"/ar/consultations/{made.public_id}"))

    [said] = page.all(".written-phrases li")
    assert said.text == "نتوقع تنفيذ الطلب في موعد أقصاه: \u206831 ديسمبر 2026\u2069"


@pytest.mark.parametrize("way", ["bring-in", "hand-over"])
def test_a_question_is_passed_on_with_a_sentence_that_each_side_reads_in_its_language(
    site: Flask, scene: Scene, way: str
) -> None:
    made = scene.ask()
    to = scene.executing_office if way == "bring-in" else scene.other_desk
    address, chosen = f"/ky/consultations/{made.public_id}/{way}", {"to": to, "written_in": "ky", "text": ""}

    added = client_of(site, scene, "member").post(
        address, data=chosen | {"phrases-choice": "needed_by", "phrases-add": "1"}
    )
    client_of(site, scene, "member").post(address, data=typed(parse(added)) | DEADLINE)
    page = parse(client_of(site, scene, "asker").get(f"/en/consultations/{made.public_id}"))

    [said] = page.all(".written-phrases li")
    assert said.text == "We need the result by: 31 December 2026"


def test_a_sentence_is_found_added_filled_in_and_removed_without_scripts_and_nothing_is_lost(
    site: Flask, scene: Scene
) -> None:
    asker, address = client_of(site, scene, "asker"), new_page(scene)
    kept = ASKED | {"text": "Something half written"}

    found = parse(asker.post(address, data=kept | {"phrases-words": "need result", "phrases-find": "1"}))
    added = asker.post(address, data=kept | {"phrases-choice": "needed_by", "phrases-add": "1"})
    fields = typed(parse(added))
    again = asker.post(address, data=kept | DEADLINE | {"phrases-choice": "parallel", "phrases-add": "1"})
    removed = asker.post(
        address,
        data=kept | {"phrases": ["needed_by", "parallel"], "phrases-0-date": "2026-12-31", "phrases-remove": "1"},
    )

    assert [one["value"] for one in found.all('[name="phrases-choice"] option')] == ["needed_by"]
    assert added.status_code == 200
    assert fields["phrases"] == "needed_by"
    assert fields["subject"] == ASKED["subject"]
    assert parse(added).one('[name="text"]').typed == "Something half written"
    assert [one["value"] for one in parse(again).all('[name="phrases"]')] == ["needed_by", "parallel"]
    assert parse(again).one('[name="phrases-0-date"]')["value"] == "2026-12-31"
    assert [one["value"] for one in parse(removed).all('[name="phrases"]')] == ["needed_by"]
    assert parse(removed).one('[name="phrases-0-date"]')["value"] == "2026-12-31"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"phrases": "needed_by"}, "Fill in this field."),
        ({"phrases": "needed_by", "phrases-0-date": "tomorrow"}, "Write a date, like 2026-12-31."),
        ({"phrases": "third_state", "phrases-0-state": "XX"}, "Choose from the list."),
        ({"phrases": "legal_basis_article", "phrases-0-article": "untoc", "phrases-0-article-second": "99"}, "18(9)"),
        ({"phrases": "no_such"}, "Choose from the list."),
        ({"phrases": ["parallel"] * (MOST_SENTENCES + 1)}, "Choose at most"),
        ({}, "Write a text, or choose a sentence."),
    ],
)
def test_what_does_not_fit_a_slot_is_refused_beside_it_and_kept(
    site: Flask, scene: Scene, sent: dict[str, Any], words: str
) -> None:
    made = scene.ask()

    answer = client_of(site, scene, "asker").post(
        f"/en/consultations/{made.public_id}/messages", data={"written_in": "en", "text": "", **sent}
    )

    assert answer.status_code == 422
    assert words in parse(answer).one("main").text
    assert len(entries_of(made)) == 1
    if "phrases-0-date" in sent:
        assert parse(answer).one('[name="phrases-0-date"]')["value"] == sent["phrases-0-date"]


def test_a_message_sent_twice_is_stored_once_and_one_with_another_value_again(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(), client_of(site, scene, "asker")
    address, sent = f"/en/consultations/{made.public_id}/messages", {"written_in": "en", "text": "", **DEADLINE}

    for date in ("2026-12-31", "2026-12-31", "2027-01-01"):
        asker.post(address, data=sent | {"phrases-0-date": date})

    db.session.rollback()
    assert [one.act for one in entries_of(made)] == ["asked", "message", "message"]


def test_sentences_are_content_they_are_sealed_and_leave_no_trace_in_letters(site: Flask, scene: Scene) -> None:
    made = scene.ask(words=WrittenText("", "en", phrases=(SpokenPhrase("urgent_danger", {"role": "victim"}),)))
    entry = entries_of(made)[0]

    assert b"urgent_danger" not in entry.sealed_phrases
    assert cipher_of(made).open(place_of_phrases(entry.public_id), entry.sealed_phrases) == (
        '[["urgent_danger", {"role": "victim"}]]'
    )
    letters = db.session.scalars(select(Mail).where(Mail.key.contains(made.public_id)))
    assert [one for one in letters if "urgent_danger" in str(vars(one)) or "victim" in str(vars(one))] == []


def test_shredding_erases_the_sentences(site: Flask, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    made = scene.ask(words=WrittenText("", "en", phrases=SAID))
    later = clock.now() + timedelta(days=4000)

    with committing():
        while retention.shred_old(later):
            pass

    entry = entries_of(made)[0]
    assert (made.wrapped_key, entry.sealed_text, entry.sealed_phrases) == (None, b"", b"")


def test_print_and_file_show_the_sentences_in_the_readers_language(site: Flask, scene: Scene) -> None:
    made = scene.ask(words=WrittenText("Own words", "en", phrases=SAID))
    reader = client_of(site, scene, "member")

    printed = parse(reader.get(f"/ru/consultations/{made.public_id}/print"))
    file = reader.get(f"/ru/consultations/{made.public_id}/export").text

    assert printed.one(".written-phrases li").text == "Результат нужен нам не позднее этого дня: 31 декабря 2026 г."
    assert "- Результат нужен нам не позднее этого дня: 31 декабря 2026\u202fг." in file
    assert "Собственные слова автора (английский)" in file


@pytest.mark.parametrize("who", ["stranger at home", "third State", "coordinator there", "administrator"])
def test_who_may_not_read_the_texts_reads_no_sentence(site: Flask, scene: Scene, who: str) -> None:
    made = scene.ask(words=WrittenText("", "en", phrases=SAID))
    other = client_of(site, scene, who)

    pages = [other.get(f"/en/consultations/{made.public_id}{end}").text for end in ("", "/print", "/export")]

    assert [page for page in pages if "We need the result by" in page] == []


def test_a_note_with_sentences_is_for_its_own_side_alone(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    with committing():
        words = WrittenText("", "en", is_note=True, phrases=SAID)
        answering.send_message(scene.viewer("asker"), made, words)

    acts = {
        who: parse(client_of(site, scene, who).get(f"/en/consultations/{made.public_id}")).one(".thread").text
        for who in ("asker", "member")
    }
    assert "We need the result by" in acts["asker"]
    assert "We need the result by" not in acts["member"]


def test_a_sentence_beyond_the_most_is_refused_and_all_others_stay(site: Flask, scene: Scene) -> None:
    full = {"phrases": ["parallel"] * MOST_SENTENCES, "phrases-choice": "parallel", "phrases-add": "1"}

    answer = client_of(site, scene, "asker").post(new_page(scene), data={**ASKED, **full})

    page = parse(answer.text)
    assert page.one("#phrases-error").text == f"Choose at most {MOST_SENTENCES} sentences."
    assert len(page.all("input[name=phrases]")) == MOST_SENTENCES
