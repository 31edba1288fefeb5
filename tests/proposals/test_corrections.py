"""A refused proposal is corrected by its author, and submitted again as a new proposal that names it."""

from collections.abc import Callable
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority, ContactDetail, Designation, Proposal
from directory.proposals import service
from directory.verification.service.entries import confirm
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, Form, fields, proposal_at
from tests.proposals.test_service import changing, commit, person, published, submitted

KEYS = (f"kg-refused-{number}" for number in count(1))
REASON = "The source says another floor."


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def coordinator(writing_app: Flask) -> Callable[..., FlaskClient]:
    """Return a function that signs in a new coordinator of Kyrgyzstan."""
    return lambda: signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def entry() -> Authority:
    """Return an authority of its own with two phones and a law."""
    key = next(KEYS)
    factories.add(factories.authority(key, note=factories.english("Two floors.")))
    factories.add(*(factories.contact(f"+996 312 000 00{number}", key, means="phone") for number in (1, 2)))
    factories.add(Designation(key=f"{key}:law", authority_key=key, words=factories.english("Decree 1")))
    return db.session.get_one(Authority, key)


@pytest.fixture
def phones(entry: Authority) -> list[ContactDetail]:
    lines = select(ContactDetail).where(ContactDetail.authority_key == entry.key).order_by(ContactDetail.value)
    return list(db.session.scalars(lines))


def form_of(entry: Authority) -> str:
    return f"/en/proposals/new?kind=authority&key={entry.key}"


def refused(author: FlaskClient, reviewer: FlaskClient, address: str, sent: Form) -> str:
    """Return the address of a proposal that was written at `address`, submitted and refused."""
    answer = author.post(address, data=sent | CHECK)
    assert answer.status_code == 303, answer.text
    made = answer.headers["Location"]
    author.post(f"{made}/submit")
    answer = decide(reviewer, made, "refuse", reason=REASON)
    assert answer.status_code == 303, answer.text
    return made


def correction_of(author: FlaskClient, made: str) -> str:
    return str(parse(author.get(made)).one("main header a.button")["href"])


def again(author: FlaskClient, address: str, **typed: list[str]) -> Proposal:
    """Return the proposal that follows when the form at `address` is sent with `typed`."""
    made = author.post(address, data=fields(author.get(address).text) | typed | CHECK).headers["Location"]
    return proposal_at(made)


def changes_of(proposal: Proposal) -> dict[tuple[str, str, str], object]:
    return {(row.action, row.key, row.detail): row.after for row in proposal.changes}


def test_one_refused_detail_is_corrected_in_its_own_form_below_the_reason(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer = coordinator(), coordinator()
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Tree floors."], "note": ["Seen"]} | SOURCE
    made = refused(author, reviewer, form_of(entry), sent)
    address = correction_of(author, made)

    page = author.get(address)
    followed = again(author, address, **{"0-note.en": ["Three floors."]})

    shown = fields(page.text)
    assert REASON in parse(page).one("main .notice").text
    assert (shown["0-note.en"], shown["source"], shown["note"]) == (["Tree floors."], SOURCE["source"], ["Seen"])
    assert "0-name.en" not in shown
    assert followed.follows_id == proposal_at(made).id
    assert changes_of(followed) == {("change", entry.key, "note.en"): "Three floors."}
    [edit] = followed.changes
    assert edit.before == "Two floors."


def test_all_that_was_proposed_of_several_rows_stands_in_the_form_again(
    coordinator: Callable[[], FlaskClient], entry: Authority, phones: list[ContactDetail]
) -> None:
    author, reviewer = coordinator(), coordinator()
    shown = fields(author.get(form_of(entry)).text)
    numbers = {sent[0]: name.partition(":")[0] for name, sent in shown.items() if name.endswith(":key")}
    first, second = (numbers[phone.key] for phone in phones)
    opened = fields(author.post(form_of(entry), data=shown | {"open": [first]}).text)
    closed = fields(author.post(form_of(entry), data=opened | {"remove": [second]}).text)
    added = fields(author.post(form_of(entry), data=closed | {"add": ["designation"]}).text)
    new = next(name for name in added if name.endswith("-words.en")).partition("-")[0]
    typed = {f"{first}-value": ["+996 312 000 009"], f"{first}::source": ["Their letter"], f"{new}-words.en": ["Law 2"]}
    made = refused(author, reviewer, form_of(entry), added | typed | {"0-note.en": ["One floor."]} | SOURCE)

    followed = again(author, correction_of(author, made))

    before = proposal_at(made)
    kept = {(row.action, row.kind, row.detail): (row.before, row.after, row.sources) for row in before.changes}
    told = {(row.action, row.kind, row.detail): (row.before, row.after, row.sources) for row in followed.changes}
    assert told == kept
    assert {row[0] for row in told} == {"change", "create", "remove"}


def test_a_new_entry_is_corrected_and_a_follower_is_named_on_both_pages(
    coordinator: Callable[[], FlaskClient],
) -> None:
    author, reviewer = coordinator(), coordinator()
    address = "/en/proposals/new?kind=authority"
    sent = fields(author.get(address).text) | SOURCE
    sent |= {
        "0-name.en": ["Ofice of Refusals"],
        "0-authority_kind": ["prosecutor_general"],
        "0-jurisdiction_key": ["KG"],
    }
    made = refused(author, reviewer, address, sent)

    followed = again(author, correction_of(author, made), **{"0-name.en": ["Office of Refusals"]})

    [new] = followed.changes
    assert (new.action, new.after["name.en"]) == ("create", "Office of Refusals")
    links = {link["href"] for link in parse(author.get(made)).all("main header a")}
    assert f"/en/proposals/{followed.id}" in links
    assert made in {link["href"] for link in parse(author.get(f"/en/proposals/{followed.id}")).all("main header a")}


def test_what_changed_in_the_entry_since_is_shown_as_a_conflict(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer = coordinator(), coordinator()
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Tree floors."]} | SOURCE
    made = refused(author, reviewer, form_of(entry), sent)
    published(entry, changing(entry, "note.en", "A garden."))

    followed = again(author, correction_of(author, made), **{"0-note.en": ["Three floors."]})

    page = parse(author.get(f"/en/proposals/{followed.id}/conflict"))
    assert [version.text for version in page.all(".sides dd")] == ["Two floors.", "A garden.", "Three floors."]


def test_a_conflict_speaks_to_author_and_reviewer_and_says_who_changed_the_entry(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer = coordinator(), coordinator()
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Three floors."]} | SOURCE
    made = author.post(form_of(entry), data=sent | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    published(entry, changing(entry, "note.en", "A garden."))

    own, others = (parse(reader.get(f"{made}/conflict")).one("main") for reader in (author, reviewer))

    assert "Nothing of yours is lost" in own.text
    assert "Nothing of yours is lost" not in others.text
    assert "Propose my value instead" not in others.text
    assert all("Changed meanwhile:" in page.text for page in (own, others))


def test_a_conflict_names_who_changed_this_wording_and_nobody_who_came_later(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer = coordinator(), coordinator()
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Three floors."]} | SOURCE
    made = author.post(form_of(entry), data=sent | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    names = {
        one: factories.account(Role.COORDINATOR, jurisdiction_key="KG", name=one) for one in ("Changer", "Translator")
    }
    for name, detail, text in (("Changer", "note.en", "A garden."), ("Translator", "note.ru", "Сад.")):
        proposal = submitted(person(), entry, changing(entry, detail, text))
        commit(service.publish, viewer_of(names[name]), proposal)
    confirmer = factories.account(Role.COORDINATOR, jurisdiction_key="KG", name="Confirmer")
    commit(confirm, viewer_of(confirmer), entry, "en")

    page = parse(reviewer.get(f"{made}/conflict")).one("main").text

    assert [name for name in ("Changer", "Translator", "Confirmer") if name in page] == ["Changer"]


def test_a_refused_translation_is_corrected_in_its_editor(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer = coordinator(), coordinator()
    address, field = f"/en/proposals/translations/authority/{entry.key}?into=ky", f"authority:{entry.key}:note"
    sent = fields(author.get(address).text) | {field: ["Үч кабат."], "office": ["Office"]}
    made = refused(author, reviewer, address, sent)
    editor = correction_of(author, made)

    page = author.get(editor)
    action = str(parse(page).one("main form[method=post]")["action"])
    answer = author.post(action, data=fields(page.text) | {field: ["Эки кабат."]})

    followed = proposal_at(answer.headers["Location"])
    assert (fields(page.text)[field], REASON in page.text) == (["Үч кабат."], True)
    assert followed.follows_id == proposal_at(made).id
    assert changes_of(followed) == {("change", entry.key, "note.ky"): "Эки кабат."}


def test_a_refused_end_is_corrected_in_its_form(coordinator: Callable[[], FlaskClient], entry: Authority) -> None:
    author, reviewer = coordinator(), coordinator()
    address = f"/en/proposals/ending?kind=authority&key={entry.key}"
    sent = {"how": ["closed"], "successor": [""], "source": ["Their leter"], "note": ["It has moved out"]}
    made = refused(author, reviewer, address, sent)
    form = correction_of(author, made)

    page = author.get(form)
    parsed = parse(page)
    answer = author.post(form, data=sent | {"source": ["Their letter"]})

    followed = proposal_at(answer.headers["Location"])
    assert parsed.one("input[name=source]")["value"] == "Their leter"
    assert parsed.one("input[name=how][value=closed]").has("checked")
    assert REASON in page.text
    assert followed.follows_id == proposal_at(made).id


def test_a_proposal_about_one_entry_corrects_none_about_another(
    coordinator: Callable[[], FlaskClient], entry: Authority
) -> None:
    author, reviewer, other = coordinator(), coordinator(), next(KEYS)
    factories.add(factories.authority(other))
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Tree floors."]} | SOURCE
    made = refused(author, reviewer, form_of(entry), sent)

    for address in (f"/en/proposals/new?kind=authority&key={other}", "/en/proposals/new?kind=authority"):
        typed = fields(author.get(address).text) | {"0-note.en": ["A garden."]} | SOURCE | CHECK
        assert author.post(f"{address}&follows={proposal_at(made).id}", data=typed).status_code == 404


@pytest.mark.parametrize("is_author", [True, False])
def test_nobody_else_corrects_a_refused_proposal(
    coordinator: Callable[[], FlaskClient], entry: Authority, *, is_author: bool
) -> None:
    author, reviewer = coordinator(), coordinator()
    sent = fields(author.get(form_of(entry)).text) | {"0-note.en": ["Tree floors."]} | SOURCE
    made = refused(author, reviewer, form_of(entry), sent)
    reader = author if is_author else reviewer
    address = f"{form_of(entry)}&follows={proposal_at(made).id}"

    shown, stored = reader.get(address), reader.post(address, data=sent | CHECK)

    assert (shown.status_code, stored.status_code) == ((200, 303) if is_author else (404, 404))
    assert ("Correct and submit again" in reader.get(made).text) is False
