"""What a change would lead to, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import dates
from directory.focal_points.intervals import Stretch
from directory.focal_points.rotas.outlook import Outlook
from directory.focal_points.rotas.presenters.times import Span, Zones, span

MOST_SHOWN = 10


@dataclass(frozen=True)
class Preview:
    """The new gaps and overlaps of a change, the first of each with how many more there are, and all gaps together."""

    period: Span
    gaps: list[Span]
    more_gaps: int
    overlaps: list[Span]
    more_overlaps: int
    without_anyone: str
    without_anyone_before: str


def preview(found: Outlook, zones: Zones, language: str) -> Preview:
    """Return an outlook in words."""
    return Preview(
        period=span((found.since, found.until), zones, language),
        gaps=_spans(found.new_gaps, zones, language),
        more_gaps=max(0, len(found.new_gaps) - MOST_SHOWN),
        overlaps=_spans(found.new_overlaps, zones, language),
        more_overlaps=max(0, len(found.new_overlaps) - MOST_SHOWN),
        without_anyone=dates.duration(found.without_anyone),
        without_anyone_before=dates.duration(found.without_anyone_before),
    )


def _spans(stretches: Sequence[Stretch], zones: Zones, language: str) -> list[Span]:
    return [span(stretch, zones, language) for stretch in stretches[:MOST_SHOWN]]
