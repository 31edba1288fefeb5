"""What is kept of a thing, for how long and how many of them: by what was asked while it was made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.audit.chain import AuditAct
from directory.cache import store
from directory.cache.dependencies import CacheScope, Dependencies, narrow_cache_scope, track_dependencies
from directory.cache.invalidation import TRACKED_TABLES, CacheEntry, LogPosition, is_cacheable
from directory.cache.store import LruCache, cached, cached_many, cached_many_within_page, is_newest, size_of
from directory.extensions import db
from directory.models import (
    Account,
    AccountNetwork,
    AnnualReturn,
    AuditEvent,
    AuditValues,
    Authority,
    Change,
    DeskMember,
    DeskRota,
    Provenance,
    ReachabilityTest,
    Report,
    RestrictedWord,
    Shift,
)
from directory.transaction import committing
from tests import factories
from tests.access.recorded import act

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
NOTHING_NEW = LogPosition(1, 1)


class Counted:
    """Makes things and counts how often."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self.times, self._make = 0, make

    def __call__(self) -> str:
        self.times += 1
        return f"{self.times}: {self._make()}"

    def each(self, places: list[Any]) -> list[str]:
        return [self() for _ in places]


def rows_of(model: type[Any]) -> Callable[[], Any]:
    return lambda: db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize(
    "model",
    [Account, AccountNetwork, AuditEvent, AuditValues, DeskMember, DeskRota, ReachabilityTest, Shift],
    ids=lambda model: model.__tablename__,
)
def test_what_rests_on_what_people_did_holds_until_the_next_act(office: Authority, model: type[Any]) -> None:
    made = Counted(rows_of(model))

    before = [cached(made, made) for _ in range(2)]
    act(AuditAct("verified", office.entry_key))

    assert before == [before[0]] * 2
    assert cached(made, made) != before[0]
    assert made.times == 2


@pytest.mark.parametrize(
    "model",
    [Authority, Change, Provenance, Report, RestrictedWord],
    ids=lambda model: model.__tablename__,
)
def test_what_rests_on_entries_alone_holds_until_the_next_change_whatever_people_do(
    office: Authority, model: type[Any]
) -> None:
    made = Counted(rows_of(model))

    cached(made, made)
    act(AuditAct("verified", office.entry_key))
    cached(made, made)
    assert made.times == 1
    factories.add(factories.authority(f"{office.key}-another"))
    cached(made, made)

    assert made.times == 2


def test_what_is_asked_of_another_table_in_words_of_the_database_is_not_kept(site: Flask) -> None:
    name = AnnualReturn.__tablename__
    made = Counted(lambda: db.session.connection().exec_driver_sql(f"SELECT count(*) FROM {name}").scalar())

    for _ in range(2):
        cached(made, made)

    assert made.times == 2


@pytest.mark.parametrize(
    ("readers", "is_page", "is_kept"),
    [
        (CacheScope.EVERYONE, False, True),
        (CacheScope.PROFILE, False, False),
        (CacheScope.PERSON, False, False),
        (CacheScope.EVERYONE, True, True),
        (CacheScope.PROFILE, True, True),
        (CacheScope.PERSON, True, False),
    ],
)
def test_a_page_is_kept_for_people_who_are_alike_and_other_things_for_all_alone(
    site: Flask, readers: CacheScope, is_page: bool, is_kept: bool
) -> None:
    one, each = (Counted(lambda: narrow_cache_scope(readers)) for _ in range(2))
    asked = {"is_page": True} if is_page else {}

    for _ in range(2):
        cached(one, one, **asked)
        cached_many([each], each.each, **asked)

    assert one.times == each.times == (1 if is_kept else 2)


def test_what_pages_share_is_kept_while_a_page_is_made_and_made_otherwise(site: Flask) -> None:
    shared = Counted(lambda: current_viewer().is_visitor)

    for _ in range(2):
        cached_many_within_page([shared], shared.each)
    assert shared.times == 2
    for _ in range(2):
        with track_dependencies():
            cached_many_within_page([shared], shared.each)

    assert shared.times == 3


def test_things_of_several_places_are_made_once_each_and_given_in_the_order_asked_for(site: Flask) -> None:
    asked: list[list[str]] = []

    def make(places: list[str]) -> list[str]:
        asked.append(places)
        return [f"thing of {place}" for place in places]

    assert cached_many(["a", "b", "a"], make) == ["thing of a", "thing of b", "thing of a"]
    assert cached_many(["c", "b"], make) == ["thing of c", "thing of b"]
    assert asked == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("tables", "readers", "is_kept"),
    [
        (TRACKED_TABLES, CacheScope.EVERYONE, True),
        ({*TRACKED_TABLES, "mail"}, CacheScope.EVERYONE, False),
        (set(), CacheScope.PROFILE, True),
        (set(), CacheScope.PERSON, False),
    ],
)
def test_what_is_made_of_followed_tables_may_be_kept(tables: set[str], readers: CacheScope, is_kept: bool) -> None:
    assert is_cacheable(Dependencies(tables=set(tables), scope=readers), CacheScope.PROFILE) is is_kept


def test_what_is_made_is_of_the_newest_change_unless_it_may_be_rolled_back(office: Authority) -> None:
    newest = db.session.scalar(select(func.max(Change.id)))
    assert newest is not None

    assert is_newest(newest)
    assert not is_newest(newest - 1)
    with committing():
        assert not is_newest(newest)


def test_where_nothing_has_changed_yet_the_newest_change_is_none(empty_app: Flask) -> None:
    assert is_newest(0)
    assert not is_newest(1)


def test_a_change_is_known_to_who_asks_after_it_was_committed_or_rolled_back(office: Authority) -> None:
    def name() -> str:
        return str(db.session.get_one(Authority, office.key).name.text("en"))

    before = cached("name", name)
    with committing():
        office.name = factories.english("Office of Changes")

    assert (before, cached("name", name)) == ("Office of Tests", "Office of Changes")


def held(text: Any, **made: Any) -> CacheEntry:
    return CacheEntry(text, NOON, NOTHING_NEW, Dependencies(**made))


@pytest.mark.parametrize(
    ("after", "holds"),
    [
        (timedelta(0), True),
        (timedelta(seconds=59), True),
        (timedelta(minutes=1), False),
        (timedelta(seconds=-1), False),
    ],
)
def test_what_asked_the_clock_holds_from_when_it_was_made_until_its_minute_ends(after: timedelta, holds: bool) -> None:
    with clock.frozen_at(NOON + after):
        assert held("x", until=NOON + timedelta(minutes=1)).is_valid(NOTHING_NEW) is holds


def test_what_did_not_ask_the_clock_holds_at_any_time(site: Flask) -> None:
    with clock.frozen_at(NOON - timedelta(days=1)):
        assert held("x").is_valid(NOTHING_NEW)


@pytest.mark.parametrize(("spare", "is_there"), [(0, True), (-1, False)])
def test_what_just_fits_is_kept_and_else_what_was_asked_for_longest_ago_goes(
    monkeypatch: pytest.MonkeyPatch, spare: int, is_there: bool
) -> None:
    things = {place: held(place * 100) for place in "abc"}
    size = sum(size_of(place, one) for place, one in things.items())
    monkeypatch.setattr(store, "MOST_BYTES", size + spare)
    filled = LruCache()

    for _ in range(3):
        for place, one in things.items():
            filled.put(place, one)

    assert [filled.get(place) is not None for place in "abc"] == [is_there, True, True]


def test_what_was_asked_for_lately_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    one = held("x")
    monkeypatch.setattr(store, "MOST_BYTES", 2 * size_of("a", one))
    filled = LruCache()

    for place in "ab":
        filled.put(place, one)
    filled.get("a")
    filled.put("c", one)

    assert [filled.get(place) is one for place in "abc"] == [True, False, True]


def test_an_object_counts_for_more_than_a_word() -> None:
    assert size_of("a", held(["x"])) - size_of("a", held("x")) > 3_000
    assert size_of("a", held(b"x" * 9_000)) - size_of("a", held(["x"])) > 3_000
