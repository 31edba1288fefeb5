"""Ends what an old database must not bring back: sign-in secrets that may have been revoked since, and mail that may
have been sent since."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.accounts.revocation import end_everyones_secrets
from directory.outbox.service import hold_waiting


@dataclass(frozen=True)
class EndedCounts:
    """The number of ended secrets by kind, and the number of messages held back."""

    secrets: Mapping[str, int]
    messages: int


def end_secrets_and_hold_mail() -> EndedCounts:
    """End the sessions, links, tokens and recovery codes of all accounts, and hold all waiting mail. The caller
    commits."""
    return EndedCounts(end_everyones_secrets(), hold_waiting())
