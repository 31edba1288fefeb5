"""Passwords: long rather than tangled, not common, and kept so that nobody can read them."""

from pathlib import Path

import pytest
from flask import Flask

from directory.accounts import passwords, queries
from directory.app import create_app
from directory.config import Config
from tests import factories, people
from tests.conftest import SECRET, close

GOOD = "violet tractor opens at noon"


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        (GOOD, True),
        ("скромная мельница поёт зимой", True),
        ("طاحونة هادئة تغني في الشتاء", True),
        ("x7#kQ!2p", False),
        ("fourteen chars", False),
        ("a" * 20, False),
        ("passwordpassword", False),
        ("qwertyuiopasdfghjkl", False),
        ("123456789012345678", False),
        ("iloveyouiloveyou1", False),
        (GOOD * 5, False),
        ("a" * passwords.LONGEST_MEASURED + GOOD, False),
    ],
)
def test_a_password_is_taken_for_its_length_and_not_for_its_signs(site: Flask, password: str, is_taken: bool) -> None:
    assert (passwords.fault_of(password) is None) is is_taken


def test_the_persons_own_name_and_address_do_not_make_a_password(site: Flask) -> None:
    assert passwords.fault_of("aizadatoktosunova", "aizada.toktosunova@example.org", "Aizada Toktosunova")


@pytest.mark.parametrize("password", ["counterpartdirectory", "prosecutorkazakhstan1"])
def test_words_of_this_site_do_not_make_a_password(site: Flask, password: str) -> None:
    assert passwords.fault_of(password)


def test_a_password_counts_with_all_of_its_letters(site: Flask) -> None:
    account, longest = factories.account(), ("a b" * passwords.LONGEST)[: passwords.LONGEST]
    people.give_password(account, longest)
    kept = queries.secrets_of(account)

    assert passwords.is_password(longest, account, kept)
    assert not passwords.is_password(longest + "e", account, kept)


def test_a_password_is_kept_as_argon2id_of_its_own_salt(tmp_path: Path) -> None:
    running = create_app(Config(secret_key=SECRET, encryption_keys=(SECRET,), data_dir=tmp_path))
    with running.app_context():
        kept = [passwords.hash_of(GOOD), passwords.hash_of(GOOD)]
    close(running)

    assert all(one.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for one in kept)
    assert kept[0] != kept[1]
    assert not any(GOOD in one for one in kept)
