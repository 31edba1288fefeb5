"""The pages of proposals: a form without a script, a diff, a decision."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Authority, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in

ENTRY = "/en/proposals/new?kind=authority&key=kg-prosecutor-general"


def fields(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of the form of a page, but for its buttons."""
    form = page.split('<form method="post"')[1].split("</form>", maxsplit=1)[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ("checkbox" not in tag or " checked" in tag):
            sent.setdefault(unescape(name[1]), []).append(unescape(value[1]) if value else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent.setdefault(unescape(name), []).append(unescape(text))
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent.setdefault(unescape(name), []).append(unescape(chosen[1]) if chosen else "")
    return sent


@pytest.fixture
def author(writing_app: Flask, context: None) -> FlaskClient:
    account = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    return signed_in(writing_app, account)


def test_a_coordinator_edits_a_detail_and_another_publishes_it(writing_app: Flask, author: FlaskClient) -> None:
    reviewer = signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    form = fields(author.get(ENTRY).text)

    form["0-name.en"] = ["Prosecutor General’s Office"]
    form |= {"source": ["https://office.example.org"], "check": ["1"]}
    answer = author.post(ENTRY, data=form)
    address = answer.headers["Location"]
    shown = author.get(address).text
    author.post(f"{address}/submit")
    reviewer.post(f"{address}/publish")

    assert answer.status_code == 303
    assert "<ins>" in shown
    assert db.session.get(Authority, "kg-prosecutor-general").name.by_language["en"] == "Prosecutor General’s Office"
    assert db.session.get(Proposal, address.rpartition("/")[2]).state == "published"
    assert "Prosecutor General’s Office" in writing_app.test_client().get("/en/authorities/kg-prosecutor-general").text
