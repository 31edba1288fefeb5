"""The consequences of a change in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import dates
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.consequences import Consequences
from directory.focal_points.rotas.presenters.duties import joined
from directory.focal_points.rotas.presenters.lines import RotaContext
from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, span
from directory.focal_points.shift_generation import Rota

MOST_SHOWN = 10


@dataclass(frozen=True)
class DutyText:
    """One person's duty in words."""

    span: IntervalText
    name: str


@dataclass(frozen=True)
class RotaPreview:
    """The consequences of a change in words, for the interval `period`.

    `before` and `after` say who is on duty in the time of the change, without and with the change.
    """

    period: IntervalText
    before: list[DutyText]
    after: list[DutyText]
    # The first MOST_SHOWN new intervals; `more_gaps` counts the rest.
    gaps: list[IntervalText]
    more_gaps: int
    # The first MOST_SHOWN new intervals; `more_overlaps` counts the rest.
    overlaps: list[IntervalText]
    more_overlaps: int
    # The total length of all gaps after the change.
    without_anyone: str
    without_anyone_before: str


def preview(
    found: Consequences,
    zones: RotaZones,
    language: str,
    before: Sequence[DutyText] = (),
    after: Sequence[DutyText] = (),
) -> RotaPreview:
    """Return the consequences of a change in words."""
    return RotaPreview(
        period=span((found.since, found.until), zones, language),
        before=list(before),
        after=list(after),
        gaps=_spans(found.new_gaps, zones, language),
        more_gaps=max(0, len(found.new_gaps) - MOST_SHOWN),
        overlaps=_spans(found.new_overlaps, zones, language),
        more_overlaps=max(0, len(found.new_overlaps) - MOST_SHOWN),
        without_anyone=dates.duration(found.without_anyone),
        without_anyone_before=dates.duration(found.without_anyone_before),
    )


def duty_texts(rota: Rota, bounds: Interval, context: RotaContext) -> list[DutyText]:
    """Return who is on duty within bounds, in words, sorted by start."""
    duties = joined(rota.shifts(*bounds), bounds)
    return [DutyText(span(stretch, context.zones, context.language), context.name(who)) for stretch, who in duties]


def _spans(stretches: Sequence[Interval], zones: RotaZones, language: str) -> list[IntervalText]:
    return [span(stretch, zones, language) for stretch in stretches[:MOST_SHOWN]]
