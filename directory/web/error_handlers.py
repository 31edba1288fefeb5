"""Answers for errors: a page for people, or problem+json for programs."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from flask import Flask, Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import HTTPException

from directory.access import disclosure_log
from directory.access.current_viewer import is_for_api
from directory.access.viewer import ANONYMOUS
from directory.database_connections import is_server_unavailable
from directory.errors import (
    ConfirmationNeeded,
    DatabaseUnreachable,
    DirectoryError,
    FormRefused,
    LimitReached,
    NotReady,
    SignInNeeded,
    TokenRefused,
    problem_for,
)
from directory.logs import logger
from directory.web.redirects import local_path
from directory.web.unsent_forms import UnsentForm, find_unsent_form


def configure_error_handlers(app: Flask) -> None:
    """Register the handlers of the site's own errors, of HTTP errors and of all other exceptions."""
    app.register_error_handler(DirectoryError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(ParseException, lambda _unreadable_body: _problem(400))
    app.register_error_handler(Exception, _answer_fault)


def _answer_error(error: DirectoryError) -> Response:
    if isinstance(error, SignInNeeded) and _is_page_read():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)  # type: ignore[return-value]
    if isinstance(error, ConfirmationNeeded) and not is_for_api():
        return redirect(url_for("accounts.confirm", next=_way_back()), 303)  # type: ignore[return-value]
    unsent = find_unsent_form() if isinstance(error, FormRefused | SignInNeeded) else None
    special = "words_for_programs" if is_for_api() else "words_with_form" if unsent else "message"
    said = getattr(error, special, getattr(error, "message", ""))
    response = _problem(error.status, str(said), getattr(error, "errors", None), unsent)
    if isinstance(error, LimitReached | NotReady):
        response.headers["Retry-After"] = str(error.wait_seconds)
    if error.status == TokenRefused.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _way_back() -> str:
    """Return the address to which a person goes after showing a factor: the requested page or, if the address takes
    only forms, the page whose button was pressed. If the browser does not name this page, return the nearest page above
    the address, or the person's own account."""
    host, _, path = (request.referrer or "").partition("://")[2].partition("/")
    pressed_on = local_path(f"/{path}") if host == request.host else ""
    parts = request.path.split("/")
    above = ("/".join(parts[:end]) for end in range(len(parts) - 1, 1, -1))
    wanted = (request.full_path.rstrip("?"), pressed_on, *above)
    return next(filter(_is_page, wanted), url_for("accounts.show"))


def _is_page(address: str) -> bool:
    """Return whether an address belongs to a page that can be opened, and not only to forms."""
    try:
        found = current_app.url_map.bind_to_environ(request).match(unquote(urlsplit(address).path), "GET", True)
    except HTTPException:
        return False
    # The rule for addresses without a language takes any address.
    return found[0].rule.startswith("/<language:")


def _is_page_read() -> bool:
    return request.method in ("GET", "HEAD") and not is_for_api()


def _answer_http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    if cause := getattr(error, "original_exception", None):
        return _answer_fault(cause)
    methods = ", ".join(_methods_taken(error))
    is_told = bool(methods) and is_for_api()
    response = _problem(
        error.code or 500, gettext("The methods of this address are: %(methods)s.", methods=methods) if is_told else ""
    )
    if methods:
        response.headers["Allow"] = methods
    return response


def _methods_taken(error: HTTPException) -> list[str]:
    """Return the methods that the address of this request takes, by name. Empty if the method was not the error.

    In the API, the rule for addresses without a language does not count: it takes any address, to answer 404.
    """
    methods, routes = sorted(getattr(error, "valid_methods", None) or ()), current_app.url_map.bind_to_environ(request)
    if not is_for_api():
        return methods
    rules = {method: routes.match(method=method, return_rule=True)[0].rule for method in methods}
    return [method for method in methods if rules[method].startswith("/api/")]


def _answer_fault(error: Exception) -> Response:
    """Log a fault with its stack, but without values. If the database cannot be reached, answer 503, otherwise 500."""
    if is_server_unavailable(error):
        logger.warning("database_out_of_reach", fault=type(error).__name__)
        g.viewer = ANONYMOUS
        return _answer_error(DatabaseUnreachable())
    logger.error("fault", exc_info=error)
    return _problem(500)


def _problem(
    status: int,
    detail: str = "",
    errors: Mapping[str, list[str]] | None = None,
    unsent: UnsentForm | None = None,
) -> Response:
    """Answer with a page or, under `/api/`, with problem+json (RFC 9457). `errors` has messages by field. `unsent` is a
    form that the person can send again from the page."""
    problem, number = problem_for(status), g.get("request_id", "")
    # The values that were read for the failed answer are not shown, so their disclosures are dropped.
    disclosure_log.take()
    if is_for_api():
        body = {"type": "about:blank", "status": status, "title": str(problem.title)}
        body |= {"detail": detail or str(problem.advice), "instance": f"urn:request:{number}"}
        response = jsonify(body | ({"errors": errors} if errors else {}))
        response.mimetype = "application/problem+json"
    else:
        shown = {"problem": problem, "detail": detail, "status": status, "request_id": number, "unsent": unsent}
        page = render_template("errors/problem.html", **shown)
        response = Response(page, mimetype="text/html")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
