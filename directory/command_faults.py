"""Reports errors of commands in one line on standard error. No traceback is printed, because the SQL parameters in it
may be personal data. The exit status is 1, or 2 if an argument cannot be read."""

import copy
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError

from directory.database_connections import message_of
from directory.errors import BadConfiguration, BadSeed, Busy, DirectoryError, SchemaMismatch, problem_for
from directory.terminal import visible_lines

BUSY = "Others have written to the database for longer than a command waits. Nothing was changed; try again."
NOT_UTF8 = "What was given is not text in UTF-8."
INPUT_CLOSED = "Standard input is closed, from which this command reads."
NO_TABLES = "It has no such tables yet: run `flask --app wsgi prepare` first."
# An undefined table: SQLite's message, and PostgreSQL's SQLSTATE.
UNDEFINED_TABLE = ("no such table", "42P01")
FAULTS = (DirectoryError, BadConfiguration, SchemaMismatch, BadSeed, DBAPIError, CommandError, OSError, UnicodeError)


def report_errors(command: click.Command) -> click.Command:
    """Return a copy of a command or group that reports an expected error (FAULTS) in one line and exits with 1."""
    told = copy.copy(command)
    if isinstance(told, click.Group):
        told.commands = {name: report_errors(one) for name, one in told.commands.items()}
    elif told.callback is not None:
        told.callback = _reporting(told.callback)
    return told


def fault_message(fault: Exception) -> str:
    """Return the message of an expected error (FAULTS) as one line. A database error quotes no value of a row."""
    if isinstance(fault, DBAPIError):
        return _database_message(fault)
    if isinstance(fault, OSError):
        return f"{fault.filename}: {fault.strerror}" if fault.filename else str(fault.strerror or fault)
    if isinstance(fault, UnicodeError):
        return NOT_UTF8
    if isinstance(fault, Busy):
        return BUSY
    if isinstance(fault, DirectoryError):
        return str(getattr(fault, "message", "") or problem_for(fault.status).title)
    return str(fault)


def _database_message(fault: DBAPIError) -> str:
    said = message_of(fault)
    codes = (said, str(getattr(fault.orig, "sqlstate", "")))
    has_tables = not any(mark in code for mark in UNDEFINED_TABLE for code in codes)
    return f"The database cannot be used: {said}" if has_tables else f"The database cannot be used. {NO_TABLES}"


def standard_input() -> TextIO:
    """Return standard input. Raises ClickException if standard input is closed."""
    # If standard input is closed, Python sets sys.stdin to None, although its declared type excludes that.
    if sys.stdin is None:
        raise click.exceptions.ClickException(INPUT_CLOSED)
    return sys.stdin


@contextmanager
def name_file_in_errors(file: Path) -> Iterator[None]:
    """If the block raises an OSError that names another file, such as a temporary file, make the error name `file`."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            raise
        raise OSError(error.errno, error.strerror, str(file)) from error


def _reporting(callback: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(callback)
    def told(*args: Any, **values: Any) -> Any:
        _refuse_unreadable(click.get_current_context(), values)
        try:
            return callback(*args, **values)
        except BrokenPipeError:
            # The reader of a pipe has gone: click ends the command silently.
            raise
        except FAULTS as fault:
            raise click.exceptions.ClickException(visible_lines(fault_message(fault))) from fault

    return told


def _refuse_unreadable(context: click.Context, values: Mapping[str, Any]) -> None:
    """Raise BadParameter for a text argument that is empty or not UTF-8. Paths are not checked."""
    for parameter in context.command.params:
        for text in _texts_in(values.get(parameter.name or "")):
            if not text:
                raise click.BadParameter("It is empty.", context, parameter)
            if not text.isascii() and _is_no_text(text):
                raise click.BadParameter("It is not text in UTF-8.", context, parameter)


def _texts_in(value: Any) -> Iterable[str]:
    return (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, str))


def _is_no_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False
