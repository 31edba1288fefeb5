"""What was published meanwhile never leaves an entry in a state that nobody would have been let write."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from flask import Flask

from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.models import Authority, FocalPoint, Legislation, RequirementSheet
from directory.proposals import conflict_resolution, service
from directory.proposals.conflict_resolution import THEIRS, YOURS
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction
from directory.proposals.messages import ABROAD, FOREIGN_LAW
from directory.proposals.successions import retiring
from directory.vocabulary import Role
from tests import factories
from tests.proposals.choosing import choosing
from tests.proposals.conftest import app_of
from tests.proposals.test_service import SOURCE, changing, commit, new_authority, person, published, submitted

BAD_NAMES = {
    "a zero-width space": "Office\u200b of Tests",
    "a tag": "Office \U000e0041",
    "a line separator": "Office\u2028of Tests",
    "a byte order mark": "\ufeffOffice",
    "an override": "Office \u202estset fo",
    "an isolate": "Office \u2066of Tests",
    "a heap of marks": "a" + "\u0301" * 10_000,
}
BAD_CONTACTS = {
    "a joiner in a number": ("phone", "+996\u200d 312 000 001"),
    "a mark of direction in a number": ("phone", "\u200e+996 312 000 001"),
    "a soft hyphen in an address": ("email", "of\u00adfice@example.org"),
    "a question in an address": ("email", "office@example.org?bcc=other@example.org"),
}


@pytest.fixture(scope="module")
def writing_app(seeded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an app over all seed data: the European Union is one of the parties that the others lack."""
    return app_of(seeded_folder, tmp_path_factory)


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def test_two_people_who_each_take_away_the_other_name_leave_one(writing_app: Flask) -> None:
    entry = new_authority()
    published(entry, changing(entry, "name.ru", "Ведомство"))
    first, second = (submitted(person(), entry, changing(entry, detail, None)) for detail in ("name.en", "name.ru"))
    commit(service.publish, person(), first)

    with pytest.raises(Conflict):
        commit(service.publish, person(), second)

    assert db.session.get_one(Authority, entry.key).name.by_language == {"ru": "Ведомство"}


def test_what_names_a_law_that_was_removed_meanwhile_is_not_published(writing_app: Flask) -> None:
    entry = new_authority()
    law = Legislation(key=f"{entry.key}-law", jurisdiction_key="KG", title=factories.english("A law"))
    factories.add(law)
    values = {"authority_key": entry.key, "legislation_key": law.key}
    naming = Edit(EditAction.CREATE, "designation", f"{entry.key}:law", "", None, values, SOURCE)
    waiting = submitted(person(), entry, naming)
    published(law, *retiring(db.session.get_one(Legislation, law.key)))

    with pytest.raises(Conflict):
        commit(service.publish, person(), waiting)


@pytest.mark.parametrize(("said", "name"), [(THEIRS, "Theirs"), (YOURS, "Yours")])
def test_of_two_new_entries_of_one_key_the_later_becomes_a_change_of_the_first(
    writing_app: Flask, said: str, name: str
) -> None:
    key = f"{new_authority().key}-new"
    values = {"jurisdiction_key": "KG", "name.original": "en", "authority_kind": "judicial_body"}
    theirs, yours = (
        Edit(EditAction.CREATE, "authority", key, "", None, {**values, "name.en": own}, SOURCE)
        for own in ("Theirs", "Yours")
    )
    author, writer = person(), person()
    late = commit(service.propose, author, theirs.entry_key, [yours])
    commit(service.submit, author, late)
    first = commit(service.propose, writer, theirs.entry_key, [theirs])
    commit(service.submit, writer, first)
    commit(service.publish, person(), first)

    commit(conflict_resolution.resolve, author, late, choosing(late, said))
    if said == YOURS:
        commit(service.publish, person(), late)

    assert db.session.get_one(Authority, key).name.text("en") == name


def test_a_change_of_what_was_removed_meanwhile_is_dropped_when_the_conflict_is_settled(writing_app: Flask) -> None:
    author, entry = person(), new_authority()
    phone = entry.contacts[0]
    late = submitted(author, entry, changing(phone, "value", "+996 312 000 002"), changing(entry, "status", "closed"))
    removing = Edit(EditAction.REMOVE, *phone.entry_key, "", flat(phone), None)
    published(entry, removing)

    commit(conflict_resolution.resolve, author, late, choosing(late, YOURS))
    commit(service.publish, person(), late)

    assert db.session.get_one(Authority, entry.key).status == "closed"


@pytest.mark.parametrize("through", [0, 1, 2])
def test_nothing_is_its_own_successor_not_even_through_others(writing_app: Flask, through: int) -> None:
    entry = new_authority()
    last = entry
    for _ in range(through):
        following = new_authority()
        published(last, changing(last, "successor_key", following.key))
        last = following

    with pytest.raises(InvalidInput):
        commit(service.propose, person(), last.entry_key, [changing(last, "successor_key", entry.key)])


APART: dict[str, tuple[str, dict[str, str]]] = {
    "an authority of another State replaces it": ("authority", {"successor_key": "kz-successor"}),
    "its desk is replaced by one of another State": ("focal_point", {"successor_key": "kz-successor-desk"}),
    "its desk moves to another State than its successor": ("focal_point", {"authority_key": "kz-successor"}),
    "it moves to another State than its successor": ("authority", {"jurisdiction_key": "KZ"}),
}


@pytest.mark.parametrize(("kind", "said"), APART.values(), ids=APART)
def test_an_entry_and_its_successor_are_of_one_state(writing_app: Flask, kind: str, said: dict[str, str]) -> None:
    if db.session.get(Authority, "kz-successor") is None:
        factories.add(factories.authority("kz-successor", jurisdiction_key="KZ"))
        factories.add(factories.focal_point("kz-successor-desk", "kz-successor"))
    following, entry = new_authority(), new_authority()
    factories.add(*(factories.focal_point(f"{one.key}-desk", one.key) for one in (following, entry)))
    entry.successor_key = following.key
    desk = db.session.get_one(FocalPoint, f"{entry.key}-desk")
    desk.successor_key = f"{following.key}-desk"
    factories.add(entry, desk)
    row = entry if kind == "authority" else desk
    edits = [changing(row, detail, value) for detail, value in said.items()]

    with pytest.raises(InvalidInput) as refused:
        commit(service.propose, person("", Role.ADMINISTRATOR), row.entry_key, edits)

    assert refused.value.message == ABROAD


def law_of(state: str, key: str) -> str:
    """Store a law of a State and return its key."""
    factories.add(
        Legislation(key=f"{key}-law-{state.lower()}", jurisdiction_key=state, title=factories.english("A law"))
    )
    return f"{key}-law-{state.lower()}"


def naming(kind: str, key: str, owner: dict[str, str], law: str) -> Edit:
    said = {"topic": "reciprocity", "text.en": "Words", "text.original": "en"} if kind == "rule" else {}
    return Edit(EditAction.CREATE, kind, key, "", None, {**owner, **said, "legislation_key": law}, SOURCE)


@pytest.mark.parametrize("kind", ["designation", "rule"])
@pytest.mark.parametrize(("state", "is_accepted"), [("KG", True), ("FR", False), ("EU", True)])
def test_what_rests_on_a_law_rests_on_one_of_its_own_state(
    writing_app: Flask, kind: str, state: str, is_accepted: bool
) -> None:
    entry = new_authority()
    root, owner = entry.entry_key, {"authority_key": entry.key}
    if kind == "rule":
        sheet = RequirementSheet(key=f"{entry.key}-sheet", jurisdiction_key="KG")
        factories.add(sheet)
        root, owner = ("requirement", f"{entry.key}-sheet"), {"sheet_key": f"{entry.key}-sheet"}
    edit = naming(kind, f"{entry.key}:{kind}", owner, law_of(state, entry.key))

    with nullcontext() if is_accepted else pytest.raises(InvalidInput) as refused:
        commit(service.propose, person(), root, [edit])

    assert is_accepted or refused.value.message == FOREIGN_LAW


@pytest.mark.parametrize("moving", ["authority", "law"])
def test_neither_a_law_nor_what_rests_on_it_moves_to_another_state_alone(writing_app: Flask, moving: str) -> None:
    entry = new_authority()
    law = db.session.get_one(Legislation, law_of("KG", entry.key))
    published(entry, naming("designation", f"{entry.key}:law", {"authority_key": entry.key}, law.key))
    row, author = entry if moving == "authority" else law, person("", Role.ADMINISTRATOR)
    edits = [changing(one, "jurisdiction_key", "KZ") for one in (entry, law)]

    with pytest.raises(InvalidInput) as refused:
        commit(service.propose, author, row.entry_key, edits[:1] if moving == "authority" else edits[1:])
    together = commit(service.propose, author, row.entry_key, edits)

    assert refused.value.message == FOREIGN_LAW
    assert together.changes


def test_a_state_retires_its_law_although_another_tried_to_rest_on_it(writing_app: Flask) -> None:
    entry = new_authority()
    law = db.session.get_one(Legislation, law_of("KZ", entry.key))
    edit = naming("designation", f"{entry.key}:law", {"authority_key": entry.key}, law.key)
    with pytest.raises(InvalidInput):
        commit(service.propose, person(), entry.entry_key, [edit])

    retired = commit(service.propose, person("KZ"), law.entry_key, retiring(law))

    assert retired.changes


REPLACED: dict[str, tuple[str, str, str]] = {
    "the successor of an authority": ("authority", "later", "jurisdiction_key"),
    "the successor of a desk": ("desk", "later-desk", "authority_key"),
    "the authority of the successor of a desk": ("desk", "later", "jurisdiction_key"),
    "the authority of a replaced desk": ("desk", "former", "jurisdiction_key"),
}


@pytest.mark.parametrize(("replaced", "moves", "detail"), REPLACED.values(), ids=REPLACED)
def test_what_moves_to_another_state_leaves_nobody_behind_whom_it_replaces(
    writing_app: Flask, replaced: str, moves: str, detail: str
) -> None:
    offices = {"former": new_authority(), "later": new_authority(), "abroad": new_authority(jurisdiction_key="KZ")}
    desks = {
        f"{name}-desk": factories.focal_point(f"{offices[name].key}-desk", offices[name].key)
        for name in ("former", "later")
    }
    factories.add(*desks.values())
    rows = offices | {name: db.session.get_one(FocalPoint, desk.key) for name, desk in desks.items()}
    former, later = ("former-desk", "later-desk") if replaced == "desk" else ("former", "later")
    rows[former].status, rows[former].successor_key = "replaced", rows[later].key
    factories.add(rows[former])
    value = "KZ" if detail == "jurisdiction_key" else offices["abroad"].key

    with pytest.raises(InvalidInput) as refused:
        commit(
            service.propose,
            person("", Role.ADMINISTRATOR),
            rows[moves].entry_key,
            [changing(rows[moves], detail, value)],
        )

    assert refused.value.message == ABROAD


def test_a_replaced_authority_and_its_successor_move_to_another_state_together(writing_app: Flask) -> None:
    former, later = new_authority(), new_authority()
    former.status, former.successor_key = "replaced", later.key
    factories.add(former)
    author = person("", Role.ADMINISTRATOR)
    edits = [changing(one, "jurisdiction_key", "KZ") for one in (later, former)]

    assert commit(service.propose, author, later.entry_key, edits)


def test_two_desks_that_are_each_to_follow_the_other_do_not_both(writing_app: Flask) -> None:
    entry = new_authority()
    factories.add(*(factories.focal_point(f"{entry.key}-{name}", entry.key) for name in ("one", "two")))
    one, two = (db.session.get_one(FocalPoint, f"{entry.key}-{name}") for name in ("one", "two"))
    waiting = submitted(person(networks=("casc",)), two, changing(two, "successor_key", one.key))
    proposal = submitted(person(networks=("casc",)), one, changing(one, "successor_key", two.key))
    commit(service.publish, person(networks=("casc",)), proposal)

    with pytest.raises(Conflict):
        commit(service.publish, person(networks=("casc",)), waiting)


@pytest.mark.parametrize("name", BAD_NAMES.values(), ids=BAD_NAMES)
def test_a_name_holds_nothing_that_is_not_seen(writing_app: Flask, name: str) -> None:
    entry = new_authority()

    with pytest.raises(InvalidInput):
        commit(service.propose, person(), entry.entry_key, [changing(entry, "name.en", name)])


@pytest.mark.parametrize(("means", "value"), BAD_CONTACTS.values(), ids=BAD_CONTACTS)
def test_what_is_copied_to_be_called_or_written_to_holds_nothing_that_is_not_seen(
    writing_app: Flask, means: str, value: str
) -> None:
    entry = new_authority()
    phone = entry.contacts[0]
    edits = [changing(phone, "value", value)] + ([changing(phone, "means", means)] if means != "phone" else [])

    with pytest.raises(InvalidInput):
        commit(service.propose, person(), entry.entry_key, edits)


def test_a_name_may_hold_the_joiners_that_its_script_needs(writing_app: Flask) -> None:
    entry = new_authority()

    published(entry, changing(entry, "name.fa", "می\u200cخواهم"))

    assert "fa" in db.session.get_one(Authority, entry.key).name.by_language
