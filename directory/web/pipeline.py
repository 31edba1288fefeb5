"""The request pipeline: the steps before a view and after it, in the order in which they run."""

from collections.abc import Callable

from flask import Flask, Response

from directory import i18n, logs
from directory.access import disclosures
from directory.accounts import sessions, write_guard
from directory.history.disclosure_log import log_disclosures
from directory.imports import upload_size
from directory.people import bearer
from directory.web import (
    compression,
    conditional_requests,
    csrf,
    request_rate_limit,
    request_validation,
    security_headers,
)

BEFORE: tuple[Callable[[], None], ...] = (
    logs.begin_request,
    sessions.refuse_unread,
    request_rate_limit.count_request,
    bearer.authenticate_token,
    upload_size.allow_file,
    csrf.refuse_foreign_forms,
    request_validation.refuse_other_hosts,
    request_validation.refuse_invalid,
    write_guard.require_recent_factor,
    write_guard.require_few_refused,
    disclosures.begin,
)
"""If a step raises, the later steps and the view are skipped, and the error is the answer. All steps of AFTER still
run."""
AFTER: tuple[Callable[[Response], Response], ...] = (
    log_disclosures,
    security_headers.set_headers,
    conditional_requests.answer_not_modified,
    compression.compress,
    write_guard.count_refused,
    request_rate_limit.tell_requests_left,
    i18n.remember_language,
    logs.log_request,
)


def configure_pipeline(app: Flask) -> None:
    """Register the steps. The steps of AFTER are registered from last to first, since Flask runs them in reverse
    order."""
    for before in BEFORE:
        app.before_request(before)
    for after in reversed(AFTER):
        app.after_request(after)
