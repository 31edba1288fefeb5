"""What can go wrong, as classes, and the one table from a status to what a reader is told.

Queries and services raise these; one handler in `app` answers, as a page or as problem+json
(RFC 9457). A message says what happened and what to do; it carries no contact value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory import dates


class DirectoryError(Exception):
    """Base of the errors that a reader may be told of; `status` picks the row of PROBLEMS."""

    status = 500


class NotFound(DirectoryError):
    """There is no such entry, or this viewer may not know of it."""

    status = 404


class InvalidInput(DirectoryError):
    """A value sent cannot be used. `message` is translated and names the field."""

    status = 400

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class FormRefused(InvalidInput):
    """A form that does not carry this browser's token: another site sent it, or the sign-in has changed since."""

    def __init__(self) -> None:
        super().__init__(
            _l(
                "Nothing was changed: you signed in or out since this form was opened. Sign in again if you need to, "
                "then go back to the form with the Back button of your browser and send it again. "
                "Do not reload this page."
            )
        )


class SignInNeeded(DirectoryError):
    """The page is for people with an account; a visitor is led to the sign-in, a program told to send a token."""

    status = 401
    words_for_programs = _l("Send the token of an account with the request: Authorization: Bearer TOKEN.")


class TokenRefused(DirectoryError):
    """The token that a program shows is unknown, revoked or over, or its account has ended."""

    status = 401
    message = _l("This token is not valid: it was revoked, its time is over, or it was copied wrongly.")


class ConfirmationNeeded(DirectoryError):
    """A person who is signed in must show again who they are before this step."""

    status = 401


class NotPermitted(DirectoryError):
    """The viewer may know of this but not do it. What they may not know of is NotFound."""

    status = 403


class NotOffered(DirectoryError):
    """An entry cannot be given in the form asked for. `message` is translated and says why and what else there is."""

    status = 406

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class Conflict(DirectoryError):
    """What the writer saw has changed meanwhile. `message` is translated and says what to do."""

    status = 409

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


class PageOutdated(Conflict):
    """Somebody decides by a page that no longer shows what there is; it is shown anew, with nothing decided."""


class VersionMissing(DirectoryError):
    """A program that writes does not say which version of the thing it has read."""

    status = 428


class VersionChanged(DirectoryError):
    """What a program has read is no longer what there is."""

    status = 412


class BodyUnreadable(DirectoryError):
    """A program sent a body of another type than the address takes."""

    status = 415


class BodyRefused(DirectoryError):
    """Values that a program sent cannot be used: `errors` are messages by the name of the field, and under an empty
    name those on the whole."""

    status = 422

    def __init__(self, errors: Mapping[str, Sequence[Any]]) -> None:
        self.errors = {name: [str(message) for message in messages] for name, messages in errors.items()}
        super().__init__(", ".join(self.errors))


class Expired(DirectoryError):
    """A link was used already, or its time is over. `message` is translated, or empty."""

    status = 410

    def __init__(self, message: Any = "") -> None:
        super().__init__(str(message))
        self.message = message


class LimitReached(DirectoryError):
    """Too many tries in a while; `wait_seconds` and the `message` say when the next one is taken."""

    status = 429

    def __init__(self, wait_seconds: int, message: Any = "") -> None:
        wait = dates.duration(timedelta(seconds=wait_seconds))
        self.message = " ".join(filter(None, (str(message), gettext("Try again in %(time)s.", time=wait))))
        super().__init__(self.message)
        self.wait_seconds = wait_seconds


class NotReady(DirectoryError):
    """A part that the answer needs is being made anew; asking again after `wait_seconds` will do."""

    status = 503
    wait_seconds = 5


class OutOfReach(NotReady):
    """The database server is away. What was being written is there or not: the answer to it was lost."""

    message = _l(
        "The database does not answer. Try again in a minute; if you sent a form, look first whether it was stored."
    )


class Busy(NotReady):
    """Others have written for longer than a writer waits; nothing was changed."""


class WrongSchema(Exception):
    """The database is of another version than the code; the message says what to do, in one line."""


class BadConfiguration(Exception):
    """A setting is missing or wrong; the message names it. Stops the start."""


class BadSeed(Exception):
    """A row of the seed data is refused: file, line and reason. Nothing was stored."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True)
class Problem:
    """What a reader is told: `title` says what happened, `advice` what to do."""

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
        _l("Someone else changed this meanwhile"), _l("Nothing of yours is lost. Look at both versions and choose.")
    ),
    410: Problem(_l("This link has ended"), _l("It was used, or its time is over. Ask for a new one.")),
    412: Problem(
        _l("You hold an older version"), _l("Read the entry again, and send your change for the version it has now.")
    ),
    413: Problem(_l("What you sent is too large"), _l("Send less at once.")),
    414: Problem(_l("This address is too long"), _l("Use fewer words or filters.")),
    415: Problem(_l("This type of content is not taken"), _l("Send JSON: Content-Type: application/json.")),
    422: Problem(
        _l("What you sent cannot be used"), _l("Nothing was changed. Look at each field named and send it again.")
    ),
    428: Problem(_l("Say which version you change"), _l("Send the ETag of the entry as If-Match.")),
    429: Problem(_l("Too many requests"), _l("Wait a minute and try again.")),
    500: Problem(
        _l("Something went wrong on our side"),
        _l("The fault was recorded. Try again; if it stays, report it with the number below."),
    ),
    503: Problem(_l("The site cannot answer at this moment"), _l("Try again in a few seconds.")),
}


def problem_for(status: int) -> Problem:
    """Return the row for `status`; a status without one is told as 400 or 500 by its class."""
    return PROBLEMS.get(status) or PROBLEMS[400 if status < 500 else 500]
