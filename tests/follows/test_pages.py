"""Following by the button of a page; the page of what is followed; the feed behind an address of one's own."""

from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.follows import queries
from directory.models import Account, FollowSettings
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.follows.conftest import KEY, add_phone, follower
from tests.html import parse
from tests.people import signed_in, visit

PAGES = {
    "jurisdiction": ("KG", "/en/jurisdictions/KG"),
    "authority": (KEY, f"/en/authorities/{KEY}"),
    "treaty": ("untoc", "/en/treaties/untoc"),
    "network": ("casc", "/en/networks/casc"),
}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def reader(site: Flask) -> Account:
    return factories.account(jurisdiction_key="KZ")


def make_feed(client: FlaskClient) -> str:
    shown = parse(client.post("/en/follows/feed")).one("code[dir=ltr]")
    return shown.text.removeprefix("http://localhost:8000")


def told_in(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.mimetype == "application/atom+xml"
    assert answer.headers["Cache-Control"] == "private, no-store"
    entries = ElementTree.fromstring(answer.data).iter(f"{ATOM}entry")
    return "\n".join(f"{one.findtext(f'{ATOM}title')}: {one.findtext(f'{ATOM}content')}" for one in entries)


@pytest.mark.parametrize("kind", PAGES)
def test_the_page_of_an_entry_offers_to_follow_it_and_then_to_end_that(site: Flask, reader: Account, kind: str) -> None:
    client, (key, page) = signed_in(site, reader), PAGES[kind]
    assert f'action="/en/follows/{kind}/{key}/follow"' in client.get(page).text

    for _ in range(2):
        assert client.post(f"/en/follows/{kind}/{key}/follow").headers["Location"] == page

    assert "You follow this entry" in client.get(page).text
    client.post(f"/en/follows/{kind}/{key}/unfollow")
    client.post(f"/en/follows/{kind}/{key}/unfollow")
    assert "You follow this entry" not in client.get(page).text


def test_a_visitor_follows_nothing(site: Flask) -> None:
    client = site.test_client()
    visit(client)

    assert "/follows/" not in client.get(f"/en/authorities/{KEY}").text
    assert client.get("/en/follows").headers["Location"].startswith("/en/account/sign-in")
    assert client.post(f"/en/follows/authority/{KEY}/follow").status_code == 401


@pytest.mark.parametrize("address", ["authority/none", "requirement/kg", "account/1", "authority/%00", "mail/1"])
def test_what_cannot_be_followed_is_not_found(site: Flask, reader: Account, address: str) -> None:
    assert signed_in(site, reader).post(f"/en/follows/{address}/follow").status_code == 404


def test_who_follows_nothing_is_told_how_to_begin(site: Flask, reader: Account) -> None:
    assert "You follow nothing yet." in signed_in(site, reader).get("/en/follows").text


def test_the_page_tells_of_news_and_shows_no_value_that_is_not_for_everyone(site: Flask) -> None:
    reader = follower(("authority", KEY), networks=["casc"])
    add_phone("+996 555 0301")
    add_phone("+996 555 0302", Audience.NETWORK)

    page = signed_in(site, reader).get("/en/follows").text

    assert "+996 555 0301" in page
    assert "+996 555 0302" not in page
    assert "A restricted detail changed." in page


def test_how_often_letters_come_is_chosen_on_the_page(site: Flask, reader: Account) -> None:
    client = signed_in(site, reader)
    assert client.post("/en/follows", data={"pace": "hourly"}).status_code == 422

    client.post("/en/follows", data={"pace": "weekly"})

    db.session.rollback()
    assert db.session.get_one(FollowSettings, reader.id).pace == "weekly"


def test_the_feed_tells_what_everyone_may_read_and_its_address_can_be_made_worthless(site: Flask) -> None:
    reader = follower(("authority", KEY), networks=["casc"])
    add_phone("+996 555 0301")
    add_phone("+996 555 0302", Audience.NETWORK)
    client, anybody = signed_in(site, reader), site.test_client()

    address = make_feed(client)

    told = told_in(anybody, address)
    assert "Office of Followers" in told
    assert "+996 555 0301" in told
    assert "+996 555 0302" not in told
    assert "A restricted detail changed" not in told
    second = make_feed(client)
    assert anybody.get(address).status_code == 404
    client.post("/en/follows/feed/end")
    assert anybody.get(second).status_code == 404


def test_the_feed_of_a_disabled_person_is_not_found(site: Flask, reader: Account) -> None:
    client = signed_in(site, reader)
    address = make_feed(client)
    assert told_in(client, address) == ""

    with committing():
        reader.active = False

    assert site.test_client().get(address).status_code == 404


def test_no_more_is_followed_than_can_be_looked_after(
    site: Flask, reader: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("directory.follows.service.MOST_FOLLOWS", 1)
    client = signed_in(site, reader)
    client.post("/en/follows/treaty/untoc/follow")

    answer = client.post("/en/follows/treaty/chisinau-2002/follow")

    assert answer.status_code == 400
    assert "end one first" in answer.text
    assert len(queries.list_follows(reader.id)) == 1
