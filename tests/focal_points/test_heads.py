"""What leads the page of a desk: the number to try first with its own verification; where none answers, what else."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from directory import clock
from directory.models import Report
from directory.vocabulary import ReportOutcome
from tests import factories
from tests.focal_points.test_one_truth import ALL_HOURS, Situation, known, lead_on, put

NOW = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
ADDRESS = "/en/focal-points/test-desk"
# Where a desk stands with its badge.
PAGES = (ADDRESS, "/en/focal-points?jurisdiction=KG&network=casc", "/en/jurisdictions/KG")
UNVERIFIED = {"verified_on": None, "due_on": None}
GUESSED = UNVERIFIED | {"confidence": "unverified", "sources": ()}
# Lines of the desk in the order that they are kept in, each with what its provenance says; the one that leads.
LINES: list[tuple[list[tuple[str, dict[str, Any]]], str]] = [
    ([("+996 312 000 001", UNVERIFIED), ("+996 312 000 002", {})], "+996 312 000 002"),
    ([("+996 312 000 001", GUESSED), ("+996 312 000 002", UNVERIFIED)], "+996 312 000 002"),
    ([("+996 312 000 001", GUESSED), ("+996 312 000 002", {})], "+996 312 000 002"),
    ([("call the duty officer", {}), ("+996 312 000 002", GUESSED)], "+996 312 000 002"),
    ([("call the duty officer", {})], ""),
    ([("+996 312 000 001", {}), ("+996 312 000 002", {})], "+996 312 000 001"),
]


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def put_lines(
    *lines: tuple[str, dict[str, Any]],
    network: str | None = "casc",
    cover: str = "round_the_clock",
    means: str = "phone",
) -> None:
    put(Situation(cover, ALL_HOURS, None, ALL_HOURS, number="none", is_verified=True))
    for position, (value, said) in enumerate(lines):
        contact = factories.contact(value, means=means, network_key=network, position=position)
        factories.add(contact)
        factories.add(known("contact_detail", contact.key, "value", **said))


def report_it(outcome: ReportOutcome = ReportOutcome.OPEN) -> None:
    own = {"contact_key": "test-authority:+996 312 000 001", "authority_key": "test-authority"}
    factories.add(Report(**own, fault="no_answer", language="en", outcome=outcome))


def head(app: Flask, address: str = ADDRESS) -> str:
    return app.test_client().get(address).text.split('<header class="stack">')[1].split("</header>")[0]


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("lines", "leading"), LINES)
def test_what_is_verified_leads_before_what_a_source_says_and_that_before_the_rest(
    lines: list[tuple[str, dict[str, Any]]], leading: str, small_app: Flask
) -> None:
    put_lines(*lines)

    assert lead_on(head(small_app)) == leading


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("lines", "leading"), LINES)
def test_the_page_of_an_authority_leads_with_the_same_number(
    lines: list[tuple[str, dict[str, Any]]], leading: str, small_app: Flask
) -> None:
    put_lines(*lines, network=None)

    assert lead_on(head(small_app, "/en/authorities/test-authority")) == leading


@pytest.mark.parametrize(
    ("said", "words"), [({}, "verified 26 Nov 2026"), (UNVERIFIED, "Not yet verified"), (GUESSED, "unverified")]
)
def test_beside_the_number_stands_how_far_it_is_verified(said: dict[str, Any], words: str, small_app: Flask) -> None:
    put_lines(("+996 312 000 001", said))

    lead = head(small_app).split('<div class="lead">')[1].split("</div>")[0]

    assert words in lead


def test_a_number_that_was_reported_is_green_nowhere_on_a_page(small_app: Flask) -> None:
    put_lines(("+996 312 000 001", {}))
    report_it()

    page = small_app.test_client().get(ADDRESS).text
    lines = page.split('id="own-lines"')[1].split("</section>")[0]
    lead = page.split('<div class="lead">')[1].split("</div>")[0]

    assert "reported as wrong, being checked" in lead
    assert "tag now" not in lead + lines


@pytest.mark.parametrize("is_reported", [True, False])
def test_a_number_that_was_reported_is_not_green_on_a_card(is_reported: bool, small_app: Flask) -> None:
    put_lines(("+996 312 000 001", {}))
    if is_reported:
        report_it()

    card = small_app.test_client().get(f"{ADDRESS}/card").text
    line = card.split('<bdi dir="ltr">+996 312 000 001')[1].split("</dd>")[0]

    assert ("tag now" in line) == (not is_reported)
    assert "verified" in line


@pytest.mark.long(each=4)
@pytest.mark.parametrize("is_settled", [True, False])
@pytest.mark.parametrize("has_other", [True, False])
@pytest.mark.parametrize("address", PAGES)
def test_a_desk_whose_only_verified_number_was_reported_is_not_green(
    address: str, has_other: bool, is_settled: bool, small_app: Flask
) -> None:
    put_lines(("+996 312 000 001", {}), *([("+996 312 000 002", {})] if has_other else []))
    small_app.test_client().get(address)
    report_it(ReportOutcome.CORRECTED if is_settled else ReportOutcome.OPEN)

    badges = re.findall(r'<span class="(tag[^"]*)">24 hours', small_app.test_client().get(address).text)

    assert badges == ["tag now" if has_other or is_settled else "tag"]


@pytest.mark.parametrize("means", ["phone", "fax"])
def test_a_line_of_its_own_that_cannot_be_called_is_not_said_to_be_unpublished(means: str, small_app: Flask) -> None:
    put_lines(("+996 312 000 001", {"is_dead": True}), means=means)
    factories.add(factories.contact("+996 312 000 002", means="phone"))

    text = head(small_app)

    assert "No line of this desk is known to answer. This one is its institution’s" in text
    assert "alone is published" not in text


@pytest.mark.parametrize(
    ("means", "words"), [("phone", "is known to answer"), ("fax", "is known to answer"), ("address", "is published")]
)
def test_a_desk_with_dead_lines_alone_says_so_and_one_with_an_address_by_post_has_no_line(
    means: str, words: str, small_app: Flask
) -> None:
    put_lines()
    contact = factories.contact("+996 312 000 001", means=means, network_key="casc")
    factories.add(contact, known("contact_detail", contact.key, "value", is_dead=True))

    assert f"No line of this desk {words}." in head(small_app)


NO_NUMBER = "by the desk’s own statement; whether a number answers at every hour is not known"


@pytest.mark.long(each=4)
@pytest.mark.parametrize(
    ("lines", "is_said"),
    [([], True), ([("+996 312 000 001", {"is_dead": True})], True), ([("+996 312 000 001", {})], False)],
)
@pytest.mark.parametrize("address", [*PAGES, "/en/jurisdictions/KG/card", "/en/authorities/test-authority/card"])
def test_a_cover_round_the_clock_without_a_number_is_said_in_words(
    address: str, lines: list[tuple[str, dict[str, Any]]], is_said: bool, small_app: Flask
) -> None:
    put_lines(*lines)

    row = small_app.test_client().get(address).text.split("24 hours a day, 7 days a week")

    assert any(NO_NUMBER in part[:200] for part in row[1:]) == is_said


@pytest.mark.parametrize(
    ("lines", "cover", "has_ways"),
    [
        ([], "round_the_clock", True),
        ([("+996 312 000 001", {})], "round_the_clock", False),
        ([("+996 312 000 001", {"is_dead": True})], "round_the_clock", True),
        ([("+996 312 000 001", {})], "on_call", True),
    ],
)
def test_a_state_names_the_next_ways_whenever_none_of_its_desks_answers(
    lines: list[tuple[str, dict[str, Any]]], cover: str, has_ways: bool, small_app: Flask
) -> None:
    put_lines(*lines, cover=cover)

    assert ('id="next-ways"' in small_app.test_client().get("/en/jurisdictions/KG").text) == has_ways


@pytest.mark.long(each=2)
@pytest.mark.parametrize("has_other", [True, False])
@pytest.mark.parametrize("address", [ADDRESS, "/en/authorities/test-authority"])
def test_a_page_without_a_line_promises_the_next_ways_only_where_they_are(
    address: str, has_other: bool, small_app: Flask
) -> None:
    put_lines()
    if has_other:
        factories.add(factories.authority("kg-other"))
        factories.add(factories.focal_point("kg-other-desk", "kg-other", network_key="caricc"))
        factories.add(factories.contact("+996 312 000 003", "kg-other", means="phone", network_key="caricc"))
    client = small_app.test_client()

    is_promised = "names the next lawful ways" in client.get(address).text

    assert is_promised == ('id="next-ways"' in client.get("/en/jurisdictions/KG").text) == (not has_other)


def test_a_vcard_says_that_a_number_was_reported_and_not_that_it_is_verified(small_app: Flask) -> None:
    put_lines(("+996 312 000 001", {}))
    report_it()

    card = small_app.test_client().get(f"{ADDRESS}.vcf").text.replace("\r\n ", "")
    [note] = re.findall(r"NOTE:(.*)", card)

    assert "+996 312 000 001 (reported as wrong\\, being checked" in note
    assert "+996 312 000 001 (verified" not in note
