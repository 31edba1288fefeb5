"""The person who reads: who exactly is asked for is noted, and that alone."""

import pytest

from directory.access.viewer import ANONYMOUS, Viewer
from directory.cache.dependencies import CacheScope, track_dependencies
from directory.vocabulary import Role

PERSON = Viewer(Role.PRACTITIONER, 7, "KG")


@pytest.mark.parametrize(
    ("viewer", "asked", "readers"),
    [
        (PERSON, "account_id", CacheScope.PERSON),
        (PERSON, "role", CacheScope.EVERYONE),
        (PERSON, "jurisdiction", CacheScope.EVERYONE),
        (ANONYMOUS, "account_id", CacheScope.EVERYONE),
    ],
    ids=["who a person is", "their role", "their State", "who a visitor is"],
)
def test_what_asks_who_exactly_reads_is_made_for_one_person(viewer: Viewer, asked: str, readers: CacheScope) -> None:
    with track_dependencies() as made:
        getattr(viewer, asked)

    assert made.scope is readers


def test_people_who_may_do_the_same_are_alike() -> None:
    assert PERSON.access_profile == Viewer(Role.PRACTITIONER, 8, "KG").access_profile
    assert PERSON.access_profile != Viewer(Role.PRACTITIONER, 7, "FR").access_profile


@pytest.mark.parametrize("role", Role)
def test_who_has_no_account_is_a_visitor(role: Role) -> None:
    assert Viewer(role).is_visitor is (role is Role.VISITOR)


def test_nobody_in_particular_is_a_visitor_without_an_account() -> None:
    assert Viewer(Role.VISITOR, None, "", frozenset(), "", frozenset()) == ANONYMOUS
