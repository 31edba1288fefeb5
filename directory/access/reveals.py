"""Which restricted values were taken out of readings, and for whom: `gate` notes it, `history` writes it down.

What is noted belongs to one answer (or one job of the worker) and is empty until `begin` was called.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from directory.access.viewer import Viewer
from directory.making import Readers, note_readers
from directory.models.details import EntryKey


@dataclass(frozen=True)
class Restricted:
    """A value that not everyone may read: who may, the entry that it stands on, its detail."""

    viewer: Viewer
    entry: EntryKey
    detail: str


Noted = dict[tuple[int, EntryKey], set[str]]
_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


def begin() -> None:
    """Forget what was noted, and note from now on."""
    _noted.set({})


def note(restricted: Restricted) -> None:
    """Note that a value was taken out; what it stands on is for one person, since each reading is written down."""
    note_readers(Readers.ONE)
    noted, account_id = _noted.get(), restricted.viewer.account_id
    if noted is not None and account_id is not None:
        noted.setdefault((account_id, restricted.entry), set()).add(restricted.detail)


def take() -> Mapping[tuple[int, EntryKey], set[str]]:
    """Return the details noted since `begin`, by account and entry, and note no more."""
    noted = _noted.get() or {}
    _noted.set(None)
    return noted
