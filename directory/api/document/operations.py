"""The declarations of the API's operations. The OpenAPI document and the page that explains the API are made from
them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from directory.api.entries.filters import offered
from directory.api.query_parameters import MOST_PAGES, MOST_PER_PAGE, PER_PAGE

Schema = dict[str, Any]
# The schemas of an entry's id and of a day in a body. A maximum length bounds the cost of checking a text.
NAME: Schema = {"type": "string", "maxLength": 250}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$", "maxLength": 10}
# The schemas of an instant and of a truth value in an answer.
INSTANT: Schema = {"type": "string", "format": "date-time"}
FLAG: Schema = {"type": "boolean"}
# Errors that any request may cause: invisible characters, an invalid token, a method that the address does not accept,
# too many requests. If a variable part of the address is a wrong word, the address may be that of another operation,
# which refuses the method.
OF_EVERY_OPERATION = (400, 401, 405, 429)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a request; `where` is `query`, `path` or `header`."""

    name: str
    description: Any
    schema: Schema
    where: str = "query"
    example: Any = None
    is_required: bool = False


@dataclass(frozen=True)
class Operation:
    """One operation: a method at an address.

    - `answer`, `status`: schema (None without a body) and status of the answer
    - `errors`: error statuses that only this operation has
    - `kind`: a kind of entry; the filters of its list are also parameters of the operation
    - `is_entry`: the answer has an ETag
    - `is_personal`: an account is needed
    - `matches`: the name of an object; the header If-Match must contain the ETag of this object
    - `may_be_new`: the header If-Match is optional
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
        """Whether the operation may change data."""
        return self.method != "get"

    def all_parameters(self) -> tuple[Parameter, ...]:
        """Return all parameters: the operation's own, the filters that its list offers, the language, and the headers
        that the operation accepts."""
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
        """Return the address, filled in with the example values of its parts and of the required query parameters."""
        needed = [one for one in self.parameters if one.is_required or one.where == "path"]
        asked = urlencode({one.name: one.example for one in needed if one.where == "query"}, doseq=True)
        address = self.path.format(**{one.name: one.example for one in needed if one.where == "path"})
        return f"{address}?{asked}" if asked else address

    def all_errors(self) -> tuple[int, ...]:
        """Return the statuses of all errors of the operation, ascending."""
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
    """Return the schema of a page of a list whose items have the schema `name`."""
    return {"allOf": [ref("Page")], "properties": {"items": {"type": "array", "items": ref(name)}}}


def choice(name: str, description: Any, codes: Collection[str] | None = None) -> Parameter:
    """Return a filter parameter that may be repeated: an entry matches if it has any of the values. If `codes` is None,
    every text is allowed."""
    values: Schema = {"type": "string"} if codes is None else {"type": "string", "enum": list(codes)}
    return Parameter(name, description, {"type": "array", "items": values})


def key(description: str, example: str, name: str = "key") -> Parameter:
    """Return the parameter for the variable part `name` of an address."""
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
