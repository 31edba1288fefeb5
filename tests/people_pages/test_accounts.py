"""Those who look after people: whom they see, what they may do, and what they never may."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from directory.access.viewer import Viewer
from directory.accounts.queries import get
from directory.audit.chain import record
from directory.audit.verification import verify
from directory.errors import NotFound, NotPermitted
from directory.extensions import db
from directory.models import Account, AccountSecrets, AuditEvent, Mail, Report
from directory.outbox.letters import LETTERS
from directory.people.queries import accounts as queries
from directory.people.queries.accounts import PeopleFilter
from directory.people.queries.api_tokens import of_secret
from directory.people.service import accounts as service
from directory.people.service import api_tokens
from directory.people.service.accounts import RoleAndScope
from directory.people.service.forgetting import forget
from directory.transaction import committing
from directory.vocabulary import PERSON_ACTS, Role
from tests import factories
from tests.conftest import copy_of, make_app
from tests.people import signed_in
from tests.people_pages.conftest import administrator, as_viewer, coordinator, mails_to, practitioner

Act = Callable[[Viewer, Account], None]


def change_rights(viewer: Viewer, account: Account) -> None:
    service.change_rights(viewer, account, RoleAndScope(Role.COORDINATOR, "KG", "", frozenset({"casc"})))


ACTS: list[Act] = [service.disable, service.restore, service.sign_out, service.recover]
ADMINISTRATORS_ACTS: list[Act] = [change_rights, forget]


@pytest.fixture(scope="module")
def written(few_treaties: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over the data of a few States, since these tests look through all tables and files. Its index does
    not follow."""
    app = make_app(copy_of(few_treaties, tmp_path_factory.mktemp("people")))
    app.extensions["after_commit"].clear()
    return app


@pytest.mark.parametrize(
    ("who", "is_seen"),
    [
        (("KG", ("casc",)), True),
        (("KG", ()), True),
        ((None, ("casc",)), True),
        (("KG", ("ejn",)), False),
        (("KZ", ("casc",)), False),
        ((None, ()), False),
    ],
)
def test_a_coordinator_sees_the_people_of_the_own_scope(
    site: Flask, who: tuple[str | None, tuple[str, ...]], is_seen: bool
) -> None:
    person, viewer = practitioner(), as_viewer(coordinator(*who))

    listed = queries.list_accounts(viewer, PeopleFilter(q=person.name))

    assert (person.id in {one.id for one in listed.rows}) == is_seen
    if is_seen:
        assert queries.get(viewer, person.id).id == person.id
    else:
        with pytest.raises(NotFound):
            queries.get(viewer, person.id)


@pytest.mark.parametrize(
    ("narrowing", "is_there"),
    [
        (PeopleFilter(q="zarina"), True),
        (PeopleFilter(q="%"), False),
        (PeopleFilter(jurisdiction="TJ"), True),
        (PeopleFilter(jurisdiction="KG"), False),
        (PeopleFilter(network="ejn"), True),
        (PeopleFilter(network="casc"), False),
        (PeopleFilter(role="practitioner"), True),
        (PeopleFilter(role="coordinator"), False),
    ],
)
def test_the_list_of_people_can_be_narrowed(site: Flask, narrowing: PeopleFilter, is_there: bool) -> None:
    person = factories.account(Role.PRACTITIONER, ["ejn"], jurisdiction_key="TJ", name="Zarina Fictional")
    viewer = as_viewer(administrator())

    found = queries.list_accounts(viewer, narrowing)

    assert (person.id in {one.id for one in found.rows}) == is_there


@pytest.mark.parametrize("act", [*ACTS, *ADMINISTRATORS_ACTS])
def test_nobody_acts_on_their_own_account(site: Flask, act: Act) -> None:
    own = administrator()

    with pytest.raises(NotPermitted), committing():
        act(as_viewer(own), own)


@pytest.mark.parametrize("act", [*ACTS, *ADMINISTRATORS_ACTS])
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_a_coordinator_does_not_act_on_those_whom_administrators_look_after(site: Flask, act: Act, role: Role) -> None:
    other, viewer = factories.account(role, ["casc"], jurisdiction_key="KG"), as_viewer(coordinator())

    with pytest.raises(NotPermitted), committing():
        act(viewer, other)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", [("KZ", ("casc",)), ("KG", ("ejn",)), (None, ())])
def test_nobody_acts_on_a_person_of_another_scope(
    site: Flask, act: Act, who: tuple[str | None, tuple[str, ...]]
) -> None:
    person, viewer = practitioner(), as_viewer(coordinator(*who))

    with pytest.raises(NotPermitted), committing():
        act(viewer, person)


@pytest.mark.parametrize("act", ADMINISTRATORS_ACTS)
def test_role_and_erasure_are_for_administrators(site: Flask, act: Act) -> None:
    person, viewer = practitioner(), as_viewer(coordinator())

    with pytest.raises(NotPermitted), committing():
        act(viewer, person)


@pytest.mark.parametrize(
    ("act", "act_name"),
    [
        (service.disable, "account_ended"),
        (service.restore, "account_restored"),
        (service.sign_out, "sessions_ended"),
        (service.recover, "factors_dropped"),
        (change_rights, "rights_changed"),
    ],
)
def test_each_act_is_audited_and_the_person_is_told(site: Flask, act: Act, act_name: str) -> None:
    person, viewer = practitioner(), as_viewer(administrator())

    with committing():
        act(viewer, person)

    acts = [event.action for event in queries.list_acts(person) if event.actor_id == viewer.account_id]
    assert acts == [act_name]
    assert len(mails_to(person.email)) == 1


@pytest.mark.parametrize("act", [service.disable, service.sign_out, service.recover, change_rights, forget])
def test_the_sessions_of_the_person_end_at_once(site: Flask, act: Act) -> None:
    person, viewer = practitioner(), as_viewer(administrator())
    client = signed_in(site, person)
    assert client.get("/en/account").status_code == 200

    with committing():
        act(viewer, person)

    assert client.get("/en/account").status_code == 303


def test_changed_rights_are_those_of_the_next_sign_in(site: Flask) -> None:
    person, viewer = practitioner("TJ", ("ejn",)), as_viewer(administrator())

    with committing():
        change_rights(viewer, person)

    now = as_viewer(person)
    assert (now.role, now.jurisdiction, now.networks) == (Role.COORDINATOR, "KG", {"casc"})


@pytest.mark.parametrize("act", [service.disable, service.recover, change_rights, forget])
def test_programs_of_the_person_read_nothing_more_at_once(site: Flask, act: Act) -> None:
    person, viewer = practitioner(), as_viewer(administrator())
    with committing():
        secret = api_tokens.create(person, "read", 30, "A program of tests")

    with committing():
        act(viewer, person)

    assert of_secret(secret) is None


def test_an_account_is_restored_only_by_who_may_give_all_that_it_had(site: Flask) -> None:
    person = practitioner(networks=("casc", "globe"))
    of_one, of_both = (as_viewer(coordinator(networks=networks)) for networks in (("casc",), ("casc", "globe")))
    with committing():
        service.disable(of_both, person)

    with pytest.raises(NotPermitted), committing():
        service.restore(of_one, person)

    with committing():
        service.restore(of_both, person)


def test_help_leads_back_by_a_link_to_the_persons_own_address(site: Flask) -> None:
    person, viewer = practitioner(), as_viewer(coordinator())
    factories.add(
        AccountSecrets(account_id=person.id, password_hash="kept", totp_secret="", user_handle=f"h{person.id}")
    )

    with committing():
        service.recover(viewer, person)

    assert db.session.get(AccountSecrets, person.id) is None
    assert [mail.letter for mail in mails_to(person.email)] == ["recovery"]


def tables_with(words: str) -> set[str]:
    """Return the tables of the database of which a row holds these words, however they are capitalised."""
    db.session.rollback()
    return {
        table.name
        for table in db.metadata.sorted_tables
        if any(words.lower() in str(row).lower() for row in db.session.execute(select(table)))
    }


def test_a_person_who_is_forgotten_is_found_nowhere_and_the_chain_verifies(site: Flask) -> None:
    person = factories.account(
        Role.PRACTITIONER, ["casc"], jurisdiction_key="KG", name="Forgotten Fictional", email="gone@example.org"
    )
    viewer = as_viewer(administrator())
    with committing():
        api_tokens.create(person, "read", 30, "Forgotten Fictional's program")
        record(viewer.account_id, "account_made", ("account", str(person.id)), after={"email": person.email})
    assert {"account", "mail", "audit_values"} <= tables_with("gone@example.org")

    said = {"contact_key": "x", "authority_key": "x", "fault": "wrong", "language": "en"}
    reported = Report(address="Gone@example.org", words="Forgotten Fictional asks", **said)
    factories.add(reported, Mail(key="x", letter="report_right", address="Gone@Example.org", language="en", values={}))

    with committing():
        forget(viewer, person)

    assert tables_with("gone@example.org") == tables_with("Forgotten Fictional") == set()
    assert get(person.id) is not None
    assert list(verify())[-1] == db.session.scalar(select(func.max(AuditEvent.id)))


@pytest.mark.sqlite
def test_nothing_of_a_forgotten_person_stays_in_the_files_of_the_data_folder(site: Flask) -> None:
    name, email = "Vanished Fictional", "vanished@example.org"
    person = factories.account(Role.PRACTITIONER, ["casc"], jurisdiction_key="KG", name=name, email=email)
    viewer = as_viewer(administrator())
    with committing():
        service.sign_out(viewer, person)
    assert files_with(site, email)

    with committing():
        forget(viewer, person)

    assert files_with(site, email) == files_with(site, name) == []


def files_with(site: Flask, words: str) -> list[str]:
    """Return the files of the data folder that hold these words, once the log of writes is folded in."""
    db.session.rollback()
    with db.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    folder = site.config["SETTINGS"].data_dir
    return [path.name for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_forgotten_person_is_in_no_list(site: Flask) -> None:
    person, viewer = practitioner(), as_viewer(administrator())
    listed = queries.list_accounts(viewer, PeopleFilter()).total

    with committing():
        forget(viewer, person)

    assert queries.list_accounts(viewer, PeopleFilter()).total == listed - 1
    with pytest.raises(NotFound):
        queries.get(viewer, person.id)


def test_what_a_person_does_to_their_own_factors_stands_in_words_on_their_page() -> None:
    own = {name for name, letter in LETTERS.items() if letter.text is LETTERS["password_set"].text}
    # It tells of a sign-in, which is no act.
    own.remove("new_browser")

    assert len(own) > 5
    assert own <= {*PERSON_ACTS}
