"""What the page of figures shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.access.facts import Link, Text
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.models import FocalPoint, Network
from directory.people.choices import Choices, desk_names, networks
from directory.statistics.figures import Figures, figures_of, silent_of, without_small
from directory.statistics.queries import Told, count_desks, list_tests

PERIODS_DAYS = (30, 90, 365)


@dataclass(frozen=True)
class Asked:
    """What figures are narrowed to: the last so many days, and one network or, where it is empty, all."""

    days: int
    network: str = ""

    @classmethod
    def of(cls, days: str, network: str) -> "Asked":
        """Return what an address asks for; a period that is not offered is the longest."""
        return cls(next((one for one in PERIODS_DAYS if str(one) == days), PERIODS_DAYS[-1]), network)


@dataclass(frozen=True)
class Row:
    """A network with the figures of its desks."""

    network: Link
    figures: Figures


@dataclass(frozen=True)
class Page:
    """Figures of the desks in the viewer's scope, with those that are silent, and of the networks that the viewer
    belongs to; one whose desks are all in scope stands there alone."""

    in_scope: list[Row]
    silent: list[Link]
    of_networks: list[Row]
    networks: Choices
    periods: tuple[int, ...] = PERIODS_DAYS


def page(viewer: Viewer, asked: Asked, now: datetime, language: str) -> Page:
    """Return the figures that a viewer may read, by the networks' names."""
    since = now - timedelta(days=asked.days)
    scope, whole = (count_desks(viewer, action) for action in (Action.VERIFY, Action.READ_FIGURES))
    wider = {key: count for key, count in whole.items() if count > scope.get(key, 0)}
    names = networks(viewer, language, {*scope, *wider})
    shown = [one for one in names if one[0] == asked.network] or names
    in_scope = list_tests(viewer, Action.VERIFY, since) if scope else []
    of_networks = list_tests(viewer, Action.READ_FIGURES, since) if wider else []
    silent = silent_of([one for one in in_scope if one.network in dict(shown)])
    return Page(
        in_scope=[Row(link, found) for link, found in _figures(shown, scope, in_scope)],
        silent=_desks(viewer, silent, language),
        of_networks=[Row(link, without_small(found)) for link, found in _figures(shown, wider, of_networks)],
        networks=names,
    )


def _figures(names: Choices, desks: Mapping[str, int], tests: Sequence[Told]) -> list[tuple[Link, Figures]]:
    return [
        (Link(Network.KIND, key, Text(name)), figures_of(desks[key], [one for one in tests if one.network == key]))
        for key, name in names
        if key in desks
    ]


def _desks(viewer: Viewer, keys: Sequence[str], language: str) -> list[Link]:
    names = desk_names(viewer, keys, language)
    return [Link(FocalPoint.KIND, key, Text(names[key])) for key in keys]
