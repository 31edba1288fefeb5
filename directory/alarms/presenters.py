"""Presents the ways and alarms of a person to this person, and one alarm to whoever holds a link from its message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from directory.alarms import queries
from directory.alarms.gateways import gateway_urls
from directory.alarms.occasions import end_of
from directory.alarms.service import token_of
from directory.alarms.ways import MOST_WAYS, offered_kinds
from directory.config import Config
from directory.dates import long_datetime
from directory.models import Account, Alarm, AlarmAttempt, AlarmWay
from directory.vocabulary import (
    ALARM_ENDS,
    ALARM_OCCASIONS,
    ALARM_WAYS,
    ATTEMPT_STATES,
    AlarmEnd,
    AlarmOccasion,
    AlarmWayKind,
    AttemptState,
)

MOST_ALARMS = 20


@dataclass(frozen=True)
class WayLine:
    """One way. `state` says in words whether it is proven; `is_proven` whether the proof is valid now."""

    id: str
    name: str
    wait_minutes: int
    state: str
    is_proven: bool


@dataclass(frozen=True)
class AttemptLine:
    """One attempt of an alarm. `reply` is the code or reason that the gateway gave, or empty."""

    way: str
    state: str
    is_failed: bool
    at: datetime | None
    reply: str
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class AlarmLine:
    """One alarm with its attempts, in the order of the ways. `call` is the token of the page that acknowledges the
    alarm if it goes on and has called the person, since a call has no link; else empty."""

    number: str
    occasion: str
    raised_at: datetime
    end: str
    attempts: list[AttemptLine]
    call: str
    is_exercise: bool


@dataclass(frozen=True)
class WaysPage:
    """The ways of a person in their order, and the latest alarms.

    - `missing`: how many proven ways the person lacks
    - `offered`: codes and labels of the kinds of ways that can be added; empty if the person has all ways permitted
    - `has_gateways`: whether the operator has set up a gateway
    """

    ways: list[WayLine]
    alarms: list[AlarmLine]
    missing: int
    offered: list[tuple[str, str]]
    has_gateways: bool


@dataclass(frozen=True)
class AlarmLinkPage:
    """One alarm, for whoever holds a link from its message. Nothing of what waits is part of it.

    - `end`: a code of ALARM_ENDS; NONE if the alarm can be acknowledged
    - `at`: when it was acknowledged
    """

    number: str
    is_trial: bool
    is_exercise: bool
    end: AlarmEnd
    at: datetime | None


def ways_page(account: Account, config: Config, now: datetime, language: str) -> WaysPage:
    """Return the page of a person's own ways."""
    ways = queries.list_ways(account.id)
    proven = sum(queries.is_proven(one, now) for one in ways)
    kinds = offered_kinds(config) if len(ways) < MOST_WAYS else ()
    has_mail = any(one.kind == AlarmWayKind.MAIL for one in ways)
    return WaysPage(
        ways=[way_line(one, now, language) for one in ways],
        alarms=alarm_lines(queries.list_alarms(account, MOST_ALARMS)),
        missing=max(0, queries.PROVEN_WAYS - proven),
        offered=[(one, str(ALARM_WAYS.label(one))) for one in kinds if one is not AlarmWayKind.MAIL or not has_mail],
        has_gateways=bool(gateway_urls(config)),
    )


def way_line(way: AlarmWay, now: datetime, language: str) -> WayLine:
    """Return the line of one way."""
    name = _name(way.kind, way.hint)
    return WayLine(way.public_id, name, way.wait_minutes, _proof(way, now, language), queries.is_proven(way, now))


def alarm_lines(alarms: Iterable[Alarm]) -> list[AlarmLine]:
    """Return alarms with their attempts, in the order given."""
    return [
        AlarmLine(
            one.number,
            _occasion(one),
            one.raised_at,
            str(ALARM_ENDS.label(one.end)),
            attempt_lines(one.attempts),
            _call_of(one),
            one.is_exercise,
        )
        for one in alarms
    ]


def _occasion(alarm: Alarm) -> str:
    """Return why an alarm was raised, in words. While it goes on, all alarms but trials read alike: nobody is told that
    an alarm tests the desk."""
    is_told = alarm.ended_at is not None or alarm.occasion == AlarmOccasion.TRIAL
    return str(ALARM_OCCASIONS.label(alarm.occasion)) if is_told else str(_("Alarm"))


def attempt_lines(attempts: Sequence[AlarmAttempt]) -> list[AttemptLine]:
    """Return the attempts of an alarm, in the order given."""
    return [
        AttemptLine(
            _name(one.kind, one.hint),
            str(ATTEMPT_STATES.label(one.state)),
            one.state == AttemptState.FAILED,
            one.handed_over_at,
            one.reply,
            one.acknowledged_at,
        )
        for one in attempts
    ]


def link_page(attempt: AlarmAttempt, now: datetime) -> AlarmLinkPage:
    """Return what a link from the message of this attempt shows."""
    alarm = attempt.alarm
    end = end_of(alarm, now)
    at = alarm.ended_at if end is AlarmEnd.ACKNOWLEDGED else None
    return AlarmLinkPage(alarm.number, alarm.occasion == AlarmOccasion.TRIAL, alarm.is_exercise, end, at)


def _call_of(alarm: Alarm) -> str:
    handed_over = [one for one in alarm.attempts if one.state == AttemptState.HANDED_OVER]
    calls = [token_of(one) for one in handed_over if one.kind == AlarmWayKind.VOICE]
    return calls[-1] if calls and alarm.ended_at is None else ""


def _name(kind: str, hint: str) -> str:
    label = str(ALARM_WAYS.label(kind))
    return str(_("%(label)s: %(value)s", label=label, value=hint)) if hint else label


def _proof(way: AlarmWay, now: datetime, language: str) -> str:
    if way.proven_at is None:
        return str(_("Not proven yet: alarms do not use it. Try it."))
    proven, until = (long_datetime(at, language) for at in (way.proven_at, way.proven_at + queries.PROVEN_FOR))
    if queries.is_proven(way, now):
        return str(_("Proven on %(proven)s UTC, valid until %(until)s UTC.", proven=proven, until=until))
    return str(_("Last proven on %(proven)s UTC, more than 30 days ago. Try it again.", proven=proven))
