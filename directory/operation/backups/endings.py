"""What must not come back to life with an old database: ways in that were closed since, mail that was sent since."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.accounts.revocation import end_everyones_secrets
from directory.outbox.service import hold_waiting


@dataclass(frozen=True)
class EndedCounts:
    """How many secrets of each kind were ended, and how many messages are held."""

    secrets: Mapping[str, int]
    messages: int


def end_all() -> EndedCounts:
    """End all secret addresses and tokens, whoever's they are, and hold all mail that waits."""
    return EndedCounts(end_everyones_secrets(), hold_waiting())
