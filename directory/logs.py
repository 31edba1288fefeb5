"""Structured logs on standard error: one JSON object in each line, with a request id and without personal data."""

import logging
import secrets
import sys
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request

logger = structlog.get_logger("directory")


def configure_logs(app: Flask) -> None:
    """Configure structlog, and make the app log exceptions with `log_fault`."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(_where),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if app.testing else logging.INFO),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
    )
    app.log_exception = log_fault  # type: ignore[method-assign]


def log_fault(exc_info: Any) -> None:
    """Log an exception and its causes: the class and the traceback of each.

    The messages of the exceptions, the values of variables and the URL are not logged.
    """
    logger.error("fault", exc_info=exc_info)


def _where(exc_info: Any) -> list[dict[str, Any]]:
    """Return one item for the exception and one for each of its causes: the class and the lines of the traceback.

    Messages and variables are left out, because they may contain a reader's data.
    """
    return [
        {"fault": stack["exc_type"], "at": [f"{f['filename']}:{f['lineno']} {f['name']}" for f in stack["frames"]]}
        for stack in structlog.tracebacks.ExceptionDictTransformer(show_locals=False)(exc_info)
    ]


def begin_request() -> None:
    """Record the start time of a request, and assign the id that error pages show."""
    g.started_at = time.perf_counter()
    g.request_id = secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def log_request(response: Response) -> Response:
    """Log one line for a request: method, route (the pattern, not the URL with its values), status, milliseconds."""
    logger.info(
        "request",
        method=request.method,
        route=str(request.url_rule or "none"),
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started_at", time.perf_counter())) * 1000, 1),
    )
    return response
