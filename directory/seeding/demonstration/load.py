"""Creates the demonstration data in the caller's transaction."""

from collections.abc import Callable, Iterator

from directory import clock
from directory.errors import InvalidInput
from directory.extensions import db
from directory.seeding.demonstration.consultations import put_consultations
from directory.seeding.demonstration.entries import list_marked, put_entries
from directory.seeding.demonstration.files import DemonstrationFiles
from directory.seeding.demonstration.mail import discard_mail
from directory.seeding.demonstration.notices import put_notices
from directory.seeding.demonstration.people import list_real_people, put_people
from directory.seeding.demonstration.requests import put_requests
from directory.seeding.demonstration.rotas import put_rotas
from directory.seeding.demonstration.rounds import put_rounds
from directory.seeding.demonstration.verification import put_verification

IN_USE = (
    "People have accounts on this site. Demonstration people could read what is for practitioners alone, so they are "
    "not let in here: use `make demo`, which has a data folder of its own."
)
STEPS: tuple[Callable[[DemonstrationFiles], None], ...] = (
    put_entries,
    put_people,
    put_rotas,
    put_notices,
    put_verification,
    put_consultations,
    put_rounds,
    put_requests,
)


def is_loaded() -> bool:
    """Return whether the database has demonstration data."""
    return next(list_marked(), None) is not None


def require_nobody() -> None:
    """Raise InvalidInput if a real person has an active account."""
    if list_real_people():
        raise InvalidInput(IN_USE)


def load(files: DemonstrationFiles | None = None) -> Iterator[str]:
    """Create all demonstration data, and yield the name of each finished step. The caller commits.

    Raises InvalidInput if real people have accounts, and BadSeed for an invalid row.
    """
    require_nobody()
    files = files or DemonstrationFiles(clock.now())
    with discard_mail():
        for step in STEPS:
            step(files)
            db.session.flush()
            yield step.__name__
