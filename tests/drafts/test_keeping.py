"""How long drafts are kept: 90 days after their last change, unless an owner who is still here keeps them."""

from datetime import timedelta

import pytest
from flask import Flask

from directory import clock
from directory.drafts.queries.own import content_of
from directory.drafts.sealing import SEALING
from directory.drafts.service import keeping, writing
from directory.extensions import db
from directory.models import Draft
from directory.sealing import NotOpened
from directory.transaction import committing
from tests.drafts.conftest import begun, person, viewer


@pytest.mark.parametrize(
    ("days", "is_kept", "is_owner_here", "stays"),
    [(89, False, True, True), (91, False, True, False), (91, True, True, True), (91, True, False, False)],
)
def test_a_draft_is_deleted_after_90_days(
    site: Flask, days: int, is_kept: bool, is_owner_here: bool, stays: bool
) -> None:
    owner = person()
    draft = begun(owner)
    with committing():
        draft.is_kept, owner.active = is_kept, is_owner_here
        draft.changed_at = clock.now() - timedelta(days=days)
    number = draft.id

    with committing():
        keeping.shred_old(clock.now())

    db.session.rollback()
    assert (db.session.get(Draft, number) is not None) is stays


def test_no_more_versions_are_kept_than_the_newest_ones(site: Flask) -> None:
    owner = person()
    draft = begun(owner)

    for number in range(writing.MOST_VERSIONS + 3):
        with committing():
            content = content_of(draft).with_texts({"facts": f"version {number}"}, "en")
            writing.save(viewer(owner), draft, "facts", content, draft.version)

    db.session.refresh(draft)
    assert len(draft.versions) == writing.MOST_VERSIONS
    assert content_of(draft).text("facts", "en") == f"version {writing.MOST_VERSIONS + 2}"


def test_a_draft_that_is_saved_as_it_was_gets_no_version(site: Flask) -> None:
    owner = person()
    draft = begun(owner)

    with committing():
        writing.save(viewer(owner), draft, "facts", content_of(draft), draft.version)

    assert draft.version == 1


def test_the_words_of_one_draft_do_not_open_in_another_nor_as_another_version(site: Flask) -> None:
    draft, other = begun(person()), begun(person())
    sealed = draft.versions[0].sealed_content

    for row, place in ((other, "1"), (draft, "2")):
        with pytest.raises(NotOpened):
            SEALING.seal_of(row).open(place, sealed)


def test_a_draft_opens_with_the_new_key_after_a_rotation(site: Flask) -> None:
    draft = begun(person())
    words = content_of(draft)

    with committing():
        draft.key_name = draft.key_name
        assert SEALING.rotate_some(Draft, 0) is None

    assert content_of(draft) == words
