"""How long consultations are kept, and how their keys are changed, also by a command that is killed."""

import signal
import sys
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts import recovery_codes
from directory.accounts.totp import encrypt_anew, use_code
from directory.app import create_app
from directory.consultations.encryption import cipher_of
from directory.consultations.queries import threads
from directory.consultations.queries.rules import DEFAULTS, retained_until
from directory.consultations.service import retention
from directory.consultations.service.entries import WrittenText
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.jobs.schedule import shred_consultations
from directory.key_derivation import KeyNotThere, key_name
from directory.models import Account, Consultation, ConsultationEntry, ConsultationRule
from directory.transaction import committing
from tests import forked
from tests.conftest import ENCRYPTION_KEY, PROJECT, close, environment_of, make_app
from tests.consultations.conftest import NETWORK, QUESTION, SUBJECT, Scene, make_scene
from tests.consultations.test_encryption import NEW_KEY, keys
from tests.people import code_of, give_generator, secrets_of, signed_in
from tests.stored import Kept

ROTATE = """
import os, signal, sys
from directory.app import create_app
from directory.config import Config
from directory.transaction import before_commit
app, left = create_app(Config.from_env()), [int(sys.argv[1])]
def end():
    left[0] -= 1
    if not left[0]:
        os.kill(os.getpid(), signal.SIGKILL)
before_commit(app, end)
sys.exit(app.test_cli_runner().invoke(args=["keys", "rotate"]).exit_code)
"""


def rotate(app: Flask, *secrets: str, killed_at: int = 0) -> int:
    """Run the command in a process of its own, killed in the middle of a transaction if asked."""
    db.session.rollback()
    environment = environment_of(app) | {"ENCRYPTION_KEYS": ",".join(secrets)}
    command = [sys.executable, "-c", ROTATE, str(killed_at)]
    return forked.run(command, cwd=PROJECT, env=environment, check=False, capture_output=True).returncode


def opened(made: list[Consultation]) -> list[str]:
    return [cipher_of(one).open("subject", one.sealed_subject) for one in made]


def names_of_keys() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(Consultation.key_name)))


@pytest.mark.long(each=2)
def test_a_rotation_that_is_killed_half_way_loses_nothing_and_goes_on(kept: Kept) -> None:
    app = make_app(kept.folder, kept.address)
    with app.app_context():
        scene = make_scene()
        made = [scene.ask() for _ in range(2 * retention.BATCH_SIZE + 1)]
        subjects = [SUBJECT] * len(made)

        assert rotate(app, NEW_KEY, ENCRYPTION_KEY, killed_at=2) == -signal.SIGKILL
        assert names_of_keys() == {key_name(NEW_KEY), key_name(ENCRYPTION_KEY)}
        with keys(NEW_KEY, ENCRYPTION_KEY):
            assert opened(made) == subjects
        assert rotate(app, NEW_KEY, ENCRYPTION_KEY) == 0

        assert names_of_keys() == {key_name(NEW_KEY)}
        with keys(NEW_KEY):
            assert opened(made) == subjects
        with keys(ENCRYPTION_KEY), pytest.raises(NotOpened):
            opened(made)
        assert rotate(app, "a third key that never sealed anything at all") == 1


def test_codes_of_people_work_with_the_new_key_alone_after_a_rotation(site: Flask, scene: Scene) -> None:
    asker = scene.people["asker"]
    give_generator(asker)
    with committing():
        codes = recovery_codes.make(asker)

    key = asker.id
    rotating, later = make_app_with(site, NEW_KEY, ENCRYPTION_KEY), make_app_with(site, NEW_KEY)
    with rotating.app_context(), committing():
        encrypt_anew(secrets_of(db.session.get_one(Account, key)))

    with later.app_context():
        # Each app reads the person with a connection of its own.
        there = db.session.get_one(Account, key)
        with committing():
            assert recovery_codes.use(there, codes[0])
        with committing():
            assert use_code(there, code_of(later, secrets_of(there).totp_secret))
    close(rotating)
    close(later)
    with pytest.raises(KeyNotThere), committing():
        encrypt_anew(secrets_of(asker))


def make_app_with(site: Flask, *secrets: str) -> Flask:
    return create_app(replace(site.config["SETTINGS"], encryption_keys=secrets))


def test_what_a_desk_has_time_to_answer_is_kept_so_long_at_least(site: Flask, scene: Scene) -> None:
    waits, is_over, is_closed = scene.ask(), scene.ask(), scene.ask()
    with committing():
        for one in (waits, is_over, is_closed):
            one.changed_at = clock.now() - timedelta(days=DEFAULTS["kept_days"] + 1)
            one.answer_by = clock.now() + timedelta(days=1)
        is_over.answer_by = clock.now() - timedelta(days=1)
        is_closed.state = "closed"

    shred_consultations()

    db.session.expire_all()
    assert [one.shredded_at is None for one in (waits, is_over, is_closed)] == [True, False, False]
    assert retained_until(waits) == waits.answer_by


def test_what_is_kept_no_longer_is_gone_and_its_bare_facts_stay(site: Flask, scene: Scene) -> None:
    old, young, of_other_rule = scene.ask(words=WrittenText(QUESTION, "en")), scene.ask(), scene.ask()
    with committing():
        db.session.add(ConsultationRule(network_key=NETWORK, **{**DEFAULTS, "kept_days": 100}))
        old.changed_at = clock.now() - timedelta(days=101)
        young.changed_at = clock.now() - timedelta(days=99)
        of_other_rule.network_key = "globe"
        of_other_rule.changed_at = clock.now() - timedelta(days=101)
        old.answer_by = of_other_rule.answer_by = clock.now() - timedelta(days=90)

    shred_consultations()

    db.session.expire_all()
    assert [one.shredded_at is None for one in (old, young, of_other_rule)] == [False, True, True]
    assert (old.wrapped_key, old.sealed_subject, old.state) == (None, b"", "closed")
    texts = select(ConsultationEntry.sealed_text).where(ConsultationEntry.consultation_id == old.id)
    assert set(db.session.scalars(texts)) == {b""}
    with pytest.raises(NotOpened):
        cipher_of(old)
    page = signed_in(site, scene.people["asker"]).get(f"/en/consultations/{old.public_id}").text
    assert "What was written is gone." in page
    assert "Hearing a witness or victim" in page
    assert threads.get(scene.viewer("asker"), young.public_id).wrapped_key is not None
