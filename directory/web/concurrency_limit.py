"""A limit on concurrent work that uses a whole core, such as checking passwords and making documents.

All workers of a machine share the slots. A slot is an flock, which the kernel releases when the process ends.
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flask import Response, current_app, make_response
from flask_babel import lazy_gettext as _l

from directory.errors import NotReady


class Overloaded(NotReady):
    """All slots are in use. Nothing was counted or changed."""

    wait_seconds = 3
    message = _l(
        "Others keep the site busy at this moment. Nothing was counted or changed; try again in a few seconds."
    )


def overloaded_answer(page: str, crowded: Overloaded) -> Response:
    """Return a form page (`page`) with the values that the user entered, with the status 503 and Retry-After."""
    response = make_response(page, crowded.status)
    response.headers["Retry-After"] = str(crowded.wait_seconds)
    return response


@contextmanager
def slot() -> Iterator[None]:
    """Hold a slot while the block runs. Raises Overloaded at once if no slot is free. Do not nest calls."""
    settings = current_app.config["SETTINGS"]
    files = (settings.data_dir / f"costly-{number}.lock" for number in range(max(1, settings.workers - 1)))
    with ExitStack() as held:
        if not any(_try_lock(file, held) for file in files):
            raise Overloaded
        yield


def _try_lock(file: Path, held: ExitStack) -> bool:
    """Lock a file until `held` is closed. Return False if the file is already locked, by another process or by this
    one."""
    opened = held.enter_context(file.open("ab"))
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
