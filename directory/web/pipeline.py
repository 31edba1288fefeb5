"""The request pipeline: the steps before and after a view, in the order in which they run.

Each step has a condition that states to which requests it applies.
"""

from collections.abc import Callable

from flask import Flask, Response, request, session

from directory import i18n, logs
from directory.access.current_viewer import SAFE_METHODS, is_for_api
from directory.accounts import sessions, write_guard
from directory.accounts.write_rules import WRITE_RULES
from directory.api import known_parameters
from directory.cache import store
from directory.imports import upload_size
from directory.people import bearer
from directory.web import (
    compression,
    cross_origin,
    csrf,
    disclosures,
    request_rate_limit,
    request_validation,
    response_headers,
)
from directory.wordings import pseudo_choice

Condition = Callable[[], bool]
UNCOUNTED = ("/static/", "/healthz", "/readyz")
FACTOR_ENDPOINTS = frozenset(
    one for endpoint, rule in WRITE_RULES.items() if rule.recent_factor for one in (endpoint, rule.form_page) if one
)


def every_request() -> bool:
    """Return True for every request, also for error pages, unknown addresses and unknown methods."""
    return True


def is_read() -> bool:
    """Return whether the method is GET or HEAD."""
    return request.method in ("GET", "HEAD")


def is_counted() -> bool:
    """Return whether a request counts toward the rate limit: reads, requests to the API, and forms of visitors.

    Static files and health checks are not counted.
    """
    is_in_session = sessions.current().row_id is not None
    return (is_read() or is_for_api() or not is_in_session) and not request.path.startswith(UNCOUNTED)


def is_shown() -> bool:
    """Return whether a request reads something other than static files and health checks. Only such answers can show
    wordings of the interface."""
    return is_read() and not request.path.startswith(UNCOUNTED)


def is_page_in_pseudo_language() -> bool:
    """Return whether a request reads a page of the site in a session for which the pseudo-language was chosen."""
    return is_shown() and not is_for_api() and pseudo_choice.CHOICE in session


def is_form() -> bool:
    """Return whether a request may write and is neither for the API nor from another server: a gateway of alarms sends
    a password in place of a form's token, and an issuer of sign-ins a signed token."""
    is_from_server = request.endpoint in ("alarm_replies.receive", "office_answers.log_out")
    return request.method not in SAFE_METHODS and not is_for_api() and not is_from_server


def is_api_write() -> bool:
    """Return whether a request may write and goes to the API."""
    return request.method not in SAFE_METHODS and is_for_api()


def is_upload() -> bool:
    """Return whether the request goes to the form that imports entries from a file. Such a request may have a larger
    body than other requests."""
    return request.endpoint == "imports.upload"


def has_factor_rule() -> bool:
    """Return whether WRITE_RULES require a recent factor for the endpoint. If a form needs a recent factor, opening the
    page of the form needs it too."""
    return request.endpoint in FACTOR_ENDPOINTS


BEFORE: tuple[tuple[Condition, Callable[[], None]], ...] = (
    (every_request, logs.begin_request),
    (every_request, sessions.refuse_unread),
    (is_counted, request_rate_limit.count_request),
    (is_for_api, bearer.authenticate_token),
    (is_upload, upload_size.allow_file),
    (is_form, csrf.refuse_foreign_forms),
    (every_request, request_validation.refuse_other_hosts),
    (every_request, request_validation.refuse_invalid),
    (is_for_api, known_parameters.refuse_unknown_parameters),
    (has_factor_rule, write_guard.require_recent_factor),
    (is_api_write, write_guard.require_few_refused),
    (every_request, disclosures.begin),
    (is_shown, store.follow_wordings),
    (is_page_in_pseudo_language, pseudo_choice.use_pseudo_language),
)
"""If a step raises, the later steps and the view are skipped, and the error is the answer. All steps of AFTER still
run, since their conditions depend on method, address and endpoint alone."""
AFTER: tuple[tuple[Condition, Callable[[Response], Response]], ...] = (
    (every_request, disclosures.log_disclosures),
    (every_request, response_headers.set_headers),
    (is_read, response_headers.answer_not_modified),
    (is_read, compression.compress),
    (is_api_write, write_guard.count_refused),
    (is_for_api, request_rate_limit.tell_requests_left),
    (is_for_api, cross_origin.open_to_other_sites),
    (every_request, i18n.remember_language),
    (every_request, logs.log_request),
)


def configure_pipeline(app: Flask) -> None:
    """Run the steps of BEFORE before each view, and the steps of AFTER on each answer."""
    app.before_request(_run_before)
    app.after_request(_run_after)


def _run_before() -> None:
    for applies, step in BEFORE:
        if applies():
            step()


def _run_after(response: Response) -> Response:
    for applies, step in AFTER:
        if applies():
            response = step(response)
    return response
