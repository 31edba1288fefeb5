"""Builds the app: the one place that knows every part. It alone imports views."""

from collections.abc import Mapping

from flask import Flask, Response, g, jsonify, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from directory import dates, i18n
from directory.access.guard import guard_forms, identify, is_for_api
from directory.access.keeping import configure_keeping
from directory.access.parts import configure_parts
from directory.access.viewer import ANONYMOUS
from directory.accounts import who
from directory.accounts.limits import configure_limits
from directory.accounts.rates import configure_rates
from directory.accounts.security import configure_security
from directory.accounts.sessions import configure_sessions
from directory.accounts.views import blueprint as accounts
from directory.accounts.write_guard import configure_write_rules
from directory.addresses import local_path
from directory.api.atlas.views import blueprint as api_atlas
from directory.api.authorities import blueprint as api_authorities
from directory.api.changes import blueprint as api_changes
from directory.api.consultations.seats import blueprint as api_consultation_seats
from directory.api.consultations.views import blueprint as api_consultations
from directory.api.document.openapi import blueprint as api_openapi
from directory.api.document.pages import blueprint as api_pages
from directory.api.focal_points import blueprint as api_focal_points
from directory.api.jurisdictions import blueprint as api_jurisdictions
from directory.api.legislation import blueprint as api_legislation
from directory.api.measures import blueprint as api_measures
from directory.api.networks import blueprint as api_networks
from directory.api.proposals.endings import blueprint as api_endings
from directory.api.proposals.views import blueprint as api_proposals
from directory.api.requirements import blueprint as api_requirements
from directory.api.rotas.views import blueprint as api_rotas
from directory.api.search import blueprint as api_search
from directory.api.treaties import blueprint as api_treaties
from directory.api.verifications import blueprint as api_verifications
from directory.assets import configure_assets
from directory.atlas.views import blueprint as atlas
from directory.authorities.views import blueprint as authorities
from directory.cards.views import blueprint as cards
from directory.cli import register_commands
from directory.config import Config
from directory.connections import is_out_of_reach, options_of
from directory.consultations.views import blueprint as consultations
from directory.drafts.views import blueprint as drafts
from directory.errors import (
    BadConfiguration,
    ConfirmationNeeded,
    DirectoryError,
    LimitReached,
    NotReady,
    OutOfReach,
    SignInNeeded,
    TokenRefused,
    problem_for,
)
from directory.exchange.pocket.views import blueprint as pocket
from directory.exchange.views import blueprint as exchange
from directory.extensions import babel, db, migrate
from directory.focal_points.rotas.views import BLUEPRINTS as ROTAS
from directory.focal_points.views import blueprint as focal_points
from directory.follows.views import blueprint as follows
from directory.headers import configure_headers
from directory.history.reveals import configure_reveals
from directory.history.views import blueprint as history
from directory.home.offline import blueprint as offline
from directory.home.views import bare, configure_pages
from directory.home.views import blueprint as home
from directory.imports.views import blueprint as imports
from directory.jurisdictions.views import blueprint as jurisdictions
from directory.legislation.views import blueprint as legislation
from directory.logs import configure_logs, logger
from directory.measures.views import blueprint as measures
from directory.networks.views import blueprint as networks
from directory.notices.views import blueprint as notices
from directory.operation.backups.age_files import configure_backups
from directory.operation.views import blueprint as operation
from directory.operation.views import pages as operation_pages
from directory.outbox.delivery import configure_mail
from directory.people.bearer import configure_tokens
from directory.people.views import BLUEPRINTS as PEOPLE
from directory.proposals.translations.views import blueprint as translations
from directory.proposals.views import blueprint as proposals
from directory.proposals.views_endings import blueprint as endings
from directory.recurring import RECURRING
from directory.search import sync, words
from directory.search.folder import configure_index
from directory.search.views import blueprint as search
from directory.sentences import listed
from directory.setting_values import require_writable
from directory.statistics.views import BLUEPRINTS as STATISTICS
from directory.templates import configure_templates
from directory.transaction import after_commit, before_commit
from directory.treaties.views import blueprint as treaties
from directory.verification.views.campaigns import blueprint as verification
from directory.verification.views.entries import blueprint as verification_entries
from directory.verification.views.periods import blueprint as verification_periods
from directory.verification.views.reachability import blueprint as reachability
from directory.verification.views.reports import blueprint as verification_reports
from directory.wellformed import configure_requests

PAGES = (
    home,
    api_pages,
    offline,
    search,
    jurisdictions,
    cards,
    authorities,
    focal_points,
    networks,
    notices,
    treaties,
    measures,
    atlas,
    legislation,
    endings,
    proposals,
    translations,
    history,
    verification,
    verification_entries,
    verification_periods,
    verification_reports,
    consultations,
    drafts,
    reachability,
    follows,
    accounts,
    imports,
    exchange,
    pocket,
    operation_pages,
)
API = (
    api_search,
    api_jurisdictions,
    api_authorities,
    api_atlas,
    api_focal_points,
    api_networks,
    api_treaties,
    api_measures,
    api_legislation,
    api_requirements,
    api_changes,
    api_proposals,
    api_endings,
    api_verifications,
    api_rotas,
    api_consultations,
    api_consultation_seats,
    api_openapi,
)
LARGEST_REQUEST_BYTES = 1_000_000


def create_app(config: Config) -> Flask:
    """Return the app for these settings; opens no connection, so that the server may fork."""
    app = Flask(__name__, static_folder=None, template_folder="../templates")
    app.config.update(
        SETTINGS=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_DATABASE_URI=config.database,
        SQLALCHEMY_ENGINE_OPTIONS=options_of(config.database),
        BABEL_DEFAULT_LOCALE=i18n.DEFAULT,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
        TESTING=config.testing,
    )
    configure_security(app, config)
    app.json.ensure_ascii = app.json.sort_keys = False  # type: ignore[attr-defined]
    configure_templates(app)
    _make_data_folder(config)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    _bind_extensions(app)
    _register_parts(app)
    return app


def _make_data_folder(config: Config) -> None:
    """Make the data folder unless it is there. Raises BadConfiguration where it cannot be made or written."""
    require_writable(config.data_dir, "DATA_DIR")
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadConfiguration(f"DATA_DIR cannot be made: {config.data_dir}: {error.strerror}.") from error


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory="directory/migrations")
    babel.init_app(app, locale_selector=i18n.babel_locale)
    configure_logs(app)
    i18n.configure_languages(app)
    app.jinja_env.filters |= {"listed": listed, "zone": dates.zone_now}
    configure_sessions(app)
    identify(app, who.viewer)
    configure_limits(app)
    configure_rates(app)
    configure_tokens(app)
    guard_forms(app)
    configure_requests(app)
    configure_write_rules(app)
    configure_headers(app)
    configure_assets(app)
    configure_pages(app)
    configure_reveals(app)
    configure_keeping(app)
    configure_parts(app)
    configure_index(app)
    configure_mail(app)
    configure_backups(app)
    before_commit(app, words.follow)
    after_commit(app, sync.drain)


def _register_parts(app: Flask) -> None:
    for blueprint in (*PAGES, *PEOPLE, *ROTAS, *STATISTICS):
        app.register_blueprint(blueprint, url_prefix="/<language:language>")
    for blueprint in API:
        app.register_blueprint(blueprint, url_prefix="/api/v1")
    app.register_blueprint(operation)
    app.register_blueprint(bare)
    register_commands(app)
    app.extensions["recurring_jobs"] = {job.name: job.every for job in RECURRING}
    app.register_error_handler(DirectoryError, _answer_error)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(Exception, _answer_fault)


def _answer_error(error: DirectoryError) -> Response:
    if isinstance(error, SignInNeeded) and _is_page_read():
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")), 303)  # type: ignore[return-value]
    if isinstance(error, ConfirmationNeeded) and not is_for_api():
        return redirect(url_for("accounts.confirm", next=_way_back()), 303)  # type: ignore[return-value]
    said = getattr(error, "words_for_programs" if is_for_api() else "message", getattr(error, "message", ""))
    response = _problem(error.status, str(said), getattr(error, "errors", None))
    if isinstance(error, LimitReached | NotReady):
        response.headers["Retry-After"] = str(error.wait_seconds)
    if error.status == TokenRefused.status:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _way_back() -> str:
    """Return where to go on after a confirmation: the page asked for, or that on which the button was pressed.

    Browsers name that page to this site alone, see Referrer-Policy in `headers`.
    """
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.full_path.rstrip("?")
    host, _, path = (request.referrer or "").partition("://")[2].partition("/")
    return (host == request.host and local_path(f"/{path}")) or url_for("accounts.show")


def _is_page_read() -> bool:
    return request.method in ("GET", "HEAD") and not is_for_api()


def _answer_http(error: HTTPException) -> Response:
    if error.response is not None or (error.code or 500) < 400:
        return error.get_response()  # type: ignore[return-value]
    if cause := getattr(error, "original_exception", None):
        return _answer_fault(cause)
    response = _problem(error.code or 500)
    if error.code == 405 and hasattr(error, "valid_methods"):
        response.headers["Allow"] = ", ".join(error.valid_methods or ())
    return response


def _answer_fault(error: Exception) -> Response:
    """Record a fault with its stack, without the values in it, and tell the reader its number.

    While the database is out of reach nobody can be recognised: the page is a visitor's.
    """
    if is_out_of_reach(error):
        logger.warning("database_out_of_reach", fault=type(error).__name__)
        g.viewer = ANONYMOUS
        return _answer_error(OutOfReach())
    logger.error("fault", exc_info=error)
    return _problem(500)


def _problem(status: int, detail: str = "", errors: Mapping[str, list[str]] | None = None) -> Response:
    """Answer with a row of the error table: a page, or problem+json (RFC 9457) under `/api/`, there with what is wrong
    by field."""
    problem, number = problem_for(status), g.get("request_id", "")
    if is_for_api():
        body = {"type": "about:blank", "status": status, "title": str(problem.title)}
        body |= {"detail": detail or str(problem.advice), "instance": f"urn:request:{number}"}
        response = jsonify(body | ({"errors": errors} if errors else {}))
        response.mimetype = "application/problem+json"
    else:
        page = render_template("errors/problem.html", problem=problem, detail=detail, status=status, request_id=number)
        response = Response(page, mimetype="text/html")
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
