"""Errors of backup and restore, and the one-line message for each."""

from sqlalchemy.exc import DBAPIError

from directory.database_connections import message_of
from directory.operation.copy_dialects import NotCopied


class NotBackedUp(Exception):
    """No backup was made. The message gives the reason."""


class NotRestored(Exception):
    """Nothing was restored or changed. The message gives the reason."""


class BackupNotOpened(NotRestored):
    """The backup file or the identity cannot be used. The message quotes neither the file nor the identity."""


class InUse(Exception):
    """Another backup or restore is running in this data folder."""

    def __str__(self) -> str:
        return "Another backup or restore is at work here."


FAULTS = (NotBackedUp, NotRestored, InUse, NotCopied, DBAPIError, OSError)


def fault_message(fault: Exception) -> str:
    """Return a message of one line for an expected error (FAULTS). The message contains no value from the database."""
    if isinstance(fault, DBAPIError):
        return message_of(fault)
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}: {fault.strerror}"
    return str(fault)
