"""Disclosures: the restricted values that an answer shows, and the viewers who see them.

The gate notes each disclosure while the answer is made. `begin` starts the notes of an answer, or of a job of the
worker. Before the answer is sent, the notes are written to the log, one row for each person and entry. For a streamed
answer, the notes are written when the stream ends.

On one day, an account may be shown restricted details of a limited number of entries (the ceiling). For a file, and for
a job of the worker, the ceiling is checked only before the work begins; the values may then exceed the ceiling. Entries
are counted in the log, so the ceiling applies to all workers together.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from flask import Flask, Response, current_app, request
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import SQLAlchemyError

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.queries import list_accounts_shown, list_entries_shown
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.errors import Busy, LimitReached, NotReady
from directory.logs import logger
from directory.models import Disclosure
from directory.models.details import EntryKey
from directory.transaction import separate_transaction

MOST_ENTRIES = 300
"""One account may be shown restricted details of at most this many entries in a day of UTC: a new entry every two
minutes for ten hours. Entries that were shown that day stay open, so that nobody loses a desk that they are calling."""
REACHED = _l(
    "Your account was shown details that are not public of %(count)s entries today; that is the most in a day."
    " What is public stays open, and so does what you have opened today.",
    count=MOST_ENTRIES,
)


class CeilingReached(LimitReached):
    """The account has been shown restricted details of as many entries as the daily ceiling allows."""

    def __init__(self, viewer: Viewer) -> None:
        logger.warning("refused", action="restricted details", account=viewer.account_id, role=viewer.role)
        super().__init__(round((_today() + timedelta(days=1) - clock.now()).total_seconds()), REACHED)


@dataclass(frozen=True)
class RestrictedValue:
    """A restricted value that is shown: the viewer who sees it, the entry whose page shows it, and the name of its
    detail. A detail of a part has a name such as `contact_detail.value`."""

    viewer: Viewer
    entry: EntryKey
    detail: str


Noted = dict[tuple[int, EntryKey], set[str]]


@dataclass
class _Answer:
    """The disclosures noted for one answer.

    `noted` is a mapping from account id and entry to the names of the details shown. `shown` is a mapping from account
    id to the entries of which the account was shown restricted details today. If `is_exempt` is true, the answer may
    exceed the ceiling. `reached` is the error that was raised when the answer reached the ceiling. The answer is then
    rendered again without the values above the ceiling.
    """

    noted: Noted = field(default_factory=dict)
    shown: dict[int, set[EntryKey]] = field(default_factory=dict)
    is_exempt: bool = False
    reached: CeilingReached | None = None

    def shown_to(self, account_id: int) -> set[EntryKey]:
        """Return the entries of which an account was shown restricted details today, including the entries of this
        answer."""
        if account_id not in self.shown:
            self.shown[account_id] = list_entries_shown(account_id, _today())
        return self.shown[account_id]

    def admits(self, account_id: int, entry: EntryKey) -> bool:
        """Return whether an account may be shown restricted details of an entry without exceeding the ceiling. Return
        True for an exempt answer."""
        if self.is_exempt:
            return True
        shown = self.shown_to(account_id)
        return entry in shown or len(shown) < MOST_ENTRIES

    def add(self, account_id: int, restricted: RestrictedValue) -> None:
        """Note that an account is shown a value."""
        self.noted.setdefault((account_id, restricted.entry), set()).add(restricted.detail)
        if not self.is_exempt:
            self.shown_to(account_id).add(restricted.entry)


_answer: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def begin(*, is_exempt: bool = False) -> None:
    """Drop all notes and start a new answer. If `is_exempt` is true, the answer may exceed the ceiling. Jobs of the
    worker are exempt: the ceiling was checked when the job was requested."""
    _answer.set(_Answer(is_exempt=is_exempt))


def begin_file(viewer: Viewer) -> None:
    """Exempt this answer, which is a file, from the ceiling. A file in which values are missing would look complete.

    Raises CeilingReached if the account has reached its ceiling already. Does nothing for a viewer without an account.
    """
    answer, account_id = _answer.get(), viewer.account_id
    if answer is None or account_id is None:
        return
    if len(answer.shown_to(account_id)) >= MOST_ENTRIES:
        raise CeilingReached(viewer)
    answer.is_exempt = True


def note(restricted: RestrictedValue) -> None:
    """Note that a value is disclosed. The answer becomes personal (not cacheable), since each disclosure is logged.

    Raises CeilingReached if the entry of the value would exceed the ceiling, unless the answer is exempt. Notes nothing
    for a viewer without an account, and nothing between `take` and the next `begin`.
    """
    narrow_cache_scope(CacheScope.PERSON)
    answer, account_id = _answer.get(), restricted.viewer.account_id
    if answer is None or account_id is None:
        return
    if not answer.admits(account_id, restricted.entry):
        raise CeilingReached(restricted.viewer)
    answer.add(account_id, restricted)


def withhold(reached: CeilingReached) -> None:
    """Leave all values above the ceiling out of this answer from now on. `reached` is the error that the answer
    raised."""
    answer = _answer.get()
    if answer is not None:
        answer.reached = reached


def is_withheld(restricted: RestrictedValue) -> bool:
    """Return whether a restricted value is left out of this answer, because its entry would exceed the daily ceiling.
    Nothing is left out unless `withhold` was called for this answer."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return False
    account_id = restricted.viewer.account_id
    return account_id is not None and not answer.admits(account_id, restricted.entry)


def why_withheld() -> str:
    """Return a sentence that explains why and until when values are left out of this answer. Return an empty text if no
    values are left out."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return ""
    narrow_cache_scope(CacheScope.PERSON)
    return str(answer.reached.message)


def take() -> Mapping[tuple[int, EntryKey], set[str]]:
    """Return a mapping from (account id, entry key) to the names of the details noted since `begin`. After this call,
    nothing is noted until the next `begin`."""
    answer = _answer.get()
    _answer.set(None)
    return answer.noted if answer is not None else {}


def log_disclosures(response: Response) -> Response:
    """Log the disclosures of a response before it is sent, or at the end of a streamed response.

    Return the response. If the disclosures of a response that is not streamed cannot be logged, return an error page
    instead. Nothing is logged for a response with an error status (400 or more), or for a response to HEAD.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # An error and a response to HEAD show no value, even if values were read to make them.
    if response.status_code >= 400 or request.method == "HEAD":
        take()
    elif response.is_streamed:
        response.call_on_close(lambda: _write_later(app))
    else:
        return _written(app, response)
    return response


def _written(app: Flask, response: Response) -> Response:
    """Log the disclosures and return the response. If they cannot be logged, return an error page instead."""
    try:
        write_disclosures()
    except Busy as busy:
        return app.make_response(app.handle_user_exception(busy))
    except SQLAlchemyError:
        logger.error("reveal_not_written")
        return app.make_response(app.handle_user_exception(NotReady()))
    return response


def write_disclosures() -> None:
    """Store the disclosures noted since `begin`, in a separate transaction.

    The worker calls this after a job whose result shows values to a person, such as an export.
    """
    noted = take()
    if not noted:
        return
    with separate_transaction() as session:
        session.add_all(
            Disclosure(account_id=account, kind=kind, key=key, details=tuple(sorted(details)))
            for (account, (kind, key)), details in noted.items()
        )


def _write_later(app: Flask) -> None:
    with app.app_context():
        write_disclosures()


def list_at_ceiling() -> list[int]:
    """Return the ids of the accounts that have reached their ceiling today, sorted."""
    return list_accounts_shown(MOST_ENTRIES, _today())


def _today() -> datetime:
    return datetime.combine(clock.now().astimezone(UTC).date(), time(), UTC)
