"""The figures of a quarter that is over stay as they are, whatever is done in its consultations afterwards."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from pypdf import PdfReader

from directory import clock
from directory.consultations.service import answering, asking, retention, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import NOTHING, WrittenText
from directory.extensions import db
from directory.models import Account, Consultation, FocalPoint, Network
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import Scene, make_scene
from tests.people import signed_in

IN_AUGUST, IN_NOVEMBER = datetime(2026, 8, 10, 9, tzinfo=UTC), datetime(2026, 11, 10, 9, tzinfo=UTC)
FIGURES = "/en/statistics/export?format=json&quarter=2026-3&network=casc"
REPORT = "/en/statistics/report?network=casc&year=2026"


@pytest.fixture(params=["small_app", pytest.param("postgresql_app", marks=pytest.mark.xdist_group("postgresql"))])
def site(request: pytest.FixtureRequest) -> Flask:
    site: Flask = request.getfixturevalue(request.param)
    return site


def answer(scene: Scene, made: Consultation, outcome: str, *missing: str) -> None:
    answering.answer(scene.viewer("member"), made, Reply(outcome, missing, WrittenText(f"{outcome} {missing}", "en")))


def hand_over(scene: Scene, made: Consultation) -> None:
    seats.hand_over(scene.viewer("member"), made, scene.other_desk, NOTHING)


LATER: dict[str, Callable[[Scene, list[Consultation]], None]] = {
    "one is acknowledged": lambda scene, made: answering.acknowledge(scene.viewer("member"), made[13]),
    "one is answered": lambda scene, made: answer(scene, made[13], "welcome"),
    "one is answered otherwise": lambda scene, made: answer(scene, made[0], "not_possible", "summary_of_facts"),
    "one is asked again": lambda scene, made: asking.reopen(
        scene.viewer("asker"), made[0], WrittenText("And then?", "en")
    ),
    "one is handed over to another network": lambda scene, made: hand_over(scene, made[13]),
    "one is closed": lambda scene, made: asking.close(scene.viewer("asker"), made[0]),
    "all are shredded": lambda _scene, _made: retention.shred_old(IN_NOVEMBER + timedelta(days=900)) and None,
}


def asked_in_august() -> tuple[Scene, list[Consultation]]:
    """Return 14 consultations, of which the first seven were answered within two hours."""
    scene = make_scene()
    factories.add(Network(key="beside", name=factories.english("Beside"), network_kind="judicial_cooperation"))
    with committing():
        db.session.get_one(FocalPoint, scene.other_desk).network_key = "beside"
    with clock.frozen_at(IN_AUGUST):
        made = [scene.ask() for _ in range(14)]
    with clock.frozen_at(IN_AUGUST + timedelta(hours=2)), committing():
        for one in made[:7]:
            answer(scene, one, "welcome", "subject_and_nature")
    return scene, made


def figures(site: Flask, reader: Account) -> dict[str, object]:
    tables = signed_in(site, reader).get(FIGURES).json["tables"]
    return {one["code"]: one["rows"] for one in tables if one["code"].startswith("consultations-others")}


@pytest.mark.long(each=6)
@pytest.mark.parametrize("later", LATER)
def test_what_is_done_after_a_quarter_changes_none_of_its_figures(site: Flask, later: str) -> None:
    scene, made = asked_in_august()
    reader = factories.account(networks=["casc"], jurisdiction_key="TJ")
    before = figures(site, reader)

    with clock.frozen_at(IN_NOVEMBER), committing():
        LATER[later](scene, made)

    db.session.expire_all()
    assert figures(site, reader) == before
    outcomes = {row["key"]: row["values"] for row in before["consultations-others-outcomes"]}  # type: ignore[attr-defined]
    assert outcomes == {"welcome": {"Consultations": 7}, "waiting": {"Consultations": 7}}


def test_a_report_holds_the_same_of_a_quarter_after_more_was_done(small_app: Flask) -> None:
    scene, made = asked_in_august()
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"]))

    with clock.frozen_at(IN_NOVEMBER), committing():
        answer(scene, made[13], "welcome")

    pages = PdfReader(io.BytesIO(client.get(REPORT).data)).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "not acknowledged yet 7" in words
    assert "by what had been done in them when it ended" in words


def test_the_page_says_as_of_when_the_figures_of_a_quarter_are(small_app: Flask) -> None:
    asked_in_august()
    reader = factories.account(networks=["casc"], jurisdiction_key="TJ")

    page = signed_in(small_app, reader).get("/en/statistics?quarter=2026-3&network=casc").text

    assert "by what had been done in them when it ended" in page
