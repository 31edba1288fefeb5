"""Every address that changes something named in it, sent by each actor in each relation to it."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.neighbours.addressed import surprises
from tests.neighbours.asking import Asking
from tests.neighbours.bodies import BODIES, Cell
from tests.neighbours.forms import fields
from tests.neighbours.table import ENDED, NEVER, OWN, RELATIONS, drawn, reaches
from tests.neighbours.writing import WRITES, Write

pytestmark = [pytest.mark.xdist_group("neighbours"), pytest.mark.sqlite]
DONE = (200, 201, 204, 302, 303)
UNENDING = ("state", "network")


@pytest.mark.long(each=40)
@pytest.mark.parametrize("write", WRITES, ids=[write.name for write in WRITES])
def test_a_neighbour_changes_what_is_theirs_to_change_and_no_row_of_anything_else(
    asking: Asking, write: Write, record_property: Callable[[str, object], None]
) -> None:
    is_unending = all(kind in UNENDING for _name, kind in write.things)
    relations = [one for one in RELATIONS if one != ENDED.name or not is_unending]
    actors = drawn(WRITES.index(write), write.right)

    assert surprises(actors, relations, partial(surprise_of, asking, write), record_property) == {}


def surprise_of(asking: Asking, write: Write, actor: str, relation: str) -> str:
    """Return what was otherwise than expected of one cell; nothing where all is as it should be."""
    answer, changed = act(asking, write, actor, relation)
    if is_theirs(write, actor, relation):
        return "" if changed and answer.status_code in DONE else f"not done: {answer.status_code} {sorted(changed)}"
    if changed:
        return f"changed {sorted(changed)}: {answer.status_code}"
    if relation == ENDED.name or write.is_seen(actor, relation):
        return "" if answer.status_code < 500 else f"fault: {answer.status_code}"
    never = never_was(asking, write, actor)
    is_alike = write.is_alike(asking, answer, relation, never)
    return "" if is_alike else f"unlike what never was: {answer.status_code} {never.status_code}"


@lru_cache(maxsize=1)
def never_was(asking: Asking, write: Write, actor: str) -> TestResponse:
    """Return what an actor is answered who acts on what never was."""
    return act(asking, write, actor, NEVER)[0]


def is_theirs(write: Write, actor: str, relation: str) -> bool:
    due = ("ended", "both") if relation == ENDED.name else ("standing", "both")
    return relation != NEVER and write.ended in due and reaches(actor, write.right, relation)


def act(asking: Asking, write: Write, actor: str, relation: str) -> tuple[TestResponse, set[str]]:
    """Do as a person does: open the page, fill its form, send it, and send what is shown before it is saved again."""
    address = asking.address(write.endpoint, relation, write.things, write.texts)
    if address.startswith("/api/"):
        return program_act(asking, write, actor, relation, address)
    page = asking.page(actor, write, relation, address)
    asking.settle()
    typed = BODIES.get(write.endpoint, lambda _cell: {})(
        Cell(actor, asking.names(relation), asking.names(OWN.name), page)
    )
    answer = asking.ask(actor, "POST", address, data=fields(page, address) | dict(typed))
    if answer.status_code == 200 and answer.mimetype == "text/html" and 'name="seen"' in answer.text:
        once_more: dict[str, Any] = fields(answer.text, address)
        answer = asking.ask(actor, "POST", address, data=once_more)
    return answer, asking.settle()


def program_act(asking: Asking, write: Write, actor: str, relation: str, address: str) -> tuple[TestResponse, set[str]]:
    """Do as a program does: read the thing, and send the version that was read."""
    body = BODIES.get(write.endpoint, lambda _cell: None)(Cell(actor, asking.names(relation), asking.names(OWN.name)))
    whole = (
        address.split("/rota/", maxsplit=1)[0] + "/rota" if "/rota/" in address else "/".join(address.split("/")[:5])
    )
    version = asking.ask(actor, "GET", whole).headers.get("ETag", '"none"')
    asking.settle()
    answer = asking.ask(actor, write.method, address, json=body, headers={"If-Match": version})
    return answer, asking.settle()
