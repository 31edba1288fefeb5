"""A restored site is the one that was backed up, on either database, but for what must not come back to life."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from tests.conftest import close, make_app
from tests.consultations.conftest import QUESTION, make_scene
from tests.operation.backups.conftest import RECIPIENT, Places, backup, remake, restore, run
from tests.people import PASSWORD, code_of, cookie_of, give_generator, give_password, send_form_token, signed_in, visit
from tests.stored import ON_BOTH, kept_on

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


@dataclass(frozen=True)
class Restored:
    """A site that was restored over what another had left there, what was said, and what the site had before: a person
    with a password and a factor, and another with a session, a token and a link."""

    place: Flask
    said: str
    email: str
    secret: str
    cookie: str
    token: dict[str, str]
    link: str
    thread: str
    member: int


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("sqlite", marks=pytest.mark.sqlite),
        pytest.param("postgresql", marks=[pytest.mark.xdist_group("postgresql"), pytest.mark.long]),
    ],
)
def restored(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Restored:
    """Return that site, restored once for all tests that look at it."""
    folder = tmp_path_factory.mktemp("restored")
    kept, there = kept_on(request, folder / "data"), folder / "there"
    site = make_app(kept.folder, kept.address, backup_recipients=(RECIPIENT,))
    place = make_app(there, f"sqlite:///{there / 'directory.sqlite3'}")
    with site.app_context():
        store_secrets_fingerprint()
        scene = make_scene()
        thread = f"/en/consultations/{scene.ask().public_id}"
        person, other = factories.account(), factories.account(Role.ADMINISTRATOR)
        give_password(person)
        email, secret = person.email, give_generator(person)
        cookie, token = cookie_of(signed_in(site, other)), bearer(other)
        with committing():
            link = sign_in_links.make(other, LinkPurpose.SIGN_IN)
    file = backup(site, folder / "file.age")
    leave_behind(site, place)
    status, said = restore(place, file)
    assert status == 0, said
    return Restored(place, said, email, secret, cookie, token, link, thread, scene.numbers["member"])


def leave_behind(site: Flask, place: Flask) -> None:
    """Leave in a place a file of an index, and the heads of a chain that the site goes on with after its backup."""
    left = place.config["SETTINGS"].data_dir / "search" / "left"
    left.parent.mkdir()
    left.touch()
    with site.app_context():
        with committing():
            record(None, "account_made", ("account", "1"))
        assert export_head(place.config["SETTINGS"]).id


def test_people_sign_in_with_the_password_and_the_factor_that_they_had(restored: Restored) -> None:
    client = restored.place.test_client()

    visit(client)
    client.post("/en/account/sign-in", data={"email": restored.email, "password": PASSWORD})
    send_form_token(client)
    client.post("/en/account/second-factor", data={"code": code_of(restored.place, restored.secret)})

    assert client.get("/en/account").status_code == 200


def test_what_was_sealed_opens_with_the_keys_of_that_time(restored: Restored) -> None:
    with restored.place.app_context():
        member = db.session.get_one(Account, restored.member)

        assert QUESTION in signed_in(restored.place, member).get(restored.thread).text


def test_that_the_secrets_are_those_of_that_time_is_told(restored: Restored) -> None:
    assert "Secrets: those of that time." in restored.said


def test_that_the_secrets_are_others_is_told(one_site: Flask, place: Flask, tmp_path: Path) -> None:
    with one_site.app_context():
        store_secrets_fingerprint()

    there = create_app(replace(place.config["SETTINGS"], encryption_keys=("x" * 40,)))
    _, said = restore(there, backup(one_site, tmp_path / "file.age"))
    close(there)

    assert "are not those of that time" in said


def test_no_session_link_or_token_of_that_time_lives_on(restored: Restored) -> None:
    ended = "Ended: 1 sessions, 0 tokens of sessions at offices, 1 links to sign in, 1 tokens of the API, "
    assert ended in restored.said
    client = restored.place.test_client()
    client.set_cookie("__Host-session", restored.cookie, domain="localhost", secure=True)
    assert client.get("/en/account").status_code == 303
    assert client.get("/api/v1/networks", headers=restored.token).status_code == 401
    with restored.place.app_context(), pytest.raises(Expired):
        sign_in_links.person_of(restored.link, LinkPurpose.SIGN_IN)


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


def test_an_index_of_another_database_is_not_taken_for_this_ones(restored: Restored) -> None:
    assert not (restored.place.config["SETTINGS"].data_dir / "search" / "left").exists()


def test_heads_of_a_later_chain_are_put_aside(restored: Restored) -> None:
    (aside,) = restored.place.config["SETTINGS"].data_dir.glob("audit-heads-until-*.jsonl")

    assert str(aside) in restored.said
    assert run(restored.place, "audit", "verify")[0] == 0


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
