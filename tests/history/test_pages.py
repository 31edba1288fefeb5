"""The history of an entry: sentences of what a reader may read, and nothing that tells of the rest."""

import re
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory.audit.chain import AuditAct, erase, record_all
from directory.extensions import db
from directory.models import Account, Disclosure
from directory.models.details import EntryKey
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.history.conftest import KEY, OPEN_KEY, PHONES

Clients = dict[str, FlaskClient]
ENTRY = ("authority", KEY)
ADDRESS = f"/en/history?kind=authority&key={KEY}"
WITHHELD = "A detail that is not public was changed."
DAY = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


def words_of(page: str) -> str:
    """Return what a page says, without its marks."""
    main = re.sub(r"</(?:td|th|li|p|h\d)>", " ", page[page.index("<main") : page.index("</main>")])
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", main)))


def main(answer: TestResponse) -> bytes:
    """Return a visitor's page as it is, and that of a person without its frame, where form tokens stand."""
    page = answer.data
    return page[page.index(b"<main") : page.index(b"</main>")] if b"token" in page else page


def history(client: FlaskClient, address: str = ADDRESS) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return words_of(answer.text)


def coordinator() -> int:
    return db.session.scalar(select(Account.id).where(Account.name == "Coordinator Fictional"))


def contact_key(audience: Audience, entry: str = KEY) -> EntryKey:
    return "contact_detail", f"{entry}:{PHONES[audience]}"


def act(*acts: AuditAct, at: datetime = DAY) -> None:
    number = coordinator()
    with time_machine.travel(at, tick=False), committing():
        record_all(number, acts)


@pytest.fixture(scope="module")
def recorded(site: Flask, clients: Clients) -> None:
    """Record a change of a phone for each audience, each with what it was before."""
    for number, audience in enumerate(Audience):
        old = f"+996 555 9{number}"
        act(AuditAct("changed", contact_key(audience), "value", old, PHONES[audience]), at=DAY.replace(hour=number))
    act(AuditAct("changed", ENTRY, "coordinator_note", None, {"original": "en", "texts": {"en": "canary note"}}))


@pytest.mark.parametrize(
    ("reader", "read"),
    [
        ("visitor", {Audience.PUBLIC}),
        ("practitioner", {Audience.PUBLIC, Audience.PRACTITIONERS}),
        ("member", {Audience.PUBLIC, Audience.PRACTITIONERS, Audience.NETWORK}),
        ("coordinator", {Audience.PUBLIC, Audience.PRACTITIONERS, Audience.COORDINATORS}),
        ("other coordinator", {Audience.PUBLIC, Audience.PRACTITIONERS}),
        ("administrator", set(Audience)),
    ],
)
def test_a_reader_reads_the_changes_of_what_they_may_read(
    recorded: None, clients: Clients, reader: str, read: set[Audience]
) -> None:
    said = history(clients[reader])

    for number, audience in enumerate(Audience):
        sentence = f"Number or address: changed from “+996 555 9{number}” to “{PHONES[audience]}”."
        assert (sentence in said) == (audience in read), audience
        assert (PHONES[audience] in said) == (audience in read), audience
    assert ("canary" in said) == (Audience.COORDINATORS in read)


@pytest.mark.parametrize(
    ("reader", "is_told"),
    [
        ("visitor", False),
        ("practitioner", False),
        ("member", False),
        ("other coordinator", False),
        ("coordinator", True),
    ],
)
def test_only_its_owners_are_told_of_a_change_that_they_may_not_read(
    recorded: None, clients: Clients, reader: str, is_told: bool
) -> None:
    assert (WITHHELD in history(clients[reader])) == is_told


def test_who_acted_is_an_office_to_a_visitor_and_a_person_to_the_owners(recorded: None, clients: Clients) -> None:
    assert "12 November 2026, 00:30 UTC Network coordinator (Kyrgyzstan)" in history(clients["visitor"])
    assert "Coordinator Fictional" not in clients["visitor"].get(ADDRESS).text
    told = history(clients["coordinator"])
    assert "12 November 2026, 09:30 UTC Coordinator Fictional, Network coordinator (Kyrgyzstan)" in told


@pytest.mark.parametrize("reader", ["visitor", "practitioner", "other coordinator"])
def test_a_restricted_change_leaves_the_page_of_others_as_it_was_byte_for_byte(
    site: Flask, clients: Clients, reader: str
) -> None:
    entry = ("authority", OPEN_KEY)
    address = f"/en/history?kind=authority&key={OPEN_KEY}"
    act(AuditAct("changed", entry, "stages", None, ["trial"]))
    before = main(clients[reader].get(address))

    act(*(AuditAct("changed", entry, "coordinator_note", None, number) for number in range(50)))
    act(AuditAct("changed", contact_key(Audience.NETWORK, OPEN_KEY), "value", "a", "b"))
    act(AuditAct("removed", ("contact_detail", f"{OPEN_KEY}:gone"), "value", "a", None))
    act(AuditAct("proposal", entry))

    assert main(clients[reader].get(address)) == before


def test_what_a_row_held_for_others_stays_theirs_after_it_was_opened(site: Flask, clients: Clients) -> None:
    factories.add(factories.contact("opened", KEY))
    row = ("contact_detail", f"{KEY}:opened")
    act(AuditAct("changed", row, "value", "secret line", "other secret"), at=DAY.replace(day=13))
    act(
        AuditAct("changed", row, "value", "other secret", "opened"),
        AuditAct("changed", row, "audience", "coordinators", "public"),
        at=DAY.replace(day=14),
    )
    act(AuditAct("changed", row, "languages", None, ["ru"]), at=DAY.replace(day=15))

    said, told = history(clients["visitor"]), history(clients["coordinator"])

    assert "secret" not in said
    assert "Languages of the contact: added “Russian”." in said
    assert "Number or address: changed from “secret line” to “other secret”." in told


def test_a_row_that_is_gone_is_told_of_to_those_who_could_read_it(site: Flask, clients: Clients) -> None:
    for name, audience in (("open", "public"), ("closed", "network")):
        row = ("contact_detail", f"{KEY}:gone-{name}")
        act(
            AuditAct("removed", row, "value", f"{name} line", None),
            AuditAct("removed", row, "audience", audience, None),
            AuditAct("removed", row, "network_key", "casc", None),
            at=DAY.replace(day=16),
        )

    said = {reader: history(clients[reader]) for reader in ("visitor", "practitioner", "member")}

    assert all("Number or address: removed “open line”." in words for words in said.values())
    assert ["closed line" in words for words in said.values()] == [False, False, True]


def test_a_text_is_told_of_language_by_language(site: Flask, clients: Clients) -> None:
    before = {"original": "ru", "texts": {"ru": "Старая", "en": "Old"}}
    after = {"original": "ru", "texts": {"ru": "Новая", "en": "Old", "ky": "Жаңы"}}
    act(AuditAct("changed", ENTRY, "note", before, after), at=DAY.replace(day=17))

    said = history(clients["visitor"])

    assert "Note (Russian): changed from “Старая” to “Новая”." in said
    assert "Note (Kyrgyz): added “Жаңы”." in said
    assert "Old" not in said


@pytest.mark.parametrize(
    ("detail", "before", "after", "sentence"),
    [
        ("status", "active", "closed", "Status: changed from “Active” to “Closed”."),
        ("notice_until", None, "2026-12-31", "Notice ends on: added “31 December 2026”."),
        (
            "stages",
            ["trial"],
            ["trial", "enforcement"],
            "Stage: changed from “Trial” to “Trial, Enforcement of",
        ),
        ("successor_key", None, "kg-prosecutor-general", "Replaced by: added “Prosecutor General"),
        ("authority_kind", "judicial_body", None, "Kind: removed “Court or judicial body"),
        (
            "authority_kind",
            "gone_kind",
            "judicial_body",
            "Kind: changed from “gone_kind” to “Court or",
        ),
    ],
)
def test_a_value_is_told_of_in_the_readers_words(
    site: Flask, clients: Clients, detail: str, before: object, after: object, sentence: str
) -> None:
    act(AuditAct("changed", ENTRY, detail, before, after), at=DAY.replace(day=18))

    assert sentence in history(clients["visitor"])


def test_what_is_erased_is_told_of_without_its_values(site: Flask, clients: Clients) -> None:
    factories.add(factories.contact("held", KEY, held_by=""))
    row = ("contact_detail", f"{KEY}:held")
    act(AuditAct("changed", row, "held_by", None, "Person To Forget"), at=DAY.replace(day=19))
    assert "Person To Forget" in history(clients["practitioner"])

    with committing():
        erase(None, row, "held_by")

    said = history(clients["practitioner"])
    assert "Person To Forget" not in said
    assert "Person who answers: changed; what it held is erased, because a person is to be forgotten." in said
    assert "Person who answers" not in history(clients["visitor"])


def test_a_long_history_has_pages_that_lead_to_its_beginning(site: Flask, clients: Clients) -> None:
    address = "/en/history?kind=authority&key=kg-prosecutor-general"
    for day in range(1, 26):
        act(
            AuditAct("changed", ("authority", "kg-prosecutor-general"), "stages", None, ["trial"]),
            at=DAY.replace(day=day),
        )

    first, last = history(clients["visitor"], address), history(clients["visitor"], f"{address}&page=2")

    assert "Page 1 of 2" in first
    assert "first load" not in first
    assert "Page 2 of 2" in last
    assert "In the directory since the first load." in last
    assert history(clients["visitor"], f"{address}&page=99999999999999999999") == last


def test_an_entry_that_was_never_changed_says_where_it_came_from(clients: Clients) -> None:
    assert "In the directory since the first load." in history(clients["visitor"], "/en/history?kind=network&key=casc")


def test_an_entry_that_was_made_here_does_not(site: Flask, clients: Clients) -> None:
    factories.add(factories.authority("made-here"))
    act(AuditAct("created", ("authority", "made-here"), "status", None, "active"))

    said = history(clients["visitor"], "/en/history?kind=authority&key=made-here")

    assert "Status: added “Active”." in said
    assert "first load" not in said


def test_the_owners_see_who_looked_when_and_at_what(site: Flask, clients: Clients) -> None:
    with time_machine.travel(DAY.replace(day=20, hour=23), tick=False):
        factories.add(
            Disclosure(account_id=coordinator(), kind="authority", key=KEY, details=("contact_detail.value",))
        )

    told = history(clients["coordinator"])

    assert "20 November 2026, 23:30 Coordinator Fictional, Network coordinator (Kyrgyzstan) Number or address" in told
    assert "Who looked" not in history(clients["other coordinator"])
    assert "Who looked" not in history(clients["visitor"])


def test_a_restricted_value_in_a_history_is_a_view_that_is_written_down(recorded: None, clients: Clients) -> None:
    before = db.session.scalar(select(Disclosure.id).order_by(Disclosure.id.desc()).limit(1)) or 0
    db.session.rollback()

    history(clients["member"])

    (row,) = db.session.scalars(select(Disclosure).where(Disclosure.id > before))
    assert (row.kind, row.key) == ENTRY
    assert "contact_detail.value" in row.details


def test_a_value_on_another_page_of_a_history_was_not_shown(site: Flask, clients: Clients) -> None:
    factories.add(factories.authority("long-history"))
    row = ("contact_detail", "long-history:phone")
    factories.add(factories.contact("phone", "long-history", audience="practitioners"))
    act(AuditAct("changed", row, "value", "old", "new"), at=DAY.replace(day=1))
    for day in range(2, 24):
        act(AuditAct("changed", ("authority", "long-history"), "stages", None, ["trial"]), at=DAY.replace(day=day))
    before = db.session.scalar(select(Disclosure.id).order_by(Disclosure.id.desc()).limit(1)) or 0
    address = "/en/history?kind=authority&key=long-history"

    history(clients["practitioner"], address)

    db.session.rollback()
    assert list(db.session.scalars(select(Disclosure).where(Disclosure.id > before))) == []
    assert "Number or address: changed from “old” to “new”." in history(clients["practitioner"], f"{address}&page=2")
    db.session.rollback()
    assert len(list(db.session.scalars(select(Disclosure).where(Disclosure.id > before)))) == 1


@pytest.mark.parametrize(
    "question",
    [
        "kind=authority&key=unknown",
        "kind=authority",
        "kind=account&key=1",
        "kind=contact_detail&key=test-authority:x",
        "kind=%27&key=%27",
        "key=casc",
    ],
)
def test_what_has_no_history_is_not_found(clients: Clients, question: str) -> None:
    answers = [clients[reader].get(f"/en/history?{question}") for reader in ("visitor", "administrator")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_without_an_entry_the_page_says_where_histories_are(clients: Clients) -> None:
    assert "Each entry has a history of its own" in history(clients["visitor"], "/en/history")


@pytest.mark.parametrize(
    ("page", "kind", "key"),
    [
        ("authorities/kg-prosecutor-general", "authority", "kg-prosecutor-general"),
        ("focal-points/kg-casc", "focal_point", "kg-casc"),
        ("networks/casc", "network", "casc"),
        ("treaties/untoc", "treaty", "untoc"),
        ("jurisdictions/KG", "jurisdiction", "KG"),
        ("jurisdictions/KG/requirements", "requirement", "kg"),
    ],
)
def test_the_page_of_an_entry_leads_to_its_history(clients: Clients, page: str, kind: str, key: str) -> None:
    address = f"/en/history?kind={kind}&key={key}"

    assert address in unescape(clients["visitor"].get(f"/en/{page}").text)
    assert clients["visitor"].get(address).status_code == 200
