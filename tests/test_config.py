"""Settings: from the environment, with a clear word where one is missing or wrong."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import create_engine, make_url

from directory.config import Config
from directory.errors import BadConfiguration
from tests.conftest import PROJECT

SECRET = "s" * 40
SECRETS = {"SECRET_KEY": SECRET, "ENCRYPTION_KEYS": "k" * 40}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY"),
        ({**SECRETS, "DATABASE_URL": "postgresql://[host/directory"}, "DATABASE_URL"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET}, "ENCRYPTION_KEYS"),
        ({"SECRET_KEY": SECRET, "ENCRYPTION_KEYS": "k" * 40 + ",short"}, "ENCRYPTION_KEYS"),
        ({**SECRETS, "TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({**SECRETS, "TRUSTED_PROXIES": "1.5"}, "TRUSTED_PROXIES"),
        ({**SECRETS, "SEARCH_ENGINE": "another"}, "SEARCH_ENGINE"),
        ({**SECRETS, "SEARCH_ENGINE": "postgresql"}, "SEARCH_ENGINE"),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start_and_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(BadConfiguration, match=named):
        Config.from_env(environment)


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
        ({"PUBLIC_URL": "https://counterpart.example/"}, "https://counterpart.example"),
    ],
)
def test_links_in_mail_begin_with_a_name_that_passkeys_can_be_bound_to(
    environment: dict[str, str], address: str
) -> None:
    assert Config.from_env(SECRETS | environment).site_address == address


@pytest.mark.parametrize("command", ["flask --app wsgi routes", "gunicorn --config gunicorn.conf.py wsgi:app"])
def test_a_start_without_a_secret_ends_with_one_clear_line(command: str) -> None:
    environment = {"PATH": os.environ["PATH"], "SECRET_KEY": SECRET}

    ended = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.strip().startswith("Counterpart cannot start: ENCRYPTION_KEYS")
    assert "Traceback" not in ended.stderr
