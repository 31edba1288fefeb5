"""`flask keys`: commands for encryption keys.

`rotate` re-encrypts with the first of ENCRYPTION_KEYS, so that older keys can be removed. `backup` makes a key pair for
backups.
"""

import sys
from collections.abc import Callable
from functools import partial

from flask.cli import AppGroup
from sqlalchemy import select

from directory.accounts.totp import encrypt_anew
from directory.alarms.addresses import ALARM_ENCRYPTION as ALARMS
from directory.consultations.encryption import CONSULTATION_ENCRYPTION as CONSULTATIONS
from directory.drafts.encryption import DRAFT_ENCRYPTION as DRAFTS
from directory.envelope_encryption import BATCH_SIZE, RotationProgress
from directory.extensions import db
from directory.key_derivation import KeyNotThere
from directory.models import (
    AccountSecrets,
    AlarmWay,
    Consultation,
    DocketEntry,
    Draft,
    Issuer,
    OfficeSession,
    QuestionRound,
    Webhook,
)
from directory.office_accounts.encryption import ISSUER_ENCRYPTION, OFFICE_SESSION_ENCRYPTION
from directory.operation.backups.age_files import new_identity
from directory.requests.encryption import DOCKET_ENCRYPTION as REQUESTS
from directory.rounds.encryption import ROUND_ENCRYPTION as ROUNDS
from directory.terminal import echo
from directory.transaction import committing
from directory.webhooks.encryption import WEBHOOK_ENCRYPTION as WEBHOOKS

keys = AppGroup("keys", help="The keys that sealed values and backups are encrypted with.")


@keys.command("backup")
def make_backup_key() -> None:
    """Make a key pair for backups and print it once: the recipient encrypts backups, the identity decrypts them."""
    recipient, identity = new_identity()
    echo(f"# Recipient, no secret, for BACKUP_RECIPIENTS: {recipient}")
    echo("# Identity, opens each backup that is encrypted to the recipient. Nothing here keeps it, and without it")
    echo("# no backup opens: keep it off this machine, in two places.")
    echo(identity)


@keys.command()
def rotate() -> None:
    """Encrypt everything again with the first of ENCRYPTION_KEYS, some rows in each transaction. The command may be
    ended and run again.

    To change keys: put the new key before the old key, restart, run this command, then remove the old key.
    """
    threads, lost_threads = _rotate(partial(CONSULTATIONS.rotate_some, Consultation))
    drafts, lost_drafts = _rotate(partial(DRAFTS.rotate_some, Draft))
    ways, lost_ways = _rotate(partial(ALARMS.rotate_some, AlarmWay))
    webhooks, lost_webhooks = _rotate(partial(WEBHOOKS.rotate_some, Webhook))
    issuers, lost_issuers = _rotate(partial(ISSUER_ENCRYPTION.rotate_some, Issuer))
    offices, lost_offices = _rotate(partial(OFFICE_SESSION_ENCRYPTION.rotate_some, OfficeSession))
    requests, lost_requests = _rotate(partial(REQUESTS.rotate_some, DocketEntry))
    rounds, lost_rounds = _rotate(partial(ROUNDS.rotate_some, QuestionRound))
    people, lost_people = _rotate(_rotate_some_people)
    echo(
        f"Keys: {threads} consultations, {drafts} drafts, {ways} ways of alarms, {webhooks} webhooks, {requests} file"
        f" numbers, {rounds} rounds, {issuers} issuers, {offices} sessions at offices and the factors of {people}"
        " people are sealed with the newest key."
    )
    lost = (lost_threads, lost_drafts, lost_ways, lost_webhooks, lost_requests, lost_rounds, lost_issuers, lost_offices)
    if any((*lost, lost_people)):
        echo(
            f"Not opened by any key of ENCRYPTION_KEYS: {lost_threads} consultations, {lost_drafts} drafts,"
            f" {lost_ways} ways of alarms, {lost_webhooks} webhooks, {lost_requests} file numbers, {lost_rounds}"
            f" rounds, {lost_issuers} issuers, {lost_offices} sessions at offices, factors of {lost_people} people."
            " Add the key that sealed them, and run this again.",
            err=True,
        )
        sys.exit(1)


def _rotate(rotate_some: Callable[[int], RotationProgress | None]) -> tuple[int, int]:
    """Re-encrypt all rows of one kind: call `rotate_some` in one transaction after another until no row is left.

    Each call gets the id of the row at which the previous call ended, or 0 at first. Return the number of
    re-encrypted rows, and the number of rows that no key could decrypt.
    """
    last = done = failed = 0
    while True:
        with committing():
            rotated = rotate_some(last)
        if rotated is None:
            return done, failed
        last, done, failed = rotated.last, done + rotated.done, failed + rotated.failed


def _rotate_some_people(after: int) -> RotationProgress | None:
    later = select(AccountSecrets).where(AccountSecrets.account_id > after)
    found = db.session.scalars(later.order_by(AccountSecrets.account_id).limit(BATCH_SIZE)).all()
    failed = 0
    for secrets in found:
        try:
            encrypt_anew(secrets)
        except KeyNotThere:
            failed += 1
    return RotationProgress(found[-1].account_id, len(found) - failed, failed) if found else None
