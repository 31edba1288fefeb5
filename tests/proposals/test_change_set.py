"""What a change set says of its edits before anything is computed from other rows."""

from typing import Any

import pytest

from directory.models import Authority
from directory.proposals.change_set import ChangeSet
from directory.proposals.edits import Edit, EditAction

OFFICE = "kz-prosecutor-general"
DESK = {"authority_key": OFFICE, "network_key": "casc", "cover": "unknown"}
CONTACT = {"authority_key": OFFICE, "means": "phone", "value": "+996 312 000 001", "audience": "public"}


pytestmark = pytest.mark.usefixtures("context")


def change(detail: str, after: Any, kind: str = Authority.KIND, key: str = OFFICE) -> Edit:
    return Edit(EditAction.CHANGE, kind, key, detail, None, after)


@pytest.mark.parametrize(
    ("edit", "concerns"),
    [
        (change("name.en", "Another name"), False),
        (change("note.en", "A note"), False),
        (change("authority_kind", "ministry"), False),
        (change("status", "closed"), True),
        (change("successor_key", "kg-other"), True),
        (change("jurisdiction_key", "KG"), True),
        (change("authority_key", "kg-other", "focal_point", "kg-desk"), True),
        (change("sheet_key", "kg-extradition", "rule", "kg-rule"), True),
        (Edit(EditAction.CREATE, "contact_detail", "kz-office:1", "", None, CONTACT), True),
        (Edit(EditAction.REMOVE, "contact_detail", "kz-office:1", "", CONTACT, None), True),
    ],
)
def test_only_edits_that_link_create_or_remove_rows_concern_other_rows(edit: Edit, concerns: bool) -> None:
    assert ChangeSet([change("name.ru", "Имя"), edit]).concerns_other_rows is concerns


@pytest.mark.parametrize(
    ("edit", "joins"),
    [
        (change("name.en", "Another name"), False),
        (Edit(EditAction.CREATE, "focal_point", "kg-desk", "", None, DESK), True),
        (Edit(EditAction.CREATE, "contact_detail", "kz-office:1", "", None, CONTACT), False),
        (Edit(EditAction.CREATE, "contact_detail", "kz-office:1", "", None, {**CONTACT, "network_key": "casc"}), True),
    ],
)
def test_desks_and_contacts_for_a_network_join_a_state_and_a_network(edit: Edit, joins: bool) -> None:
    assert ChangeSet([edit]).joining == ([edit.entry_key] if joins else [])


@pytest.mark.parametrize(("after", "moves"), [("KZ", False), ("KG", True)])
def test_a_row_moves_if_its_state_changes(after: str, moves: bool) -> None:
    changes = ChangeSet([change("jurisdiction_key", after)])

    assert changes.moves((Authority.KIND, OFFICE)) is moves


def test_a_new_row_does_not_move() -> None:
    new = Edit(EditAction.CREATE, "contact_detail", "kz-office:1", "", None, CONTACT)

    assert not ChangeSet([new]).moves(new.entry_key)
