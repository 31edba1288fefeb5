"""Turns off what keeps records whole and work done once (rows 19, 20, 26, 27, 30, 31)."""

from collections.abc import Iterator
from contextlib import contextmanager

from directory import database_connections
from directory.audit import verification
from directory.extensions import db
from directory.operation.backups.end_secrets import EndedCounts
from directory.transaction import COMMITTING, take_write_lock
from tests.threats.replacing import replace


def hashes_are_believed() -> None:
    """The check of the chain takes the hash of a row for right as it stands there."""
    verification.digest = lambda row: row["digest"]


def halves_are_stored() -> None:
    """What a transaction had done when it failed is committed."""

    @contextmanager
    def committing() -> Iterator[None]:
        session = db.session
        session.commit()
        session.info[COMMITTING] = True
        take_write_lock(session.connection(execution_options={"writes": True}))
        try:
            yield
        finally:
            session.commit()
            session.info.pop(COMMITTING)

    replace("directory.transaction.committing", committing)


def nobody_stands_behind_a_desk() -> None:
    """Where nobody is on duty no deputy and no head is looked for."""
    replace("directory.focal_points.fallback_chain.chain_of", lambda _desk, _at: [])


def links_can_be_made_up() -> None:
    """The link of a campaign is the name of what it asks about, without a signature."""
    replace("directory.tokens.signed", lambda _purpose, name: name)


def everything_comes_back() -> None:
    """With an old database every session, link and token of that time lives again, and its mail is sent."""
    replace("directory.operation.backups.end_secrets.end_secrets_and_hold_mail", lambda: EndedCounts({}, 0))


def writers_do_not_wait() -> None:
    """A writer who finds the database busy is turned away at once."""
    database_connections.BUSY_TIMEOUT_SECONDS = 0
