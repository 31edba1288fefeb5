"""The declarations of the API's operations. The OpenAPI document and the page that explains the API are made from
them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from directory.api.entries.filters import FILTERS, find_offered, offered
from directory.api.entries.list_options import CONTACTS, WITH_CONTACTS, field_codes, sort_codes
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
    - `kind`: a kind of entry; the filters and orders of its list are also parameters of the operation
    - `is_short`: the entries of the list are in short form, of which callers choose the members
    - `is_entry`: the answer to a write has an ETag; the answer to a reading always has one
    - `is_personal`: an account is needed
    - `matches`: the name of an object; the header If-Match must contain the ETag of this object
    - `sends`: the schema of what the site later sends to the address in `url` of the body
    - `may_be_new`: the header If-Match is optional
    """

    path: str
    name: str
    summary: str
    answer: Schema | None
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = ()
    kind: str = ""
    is_short: bool = False
    is_entry: bool = False
    is_personal: bool = False
    method: str = "get"
    body: Schema | None = None
    matches: str = ""
    sends: str = ""
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
        headers: tuple[Parameter, ...] = () if self.is_write else (IF_NONE_MATCH,)
        if self.matches:
            headers = (
                Parameter("If-Match", f"ETag of {self.matches}.", TAG, "header", is_required=not self.may_be_new),
            )
        repeated = (IDEMPOTENCY_KEY,) if self.method == "post" else ()
        return (*self.parameters, *narrowing, *self._options(), LANGUAGE, *headers, *repeated)

    def query_names(self, asked: Iterable[str]) -> set[str]:
        """Return those of the query parameters `asked` that the operation has."""
        own = (*self.parameters, *self._options(), LANGUAGE)
        known = {one.name for one in own if one.where == "query"}
        filters = {one.name for one in FILTERS.get(self.kind, ())}
        # Looking up a filter may read the database, so only those that are asked for are looked up.
        return {name for name in asked if name in known or (name in filters and find_offered(self.kind, name))}

    def _options(self) -> tuple[Parameter, ...]:
        found = []
        if self.kind:
            found.append(choice("sort", SORT, sort_codes(self.kind)))
        if self.is_short:
            found.append(choice("fields", FIELDS, field_codes(self.kind)))
        if self.is_short and self.kind in WITH_CONTACTS:
            found.append(choice("include", INCLUDE, (CONTACTS,)))
        return tuple(found)

    @property
    def has_pages(self) -> bool:
        """Whether the answer is one part of a list, and the header Link has the addresses of others."""
        return any(one.name in ("page", "since") for one in self.parameters)

    @property
    def tag(self) -> str:
        """The name of the group to which the operation belongs: the first word of its address."""
        return self.path.split("/")[1].removesuffix(".json") or "openapi"

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
    number: Schema = {"type": "integer", "minimum": 0}
    properties = {
        "items": {"type": "array", "items": ref(name)},
        "total": number | {"description": "How many items all pages have."},
        "page": number,
        "per_page": number,
    }
    title = f"{name.removesuffix('InList')}Page"
    warnings: Schema = {"type": "array", "items": {"type": "string"}, "description": "What the answer may lack."}
    return {
        "title": title,
        "type": "object",
        "properties": properties | {"warnings": warnings},
        "required": list(properties),
    }


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


SORT = "By what the list is sorted; with `-` before it backwards. Without it by id. What has no value comes last."
FIELDS = (
    "Which members each item has beside `kind`, `id`, `name`, `jurisdiction`, `url` and what `include` adds; "
    "without it all."
)
INCLUDE = "`contacts`: each item comes with its contacts that everyone may read, as on its own address."
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
