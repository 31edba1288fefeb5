"""Disclosures: the restricted values that an answer shows, and their log.

The gate notes each disclosure. The notes become log rows before the answer is sent, or when a stream ends
(`web.disclosures`). Each account has a daily ceiling, counted in the log.
"""

from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.queries import list_accounts_shown, list_entries_shown
from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.errors import LimitReached
from directory.extensions import db
from directory.logs import logger
from directory.models import Disclosure
from directory.models.details import EntryKey
from directory.transaction import lock_account, separate_transaction

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
    """A restricted value that `viewer` sees on the page of `entry`. `detail` is the name of the detail. For a detail of
    a part, the kind of the part stands before the name: `contact_detail.value`."""

    viewer: Viewer
    entry: EntryKey
    detail: str


Noted = dict[tuple[int, EntryKey], set[str]]


@dataclass
class _Answer:
    """The disclosures noted for one answer.

    - `is_repeatable`: the answer can be made again, so only `write_disclosures` checks the ceiling
    - `reached`: the error raised because the ceiling was exceeded; if set, values above the ceiling are left out
    """

    noted: Noted = field(default_factory=dict)
    viewers: dict[int, Viewer] = field(default_factory=dict)
    shown: dict[int, set[EntryKey]] = field(default_factory=dict)
    is_exempt: bool = False
    is_repeatable: bool = False
    reached: CeilingReached | None = None

    def shown_to(self, account_id: int) -> set[EntryKey]:
        """Return the keys of the entries whose restricted details the account was shown today, including this
        answer."""
        if account_id not in self.shown:
            self.shown[account_id] = list_entries_shown(db.session, account_id, _today())
        return self.shown[account_id]

    def admits(self, account_id: int, entry: EntryKey) -> bool:
        """Return whether the ceiling allows the account to see restricted details of the entry in this answer."""
        shown = self.shown_to(account_id)
        return entry in shown or len(shown) < MOST_ENTRIES

    def add(self, restricted: RestrictedValue, account_id: int) -> None:
        """Note a disclosure. If the entry would exceed the ceiling, raise CeilingReached. For an exempt or repeatable
        answer, the ceiling is not checked here."""
        if not (self.is_exempt or self.is_repeatable):
            if not self.admits(account_id, restricted.entry):
                raise CeilingReached(restricted.viewer)
            self.shown_to(account_id).add(restricted.entry)
        self.viewers[account_id] = restricted.viewer
        self.noted.setdefault((account_id, restricted.entry), set()).add(restricted.detail)

    def require_below_ceiling(self, session: Session) -> None:
        """Raise CeilingReached if this answer takes an account above its ceiling. Lock each account, so that parallel
        answers to one account are counted one after the other."""
        for account_id, viewer in sorted(self.viewers.items()):
            lock_account(session, account_id)
            shown = list_entries_shown(session, account_id, _today())
            noted = {entry for account, entry in self.noted if account == account_id}
            if noted - shown and len(noted | shown) > MOST_ENTRIES:
                raise CeilingReached(viewer)


_answer: ContextVar[_Answer | None] = ContextVar("answer", default=None)


def begin(*, is_exempt: bool = False, is_repeatable: bool = False) -> None:
    """Drop all notes and start a new answer. An exempt answer may exceed the ceiling. For a repeatable answer, the
    ceiling is checked only in `write_disclosures`, and the answer can then be made again."""
    _answer.set(_Answer(is_exempt=is_exempt, is_repeatable=is_repeatable))


def begin_file(viewer: Viewer) -> None:
    """Exempt the present answer, a file, from the ceiling. Raises CeilingReached if the viewer's account has reached
    the ceiling already."""
    answer, account_id = _answer.get(), viewer.account_id
    if answer is None or account_id is None:
        return
    if len(answer.shown_to(account_id)) >= MOST_ENTRIES:
        raise CeilingReached(viewer)
    answer.is_exempt = True


def require_whole() -> None:
    """Refuse this answer if a value is above the ceiling, in place of leaving the value out: from now on, `note` raises
    CeilingReached for such a value. Use this if readers of the answer could not see that values are missing."""
    answer = _answer.get()
    if answer is not None:
        answer.is_repeatable = False


def is_repeatable() -> bool:
    """Return whether values above the ceiling may be left out of this answer: it can be made again, or was made again
    already."""
    answer = _answer.get()
    return answer is not None and (answer.is_repeatable or answer.reached is not None)


def note(restricted: RestrictedValue) -> None:
    """Note that a restricted value is disclosed; the answer becomes personal. If the entry would exceed the ceiling,
    raise CeilingReached. For an exempt or repeatable answer, the ceiling is not checked here.

    For a viewer without an account, and between `take` and the next `begin`, nothing is noted.
    """
    narrow_cache_scope(CacheScope.PERSON)
    answer, account_id = _answer.get(), restricted.viewer.account_id
    if answer is not None and account_id is not None:
        answer.add(restricted, account_id)


def withhold(reached: CeilingReached) -> None:
    """Leave values above the ceiling out of the rest of this answer. `reached` is the error that the ceiling raised."""
    answer = _answer.get()
    if answer is not None:
        answer.reached = reached


def is_withheld(restricted: RestrictedValue) -> bool:
    """Return whether a value is left out because of the ceiling. Before `withhold` is called for this answer, return
    False."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return False
    account_id = restricted.viewer.account_id
    return account_id is not None and not answer.is_exempt and not answer.admits(account_id, restricted.entry)


def admitted(values: Iterable[RestrictedValue]) -> list[RestrictedValue]:
    """Return those of `values` that can be shown together without exceeding the ceiling, in the same order. Return all
    values if `withhold` was not called for this answer."""
    answer, entries = _answer.get(), set[EntryKey]()
    found = []
    for one in values:
        account_id = one.viewer.account_id
        if answer is None or answer.reached is None or answer.is_exempt or account_id is None:
            found.append(one)
        elif one.entry in entries or len(answer.shown_to(account_id) | entries | {one.entry}) <= MOST_ENTRIES:
            entries.add(one.entry)
            found.append(one)
    return found


def why_withheld() -> str:
    """Return a sentence that says why and until when values are left out. Return "" if no values are left out."""
    answer = _answer.get()
    if answer is None or answer.reached is None:
        return ""
    narrow_cache_scope(CacheScope.PERSON)
    return str(answer.reached.message)


def take() -> Mapping[tuple[int, EntryKey], set[str]]:
    """Return the names of the noted details, by account id and entry key. Until the next `begin`, nothing more is
    noted."""
    answer = _answer.get()
    _answer.set(None)
    return answer.noted if answer is not None else {}


def write_disclosures() -> None:
    """Store the disclosures noted since `begin`, in a separate transaction. If the disclosures exceed the ceiling and
    the answer is not exempt, store nothing and raise CeilingReached."""
    answer = _answer.get()
    if answer is None or not answer.noted:
        return
    with separate_transaction() as session:
        if not answer.is_exempt:
            answer.require_below_ceiling(session)
        session.add_all(
            Disclosure(account_id=account, kind=kind, key=key, details=tuple(sorted(details)))
            for (account, (kind, key)), details in answer.noted.items()
        )
    take()


def list_at_ceiling() -> list[int]:
    """Return the sorted ids of the accounts that have reached their ceiling today."""
    return list_accounts_shown(MOST_ENTRIES, _today())


def _today() -> datetime:
    return datetime.combine(clock.now().astimezone(UTC).date(), time(), UTC)
