"""What joins a State and a network is approved by both; what moves to another State is asked and told at both ends."""

import contextlib
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import InvalidInput, NotFound, NotPermitted
from directory.extensions import db
from directory.models import (
    Account,
    Authority,
    Consultation,
    ConsultationSeat,
    FocalPoint,
    Jurisdiction,
    Legislation,
    Mail,
    Network,
    NetworkMember,
    Proposal,
    RequirementSheet,
    StateRelation,
)
from directory.models.details import Entry
from directory.proposals import queries, service
from directory.proposals.collected_changes import THERE_ALREADY, collect
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.entry_parts import new_key
from directory.proposals.field_types import field_name
from directory.proposals.forms import EntryForm, start, take_step
from directory.proposals.labels import entry_label
from directory.proposals.permissions import may_publish
from directory.proposals.presenters import entry_name
from directory.proposals.validation import NOT_A_CHOICE
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.proposals.test_service import SOURCE, changing, commit, person, submitted

NUMBERS = count(1)
# Who looks after what: France is a member of EJN and not of CASC, Kyrgyzstan and Kazakhstan of CASC and not of EJN.
PEOPLE: dict[str, tuple[str, Role, tuple[str, ...]]] = {
    "CASC": ("", Role.COORDINATOR, ("casc",)),
    "EJN": ("", Role.COORDINATOR, ("ejn",)),
    "both networks": ("", Role.COORDINATOR, ("casc", "ejn")),
    "France": ("FR", Role.COORDINATOR, ()),
    "France in EJN": ("FR", Role.COORDINATOR, ("ejn",)),
    "Kyrgyzstan": ("KG", Role.COORDINATOR, ()),
    "KG in CASC": ("KG", Role.COORDINATOR, ("casc",)),
    "administrator": ("", Role.ADMINISTRATOR, ()),
}


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def who(name: str) -> Viewer:
    return person(*PEOPLE[name])


def office(state: str, network: str = "") -> Authority:
    """Return a new authority of a State; with `network`, it runs a desk."""
    entry = factories.authority(f"{state.lower()}-joined-{next(NUMBERS)}", jurisdiction_key=state or None)
    factories.add(entry)
    if network:
        factories.add(factories.focal_point(f"{entry.key}-desk", entry.key, network_key=network))
    return db.session.get_one(Authority, entry.key)


def new_desk(state: str, network: str) -> tuple[tuple[str, str], Edit]:
    authority = office(state)
    values = {"authority_key": authority.key, "network_key": network, "cover": "round_the_clock"}
    key = f"{authority.key}-desk"
    return ("focal_point", key), Edit(EditAction.CREATE, "focal_point", key, "", None, values, SOURCE)


def new_member(root: tuple[str, str]) -> tuple[tuple[str, str], Edit]:
    """Return the change that makes France a member of CASC, proposed with the entry `root`."""
    values = {"network_key": "casc", "jurisdiction_key": "FR"}
    return root, Edit(EditAction.CREATE, "network_member", "casc:FR", "", None, values, SOURCE)


def desk_of(
    state: str, detail: str, value: str, *, status: str = "active", with_line: bool = False
) -> tuple[tuple[str, str], Edit]:
    authority = office(state, "casc")
    desk = db.session.get_one(FocalPoint, f"{authority.key}-desk")
    desk.status = status
    factories.add(desk)
    if with_line:
        factories.add(factories.contact("desk@example.org", authority.key, network_key="casc"))
    return desk.entry_key, changing(desk, detail, value)


def new_relation(first: str, other: str, *, root: str = "") -> tuple[tuple[str, str], Edit]:
    """Return the change that says that two States have no diplomatic relations, proposed with the State `root`."""
    values = {"jurisdiction_key": first, "other_key": other, "relation": "no_diplomatic_relations"}
    key = new_key("state_relation", values)
    return ("jurisdiction", root or first), Edit(EditAction.CREATE, "state_relation", key, "", None, values, SOURCE)


def relation_of(first: str, other: str) -> StateRelation:
    """Return a stored relation of two States that have no diplomatic relations."""
    _, edit = new_relation(first, other)
    if db.session.get(StateRelation, edit.key) is None:
        factories.add(StateRelation(key=edit.key, **edit.after))
    return db.session.get_one(StateRelation, edit.key)


def ended_relation(root: str) -> tuple[tuple[str, str], Edit]:
    return ("jurisdiction", root), changing(relation_of("FR", "KG"), "until", "2026-01-01")


@pytest.fixture(autouse=True)
def _no_relation_of_france(context: None) -> Iterator[None]:
    """Remove what a test stored on France and Kyrgyzstan: the pair has one row."""
    yield
    db.session.rollback()
    with committing():
        row = db.session.get(StateRelation, new_relation("FR", "KG")[1].key)
        if row is not None:
            db.session.delete(row)


CHANGES: dict[str, Callable[[], tuple[tuple[str, str], Edit]]] = {
    "a desk of CASC in France": lambda: new_desk("FR", "casc"),
    "a desk of CASC in Kyrgyzstan": lambda: new_desk("KG", "casc"),
    "France as a member, with the network": lambda: new_member(("network", "casc")),
    "France as a member, with the State": lambda: new_member(("jurisdiction", "FR")),
    "a desk that passes from CASC to EJN": lambda: desk_of("KG", "network_key", "ejn"),
    "a closed desk in France that opens again": lambda: desk_of("FR", "status", "active", status="closed"),
    "a desk of CASC that moves to France": lambda: desk_of("UZ", "authority_key", office("FR").key, with_line=True),
    "a desk of CASC at a body of no State": lambda: new_desk("", "casc"),
    "no relations of France and Kyrgyzstan": lambda: new_relation("FR", "KG"),
    "no relations, with the other State": lambda: new_relation("FR", "KG", root="KG"),
    "the end of no relations": lambda: ended_relation("FR"),
    "the hours of a desk of CASC in France": lambda: desk_of("FR", "cover", "on_call"),
}
# Who proposed it, and who may then publish it. France is looked after by its coordinators and by those of EJN.
TABLE = """
a desk of CASC in France                |CASC         |EJN, both networks, France, France in EJN, administrator
a desk of CASC in France                |France       |CASC, both networks, administrator
a desk of CASC in France                |administrator|CASC, both networks, France, administrator
a desk of CASC in Kyrgyzstan            |CASC         |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
a desk of CASC in Kyrgyzstan            |Kyrgyzstan   |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
France as a member, with the network    |CASC         |EJN, both networks, France, France in EJN, administrator
France as a member, with the State      |France       |CASC, both networks, administrator
a desk that passes from CASC to EJN     |Kyrgyzstan   |both networks, administrator
a closed desk in France that opens again|CASC         |EJN, both networks, France, France in EJN, administrator
a desk of CASC that moves to France     |CASC         |EJN, both networks, France, France in EJN, administrator
a desk of CASC at a body of no State    |CASC         |administrator
no relations of France and Kyrgyzstan   |France       |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
no relations, with the other State      |Kyrgyzstan   |EJN, both networks, France, France in EJN, administrator
the end of no relations                 |France       |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
the hours of a desk of CASC in France   |CASC         |CASC, both networks, France, administrator
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("change", "author", "publishers"), ROWS, ids=[f"{row[0]}, by {row[1]}" for row in ROWS])
def test_what_joins_a_state_and_a_network_is_published_by_whoever_has_not_spoken_yet(
    writing_app: Flask, change: str, author: str, publishers: str
) -> None:
    root, edit = CHANGES[change]()
    proposal = sent(who(author), root, edit)

    found = [name for name in PEOPLE if may(who(name), proposal)]

    assert ", ".join(found) == publishers


def test_the_proposal_of_a_new_desk_is_headed_by_its_authority_and_network(writing_app: Flask) -> None:
    root, edit = new_desk("KG", "casc")

    proposal = sent(who("CASC"), root, edit)

    authority = entry_label("authority", edit.after["authority_key"], "en")
    assert entry_name(proposal, "en") == f"{authority} · CASC"


# Who may publish the same once the account of its author has ended, which then speaks for nobody.
AFTER_AUTHOR_LEFT = """
a desk of CASC in France                |CASC         |both networks, administrator
a desk of CASC in France                |France       |both networks, administrator
a desk of CASC in France                |administrator|both networks, administrator
a desk of CASC in Kyrgyzstan            |CASC         |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
a desk of CASC in Kyrgyzstan            |Kyrgyzstan   |CASC, both networks, Kyrgyzstan, KG in CASC, administrator
France as a member, with the network    |CASC         |both networks, administrator
France as a member, with the State      |France       |both networks, administrator
a desk that passes from CASC to EJN     |Kyrgyzstan   |both networks, administrator
a closed desk in France that opens again|CASC         |both networks, France, administrator
a desk of CASC that moves to France     |CASC         |both networks, administrator
a desk of CASC at a body of no State    |CASC         |administrator
the hours of a desk of CASC in France   |CASC         |CASC, both networks, France, administrator
"""
ROWS_AFTER = [tuple(cell.strip() for cell in line.split("|")) for line in AFTER_AUTHOR_LEFT.strip().splitlines()]


@pytest.mark.parametrize(
    ("change", "author", "publishers"), ROWS_AFTER, ids=[f"{row[0]}, by {row[1]}" for row in ROWS_AFTER]
)
def test_what_an_author_who_has_left_proposed_is_published_only_by_whoever_speaks_for_its_network_too(
    writing_app: Flask, change: str, author: str, publishers: str
) -> None:
    root, edit = CHANGES[change]()
    writer = who(author)
    proposal, readers = sent(writer, root, edit), {name: who(name) for name in PEOPLE}
    before = {name for name, reader in readers.items() if may(reader, proposal)}
    leave(writer)

    found = [name for name, reader in readers.items() if may(reader, proposal)]

    assert ", ".join(found) == publishers
    assert before.issuperset(found)


def leave(viewer: Viewer) -> None:
    """End the account of a person."""
    account = db.session.get_one(Account, viewer.account_id)
    account.active = False
    factories.add(account)


def move_to_france(viewer: Viewer) -> None:
    """Give a person the scope of a coordinator of France."""
    account = db.session.get_one(Account, viewer.account_id)
    account.networks, account.jurisdiction_key = [], "FR"
    factories.add(account)


@pytest.mark.parametrize("go", [leave, move_to_france])
@pytest.mark.parametrize("what", ["desk", "line"])
def test_another_network_of_the_state_does_not_publish_what_an_author_who_is_gone_proposed_for_its_own(
    writing_app: Flask, what: str, go: Callable[[Viewer], None]
) -> None:
    beside, author = coordinator_beside(), who("CASC")
    root, edit = new_desk("KG", "casc") if what == "desk" else new_line("KG", "casc")
    proposal = sent(author, root, edit)
    go(author)

    assert [may(viewer, proposal) for viewer in (beside, who("CASC"), who("Kyrgyzstan"))] == [False, True, True]
    with pytest.raises(NotPermitted):
        commit(service.publish, beside, proposal)


def coordinator_beside() -> Viewer:
    """Return the coordinator of a network of which Kyrgyzstan is a member too."""
    if db.session.get(Network, "beside") is None:
        factories.add(Network(key="beside", name=factories.english("Beside"), network_kind="judicial"))
        factories.add(NetworkMember(key="beside:KG", network_key="beside", jurisdiction_key="KG"))
    return person("", Role.COORDINATOR, ("beside",))


def new_line(state: str, network: str) -> tuple[tuple[str, str], Edit]:
    authority = office(state, network)
    values = {"authority_key": authority.key, "network_key": network, "means": "phone", "value": "+996 312 000 001"}
    values |= {"audience": "public"}
    return authority.entry_key, Edit(
        EditAction.CREATE, "contact_detail", f"{authority.key}:line", "", None, values, SOURCE
    )


def sent(author: Viewer, root: tuple[str, str], edit: Edit) -> Proposal:
    proposal: Proposal = commit(service.propose, author, root, [edit])
    commit(service.submit, author, proposal)
    return proposal


def may(viewer: Viewer, proposal: Proposal) -> bool:
    """Return whether a person finds a proposal and may publish it."""
    found = any(one.id == proposal.id for one in queries.list_proposals(viewer, "waiting", 1).rows)
    return found and may_publish(viewer, proposal, queries.change_set_of(proposal))


def test_a_desk_stands_once_the_state_has_published_what_the_network_proposed(writing_app: Flask) -> None:
    root, edit = new_desk("FR", "casc")
    proposal = sent(who("CASC"), root, edit)

    with pytest.raises(NotPermitted):
        commit(service.publish, who("CASC"), proposal)
    commit(service.publish, who("France"), proposal)

    assert db.session.get_one(FocalPoint, root[1]).network_key == "casc"


def test_a_note_for_members_that_the_state_may_not_read_is_not_published_by_it(writing_app: Flask) -> None:
    root, edit = new_desk("FR", "casc")
    edit.after["members_note.original"], edit.after["members_note.en"] = "en", "Ring twice."
    proposal = sent(who("CASC"), root, edit)

    assert not may(who("France"), proposal)


@pytest.mark.parametrize("leaves", ["network", "jurisdiction"])
def test_a_membership_is_ended_by_either_and_both_are_told(writing_app: Flask, leaves: str) -> None:
    key, ends = {"network": ("casc", "CASC"), "jurisdiction": ("KG", "Kyrgyzstan")}[leaves]
    accounts = [
        factories.account(Role.COORDINATOR, ["casc"]),
        factories.account(Role.COORDINATOR, jurisdiction_key="KG"),
    ]
    member = db.session.get_one(NetworkMember, "casc:KG")
    removal = Edit(EditAction.REMOVE, *member.entry_key, "", flat(member), None, SOURCE)

    proposal = sent(who(ends), (leaves, key), removal)

    assert told(proposal) >= {one.email for one in accounts}
    assert may(who(ends), proposal)


def told(proposal: Proposal) -> set[str]:
    """Return the addresses that were told of a proposal."""
    return set(db.session.scalars(select(Mail.address).where(Mail.key.contains(proposal.id))))


def test_administrators_are_told_where_no_coordinator_may_decide(writing_app: Flask) -> None:
    administrator, colleague = factories.account(Role.ADMINISTRATOR), factories.account(Role.COORDINATOR, ["casc"])

    proposal = sent(who("CASC"), *new_desk("FR", "casc"))

    assert told(proposal) >= {administrator.email, colleague.email}


def test_a_relation_is_told_to_and_seen_by_both_states_and_stands_once_the_other_has_published_it(
    writing_app: Flask,
) -> None:
    accounts = {state: factories.account(Role.COORDINATOR, jurisdiction_key=state) for state in ("FR", "KG", "UZ")}
    root, edit = new_relation("FR", "KG")

    proposal = sent(who("France"), root, edit)

    seen = {state for state, one in accounts.items() if sees(viewer_of(one), "waiting", proposal)}
    assert seen == {"FR", "KG"}
    assert told(proposal) & {one.email for one in accounts.values()} == {accounts["FR"].email, accounts["KG"].email}
    with pytest.raises(NotPermitted):
        commit(service.publish, viewer_of(accounts["FR"]), proposal)
    commit(service.publish, viewer_of(accounts["KG"]), proposal)
    assert db.session.get_one(StateRelation, edit.key).other_key == "KG"
    assert {state for state, one in accounts.items() if sees(viewer_of(one), "decided", proposal)} == {"FR", "KG"}


def sees(viewer: Viewer, which: str, proposal: Proposal) -> bool:
    return any(one.id == proposal.id for one in queries.list_proposals(viewer, which, 1).rows)


@pytest.mark.parametrize("state", ["FR", "KG"])
def test_a_relation_is_ended_by_either_state_and_the_other_is_told(writing_app: Flask, state: str) -> None:
    row, other = relation_of("FR", "KG"), {"FR": "KG", "KG": "FR"}[state]
    account, colleague = factories.account(Role.COORDINATOR, jurisdiction_key=other), person(state)
    removal = Edit(EditAction.REMOVE, *row.entry_key, "", flat(row), None, SOURCE)

    proposal = sent(person(state), ("jurisdiction", state), removal)

    assert account.email in told(proposal)
    commit(service.publish, colleague, proposal)
    assert db.session.get(StateRelation, row.key) is None


@pytest.mark.parametrize(("state", "other"), [("FR", "KG"), ("KG", "FR")])
def test_the_forms_of_both_states_make_the_same_row(writing_app: Flask, state: str, other: str) -> None:
    first = collect(relation_form(state, other))
    relation_of("FR", "KG")
    second = collect(relation_form(state, other))

    (edit,) = first.sound
    assert (edit.key, edit.after["jurisdiction_key"], edit.after["other_key"]) == (
        "FR:KG:no_diplomatic_relations",
        "FR",
        "KG",
    )
    assert list(second.errors.values()) == [THERE_ALREADY]


def test_the_form_refuses_a_relation_of_a_state_to_itself(writing_app: Flask) -> None:
    assert NOT_A_CHOICE in collect(relation_form("FR", "FR")).errors.values()


def relation_form(state: str, other: str) -> EntryForm:
    """Return the form of a State with a new row that says that it has no diplomatic relations with another State."""
    entry = db.session.get_one(Jurisdiction, state)
    form = start(person(state), Jurisdiction, entry, {})
    number = take_step(form, "add", "state_relation")
    said = {"other_key": other, "relation": "no_diplomatic_relations"}
    form.raw |= {field_name(number, name): [value] for name, value in said.items()}
    form.raw["source"] = ["https://office.example.org"]
    return form


@pytest.mark.parametrize("pair", [("FR", "FR"), ("FR", "XX")])
def test_a_relation_is_between_two_states(writing_app: Flask, pair: tuple[str, str]) -> None:
    root, edit = new_relation(*pair, root="FR")

    with pytest.raises(InvalidInput):
        commit(service.propose, who("France"), root, [edit])


def test_a_relation_keeps_its_pair(writing_app: Flask) -> None:
    edit = changing(relation_of("FR", "KG"), "other_key", "UZ")

    with pytest.raises(InvalidInput):
        commit(service.propose, who("administrator"), ("jurisdiction", "FR"), [edit])


# What moves from Kyrgyzstan to Kazakhstan: a row, the detail that names its State or owner, and its new value.
def _new_sheet() -> RequirementSheet:
    """Return a sheet without rules: rules rest on laws of their State."""
    key = f"kg-sheet-{next(NUMBERS)}"
    factories.add(RequirementSheet(key=key, jurisdiction_key="KG"))
    return db.session.get_one(RequirementSheet, key)


def _new_law() -> Entry:
    law = Legislation(key=f"kg-law-{next(NUMBERS)}", jurisdiction_key="KG", title=factories.english("Law"))
    factories.add(law)
    return law


MOVES: dict[str, Callable[[], tuple[Entry, str, str]]] = {
    "an authority": lambda: (office("KG"), "jurisdiction_key", "KZ"),
    "an authority with a desk of CASC": lambda: (office("KG", "casc"), "jurisdiction_key", "KZ"),
    "a desk of CASC": lambda: (desk_at(office("KG", "casc")), "authority_key", office("KZ").key),
    "a law": lambda: (_new_law(), "jurisdiction_key", "KZ"),
    "a sheet": lambda: (_new_sheet(), "jurisdiction_key", "KZ"),
}


def desk_at(authority: Authority) -> FocalPoint:
    return db.session.scalars(select(FocalPoint).filter_by(authority_key=authority.key)).one()


@pytest.mark.parametrize("moved", MOVES)
def test_what_moves_to_another_state_is_told_to_and_seen_by_both(writing_app: Flask, moved: str) -> None:
    accounts = {state: factories.account(Role.COORDINATOR, jurisdiction_key=state) for state in ("KG", "KZ", "UZ")}
    entry, detail, value = MOVES[moved]()

    proposal = submitted(who("CASC"), entry, changing(entry, detail, value))

    assert told(proposal) & {one.email for one in accounts.values()} == {accounts["KG"].email, accounts["KZ"].email}
    for which in ("waiting", "decided"):
        seen = {
            state
            for state, account in accounts.items()
            if any(one.id == proposal.id for one in queries.list_proposals(viewer_of(account), which, 1).rows)
            and queries.get(viewer_of(account), proposal.id)
        }
        assert seen == {"KG", "KZ"}, which
        if proposal.state == "submitted":
            commit(service.publish, who("CASC"), proposal)


def _contact() -> tuple[Authority, Edit]:
    entry = office("KG")
    values = {"authority_key": entry.key, "means": "phone", "value": "+996 312 000 001", "audience": "public"}
    return entry, Edit(EditAction.CREATE, "contact_detail", f"{entry.key}:phone", "", None, values, SOURCE)


def _changed(entry: Entry, detail: str, value: str) -> tuple[Entry, Edit]:
    return entry, changing(entry, detail, value)


# What waits at an entry of Kyrgyzstan: the entry, and an edit of it or of a part of it.
WAITING: dict[str, Callable[[], tuple[Entry, Edit]]] = {
    "the name of an authority": lambda: _changed(office("KG"), "name.en", "Renamed"),
    "a new line of an authority": _contact,
    "the cover of a desk": lambda: _changed(desk_at(office("KG", "casc")), "cover", "on_call"),
    "the title of a law": lambda: _changed(_new_law(), "title.en", "Renamed"),
}


@pytest.mark.parametrize("waiting", WAITING)
def test_what_waits_at_an_entry_that_moves_to_another_state_is_listed_for_whoever_may_see_it(
    writing_app: Flask, waiting: str
) -> None:
    entry, edit = WAITING[waiting]()
    first = submitted(person("KG"), entry, edit)
    detail, value = ("authority_key", office("KZ").key) if entry.KIND == "focal_point" else ("jurisdiction_key", "KZ")
    moving = submitted(who("administrator"), entry, changing(entry, detail, value))
    commit(service.publish, who("administrator"), moving)
    viewers = {"KZ": person("KZ"), "KZ in CASC": person("KZ", Role.COORDINATOR, ("casc",)), "UZ": person("UZ")}
    viewers |= {name: who(name) for name in PEOPLE}

    listed = {name for name, viewer in viewers.items() if _lists(viewer, first)}

    assert listed == {name for name, viewer in viewers.items() if _gets(viewer, first)}
    assert listed == {"KZ", "KZ in CASC", "CASC", "both networks", "Kyrgyzstan", "KG in CASC", "administrator"}


def _lists(viewer: Viewer, proposal: Proposal) -> bool:
    return any(one.id == proposal.id for one in queries.list_proposals(viewer, "waiting", 1).rows)


def _gets(viewer: Viewer, proposal: Proposal) -> bool:
    with contextlib.suppress(NotFound):
        return queries.get(viewer, proposal.id).id == proposal.id
    return False


@pytest.mark.parametrize(("state", "refuses"), [("KG", True), ("KZ", True), ("UZ", False)])
def test_a_state_at_either_end_of_a_move_refuses_it_and_does_not_publish_it(
    writing_app: Flask, state: str, *, refuses: bool
) -> None:
    entry, viewer = office("KG", "casc"), person(state)
    proposal = submitted(who("CASC"), entry, changing(entry, "jurisdiction_key", "KZ"))

    for act, said in ((service.publish, ()), (service.refuse, ("It stays here.",))):
        with contextlib.suppress(NotPermitted, NotFound):
            commit(act, viewer, proposal, *said)

    assert proposal.state == ("refused" if refuses else "submitted")


def test_a_state_asks_back_what_went_to_another(writing_app: Flask) -> None:
    entry = office("KG", "casc")
    proposal = submitted(who("CASC"), entry, changing(entry, "jurisdiction_key", "KZ"))
    commit(service.publish, who("CASC"), proposal)

    taken_back = commit(service.undo, who("Kyrgyzstan"), proposal, "It was right.")

    assert [may(who(name), taken_back) for name in ("Kyrgyzstan", "France", "CASC")] == [False, False, True]
    commit(service.publish, who("CASC"), taken_back)
    assert db.session.get_one(Authority, entry.key).jurisdiction_key == "KG"


def _with_a_desk(entry: Authority) -> None:
    factories.add(factories.focal_point(f"{entry.key}-of-globe", entry.key, network_key="globe"))


def _with_a_line(entry: Authority) -> None:
    factories.add(factories.contact("globe@example.org", entry.key, network_key="globe"))


def _with_a_person(entry: Authority) -> None:
    factories.account(Role.PRACTITIONER, ["globe"], jurisdiction_key="KG", authority_key=entry.key)


def _with_a_member_of_its_desk(entry: Authority) -> None:
    factories.account(Role.PRACTITIONER, ["globe"], [desk_at(entry).key], jurisdiction_key="KG")


def _with_a_consultation(entry: Authority) -> None:
    """Store a consultation that somebody of the authority asked of a desk of another network, and left."""
    thread = Consultation(
        asker_id=factories.account(Role.PRACTITIONER, jurisdiction_key="KG").id,
        from_jurisdiction_key="KG",
        to_jurisdiction_key="FR",
        focal_point_key="kg-casc",
        network_key="globe",
        measure="extradition",
        offence="tip",
        urgency="normal",
        language="en",
        key_name="k",
        sealed_subject=b"",
        acknowledge_by=clock.now(),
        answer_by=clock.now(),
    )
    thread.seats = [ConsultationSeat(side="asking", account_id=thread.asker_id, authority_key=entry.key)]
    factories.add(thread)


TAKEN_ALONG = (_with_a_desk, _with_a_line, _with_a_person, _with_a_member_of_its_desk, _with_a_consultation)


@pytest.mark.parametrize("add", TAKEN_ALONG)
def test_an_authority_does_not_take_another_networks_things_to_another_state(
    writing_app: Flask, add: Callable[[Authority], None]
) -> None:
    entry = office("KG", "casc")
    add(entry)

    with pytest.raises(NotPermitted):
        commit(service.propose, who("CASC"), entry.entry_key, [changing(entry, "jurisdiction_key", "KZ")])

    assert commit(service.propose, who("administrator"), entry.entry_key, [changing(entry, "jurisdiction_key", "KZ")])


def test_what_came_under_an_authority_since_its_move_was_proposed_is_asked_too(writing_app: Flask) -> None:
    entry = office("KG")
    proposal = submitted(who("CASC"), entry, changing(entry, "jurisdiction_key", "KZ"))
    _with_a_desk(entry)

    with pytest.raises(NotPermitted):
        commit(service.publish, who("CASC"), proposal)
