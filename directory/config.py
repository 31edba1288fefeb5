"""Settings, read once from the environment into one frozen object. `create_app` takes it whole."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from directory.connections import POSTGRESQL, address_of
from directory.errors import BadConfiguration

PROJECT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET_CHARACTERS = 32
LARGEST_PORT = 65_535
EMBEDDED, POSTGRESQL_SEARCH = "whoosh", "postgresql"
"""The engines of the search: an index in the data folder of each node, or one in the database for all of them."""


@dataclass(frozen=True)
class Config:
    """What an operator may set; each field is the environment variable of the same name in capitals.

    `public_url` and `security_contact` may be empty: pages then say so. `site_address` is what links
    in mail begin with: PUBLIC_URL, or where this machine listens; never what a request says. Of
    `encryption_keys` the first encrypts and all decrypt, so that keys can be changed. HOST and
    PORT are the web server's, in `gunicorn.conf.py`. No `mail_url`: a folder in the data folder.
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
    testing: bool = False

    @property
    def database(self) -> str:
        """The database address: DATABASE_URL, or SQLite in the data folder."""
        return address_of(self.database_url) or f"sqlite:///{self.data_dir / 'directory.sqlite3'}"

    @property
    def backups(self) -> Path:
        """The folder of the nightly backups: BACKUP_DIR, or one in the data folder."""
        return Path(self.backup_dir).resolve() if self.backup_dir else self.data_dir / "backups"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        """Read the settings. Raises BadConfiguration naming the variable that is missing or wrong."""
        return cls(
            secret_key=_secret(env, "SECRET_KEY"),
            encryption_keys=_encryption_keys(env),
            data_dir=Path(env.get("DATA_DIR") or PROJECT / "instance").resolve(),
            database_url=address_of(env.get("DATABASE_URL", "")),
            public_url=_public_url(env),
            site_address=_site_address(env),
            trusted_proxies=_number(env, "TRUSTED_PROXIES", 0),
            reads_per_minute=_number(env, "READS_PER_MINUTE", 0),
            mail_url=env.get("MAIL_URL", ""),
            mail_from=env.get("MAIL_FROM", ""),
            security_contact=_contact(env.get("SECURITY_CONTACT", "")),
            search_engine=_search_engine(env),
            metrics_host=env.get("METRICS_HOST") or "127.0.0.1",
            metrics_port=_port(env, "METRICS_PORT"),
            backup_recipients=tuple(filter(None, map(str.strip, env.get("BACKUP_RECIPIENTS", "").split(",")))),
            backup_dir=env.get("BACKUP_DIR", ""),
            workers=workers_of(env),
        )


def _public_url(env: Mapping[str, str]) -> str:
    """Return PUBLIC_URL without a slash at its end: scheme, host and perhaps port; the site answers at this host."""
    url = env.get("PUBLIC_URL", "").rstrip("/")
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_address = False
    if url and not is_address:
        raise BadConfiguration("PUBLIC_URL must be an address like https://counterpart.example.")
    return url


def _port(env: Mapping[str, str], name: str) -> int:
    port = _number(env, name, 0)
    if port > LARGEST_PORT:
        raise BadConfiguration(f"{name} must be a port, {LARGEST_PORT} at most.")
    return port


def workers_of(env: Mapping[str, str]) -> int:
    """Return how many processes answer: WORKERS, or one for each core."""
    return _number(env, "WORKERS", os.cpu_count() or 1)


def _secret(env: Mapping[str, str], name: str) -> str:
    return _checked(env.get(name, ""), name)


def _encryption_keys(env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the keys, separated by commas: the first encrypts, all decrypt, so that keys can be changed."""
    keys = env.get("ENCRYPTION_KEYS", "").split(",")
    return tuple(_checked(key.strip(), "ENCRYPTION_KEYS") for key in keys)


def _checked(secret: str, name: str) -> str:
    if not secret.isprintable():
        raise BadConfiguration(f"{name} must be text in UTF-8, on one line.")
    if len(secret) < SHORTEST_SECRET_CHARACTERS:
        raise BadConfiguration(
            f"{name} must be set to at least {SHORTEST_SECRET_CHARACTERS} characters; "
            "`make run` writes one of its own into the data folder."
        )
    return secret


def _contact(text: str) -> str:
    """Return a contact as the address that RFC 9116 asks for: a bare mail address becomes a mailto: one."""
    return f"mailto:{text}" if "@" in text and ":" not in text else text


def _search_engine(env: Mapping[str, str]) -> str:
    engine = env.get("SEARCH_ENGINE") or EMBEDDED
    if engine not in (EMBEDDED, POSTGRESQL_SEARCH):
        raise BadConfiguration(f"SEARCH_ENGINE must be {EMBEDDED} or {POSTGRESQL_SEARCH}.")
    if engine == POSTGRESQL_SEARCH and not env.get("DATABASE_URL", "").startswith(POSTGRESQL):
        raise BadConfiguration(f"SEARCH_ENGINE={engine} needs a DATABASE_URL of PostgreSQL.")
    return engine


def _site_address(env: Mapping[str, str]) -> str:
    # By name: browsers bind a passkey to a name, never to a number.
    host = env.get("HOST", "").replace("127.0.0.1", "localhost")
    return _public_url(env) or f"http://{host or 'localhost'}:{env.get('PORT') or '8000'}"


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, "") or str(default)
    if not value.isascii() or not value.isdigit():
        raise BadConfiguration(f"{name} must be a whole number.")
    return int(value)
