"""Logs disclosures of restricted details, with one row for each person and entry of a response."""

from flask import Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from directory.access import disclosures
from directory.errors import Busy, NotReady
from directory.logs import logger
from directory.models import Disclosure
from directory.transaction import separate_transaction


def log_disclosures(response: Response) -> Response:
    """Log the disclosures of a response before it is sent. If the response is streamed, log them at its end.

    Nothing is logged for an error or for a response to HEAD.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # An error and a response to HEAD show no value, even if values were read to make them.
    if response.status_code >= 400 or request.method == "HEAD":
        disclosures.take()
    elif response.is_streamed:
        response.call_on_close(lambda: _write_later(app))
    else:
        return _written(app, response)
    return response


def _written(app: Flask, response: Response) -> Response:
    """Log the disclosures and return the response. If they cannot be logged, return an error page instead."""
    try:
        write_disclosures()
    except Busy as busy:
        return app.make_response(app.handle_user_exception(busy))
    except SQLAlchemyError:
        logger.error("reveal_not_written")
        return app.make_response(app.handle_user_exception(NotReady()))
    return response


def write_disclosures() -> None:
    """Store the disclosures noted since `disclosures.begin`, in a separate transaction.

    The worker calls this after a job whose result shows values to a person, such as an export.
    """
    noted = disclosures.take()
    if not noted:
        return
    with separate_transaction() as session:
        session.add_all(
            Disclosure(account_id=account, kind=kind, key=key, details=tuple(sorted(details)))
            for (account, (kind, key)), details in noted.items()
        )


def _write_later(app: Flask) -> None:
    with app.app_context():
        write_disclosures()
