"""Write transactions. All rows are written inside `with committing():`, except the rows of `separate_transaction`.

Views, the API, commands and jobs open the block. Services run inside it. A function with the note "Call this inside
`committing`" writes rows, or checks a fact that must stay true until the write.
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
# The first number of the locks of accounts. PostgreSQL keeps locks of two numbers apart from locks of one number.
ACCOUNT_LOCKS = 1
COMMITTING = "committing"

Guard = Callable[[Connection], None]
_guards: ContextVar[tuple[Guard, ...]] = ContextVar("guards", default=())


@contextmanager
def committing() -> Iterator[None]:
    """Run the block in one transaction that holds the write lock from its start, then commit. If the block raises an
    exception, everything is rolled back.

    An open read transaction is ended first. Ids in the change log and the audit chain are in commit order.

    Raises RuntimeError inside another `committing` block. Raises Busy if SQLite's lock is not free within
    BUSY_TIMEOUT_SECONDS.
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


def lock_account(session: Session, account_id: int) -> None:
    """Wait for the lock of this account, and hold the lock until the transaction of `session` ends. In SQLite, BEGIN
    IMMEDIATE has already locked the whole database for writing."""
    if session.get_bind().dialect.name == "postgresql":
        lock = {"kind": ACCOUNT_LOCKS, "account": account_id}
        session.execute(text("SELECT pg_advisory_xact_lock(:kind, :account)"), lock)


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
    """Yield another session and commit it at the end of the block. Use this for rows that must survive a rollback of
    the request. The open read transaction of `db.session` is ended.

    These rows stand neither in the change log nor in the audit chain. Raises RuntimeError inside a `committing` block.
    Raises Busy if SQLite's lock is not free within BUSY_TIMEOUT_SECONDS.
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
    """Return whether a `guarded` block is open while no `committing` block is open. If so, the caller must call
    `check_guards_separately`."""
    return bool(_guards.get()) and not is_committing()


def check_guards_separately() -> None:
    """Call the functions set by `guarded` in a separate transaction. The transaction of `db.session` stays open.

    Raises the exceptions of these functions, and Busy if the write lock is not free in time.
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
    """Register `ask` to be called before each `committing` block takes its lock. An exception of `ask` prevents the
    block."""
    app.extensions.setdefault("before_write", []).append(ask)


def before_commit(app: Flask, prepare: Callable[[], None]) -> None:
    """Register `prepare` to be called at the end of each `committing` block, inside its transaction."""
    app.extensions.setdefault("before_commit", []).append(prepare)


def after_commit(app: Flask, follow: Callable[[], object]) -> None:
    """Register `follow` to be called after each commit of `committing`. Exceptions of `follow` are only logged."""
    app.extensions.setdefault("after_commit", []).append(follow)
