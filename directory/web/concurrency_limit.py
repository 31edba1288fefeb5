"""The door for work that keeps a core busy: judging passwords, making documents. One worker stays free for readers.

A place is a lock on a file of the data folder, which the system lets go of with whoever holds it, so that all workers
of a machine share the places and none is lost.
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Response, current_app, make_response
from flask_babel import lazy_gettext as _l

from directory.errors import NotReady


class Crowded(NotReady):
    """Others hold all places; nothing was counted or changed."""

    wait_seconds = 3
    message = _l(
        "Others keep the site busy at this moment. Nothing was counted or changed; try again in a few seconds."
    )


def overloaded_answer(page: str, crowded: Crowded) -> Response:
    """Return the page of a form that stays as it was sent, to send again in a few seconds."""
    response = make_response(page, crowded.status)
    response.headers["Retry-After"] = str(crowded.wait_seconds)
    return response


@contextmanager
def slot() -> Iterator[None]:
    """Hold one of the places while the block runs: one fewer than there are workers, at least one.

    Raises Crowded at once where none is free: who waited would keep a worker from readers. Not to be nested.
    """
    settings = current_app.config["SETTINGS"]
    files = (settings.data_dir / f"costly-{number}.lock" for number in range(max(1, settings.workers - 1)))
    with ExitStack() as held:
        if not any(_is_taken(file, held) for file in files):
            raise Crowded
        yield


def _is_taken(file: Path, held: ExitStack) -> bool:
    """Return whether the file was free and is now locked, until `held` is left."""
    opened = held.enter_context(file.open("ab"))
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
