"""A file that was not applied, or not even checked, tells who must know of it, and they can go on."""

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.imports import jobs, service
from directory.jobs.worker import MOST_TRIES
from directory.models import Account, Authority, Mail, Network
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.imports.files import approve, batch, check, held, nothing, office, phone, run, submit, table, work_off
from tests.people import signed_in

OUTDATED = "Entries have changed since the check, so nothing was applied."
FAULT = "The work ended with a fault, which was recorded. Nothing was changed."


def coordinator() -> int:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG").id


@pytest.fixture
def author(app: Flask) -> int:
    """Return the account that brings the files; the worker ends the session in which it was read."""
    return coordinator()


@pytest.fixture
def approver(app: Flask) -> int:
    return coordinator()


def person(number: int) -> Account:
    return db.session.get_one(Account, number)


def viewer(number: int) -> Viewer:
    return viewer_of(person(number))


def told(batch_id: str, letter: str = "import_stopped") -> set[str]:
    """Return the addresses of everyone to whom such a letter of an import goes."""
    db.session.rollback()
    query = select(Mail.address).where(Mail.letter == letter, Mail.key.contains(batch_id))
    return set(db.session.scalars(query))


def addresses(*numbers: int) -> set[str]:
    return {person(number).email for number in numbers}


def page(app: Flask, number: int, path: str) -> str:
    """Return what a person reads at an address."""
    return signed_in(app, person(number)).get(f"/en/imports{path}").text


def submitted(author: int, content: bytes) -> str:
    return submit(person(author), check(person(author), content)).id


def made_outdated(author: int, approver: int, key: str) -> str:
    """Return an import that was approved after an entry of it had changed."""
    factories.add(factories.authority(key, status="active"))
    changing = {"kind": "authority", "key": key, "status": "closed", "source": "https://example.org"}
    batch_id = submitted(author, table([changing]))
    with committing():
        db.session.get_one(Authority, key).status = "replaced"
    return approve(viewer(approver), batch(batch_id)).id


def killed(author: int, approver: int, key: str) -> str:
    """Return an import whose applying ended its worker each time."""
    batch_id = submitted(author, table([office(key)]))
    with committing():
        service.approve(viewer(approver), held(batch_id))
        held(batch_id).job.tries = MOST_TRIES  # type: ignore[union-attr]
    work_off()
    return batch_id


def faulty(author: int, approver: int, key: str) -> str:
    """Return an import whose applying ended with a fault that no other try would mend."""
    batch_id = submitted(author, table([office(key)]))
    with committing():
        service.approve(viewer(approver), held(batch_id))
        held(batch_id).counts = {}
    work_off()
    return batch_id


def unchecked(author: int) -> str:
    """Return an import whose check ended with a fault: its author had no access at that moment."""
    with committing():
        batch_id = service.take_in(viewer(author), "file.csv", table([office("kg-unchecked")])).id
        person(author).active = False
    work_off()
    with committing():
        person(author).active = True
    return batch_id


def test_who_brought_and_who_approved_a_file_that_was_outdated_are_told(app: Flask, author: int, approver: int) -> None:
    outdated = made_outdated(author, approver, "kg-untold")

    assert told(outdated) == addresses(author, approver)


def test_the_page_of_an_outdated_import_says_so_to_its_author_and_to_who_approved_it(
    app: Flask, author: int, approver: int
) -> None:
    outdated = made_outdated(author, approver, "kg-outdated-page")

    own, other = (page(app, one, f"/{outdated}") for one in (author, approver))

    assert f"{OUTDATED} Check the file again." in own
    assert f"{OUTDATED} The person who imported the file can check it again." in other
    assert f"/imports/{outdated}/approve" not in other


def test_who_approved_a_file_follows_it_while_its_author_checks_it_again(
    app: Flask, author: int, approver: int
) -> None:
    outdated = made_outdated(author, approver, "kg-followed")
    with committing():
        service.check_again(viewer(author), held(outdated))

    assert "being checked" in page(app, approver, f"/{outdated}")


def test_who_might_have_approved_a_file_sees_it_no_more_while_it_is_checked_again(
    app: Flask, author: int, approver: int
) -> None:
    outdated = made_outdated(author, approver, "kg-unfollowed")

    assert signed_in(app, person(coordinator())).get(f"/en/imports/{outdated}").status_code == 404


def test_others_hear_of_contacts_changed_at_once_when_these_have_changed(app: Flask) -> None:
    with committing():
        db.session.get_one(Network, "casc").publishes_contacts_at_once = True
    own, other = (factories.account(Role.COORDINATOR, networks=["casc"]).id for _ in range(2))
    line = phone("kg-prosecutor-general", "+996 312 9", network="casc", audience="network", verified_on="2026-11-01")
    at_once = submitted(own, table([line]))

    before = told(at_once, "import_applied_at_once")
    run(batch(at_once))

    assert before == set()
    assert addresses(other) <= told(at_once, "import_applied_at_once")
    assert told(at_once, "import_applied") == addresses(own)


@pytest.mark.long(each=2)
@pytest.mark.parametrize("given_up", [faulty, killed])
def test_who_brought_and_who_approved_a_file_whose_applying_was_given_up_are_told(
    app: Flask, author: int, approver: int, given_up: object
) -> None:
    assert callable(given_up)
    failed = given_up(author, approver, f"kg-{given_up.__name__}")

    assert told(failed) == addresses(author, approver)
    assert db.session.get(Authority, f"kg-{given_up.__name__}") is None


def test_the_page_of_an_import_that_was_given_up_says_so_to_both(app: Flask, author: int, approver: int) -> None:
    failed = faulty(author, approver, "kg-given-up-page")

    own, other = (page(app, one, f"/{failed}") for one in (author, approver))

    assert all(FAULT in text and "being applied" not in text for text in (own, other))
    assert all(f"/imports/{failed}/{act}" in own for act in ("check", "withdraw"))
    assert f"/imports/{failed}/approve" in other


def test_a_file_that_was_given_up_is_checked_again_and_applied(app: Flask, author: int, approver: int) -> None:
    failed = faulty(author, approver, "kg-again")

    with committing():
        service.check_again(viewer(author), held(failed))
    jobs.check({"batch": failed}, nothing)
    applied = approve(viewer(approver), submit(person(author), batch(failed)))

    assert applied.state == "applied"
    assert db.session.get(Authority, "kg-again") is not None


def test_a_file_that_was_given_up_is_withdrawn(app: Flask, author: int, approver: int) -> None:
    failed = faulty(author, approver, "kg-withdrawn")

    with committing():
        service.withdraw(viewer(author), held(failed))

    assert batch(failed).state == "withdrawn"


def test_a_file_that_was_given_up_is_applied_by_another_approval(app: Flask, author: int, approver: int) -> None:
    failed = killed(author, approver, "kg-approved-again")

    assert approve(viewer(approver), batch(failed)).state == "applied"


def test_a_check_that_was_given_up_tells_the_author_of_the_file(app: Flask, author: int) -> None:
    with committing():
        batch_id = service.take_in(viewer(author), "file.csv", table([office("kg-checked-in-vain")])).id
        held(batch_id).job.tries = MOST_TRIES  # type: ignore[union-attr]

    work_off()

    assert told(batch_id) == addresses(author)


def test_a_file_whose_check_was_given_up_can_be_withdrawn(app: Flask, author: int) -> None:
    failed = unchecked(author)

    with committing():
        service.withdraw(viewer(author), held(failed))

    assert batch(failed).state == "withdrawn"


def test_a_list_of_imports_does_not_say_that_a_check_that_was_given_up_is_at_work(app: Flask, author: int) -> None:
    failed = unchecked(author)

    listed = page(app, author, "")

    assert f"/imports/{failed}" in listed
    assert "ended with a fault" in listed
    assert "being checked" not in listed
