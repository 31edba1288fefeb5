"""Figures of desks: what is counted, and what is kept back from people beyond the coordinators."""

from collections.abc import Callable
from dataclasses import astuple
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, FocalPoint, ReachabilityTest
from directory.statistics.figures import DeskFigures, figures_of, silent_of, suppress_small_figures
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.desks import IN_SCOPE, OF_NETWORKS
from directory.statistics.presenters.pages import FiguresPage, page
from directory.statistics.queries import coverage
from directory.statistics.queries.desks import CountedTest, DeskCounts
from directory.statistics.tables import Value
from directory.vocabulary import Role
from tests import factories
from tests.focal_points.desks import MEMBER, add_desk
from tests.people import signed_in

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
YEAR = FiguresFilter(365, finished_quarters(NOON)[0])


def told(desk: str, outcome: str = "answered", minutes: float = 0, line: str = "") -> CountedTest:
    answered_at = NOON + timedelta(minutes=minutes) if outcome == "answered" else None
    return CountedTest("casc", desk, line, outcome, NOON, answered_at)


def test_desks_tests_answers_and_the_median_are_counted() -> None:
    tests = [told("a", minutes=2), told("b", "wrong"), told("a", minutes=10), told("b", "silent"), told("c", minutes=6)]

    assert astuple(figures_of(DeskCounts(4, 2), tests)) == (4, 2, 3, 5, 3, 60, 6, 1)


def test_a_desk_is_silent_if_it_did_not_answer_its_last_test() -> None:
    assert silent_of([told("a", "silent"), told("a"), told("b"), told("b", "silent")]) == ["b"]


def test_a_desk_of_which_one_line_answered_its_last_test_is_not_silent() -> None:
    phone = [told("a", line="phone"), told("b", line="phone"), told("b", "wrong_number", line="phone")]
    mail = [told("a", "silent", line="mail"), told("b", "silent", line="mail")]

    assert silent_of([*phone, *mail]) == ["b"]


def test_without_a_test_there_is_no_share_and_no_median() -> None:
    assert astuple(figures_of(DeskCounts(2, 0), [])) == (2, 0, 0, 0, 0, None, None, 0)


KEPT = None
TESTS = 3
# Desks, with a deputy, tested, tests, answered, percent, minutes, silent; and what is left of them.
WHOLE_AND_LEFT = [
    ((20, 0, 10, 30, 20, 67, 4, 5), (20, 0, 10, 30, 20, 67, 4, 5)),
    ((20, 0, 0, 0, 0, None, None, 0), (20, 0, 0, 0, 0, None, None, 0)),
    ((20, 0, 4, 4, 2, 50, 4, 1), (20, 0, KEPT, KEPT, KEPT, KEPT, KEPT, KEPT)),
    ((20, 0, 10, 30, 4, 13, 4, 6), (20, 0, 10, 30, KEPT, KEPT, KEPT, KEPT)),
    ((20, 0, 10, 30, 27, 90, 4, 5), (20, 0, 10, 30, KEPT, KEPT, 4, 5)),
    ((20, 0, 10, 30, 30, 100, 4, 0), (20, 0, 10, 30, 30, 100, 4, 0)),
    ((20, 0, 18, 30, 20, 67, 4, 5), (20, 0, KEPT, 30, 20, 67, 4, 5)),
    ((20, 0, 8, 30, 20, 67, 4, 6), (20, 0, 8, 30, 20, 67, 4, KEPT)),
    ((20, 5, 10, 30, 20, 67, 4, 5), (20, 5, 10, 30, 20, 67, 4, 5)),
    ((20, 3, 10, 30, 20, 67, 4, 5), (20, KEPT, 10, 30, 20, 67, 4, 5)),
    ((20, 18, 10, 30, 20, 67, 4, 5), (20, KEPT, 10, 30, 20, 67, 4, 5)),
]


@pytest.mark.parametrize(("whole", "left"), WHOLE_AND_LEFT)
def test_no_small_count_is_left_nor_follows_from_another(
    whole: tuple[int | None, ...], left: tuple[int | None, ...]
) -> None:
    assert astuple(suppress_small_figures(DeskFigures(*whole))) == left


@pytest.fixture
def at_noon(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, int], None]:
    """Return a function that stores a call of a desk, so many days before noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)

    def called(desk: str, outcome: str, days_ago: int) -> None:
        at = NOON - timedelta(days=days_ago)
        author = db.session.query(Account.id).limit(1).scalar()
        times = {"asked_at": at, "answered_at": at if outcome == "answered" else None, "finished_at": at}
        factories.add(ReachabilityTest(focal_point_key=desk, author_id=author, way="call", outcome=outcome, **times))

    return called


@pytest.fixture
def keeper(small_app: Flask) -> Account:
    """Return the coordinator of a network in Kyrgyzstan; the network has a desk there and one in Kazakhstan."""
    add_desk("desk-here", "office-here")
    add_desk("desk-there", "office-there", jurisdiction_key="KZ")
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])


def read(viewer: Viewer, asked: FiguresFilter = YEAR) -> FiguresPage:
    return page(viewer, asked, NOON, "en")


def rows_of(found: FiguresPage, section: str) -> dict[str, tuple[Value, ...]]:
    return {row.key: row.values for one in found.sections if one.code == section for row in one.tables[0].rows}


def counted_in(found: FiguresPage, section: str) -> Value:
    return rows_of(found, section)["casc"][TESTS]


def test_a_coordinator_reads_their_scope_whole_and_their_network_without_small_counts(
    keeper: Account, at_noon: Callable[[str, str, int], None]
) -> None:
    for desk in ("desk-here", "desk-there", "desk-there"):
        at_noon(desk, "silent", 1)

    found = read(viewer_of(keeper))

    assert counted_in(found, IN_SCOPE) == 1
    assert [one.key for one in found.silent] == ["desk-here"]
    assert counted_in(found, OF_NETWORKS) is None


def test_a_member_reads_their_network_alone_and_no_desk_by_name(
    keeper: Account, at_noon: Callable[[str, str, int], None]
) -> None:
    for _ in range(5):
        at_noon("desk-there", "silent", 1)

    found = read(MEMBER)

    assert (rows_of(found, IN_SCOPE), found.silent) == ({}, [])
    assert {key: values[TESTS] for key, values in rows_of(found, OF_NETWORKS).items()} == {"casc": 5}


def test_an_administrator_reads_every_network_once(keeper: Account) -> None:
    found = read(Viewer(Role.ADMINISTRATOR, 1))

    networks = {key for (key,) in db.session.query(FocalPoint.network_key).filter(FocalPoint.status == "")}
    assert set(rows_of(found, IN_SCOPE)) == networks
    assert rows_of(found, OF_NETWORKS) == {}


def test_a_period_and_a_network_narrow_what_is_counted(
    keeper: Account, at_noon: Callable[[str, str, int], None]
) -> None:
    add_desk("desk-of-globe", "office-of-globe", network_key="globe")
    for desk, days_ago in (("desk-here", 20), ("desk-here", 60), ("desk-here", 200), ("desk-of-globe", 60)):
        at_noon(desk, "answered", days_ago)
    viewer = Viewer(Role.COORDINATOR, keeper.id, "KG")

    quarter = finished_quarters(NOON)[0]
    assert [counted_in(read(viewer, FiguresFilter(days, quarter)), IN_SCOPE) for days in (30, 90, 365)] == [1, 2, 3]
    narrowed = rows_of(read(viewer, FiguresFilter(90, quarter, "globe")), IN_SCOPE)
    assert {key: values[TESTS] for key, values in narrowed.items()} == {"globe": 1}


def test_what_says_nothing_of_a_desk_and_desks_that_ended_are_not_counted(
    keeper: Account, at_noon: Callable[[str, str, int], None]
) -> None:
    add_desk("ended-desk", "ended-office", status="closed")
    for desk, outcome in (("desk-here", "undelivered"), ("desk-here", "cancelled"), ("ended-desk", "silent")):
        at_noon(desk, outcome, 1)

    found = read(viewer_of(keeper))

    assert counted_in(found, IN_SCOPE) == 0
    assert found.silent == []


def test_a_desk_that_came_while_desks_are_counted_is_left_out(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_desk()
    assert coverage.get_known(NOON.date()).desks

    monkeypatch.setattr(coverage, "list_published", dict)

    assert coverage.get_known(NOON.date()).desks == ()


def test_the_page_names_silent_desks_to_the_coordinator_and_keeps_them_from_others(
    keeper: Account, small_app: Flask, at_noon: Callable[[str, str, int], None]
) -> None:
    at_noon("desk-here", "silent", 1)
    member = factories.account(jurisdiction_key="KZ", networks=["casc"])
    stranger = factories.account(jurisdiction_key="KZ")

    pages = [signed_in(small_app, one).get("/en/statistics?days=30") for one in (keeper, member, stranger)]

    assert [answer.status_code for answer in pages] == [200] * 3
    assert ["/en/focal-points/desk-here" in answer.text for answer in pages] == [True, False, False]
    assert ["kept back" in answer.text for answer in pages] == [True, True, False]
    assert "no desk whose figures you may read" in pages[2].text


@pytest.mark.parametrize("question", ["days=0", "days=x&network=unknown", "days=99999999999", "network=%F0%9F"])
def test_a_period_or_network_that_is_not_offered_is_the_whole(keeper: Account, small_app: Flask, question: str) -> None:
    answer = signed_in(small_app, keeper).get(f"/en/statistics?{question}")

    assert answer.status_code == 200
    assert '<option value="365" selected>' in answer.text
    assert "Desks in your scope" in answer.text
