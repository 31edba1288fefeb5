"""Accounts to review, in words: the authority for which each account acts, and who gave the authority to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import i18n
from directory.access.viewer import Viewer
from directory.people.choices import authority_names
from directory.people.presenters.words import person
from directory.people.queries.review import AccountToReview


@dataclass(frozen=True)
class ReviewLine:
    """An account to review. `state` is the State of the person; `by` names who gave the person the authority."""

    number: int
    name: str
    authority: str
    state: str
    by: str


def review_lines(viewer: Viewer, found: Sequence[AccountToReview], language: str) -> list[ReviewLine]:
    """Return a line for each account to review, in the order given."""
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
