"""Commands: an account from nothing, its first link, and its end."""

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from directory.accounts import queries
from directory.accounts.queries import get_by_address
from directory.extensions import db
from directory.models import Account, AuditEvent, Mail
from directory.vocabulary import Role
from tests import factories, people


def run(site: Flask, *arguments: str, typed: str = "") -> Result:
    return site.test_cli_runner().invoke(args=["accounts", *arguments], input=typed)


def create(site: Flask, email: str, *more: str, typed: str = "") -> Result:
    said = ("--email", email, "--name", "A Person", "--role", "coordinator", "--jurisdiction", "KG")
    return run(site, "create", *said, *more, typed=typed)


def found(email: str) -> Account:
    db.session.expire_all()
    account = get_by_address(email)
    assert account is not None
    return account


def letters_to(address: str) -> list[str]:
    return list(db.session.scalars(select(Mail.letter).where(Mail.address == address).order_by(Mail.id)))


def test_an_account_is_made_with_role_and_scope_and_its_link_is_printed(site: Flask) -> None:
    scope = ["--network", "casc", "--network", "carin", "--desk", "kg-casc"]

    made = create(site, "Made@Example.org", *scope, "--authority", "kg-prosecutor-general")

    account = found("made@example.org")
    assert made.exit_code == 0, made.stderr
    assert made.stdout.startswith("http://localhost:8000/en/account/link/")
    viewer = queries.viewer_of(account)
    assert (viewer.role, viewer.jurisdiction) == (Role.COORDINATOR, "KG")
    assert (viewer.networks, viewer.desks) == ({"casc", "carin"}, {"kg-casc"})
    assert viewer.authority == "kg-prosecutor-general"


def test_a_password_from_standard_input_prints_nothing_more(site: Flask) -> None:
    made = create(site, "typed@example.org", "--password-stdin", typed=people.PASSWORD + "\n")

    assert (made.exit_code, made.output) == (0, "")
    assert people.secrets_of(found("typed@example.org")).password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("email", "more", "typed", "said"),
    [
        ("weak@example.org", ["--password-stdin"], "short\n", "at least 15 characters"),
        ("lost@example.org", ["--network", "nothing"], "", "no such State"),
        ("lost@example.org", ["--jurisdiction", "ZZ"], "", "no such State"),
        ("lost", [], "", "not a mail address"),
        ("lost@example.org\nBcc: other@example.org", [], "", "not a mail address"),
    ],
)
def test_what_cannot_be_is_refused_with_a_word_and_leaves_nothing(
    site: Flask, email: str, more: list[str], typed: str, said: str
) -> None:
    refused = create(site, email, *more, typed=typed)

    assert refused.exit_code == 1
    assert said in refused.stderr
    assert get_by_address(email) is None


def test_an_address_has_one_account(site: Flask) -> None:
    account = factories.account()

    refused = create(site, account.email.upper())

    assert refused.exit_code == 1
    assert "already" in refused.stderr


def test_disabling_ends_all_sessions(site: Flask) -> None:
    account = factories.account()
    client = people.signed_in(site, account)

    ended = run(site, "disable", "--email", account.email)

    assert ended.exit_code == 0
    assert letters_to(account.email) == ["account_ended"]
    assert client.get("/en/account").status_code == 303


def test_a_person_is_let_in_again_from_nothing(site: Flask) -> None:
    account = factories.account(Role.ADMINISTRATOR)
    people.give_password(account)
    people.give_generator(account)

    recovered = run(site, "recover", "--email", account.email)

    assert "/account/link/" in recovered.stdout
    assert letters_to(account.email)[-1] == "factors_dropped"
    assert queries.secrets_of(found(account.email)) is None


@pytest.mark.parametrize("command", ["disable", "recover"])
def test_an_unknown_address_is_said(site: Flask, command: str) -> None:
    refused = run(site, command, "--email", "nobody@example.org")

    assert refused.exit_code == 1
    assert "no account" in refused.stderr


def audited(account: Account) -> list[str]:
    return list(db.session.scalars(select(AuditEvent.action).where(AuditEvent.key == str(account.id))))


@pytest.mark.parametrize(("options", "who_stays"), [(["--email", "{first}"], ["second"]), ([], [])])
def test_sessions_end_at_once_for_one_person_or_for_everybody(
    site: Flask, options: list[str], who_stays: list[str]
) -> None:
    accounts = {name: factories.account() for name in ("first", "second")}
    clients = {name: people.signed_in(site, account) for name, account in accounts.items()}

    ended = run(site, "end-sessions", *(option.format(first=accounts["first"].email) for option in options))

    assert ended.exit_code == 0, ended.stderr
    assert [name for name, client in clients.items() if client.get("/en/account").status_code == 200] == who_stays
    assert [name for name, account in accounts.items() if "sessions_ended" not in audited(account)] == who_stays


@pytest.mark.parametrize("name", [" ", "N" * 3000, "Two\nlines", "A bell \a"])
def test_a_name_that_no_page_would_take_is_refused(site: Flask, name: str) -> None:
    made = run(site, "create", "--email", "named@example.org", "--name", name, "--role", "administrator")

    assert made.exit_code == 1
    assert made.stderr.splitlines() == ["A name is one line of 1 to 120 characters."]
