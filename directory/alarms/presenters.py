"""Values for a person's page of own ways and alarms, and for the page behind the link in an alarm's message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from directory.alarms import queries
from directory.alarms.gateways import gateway_urls
from directory.alarms.occasions import can_be_acknowledged, end_of, occasion_of
from directory.alarms.service import token_of
from directory.alarms.ways import MOST_WAYS, offered_kinds
from directory.clock import as_utc
from directory.config import Config
from directory.dates import long_datetime, offset
from directory.i18n import isolated
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
class AlarmTime:
    """An instant: `iso` for programs, `text` in the time of the person, with its offset from UTC."""

    iso: str
    text: str


@dataclass(frozen=True)
class WayLine:
    """One way. `state` says in words whether and until when the way is proven; `is_proven` is true while the proof is
    valid."""

    id: str
    name: str
    wait_minutes: int
    state: str
    is_proven: bool


@dataclass(frozen=True)
class AttemptLine:
    """One attempt of an alarm. `at` is when the message was handed over, or None. `reply` is the code or reason that
    the gateway gave, or empty."""

    way: str
    state: str
    at: AlarmTime | None
    reply: str
    acknowledged_at: AlarmTime | None


@dataclass(frozen=True)
class AlarmLine:
    """One alarm with its attempts, in the order of the ways.

    - `call`: the token of the page that acknowledges the alarm, if a call was made and the alarm can still be
      acknowledged; else empty. A call contains no link, so the person needs the page.
    """

    number: str
    occasion: str
    raised_at: AlarmTime
    end: str
    attempts: list[AttemptLine]
    call: str
    is_exercise: bool


@dataclass(frozen=True)
class WaysPage:
    """The ways of a person in their order, and the latest alarms.

    - `must_try_again`: alarms use none of the ways, since all lost their proof (see `must_try_again` in `queries`)
    - `missing`: how many proven ways the person lacks
    - `offered`: codes and labels of the kinds of ways that can be added; empty if the person has all ways permitted
    - `has_gateways`: whether the operator has set up a gateway
    """

    ways: list[WayLine]
    alarms: list[AlarmLine]
    must_try_again: bool
    missing: int
    offered: list[tuple[str, str]]
    has_gateways: bool


@dataclass(frozen=True)
class AlarmLinkPage:
    """One alarm, for whoever holds a link from its message. The subject of the alarm is not shown.

    - `end`: a code of ALARM_ENDS. For an alarm that ended unacknowledged, why it cannot be acknowledged any more.
    - `can_acknowledge`: whether the alarm can still be acknowledged
    - `at`: when the alarm was acknowledged, or None
    """

    number: str
    is_trial: bool
    is_exercise: bool
    end: AlarmEnd
    can_acknowledge: bool
    at: AlarmTime | None


def ways_page(account: Account, config: Config, now: datetime, language: str) -> WaysPage:
    """Return the page of a person's own ways."""
    ways, zone = queries.list_ways(account.id), queries.zone_of(account)
    proven = sum(queries.is_proven(one, now) for one in ways)
    kinds = offered_kinds(config) if len(ways) < MOST_WAYS else ()
    has_mail = any(one.kind == AlarmWayKind.MAIL for one in ways)
    return WaysPage(
        ways=[way_line(one, now, zone, language) for one in ways],
        alarms=alarm_lines(queries.list_alarms(account, MOST_ALARMS), now, zone, language),
        must_try_again=queries.must_try_again(account.id),
        missing=max(0, queries.PROVEN_WAYS - proven),
        offered=[(one, str(ALARM_WAYS.label(one))) for one in kinds if one is not AlarmWayKind.MAIL or not has_mail],
        has_gateways=bool(gateway_urls(config)),
    )


def way_line(way: AlarmWay, now: datetime, zone: str, language: str) -> WayLine:
    """Return the line of one way, with times in `zone`."""
    name, proof = _name(way.kind, way.hint), _proof(way, now, zone, language)
    return WayLine(way.public_id, name, way.wait_minutes, proof, queries.is_proven(way, now))


def alarm_lines(alarms: Iterable[Alarm], now: datetime, zone: str, language: str) -> list[AlarmLine]:
    """Return alarms with their attempts, in the order given, with times in `zone`."""
    return [
        AlarmLine(
            one.number,
            _occasion(one),
            _time(one.raised_at, zone, language),
            str(ALARM_ENDS.label(one.end)),
            attempt_lines(one.attempts, zone, language),
            _call_of(one, now),
            one.is_exercise,
        )
        for one in alarms
    ]


def _occasion(alarm: Alarm) -> str:
    """Return why an alarm was raised, in words. For an open alarm that is not a trial, return a word that is the same
    for all occasions, so that nobody learns that an alarm tests the desk."""
    is_told = alarm.ended_at is not None or alarm.occasion == AlarmOccasion.TRIAL
    return str(ALARM_OCCASIONS.label(alarm.occasion)) if is_told else str(_("Alarm"))


def attempt_lines(attempts: Sequence[AlarmAttempt], zone: str, language: str) -> list[AttemptLine]:
    """Return the attempts of an alarm, in the order given, with times in `zone`."""
    return [
        AttemptLine(
            _name(one.kind, one.hint),
            attempt_state(one),
            _time(one.handed_over_at, zone, language) if one.handed_over_at else None,
            gateway_reply(one),
            _time(one.acknowledged_at, zone, language) if one.acknowledged_at else None,
        )
        for one in attempts
    ]


def attempt_state(attempt: AlarmAttempt) -> str:
    """Return the state of an attempt in words. For a mail, which no gateway gets, the words name the mail queue."""
    if attempt.kind == AlarmWayKind.MAIL and attempt.state == AttemptState.HANDED_OVER:
        return str(_("put into the mail queue"))
    return str(ATTEMPT_STATES.label(attempt.state))


def gateway_reply(attempt: AlarmAttempt) -> str:
    """Return the code or reason that the gateway gave, or "" for a mail that was queued."""
    is_queued = attempt.kind == AlarmWayKind.MAIL and attempt.state == AttemptState.HANDED_OVER
    return "" if is_queued else attempt.reply


def link_page(attempt: AlarmAttempt, now: datetime, language: str) -> AlarmLinkPage:
    """Return what a link from the message of this attempt shows. Times are in the person's time zone. The zone is not
    named: only its offset from UTC is shown."""
    alarm, can_acknowledge = attempt.alarm, can_be_acknowledged(attempt.alarm, now)
    end = end_of(alarm, now) if can_acknowledge else _end_for_good(alarm, now)
    ended_at = alarm.ended_at if end is AlarmEnd.ACKNOWLEDGED else None
    at = _time(ended_at, queries.zone_of(alarm.account), language) if ended_at else None
    is_trial = alarm.occasion == AlarmOccasion.TRIAL
    return AlarmLinkPage(alarm.number, is_trial, alarm.is_exercise, end, can_acknowledge, at)


def _end_for_good(alarm: Alarm, now: datetime) -> AlarmEnd:
    """Return why an alarm cannot be acknowledged. If the alarm ended unacknowledged and is not a trial, this is why it
    is no longer needed, such as OFF_DUTY."""
    if alarm.revoked_at is not None:
        return AlarmEnd.REVOKED
    end = end_of(alarm, now)
    if end is not AlarmEnd.UNACKNOWLEDGED or alarm.occasion == AlarmOccasion.TRIAL:
        return end
    return occasion_of(alarm).end_of(alarm, now) or AlarmEnd.NOT_NEEDED


def _call_of(alarm: Alarm, now: datetime) -> str:
    handed_over = [one for one in alarm.attempts if one.state == AttemptState.HANDED_OVER]
    calls = [token_of(one) for one in handed_over if one.kind == AlarmWayKind.VOICE]
    return calls[-1] if calls and can_be_acknowledged(alarm, now) else ""


def _name(kind: str, hint: str) -> str:
    label = str(ALARM_WAYS.label(kind))
    return str(_("%(label)s: %(value)s", label=label, value=hint)) if hint else label


def _proof(way: AlarmWay, now: datetime, zone: str, language: str) -> str:
    if way.proven_at is None:
        return str(_("Not proven yet: alarms do not use it. Try it."))
    proven = _time(way.proven_at, zone, language).text
    until = _time(way.proven_at + queries.PROVEN_FOR, zone, language).text
    if queries.is_proven(way, now):
        return str(_("Proven on %(proven)s, valid until %(until)s.", proven=proven, until=until))
    return str(_("Last proven on %(proven)s, more than 30 days ago. Try it again.", proven=proven))


def _time(at: datetime, zone: str, language: str) -> AlarmTime:
    local = as_utc(at).astimezone(ZoneInfo(zone))
    text = f"{long_datetime(local, language)} ({isolated(offset(local))})"
    return AlarmTime(at.isoformat(timespec="minutes"), text)
