"""Followers hear of a contact or a desk under the authority that held it when it was changed."""

import pytest
from flask import Flask

from directory.models import ContactDetail, FocalPoint
from directory.proposals.edits import Edit, EditAction
from tests import factories
from tests.follows.conftest import edit, follower, letters, tell

Pair = tuple[str, str]


@pytest.fixture
def pair(site: Flask) -> Pair:
    """Return two authorities; the first holds a line and a desk."""
    number = next(factories.NUMBERS)
    keys = f"old-{number}", f"new-{number}"
    factories.add(*(factories.authority(key, name=factories.english(f"Office {key}")) for key in keys))
    factories.add(
        factories.contact(f"a{number}@example.org", keys[0]), factories.focal_point(f"{keys[0]}-desk", keys[0])
    )
    return keys


def line_of(pair: Pair) -> str:
    return f"{pair[0]}:a{pair[0].partition('-')[2]}-at-example.org"


def pass_on(kind: str, key: str, pair: Pair) -> None:
    edit(Edit(EditAction.CHANGE, kind, key, "authority_key", *pair))


def set_value(pair: Pair, before: str, after: str) -> None:
    edit(Edit(EditAction.CHANGE, ContactDetail.KIND, line_of(pair), "value", before, after))


def test_followers_of_the_new_authority_hear_of_a_line_under_its_name(pair: Pair) -> None:
    reader, old_reader = follower(("authority", pair[1])), follower(("authority", pair[0]))
    first = f"a{pair[0].partition('-')[2]}@example.org"
    pass_on(ContactDetail.KIND, line_of(pair), pair)
    set_value(pair, first, "since@example.org")

    tell()

    [news] = letters(reader)
    assert news.startswith(f"Office {pair[1]} ")
    assert "since@example.org" in news
    assert not any("since@example.org" in one for one in letters(old_reader))


def test_followers_of_the_old_authority_hear_of_what_was_changed_while_it_held_the_line(pair: Pair) -> None:
    reader, new_reader = follower(("authority", pair[0])), follower(("authority", pair[1]))
    first = f"a{pair[0].partition('-')[2]}@example.org"
    set_value(pair, first, "before@example.org")
    pass_on(ContactDetail.KIND, line_of(pair), pair)

    tell()

    [news] = letters(reader)
    assert news.startswith(f"Office {pair[0]} ")
    assert "before@example.org" in news
    assert not any("before@example.org" in one for one in letters(new_reader))


def test_followers_of_the_authority_that_a_desk_leaves_hear_of_it(pair: Pair) -> None:
    reader = follower(("authority", pair[0]))

    pass_on(FocalPoint.KIND, f"{pair[0]}-desk", pair)
    tell()

    [news] = letters(reader)
    assert f"from “\u2068Office {pair[0]}\u2069” to “\u2068Office {pair[1]}\u2069”" in news
