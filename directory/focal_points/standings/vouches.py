"""Vouches in words: which desks vouch for a desk, and for which desks the viewer's desks vouch."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from directory import clock
from directory.access.facts import Link
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.published import published
from directory.focal_points.standings.queries import list_standings
from directory.focal_points.standings.rules import YEAR
from directory.focal_points.standings.service import list_vouchers
from directory.models import FocalPoint
from directory.vocabulary import StandingLevel

# A vouch needs attention if it ends within this time, or ended within this time.
SHOWN_BEFORE = SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class DeskVouch:
    """The last vouch of the desk `voucher` for the desk `desk`, by their keys. `last_day` is the last day of its year.

    - `is_counted`: whether the desk `voucher` is itself tested, so that the vouch counts
    - `is_tested`: whether the desk `desk` is tested
    """

    voucher: str
    desk: str
    last_day: date
    is_counted: bool
    is_tested: bool

    @property
    def is_over(self) -> bool:
        """Whether the year of the vouch has ended."""
        return self.last_day < clock.today()

    @property
    def needs_attention(self) -> bool:
        """Whether the vouch ends soon or ended lately, does not count, or is for a desk that is not tested. False for a
        vouch that ended longer ago."""
        today = clock.today()
        is_ending = self.last_day <= today + SHOWN_BEFORE
        return today <= self.last_day + SHOWN_AFTER and (is_ending or not self.is_counted or not self.is_tested)


@dataclass(frozen=True)
class VouchLine:
    """A vouch with a link to one of its two desks. In a list of received vouches, this is the desk that vouches. In a
    list of given vouches, it is the desk that received the vouch."""

    vouch: DeskVouch
    other: Link


@dataclass(frozen=True)
class DeskVouches:
    """The vouches on the page of a desk.

    - `received`: the vouches for the desk; empty unless the viewer may change the desk's rota
    - `given`: the vouches of the viewer's desks for the desk
    - `may_vouch`: whether a desk of the viewer may vouch for the desk now
    """

    received: list[VouchLine]
    given: list[DeskVouch]
    may_vouch: bool


def list_for(desk: str, language: str) -> list[VouchLine]:
    """Return the vouches for a desk that have not ended, the last to end first. Callers that show the vouches check
    that the viewer may change the desk's rota."""
    found = [one for one in _list_all() if one.desk == desk and not one.is_over]
    return _lines([(one, one.voucher) for one in found], language)


def vouches_on_page(viewer: Viewer, desk: FocalPoint, language: str) -> DeskVouches:
    """Return the vouches that the viewer may see on the page of a desk, and whether the viewer's desks may vouch."""
    keeps = may(viewer, Action.KEEP_ROTA, desk.place())
    given = [line.vouch for line in list_by(viewer, language) if line.other.key == desk.key and not line.vouch.is_over]
    return DeskVouches(
        received=list_for(desk.key, language) if keeps else [],
        given=given,
        may_vouch=bool(viewer.desks) and bool(list_vouchers(viewer, desk.key)),
    )


def list_by(viewer: Viewer, language: str) -> list[VouchLine]:
    """Return the vouches that the viewer's desks gave, the last to end first. Vouches whose year has ended are
    included."""
    found = [one for one in _list_all() if one.voucher in viewer.desks]
    return _lines([(one, one.desk) for one in found], language)


def _list_all() -> Iterator[DeskVouch]:
    for standing in list_standings().values():
        is_tested = standing.has(StandingLevel.TESTED)
        for one in standing.facts.vouching:
            is_counted = one.tested is not None
            yield DeskVouch(one.key, standing.facts.key, one.given_on[-1] + YEAR, is_counted, is_tested)


def _lines(found: Iterable[tuple[DeskVouch, str]], language: str) -> list[VouchLine]:
    known = published(language)
    named = [(one, other) for one, other in found if other in known.desks]
    desks = known.lines({other for _one, other in named})
    lines = [VouchLine(one, desks[other].link) for one, other in named]
    return sorted(lines, key=lambda line: (line.vouch.last_day, line.other.key), reverse=True)
