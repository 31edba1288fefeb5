"""What a resource says of its addresses, from which the OpenAPI document is assembled."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from directory.api.arguments import MOST_PAGES, MOST_PER_PAGE, PER_PAGE
from directory.api.entries.filters import offered

Schema = dict[str, Any]
# The id of an entry, and a day, as bodies name them. Whatever a body may hold has an end, or a little of it costs much.
NAME: Schema = {"type": "string", "maxLength": 250}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "maxLength": 10}
# Told whatever is asked for: characters that nobody sees, a token that is worth nothing, another method than there
# is (also where a part of the address fits no address that takes it), too many requests.
OF_EVERY_OPERATION = (400, 401, 405, 429)


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
    """One act at one address. `answer` is the schema of what it answers, if anything; `errors` are the
    statuses that it can answer besides; an entry has an ETag. `kind` adds the filters of that list.

    What is written has a `method` of its own, and a `body` unless the address says all. `matches` says of what the
    ETag is needed as If-Match, unless what is written `may_be_new`; it is empty where nothing is there yet.
    `is_personal` is for people with an account.
    """

    path: str
    name: str
    summary: str
    answer: Schema | None
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    kind: str = ""
    is_entry: bool = False
    is_personal: bool = False
    method: str = "get"
    body: Schema | None = None
    matches: str = ""
    may_be_new: bool = False
    status: int = 200

    @property
    def is_write(self) -> bool:
        """Whether it changes something."""
        return self.method != "get"

    def all_parameters(self) -> tuple[Parameter, ...]:
        """Return its parameters with those of the filters that are offered now, and of every address."""
        filters = offered(self.kind).values() if self.kind else ()
        narrowing = (choice(one.name, one.description, one.codes) for one in filters)
        headers = (IF_NONE_MATCH,) if self.is_entry and not self.is_write else ()
        if self.matches:
            headers = (
                Parameter("If-Match", f"ETag of {self.matches}.", TAG, "header", is_required=not self.may_be_new),
            )
        repeated = (IDEMPOTENCY_KEY,) if self.method == "post" else ()
        return (*self.parameters, *narrowing, LANGUAGE, *headers, *repeated)

    def example_address(self) -> str:
        """Return an address of it, made of the examples of the parameters that it needs."""
        needed = [one for one in self.parameters if one.is_required or one.where == "path"]
        asked = urlencode({one.name: one.example for one in needed if one.where == "query"}, doseq=True)
        address = self.path.format(**{one.name: one.example for one in needed if one.where == "path"})
        return f"{address}?{asked}" if asked else address

    def all_errors(self) -> tuple[int, ...]:
        """Return the statuses of problems that it can answer, those of every address included."""
        of_people = (403,) if self.is_personal else ()
        of_writes = (400, 404, 409) if self.is_write else ()
        of_bodies = (413, 415, 422) if self.body is not None else (422,) if self.is_write else ()
        of_versions = (412, 428) if self.matches else ()
        every = {*self.errors, *OF_EVERY_OPERATION, *of_people, *of_writes, *of_bodies, *of_versions}
        return tuple(sorted(every))


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


PAGE = _number("page", "Which page of the list, from 1.", 1, MOST_PAGES)
PAGES = (
    PAGE,
    _number("per_page", "How many items a page has.", PER_PAGE, MOST_PER_PAGE),
)
LANGUAGE = Parameter(
    "lang",
    "Code of the language of names and labels, before Accept-Language; one that is not known is passed over.",
    {"type": "string"},
    example="en",
)
TAG: Schema = {"type": "string", "minLength": 1}
IF_NONE_MATCH = Parameter("If-None-Match", "ETag of the answer that the caller has.", {"type": "string"}, "header")
IDEMPOTENCY_KEY = Parameter(
    "Idempotency-Key",
    "Any text of your own. The same request sent again under it within a day does nothing more, and is answered with "
    "what the first one made as it stands now.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    "header",
)
