"""What is written is sealed: bound to its thread and its place, opened by any key of the settings, by none other."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import current_app

from directory.consultations.encryption import CONSULTATION_ENCRYPTION, cipher_of
from directory.consultations.queries import threads
from directory.envelope_encryption import NotOpened, RotationProgress
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry
from directory.transaction import committing
from tests.conftest import ENCRYPTION_KEY
from tests.consultations.conftest import QUESTION, SUBJECT, Scene

NEW_KEY = "another key of the tests alone that is long enough too"


def first_entry(scene: Scene, made: Consultation) -> ConsultationEntry:
    return threads.list_entries(scene.viewer("asker"), made)[0]


def text_of(made: Consultation, entry: ConsultationEntry) -> str:
    return cipher_of(made).open(entry.public_id, entry.sealed_text)


@contextmanager
def keys(*secrets: str) -> Iterator[None]:
    """Run with these ENCRYPTION_KEYS."""
    before = current_app.config["SETTINGS"]
    current_app.config["SETTINGS"] = dataclasses.replace(before, encryption_keys=secrets)
    yield
    current_app.config["SETTINGS"] = before


def test_what_was_written_opens_again(scene: Scene) -> None:
    made = scene.ask()

    assert text_of(made, first_entry(scene, made)) == QUESTION
    assert cipher_of(made).open("subject", made.sealed_subject) == SUBJECT


def test_a_text_that_is_moved_to_another_thread_or_place_does_not_open(scene: Scene) -> None:
    made, other = scene.ask(), scene.ask()
    mine, theirs = first_entry(scene, made), first_entry(scene, other)

    for thread, place, sealed in [
        (other, theirs.public_id, mine.sealed_text),
        (other, mine.public_id, mine.sealed_text),
        (made, "subject", mine.sealed_text),
        (made, mine.public_id, mine.sealed_text[:-1] + bytes([mine.sealed_text[-1] ^ 1])),
        (made, mine.public_id, mine.sealed_text[:8]),
    ]:
        with pytest.raises(NotOpened):
            cipher_of(thread).open(place, sealed)


def test_the_key_of_one_thread_in_the_row_of_another_does_not_open(scene: Scene) -> None:
    made, other = scene.ask(), scene.ask()

    other.wrapped_key = made.wrapped_key

    with pytest.raises(NotOpened):
        cipher_of(other)
    db.session.rollback()


def test_equal_texts_are_sealed_unalike(scene: Scene) -> None:
    made, other = scene.ask(), scene.ask()

    assert made.sealed_subject != other.sealed_subject


def test_after_a_rotation_the_new_key_opens_alone_and_the_old_one_no_more(scene: Scene) -> None:
    made = scene.ask()
    entry = first_entry(scene, made)

    with keys(NEW_KEY, ENCRYPTION_KEY):
        assert text_of(made, entry) == QUESTION
        last = 0
        while True:
            with committing():
                rotated = CONSULTATION_ENCRYPTION.rotate_some(Consultation, last)
            if rotated is None:
                break
            last = rotated.last
    with keys(NEW_KEY):
        assert text_of(made, entry) == QUESTION
    with keys(ENCRYPTION_KEY), pytest.raises(NotOpened):
        cipher_of(made)
    with keys(ENCRYPTION_KEY, NEW_KEY), committing():
        CONSULTATION_ENCRYPTION.rotate_some(Consultation, 0)


def test_a_thread_of_a_key_that_is_gone_is_counted_and_left(scene: Scene) -> None:
    made = scene.ask()

    with keys(NEW_KEY), committing():
        rotated = CONSULTATION_ENCRYPTION.rotate_some(Consultation, made.id - 1)

    assert rotated == RotationProgress(made.id, 0, 1)
    assert text_of(made, first_entry(scene, made)) == QUESTION
