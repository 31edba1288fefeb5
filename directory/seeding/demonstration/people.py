"""Invented people: their accounts and sign-in secrets."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from directory import clock
from directory.accounts import service, totp
from directory.accounts.queries import needs_passkey
from directory.extensions import db
from directory.models import Account, Authority, Network
from directory.people.service.accounts import set_desks
from directory.seeding.demonstration.files import HOST, DemonstrationFiles, account_of, desk_of, entry_of
from directory.seeding.rows import SeedRow
from directory.vocabulary import DESK_ROLES, ROLES, Role

# Letters and digits that look like others are left out.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 5
SHOWN_CODES = 3
# The accounts were created this long ago.
SINCE = timedelta(days=60)


@dataclass(frozen=True)
class DemonstrationAccount:
    """An account with its sign-in secrets in plain text.

    `generator_key` is for an app that makes one-time codes. If `needs_passkey` is true, the person must add a passkey
    at the first sign-in.
    """

    account: Account
    password: str
    generator_key: str
    recovery_codes: tuple[str, ...]
    needs_passkey: bool


def put_people(files: DemonstrationFiles) -> None:
    """Create the demonstration accounts, without secrets for signing in. Some of them are staff of a desk."""
    with clock.frozen_at(files.now - SINCE):
        for row in files.rows("people.csv"):
            _put(row)


def _put(row: SeedRow) -> None:
    made = service.create(
        f"{row.text('email', required=True)}@{HOST}",
        row.text("name", required=True),
        Role(row.code("role", ROLES)),
        jurisdiction=row.text("jurisdiction") or None,
        authority=entry_of(row, Authority, "authority").key,
        networks=[_network(row, code) for code in row.codes("networks")],
    )
    service.set_language(made, row.text("language", required=True))
    if row.text("desk"):
        set_desks(made, {desk_of(row).key: row.code("desk_role", DESK_ROLES)})
    db.session.flush()


def hand_out(files: DemonstrationFiles) -> Iterator[DemonstrationAccount]:
    """Set new secrets for each account that is meant for signing in (`signs_in` in `people.csv`). Yield the account
    with them."""
    for row in files.rows("people.csv"):
        if not row.text("signs_in"):
            continue
        account, password = account_of(row, "email"), _new_password()
        service.set_password(account, password)
        given = totp.issue_factors(account)
        yield DemonstrationAccount(
            account, password, given.generator_key, tuple(given.recovery_codes[:SHOWN_CODES]), needs_passkey(account)
        )


def list_real_people() -> list[Account]:
    """Return the active accounts without a demonstration address."""
    query = select(Account).where(Account.active, Account.email.not_like(f"%@{HOST}"))
    return list(db.session.scalars(query))


def _network(row: SeedRow, code: str) -> str:
    if db.session.get(Network, code) is None:
        row.refuse(f"network {code!r} is not there")
    return code


def _new_password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
