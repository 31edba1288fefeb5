"""Figures of 500 simulated requests: against what is known of them, and against who computes what is missing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, DocketAct, DocketEntry
from directory.statistics.durations import Observed, days_until
from directory.statistics.periods import FiguresFilter, counted_years, finished_quarters
from directory.statistics.presenters import requests
from directory.statistics.presenters.pages import tables_by_id
from directory.statistics.tables import Table, Value
from directory.vocabulary import Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.statistics.simulated_requests import (
    APART,
    BOTH,
    OFFICES,
    SENDER,
    STATES,
    YEARS,
    Simulated,
    coordinator,
    simulate,
    store,
    true_days,
)

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
SMALLEST = 5
NOT_YET, TOO_FEW, REST = "not known yet", "too few", "rest"
TIMES = "requests-with-own-times"
Waited = tuple[int, bool]
TRUE = simulate()


@pytest.fixture(scope="module")
def read_only(few_states: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, int]]:
    """Return a site with all requests, and the person of each State."""
    app = make_app(copy_of(few_states, tmp_path_factory.mktemp("requests") / "data"))
    with app.app_context():
        return app, {state: one.id for state, one in store(TRUE).items()}


@pytest.fixture
def people(read_only: tuple[Flask, dict[str, int]]) -> Iterator[dict[str, Account]]:
    app, numbers = read_only
    with app.app_context():
        yield {state: db.session.get_one(Account, number) for state, number in numbers.items()}


def figures(viewer: Viewer, year: int = 0) -> dict[str, Table]:
    asked = FiguresFilter(365, finished_quarters(NOW)[0], "", year)
    return tables_by_id(list(requests.sections(viewer, asked, NOW, "en")))


def in_full(viewer: Viewer) -> dict[str, Table]:
    """Return what a viewer reads in full of all years."""
    section = requests.in_scope(viewer, datetime(2022, 12, 31, tzinfo=UTC), NOW, "en")
    assert section is not None
    return {table.code: table for table in section.tables}


def rows_of(table: Table) -> dict[str, tuple[Value, ...]]:
    return {row.key: row.values for row in table.rows}


def waited(one: Simulated, seen_on: date) -> Waited:
    """Return how long a request took until `seen_on`, and whether it has ended."""
    ended = one.ended_by(seen_on)
    withdrawn = one.withdrawn if one.withdrawn and one.withdrawn < seen_on else None
    return ((ended or withdrawn or seen_on) - one.sent).days, ended is not None


def line(found: Sequence[Simulated], seen_on: date) -> tuple[Value, ...]:
    """Return the whole row of some requests, computed anew."""
    own = [waited(one, seen_on) for one in found]
    days = [true_days(share, own) for share in (Fraction(1, 2), Fraction(4, 5))]
    number = sum(has_ended for _days, has_ended in own)
    if is_small(number):
        return len(own), number, TOO_FEW, TOO_FEW
    return len(own), number, *((NOT_YET if one is None else one) if number else "" for one in days)


def rounded(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """Return a row with its days rounded up to ten."""
    return *values[:2], *(-(-one // 10) * 10 if isinstance(one, int) else one for one in values[2:])


def grouped(found: Iterable[Simulated], key: Callable[[Simulated], str]) -> dict[str, list[Simulated]]:
    groups: dict[str, list[Simulated]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return groups


KEYS: dict[str, Callable[[Simulated], str]] = {
    "times": lambda _one: "all",
    "measures": lambda one: one.measure,
    "treaties": lambda one: one.treaty or "none",
    "consultations": lambda one: "after" if one.after_consultation else "without",
    "directions": lambda one: "outgoing" if one.sender == "KG" else "incoming",
    "states": lambda one: one.receiver if one.sender == "KG" else one.sender,
}


def outcome(one: Simulated, seen_on: date) -> str:
    if one.ended_by(seen_on):
        return one.ground or "done"
    return "withdrawn" if one.withdrawn and one.withdrawn < seen_on else "open"


# Of a person of the first office of Kyrgyzstan: which requests are in which group.
def is_read(one: Simulated) -> bool:
    return "KG" in one.lists and one.offices["KG"] == OFFICES["KG"][0]


def is_of_other_list(one: Simulated) -> bool:
    return "KG" in (one.sender, one.receiver) and ("KG" not in one.lists or one.kept == APART)


GROUPS: dict[str, Callable[[Simulated], bool]] = {
    "requests-own": lambda one: "KG" in one.lists and not is_read(one),
    "requests-with-own": is_of_other_list,
    "requests-network": lambda one: "KG" not in (one.sender, one.receiver),
}


def truth(group: str, year: int) -> list[Simulated]:
    """Return the requests of a group and year as the lists have them: what is in two lists and not joined counts twice,
    or once in the list of each group."""
    found = [one for one in TRUE if GROUPS[group](one) for _times in range(times(one, group))]
    return [one for one in found if one.sent.year == year]


def times(one: Simulated, group: str) -> int:
    return 2 if one.kept == APART and group == "requests-network" else 1


@pytest.mark.parametrize("code", KEYS)
def test_what_a_coordinator_reads_in_full_is_exact(people: dict[str, Account], code: str) -> None:
    own = [one for one in TRUE if "KG" in one.lists]

    found = rows_of(in_full(viewer_of(coordinator("KG")))[code])

    assert found == {key: line(group, NOW.date()) for key, group in grouped(own, KEYS[code]).items()}


def test_how_they_ended_is_exact(people: dict[str, Account]) -> None:
    own = [one for one in TRUE if "KG" in one.lists]

    found = {key: values[0] for key, values in rows_of(in_full(viewer_of(coordinator("KG")))["outcomes"]).items()}

    assert found == Counter(outcome(one, NOW.date()) for one in own)


def test_an_office_reads_in_full_what_it_holds_alone(people: dict[str, Account]) -> None:
    [values] = rows_of(in_full(viewer_of(people["KG"]))["times"]).values()

    assert values == line([one for one in TRUE if is_read(one)], NOW.date())


def test_a_request_of_two_joined_lists_counts_once(people: dict[str, Account]) -> None:
    [values] = rows_of(in_full(viewer_of(factories.account(Role.ADMINISTRATOR)))["times"]).values()

    assert values[0] == sum(1 if one.kept == BOTH else len(one.lists) for one in TRUE)
    assert any(one.kept == BOTH for one in TRUE)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("group", GROUPS)
def test_what_is_shown_of_others_is_exact_and_never_small(people: dict[str, Account], group: str, year: int) -> None:
    counted_on = date(year + 1, 4, 1)
    own = truth(group, year)
    found = {code: table for code, table in figures(viewer_of(people["KG"]), year).items() if code.startswith(group)}

    assert found
    for code, table in found.items():
        for key, values in rows_of(table).items():
            part = code.removeprefix(f"{group}-")
            if part == "outcomes":
                whole: tuple[Value, ...] = (outcomes(own, counted_on, rows_of(table))[key],)
            else:
                whole = rounded(line(of_row(own, part, key, rows_of(table)), counted_on))
            assert [one for one in zip(values, whole, strict=True) if one[0] is not None and one[0] != one[1]] == []
            counts = whole[:1] if part == "outcomes" else whole[:2]
            assert all(shown is None for shown, count in zip(values, counts, strict=False) if is_small(count))


def of_row(own: Sequence[Simulated], part: str, key: str, keys: Collection[str]) -> list[Simulated]:
    """Return the requests of a row of a table with the rows `keys`: what has no row of its own is in the last one."""
    pooled = {"kz-kg-mla-1996": "bilateral"} if "bilateral" in keys else {}
    found = [pooled.get(KEYS[part](one), KEYS[part](one)) for one in own]
    return [one for one, of in zip(own, found, strict=True) if (of if of in keys else REST) == key]


def outcomes(own: Sequence[Simulated], counted_on: date, keys: Collection[str]) -> Counter[str]:
    found = (outcome(one, counted_on) for one in own)
    return Counter(one if one in keys else REST for one in found)


def is_small(count: Value) -> bool:
    return isinstance(count, int) and 0 < count < SMALLEST


# The solver. Of each table: the number that have ended and the others, by row, with the sum of each row and column.
Cells = dict[tuple[str, str], int]


def cells_of(own: Sequence[Simulated], part: str, keys: Collection[str], counted_on: date) -> Cells:
    found: Cells = {}
    for key in keys:
        states = [waited(one, counted_on)[1] for one in of_row(own, part, key, keys)]
        found[key, "ended"], found[key, "not"] = sum(states), len(states) - sum(states)
    return found


def other_worlds(cells: Cells, table: Table) -> set[tuple[str, str]]:
    """Return the cells that are kept back and have another value in some table that agrees with all that is shown of
    this one, with the sums of its columns, and with what readers know: that an empty cell is shown.

    Only values that differ by 1 are tried, row by row: if the sums of both columns come out at what they are, the table
    agrees. So a cell that is returned cannot be found out; of one that is not, this is not known.
    """
    rows = rows_of(table)
    ways = {key: list(steps_of(cells, key, values)) for key, values in rows.items()}
    found = set()
    for key in rows:
        for place, column in enumerate(("ended", "not")):
            others = [one for one in rows if one != key]
            sums = {(0, 0)}
            for other in others:
                sums = {
                    (a + step[0], b + step[1]) for (a, b), step in product(sums, ways[other])
                    if abs(a + step[0]) < 4 and abs(b + step[1]) < 4
                }  # fmt: skip
            if any(step[place] and (-step[0], -step[1]) in sums for step in ways[key]):
                found.add((key, column))
    return found


def steps_of(cells: Cells, key: str, values: Sequence[Value]) -> Iterable[tuple[int, int]]:
    """Yield by how much the two cells of a row may differ from what they are."""
    ended, rest = cells[key, "ended"], cells[key, "not"]
    for a, b in product((-1, 0, 1), repeat=2):
        if values[1] is not None and a:
            continue
        if values[0] is not None and a + b:
            continue
        # If both are shown, so is the rest. What is empty is never kept back.
        if (a and ended + a < 1) or (b and rest + b < 1) or (a and not ended) or (b and not rest):
            continue
        yield a, b


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("group", GROUPS)
def test_no_small_count_follows_from_all_that_is_shown(people: dict[str, Account], group: str, year: int) -> None:
    """All tables of a group and year share the sums of the two columns and no other count, and no request is in two
    groups or years: so what agrees with each table agrees with all of them together."""
    own, counted_on = truth(group, year), date(year + 1, 4, 1)
    found = {code: table for code, table in figures(viewer_of(people["KG"]), year).items() if code.startswith(group)}

    for code, table in found.items():
        part = code.removeprefix(f"{group}-")
        if part in ("outcomes", "times"):
            continue
        cells = cells_of(own, part, rows_of(table), counted_on)
        small = {cell for cell, count in cells.items() if is_small(count)}
        assert small <= other_worlds(cells, table)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("group", GROUPS)
def test_no_small_outcome_follows_from_all_that_is_shown(people: dict[str, Account], group: str, year: int) -> None:
    own, counted_on = truth(group, year), date(year + 1, 4, 1)
    table = figures(viewer_of(people["KG"]), year).get(f"{group}-outcomes")
    shown = {key: values[0] for key, values in rows_of(table).items()} if table else {}
    whole = outcomes(own, counted_on, shown)

    for has_ended in (True, False):
        kept = [key for key, one in shown.items() if one is None and (key not in ("open", "withdrawn")) == has_ended]
        # One may be higher by 1 if another is lower: of two that are kept back each may be the higher one, unless the
        # other is 1.
        for key in kept:
            assert any(other != key and (whole[other] > 1 or whole[key] > 1) for other in kept)


def test_the_solver_finds_what_follows() -> None:
    rows = (("a", (None, None)), ("b", (9, 9)))
    table = requests.Table("t", "", "", ("", ""), tuple(requests.FigureRow(key, key, values) for key, values in rows))

    assert other_worlds({("a", "ended"): 2, ("a", "not"): 0, ("b", "ended"): 9, ("b", "not"): 0}, table) == set()


@pytest.mark.parametrize("days", [30, 90, 365])
@pytest.mark.parametrize("network", ["", "casc", "globe"])
def test_no_other_period_or_network_shows_others_otherwise(people: dict[str, Account], days: int, network: str) -> None:
    def of_others(asked: FiguresFilter) -> dict[str, Table]:
        found = tables_by_id(list(requests.sections(viewer_of(people["KG"]), asked, NOW, "en")))
        return {code: table for code, table in found.items() if code.startswith(tuple(GROUPS))}

    quarters = finished_quarters(NOW)

    assert of_others(FiguresFilter(days, quarters[3], network, 2024)) == of_others(
        FiguresFilter(365, quarters[0], "", 2024)
    )


def test_the_years_are_those_that_are_counted() -> None:
    assert counted_years(datetime(2026, 3, 31, 23, tzinfo=UTC))[0] == 2024
    assert counted_years(datetime(2026, 4, 1, tzinfo=UTC))[0] == 2025


def test_pairs_of_other_states_are_shown_to_nobody_else(people: dict[str, Account]) -> None:
    found = figures(viewer_of(people["KG"]), 2024)

    assert "requests-network-times" in found
    assert not {"requests-network-states", "requests-network-directions"} & found.keys()
    assert "kz-kg-mla-1996" not in rows_of(found["requests-network-treaties"])


WHO: Mapping[str, tuple[dict[str, Any], set[str]]] = {
    "office": ({"jurisdiction_key": "KG", "authority_key": OFFICES["KG"][0], "networks": ["casc"]}, set("rspnl")),
    "without an office": ({"jurisdiction_key": "KG", "networks": ["casc"]}, set("spnl")),
    "outside the network": ({"jurisdiction_key": "KG"}, set("sp")),
    "coordinator": ({"role": Role.COORDINATOR, "jurisdiction_key": "KG", "networks": ["casc"]}, set("rpnl")),
    "of the network": ({"role": Role.COORDINATOR, "networks": ["casc"]}, set("nl")),
    "of another network": ({"role": Role.COORDINATOR, "networks": ["globe"]}, set()),
    "another State": ({"jurisdiction_key": "FR", "networks": ["casc"]}, set("nl")),
    "administrator": ({"role": Role.ADMINISTRATOR}, set("rl")),
}
SECTIONS = {"r": "requests", "l": "requests-lists"} | dict(zip("spn", GROUPS, strict=True))


@pytest.mark.parametrize("who", WHO)
def test_each_reads_the_sections_that_are_theirs(people: dict[str, Account], who: str) -> None:
    about, sections = WHO[who]
    asked = FiguresFilter(365, finished_quarters(NOW)[0], "", 2024)

    found = {one.code for one in requests.sections(viewer_of(factories.account(**about)), asked, NOW, "en")}

    assert found == {SECTIONS[one] for one in sections}


def test_a_visitor_reads_nothing_of_requests(people: dict[str, Account]) -> None:
    assert figures(Viewer(Role.VISITOR)) == {}


def test_few_lists_are_not_told_of_as_a_network(small_app: Flask) -> None:
    people = store([one for one in TRUE if {one.sender, one.receiver} <= {"KZ", "UZ"}])

    assert "requests-network-times" not in figures(viewer_of(people["TJ"]), 2024)


def of_list(state: str, number: int, other: str = "AM", **values: object) -> list[Simulated]:
    """Return requests of a year that are in the list of one State alone, each ended within 40 to 140 days."""
    offices = {state: f"first-{state}", other: f"first-{other}"}
    fixed = {"kept": SENDER, "ground": "", "withdrawn": None, "measure": "interception", "treaty": "untoc"} | values
    days = ({"sent": date(2024, 2, 1), "ended": date(2024, 3, 12) + timedelta(days=one % 100)} for one in range(number))
    return [replace(TRUE[0], sender=state, receiver=other, offices=offices, **fixed, **one) for one in days]  # type: ignore[arg-type]


def test_a_network_is_not_told_of_if_one_list_is_most_of_it(small_app: Flask) -> None:
    people = store(of_list("KZ", 30) + of_list("UZ", 10) + of_list("TJ", 10))

    assert "requests-network-times" not in figures(viewer_of(people["KG"]), 2024)


def test_a_row_of_too_few_lists_is_counted_with_others(small_app: Flask) -> None:
    lists = of_list("KZ", 20) + of_list("UZ", 20) + of_list("TJ", 20)
    people = store(lists + of_list("KZ", 9, "UZ", treaty="chisinau-2002", ground="other"))

    found = figures(viewer_of(people["KG"]), 2024)

    assert [row.key for row in found["requests-network-treaties"].rows] == ["rest"]
    assert [row.key for row in found["requests-network-outcomes"].rows] == ["rest"]


def test_days_of_others_are_rounded(small_app: Flask) -> None:
    people = store(of_list("KZ", 9, "KG"))

    [(_number, _ended, half, most)] = rows_of(figures(viewer_of(people["KG"]), 2024)[TIMES]).values()

    assert (half, most) == (50, 50)


def test_a_list_is_told_of_as_it_stood_at_the_end_of_the_quarter(small_app: Flask) -> None:
    people = store(of_list("KZ", 10))
    before = rows_of(figures(viewer_of(people["KG"]))["requests-lists-lists"])
    for one in db.session.scalars(select(DocketEntry).limit(4)):
        one.acts.append(DocketAct(act="struck", at=NOW))
        one.acts.append(DocketAct(act="received", on_day=None, at=NOW))
        one.state = "struck"
    db.session.commit()

    assert rows_of(figures(viewer_of(people["KG"]))["requests-lists-lists"]) == before


@pytest.mark.parametrize(("first", "corrected"), [("2024-12-20", "2025-01-10"), ("2025-01-10", "2024-12-20")])
def test_a_date_corrected_over_new_year_counts_the_request_once(small_app: Flask, first: str, corrected: str) -> None:
    people = store([replace(one, sent=date.fromisoformat(first), ended=None) for one in of_list("KZ", 6, "KG")])
    for one in db.session.scalars(select(DocketEntry)):
        one.entered_at = datetime(2025, 1, 15, tzinfo=UTC)
        one.acts = [
            DocketAct(act="sent", on_day=date.fromisoformat(first), at=datetime(2025, 1, 15, tzinfo=UTC)),
            DocketAct(act="sent", on_day=date.fromisoformat(corrected), at=datetime(2025, 6, 1, tzinfo=UTC)),
        ]
    db.session.commit()

    viewer = viewer_of(people["KG"])
    numbers = [rows_of(found)["all"][0] for year in (2024, 2025) if (found := figures(viewer, year).get(TIMES))]

    assert numbers == [6]


def test_lists_are_told_without_their_size(people: dict[str, Account]) -> None:
    found = rows_of(figures(viewer_of(people["KG"]))["requests-lists-lists"])

    assert set(found) == set(STATES)
    assert {since for since, _dated in found.values()} == {"2023"}
    assert {dated % 10 for _since, dated in found.values() if isinstance(dated, int)} == {0}


@pytest.mark.parametrize(
    ("observed", "half"),
    [
        ([], None),
        ([(10, True)], 10),
        ([(10, True), (20, True)], 10),
        ([(10, True), (20, True), (30, True)], 20),
        ([(10, True), (5, False)], 10),
        ([(10, True), (15, False), (20, True)], 20),
        ([(10, True), (15, False), (20, False)], None),
        ([(10, False), (10, True), (20, True)], 20),
    ],
)
def test_open_requests_count_for_as_long_as_they_have_waited(observed: list[Waited], half: int | None) -> None:
    assert days_until(0.5, [Observed(*one) for one in observed]) == half
