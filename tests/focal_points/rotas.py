"""Rotas made at random, for the tests of who is on duty."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from directory.focal_points.shift_generation import DAY, Pattern, Rota, ShiftChange
from directory.vocabulary import RotaChangeKind

# Zones whose clocks change, one by half an hour, and one of the home network's, whose do not.
ZONES = ("Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Bishkek")
# Both changes of the clocks and the leap day of a year lie within these two.
FIRST, DAYS = date(2027, 9, 1), 240
MEMBERS = (1, 2, 3)


def a_time(chance: Random) -> time:
    return time(chance.randrange(24), chance.choice((0, 15, 30, 45)))


def a_day(chance: Random) -> date:
    return FIRST + chance.randrange(DAYS) * DAY


def an_instant(chance: Random) -> datetime:
    return datetime.combine(a_day(chance), a_time(chance), UTC) + timedelta(minutes=chance.choice((0, 0, 7)))


def a_pattern(chance: Random) -> Pattern:
    valid_from = a_day(chance) - 60 * DAY
    return Pattern(
        member=chance.choice(MEMBERS),
        weekdays=frozenset(chance.sample(range(7), chance.randint(1, 7))),
        starts=chance.choice((a_time(chance), time(2, 30), time(0))),
        ends=chance.choice((a_time(chance), time(2, 30), time(0))),
        valid_from=valid_from,
        valid_until=valid_from + chance.randrange(200) * DAY if chance.random() < 0.5 else None,
        every_weeks=chance.choice((1, 1, 2, 3)),
        on_holidays=chance.random() < 0.5,
    )


def a_change(chance: Random) -> ShiftChange:
    starts_at = an_instant(chance)
    kind = chance.choice(list(RotaChangeKind))
    member = None if kind is RotaChangeKind.CLOSED else chance.choice(MEMBERS)
    instead_of = chance.choice(MEMBERS) if kind is RotaChangeKind.SWAP else None
    return ShiftChange(kind, starts_at, starts_at + timedelta(minutes=15 * chance.randint(1, 400)), member, instead_of)


def a_rota(chance: Random) -> Rota:
    return Rota(
        zone=chance.choice(ZONES),
        patterns=[a_pattern(chance) for _ in range(chance.randint(0, 4))],
        changes=[a_change(chance) for _ in range(chance.randint(0, 6))],
        holidays=frozenset(a_day(chance) for _ in range(chance.randint(0, 12))),
    )
