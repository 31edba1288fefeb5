"""Last steps of a restore: build the index, report on the audit chain, and print the operator's tasks."""

import sys
from dataclasses import dataclass
from typing import NoReturn

from flask import current_app

from directory import clock
from directory.audit.heads import FILE as HEADS
from directory.audit.heads import ChainHead
from directory.audit.verification import BrokenChain, verify
from directory.errors import NotReady
from directory.operation.backups.end_secrets import EndedCounts
from directory.operation.secrets import secrets_match
from directory.search import sync
from directory.terminal import echo

NEEDS_ATTENTION = 3
"""Exit status of a restore that was done, but found a fault in the restored data, the index or the secrets."""
OTHER_SECRETS = (
    "Secrets: SECRET_KEY or ENCRYPTION_KEYS are not those of that time. Set those before the site is started: what was"
    " sealed opens with them alone."
)
LEFT_TO_DO = """Left to you, before others come in:
- What was done after that time is lost: end anew the accounts, roles and passkeys that were ended since, and forget
  anew the people who were forgotten since. Passwords are those of that time.
- Nobody has recovery codes, since nobody can tell which were used after that time; each person's own page says so.
- Alarms wake nobody: no way counts as proven, since it may have been removed after that time. Have everybody on duty
  try theirs at once, on the page "How alarms wake you".
- Held mail was waiting then and may have been sent: `mail list`; `mail again NUMBER` or `mail again --held` sends it.
- `index rebuild` on each other node. Then `prepare`, start the site, look at /readyz."""


@dataclass(frozen=True)
class ChainCheck:
    """The result of verifying the audit chain. `rows` is the number of its rows, or 0 if the chain is broken.

    `fault` is the first fault, or "" if the chain is intact.
    """

    rows: int
    fault: str


def check_audit_chain(heads: list[ChainHead]) -> ChainCheck:
    """Verify the audit chain of the database to which `db.session` is bound. `heads` are rows that the chain must
    contain."""
    try:
        return ChainCheck(sum(1 for _ in verify(heads)), "")
    except BrokenChain as found:
        return ChainCheck(0, str(found))


def finish_restore(ended: EndedCounts, record: ChainCheck) -> NoReturn:
    """Build the index, rename the file of exported heads, print the results and the operator's tasks, and exit.

    `record` is the check of the audit chain. The exit status is NEEDS_ATTENTION if the chain is broken, if the index
    does not match the database, or if the secrets of this site are not those of the backup. Otherwise it is 0.
    """
    if record.fault:
        echo(f"Audit: {record.fault}", err=True)
    else:
        echo(f"Audit: {record.rows} rows, each as it was written.")
    echo(f"Ended: {', '.join(f'{count} {kind}' for kind, count in ended.secrets.items())}.")
    echo(f"Held: {ended.messages} messages.")
    are_in_step = _build_index()
    _put_heads_aside()
    has_secrets = secrets_match()
    echo("Secrets: those of that time." if has_secrets else OTHER_SECRETS, err=not has_secrets)
    echo(LEFT_TO_DO)
    sys.exit(NEEDS_ATTENTION if record.fault or not are_in_step or not has_secrets else 0)


def _build_index() -> bool:
    try:
        count, differences = sync.rebuild_in_turn(sync.LONGEST_WAIT_SECONDS), sync.differences()
    except (OSError, NotReady):
        echo("Index: it could not be made; run `index rebuild`.", err=True)
        return False
    for difference in differences:
        echo(difference, err=True)
    echo(f"Index: {count} documents, {len(differences)} differences.")
    return not differences


def _put_heads_aside() -> None:
    """Rename the file of exported heads (`audit.heads`), and print its new path. Some of its heads may be of rows that
    the restored audit chain lacks."""
    data_dir = current_app.config["SETTINGS"].data_dir
    if (data_dir / HEADS).exists():
        aside = data_dir / clock.now().strftime("audit-heads-until-%Y%m%dT%H%M%SZ.jsonl")
        (data_dir / HEADS).rename(aside)
        echo(f"Heads: those that were exported here before are in {aside}.")
