"""How long drafts are kept: 90 days after their last change, unless an owner who is still here keeps them."""

import signal
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.drafts.content import DraftContent
from directory.drafts.encryption import DRAFT_ENCRYPTION
from directory.drafts.queries.drafts import content_of
from directory.drafts.service import retention, writing
from directory.envelope_encryption import BATCH_SIZE, NotOpened
from directory.extensions import db
from directory.key_derivation import key_name
from directory.models import Draft
from directory.transaction import committing
from tests.conftest import ENCRYPTION_KEY, make_app
from tests.consultations.test_encryption import NEW_KEY, keys
from tests.consultations.test_retention import rotate
from tests.drafts.conftest import begun, person, viewer
from tests.stored import Kept


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
        retention.shred_old(clock.now())

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
            DRAFT_ENCRYPTION.cipher_of(row).open(place, sealed)


def names_of_keys() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Draft.key_name)))


@pytest.mark.long(each=2)
def test_a_rotation_that_is_killed_half_way_loses_no_draft_and_the_old_key_can_go_then(kept: Kept) -> None:
    app = make_app(kept.folder, kept.address)
    with app.app_context():
        owner = person()
        with committing():
            made = [writing.start(viewer(owner), DraftContent()) for _ in range(BATCH_SIZE + 1)]
        with committing():
            content = content_of(made[0]).with_texts({"facts": "changed before the rotation"}, "en")
            writing.save(viewer(owner), made[0], "facts", content, 1)
        words = [content_of(one) for one in made]

        # Consultations come first, of which there is none here.
        assert rotate(app, NEW_KEY, ENCRYPTION_KEY, killed_at=3) == -signal.SIGKILL
        assert names_of_keys() == {key_name(NEW_KEY), key_name(ENCRYPTION_KEY)}
        with keys(NEW_KEY, ENCRYPTION_KEY):
            assert [content_of(one) for one in made] == words
        assert rotate(app, NEW_KEY, ENCRYPTION_KEY) == 0

        assert names_of_keys() == {key_name(NEW_KEY)}
        with keys(NEW_KEY):
            assert [content_of(one) for one in made] == words
            assert content_of(made[0], 1) != words[0]
        with keys(ENCRYPTION_KEY), pytest.raises(NotOpened):
            content_of(made[0])
