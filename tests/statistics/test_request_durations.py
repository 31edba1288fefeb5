"""How long requests to a State usually take: on its page and in the atlas, once enough is known; and what of requests
stands in files, papers and yearly returns."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import AuditEvent, DocketAct, DocketEntry, RequestDuration
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters import requests
from directory.statistics.presenters.pages import tables_by_id
from directory.statistics.request_durations import publish_durations
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in
from tests.statistics.simulated_requests import APART, BOTH, SENDER, Simulated, coordinator, simulate, store, true_days

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
UNTIL, SINCE = date(2026, 10, 1), date(2023, 10, 1)
SENTENCE = "Half of the requests had ended within"
ONE = replace(
    simulate(number=1)[0],
    sender="KG",
    receiver="KZ",
    kept=SENDER,
    ground="",
    withdrawn=None,
    sent=date(2025, 1, 1),
    received=date(2025, 1, 9),
    ended=date(2025, 2, 11),
    offices={"KG": "first-KG", "KZ": "first-KZ"},
)


@pytest.fixture(autouse=True)
def at_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def published() -> dict[str, RequestDuration]:
    with committing():
        publish_durations(NOW)
    return {one.jurisdiction_key: one for one in db.session.scalars(select(RequestDuration))}


def from_states(counts: dict[str, int], **values: object) -> list[Simulated]:
    """Return requests to Kazakhstan, so many from each State."""
    offices = {state: {state: f"first-{state}", "KZ": "first-KZ"} for state in counts}
    return [
        replace(ONE, sender=state, offices=offices[state], **values)  # type: ignore[arg-type]
        for state, count in counts.items()
        for _ in range(count)
    ]


def test_days_are_those_of_all_lists_rounded_up_to_ten(small_app: Flask) -> None:
    true = simulate()
    store(true)

    found = published()

    assert found
    for state, one in found.items():
        own = [each for each in true if each.receiver == state and SINCE <= each.sent < UNTIL]
        counted = [each for each in own for _times in range(2 if each.kept == APART else 1)]
        waited = [((each.ended_by(UNTIL) or each.withdrawn or UNTIL) - each.sent).days for each in counted]
        half, most = (
            true_days(share, [(days, bool(each.ended_by(UNTIL))) for days, each in zip(waited, counted, strict=True)])
            for share in (Fraction(1, 2), Fraction(4, 5))
        )
        rounded = [None if days is None else -(-days // 10) * 10 for days in (half, most)]
        assert [one.half_days, one.most_days] == rounded
        assert (one.since, one.until) == (SINCE, UNTIL)


@pytest.mark.parametrize(
    ("counts", "is_told"),
    [
        ({"KG": 10, "UZ": 10, "TJ": 10}, True),
        ({"KG": 10, "UZ": 10, "TJ": 9}, False),
        ({"KG": 15, "UZ": 10, "TJ": 5}, True),
        ({"KG": 16, "UZ": 9, "TJ": 5}, False),
        ({"KG": 15, "UZ": 15}, False),
    ],
)
def test_nothing_is_told_of_few_requests_few_states_or_one_state(
    small_app: Flask, counts: dict[str, int], is_told: bool
) -> None:
    store(from_states(counts))

    assert bool(published()) == is_told


def test_open_requests_are_not_enough(small_app: Flask) -> None:
    store(from_states({"KG": 15, "UZ": 15, "TJ": 15}, ended=None))

    assert published() == {}


def test_the_page_of_the_state_and_the_atlas_tell_it_at_once(small_app: Flask) -> None:
    store(from_states({"KG": 10, "UZ": 10, "TJ": 10}))
    client = small_app.test_client()
    pages = ("/en/jurisdictions/KZ", "/en/atlas?from=KG&to=KZ&measure=hearing_witness&offence=tip")
    before = [client.get(page).text for page in pages]

    published()

    for page, text in zip(pages, before, strict=True):
        after = client.get(page).text
        assert SENTENCE not in text
        assert f"{SENTENCE} 50 days" in after
        assert "at least 30 requests from 3 or more States" in after
        assert "1 October 2026" in after
        assert SENTENCE not in client.get("/en/jurisdictions/UZ").text


def test_within_a_quarter_nothing_changes(small_app: Flask) -> None:
    store(from_states({"KG": 10, "UZ": 10, "TJ": 10}))
    published()
    with committing():
        for one in db.session.scalars(select(DocketAct).where(DocketAct.act == "executed")):
            one.on_day = date(2026, 1, 1)

    assert published()["KZ"].half_days == 50


def test_what_is_no_longer_enough_is_taken_away_and_recorded(small_app: Flask) -> None:
    store(from_states({"KG": 10, "UZ": 10, "TJ": 10}))
    published()
    for entry in db.session.scalars(select(DocketEntry)):
        factories.add(DocketAct(entry_id=entry.id, act="struck", at=NOW))

    with committing():
        publish_durations(NOW + timedelta(days=90))

    assert db.session.scalars(select(RequestDuration)).all() == []
    acts = select(AuditEvent.key).where(AuditEvent.action == "publish_request_duration")
    assert db.session.scalars(acts).all() == ["KZ", "KZ"]


def strike(entries: list[DocketEntry]) -> None:
    factories.add(DocketAct(entry_id=entries[0].id, act="struck", at=NOW))


def state_an_end(entries: list[DocketEntry]) -> None:
    factories.add(DocketAct(entry_id=entries[0].id, act="executed", on_day=date(2025, 1, 10), at=NOW))


def join(entries: list[DocketEntry]) -> None:
    first, second = entries[:2]
    first.partner_id, second.partner_id = second.id, first.id
    factories.add(*(DocketAct(entry_id=one.id, act="joined", at=NOW) for one in (first, second)))


def correct(entries: list[DocketEntry]) -> None:
    entry = entries[0]
    former = {"former_measure": entry.measure, "former_treaty_key": entry.treaty_key or ""}
    factories.add(DocketAct(entry_id=entry.id, act="changed", at=NOW, **former))
    entry.measure, entry.treaty_key = "freezing", "tip-protocol"
    factories.add(entry)


@pytest.mark.parametrize("later", [strike, state_an_end, join, correct])
def test_what_is_done_after_a_year_was_counted_changes_none_of_its_figures(
    small_app: Flask, later: Callable[[list[DocketEntry]], None]
) -> None:
    people = store(from_states({"UZ": 9, "TJ": 9, "AM": 9}, kept=APART, ended=None))
    viewer = viewer_of(people["KG"])

    def read() -> dict[str, object]:
        db.session.expire_all()
        asked = FiguresFilter(365, finished_quarters(NOW)[0], "", 2025)
        return dict(tables_by_id(list(requests.sections(viewer, asked, NOW, "en"))))

    before = read()
    later(list(db.session.scalars(select(DocketEntry).order_by(DocketEntry.id))))

    assert "requests-network-times" in before
    assert read() == before


def test_what_was_entered_late_counts_in_the_next_year(small_app: Flask) -> None:
    people = store(from_states({"UZ": 9, "TJ": 9, "AM": 9}))
    with committing():
        for one in db.session.scalars(select(DocketEntry)):
            one.entered_at = datetime(2026, 5, 1, tzinfo=UTC)
    viewer = viewer_of(people["KG"])

    def is_told(year: int, now: datetime) -> bool:
        asked = FiguresFilter(365, finished_quarters(now)[0], "", year)
        return any(one.code == "requests-network" for one in requests.sections(viewer, asked, now, "en"))

    assert [is_told(year, datetime(2027, 6, 1, tzinfo=UTC)) for year in (2024, 2025, 2026)] == [False, False, True]


def test_page_files_and_paper_hold_the_same(small_app: Flask) -> None:
    people = store(simulate())
    client = signed_in(small_app, people["KG"])
    query = "days=365&year=2024"

    page = client.get(f"/en/statistics?{query}").text
    tables = {one["code"]: one for one in client.get(f"/en/statistics/export?format=json&{query}").json["tables"]}
    paper = client.get(f"/en/statistics/requests.pdf?{query}")

    words = " ".join(" ".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(paper.data)).pages)
    table = tables["requests-network-times"]
    number = table["rows"][0]["values"]["Requests"]
    assert str(number) in parse(page).one("[aria-labelledby=requests-network-times]").text
    assert f"Requests: {number}" in words
    csv = client.get(f"/en/statistics/export?format=csv&table=requests-network-times&{query}").text
    assert str(number) in csv
    assert client.get(f"/en/statistics/export?format=xlsx&{query}").status_code == 200


def test_a_paper_of_nothing_is_not_there(small_app: Flask) -> None:
    client = signed_in(small_app, factories.account(jurisdiction_key="KG"))

    assert client.get("/en/statistics/requests.pdf").status_code == 404


def test_a_yearly_return_is_filled_in_from_the_list_of_the_state(small_app: Flask) -> None:
    received = replace(ONE, sender="UZ", receiver="KG", kept=BOTH, offices={"UZ": "first-UZ", "KG": "first-KG"})
    store([*from_states({"KG": 3, "UZ": 2}), received])
    client = signed_in(small_app, coordinator("KG"))

    form = parse(client.get("/en/statistics/returns/KG/tip/2025").text)

    assert form.one("#requests_sent-total")["value"] == "3"
    assert form.one("#requests_received-total")["value"] == "1"
    assert not form.all("#requests_sent-women")


def test_who_does_not_oversee_the_list_is_not_told_of_it_by_the_return(small_app: Flask) -> None:
    store(from_states({"KG": 3}))
    client = signed_in(small_app, factories.account(Role.COORDINATOR, networks=["casc"]))

    form = parse(client.get("/en/statistics/returns/KG/tip/2025").text)

    assert form.one("#requests_sent-total")["value"] == ""
