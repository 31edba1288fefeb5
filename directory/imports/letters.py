"""Mails people when an import waits for a decision, was decided, or has stopped."""

from collections.abc import Iterable

from sqlalchemy import select

from directory import dates
from directory.access.policy import Action, may, roles_for
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.extensions import db
from directory.imports.queries import OPERATOR, places_of
from directory.models import Account, ImportBatch
from directory.outbox.messages import one_line
from directory.outbox.service import queue
from directory.proposals.verifying_office import office_of
from directory.vocabulary import Role


def tell_others(batch: ImportBatch) -> None:
    """Mail the coordinators whose scope covers all rows of an import, except the import's author. If there are no such
    coordinators, mail administrators.

    If the import is submitted, the mail asks for a decision. Otherwise the mail reports that the import was applied
    without a second person.
    """
    letter = "import_waiting" if batch.state == "submitted" else "import_applied_at_once"
    upkeep = Account.role.in_(roles_for(Action.PUBLISH))
    others = [
        one for one in db.session.scalars(select(Account).where(Account.active, upkeep)) if one.id != batch.author_id
    ]
    reached = [one for one in others if all(may(viewer_of(one), Action.PUBLISH, place) for place in places_of(batch))]
    _tell(batch, letter, [one for one in reached if one.role == Role.COORDINATOR] or reached)


def tell_decided(batch: ImportBatch) -> None:
    """Mail the author of an import that it was applied or refused.

    If the author applied it without a second person, also mail other people (see `tell_others`).
    """
    _tell(batch, "import_applied" if batch.state == "applied" else "import_refused", _active(batch.author_id))
    if batch.state == "applied" and batch.author_id is not None and batch.author_id == batch.reviewer_id:
        tell_others(batch)


def tell_stopped(batch: ImportBatch) -> None:
    """Mail the author of a file that its check or application has stopped. If the application has stopped, mail also
    the person who approved the file."""
    _tell(batch, "import_stopped", _active(batch.author_id, None if batch.state == "checking" else batch.reviewer_id))


def _active(*account_ids: int | None) -> list[Account]:
    return list(db.session.scalars(select(Account).where(Account.id.in_(account_ids), Account.active)))


def _tell(batch: ImportBatch, letter: str, accounts: Iterable[Account]) -> None:
    for account in accounts:
        # The key contains the job: an outdated file is checked and submitted again, and then needs another letter.
        key, told = f"{letter}:{batch.id}:{batch.job_id}:{account.id}", _told(batch, account.language)
        queue(letter, account.email, account.language, key=key, path=f"imports/{batch.id}", **told)


def _told(batch: ImportBatch, language: str) -> dict[str, str]:
    """Return the values of a letter about an import: the name of the file, the author with office, and the time of the
    upload."""
    account = db.session.get(Account, batch.author_id) if batch.author_id else None
    office = office_of(viewer_of(account) if account is not None else OPERATOR, language)
    return {
        "file": one_line(batch.file_name),
        "author": one_line(f"{account.name} ({office})" if account is not None and account.name else office),
        "at": f"{dates.long_datetime(as_utc(batch.uploaded_at), language)} (UTC)",
    }
