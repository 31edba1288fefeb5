"""Writes the disclosures of an answer before it is sent. A page or JSON that exceeds the daily ceiling is made again
without the values above the ceiling. Other answers that exceed the ceiling are refused."""

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from directory.access import disclosure_log
from directory.access.disclosure_log import CeilingReached, write_disclosures
from directory.errors import Busy, DirectoryError, NotReady
from directory.logs import logger

READING = ("GET", "HEAD")
# The types of answers that can say that something is left out: a page, or JSON in its `warnings`. A file cannot.
DISCLOSING_TYPES = ("text/html", "application/json")


def begin() -> None:
    """Start to note the disclosures of an answer. Only the answer to GET or HEAD can later be made again without the
    values above the ceiling."""
    disclosure_log.begin(is_repeatable=request.method in READING)


def log_disclosures(response: Response) -> Response:
    """Log the disclosures of a response before it is sent. If the response is a stream, log them when the stream ends.
    HEAD is logged like GET, since its answer reveals the length of the page.

    If the response exceeds the ceiling, make it again without the values above the ceiling, or return an error. Return
    an error if logging fails.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if response.is_streamed:
        response.call_on_close(lambda: _write_later(app))
        return response
    try:
        write_disclosures()
    except CeilingReached as reached:
        return log_disclosures(_made_again(app, response, reached))
    except Busy as busy:
        return _refused(app, busy)
    except SQLAlchemyError:
        logger.error("reveal_not_written")
        return _refused(app, NotReady())
    return response


def _made_again(app: Flask, response: Response, reached: CeilingReached) -> Response:
    if not disclosure_log.is_repeatable() or response.mimetype not in DISCLOSING_TYPES:
        return _refused(app, reached)
    disclosure_log.begin()
    disclosure_log.withhold(reached)
    try:
        return app.make_response(app.dispatch_request())
    except (DirectoryError, HTTPException) as error:
        return _refused(app, error)


def _refused(app: Flask, error: Exception) -> Response:
    return app.make_response(app.handle_user_exception(error))


def _write_later(app: Flask) -> None:
    with app.app_context():
        write_disclosures()
