"""Builds the Flask app from its parts."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from directory import dates, i18n
from directory.access.current_viewer import identify
from directory.accounts import current_user
from directory.accounts.attempt_limits import configure_attempt_limits
from directory.accounts.flask_security import configure_security
from directory.accounts.sessions import configure_sessions
from directory.accounts.write_guard import configure_write_rules
from directory.alarms.gateways import configure_gateways
from directory.alarms.occasions import Trial
from directory.alarms.service import revoke
from directory.cache.fragments import configure_fragments
from directory.cache.store import configure_cache
from directory.catalogues import BabelWithCatalogues
from directory.cli import register_commands
from directory.config import Config
from directory.consultations.service.alarm_occasion import UrgentQuestion
from directory.database_connections import options_of
from directory.errors import BadConfiguration
from directory.extensions import db, migrate
from directory.home.frame import configure_frame
from directory.jobs.schedule import RECURRING
from directory.logs import configure_logs
from directory.office_accounts.provider import configure_issuers
from directory.operation.backups.age_files import configure_backups
from directory.outbox.delivery import configure_mail
from directory.proposals.letter_values import proposal_values
from directory.search import restricted_terms, sync
from directory.search.index_location import configure_index
from directory.sentences import listed
from directory.setting_values import require_writable
from directory.template_bytecode import configure_templates
from directory.transaction import after_commit, before_commit
from directory.verification.service.alarm_occasion import DeskTest
from directory.vocabulary import AlarmOccasion
from directory.web.blueprints import register_blueprints
from directory.web.csrf import configure_csrf
from directory.web.error_handlers import configure_error_handlers
from directory.web.pipeline import configure_pipeline
from directory.web.request_rate_limit import configure_request_rate_limit
from directory.web.request_validation import BoundedRequest
from directory.web.static_files import configure_assets
from directory.worklist.views import configure_work_bar

LARGEST_REQUEST_BYTES = 1_000_000


def create_app(config: Config) -> Flask:
    """Create the data folder, and return the app for these settings. No connection to the database is opened. Raises
    BadConfiguration for a wrong setting."""
    app = Flask(__name__, static_folder=None, template_folder="../templates")
    app.request_class = BoundedRequest
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
    register_blueprints(app)
    configure_issuers(app, config)
    configure_error_handlers(app)
    register_commands(app)
    app.extensions["letter_values"] = proposal_values
    app.extensions["alarm_occasions"] = {
        AlarmOccasion.TRIAL: Trial(),
        AlarmOccasion.CONSULTATION: UrgentQuestion(),
        AlarmOccasion.REACHABILITY: DeskTest(),
    }
    app.extensions["revoke_alarm"] = revoke
    app.extensions["recurring_jobs"] = {job.name: job.every for job in RECURRING}
    return app


def _make_data_folder(config: Config) -> None:
    require_writable(config.data_dir, "DATA_DIR")
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadConfiguration(f"DATA_DIR cannot be made: {config.data_dir}: {error.strerror}.") from error


def _bind_extensions(app: Flask) -> None:
    db.init_app(app)
    migrate.init_app(app, db, directory="directory/migrations")
    BabelWithCatalogues().init_app(app, locale_selector=i18n.babel_locale)
    configure_logs(app)
    i18n.configure_languages(app)
    app.jinja_env.filters |= {"listed": listed, "zone": dates.zone_now, "long_utc": dates.long_utc}
    configure_sessions(app)
    identify(app, current_user.viewer)
    configure_attempt_limits(app)
    configure_request_rate_limit(app)
    configure_csrf(app)
    configure_write_rules(app)
    configure_assets(app)
    configure_frame(app)
    configure_work_bar(app)
    configure_pipeline(app)
    configure_cache(app)
    configure_fragments(app)
    configure_index(app)
    configure_mail(app)
    configure_gateways(app)
    configure_backups(app)
    before_commit(app, restricted_terms.update_restricted_words)
    after_commit(app, sync.drain)
