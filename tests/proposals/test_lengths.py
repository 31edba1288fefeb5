"""What enters fits what keeps it, on PostgreSQL too, or is refused with a message: a table of all columns of text."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import String

from directory.extensions import db
from directory.models import AuditEvent, Authority, Entry, ProposedChange, Provenance
from directory.models.change import MODELS_BY_KIND
from directory.models.details import KEY_CHARACTERS
from directory.models.provenance import LANGUAGE_CHARACTERS
from directory.models.types import TextsType
from directory.proposals.editable_columns import editable_columns
from directory.proposals.entry_parts import NATURAL, new_key
from directory.proposals.validation import MAIL, NOT_A_LANGUAGE, TOO_LONG, problems
from tests.proposals.test_service import changing, new_authority, published

LONGEST_ADDRESS = f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 58}.kg"
COLUMNS = [
    (model, name, column.column.type.length)
    for model in MODELS_BY_KIND.values()
    for name, column in editable_columns(model).items()
    if isinstance(column.column.type, String) and column.column.type.length
]


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.mark.parametrize(("model", "name", "length"), COLUMNS, ids=[f"{one[0].KIND}.{one[1]}" for one in COLUMNS])
def test_a_text_that_is_longer_than_its_column_is_refused(model: type[Entry], name: str, length: int) -> None:
    assert name in problems(model, {name: "x" * (length + 1)}, [name])


@pytest.mark.parametrize("column", [Provenance.detail, ProposedChange.detail])
def test_every_detail_in_the_longest_language_has_a_place_for_its_provenance(column: Any) -> None:
    names = [
        name
        for model in MODELS_BY_KIND.values()
        for name, one in editable_columns(model).items()
        if isinstance(one.column.type, TextsType)
    ]

    assert max(map(len, names)) + 1 + LANGUAGE_CHARACTERS <= column.type.length


def test_the_audit_has_room_for_the_name_of_every_detail() -> None:
    names = [name for model in MODELS_BY_KIND.values() for name in editable_columns(model)]

    assert max(map(len, names)) <= AuditEvent.detail.type.length


@pytest.mark.parametrize(
    ("tag", "is_right"), [("en-" + "-".join(["abcdefgh"] * 4), False), ("uz-Cyrl", True), ("EN", False)]
)
def test_a_text_is_in_a_language_of_a_length_that_is_kept(tag: str, is_right: bool) -> None:
    found = problems(
        Authority, {f"note.{tag}": "Words", "name.en": "Name", "authority_kind": "police"}, [f"note.{tag}"]
    )

    assert found.get(f"note.{tag}") == (None if is_right else NOT_A_LANGUAGE)


ADDRESSES = {"longest": (LONGEST_ADDRESS, None), "longer": (f"a{LONGEST_ADDRESS}", TOO_LONG)}


@pytest.mark.parametrize(("address", "wrong"), ADDRESSES.values(), ids=ADDRESSES)
def test_a_mail_address_is_as_long_as_mail_takes(address: str, wrong: Any) -> None:
    assert MAIL.fullmatch(address)
    values = {"means": "email", "value": address}

    assert problems(MODELS_BY_KIND["contact_detail"], values, ["value"]).get("value") == wrong


def test_octets_count_in_a_mail_address() -> None:
    values = {"means": "email", "value": f"{'ж' * 125}@example.org", "audience": "public"}

    assert problems(MODELS_BY_KIND["contact_detail"], values, ["value"]) == {"value": TOO_LONG}


@pytest.mark.parametrize("kind", NATURAL)
def test_natural_keys_of_long_values_fit(writing_app: Flask, kind: str) -> None:
    columns = editable_columns(MODELS_BY_KIND[kind])
    keys = {
        new_key(kind, dict.fromkeys(columns, "x" * 200) | {one: "x" * 200 + "y"})
        for one in ("topic", "name", "function")
    }

    assert max(map(len, keys)) <= KEY_CHARACTERS


def test_two_long_names_that_differ_at_the_end_have_two_keys() -> None:
    values = {"jurisdiction_key": "KG", "name_kind": "short", "language": "en"}
    keys = {new_key("other_name", {**values, "name": "x" * 200 + end}) for end in "ab"}

    assert len(keys) == 2


def test_a_detail_in_the_longest_language_is_published(writing_app: Flask) -> None:
    entry, tag = new_authority(), "en-" + "-".join(["abcdefgh"] * 3 + ["abcde"])
    assert len(tag) == LANGUAGE_CHARACTERS

    published(entry, changing(entry, "coordinator_note.en", "Words"))
    published(entry, changing(entry, f"coordinator_note.{tag}", "Other words"))

    assert db.session.get(Provenance, (*entry.entry_key, f"coordinator_note.{tag}")) is not None
