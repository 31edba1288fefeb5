"""Reads query parameters of the API strictly: a wrong value is an error."""

from collections.abc import Collection
from dataclasses import dataclass

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from directory.errors import InvalidInput

PER_PAGE = 20
MOST_PER_PAGE = 100
MOST_PAGES = 10_000
MOST_DIGITS = 12


@dataclass(frozen=True)
class PageArguments:
    """The requested page of a list, from 1, and the number of rows on a page."""

    page: int
    per_page: int

    @property
    def offset(self) -> int:
        """The number of rows before this page."""
        return (self.page - 1) * self.per_page


def read_page(arguments: MultiDict[str, str]) -> PageArguments:
    """Return the requested page, by default the first. Raises InvalidInput for an invalid number; the message names the
    parameter."""
    page = read_page_number(arguments)
    return PageArguments(page, read_number(arguments, "per_page", default=PER_PAGE, least=1, most=MOST_PER_PAGE))


def read_page_number(arguments: MultiDict[str, str]) -> int:
    """Return the number of the requested page, by default 1. Raises InvalidInput if the value is not a whole number
    from 1 to MOST_PAGES."""
    return read_number(arguments, "page", default=1, least=1, most=MOST_PAGES)


def read_number(arguments: MultiDict[str, str], field: str, *, default: int, least: int, most: int) -> int:
    """Return the whole number in a parameter, or `default` if the parameter is missing. Raises InvalidInput if the
    value is not a whole number from `least` to `most`; the message names the parameter."""
    text = arguments.get(field, str(default))
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else -1
    if not least <= number <= most:
        raise InvalidInput(
            gettext("%(field)s must be a whole number from %(least)s to %(most)s.", field=field, least=least, most=most)
        )
    return number


def read_values(arguments: MultiDict[str, str], field: str, codes: Collection[str] | None) -> tuple[str, ...]:
    """Return the non-empty values of a filter without duplicates, in the order sent. Raises InvalidInput for a value
    that is not in `codes`. If `codes` is None, every value is allowed."""
    values = tuple(dict.fromkeys(filter(None, arguments.getlist(field))))
    for value in values:
        if codes is not None and value not in codes:
            raise InvalidInput(gettext("%(field)s must be one of: %(codes)s.", field=field, codes=", ".join(codes)))
    return values
