"""The rules of each level of standing, in one table. A rule is checked with the facts of a desk.

A standing is computed from the facts on a day, and never stored. A desk meets a rule for a period. So a standing ends
on a known day, without any act.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from itertools import combinations
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.vocabulary import StandingLevel

QUARTER = timedelta(days=92)
YEAR = timedelta(days=365)
DAY = timedelta(days=1)
LONGER_THAN_A_MONTH = timedelta(days=32)
FEWEST_LINES = 2


@dataclass(frozen=True)
class MetPeriod:
    """The days on which a rule is met: from `since` to `last_day`, both included. None means that the first or last day
    is not known."""

    since: date | None = None
    last_day: date | None = None

    @property
    def lapses_on(self) -> date | None:
        """The first day on which the rule is not met any more, or None."""
        return self.last_day + DAY if self.last_day else None

    def holds(self, on: date) -> bool:
        """Return whether a day is not after the last day of the period. Days before `since` are accepted."""
        return self.last_day is None or on <= self.last_day

    def within(self, other: "MetPeriod") -> "MetPeriod":
        """Return the time that both periods have in common: the later first day, and the earlier last day."""
        since = max((one for one in (self.since, other.since) if one), default=None)
        return MetPeriod(since, min((one for one in (self.last_day, other.last_day) if one), default=None))

    def in_whole_months(self, on: date) -> "MetPeriod":
        """Return the whole calendar months within the period: `since` is the first day of a month, `last_day` the last
        day of a month. `since` is None if this day would be after `on`, and `last_day` is None if this day would be
        before `on`.

        Exact days would reveal to others when a deputy leaves, a test was made or a restricted line was verified.
        """
        first = self.since and ((self.since - DAY).replace(day=1) + LONGER_THAN_A_MONTH).replace(day=1)
        last = self.last_day and (self.last_day + DAY).replace(day=1) - DAY
        return MetPeriod(first if first and first <= on else None, last if last and last >= on else None)


ALWAYS = MetPeriod()


@dataclass(frozen=True)
class TestResult:
    """A conclusive reachability test of a desk, not made by a person of the desk. `on` is the day on which the test
    ended."""

    __test__ = False

    on: date
    is_passed: bool


@dataclass(frozen=True)
class VouchingDesk:
    """A desk that vouches for another desk. `given_on` are the days of its vouches, the earliest first.

    `standings_of` sets the other fields:

    - `state`: the State of the vouching desk
    - `is_returned`: whether the other desk also vouches for the vouching desk
    - `tested`: the period in which the vouching desk has the level TESTED, or None
    """

    key: str
    given_on: tuple[date, ...]
    state: str = ""
    is_returned: bool = False
    tested: MetPeriod | None = None


@dataclass(frozen=True)
class StandingFacts:
    """The facts about one desk that the rules use. The desk has not ended.

    `addresses` has one value for each address: the last day on which the address counts, or None if no such day is
    known. `lines` and `deputies` are made in the same way. `tests`, `exercises` and `confirmations` are sorted by day,
    the earliest first.
    """

    key: str
    state: str = ""
    network: str = ""
    # Whether the desk is marked as invented. Such a desk can vouch only for invented desks.
    is_invented: bool = False
    # Whether the name of the desk's institution is known, and whether its hours are known.
    is_named: bool = False
    has_hours: bool = False
    has_languages: bool = False
    addresses: tuple[date | None, ...] = ()
    lines: tuple[date | None, ...] = ()
    deputies: tuple[date | None, ...] = ()
    tests: tuple[TestResult, ...] = ()
    exercises: tuple[date, ...] = ()
    confirmations: tuple[date, ...] = ()
    vouching: tuple[VouchingDesk, ...] = ()


@dataclass(frozen=True)
class StandingRule:
    """One rule, which a desk must meet for `level` and for every higher level. `met` returns the period in which a desk
    meets the rule, or None if the desk does not meet it on the given day. `is_of_others` is true if facts about other
    desks decide."""

    code: str
    level: StandingLevel
    label: Any
    met: Callable[[StandingFacts, date], MetPeriod | None]
    is_of_others: bool = False


def _record(facts: StandingFacts, on: date) -> MetPeriod | None:
    is_complete = facts.is_named and facts.state and facts.network and facts.has_hours
    return _as_long_as(facts.addresses, 1, on) if is_complete else None


def _languages(facts: StandingFacts, on: date) -> MetPeriod | None:
    return ALWAYS if facts.has_languages else None


def _deputy(facts: StandingFacts, on: date) -> MetPeriod | None:
    return _as_long_as(facts.deputies, 1, on)


def _lines(facts: StandingFacts, on: date) -> MetPeriod | None:
    return _as_long_as(facts.lines, FEWEST_LINES, on)


def _confirmed(facts: StandingFacts, on: date) -> MetPeriod | None:
    return proven(facts.confirmations, YEAR, on)


def _tests(facts: StandingFacts, on: date) -> MetPeriod | None:
    """Return the period of the rule. Only the tests after the last failed test count."""
    failed = max((position for position, one in enumerate(facts.tests) if not one.is_passed), default=-1)
    return proven((one.on for one in facts.tests[failed + 1 :]), QUARTER, on)


def _exercise(facts: StandingFacts, on: date) -> MetPeriod | None:
    return proven(facts.exercises, YEAR, on)


def _vouches(facts: StandingFacts, on: date) -> MetPeriod | None:
    """Return the period in which two desks of two other States vouch for the desk. The desk must not vouch for both of
    them. Otherwise two or three desks that vouch for each other could accredit themselves."""
    own = [one for one in facts.vouching if one.state not in ("", facts.state)]
    counted = [(one, period) for one in own if (period := vouched(one, on))]
    pairs = (
        of_one.within(of_other)
        for (one, of_one), (other, of_other) in combinations(counted, 2)
        if one.state != other.state and not (one.is_returned and other.is_returned)
    )
    return max(pairs, key=lambda one: (one.last_day or date.max, -(one.since or date.min).toordinal()), default=None)


RULES = (
    StandingRule(
        "record", StandingLevel.LISTED, _l("Name, State, network, hours and an address are in the directory"), _record
    ),
    StandingRule("languages", StandingLevel.TESTED, _l("The languages that the desk speaks are known"), _languages),
    StandingRule("deputy", StandingLevel.TESTED, _l("The desk has a deputy"), _deputy),
    StandingRule("lines", StandingLevel.TESTED, _l("Two lines of the desk’s own are known to work"), _lines),
    StandingRule("confirmed", StandingLevel.TESTED, _l("Its office confirmed the entry within the year"), _confirmed),
    StandingRule("tests", StandingLevel.TESTED, _l("It passed its last test, within the quarter"), _tests),
    StandingRule(
        "exercise", StandingLevel.TESTED, _l("It passed an exercise of level 1 or 2 within the year"), _exercise
    ),
    StandingRule(
        "vouches",
        StandingLevel.ACCREDITED,
        _l("Tested desks of two other States vouch for it"),
        _vouches,
        is_of_others=True,
    ),
)


@dataclass(frozen=True)
class RuleResult:
    """A rule with the period in which a desk meets it. `period` is None if the desk does not meet it."""

    rule: StandingRule
    period: MetPeriod | None


@dataclass(frozen=True)
class DeskStanding:
    """The standing of one desk on one day. `level` is None if the desk has not even the minimum record."""

    facts: StandingFacts
    results: tuple[RuleResult, ...]
    level: StandingLevel | None
    # The period in which the desk has the level. It ends as soon as one of the level's rules is no longer met.
    period: MetPeriod

    @property
    def next_level(self) -> StandingLevel | None:
        """The level above the present level. None if the desk has the highest level."""
        reached = -1 if self.level is None else _position(self.level)
        return next((one for one in StandingLevel if _position(one) > reached), None)

    @property
    def missing(self) -> tuple[StandingRule, ...]:
        """The rules of the next level that are not met."""
        return tuple(
            one.rule for one in self.results if one.period is None and _reaches(self.next_level, one.rule.level)
        )

    @property
    def missing_by(self) -> date | None:
        """The day before which the desk must meet the missing rules of the next level: the first day on which a rule of
        this level that is met now lapses. None if no such day is known."""
        own = [one.period for one in self.results if one.period and _reaches(self.next_level, one.rule.level)]
        return reduce(MetPeriod.within, own, ALWAYS).lapses_on

    def has(self, level: StandingLevel) -> bool:
        """Return whether the desk has a level or a higher one."""
        return _reaches(self.level, level)

    def for_its_people(self, on: date) -> "DeskStanding":
        """Return the standing as people of the desk may read it. The period of a rule that other desks decide
        (`is_of_others`) is limited to whole months, because exact days would reveal facts about these desks. All other
        periods are exact."""
        results = tuple(
            replace(one, period=one.period.in_whole_months(on)) if one.rule.is_of_others and one.period else one
            for one in self.results
        )
        return replace(self, results=results, period=(self.level and _period_of(results, self.level)) or ALWAYS)


def standings_of(desks: Mapping[str, StandingFacts], on: date) -> dict[str, DeskStanding]:
    """Return, for each desk key, the standing on a day. Vouches of desks that are not among `desks` do not count."""
    alone = {key: _standing(facts, on) for key, facts in desks.items()}
    tested = {key: _period_of(one.results, StandingLevel.TESTED) for key, one in alone.items()}
    return {
        key: _standing(replace(facts, vouching=tuple(_vouching(facts, desks, tested, on))), on)
        for key, facts in desks.items()
    }


def proven(days: Iterable[date], valid: timedelta, on: date) -> MetPeriod | None:
    """Return the period without a gap in which proofs of these days were valid, up to the end of the newest proof.
    Return None if the newest proof is not valid on the day `on`.

    `days` are sorted, the earliest first. Days after `on` are ignored. Each proof is valid for the time `valid`."""
    found = [day for day in days if day <= on]
    if not found or found[-1] + valid < on:
        return None
    since = last = found[-1]
    for day in reversed(found):
        if day + valid < since - DAY:
            break
        since = day
    return MetPeriod(since, last + valid)


def vouched(by: VouchingDesk, on: date) -> MetPeriod | None:
    """Return the period in which the vouches of a desk count: for a year each, and while this desk has the level
    TESTED. Return None if they do not count on the day `on`."""
    given = proven(by.given_on, YEAR, on)
    return given.within(by.tested) if given and by.tested else None


def _as_long_as(last_days: Iterable[date | None], fewest: int, on: date) -> MetPeriod | None:
    """Return the period in which at least `fewest` of these last days have not passed; None stands for an unknown last
    day, which never passes. Return None if fewer are left on the day `on`."""
    left = sorted((day or date.max for day in last_days if day is None or day >= on), reverse=True)
    if len(left) < fewest:
        return None
    last = left[fewest - 1]
    return MetPeriod(last_day=None if last == date.max else last)


def _vouching(
    facts: StandingFacts, desks: Mapping[str, StandingFacts], tested: Mapping[str, MetPeriod | None], on: date
) -> Iterable[VouchingDesk]:
    """Yield the desks whose vouches for a desk can count: desks of the same network. Invented and real desks cannot
    vouch for each other."""
    for one in facts.vouching:
        by = desks.get(one.key)
        if by and by.network == facts.network and by.is_invented == facts.is_invented:
            back = any(other.key == facts.key and proven(other.given_on, YEAR, on) for other in by.vouching)
            yield replace(one, state=by.state, is_returned=back, tested=tested[one.key])


def _standing(facts: StandingFacts, on: date) -> DeskStanding:
    results = tuple(RuleResult(rule, rule.met(facts, on)) for rule in RULES)
    periods = {level: _period_of(results, level) for level in StandingLevel}
    level = next((one for one in reversed(StandingLevel) if periods[one]), None)
    return DeskStanding(facts, results, level, (periods[level] if level else None) or ALWAYS)


def _period_of(results: Iterable[RuleResult], level: StandingLevel) -> MetPeriod | None:
    """Return the period in which all rules of a level and of the levels below are met, or None."""
    periods = [one.period for one in results if _reaches(level, one.rule.level)]
    return reduce(MetPeriod.within, [one for one in periods if one], ALWAYS) if all(periods) else None


def _reaches(level: StandingLevel | None, wanted: StandingLevel) -> bool:
    return level is not None and _position(level) >= _position(wanted)


def _position(level: StandingLevel) -> int:
    return list(StandingLevel).index(level)
