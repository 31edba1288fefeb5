"""The classes of errors, and a table of the words that the reader sees for each HTTP status. A message contains no
contact detail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory import dates


class DirectoryError(Exception):
    """Base of the errors that are shown to the reader. `status` is the HTTP status."""

    status = 500


class NotFound(DirectoryError):
    """The thing does not exist, or the viewer may not know that it exists."""

    status = 404


class InvalidInput(DirectoryError):
    """A submitted value cannot be used. `message` is translated and says what is wrong."""

    status = 400

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class FormRefused(InvalidInput):
    """A form was sent without the CSRF token of this session. It came from another site, or from a page that was opened
    before the person signed in or out."""

    # In place of `message` on a page from which the form can be sent again (`web.unsent_forms`).
    words_with_form = _l("Nothing was changed yet: you signed in or out since this form was opened.")

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Nothing was changed: you signed in or out since this form was opened. Sign in again if you need to, "
                "then go back to the form with the Back button of your browser and send it again. "
                "Do not reload this page."
            )
        )


class SignInNeeded(DirectoryError):
    """The page needs an account. A visitor is redirected to the page for signing in; a program must send a token."""

    status = 401
    words_for_programs = _l("Send the token of an account with the request: Authorization: Bearer TOKEN.")


class TokenRefused(DirectoryError):
    """A program's token is unknown, revoked or expired, or the account of the token has ended."""

    status = 401
    message = _l("This token is not valid: it was revoked, its time is over, or it was copied wrongly.")


class ConfirmationNeeded(DirectoryError):
    """A signed-in person must authenticate again before this step."""

    status = 401


class NotPermitted(DirectoryError):
    """The viewer may see the thing but may not perform this action on it. For a thing that the viewer may not see,
    NotFound is raised instead."""

    status = 403


class FormatNotAvailable(DirectoryError):
    """An entry is not available in the requested format. `message` is translated, with the reason and an
    alternative."""

    status = 406

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class Conflict(DirectoryError):
    """The data changed after the writer read the data. `message` is translated and says what happened."""

    status = 409

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class PageOutdated(Conflict):
    """A person sent a decision from an outdated page. Nothing is decided, and the current page is shown."""


class VersionMissing(DirectoryError):
    """A program's write does not name the version that it read (no If-Match header)."""

    status = 428


class VersionChanged(DirectoryError):
    """A program's write names a version that is no longer current (If-Match does not match)."""

    status = 412


class BodyUnreadable(DirectoryError):
    """A program sent a body whose content type the endpoint does not accept."""

    status = 415


class BodyRefused(DirectoryError):
    """A program sent values that cannot be used. `errors` maps a field name, or "" for the whole body, to messages."""

    status = 422

    def __init__(self, errors: Mapping[str, Sequence[Any]]) -> None:
        self.errors = {name: [str(message) for message in messages] for name, messages in errors.items()}
        super().__init__(", ".join(self.errors))


class Expired(DirectoryError):
    """A link was already used or has expired. `message` is translated, or empty."""

    status = 410

    def __init__(self, message: Any = "") -> None:
        super().__init__(str(message))
        self.message = message


class LimitReached(DirectoryError):
    """There were too many attempts in a period. `wait_seconds` and the `message` say when the next attempt is
    accepted."""

    status = 429

    def __init__(self, wait_seconds: int, message: Any = "") -> None:
        wait = dates.duration(timedelta(seconds=wait_seconds))
        self.message = " ".join(filter(None, (str(message), gettext("Try again in %(time)s.", time=wait))))
        super().__init__(self.message)
        self.wait_seconds = wait_seconds


class NotReady(DirectoryError):
    """A part that the answer needs is temporarily unavailable. The client may retry after `wait_seconds`."""

    status = 503
    wait_seconds = 5


class DatabaseUnreachable(NotReady):
    """The database server cannot be reached. A write in progress may or may not have been stored."""

    message = _l(
        "The database does not answer. Try again in a minute; if you sent a form, look first whether it was stored."
    )


class Busy(NotReady):
    """The write lock was not free within the waiting time; nothing was changed."""


class SchemaMismatch(Exception):
    """The database's schema does not fit this version of the code. The message contains one line of advice."""


class BadConfiguration(Exception):
    """A setting is missing or wrong; the message names the setting. The site does not start."""


class BadSeed(Exception):
    """A row of the seed data was refused; the message gives file, line and reason. Nothing was stored."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True)
class Problem:
    """The words for one HTTP status: `title` says what happened, and `advice` says what to do."""

    title: Any
    advice: Any


PROBLEMS: dict[int, Problem] = {
    400: Problem(_l("This request cannot be read"), _l("Check the address or the values that you sent.")),
    401: Problem(_l("Sign in first"), _l("This page is for people with an account.")),
    403: Problem(
        _l("You may not do this"),
        _l("Your account does not reach this far. The coordinator of the State or network can help."),
    ),
    404: Problem(
        _l("There is no such page"),
        _l("Check the address, or search for the institution, State or treaty that you need."),
    ),
    405: Problem(_l("This address does not take that kind of request"), _l("Open the page and use its form.")),
    406: Problem(_l("This format is not offered"), _l("Ask for HTML or JSON.")),
    409: Problem(
        _l("Another person changed the same data meanwhile"),
        _l("Nothing of yours is lost. Look at both versions and choose."),
    ),
    410: Problem(_l("This link has ended"), _l("The link has been used or has expired. Ask for a new link.")),
    412: Problem(
        _l("You have an older version of the entry"),
        _l("Read the entry again, and send your change for the version it has now."),
    ),
    413: Problem(_l("What you sent is too large"), _l("Send a smaller file or a shorter text.")),
    414: Problem(_l("This address is too long"), _l("Use fewer words or filters.")),
    415: Problem(_l("This type of content is not taken"), _l("Send JSON: Content-Type: application/json.")),
    422: Problem(
        _l("What you sent cannot be used"),
        _l("Nothing was changed. Correct each field that is named here and send the form or the request again."),
    ),
    428: Problem(_l("Say which version of the entry you change"), _l("Send the ETag of the entry as If-Match.")),
    429: Problem(_l("Too many requests"), _l("Wait a minute and try again.")),
    500: Problem(
        _l("Something went wrong on our side"),
        _l("The fault was recorded. Try again; if it stays, report it with the number below."),
    ),
    503: Problem(_l("The site cannot answer at this moment"), _l("Try again in a few seconds.")),
}


def problem_for(status: int) -> Problem:
    """Return the words for an HTTP status. If PROBLEMS does not contain the status, return the words for 400 if the
    status is below 500, otherwise the words for 500."""
    return PROBLEMS.get(status) or PROBLEMS[400 if status < 500 else 500]
