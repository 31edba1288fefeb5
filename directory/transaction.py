"""The one way to write: `with committing():`. Only views, api, cli, worker and search.sync use it."""

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

# Any constant will do; it names this product's one write lock in PostgreSQL.
WRITE_LOCK = 7_031_964
COMMITTING = "committing"

Guard = Callable[[Connection], None]
_guards: ContextVar[tuple[Guard, ...]] = ContextVar("guards", default=())


@contextmanager
def committing() -> Iterator[None]:
    """Run the block in one transaction that holds the write lock from its start, then commit.

    A read transaction that is open is ended first, so that the block sees the newest values.
    Ids in the change log and the audit chain therefore stand in commit order. What `before_write` registered is
    called before the lock is taken, what `before_commit` registered at the end of the block, what `after_commit`
    registered after the commit.
    Any exception rolls everything back and goes on.
    Raises RuntimeError inside another such block, whose half it would commit, and Busy where SQLite's lock
    was not free for as long as a writer waits (8 x 8 writers at once under load were seen to wait so long).
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
        _ask_guards(connection)
        yield
        session.flush()
        for prepare in current_app.extensions.get("before_commit", ()):
            prepare()
        _ask_guards(connection)
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop(COMMITTING, None)
    for follow in current_app.extensions.get("after_commit", ()):
        _run_after_commit(follow)


def _run_after_commit(follow: Callable[[], object]) -> None:
    """Call it and log what it raises: the block is committed, and an error would have people repeat what is stored."""
    try:
        follow()
    except Exception as error:  # noqa: BLE001 (whatever it is, the commit stands)
        db.session.rollback()
        logger.error("after_commit_failed", exc_info=error)


def take_write_lock(connection: Connection) -> None:
    """Wait until no other transaction holds the one write lock, and hold it; SQLite's has it from its beginning."""
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
    """Yield a session of its own and commit it: for what must survive a rollback of the request.

    Sessions, limits, leases, reveals and refusals are written so, into tables outside the change
    log and the audit chain. Raises RuntimeError inside `committing`, whose lock it would wait for, and
    Busy as that does.
    """
    if is_committing():
        raise RuntimeError("recording() waits for the lock that committing() holds.")
    db.session.rollback()
    with Session(db.engine) as session:
        connection = _writing(session)
        _ask_guards(connection)
        yield session
        session.commit()


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """Have `guard` called within each transaction of the block, once it holds the lock and before it is committed.

    What it raises rolls the transaction back.
    """
    token = _guards.set((*_guards.get(), guard))
    try:
        yield
    finally:
        _guards.reset(token)


def is_guarded() -> bool:
    """Return whether there are guards to ask, outside `committing`, which asks them itself."""
    return bool(_guards.get()) and not is_committing()


def ask_guards_beside() -> None:
    """Ask the guards in a transaction of its own, beside that of this session, which goes on. Raises as they do, and
    Busy as `committing` does."""
    with Session(db.engine) as session:
        _ask_guards(_writing(session))
        session.commit()


def _ask_guards(connection: Connection) -> None:
    for guard in _guards.get():
        guard(connection)


def is_committing() -> bool:
    """Return whether this session's transaction is that of a `committing` block."""
    return COMMITTING in db.session.info


def before_write(app: Flask, ask: Callable[[], None]) -> None:
    """Have `ask` called before each block of `committing`, outside its lock; what it raises keeps the block from it."""
    app.extensions.setdefault("before_write", []).append(ask)


def before_commit(app: Flask, prepare: Callable[[], None]) -> None:
    """Have `prepare` called at the end of each block of `committing`, inside its transaction."""
    app.extensions.setdefault("before_commit", []).append(prepare)


def after_commit(app: Flask, follow: Callable[[], object]) -> None:
    """Have `follow` called after each commit of `committing`; what it raises is logged, no more."""
    app.extensions.setdefault("after_commit", []).append(follow)
