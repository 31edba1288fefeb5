"""The yearly report of a network: who makes it, what it holds, and that it holds no small count."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from pypdf import PdfReader

from directory import clock
from directory.vocabulary import Role
from tests import factories
from tests.people import signed_in
from tests.statistics.conftest import Consult, answered

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
IN_AUGUST = datetime(2026, 8, 9, tzinfo=UTC)
REPORT = "/en/statistics/report?network=casc&year=2026"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_report_is_a_tagged_pdf_with_the_quarters_that_are_over_and_no_small_count(
    consult: Consult, small_app: Flask
) -> None:
    consult("KG", "KZ", 9, IN_AUGUST, **answered(IN_AUGUST))
    consult("UZ", "KZ", 2, IN_AUGUST, measure="bank_data")
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"]))

    answer = client.get(REPORT)

    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert PdfReader(io.BytesIO(answer.data)).trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = words_of(answer.data)
    assert "report of 2026" in words
    assert "Consultations, 3rd quarter 2026" in words
    assert "4th quarter" not in words
    assert "Consultations: 11" in words
    assert "Bank data kept back" in words
    assert "Extradition kept back" in words


def test_a_report_in_arabic_is_made(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(Role.ADMINISTRATOR))

    assert client.get(REPORT.replace("/en/", "/ar/")).data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.PRACTITIONER, {"jurisdiction_key": "KG", "networks": ["casc"]}, 403),
        (Role.COORDINATOR, {"jurisdiction_key": "KG", "networks": ["casc"]}, 403),
        (Role.COORDINATOR, {"networks": ["ejn"]}, 403),
        (Role.COORDINATOR, {"networks": ["casc"]}, 200),
    ],
)
def test_who_looks_after_the_whole_network_makes_its_report_and_is_offered_it(
    small_app: Flask, role: Role, place: dict[str, object], status: int
) -> None:
    client = signed_in(small_app, factories.account(role, **place))

    _, _, offered = client.get("/en/statistics").text.partition('id="report"')
    answer = client.get(REPORT)

    assert answer.status_code == status
    assert ('<option value="casc"' in offered) == (status == 200)


@pytest.mark.parametrize("question", ["", "network=casc", "network=casc&year=1999", "network=none&year=2026"])
def test_a_report_that_is_not_offered_is_not_found(small_app: Flask, question: str) -> None:
    client = signed_in(small_app, factories.account(Role.ADMINISTRATOR))

    assert client.get(f"/en/statistics/report?{question}").status_code == 404
