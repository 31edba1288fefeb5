"""Settings, read once from the environment into one frozen object for `create_app`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from directory import setting_values
from directory.database_connections import POSTGRESQL, address_of
from directory.errors import BadConfiguration
from directory.setting_values import LARGEST_PORT

PROJECT = Path(__file__).resolve().parent.parent
# A larger number in a setting counts as a typing error.
MOST_WORKERS = 1_000
MOST_PROXIES = 20
MOST_READS = 1_000_000
MOST_SOURCE_PAGES = 10_000
# The push services of Chromium, Firefox, Edge and Safari. A subscription at any other address is refused, since the
# server would write to it.
PUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://*.push.services.mozilla.com",
    "https://*.notify.windows.com",
    "https://*.push.apple.com",
)
EMBEDDED, POSTGRESQL_SEARCH = "whoosh", "postgresql"
"""Search engines: Whoosh, with an index in each node's data folder, or PostgreSQL, with one index for all nodes."""


@dataclass(frozen=True)
class Config:
    """The operator's settings. Each field except `site_address` and `testing` comes from the environment variable with
    the same name in capitals.

    - `site_address`: the beginning of links in mail. It comes from PUBLIC_URL or, if PUBLIC_URL is not set, from HOST
      and PORT. The Host header of a request is not used.
    - `encryption_keys`: the first key encrypts; all keys decrypt
    - `mail_url`: if empty, mail is written to the data folder
    - `alarm_sms_url`, `alarm_voice_url`, `alarm_messenger_url`: addresses of Apprise with `{to}` for the recipient
    - `alarm_reply_password`: the password with which the gateway for SMS passes on answers; empty if it passes on none
    - `push_services`: the origins at which browsers may subscribe to notifications
    - `webhook_hosts`: hosts and networks that are not public, to which webhooks may send all the same
    - `issuer_hosts`: hosts and networks that are not public, at which issuers of sign-ins may be all the same
    - `reads_per_minute`, `metrics_port`, `source_pages_per_day`: 0 switches off the limit, the port or the reading
    """

    secret_key: str = field(repr=False)
    encryption_keys: tuple[str, ...] = field(repr=False)
    data_dir: Path
    database_url: str = field(default="", repr=False)
    public_url: str = ""
    site_address: str = "http://localhost:8000"
    trusted_proxies: int = 0
    reads_per_minute: int = 0
    mail_url: str = ""
    mail_from: str = ""
    security_contact: str = ""
    search_engine: str = EMBEDDED
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    backup_recipients: tuple[str, ...] = ()
    backup_dir: str = ""
    workers: int = 1
    source_pages_per_day: int = 0
    alarm_sms_url: str = field(default="", repr=False)
    alarm_voice_url: str = field(default="", repr=False)
    alarm_messenger_url: str = field(default="", repr=False)
    alarm_reply_password: str = field(default="", repr=False)
    push_services: tuple[str, ...] = PUSH_SERVICES
    webhook_hosts: tuple[str, ...] = ()
    issuer_hosts: tuple[str, ...] = ()
    testing: bool = False

    @property
    def database(self) -> str:
        """The database address: DATABASE_URL, or SQLite in the data folder."""
        return address_of(self.database_url) or f"sqlite:///{self.data_dir / 'directory.sqlite3'}"

    @property
    def backups(self) -> Path:
        """The folder of the nightly backups: BACKUP_DIR, or `backups` in the data folder."""
        return Path(self.backup_dir).resolve() if self.backup_dir else self.data_dir / "backups"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        """Return the settings from the environment. Raises BadConfiguration, which names a variable that is missing or
        wrong."""
        return cls(
            secret_key=setting_values.secret(env.get("SECRET_KEY", ""), "SECRET_KEY"),
            encryption_keys=_encryption_keys(env),
            data_dir=Path(env.get("DATA_DIR") or PROJECT / "instance").resolve(),
            database_url=address_of(env.get("DATABASE_URL", "")),
            public_url=setting_values.site(env, "PUBLIC_URL"),
            site_address=_site_address(env),
            trusted_proxies=setting_values.number(env, "TRUSTED_PROXIES", 0, MOST_PROXIES),
            reads_per_minute=setting_values.number(env, "READS_PER_MINUTE", 0, MOST_READS),
            mail_url=env.get("MAIL_URL", ""),
            mail_from=env.get("MAIL_FROM", ""),
            security_contact=setting_values.contact(env, "SECURITY_CONTACT"),
            search_engine=_search_engine(env),
            metrics_host=setting_values.host(env, "METRICS_HOST", "127.0.0.1"),
            metrics_port=setting_values.number(env, "METRICS_PORT", 0, LARGEST_PORT),
            backup_recipients=tuple(filter(None, map(str.strip, env.get("BACKUP_RECIPIENTS", "").split(",")))),
            backup_dir=_backup_dir(env),
            workers=workers_of(env),
            source_pages_per_day=setting_values.number(env, "SOURCE_PAGES_PER_DAY", 0, MOST_SOURCE_PAGES),
            alarm_sms_url=env.get("ALARM_SMS_URL", ""),
            alarm_voice_url=env.get("ALARM_VOICE_URL", ""),
            alarm_messenger_url=env.get("ALARM_MESSENGER_URL", ""),
            alarm_reply_password=_reply_password(env),
            push_services=_push_services(env),
            webhook_hosts=setting_values.hosts_and_networks(env, "WEBHOOK_HOSTS"),
            issuer_hosts=setting_values.hosts_and_networks(env, "ISSUER_HOSTS"),
        )


def listens_at(env: Mapping[str, str]) -> str:
    """Return the address `host:port` of the web server, from HOST and PORT. Raises BadConfiguration if one of them is
    wrong."""
    named = setting_values.host(env, "HOST", "127.0.0.1")
    return f"{setting_values.in_address(named)}:{setting_values.number(env, 'PORT', 8000, LARGEST_PORT, 1)}"


def workers_of(env: Mapping[str, str]) -> int:
    """Return the number of web server processes: WORKERS, or one for each core. Raises BadConfiguration if WORKERS is
    wrong."""
    return setting_values.number(env, "WORKERS", os.cpu_count() or 1, MOST_WORKERS, 1)


def _encryption_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    keys = env.get("ENCRYPTION_KEYS", "").split(",")
    return tuple(setting_values.secret(key.strip(), "ENCRYPTION_KEYS") for key in keys)


def _backup_dir(env: Mapping[str, str]) -> str:
    named = env.get("BACKUP_DIR", "")
    if named:
        # A disk may be missing for a while, so writing is not checked.
        setting_values.require_folder(Path(named).resolve(), "BACKUP_DIR")
    return named


def _search_engine(env: Mapping[str, str]) -> str:
    engine = env.get("SEARCH_ENGINE") or EMBEDDED
    if engine not in (EMBEDDED, POSTGRESQL_SEARCH):
        raise BadConfiguration(f"SEARCH_ENGINE must be {EMBEDDED} or {POSTGRESQL_SEARCH}.")
    if engine == POSTGRESQL_SEARCH and not env.get("DATABASE_URL", "").startswith(POSTGRESQL):
        raise BadConfiguration(f"SEARCH_ENGINE={engine} needs a DATABASE_URL of PostgreSQL.")
    return engine


def _reply_password(env: Mapping[str, str]) -> str:
    password = env.get("ALARM_REPLY_PASSWORD", "")
    return setting_values.secret(password, "ALARM_REPLY_PASSWORD") if password else ""


def _push_services(env: Mapping[str, str]) -> tuple[str, ...]:
    named = tuple(filter(None, map(str.strip, env.get("PUSH_SERVICES", "").split(","))))
    for one in named:
        setting_values.site({"PUSH_SERVICES": one.replace("://*.", "://", 1)}, "PUSH_SERVICES")
    return named or PUSH_SERVICES


def _site_address(env: Mapping[str, str]) -> str:
    # Use a host name, since browsers do not bind a passkey to an IP address.
    here = re.sub(r"^(127\.0\.0\.1|\[::1\])(?=:)", "localhost", listens_at(env))
    return setting_values.site(env, "PUBLIC_URL") or f"http://{here}"
