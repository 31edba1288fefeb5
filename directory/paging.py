"""Pagination of long lists. Pages are numbered from 1. A page number past the end gives the last page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from directory.extensions import db

PER_PAGE = 50
MOST_DIGITS = 6

Row = TypeVar("Row")


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of a list, with at most PER_PAGE rows. `total` is the number of rows on all pages together."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """The number of pages, at least one."""
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True)
class ListFilter:
    """The filter and the page number of a list. Subclasses add the fields of the filter.

    Each field has the name of its query parameter. An empty field does not filter.
    """

    page: int = field(default=1, kw_only=True)

    @classmethod
    def parameters(cls) -> tuple[str, ...]:
        """Return the names of the query parameters, including `page`."""
        return tuple(one.name for one in fields(cls))

    @property
    def arguments(self) -> dict[str, str]:
        """The query parameters of the filter with their values, without empty values and without the page number."""
        return {name: value for name in self.parameters() if name != "page" and (value := getattr(self, name))}


def page_number(arguments: Mapping[str, str]) -> int:
    """Return the page number from query parameters, or 1 if they have no valid page number.

    A valid page number consists of at most MOST_DIGITS digits, and is 1 or more.
    """
    text = arguments.get("page", "")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 1


def paginate(query: Select[Any], page: int) -> Paged[Any]:
    """Return one page of the rows of a query, in the query's order. A page number past the end gives the last page."""
    rows = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    if page == 1 and len(rows) < PER_PAGE:
        # The first page has all rows: no second query is needed to count them.
        return Paged(rows, len(rows), page)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    found = Paged(rows, total, page)
    return found if page <= found.pages else paginate(query, found.pages)


def paginate_rows(rows: Sequence[Row], page: int) -> Paged[Row]:
    """Return one page of a sequence in memory, in its order. A page number past the end gives the last page."""
    page = min(page, max(1, -(-len(rows) // PER_PAGE)))
    return Paged(rows[(page - 1) * PER_PAGE : page * PER_PAGE], len(rows), page)
