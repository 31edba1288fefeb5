"""The consequences of a change in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import dates
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.consequences import Consequences
from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, span

MOST_SHOWN = 10


@dataclass(frozen=True)
class RotaPreview:
    """The consequences of a change in words, for the interval `period`."""

    period: IntervalText
    # The first MOST_SHOWN new intervals; `more_gaps` counts the rest.
    gaps: list[IntervalText]
    more_gaps: int
    # The first MOST_SHOWN new intervals; `more_overlaps` counts the rest.
    overlaps: list[IntervalText]
    more_overlaps: int
    # The total length of all gaps after the change.
    without_anyone: str
    without_anyone_before: str


def preview(found: Consequences, zones: RotaZones, language: str) -> RotaPreview:
    """Return the consequences of a change in words."""
    return RotaPreview(
        period=span((found.since, found.until), zones, language),
        gaps=_spans(found.new_gaps, zones, language),
        more_gaps=max(0, len(found.new_gaps) - MOST_SHOWN),
        overlaps=_spans(found.new_overlaps, zones, language),
        more_overlaps=max(0, len(found.new_overlaps) - MOST_SHOWN),
        without_anyone=dates.duration(found.without_anyone),
        without_anyone_before=dates.duration(found.without_anyone_before),
    )


def _spans(stretches: Sequence[Interval], zones: RotaZones, language: str) -> list[IntervalText]:
    return [span(stretch, zones, language) for stretch in stretches[:MOST_SHOWN]]
