"""Every field that names something, filled by each actor with a thing in each relation: what may not be named changes
no row. The own thing on whose page the field stands is one that the actor may change."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from flask import url_for
from sqlalchemy import select
from werkzeug.test import TestResponse

from directory import clock
from directory.extensions import db
from directory.models import Account, Invitation, InvitationNetwork
from directory.tokens import new_token, public_id
from tests import factories
from tests.imports.files import check, table
from tests.neighbours.addressed import surprises
from tests.neighbours.asking import Asking
from tests.neighbours.bodies import Cell
from tests.neighbours.fields import EMAIL, FIELDS, PAGES_OF_FIELDS, Field
from tests.neighbours.forms import fields
from tests.neighbours.table import ACTORS, ENDED, NEVER, OWN, RELATIONS, drawn, reaches
from tests.neighbours.test_writing import DONE

pytestmark = [pytest.mark.xdist_group("neighbours"), pytest.mark.sqlite]
COORDINATORS = [actor for actor in ACTORS if actor.startswith("coordinator")]
HOUR = timedelta(hours=1)
SOURCE = {"source": "https://example.org/list", "confidence": "sourced"}


@pytest.mark.long(each=9)
@pytest.mark.parametrize("field", FIELDS, ids=[field.title for field in FIELDS])
def test_a_field_takes_what_its_writer_may_name_and_nothing_else(
    asking: Asking, field: Field, record_property: Callable[[str, object], None]
) -> None:
    relations = [one for one in RELATIONS if one != ENDED.name or field.kind not in ("state", "network")]
    actors = drawn(FIELDS.index(field), field.right)

    assert surprises(actors, relations, partial(surprise_of, asking, field), record_property) == {}


def surprise_of(asking: Asking, field: Field, actor: str, relation: str) -> str:
    answer, changed = send(asking, field, actor, relation)
    if relation not in (NEVER, ENDED.name) and reaches(actor, field.right, relation):
        return "" if changed and answer.status_code in DONE else f"not done: {answer.status_code} {sorted(changed)}"
    if changed:
        return f"changed {sorted(changed)}: {answer.status_code}"
    return "" if answer.status_code < 500 else f"fault: {answer.status_code}"


def send(asking: Asking, field: Field, actor: str, relation: str) -> tuple[TestResponse, set[str]]:
    cell = Cell(actor, asking.names(relation), asking.names(OWN.name))
    own = {name: cell.own[kind] for name, kind in field.things}
    with asking.site.app.test_request_context():
        named = {"language": "en", **own, **field.asked(cell)}
        address = url_for(field.endpoint, **named)
        shown = url_for(PAGES_OF_FIELDS.get(field.endpoint, field.endpoint), **named)
    page = asking.ask(actor, "GET", shown)
    form = fields(page.text, address) if page.status_code == 200 and page.mimetype == "text/html" else {}
    asking.settle()
    answer = asking.ask(actor, "POST", address, data=form | dict(field.typed(cell)))
    if answer.status_code == 200 and 'name="seen"' in answer.text:
        answer = asking.ask(actor, "POST", address, data=fields(answer.text, address))
    return answer, asking.settle()


@pytest.mark.long(each=5)
@pytest.mark.parametrize("relation", [one for one in RELATIONS if one != NEVER])
@pytest.mark.parametrize("actor", COORDINATORS)
def test_an_invitation_into_an_office_is_sent_again_and_accepted_where_its_inviter_may_admit(
    asking: Asking, actor: str, relation: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("cells", 2)
    due = relation != ENDED.name and reaches(actor, "who keeps the State up", relation)
    name, token = invitation(asking, actor, relation)
    asking.forget_written()

    again = asking.ask(actor, "POST", f"/en/people/invitations/{name}/resend")
    is_again = asking.written()
    name, token = invitation(asking, actor, relation)
    said = {"email": EMAIL, "name": "Invited Person", "password": "violet tractor opens at noon"}
    asking.ask("visitor", "POST", f"/en/people/invitation/{token}", data=said)
    with asking.site.app.app_context():
        made = db.session.scalar(select(Account).where(Account.email == EMAIL))
    asking.settle()

    # Who is of no State lets nobody into an office alone: its State is asked.
    is_let_in = due and actor != "coordinator of the network"
    assert ("invitation" in is_again, made is not None) == (due, is_let_in), again.status_code


def invitation(asking: Asking, actor: str, relation: str) -> tuple[str, str]:
    """Store an invitation as one from before would stand there, and return its name and the secret of its link."""
    there, (token, digest) = asking.names(relation), new_token()
    cell = Cell(actor, there, there)
    with asking.site.app.app_context():
        for old in db.session.scalars(select(Invitation).where(Invitation.email == EMAIL)):
            db.session.delete(old)
        db.session.commit()
        made = Invitation(
            public_id=public_id(),
            digest=digest,
            email=EMAIL,
            role="practitioner",
            jurisdiction_key=there["state"],
            authority_key=there["authority"],
            inviter_id=asking.site.accounts[actor],
            expires_at=clock.now() + HOUR,
            networks=[InvitationNetwork(network_key=key) for key in cell.networks],
        )
        factories.add(made)
        return made.public_id, token


ROWS: dict[str, tuple[Callable[[Cell], dict[str, str]], str]] = {
    "an authority by its key": (
        lambda cell: {"kind": "authority", "key": cell.names["authority"], "note.en": "Third floor."},
        "who keeps the State up",
    ),
    "a new line by its authority": (
        lambda cell: {
            "kind": "contact_detail",
            "authority": cell.names["authority"],
            "means": "phone",
            "value": "+996 312 111 111",
            "audience": "public",
        },
        "who keeps the State up",
    ),
    "a new line of a network by its authority": (
        lambda cell: {
            "kind": "contact_detail",
            "authority": cell.names["authority"],
            "means": "phone",
            "value": "+996 312 111 111",
            "audience": "network",
            "network": OWN.network,
        },
        "who keeps the State up",
    ),
    "a desk by its key": (
        lambda cell: {"kind": "focal_point", "key": cell.names["desk"], "note.en": "Third floor."},
        "who keeps it up",
    ),
    "a new desk by its authority": (
        lambda cell: {
            "kind": "focal_point",
            "key": f"{cell.names['state'].lower()}-new-desk",
            "authority": cell.names["authority"],
            "network": OWN.network,
            "cover": "round_the_clock",
        },
        "who keeps the State up",
    ),
    "a new authority by its State": (
        lambda cell: {
            "kind": "authority",
            "key": f"{cell.names['state'].lower()}-new-office",
            "jurisdiction": cell.names["state"],
            "name.en": "New office",
            "authority_kind": "judicial_body",
        },
        "who keeps the State up",
    ),
}


@pytest.mark.long(each=10)
@pytest.mark.parametrize("relation", [one for one in RELATIONS if one != ENDED.name])
@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_a_file_is_taken_where_its_bringer_keeps_what_it_names(
    asking: Asking, row: str, relation: str, record_property: Callable[[str, object], None]
) -> None:
    made, right = ROWS[row]
    found = dict(outcomes(asking, made, relation))

    record_property("cells", len(found))
    assert found == {actor: relation != NEVER and reaches(actor, right, relation) for actor in found}


def outcomes(asking: Asking, made: Callable[[Cell], dict[str, str]], relation: str) -> Iterator[tuple[str, bool]]:
    for actor in COORDINATORS:
        cell = Cell(actor, asking.names(relation), asking.names(OWN.name))
        with asking.site.app.app_context():
            account = db.session.get_one(Account, asking.site.accounts[actor])
            batch = check(account, table([made(cell) | SOURCE]))
            taken = batch.state == "checked" and batch.counts["refused"] == 0
        asking.settle()
        yield actor, taken
