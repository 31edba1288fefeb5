"""The noticeboard: who writes there, who reads it, until when a notice stands, and that it names nobody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.follows import service as follows
from directory.jobs.schedule import tell_followers
from directory.models import Account, Disclosure, Mail, Notice
from directory.paging import PER_PAGE
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.html import parse
from tests.people import signed_in

DAY = timedelta(days=1)
NOTICE: dict[str, Any] = {
    "network": "casc",
    "audience": "network",
    "notice_kind": "visit",
    "written_in": "en",
    "title": "Visit to a quokka",
    "text": "Three days at the wombat.",
}


@pytest.fixture(scope="module")
def written(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return make_app(copy_of(few_states, tmp_path_factory.mktemp("notices") / "data"))


@pytest.fixture
def site(written: Flask) -> Iterator[Flask]:
    with written.app_context():
        yield written
        db.session.rollback()


@pytest.fixture
def coordinator(site: Flask) -> FlaskClient:
    return signed_in(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))


def sent(**changed: Any) -> dict[str, Any]:
    return (
        NOTICE
        | {"starts_on": (clock.today() + DAY).isoformat(), "ends_on": (clock.today() + 3 * DAY).isoformat()}
        | changed
    )


def post(client: FlaskClient, **changed: Any) -> str:
    """Post a notice and return its address."""
    answer = client.post("/en/notices/new", data=sent(**changed))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


@pytest.mark.parametrize(
    ("networks", "address", "chosen"),
    [(["casc"], "", "casc"), (["casc", "globe"], "", ""), (["casc", "globe"], "?network=globe", "globe")],
)
def test_the_form_chooses_the_only_board_and_none_of_several(
    site: Flask, networks: list[str], address: str, chosen: str
) -> None:
    client = signed_in(site, factories.account(Role.COORDINATOR, networks, jurisdiction_key="KG"))

    options = parse(client.get(f"/en/notices/new{address}").text).all("#network option")

    assert next((one["value"] for one in options if one.has("selected")), options[0]["value"]) == chosen


def refused(client: FlaskClient, **changed: Any) -> str:
    answer: TestResponse = client.post("/en/notices/new", data=sent(**changed))
    assert answer.status_code == 422
    return answer.text


READERS = {
    "visitor": (None, False),
    "practitioner of the network": ({"networks": ["casc"], "jurisdiction_key": "KZ"}, True),
    "practitioner outside it": ({"jurisdiction_key": "KG"}, False),
    "coordinator of another network": ({"role": Role.COORDINATOR, "networks": ["ejn"]}, False),
    "administrator": ({"role": Role.ADMINISTRATOR}, True),
}


@pytest.mark.parametrize("reader", READERS)
def test_a_notice_for_the_network_is_for_its_members_alone(site: Flask, coordinator: FlaskClient, reader: str) -> None:
    person, may_read = READERS[reader]
    client = signed_in(site, factories.account(**person)) if person else site.test_client()
    address = post(coordinator, title=f"For members, {reader}")

    pages = [client.get(page) for page in (address, f"{address}.ics", "/en/notices")]
    others = [
        client.get(page).text for page in ("/en/networks/casc", "/en/notices/calendar.ics", "/en/search?q=members")
    ]

    assert [page.status_code for page in pages] == ([200, 200, 200] if may_read else [404, 404, 200])
    assert (f"For members, {reader}" in pages[2].text) == may_read
    assert not any(f"For members, {reader}" in page for page in others)


def test_a_notice_for_everyone_stands_on_the_page_of_its_network_and_in_the_calendar(
    site: Flask, coordinator: FlaskClient
) -> None:
    address = post(coordinator, audience="public", title="Open training")

    visitor = site.test_client()

    for page in (address, "/en/notices", "/en/networks/casc", "/en/notices/calendar.ics", f"{address}.ics"):
        assert "Open training" in visitor.get(page).text, page


FILTERS = {
    "q=okapi": True,
    "q=%D0%BE%D0%BA%D0%B0%D0%BF%D0%B8": True,
    "q=numbat": False,
    "network=casc": True,
    "network=ejn": False,
    "kind=training": True,
    "kind=trend": False,
    "jurisdiction=KG": True,
    "jurisdiction=KZ": False,
    "archive=1": False,
}


def test_a_board_is_narrowed_by_words_network_kind_state_and_status(site: Flask, coordinator: FlaskClient) -> None:
    post(coordinator, audience="public", title="Okapi course", notice_kind="training")
    visitor = site.test_client()

    found = {address: "Okapi course" in visitor.get(f"/en/notices?{address}").text for address in FILTERS}

    assert found == FILTERS


def test_what_a_board_is_narrowed_to_can_be_taken_away(site: Flask, coordinator: FlaskClient) -> None:
    page = site.test_client().get("/en/notices?kind=visit&jurisdiction=kg&archive=1").text

    chips = page.split('class="chips"')[1].split("</ul>")[0]

    assert [unescape(address) for address in re.findall(r'href="([^"]*)"', chips)] == [
        "?jurisdiction=KG&archive=1",
        "?kind=visit&archive=1",
        "?kind=visit&jurisdiction=KG",
    ]
    assert all(words in chips for words in ("Study visit", "Kyrgyzstan", "Archive"))


def test_a_count_and_the_pages_tell_of_no_notice_that_is_for_others(site: Flask, coordinator: FlaskClient) -> None:
    factories.add(*(factories.notice(f"pangolin-{number}", f"Pangolin {number}") for number in range(PER_PAGE + 1)))
    addresses = ("/en/notices?q=pangolin", "/en/notices?q=pangolin&network=casc&kind=visit")

    for address in addresses:
        member, visitor = (reader.get(address).text for reader in (coordinator, site.test_client()))

        assert (f"{PER_PAGE + 1} notices" in member, "Page 1 of 2" in member) == (True, True)
        assert ("0 notices" in visitor, "Page 1 of" in visitor) == (True, False)


def test_what_a_board_is_narrowed_to_by_words_was_looked_at_whole(site: Flask, coordinator: FlaskClient) -> None:
    factories.add(factories.notice("tapir", "Visit", text=factories.english("Ring the tapirs at noon.")))
    looks = select(Disclosure.details).where(Disclosure.kind == "notice", Disclosure.key == "tapir")

    coordinator.get("/en/notices?q=tapirs")

    assert [set(details) >= {"title", "text"} for details in db.session.scalars(looks)] == [True]


def test_states_are_offered_whose_notices_the_reader_may_read(site: Flask) -> None:
    host = signed_in(site, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="UZ"))
    post(host, title="From a State of its own")

    member, visitor = (page.get("/en/notices").text for page in (host, site.test_client()))

    assert ('value="UZ"' in member, 'value="UZ"' in visitor) == (True, False)


def test_a_text_keeps_the_lines_of_its_writer(coordinator: FlaskClient) -> None:
    address = post(coordinator, text="First day: the quokka.\nSecond day: the wombat.")

    assert re.search(
        r'class="written"[^>]*>First day: the quokka.\nSecond day: the wombat.</p>', coordinator.get(address).text
    )


@pytest.mark.parametrize("page", ["", "networks", "networks/casc"])
def test_the_noticeboard_is_found_from_the_first_page_and_from_networks(site: Flask, page: str) -> None:
    main = site.test_client().get(f"/en/{page}").text.split("<main")[1].split("</main>")[0]

    assert 'href="/en/notices' in main


def test_a_notice_goes_into_the_archive_after_its_last_day(site: Flask, coordinator: FlaskClient) -> None:
    address = post(coordinator, audience="public", title="Soon over")
    visitor = site.test_client()

    with time_machine.travel(clock.now() + 4 * DAY, tick=False):
        board, archive = (visitor.get(page).text for page in ("/en/notices", "/en/notices?archive=1"))
        page = visitor.get(address).text

    assert ("Soon over" in board, "Soon over" in archive, "This notice is down" in page) == (False, True, True)


def test_a_notice_that_is_withdrawn_is_down_at_once_and_stays_in_the_archive(
    site: Flask, coordinator: FlaskClient
) -> None:
    address = post(coordinator, audience="public", title="Taken back")

    for _ in range(2):
        assert coordinator.post(f"{address}/withdraw").status_code == 303

    assert "Taken back" not in site.test_client().get("/en/notices").text
    assert "Taken back" in site.test_client().get("/en/notices?archive=1").text


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ({"networks": ["casc"], "jurisdiction_key": "KG"}, 403),
        ({"role": Role.COORDINATOR, "networks": ["ejn"]}, 404),
        ({"role": Role.COORDINATOR, "jurisdiction_key": "KZ", "networks": ["casc"]}, 403),
        ({"role": Role.COORDINATOR, "networks": ["casc"]}, 303),
    ],
)
def test_a_notice_is_changed_by_who_looks_after_it(
    site: Flask, coordinator: FlaskClient, person: dict[str, Any], status: int
) -> None:
    address = post(coordinator)

    answer = signed_in(site, factories.account(**person)).post(f"{address}/edit", data=sent(title="Changed"))

    assert answer.status_code == status
    assert ("Changed" in coordinator.get(address).text) == (status == 303)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Fill in this field."),
        ({"ends_on": "2020-01-01", "starts_on": ""}, "This day is over."),
        ({"starts_on": "2999-01-01"}, "The last day is before the first."),
        ({"ends_on": "soon"}, "Write a date"),
        ({"network": "ejn"}, "Choose from the list."),
        ({"audience": "coordinators"}, "Choose from the list."),
        ({"text": "x" * 9000}, "at most 8000"),
        ({"title": "Visit \u202etis\u202c of judges"}, "characters that cannot be seen"),
        ({"text": "Two lines:\r\n\u2066of an isolate"}, "characters that cannot be seen"),
        ({"host": "A" + "\u0301" * 200}, "characters that cannot be seen"),
        ({"text": "Born on 12.03.1987 and seen since."}, "The text seems to contain a date of birth."),
    ],
)
def test_what_cannot_be_posted_is_told_and_nothing_typed_is_lost(
    coordinator: FlaskClient, changed: dict[str, str], words: str
) -> None:
    page = refused(coordinator, who="Who has a wombat", **changed)

    assert words in page
    assert "Who has a wombat" in page


def test_what_looks_like_data_of_a_person_is_posted_if_the_writer_insists(coordinator: FlaskClient) -> None:
    post(coordinator, how="Office, +996 312 000 000", as_it_is="y")


def news_of(account: Account) -> str:
    with time_machine.travel(clock.now() + 2 * DAY, tick=False):
        tell_followers()
    db.session.rollback()
    mine = select(Mail).where(Mail.address == account.email, Mail.letter == "follows")
    return "".join(str(mail.values["news"]) for mail in db.session.scalars(mine))


@pytest.mark.parametrize(("audience", "title"), [("public", "Told to all"), ("network", "Told to members")])
def test_who_follows_a_network_hears_of_its_notices_as_far_as_everyone_may(
    site: Flask, coordinator: FlaskClient, audience: str, title: str
) -> None:
    member, outsider = factories.account(networks=["casc"]), factories.account()
    for reader in (member, outsider):
        with committing():
            follows.follow(viewer_of(reader), "network", "casc")

    post(coordinator, audience=audience, title=title, host="The host of quokkas")

    to_member, to_outsider = news_of(member), news_of(outsider)
    is_public = audience == "public"
    assert (title in to_member, title in to_outsider) == (is_public, is_public)
    assert ("A restricted detail changed." in to_member, to_outsider == "") == (not is_public, not is_public)
    assert is_public or ("quokka" not in to_member and "Kyrgyzstan" not in to_member)


def test_a_notice_has_a_history_for_its_readers(site: Flask, coordinator: FlaskClient) -> None:
    key = post(coordinator, title="With a past").rpartition("/")[2]

    assert "With a past" in coordinator.get(f"/en/history?kind=notice&key={key}").text
    assert site.test_client().get(f"/en/history?kind=notice&key={key}").status_code == 404
    assert db.session.get_one(Notice, key).jurisdiction_key == "KG"
