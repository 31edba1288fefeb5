"""Entries by hand, from a draft and from a consultation; numbers, corrections, striking out, handing over."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.accounts.queries import viewer_of
from directory.errors import InvalidInput, NotFound
from directory.extensions import db
from directory.models import AuditEvent, DocketEntry, Mail
from directory.requests.numbers import number_of
from directory.requests.queries.entries import get_held, get_readable
from directory.requests.service import keeping
from directory.transaction import committing
from tests import factories
from tests.consultations.conftest import Scene
from tests.drafts.conftest import begun
from tests.html import parse
from tests.requests.conftest import FACTS, FILE_NUMBER, browser_of, entered, fresh, joined, other_office

NEW = "/en/requests/new?direction=outgoing&state=FR"
TYPED = {"day": "2026-09-01", "measure": "hearing_witness", "offence": "tip", "file_number": FILE_NUMBER}


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(DocketEntry)) or 0


def newest() -> DocketEntry:
    db.session.rollback()
    return db.session.scalars(select(DocketEntry).order_by(DocketEntry.id.desc()).limit(1)).one()


def test_a_request_is_entered_by_hand(site: Flask, scene: Scene) -> None:
    client = browser_of(site, scene.people["asker"])
    key = parse(client.get(NEW)).one("#key")["value"]

    answer = client.post(NEW, data=TYPED | {"key": str(key)})

    made = newest()
    assert (answer.status_code, answer.location) == (303, f"/en/requests/{made.public_id}")
    assert (made.direction, made.other_jurisdiction_key, made.state) == ("outgoing", "FR", "sent")
    assert FILE_NUMBER in client.get(answer.location).text


def test_a_form_that_is_sent_twice_makes_one_entry(site: Flask, scene: Scene) -> None:
    client = browser_of(site, scene.people["asker"])
    key = str(parse(client.get(NEW)).one("#key")["value"])

    answers = {client.post(NEW, data=TYPED | {"key": key}).location for _time in range(2)}

    assert answers == {f"/en/requests/{key}"}


def test_the_name_of_an_entry_of_another_office_is_not_taken_over(site: Flask, scene: Scene) -> None:
    theirs = entered(scene)
    client = browser_of(site, other_office(scene))

    answer = client.post(NEW, data=TYPED | {"key": theirs.public_id})

    assert answer.status_code == 303
    assert theirs.public_id not in answer.location


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"day": ""}, "day"),
        ({"measure": "juggling"}, "measure"),
        ({"offence": ""}, "offence"),
        ({"treaty": "nowhere-1900"}, "treaty"),
        ({"channel": "pigeon"}, "channel"),
        ({"other_authority": "kg-prosecutor-general"}, "other_authority"),
        ({"file_number": "Ivan Petrov"}, "file_number"),
        ({"file_number": "7" * 61}, "file_number"),
        ({"file_number": "7\u202e8"}, "file_number"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(
    site: Flask, scene: Scene, typed: dict[str, str], field: str
) -> None:
    client, before = browser_of(site, scene.people["asker"]), count()

    answer = client.post(NEW, data=TYPED | {"key": "x"} | typed)

    assert answer.status_code == 422
    assert parse(answer).one(f"#{field}-error").text
    assert count() == before
    if "offence" not in typed:
        assert parse(answer).one("#offence option[selected]")["value"] == "tip"


def test_a_date_to_come_is_refused(site: Flask, scene: Scene) -> None:
    answer = browser_of(site, scene.people["asker"]).post(NEW, data=TYPED | {"day": "2999-01-01"})

    assert answer.status_code == 422
    assert "still to come" in parse(answer).one("[role=alert]").text


def test_a_person_without_an_office_enters_nothing(site: Flask, scene: Scene) -> None:
    client, before = browser_of(site, scene.people["stranger at home"]), count()

    assert client.post(NEW, data=TYPED).status_code == 400
    assert count() == before


def test_a_draft_that_was_sent_is_entered_by_one_tap_and_once(site: Flask, scene: Scene) -> None:
    asker = scene.people["asker"]
    draft, client = begun(asker), browser_of(site, asker)
    client.post(f"/en/drafts/{draft.public_id}/sent", data={"sent_on": "2026-09-01", "channel": "central"})
    tap = parse(client.get(f"/en/drafts/{draft.public_id}")).one('form[action^="/en/requests/drafts/"]')

    answers = {client.post(str(tap["action"])).location for _time in range(2)}

    made = newest()
    assert answers == {f"/en/requests/{made.public_id}"}
    assert (made.measure, made.channel, made.since.isoformat()) == ("hearing_witness", "central", "2026-09-01")
    assert f"/en/drafts/{draft.public_id}" in client.get(answers.pop()).text


def test_a_joint_investigation_proposed_to_several_states_is_a_request_to_each(site: Flask, scene: Scene) -> None:
    asker, before = scene.people["asker"], count()
    draft = begun(asker, measures=("joint_investigation",), requested="FR", others=("KZ", "TJ"))
    client = browser_of(site, asker)
    client.post(f"/en/drafts/{draft.public_id}/sent", data={"sent_on": "2026-09-01", "channel": ""})

    made = {client.post(f"/en/requests/drafts/{draft.public_id}").location for _time in range(2)}

    db.session.rollback()
    entries = db.session.scalars(select(DocketEntry).where(DocketEntry.draft_id == draft.id)).all()
    assert count() == before + 3
    assert {one.other_jurisdiction_key: one.measure for one in entries} == dict.fromkeys(
        ("FR", "KZ", "TJ"), "joint_investigation"
    )
    assert made == {f"/en/requests/{one.public_id}" for one in entries if one.other_jurisdiction_key == "FR"}


def test_an_office_in_which_nobody_has_an_account_says_so(site: Flask, scene: Scene) -> None:
    staffed, entry = other_office(scene), entered(scene)
    empty = f"empty-office-{next(factories.NUMBERS)}"
    factories.add(factories.authority(empty, jurisdiction_key="KG", name=factories.english("Empty office")))

    page = parse(browser_of(site, scene.people["asker"]).get(f"/en/requests/{entry.public_id}/hand-over"))

    assert page.one(f"option[value={empty}]").text == "Empty office (nobody there has an account)"
    assert "nobody" not in page.one(f"option[value={staffed.authority_key}]").text


def test_the_draft_is_linked_for_those_alone_who_read_it(site: Flask, scene: Scene) -> None:
    asker = scene.people["asker"]
    draft, client = begun(asker), browser_of(site, asker)
    client.post(f"/en/drafts/{draft.public_id}/sent", data={"sent_on": "2026-09-01", "channel": ""})
    made = client.post(f"/en/requests/drafts/{draft.public_id}").location

    page = browser_of(site, scene.people["colleague"]).get(made)

    assert page.status_code == 200
    assert draft.public_id not in page.text


def test_a_draft_that_was_not_sent_is_not_entered(site: Flask, scene: Scene) -> None:
    asker = scene.people["asker"]
    draft = begun(asker)

    assert browser_of(site, asker).post(f"/en/requests/drafts/{draft.public_id}").status_code == 400


def test_the_draft_of_another_person_is_not_entered(site: Flask, scene: Scene) -> None:
    draft, before = begun(scene.people["asker"]), count()

    answer = browser_of(site, scene.people["colleague"]).post(f"/en/requests/drafts/{draft.public_id}")

    assert (answer.status_code, count()) == (404, before)


def test_the_request_of_a_consultation_is_entered_by_one_tap_and_names_the_office_of_the_desk(
    site: Flask, scene: Scene
) -> None:
    thread, client = scene.ask(), browser_of(site, scene.people["asker"])
    client.post(f"/en/consultations/{thread.public_id}/sent", data={"sent_on": "2026-09-01", "channel": "central"})
    tap = parse(client.get(f"/en/consultations/{thread.public_id}")).one('form[action^="/en/requests/"]')

    answers = {client.post(str(tap["action"])).location for _time in range(2)}

    made = newest()
    assert answers == {f"/en/requests/{made.public_id}"}
    assert made.other_authority_key == scene.people["of the central authority"].authority_key
    assert f"/en/consultations/{thread.public_id}" in client.get(answers.pop()).text


@pytest.mark.parametrize("who", ["member", "of the central authority", "third State", "stranger at home"])
def test_the_request_of_a_consultation_is_entered_by_its_asking_side_alone(site: Flask, scene: Scene, who: str) -> None:
    thread, before = scene.ask(), count()

    answer = browser_of(site, scene.people[who]).post(f"/en/requests/consultations/{thread.public_id}")

    assert (answer.status_code, count()) == (404, before)


def test_numbers_have_no_gap_even_where_an_entry_is_refused_or_struck(site: Flask, scene: Scene) -> None:
    first, viewer = entered(scene), scene.viewer("asker")
    with pytest.raises(InvalidInput):
        entered(scene, other_state="KG")
    with committing():
        keeping.strike(viewer, get_held(viewer, first.public_id), 1)

    second = entered(scene)

    assert second.number == first.number + 1
    numbers = db.session.scalars(select(DocketEntry.number).where(DocketEntry.jurisdiction_key == "KG"))
    assert sorted(numbers) == list(range(1, second.number + 1))


def test_an_entry_is_corrected_and_its_file_number_sealed_anew(site: Flask, scene: Scene) -> None:
    entry, client = entered(scene), browser_of(site, scene.people["asker"])
    before = entry.sealed_file_number
    address = f"/en/requests/{entry.public_id}/edit"
    seen = str(parse(client.get(address)).one("#seen")["value"])

    typed = {"seen": seen, "measure": "extradition", "offence": "som", "file_number": "8/quoll"}
    assert client.post(address, data=typed).status_code == 303

    assert (fresh(entry).measure, fresh(entry).version) == ("extradition", 2)
    assert "8/quoll" in client.get(f"/en/requests/{entry.public_id}").text
    assert before != fresh(entry).sealed_file_number


def test_a_later_editor_is_told_and_may_save_again(site: Flask, scene: Scene) -> None:
    entry, client = entered(scene), browser_of(site, scene.people["asker"])
    address, typed = f"/en/requests/{entry.public_id}/edit", {"measure": "extradition", "offence": "som"}
    client.post(address, data=typed | {"seen": "1"})

    told = client.post(address, data=typed | {"seen": "1", "offence": "other"})
    again = str(parse(told).one("#seen")["value"])

    assert told.status_code == 422
    assert client.post(address, data=typed | {"seen": again, "offence": "other"}).status_code == 303
    assert fresh(entry).offence == "other"


def test_an_entry_that_both_keep_is_not_struck_out(scene: Scene) -> None:
    here, _there = joined(scene)
    viewer = scene.viewer("asker")

    with pytest.raises(InvalidInput), committing():
        keeping.strike(viewer, get_held(viewer, here.public_id), here.version)


@pytest.mark.parametrize("who", ["asker", "coordinator here"])
def test_an_entry_is_handed_over_without_its_file_number(scene: Scene, who: str) -> None:
    entry, successor, viewer = entered(scene), viewer_of(other_office(scene)), scene.viewer(who)

    with committing():
        keeping.hand_over(viewer, get_readable(viewer, entry.public_id), successor.authority, 1)

    assert get_held(successor, entry.public_id).sealed_file_number == b""
    with pytest.raises(NotFound):
        get_held(scene.viewer("asker"), entry.public_id)


def test_the_former_office_is_told_of_a_handover_by_somebody_else(scene: Scene) -> None:
    coordinator, asker = scene.viewer("coordinator here"), scene.viewer("asker")
    entry, own = entered(scene), entered(scene)
    successor = viewer_of(other_office(scene)).authority

    with committing():
        keeping.hand_over(coordinator, get_readable(coordinator, entry.public_id), successor, 1)
        keeping.hand_over(asker, get_held(asker, own.public_id), successor, 1)

    mails = select(Mail).where(Mail.letter == "request_taken_over", Mail.address == scene.people["asker"].email)
    [told] = db.session.scalars(mails.where(Mail.key.contains(entry.public_id)))
    assert told.values["number"] == number_of(entry)
    assert db.session.scalar(mails.where(Mail.key.contains(own.public_id))) is None


def test_the_new_office_is_told_of_a_handover(scene: Scene) -> None:
    asker, successor = scene.viewer("asker"), other_office(scene)
    entry = entered(scene)

    with committing():
        keeping.hand_over(asker, get_held(asker, entry.public_id), viewer_of(successor).authority, 1)

    told = db.session.scalars(select(Mail).where(Mail.letter == "request_handed_over", Mail.address == successor.email))
    [path] = [one.values["path"] for one in told if entry.public_id in one.key]
    assert path == f"requests/{entry.public_id}"


def test_a_handover_by_somebody_else_is_recorded(scene: Scene) -> None:
    coordinator, asker = scene.viewer("coordinator here"), scene.viewer("asker")
    entry, successor = entered(scene), viewer_of(other_office(scene)).authority

    with committing():
        keeping.hand_over(coordinator, get_readable(coordinator, entry.public_id), successor, 1)

    acts = select(AuditEvent).where(AuditEvent.key == entry.public_id).order_by(AuditEvent.id.desc())
    event = db.session.scalar(acts.limit(1))
    assert event is not None
    assert event.values is not None
    assert (event.values.before, event.values.after) == (asker.authority, successor)


def test_an_administrator_hands_nothing_over(scene: Scene) -> None:
    entry, viewer = entered(scene), scene.viewer("administrator")
    successor = viewer_of(other_office(scene))

    with pytest.raises(NotFound), committing():
        keeping.hand_over(viewer, get_readable(viewer, entry.public_id), successor.authority, 1)


def test_an_entry_is_not_handed_over_to_an_office_of_another_state(scene: Scene) -> None:
    entry, viewer = entered(scene), scene.viewer("asker")

    with pytest.raises(InvalidInput), committing():
        keeping.hand_over(viewer, get_held(viewer, entry.public_id), scene.executing_office, 1)


def test_entries_stay_with_the_office_of_an_ended_account(scene: Scene) -> None:
    entry = entered(scene, "colleague")
    with committing():
        scene.stored("colleague").active = False

    assert get_held(scene.viewer("asker"), entry.public_id).id == entry.id
    with committing():
        scene.stored("colleague").active = True


def test_an_empty_list_says_how_requests_come_into_it(site: Flask, scene: Scene) -> None:
    page = browser_of(site, other_office(scene)).get("/en/requests")

    assert page.status_code == 200
    assert "There is no such request here." in page.text


@pytest.mark.parametrize("query", ["state=x&measure=y&sort=z&page=q", "with_state=" + "7" * 900, "office=%00"])
def test_a_filter_that_is_not_known_breaks_nothing(site: Flask, scene: Scene, query: str) -> None:
    assert browser_of(site, scene.people["asker"]).get(f"/en/requests?{query}").status_code in (200, 400)


def test_a_correction_keeps_what_it_replaces_for_figures(scene: Scene) -> None:
    entry = entered(scene)
    facts = replace(FACTS, measure="interception", other_authority=entry.other_authority_key or "")
    with committing():
        keeping.change(scene.viewer("asker"), get_held(scene.viewer("asker"), entry.public_id), facts, entry.version)

    found = fresh(entry)
    assert (found.measure, found.acts[-1].former_measure) == ("interception", "hearing_witness")
