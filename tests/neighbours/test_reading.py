"""Every address that names something, read by each actor in each relation to it."""

from collections.abc import Callable
from functools import lru_cache, partial

import pytest
from werkzeug.test import TestResponse

from tests.neighbours.addressed import surprises
from tests.neighbours.asking import Asking
from tests.neighbours.reading import READS, Read
from tests.neighbours.table import ENDED, NEVER, REACH, RELATIONS, drawn, reaches

pytestmark = [pytest.mark.xdist_group("neighbours"), pytest.mark.sqlite]
SHOWN, REFUSED, GONE = (200, 302), (403, 404), (403, 404, 409, 410)


@pytest.mark.long(each=40)
@pytest.mark.parametrize("read", READS, ids=[read.name for read in READS])
def test_a_neighbour_is_shown_what_is_for_them_and_told_of_nothing_else(
    asking: Asking, read: Read, record_property: Callable[[str, object], None]
) -> None:
    relations = [one for one in RELATIONS if one != ENDED.name or read.ended != "-"]
    actors = drawn(READS.index(read), read.right)

    assert surprises(actors, relations, partial(surprise_of, asking, read), record_property) == {}


def surprise_of(asking: Asking, read: Read, actor: str, relation: str) -> str:
    """Return what was otherwise than expected of one cell; nothing where all is as it should be."""
    answer = ask(asking, read, actor, relation)
    right = read.right if relation != ENDED.name or read.ended in ("shown", "-") else read.ended
    if relation != NEVER and right in REACH and reaches(actor, right, relation):
        return "" if answer.status_code in SHOWN else f"not shown: {answer.status_code}"
    if answer.status_code in SHOWN:
        return "shown"
    if relation == ENDED.name:
        return "" if answer.status_code in GONE else f"ended: {answer.status_code}"
    if read.is_seen(actor, relation):
        return "" if answer.status_code in REFUSED else f"refused: {answer.status_code}"
    # What one may not see is as unknown as what never was.
    is_alike = read.is_alike(asking, answer, relation, never_was(asking, read, actor))
    return "" if is_alike else f"unlike what never was: {answer.status_code}"


@lru_cache(maxsize=1)
def never_was(asking: Asking, read: Read, actor: str) -> TestResponse:
    """Return what an actor is answered who asks for what never was."""
    return ask(asking, read, actor, NEVER)


def ask(asking: Asking, read: Read, actor: str, relation: str) -> TestResponse:
    answer = asking.ask(actor, "GET", asking.address(read.endpoint, relation, read.things, read.texts))
    asking.settle()
    return answer
