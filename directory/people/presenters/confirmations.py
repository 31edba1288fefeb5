"""The people whom somebody can confirm, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.models import Account
from directory.people.presenters.accounts import scope_keys
from directory.people.presenters.words import InstantText, ScopeLabels, moment, person, scopes
from directory.people.queries.accounts import sign_in_status_of


@dataclass(frozen=True)
class PersonToConfirm:
    """A person with the rights of the account, and the time of the last request. `is_narrowed` is true if restricted
    details are not shown to the person any more."""

    number: int
    name: str
    scope: ScopeLabels
    last_seen_at: InstantText | None
    is_narrowed: bool


def people_to_confirm(viewer: Viewer, found: Sequence[Account], language: str) -> list[PersonToConfirm]:
    """Return people for the list, in the order given."""
    words = scopes(viewer, [scope_keys(one) for one in found], language)
    return [
        PersonToConfirm(
            one.id,
            person(one),
            scope,
            moment(sign_in_status_of(one).last_seen_at, language),
            one.narrowed_at is not None,
        )
        for one, scope in zip(found, words, strict=True)
    ]
