"""Tokens of the API: shown once, good for the API alone, and worth nothing once they or their account end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, ApiToken, FocalPoint
from directory.models.types import Texts
from directory.people.service import accounts, api_tokens
from directory.transaction import committing
from tests import factories
from tests.html import parse
from tests.people import signed_in
from tests.people_pages.conftest import administrator, as_viewer, mails_to, practitioner

ADDRESS = "/api/v1/focal-points/kg-token-desk"
SECRET_NOTE = "for members of the network alone"


@pytest.fixture(scope="module", autouse=True)
def desk(written: Flask) -> None:
    with written.app_context():
        factories.add(factories.authority("kg-token-authority"))
        factories.add(
            FocalPoint(
                key="kg-token-desk",
                authority_key="kg-token-authority",
                network_key="casc",
                cover="round_the_clock",
                members_note=Texts("en", {"en": SECRET_NOTE}),
            )
        )


def create(account: Account, scope: str = "read") -> str:
    with committing():
        return api_tokens.create(account, scope, 30, "A program of tests")


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def token_row(account: Account) -> ApiToken:
    return db.session.scalars(select(ApiToken).where(ApiToken.account_id == account.id)).one()


@pytest.mark.parametrize(("networks", "is_shown"), [(("casc",), True), (("ejn",), False)])
def test_a_program_reads_what_its_account_may_read(site: Flask, networks: tuple[str, ...], is_shown: bool) -> None:
    secret = create(practitioner("KZ", networks))

    answer = site.test_client().get(ADDRESS, headers=bearer(secret))

    assert answer.status_code == 200
    assert (SECRET_NOTE in answer.text) == is_shown
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_without_a_token_a_program_is_a_visitor(site: Flask) -> None:
    answer = site.test_client().get(ADDRESS)

    assert answer.status_code == 200
    assert SECRET_NOTE not in answer.text


def revoked(account: Account) -> None:
    with committing():
        api_tokens.revoke(as_viewer(account), token_row(account).public_id)


def over(account: Account) -> None:
    with committing():
        token_row(account).expires_at = clock.now() - timedelta(seconds=1)


def disabled(account: Account) -> None:
    viewer = as_viewer(administrator())
    with committing():
        accounts.disable(viewer, account)


@pytest.mark.parametrize("happened", [revoked, over, disabled])
def test_a_token_is_worth_nothing_once_it_or_its_account_has_ended(
    site: Flask, happened: Callable[[Account], None]
) -> None:
    account = practitioner()
    secret = create(account)
    happened(account)

    answer = site.test_client().get(ADDRESS, headers=bearer(secret))

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header",
    ["Bearer unknown", "Bearer ", "Bearer", "Basic YTpi", "bearer x", f"Bearer {'x' * 5000}", "Bearer a b", " "],
)
def test_what_is_no_token_is_refused_and_is_no_visitor(site: Flask, header: str) -> None:
    client = site.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.77"

    answer = client.get(ADDRESS, headers={"Authorization": header})

    assert answer.status_code == 401
    assert SECRET_NOTE not in answer.text


def test_a_token_opens_no_page(site: Flask) -> None:
    secret = create(administrator())

    answer = site.test_client().get("/en/people", headers=bearer(secret))

    assert answer.status_code == 303


@pytest.mark.parametrize(("scope", "status"), [("read", 403), ("write", 405)])
def test_a_token_for_reading_writes_nothing(site: Flask, scope: str, status: int) -> None:
    secret = create(practitioner(), scope)

    answer = site.test_client().put(ADDRESS, headers=bearer(secret), json={})

    assert answer.status_code == status


def test_a_token_takes_the_place_of_a_session(site: Flask) -> None:
    secret = create(practitioner("KZ", ("ejn",)))
    client = signed_in(site, practitioner())

    answer = client.get(ADDRESS, headers=bearer(secret))

    assert SECRET_NOTE not in answer.text


def test_guessing_a_token_has_to_wait_but_a_good_one_works(site: Flask) -> None:
    secret = create(practitioner())
    client = site.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.99"

    guesses = [client.get(ADDRESS, headers=bearer(f"guess-{number}")).status_code for number in range(31)]

    assert guesses == [401] * 30 + [429]
    assert client.get(ADDRESS, headers=bearer(secret)).status_code == 200


def test_the_database_holds_no_token(site: Flask) -> None:
    account = practitioner()

    secret = create(account)

    assert secret not in str(vars(token_row(account)))
    assert mails_to(account.email)[-1].letter == "token_made"
    assert secret not in str(mails_to(account.email)[-1].values)


def test_a_token_is_made_shown_once_and_revoked_on_the_page(site: Flask) -> None:
    account = practitioner()
    client = signed_in(site, account)

    made = client.post("/en/account/tokens/new", data={"label": "A program", "scope": "read", "days": "30"})
    listed = client.get("/en/account/tokens")

    secret = parse(made).one("code[dir=ltr]").text
    assert site.test_client().get(ADDRESS, headers=bearer(secret)).status_code == 200
    assert secret not in listed.text
    assert "A program" in listed.text
    assert client.post(f"/en/account/tokens/{token_row(account).public_id}/revoke").status_code == 303
    assert site.test_client().get(ADDRESS, headers=bearer(secret)).status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"days": "0"}, {"days": "366"}, {"days": "many"}, {"scope": "everything"}, {"label": ""}]
)
def test_a_token_out_of_bounds_is_not_made(site: Flask, wrong: dict[str, str]) -> None:
    account = practitioner()
    data = {"label": "A program", "scope": "read", "days": "30"} | wrong

    answer = signed_in(site, account).post("/en/account/tokens/new", data=data)

    assert answer.status_code == 422
    assert db.session.scalar(select(ApiToken).where(ApiToken.account_id == account.id)) is None


def test_a_person_has_no_more_tokens_than_they_can_look_after(site: Flask) -> None:
    account = practitioner()
    tokens = [ApiToken(public_id=f"p{n}", digest=f"d{n}", account_id=account.id, scope="read") for n in range(50)]
    for token in tokens:
        token.expires_at = clock.now() + timedelta(days=1)
    factories.add(*tokens)
    client, data = signed_in(site, account), {"label": "One more", "scope": "read", "days": "30"}

    refused = client.post("/en/account/tokens/new", data=data)
    client.post("/en/account/tokens/p7/revoke")

    assert refused.status_code == 422
    assert "One more" in refused.text
    assert client.post("/en/account/tokens/new", data=data).status_code == 200


def test_nobody_revokes_a_token_of_another(site: Flask) -> None:
    account = practitioner()
    secret = create(account)
    client = signed_in(site, practitioner())

    answers = [client.post(f"/en/account/tokens/{one}/revoke") for one in (token_row(account).public_id, "unknown")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert site.test_client().get(ADDRESS, headers=bearer(secret)).status_code == 200


def test_a_command_prints_one_token(site: Flask) -> None:
    account = practitioner()

    result = site.test_cli_runner().invoke(args=["tokens", "create", "--account", account.email, "--days", "1"])

    assert result.exit_code == 0
    secret = result.output.strip()
    assert site.test_client().get(ADDRESS, headers=bearer(secret)).status_code == 200


@pytest.mark.parametrize("arguments", [["--account", "nobody@example.org"], ["--account", "x", "--scope", "all"], []])
def test_a_command_that_cannot_make_a_token_says_so(site: Flask, arguments: list[str]) -> None:
    result = site.test_cli_runner().invoke(args=["tokens", "create", *arguments])

    assert result.exit_code != 0
