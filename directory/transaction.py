"""Write transactions. All rows are written inside `with committing():`, except the rows written in
`separate_transaction`.

Views, the API, commands and jobs open the block. Services run inside it. Many functions have the note "Call this inside
`committing`." Such a function writes rows, or checks something that must stay true until the write. Its caller opens
the block, and the end of the block commits. Outside the block, nobody would commit the rows, and another process could
write between the check and the write.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from directory.errors import Busy
from directory.extensions import db
from directory.logs import logger

# The number of the advisory lock in PostgreSQL that is this product's one write lock. Any constant will do.
WRITE_LOCK = 7_031_964
COMMITTING = "committing"

Guard = Callable[[Connection], None]
_guards: ContextVar[tuple[Guard, ...]] = ContextVar("guards", default=())


@contextmanager
def committing() -> Iterator[None]:
    """Run the block in one transaction that holds the write lock from its start, then commit.

    An open read transaction is ended first, so that the block sees the newest values. Because of the lock, ids in the
    change log and the audit chain are in commit order. Any exception before the commit rolls everything back and is
    raised again.

    Functions registered by `before_write` are called before the lock is taken. Functions registered by `before_commit`
    are called at the end of the block. Functions registered by `after_commit` are called after the commit.

    Raises RuntimeError inside another `committing` block, since the end of the inner block would commit half of the
    outer block. Raises Busy if SQLite's lock is not free within BUSY_TIMEOUT_SECONDS (seen under load, when 8 x 8
    writers waited at once).
    """
    session = db.session
    if is_committing():
        raise RuntimeError("committing() does not nest.")
    for ask in current_app.extensions.get("before_write", ()):
        ask()
    session.commit()
    session.info[COMMITTING] = True
    try:
        connection = _writing(session)
        take_write_lock(connection)
        _check_guards(connection)
        yield
        session.flush()
        for prepare in current_app.extensions.get("before_commit", ()):
            prepare()
        _check_guards(connection)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(COMMITTING, None)
    for follow in current_app.extensions.get("after_commit", ()):
        _run_after_commit(follow)


def _run_after_commit(follow: Callable[[], object]) -> None:
    """Call `follow` and log any exception. The exception is not raised: the data is stored already, and an error page
    would make people send it again."""
    try:
        follow()
    except Exception as error:  # noqa: BLE001 (whatever it is, the commit stands)
        db.session.rollback()
        logger.error("after_commit_failed", exc_info=error)


def take_write_lock(connection: Connection) -> None:
    """Wait for the write lock and hold it until the transaction ends. In SQLite, BEGIN IMMEDIATE has already taken the
    lock."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITE_LOCK})


def _writing(session: Any) -> Connection:
    try:
        connection: Connection = session.connection(execution_options={"writes": True})
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "") == "SQLITE_BUSY":
            raise Busy from error
        raise
    return connection


@contextmanager
def separate_transaction() -> Iterator[Session]:
    """Yield another session and commit it at the end of the block. Use it for rows that must survive a rollback of the
    request.

    The open read transaction of `db.session` is ended first. Sessions, attempt limits, leases, disclosures and refusals
    are written in this way. Their tables are outside the change log and the audit chain.

    Raises RuntimeError inside a `committing` block, which already holds the write lock. Raises Busy if SQLite's write
    lock is not free within BUSY_TIMEOUT_SECONDS.
    """
    if is_committing():
        raise RuntimeError("separate_transaction() waits for the lock that committing() holds.")
    db.session.rollback()
    with Session(db.engine) as session:
        connection = _writing(session)
        _check_guards(connection)
        yield session
        session.commit()


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """Call `guard` in each write transaction that begins inside the block, as soon as the transaction has its lock.

    `committing` calls `guard` again before the commit. An exception of `guard` rolls the transaction back.
    """
    token = _guards.set((*_guards.get(), guard))
    try:
        yield
    finally:
        _guards.reset(token)


def has_guards() -> bool:
    """Return whether the caller must call `check_guards_separately`.

    This is so if a `guarded` block is open and no `committing` block is open. A `committing` block calls the functions
    set by `guarded` itself.
    """
    return bool(_guards.get()) and not is_committing()


def check_guards_separately() -> None:
    """Call the functions set by `guarded` in a separate transaction, while the transaction of `db.session` stays open.

    Raises the exceptions of these functions. Raises Busy if SQLite's write lock is not free within
    BUSY_TIMEOUT_SECONDS.
    """
    with Session(db.engine) as session:
        _check_guards(_writing(session))
        session.commit()


def _check_guards(connection: Connection) -> None:
    for guard in _guards.get():
        guard(connection)


def is_committing() -> bool:
    """Return whether a `committing` block is open."""
    return COMMITTING in db.session.info


def before_write(app: Flask, ask: Callable[[], None]) -> None:
    """Register `ask` to be called before each `committing` block, before the lock is taken. An exception of `ask`
    prevents the block from running."""
    app.extensions.setdefault("before_write", []).append(ask)


def before_commit(app: Flask, prepare: Callable[[], None]) -> None:
    """Register `prepare` to be called at the end of each `committing` block, inside its transaction."""
    app.extensions.setdefault("before_commit", []).append(prepare)


def after_commit(app: Flask, follow: Callable[[], object]) -> None:
    """Register `follow` to be called after each commit of `committing`. Exceptions of `follow` are logged and not
    raised."""
    app.extensions.setdefault("after_commit", []).append(follow)
