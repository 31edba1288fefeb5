"""A restored site is the one that was backed up, on either database, but for what must not come back to life."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from directory.accounts import sign_in_links
from directory.accounts.sign_in_links import LinkPurpose
from directory.app import create_app
from directory.audit.chain import record
from directory.audit.heads import export_head
from directory.errors import Expired
from directory.extensions import db
from directory.models import Account, Change, Mail
from directory.operation.secrets import store_secrets_fingerprint
from directory.outbox.service import queue
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.api.programs import bearer
from tests.conftest import close
from tests.consultations.conftest import QUESTION, make_scene
from tests.operation.backups.conftest import Places, backup, remake, restore, run
from tests.people import PASSWORD, code_of, cookie_of, give_generator, give_password, send_form_token, signed_in, visit
from tests.stored import ON_BOTH

pytestmark = pytest.mark.usefixtures("index_at_once")

# What a restore ends, holds or makes anew.
CHANGED = {"account_session", "account_link", "api_token", "mail", "backup", "restricted_word"}


def rows_of(app: Flask) -> Mapping[str, list[Any]]:
    with app.app_context():
        tables = [table for table in db.metadata.tables.values() if table.name not in CHANGED]
        return {table.name: sorted(map(shown, db.session.execute(select(table)))) for table in tables}


def shown(row: Any) -> str:
    """Return a row in the same words from either database: SQLite keeps no zone."""
    return repr([instant(value) if isinstance(value, datetime) else value for value in row])


def instant(value: datetime) -> str:
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC).isoformat()


@pytest.mark.long(each=3, start=1)
@pytest.mark.parametrize("kind", ON_BOTH)
def test_all_rows_are_there_and_audit_and_index_agree(site: Flask, places: Places, tmp_path: Path, kind: str) -> None:
    with site.app_context():
        make_scene().ask()
    file, place = backup(site, tmp_path / "file.age"), places(kind)

    status, said = restore(place, file)

    assert status == 0, said
    assert rows_of(place) == rows_of(site)
    for command in ("audit verify", "index verify"):
        assert run(place, *command.split())[0] == 0


@pytest.mark.long(each=3)
@pytest.mark.parametrize("kind", ON_BOTH)
def test_a_number_that_was_given_before_is_not_given_again(
    site: Flask, places: Places, tmp_path: Path, kind: str
) -> None:
    with site.app_context():
        add_authority("one")
        last = db.session.scalar(select(db.func.max(Change.id)))
        with committing():
            db.session.execute(delete(Change).where(Change.id == last))
    file, place = backup(site, tmp_path / "file.age"), places(kind)
    restore(place, file)

    with place.app_context():
        add_authority("another")
        assert db.session.scalar(select(db.func.max(Change.id))) > last
        assert db.session.get(Change, last) is None


def add_authority(key: str) -> None:
    factories.add(factories.authority(key))


@pytest.mark.long(each=2)
def test_people_sign_in_with_the_password_and_the_factor_that_they_had(
    site: Flask, place: Flask, tmp_path: Path
) -> None:
    with site.app_context():
        account = factories.account()
        give_password(account)
        email, secret = account.email, give_generator(account)

    restore(place, backup(site, tmp_path / "file.age"))

    client = place.test_client()
    visit(client)
    client.post("/en/account/sign-in", data={"email": email, "password": PASSWORD})
    send_form_token(client)
    client.post("/en/account/second-factor", data={"code": code_of(place, secret)})
    assert client.get("/en/account").status_code == 200


@pytest.mark.long(each=2, start=1)
def test_what_was_sealed_opens_with_the_keys_of_that_time(site: Flask, place: Flask, tmp_path: Path) -> None:
    with site.app_context():
        scene = make_scene()
        page, number = f"/en/consultations/{scene.ask().public_id}", scene.numbers["member"]

    restore(place, backup(site, tmp_path / "file.age"))

    with place.app_context():
        assert QUESTION in signed_in(place, db.session.get_one(Account, number)).get(page).text


@pytest.mark.parametrize(
    ("settings", "word"),
    [({}, "Secrets: those of that time."), ({"encryption_keys": ("x" * 40,)}, "are not those of that time")],
)
def test_whether_the_secrets_are_those_of_that_time_is_told(
    one_site: Flask, place: Flask, tmp_path: Path, settings: dict[str, Any], word: str
) -> None:
    with one_site.app_context():
        store_secrets_fingerprint()

    there = create_app(replace(place.config["SETTINGS"], **settings))
    _, said = restore(there, backup(one_site, tmp_path / "file.age"))
    close(there)

    assert word in said


def test_no_session_link_or_token_of_that_time_lives_on(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    with one_site.app_context():
        account = factories.account(Role.ADMINISTRATOR)
        cookie, token = cookie_of(signed_in(one_site, account)), bearer(account)
        with committing():
            link = sign_in_links.make(account, LinkPurpose.SIGN_IN)

    _, said = restore(place, backup(one_site, tmp_path / "file.age"))

    assert "Ended: 1 sessions, 1 links to sign in, 1 tokens of the API, " in said
    client = place.test_client()
    client.set_cookie("__Host-session", cookie, domain="localhost", secure=True)
    assert client.get("/en/account").status_code == 303
    assert client.get("/api/v1/networks", headers=token).status_code == 401
    with place.app_context(), pytest.raises(Expired):
        sign_in_links.person_of(link, LinkPurpose.SIGN_IN)


def test_mail_that_waited_is_held_until_an_operator_lets_it_go(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    with one_site.app_context(), committing():
        queue("password_set", "one@example.org", "en", key="one")

    _, said = restore(place, backup(one_site, tmp_path / "file.age"))
    listed = run(place, "mail", "list")[1]
    let_go = run(place, "mail", "again", "--held")

    assert "Held: 1 messages." in said
    assert "held by a restore" in listed
    assert let_go == (0, "1 messages are sent.\n")
    with place.app_context():
        assert db.session.scalars(select(Mail.state)).all() == ["waiting"]


def test_an_index_of_another_database_is_not_taken_for_this_ones(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    file = backup(one_site, tmp_path / "file.age")
    left = place.config["SETTINGS"].data_dir / "search" / "left"
    left.parent.mkdir()
    left.touch()

    assert restore(place, file)[0] == 0
    assert not left.exists()


def test_heads_of_a_later_chain_are_put_aside(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    file, folder = backup(one_site, tmp_path / "file.age"), place.config["SETTINGS"].data_dir
    with one_site.app_context():
        with committing():
            record(None, "account_made", ("account", "1"))
        assert export_head(place.config["SETTINGS"]).id

    _, said = restore(place, file)

    (aside,) = folder.glob("audit-heads-until-*.jsonl")
    assert str(aside) in said
    assert run(place, "audit", "verify")[0] == 0


@pytest.mark.xdist_group("postgresql")
def test_a_database_that_was_recovered_by_other_means_is_looked_after_in_the_same_way(
    empty_postgresql_app: Flask,
) -> None:
    with committing():
        queue("password_set", "one@example.org", "en", key="one")
    cookie = cookie_of(signed_in(empty_postgresql_app, factories.account()))

    status, said = run(empty_postgresql_app, "database", "recovered")

    assert status == 0
    assert "Ended: 1 sessions" in said
    assert "Held: 1 messages." in said
    assert "Index: " in said
    client = empty_postgresql_app.test_client()
    client.set_cookie("__Host-session", cookie, domain="localhost", secure=True)
    assert client.get("/en/account").status_code == 303


def test_a_chain_that_was_broken_is_restored_and_told(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    with one_site.app_context():
        for number in ("1", "2"):
            with committing():
                record(None, "account_made", ("account", number))
    file = backup(one_site, tmp_path / "file.age")
    remake(one_site, file, "UPDATE backup_manifest SET content = json_set(content, '$.head_digest', 'another')")

    status, said = restore(place, file)

    assert status == 3
    assert "Row 2: not the one that was exported" in said
    assert run(place, "audit", "verify")[0] == 0
