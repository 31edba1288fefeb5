"""Presents a shorter retention that will take effect later."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory import dates
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.consultations.queries.rules import list_waiting
from directory.models import ConsultationRule
from directory.proposals.labels import entry_label


@dataclass(frozen=True)
class ShorterRetention:
    """A shorter retention of a network's consultations: `days` from `day` on, and `days_before` before that day."""

    network: str
    day: str
    days: int
    days_before: int


def shorter_retention(viewer: Viewer, language: str) -> list[ShorterRetention]:
    """Return the planned shorter retentions in the networks of the viewer's scope, earliest first. A viewer who
    oversees all networks gets the planned shorter retentions of all networks."""
    reaches_all = not viewer.networks and may_somewhere(viewer, Action.OVERSEE)
    return _in_words(list_waiting(None if reaches_all else viewer.networks), language)


def shorter_retention_of(network: str, language: str) -> list[ShorterRetention]:
    """Return the planned shorter retention of one network, as a list of at most one."""
    return _in_words(list_waiting(frozenset({network})), language)


def _in_words(rules: Iterable[ConsultationRule], language: str) -> list[ShorterRetention]:
    return [
        ShorterRetention(
            entry_label("network", rule.network_key, language),
            dates.long_day(rule.shorter_from, language),
            rule.kept_days,
            rule.earlier_kept_days,
        )
        for rule in rules
        if rule.shorter_from and rule.earlier_kept_days
    ]
