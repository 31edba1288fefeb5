"""An address that names things: a row of the tables of reading and of writing, and how each of its cells is tried."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from werkzeug.test import TestResponse

from tests.matrix.test_alike import told
from tests.neighbours.asking import Asking
from tests.neighbours.table import NEVER, SEEN_BY, reaches

Named = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Addressed:
    """`things` are the arguments that name one, `texts` the others; `right` says for whom it is or whose act it is."""

    method: str
    endpoint: str
    things: Named
    texts: Named
    right: str
    ended: str

    def is_seen(self, actor: str, relation: str) -> bool:
        """Return whether the actor may know of all that it names."""
        return relation != NEVER and all(reaches(actor, SEEN_BY[kind], relation) for _name, kind in self.things)

    def names(self, asking: Asking, relation: str) -> list[str]:
        """Return the names of the things of a position that stand in the address."""
        return [asking.names(relation)[kind] for _name, kind in self.things]

    def is_alike(self, asking: Asking, answer: TestResponse, relation: str, never: TestResponse) -> bool:
        """Return whether an answer tells no more than that of what never was."""
        return told(answer, *self.names(asking, relation)) == told(never, *self.names(asking, NEVER))


def cells_of(line: str) -> tuple[str, str, Named, Named, str, str]:
    """Return the method, if one is named, the endpoint and the other cells of a line of a table."""
    endpoint, named, right, ended = (cell.strip() for cell in line.split("|"))
    method, _, endpoint = endpoint.rpartition(" ")
    parts = [part.strip() for part in named.split(",")]
    things = tuple((part.partition("=")[0], part.partition("=")[2]) for part in parts if "=" in part)
    texts = tuple((part.partition(":")[0], part.partition(":")[2]) for part in parts if "=" not in part)
    return method, endpoint, things, texts, right, ended


def surprises(
    actors: Iterable[str],
    relations: Iterable[str],
    surprise_of: Callable[[str, str], str],
    record_property: Callable[[str, object], None],
) -> dict[tuple[str, str], str]:
    """Try each cell and return what was otherwise than expected, by actor and relation."""
    cells = [(actor, relation) for actor in actors for relation in relations]
    record_property("cells", len(cells))
    return {cell: found for cell in cells if (found := surprise_of(*cell))}
