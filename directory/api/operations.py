"""What a resource says of its addresses, from which the OpenAPI document is assembled."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from directory.api.arguments import MOST_PAGES, MOST_PER_PAGE, PER_PAGE
from directory.api.filters import offered

Schema = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    """One parameter of an address; `where` is `query`, `path` or `header`."""

    name: str
    description: Any
    schema: Schema
    where: str = "query"
    example: Any = None
    is_required: bool = False


@dataclass(frozen=True)
class Operation:
    """One address that is read. `answer` is the schema of what it answers, `errors` the statuses
    that it can answer besides; an entry has an ETag. `kind` adds the filters of that list."""

    path: str
    name: str
    summary: str
    answer: Schema
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    kind: str = ""
    is_entry: bool = False

    def all_parameters(self) -> tuple[Parameter, ...]:
        """Return its parameters with those of the filters that are offered now, and of every address."""
        filters = offered(self.kind).values() if self.kind else ()
        narrowing = (choice(one.name, one.description, one.codes) for one in filters)
        return (*self.parameters, *narrowing, LANGUAGE, *((IF_NONE_MATCH,) if self.is_entry else ()))


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(name: str) -> Schema:
    """Return the schema of a page of a list."""
    return {"allOf": [ref("Page")], "properties": {"items": {"type": "array", "items": ref(name)}}}


def choice(name: str, description: Any, codes: Collection[str] | None = None) -> Parameter:
    """Return a parameter that may be repeated: any of its values will do."""
    values: Schema = {"type": "string"} if codes is None else {"type": "string", "enum": list(codes)}
    return Parameter(name, description, {"type": "array", "items": values})


def key(description: str, example: str, name: str = "key") -> Parameter:
    """Return the part of an address that names an entry."""
    return Parameter(name, description, {"type": "string"}, "path", example)


def _number(name: str, description: str, default: int, most: int) -> Parameter:
    return Parameter(name, description, {"type": "integer", "minimum": 1, "maximum": most, "default": default})


PAGES = (
    _number("page", "Which page of the list, from 1.", 1, MOST_PAGES),
    _number("per_page", "How many items a page has.", PER_PAGE, MOST_PER_PAGE),
)
LANGUAGE = Parameter(
    "lang",
    "Code of the language of names and labels, before Accept-Language; one that is not known is passed over.",
    {"type": "string"},
    example="en",
)
IF_NONE_MATCH = Parameter("If-None-Match", "ETag of the answer that the caller has.", {"type": "string"}, "header")
