"""The app of the site in which each request ends as in a worker that gunicorn stops because it takes too long."""

from typing import NoReturn

from wsgi import app

__all__ = ["app"]


def _stopped(*_request: object) -> NoReturn:
    raise SystemExit(1)


app.wsgi_app = _stopped
