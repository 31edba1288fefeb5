"""Who may write, read and decide proposals, and what becomes of the entry: all of a proposal or nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask, current_app
from sqlalchemy import select

from directory import clock
from directory.access.facts import name_of
from directory.access.gate import read
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts.queries import viewer_of
from directory.errors import Conflict, InvalidInput, NotFound, NotPermitted
from directory.extensions import db
from directory.models import (
    AuditEvent,
    Authority,
    Change,
    ContactDetail,
    Designation,
    FocalPoint,
    Legislation,
    Mail,
    Network,
    Proposal,
    Provenance,
    Tombstone,
)
from directory.outbox.messages import message_of
from directory.paging import PER_PAGE
from directory.proposals import conflict_resolution, queries, service
from directory.proposals.conflict_resolution import THEIRS, YOURS
from directory.proposals.editable_columns import current_value, flat
from directory.proposals.edits import Edit, EditAction, StatedProvenance
from directory.proposals.source_amendments import StatedSource, TypedSource, amend
from directory.proposals.successions import CLOSED, MERGED, REPLACED, ending, retiring
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.changes import apply
from tests.proposals.choosing import choosing

SOURCE = StatedProvenance(("https://office.example.org",), "2026-11-01", "sourced")
VERIFIED = replace(SOURCE, verified_on=date(2026, 11, 20), verified_by="Office of Tests")
KEYS = (f"kg-test-{number}" for number in count(1))


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def person(jurisdiction: str = "KG", role: Role = Role.COORDINATOR, networks: tuple[str, ...] = ()) -> Viewer:
    return viewer_of(factories.account(role, networks, jurisdiction_key=jurisdiction or None))


def new_authority(**values: Any) -> Authority:
    """Return a stored authority of its own for each test, with one public phone."""
    key = next(KEYS)
    entry = factories.authority(key, **values)
    factories.add(entry)
    factories.add(factories.contact("+996 312 000 001", key, means="phone"))
    return db.session.get(Authority, key)


def changing(entry: Any, detail: str, value: Any, given: StatedProvenance = SOURCE) -> Edit:
    return Edit(EditAction.CHANGE, *entry.entry_key, detail, current_value(entry, detail), value, given)


def submitted(author: Viewer, entry: Any, *edits: Edit) -> Proposal:
    proposal: Proposal = commit(service.propose, author, entry.entry_key, edits)
    commit(service.submit, author, proposal)
    return proposal


def published(entry: Any, *edits: Edit) -> Proposal:
    proposal = submitted(person(), entry, *edits)
    commit(service.publish, person(), proposal)
    return proposal


def commit(act: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    with committing():
        return act(*arguments, **options)


def provenance_of(entry: Any, detail: str) -> Provenance:
    return db.session.get(Provenance, (*entry.entry_key, detail))


def test_a_published_value_stands_with_its_source_its_verification_and_its_due_date(writing_app: Flask) -> None:
    phone = new_authority().contacts[0]

    published(phone.authority, changing(phone, "value", "+996 312 000 002", VERIFIED))

    row = provenance_of(phone, "value")
    assert db.session.get(ContactDetail, phone.key).value == "+996 312 000 002"
    assert (row.sources, row.source_date, row.confidence) == (SOURCE.sources, "2026-11-01", "sourced")
    assert (row.verified_on, row.verified_by) == (VERIFIED.verified_on, "Office of Tests")
    assert row.due_on == VERIFIED.verified_on + timedelta(days=180)
    assert row.is_edited


def test_an_author_whose_scope_has_moved_sends_nothing_of_the_old_one(writing_app: Flask) -> None:
    entry, author = new_authority(), person()
    proposal = commit(service.propose, author, entry.entry_key, [changing(entry, "name.en", "Renamed")])

    with pytest.raises(NotPermitted):
        commit(service.submit, replace(author, jurisdiction="FR"), proposal)

    assert proposal.state == "draft"


def test_publishing_records_an_act_for_each_detail_and_notes_the_entry_for_the_index(writing_app: Flask) -> None:
    entry = new_authority()
    proposal = submitted(person(), entry, changing(entry, "name.en", "Renamed"), changing(entry, "status", "closed"))
    before = max(db.session.scalars(select(Change.id)))

    reviewer = person()
    commit(service.publish, reviewer, proposal)

    acts = select(AuditEvent).where(AuditEvent.key == entry.key, AuditEvent.actor_id == reviewer.account_id)
    assert {(act.action, act.detail) for act in db.session.scalars(acts)} == {
        ("changed", "name"),
        ("changed", "status"),
    }
    noted = db.session.scalars(select(Change).where(Change.id > before)).all()
    assert ("authority", entry.key) in {(change.kind, change.key) for change in noted}


def test_nobody_publishes_their_own_proposal(writing_app: Flask) -> None:
    author, entry = person(), new_authority()
    proposal = submitted(author, entry, changing(entry, "name.en", "Renamed"))

    with pytest.raises(NotPermitted):
        commit(service.publish, author, proposal)

    assert db.session.get(Authority, entry.key).name.by_language["en"] == "Office of Tests"


def test_an_administrator_does_not_publish_their_own_proposal_either(writing_app: Flask) -> None:
    author, entry = person("", Role.ADMINISTRATOR), new_authority()
    proposal = submitted(author, entry, changing(entry, "name.en", "Renamed"))

    with pytest.raises(NotPermitted):
        commit(service.publish, author, proposal)


OTHERS = {
    "a coordinator of another State": ("KZ", Role.COORDINATOR, ()),
    "a coordinator of a network that the State is not in": ("KG", Role.COORDINATOR, ("iberred",)),
    "a practitioner of the State": ("KG", Role.PRACTITIONER, ()),
    "a coordinator without a scope": ("", Role.COORDINATOR, ()),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_who_is_out_of_scope_can_neither_propose_nor_find_nor_publish(writing_app: Flask, other: Any) -> None:
    stranger, entry = person(*other), new_authority()
    edit = changing(entry, "name.en", "Renamed")
    proposal = submitted(person(), entry, edit)

    with pytest.raises(NotPermitted):
        commit(service.propose, stranger, entry.entry_key, [edit])
    with pytest.raises(NotFound):
        queries.get(stranger, proposal.id)
    with pytest.raises(NotFound):
        commit(service.publish, stranger, proposal)
    assert all(queries.list_proposals(stranger, which, 1).total == 0 for which in queries.LISTS)


def test_an_entry_is_not_moved_to_another_state(writing_app: Flask) -> None:
    entry = new_authority()

    with pytest.raises(NotPermitted):
        commit(service.propose, person(), entry.entry_key, [changing(entry, "jurisdiction_key", "KZ")])


def test_a_part_of_an_entry_of_another_state_is_not_changed_through_an_own_one(writing_app: Flask) -> None:
    entry, foreign = new_authority(), db.session.get(Authority, "kz-prosecutor-general").competences[0]
    removing = Edit(EditAction.REMOVE, *foreign.entry_key, "", flat(foreign), None)

    with pytest.raises(NotPermitted):
        commit(service.propose, person(), entry.entry_key, [removing])


def test_a_reviewer_who_may_not_read_a_value_neither_sees_nor_publishes_it(writing_app: Flask) -> None:
    entry = new_authority()
    line = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 009", "audience": "network"}
    create = Edit(
        EditAction.CREATE, "contact_detail", f"{entry.key}:new", "", None, {**line, "network_key": "casc"}, SOURCE
    )
    author, blind = person(networks=("casc",)), person()
    proposal = submitted(author, entry, create)

    with pytest.raises(NotPermitted):
        commit(service.publish, blind, proposal)
    commit(service.publish, person(networks=("casc",)), proposal)

    assert db.session.get(ContactDetail, f"{entry.key}:new").value == "+996 312 000 009"


def test_an_unfinished_proposal_is_its_authors_alone(writing_app: Flask) -> None:
    entry = new_authority()
    proposal = commit(service.propose, person(), entry.entry_key, [changing(entry, "name.en", "Renamed")])

    with pytest.raises(NotFound):
        queries.get(person(), proposal.id)


def test_of_what_was_withdrawn_unsent_nothing_is_left_for_others_to_read(writing_app: Flask) -> None:
    author, entry = person(), new_authority()
    unfinished = commit(service.propose, author, entry.entry_key, [changing(entry, "note.en", "Not yet")], note="Why")

    commit(service.withdraw, author, unfinished)

    left = queries.get(person(), unfinished.id)
    assert (left.state, list(left.changes), left.note) == ("withdrawn", [], "")


def test_of_two_decisions_the_first_stands(writing_app: Flask) -> None:
    entry = new_authority()
    proposal = submitted(person(), entry, changing(entry, "name.en", "Renamed"))
    commit(service.publish, person(), proposal)

    with pytest.raises(Conflict):
        commit(service.refuse, person(), proposal, "Too late")

    assert db.session.get(Proposal, proposal.id).state == "published"


def test_a_value_that_changed_meanwhile_is_a_conflict_and_nothing_is_written(writing_app: Flask) -> None:
    entry = new_authority()
    late = submitted(person(), entry, changing(entry, "name.en", "Yours"), changing(entry, "status", "closed"))
    published(entry, changing(entry, "name.en", "Theirs"))

    with pytest.raises(Conflict):
        commit(service.publish, person(), late)

    stored = db.session.get(Authority, entry.key)
    assert (stored.name.by_language["en"], stored.status) == ("Theirs", "active")
    assert [(edit.detail, held) for edit, held in queries.list_conflicts(late)] == [("name.en", "Theirs")]


def test_of_an_unsent_proposal_that_gives_way_to_others_nothing_is_left_for_others_to_read(writing_app: Flask) -> None:
    entry, author = new_authority(), person()
    unfinished = commit(service.propose, author, entry.entry_key, [changing(entry, "name.en", "Yours")], note="Why")
    published(entry, changing(entry, "name.en", "Theirs"))

    commit(conflict_resolution.resolve, author, unfinished, choosing(unfinished, THEIRS))

    left = queries.get(person(), unfinished.id)
    assert (left.state, list(left.changes), left.note) == ("withdrawn", [], "")


@pytest.mark.parametrize(("said", "name"), [(THEIRS, "Theirs"), (YOURS, "Yours")])
def test_a_conflict_is_settled_detail_by_detail_and_nothing_is_lost(writing_app: Flask, said: str, name: str) -> None:
    entry, author = new_authority(), person()
    late = submitted(author, entry, changing(entry, "name.en", "Yours"), changing(entry, "status", "closed"))
    published(entry, changing(entry, "name.en", "Theirs"))

    commit(conflict_resolution.resolve, author, late, choosing(late, said))
    commit(service.publish, person(), late)

    stored = db.session.get(Authority, entry.key)
    assert (stored.name.by_language["en"], stored.status) == (name, "closed")


def test_other_details_and_other_languages_that_changed_meanwhile_are_no_conflict(writing_app: Flask) -> None:
    entry = new_authority()
    late = submitted(person(), entry, changing(entry, "name.ru", "Моё"))
    published(entry, changing(entry, "name.fr", "Le leur"), changing(entry, "status", "closed"))

    commit(service.publish, person(), late)

    assert dict(db.session.get(Authority, entry.key).name.by_language) == {
        "en": "Office of Tests",
        "fr": "Le leur",
        "ru": "Моё",
    }


def test_translations_are_marked_as_outdated_when_the_original_changes_and_no_more_once_renewed(
    writing_app: Flask,
) -> None:
    entry = new_authority()
    published(entry, changing(entry, "name.ru", "Старое"))

    published(entry, changing(entry, "name.en", "New name"))
    marked = name_of(read(ANONYMOUS, db.session.get(Authority, entry.key)), "ru")
    published(entry, changing(entry, "name.ru", "Новое"))
    renewed = name_of(read(ANONYMOUS, db.session.get(Authority, entry.key)), "ru")

    assert (marked.text, marked.is_outdated) == ("Старое", True)
    assert (renewed.text, renewed.is_outdated) == ("Новое", False)


def test_taking_back_puts_values_and_sources_back_after_a_second_person_agrees(writing_app: Flask) -> None:
    entry = new_authority()
    published(entry, changing(entry, "name.ru", "Прежнее"))
    phone = entry.contacts[0]
    removing = Edit(EditAction.REMOVE, *phone.entry_key, "", flat(phone), None)
    change = published(entry, changing(entry, "name.en", "Renamed"), removing)
    undoer = person()

    taken_back = commit(service.undo, undoer, change, "It was right.")
    with pytest.raises(NotPermitted):
        commit(service.publish, undoer, taken_back)
    commit(service.publish, person(), taken_back)

    stored = db.session.get(Authority, entry.key)
    assert stored.name.by_language["en"] == "Office of Tests"
    assert [contact.value for contact in stored.contacts] == ["+996 312 000 001"]
    assert not provenance_of(entry, "name.ru").is_outdated
    assert db.session.get(Tombstone, phone.entry_key) is None
    assert db.session.get(Proposal, change.id).state == "undone"


def test_what_has_changed_since_is_not_taken_back_and_the_rest_is(writing_app: Flask) -> None:
    entry = new_authority()
    change = published(entry, changing(entry, "name.en", "Renamed"), changing(entry, "status", "closed"))
    published(entry, changing(entry, "name.en", "Renamed again"))

    taken_back = commit(service.undo, person(), change, "It was right.")
    commit(service.publish, person(), taken_back)

    stored = db.session.get(Authority, entry.key)
    assert (stored.name.by_language["en"], stored.status) == ("Renamed again", "active")


def test_a_verified_contact_is_published_at_once_where_its_network_allows_and_others_are_told(
    writing_app: Flask,
) -> None:
    factories.add(
        Network(
            key="at-once",
            network_kind="police",
            name=factories.english("Test network"),
            publishes_contacts_at_once=True,
        )
    )
    entry = new_authority()
    line = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 003", "audience": "public"}
    factories.add(ContactDetail(key=f"{entry.key}:line", network_key="at-once", **line))
    phone = db.session.get(ContactDetail, f"{entry.key}:line")
    author, other = person(networks=("at-once",)), factories.account(Role.COORDINATOR, jurisdiction_key="KG")

    verified = submitted(author, entry, changing(phone, "value", "+996 312 000 004", VERIFIED))
    unverified = submitted(author, entry, changing(phone, "value", "+996 312 000 005"))

    mail = select(Mail.letter).where(Mail.address == other.email, Mail.key.contains(verified.id))
    opening = submitted(author, entry, changing(phone, "audience", "practitioners", VERIFIED))
    assert (verified.state, unverified.state, opening.state) == ("published", "submitted", "submitted")
    assert db.session.get(ContactDetail, phone.key).value == "+996 312 000 004"
    assert db.session.scalars(mail).all() == ["proposal_published_at_once"]


def written(mail: Mail) -> str:
    """Return the text of a letter as it would be sent now."""
    return str(message_of(mail, current_app.config["SETTINGS"]).get_content())


def test_mail_tells_reviewers_and_author_and_says_nothing_of_what_is_proposed(writing_app: Flask) -> None:
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    reviewer, entry = factories.account(Role.COORDINATOR, jurisdiction_key="KG"), new_authority()
    proposal = submitted(viewer_of(author), entry, changing(entry, "name.en", "A telling name"))
    commit(service.refuse, viewer_of(reviewer), proposal, "A telling reason")

    mails = db.session.scalars(select(Mail).where(Mail.key.contains(proposal.id))).all()

    told = {mail.address: mail.letter for mail in mails}
    assert told[reviewer.email] == "proposal_waiting"
    assert told[author.email] == "proposal_refused"
    acts = {"proposal_waiting": "proposes", "proposal_refused": "refused"}
    for mail in mails:
        assert mail.values == {"path": f"proposals/{proposal.id}", "proposal": proposal.id}
        assert f"Network coordinator, Kyrgyzstan {acts[mail.letter]}" in written(mail)
        assert "Office of Tests, Kyrgyzstan" in written(mail)
    assert [mail.letter for mail in mails if "telling" in written(mail)] == []


def test_a_letter_about_a_new_entry_says_its_kind_and_state_and_not_its_name(writing_app: Flask) -> None:
    factories.account(Role.COORDINATOR, jurisdiction_key="KG")
    key, author = ("authority", "kg-not-yet-known"), person()
    after = {"name.en": "A telling name", "name.original": "en", "authority_kind": "police", "jurisdiction_key": "KG"}
    with committing():
        proposal = service.propose(author, key, [Edit(EditAction.CREATE, *key, "", None, after, SOURCE)])
        service.submit(author, proposal)

    mails = db.session.scalars(select(Mail).where(Mail.key.contains(proposal.id))).all()

    assert mails
    assert ["Authority, Kyrgyzstan" in written(mail) for mail in mails] == [True] * len(mails)
    assert [mail.letter for mail in mails if "telling" in written(mail)] == []


def test_the_author_of_a_proposal_whose_source_was_amended_is_told_so(writing_app: Flask) -> None:
    author, entry, reviewer = factories.account(Role.COORDINATOR, jurisdiction_key="KG"), new_authority(), person()
    proposal = submitted(viewer_of(author), entry, changing(entry, "name.en", "Another name"))
    source = TypedSource(0, StatedSource(("https://other.example.org",), "2026-11-02", "sourced"))
    commit(lambda viewer, one: amend(viewer, one, queries.change_set_of(one), source), reviewer, proposal)

    commit(service.publish, reviewer, proposal)

    mail = select(Mail.letter).where(Mail.address == author.email, Mail.key.contains(proposal.id))
    assert db.session.scalars(mail).all() == ["proposal_published_amended"]


def test_a_correction_by_somebody_without_an_account_waits_for_any_coordinator_in_scope(writing_app: Flask) -> None:
    entry = new_authority()
    with committing():
        correction = changing(entry.contacts[0], "value", "+996 312 000 007")
        proposal = service.propose(ANONYMOUS, entry.entry_key, [correction], origin="campaign")
        service.submit(ANONYMOUS, proposal)

    commit(service.publish, person(), proposal)

    assert db.session.get(Authority, entry.key).contacts[0].value == "+996 312 000 007"


def test_a_merged_authority_passes_its_desks_with_their_lines_and_its_designations_on_and_names_its_successor(
    writing_app: Flask,
) -> None:
    entry, successor = new_authority(), new_authority()
    factories.add(
        FocalPoint(key=f"{entry.key}-desk", authority_key=entry.key, network_key="casc", cover="on_call"),
        Designation(key=f"{entry.key}:untoc", authority_key=entry.key, treaty_key="untoc"),
    )
    line = factories.contact("desk@example.org", entry.key, network_key="casc")
    factories.add(line, factories.contact("office@example.org", entry.key))
    edits = ending(db.session.get(Authority, entry.key), MERGED, successor.key, SOURCE)

    published(entry, *edits)

    merged = db.session.get(Authority, entry.key)
    assert (merged.status, merged.successor_key) == ("replaced", successor.key)
    assert db.session.get(FocalPoint, f"{entry.key}-desk").authority_key == successor.key
    assert [one.treaty_key for one in db.session.get(Authority, successor.key).designations] == ["untoc"]
    assert line in db.session.get(Authority, successor.key).contacts
    assert "office@example.org" in [one.value for one in merged.contacts]


@pytest.mark.parametrize("how", [CLOSED, REPLACED])
def test_an_authority_that_ends_closes_its_desks_and_leaves_those_that_had_ended(writing_app: Flask, how: str) -> None:
    entry, successor = new_authority(), new_authority()
    statuses = {f"{entry.key}-standing": "", f"{entry.key}-replaced": "replaced"}
    factories.add(*(factories.focal_point(key, entry.key, status=status) for key, status in statuses.items()))

    published(entry, *ending(db.session.get(Authority, entry.key), how, successor.key, SOURCE))

    assert [db.session.get(FocalPoint, key).status for key in statuses] == ["closed", "replaced"]


def test_a_law_leaves_with_a_second_person_and_not_while_a_rule_names_it(writing_app: Flask) -> None:
    law = Legislation(key=f"{next(KEYS)}-law", jurisdiction_key="KG", title=factories.english("A law"))
    entry = new_authority()
    factories.add(law)
    factories.add(Designation(key=f"{entry.key}:law", authority_key=entry.key, legislation_key=law.key))
    law, designation = db.session.get(Legislation, law.key), db.session.get(Designation, f"{entry.key}:law")

    with pytest.raises(InvalidInput):
        commit(service.propose, person(), law.entry_key, retiring(law))
    published(entry, Edit(EditAction.REMOVE, *designation.entry_key, "", flat(designation), None))
    published(law, *retiring(law))

    assert db.session.get(Legislation, law.key) is None
    assert db.session.get(Tombstone, law.entry_key) is not None


def test_a_network_is_created_and_retired_by_administrators_alone(writing_app: Flask) -> None:
    values = {"name.en": "A new network", "name.original": "en", "network_kind": "police"}
    create = Edit(EditAction.CREATE, "network", "a-new-network", "", None, values, SOURCE)
    administrators = [person("", Role.ADMINISTRATOR) for _ in range(2)]

    with pytest.raises(NotPermitted):
        commit(service.propose, person("", networks=("casc",)), create.entry_key, [create])
    proposal = commit(service.propose, administrators[0], create.entry_key, [create])
    commit(service.submit, administrators[0], proposal)
    commit(service.publish, administrators[1], proposal)

    assert db.session.get(Network, "a-new-network").name.text("en") == "A new network"


BAD = {
    "an override of direction": ("name.en", "Office \u202eof Tests"),
    "a control character": ("name.en", "Office\x07"),
    "a line break in a name of codes": ("authority_kind", "judicial\nbody"),
    "too many marks on a letter": ("name.en", "e" + "\u0301" * 50),
    "too much text": ("name.en", "x" * 5_001),
    "a code that is no code": ("authority_kind", "emperor"),
    "an unknown successor": ("successor_key", "nobody"),
    "a date that is none": ("notice_until", "2026-02-30"),
    "a detail that is none": ("is_admin", "1"),
    "the key": ("key", "other"),
    "no name": ("name.en", None),
    "a language that is none": ("languages_spoken", ["en", "<script>"]),
}


@pytest.mark.parametrize(("detail", "value"), BAD.values(), ids=BAD)
def test_what_no_entry_may_hold_is_refused(writing_app: Flask, detail: str, value: Any) -> None:
    entry = new_authority()

    bad = Edit(EditAction.CHANGE, *entry.entry_key, detail, None, value, SOURCE)

    with pytest.raises(InvalidInput):
        commit(service.propose, person(), entry.entry_key, [bad])


def test_a_contact_that_does_not_say_who_may_read_it_is_refused(writing_app: Flask) -> None:
    entry = new_authority()
    line = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 003"}

    with pytest.raises(InvalidInput):
        commit(
            service.propose,
            person(),
            entry.entry_key,
            [Edit(EditAction.CREATE, "contact_detail", f"{entry.key}:unsaid", "", None, line, SOURCE)],
        )


def test_many_changes_are_applied_at_once_or_not_at_all(writing_app: Flask) -> None:
    first, second = new_authority(), new_authority()
    stale = replace(changing(second, "status", "closed"), before="replaced")

    with pytest.raises(Conflict):
        commit(apply, None, [changing(first, "status", "closed"), stale])
    unchanged = db.session.get(Authority, first.key).status
    commit(apply, None, [changing(one, "status", "closed") for one in (first, second)])

    assert unchanged == "active"
    assert {db.session.get(Authority, one.key).status for one in (first, second)} == {"closed"}


def test_the_list_of_what_waits_has_pages_and_leaves_out_ones_own(writing_app: Flask) -> None:
    author, entry = person("UZ"), new_authority(jurisdiction_key="UZ")
    for number in range(PER_PAGE + 1):
        submitted(author, entry, changing(entry, "name.en", f"Name {number}"))

    waiting = queries.list_proposals(person("UZ"), "waiting", 2)

    assert (waiting.total, waiting.pages, len(waiting.rows)) == (PER_PAGE + 1, 2, 1)
    assert queries.list_proposals(author, "waiting", 1).total == 0
    assert clock.today() == waiting.rows[0].changed_at.date()
