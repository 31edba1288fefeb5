"""What is published on the site stands in the history of its entry, for those who may read it."""

from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from directory.audit.verification import verify
from directory.extensions import db
from directory.models import ContactDetail
from directory.proposals.editable_columns import flat
from directory.proposals.edits import Edit, EditAction
from directory.transaction import committing
from tests.changes import apply
from tests.history.conftest import KEY
from tests.history.test_pages import DAY, history

Clients = dict[str, FlaskClient]
KIND = "contact_detail"
READERS = {
    "public": {"visitor", "practitioner", "member", "coordinator", "other coordinator", "administrator"},
    "practitioners": {"practitioner", "member", "coordinator", "other coordinator", "administrator"},
    "network": {"member", "administrator"},
    "coordinators": {"coordinator", "administrator"},
}


def publish(day: int, *edit: Any) -> None:
    with time_machine.travel(DAY.replace(day=day), tick=False), committing():
        apply(1, [Edit(*edit)])


@pytest.mark.parametrize("audience", READERS)
def test_a_contact_is_told_of_from_its_beginning_to_its_end_to_its_own_readers_alone(
    site: Flask, clients: Clients, audience: str
) -> None:
    key, first, second = f"{KEY}:published-{audience}", f"first {audience} line", f"second {audience} line"
    values = {"authority_key": KEY, "means": "phone", "value": first, "audience": audience, "network_key": "casc"}
    publish(1, EditAction.CREATE, KIND, key, "", None, values)
    publish(2, EditAction.CHANGE, KIND, key, "value", first, second)
    publish(3, EditAction.REMOVE, KIND, key, "", flat(db.session.get(ContactDetail, key)))

    said = {reader: history(client) for reader, client in clients.items()}

    sentences = (
        f"Number or address: added “{first}”.",
        f"“{first}” to “{second}”",
        f"Number or address: removed “{second}”.",
    )
    for reader, words in said.items():
        told = [sentence in words for sentence in sentences]
        assert told == [reader in READERS[audience]] * len(sentences), reader
        assert (f"{audience} line" in words) == (reader in READERS[audience])


def test_what_is_published_leaves_a_chain_that_verifies(site: Flask, clients: Clients) -> None:
    publish(4, EditAction.CHANGE, "authority", KEY, "note.en", None, "A note")

    assert list(verify())
