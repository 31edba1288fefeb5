"""Settings: from the environment, with a clear word where one is missing or wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from directory.app import create_app
from directory.config import Config, listens_at
from directory.errors import BadConfiguration
from tests import forked
from tests.conftest import PROJECT, make_app

SECRET = "s" * 40
NOBODY = 65_534
SECRETS = {"SECRET_KEY": SECRET, "ENCRYPTION_KEYS": "k" * 40}


# FILE is a file.
WRONG = {
    "SECRET_KEY": ["", "short", "\udcff" * 40],
    "ENCRYPTION_KEYS": ["", "short", ",", "k" * 40 + ",short", "two lines\nof more than thirty-two letters"],
    "DATA_DIR": ["FILE", "FILE/data", "/proc/data"],
    "DATABASE_URL": [
        "nonsense",
        " ",
        "mysql://localhost/none",
        "postgresql://[host/directory",
        "postgresql://host:abc/name",
        "postgresql://host:99999/name",
        "postgresql://host/name?nonsense=1",
    ],
    "SEARCH_ENGINE": ["another", "postgresql"],
    "WEBHOOK_HOSTS": ["https://cases.example", "10.1.0.1/16", "cases.example;10.1.0.0/16"],
    "ISSUER_HOSTS": ["https://login.example", "10.1.0.1/16", "login.example;10.1.0.0/16"],
    "BACKUP_RECIPIENTS": ["nonsense", "age1xx"],
    "BACKUP_DIR": ["FILE", "FILE/backups"],
    "HOST": [" ", "http://x", "a b", "[::1]", "host:80", "::1::2", "x" * 300, "хост"],
    "PORT": ["abc", "0", "-1", "70000", "8000.5", "9" * 5_000, "８０００"],
    "WORKERS": ["abc", "0", "-1", "1000000", "9" * 5_000],
    "TRUSTED_PROXIES": ["abc", "-1", "1.5", "9" * 30, "9" * 5_000],
    "READS_PER_MINUTE": ["abc", "-1", "9" * 30],
    "SOURCE_PAGES_PER_DAY": ["abc", "-1", "9" * 30],
    "SECURITY_CONTACT": ["x", "javascript:alert(1)", "https://", "mailto:nobody", "a b@example.org", "a@b@c"],
    "PUBLIC_URL": [
        "counterpart.example",
        "//counterpart.example",
        "ftp://counterpart.example",
        "https:",
        "https://",
        "https:///path",
        "https://[::1",
        "https://[nonsense]",
        "https://counterpart.example:abc",
        "https://counterpart.example:0",
        "https://counterpart.example:70000",
        "https://counterpart.example/directory",
        "https://counterpart.example?a=b",
        "https://counterpart.example#a",
        "https://user@counterpart.example",
        "https://counterpart example.org",
        "https://counterpart.example ",
        "https://counter\tpart.example",
        "https://counterpart..example",
        "https://counterpart.example.",
        "https://-counterpart.example",
        "https://справочник.example",
        "https://" + "a" * 300,
    ],
    "MAIL_URL": [
        "x",
        "http://x",
        "smtp://",
        "smtp://host:abc",
        "smtps://[::1",
        "smtp://user:word/word@host",
        "smtp://ho st",
        "file:FILE",
        "file:FILE/mail",
    ],
    "MAIL_FROM": [
        "x",
        "a@b, c@d",
        "A <a@b",
        "A, B <a@example.org>",
        "A <>",
        "A <a@example.org> b",
        "x\ny <a@example.org>",
        "é <é@example.org>",
    ],
    "ALARM_SMS_URL": [
        "x",
        "http://gateway.example/{to}",
        "jsons://gateway.example/send",
        "jsons://gateway.example/{to}?:to={to}",
        "syslog://{to}",
        "mailto://gateway.example/{to}",
        "twilio://nonsense/{to}",
        "voipms://password:user@example.org/2025550143/{to}",
    ],
    "ALARM_VOICE_URL": [
        "vonage://key:secret@+15551230000/{to}",
        "twilio://AC0:0@+15551230000/{to}",
        "twilio://AC0:0@+15551230000/{to}?method=sms",
    ],
    "ALARM_MESSENGER_URL": [
        "slack://a/b/c/{to}",
        "tgram://123456789:a/{to}",
        "matrixs://token@matrix.example/{to}",
        "viber://token/{to}",
    ],
    "ALARM_REPLY_PASSWORD": ["short"],
    "PUSH_SERVICES": ["nonsense", "https://push.example/path", "https://push.example, ftp://x.example"],
    "METRICS_PORT": ["abc", "-1", "70000"],
    "METRICS_HOST": ["http://x", " "],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [pytest.param(name, value, id=f"{name}-{number}") for name in WRONG for number, value in enumerate(WRONG[name])],
)
def test_a_wrong_value_stops_the_start_and_is_named(name: str, value: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = {"DATA_DIR": str(tmp_path / "data")}

    with pytest.raises(BadConfiguration, match=rf"\A{name}\b"):
        create_app(Config.from_env(SECRETS | data | {name: value.replace("FILE", str(tmp_path / "file"))}))


@pytest.mark.parametrize("below", ["", "data"])
def test_a_data_folder_of_another_owner_stops_the_start_and_is_named(below: str, another_user: Path) -> None:
    with pytest.raises(BadConfiguration, match=r"\ADATA_DIR\b"):
        create_app(Config.from_env(SECRETS | {"DATA_DIR": str(another_user / below)}))


def test_a_worker_that_may_not_write_the_folder_of_mail_does_not_start(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    app = make_app(tmp_path / "data", mail_url=f"file:{tmp_path / 'locked' / 'mail'}")
    request.getfixturevalue("another_user")

    told = app.test_cli_runner().invoke(args=["worker"])

    assert told.exit_code == 1
    assert told.stderr.startswith("Error: MAIL_URL must be a folder that this user may write")


@pytest.fixture
def another_user(tmp_path: Path) -> Iterator[Path]:
    """Return a folder that this user may not write; root, who may write all, is another meanwhile."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    yield folder
    if is_root:
        os.seteuid(0)


def test_a_secret_is_not_in_the_printed_settings() -> None:
    config = Config.from_env({**SECRETS, "DATABASE_URL": "postgresql://u:password@h/d"})

    assert SECRET not in repr(config)
    assert "kkkk" not in repr(config)
    assert "password" not in repr(config)


def test_without_a_database_address_the_data_folder_holds_the_database() -> None:
    config = Config.from_env({**SECRETS, "DATA_DIR": "data-of-this-test"})

    assert config.database == f"sqlite:///{config.data_dir / 'directory.sqlite3'}"


@pytest.mark.parametrize(
    ("contact", "address"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/report", "https://example.org/report"),
        ("", ""),
    ],
)
def test_a_security_contact_is_an_address_that_programs_can_follow(contact: str, address: str) -> None:
    assert Config.from_env({**SECRETS, "SECURITY_CONTACT": contact}).security_contact == address


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({}, "127.0.0.1:8000"),
        ({"HOST": "::1", "PORT": "9000"}, "[::1]:9000"),
        ({"HOST": "node_1.internal"}, "node_1.internal:8000"),
    ],
)
def test_the_server_listens_at_a_host_of_either_kind(environment: dict[str, str], place: str) -> None:
    assert listens_at(environment) == place


@pytest.mark.parametrize("sender", ["a@b.org", "Справочник <a@b.org>", '"A, B" <a@b.org>', "Counterpart.org <a@b.org>"])
def test_a_sender_is_an_address_with_or_without_a_name(sender: str, tmp_path: Path) -> None:
    assert create_app(Config.from_env(SECRETS | {"DATA_DIR": str(tmp_path), "MAIL_FROM": sender}))


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_an_address_of_postgresql_needs_no_word_about_the_driver(scheme: str) -> None:
    config = Config.from_env({**SECRETS, "DATABASE_URL": f"{scheme}://user:word@host:5433/directory"})

    question = "connect_timeout=3&host=host&port=5433&target_session_attrs=read-write"
    assert config.database == f"postgresql+psycopg://user:word@/directory?{question}"


def test_of_several_hosts_the_one_that_takes_writes_is_meant() -> None:
    config = Config.from_env({**SECRETS, "DATABASE_URL": "postgresql://user@a:5433,[::1]/directory"})

    arguments = create_engine(config.database).dialect.create_connect_args(make_url(config.database))[1]

    assert arguments["host"] == "a,::1"
    assert arguments["target_session_attrs"] == "read-write"


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"HOST": "127.0.0.1", "PORT": "9000"}, "http://localhost:9000"),
        ({"HOST": "::1"}, "http://localhost:8000"),
        ({"HOST": "fd00::1"}, "http://[fd00::1]:8000"),
        ({"PUBLIC_URL": "https://counterpart.example/"}, "https://counterpart.example"),
        ({"PUBLIC_URL": "HTTPS://Counterpart.Example:443"}, "https://counterpart.example"),
        ({"PUBLIC_URL": "http://[::1]:8080"}, "http://[::1]:8080"),
    ],
)
def test_links_in_mail_begin_with_a_name_that_passkeys_can_be_bound_to(
    environment: dict[str, str], address: str
) -> None:
    assert Config.from_env(SECRETS | environment).site_address == address


STARTS = {
    "command": "flask --app wsgi mail list",
    "prepare": "flask --app wsgi prepare",
    "worker": "flask --app wsgi worker",
    "server": "gunicorn --config gunicorn.conf.py wsgi:app",
}


def start(command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **SECRETS, **settings}
    return forked.run(
        [sys.executable, "-m", *command.split()],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.long(each=10)
@pytest.mark.parametrize(("name", "value"), [("ENCRYPTION_KEYS", ""), ("PORT", "abc"), ("DATA_DIR", "/proc/data")])
@pytest.mark.parametrize("command", STARTS.values(), ids=STARTS)
def test_each_start_with_a_wrong_value_ends_with_one_line(command: str, name: str, value: str, tmp_path: Path) -> None:
    ended = start(command, **{"DATA_DIR": str(tmp_path), name: value})

    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith(f"Counterpart cannot start: {name} ")
