"""What can keep a backup from being made or restored, and how it is told in one line."""

from sqlalchemy.exc import DBAPIError

from directory.operation.filling import NotCopied


class NotBackedUp(Exception):
    """No backup was made; the message says why."""


class NotRestored(Exception):
    """Nothing was restored and nothing changed; the message says why."""


class BackupNotOpened(NotRestored):
    """A file or an identity is of no use; the message says why, and holds nothing of either."""


class InUse(Exception):
    """Another backup or restore is at work over this data folder."""

    def __str__(self) -> str:
        return "Another backup or restore is at work here."


FAULTS = (NotBackedUp, NotRestored, InUse, NotCopied, DBAPIError, OSError)


def fault_message(fault: Exception) -> str:
    """Return what one of the FAULTS says, in one line, without a value of a row."""
    if isinstance(fault, DBAPIError):
        return str(fault.orig).partition("\n")[0]
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}: {fault.strerror}"
    return str(fault)
