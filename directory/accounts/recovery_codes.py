"""Recovery codes, each for one use as the second factor. Only hashes are stored.

The hash is argon2id at the least cost of OWASP's Password Storage Cheat Sheet (19 MiB, two passes). The ten codes of an
account share a salt.
"""

import secrets as randomness

from argon2.low_level import Type, hash_secret_raw
from flask import current_app

from directory.accounts.notices import note
from directory.accounts.queries import secrets_of
from directory.accounts.service import secrets_for
from directory.models import Account

CODES = 10
CODE_BYTES = 6
CODE_DIGITS = 2 * CODE_BYTES
GROUP = 4
HASH_BYTES = 32
# Memory in KiB, and number of passes. A change of either makes all older codes invalid.
MEMORY, PASSES = 19_456, 2
MEMORY_IN_TESTS, PASSES_IN_TESTS = 64, 1


def make(account: Account) -> list[str]:
    """Return a person's new recovery codes, to be shown once, and tell the person by mail. Old codes become invalid.
    Call this inside `committing`."""
    secrets = secrets_for(account)
    codes = [randomness.token_hex(CODE_BYTES) for _ in range(CODES)]
    secrets.recovery_codes = tuple(hash_of_code(code, secrets.user_handle) for code in codes)
    note(account, "recovery_codes_made")
    return ["-".join(code[start : start + GROUP] for start in range(0, CODE_DIGITS, GROUP)) for code in codes]


def use(account: Account, typed: str) -> bool:
    """Use up a recovery code, and tell the person by mail. Return whether the code was valid. Call this inside
    `committing`."""
    secrets = secrets_of(account)
    if secrets is None or not secrets.recovery_codes or not has_form(typed):
        return False
    digest = hash_of_code(_plain(typed), secrets.user_handle)
    if digest not in secrets.recovery_codes:
        return False
    secrets.recovery_codes = tuple(kept for kept in secrets.recovery_codes if kept != digest)
    note(account, "recovery_code_used")
    return True


def has_form(typed: str) -> bool:
    """Return whether an input has the length of a recovery code, ignoring hyphens and spaces."""
    return len(_plain(typed)) == CODE_DIGITS


def hash_of_code(code: str, salt: str) -> str:
    """Return the hash under which a recovery code is stored, as 64 hexadecimal digits. `code` has no hyphens."""
    is_cheap = current_app.config["SETTINGS"].testing
    memory, passes = (MEMORY_IN_TESTS, PASSES_IN_TESTS) if is_cheap else (MEMORY, PASSES)
    return hash_secret_raw(code.encode(), salt.encode(), passes, memory, 1, HASH_BYTES, Type.ID).hex()


def _plain(typed: str) -> str:
    return "".join(c for c in typed.lower() if c.isalnum())
