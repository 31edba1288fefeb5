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

# A vouch that ends soon, or ended lately, needs attention.
SHOWN_BEFORE = SHOWN_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class DeskVouch:
    """A vouch of one desk for another, by their keys, and its last day.

    `is_counted`: the desk that gave it is itself tested. `is_tested`: the desk for which it was given is tested.
    """

    voucher: str
    desk: str
    last_day: date
    is_counted: bool
    is_tested: bool

    @property
    def is_over(self) -> bool:
        """Whether its year has ended."""
        return self.last_day < clock.today()

    @property
    def needs_attention(self) -> bool:
        """Whether the vouch ends soon or ended lately, or does not count, or its desk has lost its standing."""
        today = clock.today()
        is_ending = self.last_day <= today + SHOWN_BEFORE
        return today <= self.last_day + SHOWN_AFTER and (is_ending or not self.is_counted or not self.is_tested)


@dataclass(frozen=True)
class VouchLine:
    """A vouch with a link to the other of its two desks."""

    vouch: DeskVouch
    other: Link


@dataclass(frozen=True)
class DeskVouches:
    """The vouches on the page of a desk.

    - `received`: those for the desk, for viewers who keep its rota
    - `given`: those of the viewer's desks for the desk
    - `may_vouch`: a desk of the viewer may vouch for the desk now
    """

    received: list[VouchLine]
    given: list[DeskVouch]
    may_vouch: bool


def list_for(desk: str, language: str) -> list[VouchLine]:
    """Return the vouches for a desk that have not ended, the last to end first. Callers that show them check that the
    viewer keeps the desk's rota."""
    found = [one for one in _list_all() if one.desk == desk and not one.is_over]
    return _lines([(one, one.voucher) for one in found], language)


def vouches_on_page(viewer: Viewer, desk: FocalPoint, language: str) -> DeskVouches:
    """Return what the viewer may see and do about vouches on the page of a desk."""
    keeps = may(viewer, Action.KEEP_ROTA, desk.place())
    given = [line.vouch for line in list_by(viewer, language) if line.other.key == desk.key and not line.vouch.is_over]
    return DeskVouches(
        received=list_for(desk.key, language) if keeps else [],
        given=given,
        may_vouch=bool(viewer.desks) and bool(list_vouchers(viewer, desk.key)),
    )


def list_by(viewer: Viewer, language: str) -> list[VouchLine]:
    """Return the vouches that the desks of the viewer gave, also those whose year has ended, the last to end first."""
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
