"""Accounts to review, in words: accounts in foreign networks, and accounts that act for a doubtful authority.

The authority of an account is doubtful if it is of another State than the account, or if the person who assigned it to
the account had no right to do so.

A network is foreign if people of the account's State do not belong in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import i18n
from directory.access.viewer import Viewer
from directory.people.choices import authority_names, networks
from directory.people.presenters.words import person
from directory.people.queries.foreign_networks import ForeignNetworks
from directory.people.queries.review import AccountToReview


@dataclass(frozen=True)
class ReviewLine:
    """An account to review. `number` is its id. `by` is the name of the person who assigned the authority."""

    number: int
    name: str
    authority: str
    state: str
    by: str


@dataclass(frozen=True)
class ForeignNetworkLine:
    """An account to review. `number` is its id. `networks` are the names of its foreign networks."""

    number: int
    name: str
    state: str
    networks: tuple[str, ...]


def foreign_network_lines(viewer: Viewer, found: Sequence[ForeignNetworks], language: str) -> list[ForeignNetworkLine]:
    """Return a line for each account in foreign networks, in the order given."""
    names = dict(networks(viewer, language, {key for one in found for key in one.networks}))
    return [
        ForeignNetworkLine(
            one.account.id,
            person(one.account),
            i18n.territory_name(one.account.jurisdiction_key or "", language),
            tuple(names[key] for key in one.networks),
        )
        for one in found
    ]


def review_lines(viewer: Viewer, found: Sequence[AccountToReview], language: str) -> list[ReviewLine]:
    """Return a line for each account with a doubtful authority, in the order given."""
    names = authority_names(viewer, {one.authority for one in found}, language)
    return [
        ReviewLine(
            one.account.id,
            person(one.account),
            names.get(one.authority, ""),
            i18n.territory_name(one.account.jurisdiction_key, language) if one.account.jurisdiction_key else "",
            person(one.giver),
        )
        for one in found
    ]
