"""Settings: from the environment, with a clear word where one is missing or wrong."""

import pytest

from directory.config import Config
from directory.errors import BadConfiguration

SECRET = "s" * 40


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET, "TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES"),
        ({"SECRET_KEY": SECRET, "TRUSTED_PROXIES": "1.5"}, "TRUSTED_PROXIES"),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start_and_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(BadConfiguration, match=named):
        Config.from_env(environment)


def test_a_secret_is_not_in_the_printed_settings() -> None:
    config = Config.from_env({"SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://u:password@h/d"})

    assert SECRET not in repr(config)
    assert "password" not in repr(config)


def test_without_a_database_address_the_data_folder_holds_the_database() -> None:
    config = Config.from_env({"SECRET_KEY": SECRET, "DATA_DIR": "data-of-this-test"})

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
    assert Config.from_env({"SECRET_KEY": SECRET, "SECURITY_CONTACT": contact}).security_contact == address


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_an_address_of_postgresql_needs_no_word_about_the_driver(scheme: str) -> None:
    config = Config.from_env({"SECRET_KEY": SECRET, "DATABASE_URL": f"{scheme}://user:word@host:5433/directory"})

    assert config.database == "postgresql+psycopg://user:word@host:5433/directory"
