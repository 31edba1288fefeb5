"""What an import prepares before it takes the lock is what stands afterwards, or it is not written at all."""

from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority, ContactDetail, ImportBatch, NetworkMember, Provenance, RestrictedWord
from directory.models.verification import VerificationPeriod
from directory.search import restricted_terms
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.imports.files import Row, approve, batch, check, office, phone, run, submit, table

SOURCE = {"source": "https://example.org/new", "confidence": "sourced"}


def applied(*rows: Row) -> ImportBatch:
    """Have the operator bring and apply a file."""
    checked = check(None, table(rows))
    with committing():
        db.session.get_one(ImportBatch, checked.id).state = "applying"
    return run(checked)


def changed(contact: ContactDetail, **values: str) -> Row:
    return {"kind": "contact_detail", "key": contact.key, **SOURCE, **values}


def words_of(key: str) -> set[tuple[str, str]]:
    found = db.session.execute(
        select(RestrictedWord.word, RestrictedWord.jurisdiction).where(RestrictedWord.key == key)
    )
    return {(word, state) for word, state in found}


def test_rows_may_stand_in_any_order_that_names_nothing_before_it_is_there(app: Flask) -> None:
    known, new = phone("kg-prosecutor-general", "+996 312 51"), phone("kg-later", "+996 312 52")

    done = applied(known, office("kg-later"), new)

    assert done.state == "applied"
    assert [one.value for one in db.session.get_one(Authority, "kg-later").contacts] == ["+996 312 52"]


def test_what_a_changed_contact_verifies_is_due_when_its_network_says(app: Flask) -> None:
    contact = factories.contact("due@example.org", "kg-due")
    factories.add(factories.authority("kg-due"))
    factories.add(contact, VerificationPeriod(network_key="casc", period="contact", days=30))

    applied(changed(contact, value="new-due@example.org", verified_on="2026-11-01"))

    said = db.session.get_one(Provenance, ("contact_detail", contact.key, "value"))
    assert (said.verified_on, said.due_on) == (date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=30))


def test_rows_that_belong_elsewhere_by_now_are_not_what_was_decided(app: Flask) -> None:
    author = factories.account(Role.COORDINATOR, jurisdiction_key="TJ")
    reviewer = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="TJ"))
    submitted = submit(author, check(author, table([office("tj-left", state="TJ")])))
    with committing():
        member = NetworkMember.network_key == "casc", NetworkMember.jurisdiction_key == "TJ"
        db.session.delete(db.session.scalars(select(NetworkMember).where(*member)).one())

    outdated = approve(reviewer, submitted)

    assert (outdated.state, batch(submitted.id).is_outdated) == ("checked", True)
    assert db.session.get(Authority, "tj-left") is None


def test_a_word_stays_while_another_contact_of_the_page_holds_it(app: Flask) -> None:
    first, second = (
        factories.contact(f"{name}@example.org", "kg-shared", audience="practitioners", held_by="Umarova")
        for name in ("first", "second")
    )
    factories.add(factories.authority("kg-shared"))
    factories.add(first, second)

    applied(changed(first, held_by="Isaeva"))
    assert {("umarova", "KG"), ("isaeva", "KG")} <= words_of("kg-shared")
    applied(changed(second, held_by="Isaeva"))

    assert ("umarova", "KG") not in words_of("kg-shared")
    assert ("authority", "kg-shared") not in restricted_terms.differing()


def test_the_words_of_an_authority_that_moves_to_another_state_move_with_it(app: Flask) -> None:
    factories.add(factories.authority("kg-moving"))
    factories.add(factories.contact("moving@example.org", "kg-moving", audience="coordinators"))

    applied({"kind": "authority", "key": "kg-moving", "jurisdiction": "UZ", **SOURCE})

    assert {state for _, state in words_of("kg-moving")} == {"UZ"}
    assert ("authority", "kg-moving") not in restricted_terms.differing()
