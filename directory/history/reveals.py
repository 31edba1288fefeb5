"""Writes down who was shown restricted details: one row for each person and entry of an answer."""

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError

from directory.access import reveals
from directory.errors import Busy, NotReady
from directory.logs import logger
from directory.models import Reveal
from directory.transaction import recording


def configure_reveals(app: Flask) -> None:
    """Have each answer that shows restricted details written down, before it leaves or, streamed, as it ends."""
    app.before_request(reveals.begin)

    @app.after_request
    def _write(response: Response) -> Response:
        # An answer to HEAD and an error hold no value, whatever was taken on the way to them.
        if response.status_code >= 400 or request.method == "HEAD":
            reveals.take()
        elif response.is_streamed:
            response.call_on_close(lambda: _write_later(app))
        else:
            return _written(app, response)
        return response


def _written(app: Flask, response: Response) -> Response:
    """Return the answer once it is written who is shown what; where that cannot be written nothing is shown."""
    try:
        write_reveals()
    except Busy as busy:
        return app.make_response(app.handle_user_exception(busy))
    except SQLAlchemyError:
        logger.error("reveal_not_written")
        return app.make_response(app.handle_user_exception(NotReady()))
    return response


def write_reveals() -> None:
    """Write what was noted since `reveals.begin`, in a short transaction of its own.

    The worker calls this after a job that shows values to a person, such as an export.
    """
    noted = reveals.take()
    if not noted:
        return
    with recording() as session:
        session.add_all(
            Reveal(account_id=account, kind=kind, key=key, details=tuple(sorted(details)))
            for (account, (kind, key)), details in noted.items()
        )


def _write_later(app: Flask) -> None:
    with app.app_context():
        write_reveals()
