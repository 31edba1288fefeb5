"""Disclosures: the restricted values that an answer shows, and their log.

The gate notes each disclosure. The notes become log rows before the answer is sent, or when a stream ends. Each account
has a daily ceiling, counted in the log.
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
    """The account has reached its daily ceiling of entries with restricted details."""

    def __init__(self, viewer: Viewer) -> None:
        logger.warning("refused", action="restricted details", account=viewer.account_id, role=viewer.role)
        super().__init__(round((_today() + timedelta(days=1) - clock.now()).total_seconds()), REACHED)


@dataclass(frozen=True)
class RestrictedValue:
    """A restricted value that `viewer` sees on the page of `entry`. The detail of a part is named like
    `contact_detail.value`."""

    viewer: Viewer
    entry: EntryKey
    detail: str


Noted = dict[tuple[int, EntryKey], set[str]]


@dataclass
class _Answer:
    """The disclosures noted for one answer. Above the ceiling, values are left out and `reached` is the error."""

    noted: Noted = field(default_factory=dict)
    shown: dict[int, set[EntryKey]] = field(default_factory=dict)
    is_exempt: bool = False
    reached: CeilingReached | None = None

    def shown_to(self, account_id: int) -> set[EntryKey]:
        """Return the keys of the entries whose restricted details the account was shown today, this answer included."""
        if account_id not in self.shown:
            self.shown[account_id] = list_entries_shown(account_id, _today())
        return self.shown[account_id]

    def admits(self, account_id: int, entry: EntryKey) -> bool:
        """Return whether the ceiling allows the account to see restricted details of the entry in this answer."""
        if self.is_exempt:
            return True
        shown = self.shown_to(account_id)
        return entry in shown or len(shown) < MOST_ENTRIES

    def add(self, account_id: int, restricted: RestrictedValue) -> None:
        self.noted.setdefault((account_id, restricted.entry), set()).add(restricted.detail)
        if not self.is_exempt:
            self.shown_to(account_id).add(restricted.entry)


_answer: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def begin(*, is_exempt: bool = False) -> None:
    """Drop all notes and start a new answer. An exempt answer may exceed the ceiling."""
    _answer.set(_Answer(is_exempt=is_exempt))


def begin_file(viewer: Viewer) -> None:
    """Exempt this answer, which is a file, from the ceiling. Raises CeilingReached if the viewer's account has reached
    the ceiling already."""
    answer, account_id = _answer.get(), viewer.account_id
    if answer is None or account_id is None:
        return
    if len(answer.shown_to(account_id)) >= MOST_ENTRIES:
        raise CeilingReached(viewer)
    answer.is_exempt = True


def note(restricted: RestrictedValue) -> None:
    """Note that a value is disclosed; the answer becomes personal. Raises CeilingReached if the entry would exceed the
    ceiling, unless the answer is exempt.

    Notes nothing for a viewer without an account, and nothing between `take` and the next `begin`.
    """
    narrow_cache_scope(CacheScope.PERSON)
    answer, account_id = _answer.get(), restricted.viewer.account_id
    if answer is None or account_id is None:
        return
    if not answer.admits(account_id, restricted.entry):
        raise CeilingReached(restricted.viewer)
    answer.add(account_id, restricted)


def withhold(reached: CeilingReached) -> None:
    """Leave values above the ceiling out of the rest of this answer. `reached` is the error that `note` raised."""
    answer = _answer.get()
    if answer is not None:
        answer.reached = reached


def is_withheld(restricted: RestrictedValue) -> bool:
    """Return whether a value is left out because of the ceiling. False unless `withhold` was called for this answer."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return False
    account_id = restricted.viewer.account_id
    return account_id is not None and not answer.admits(account_id, restricted.entry)


def why_withheld() -> str:
    """Return a sentence that says why and until when values are left out. Return "" if no values are left out."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return ""
    narrow_cache_scope(CacheScope.PERSON)
    return str(answer.reached.message)


def take() -> Mapping[tuple[int, EntryKey], set[str]]:
    """Return the noted names of details by account id and entry key. Nothing more is noted until the next `begin`."""
    answer = _answer.get()
    _answer.set(None)
    return answer.noted if answer is not None else {}


def log_disclosures(response: Response) -> Response:
    """Log the disclosures of a response before it is sent, or when its stream ends. Return an error page if logging
    fails.

    Logs nothing for an error status (400 or more) or for HEAD.
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
    try:
        write_disclosures()
    except Busy as busy:
        return app.make_response(app.handle_user_exception(busy))
    except SQLAlchemyError:
        logger.error("reveal_not_written")
        return app.make_response(app.handle_user_exception(NotReady()))
    return response


def write_disclosures() -> None:
    """Store the disclosures noted since `begin`, in a separate transaction."""
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
    """Return the sorted ids of the accounts that have reached their ceiling today."""
    return list_accounts_shown(MOST_ENTRIES, _today())


def _today() -> datetime:
    return datetime.combine(clock.now().astimezone(UTC).date(), time(), UTC)
