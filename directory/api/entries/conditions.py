"""The filters of lists, and the SQL conditions that they consist of.

A filter is offered only while all details in its conditions are public. Otherwise callers could use the filter to guess
a restricted value.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.gate import is_open
from directory.models import Entry, Provenance, details_of
from directory.vocabulary import CONFIDENCES

Attribute = InstrumentedAttribute[Any]
# A function that returns, for the requested values, the SQL condition that a row has one of them.
Condition = Callable[[Sequence[str]], ColumnElement[bool]]


@dataclass(frozen=True)
class Filter:
    """One filter of a list. A row matches the filter if it meets any of the `conditions`. `codes` are the possible
    values, or None if every text is possible."""

    name: str
    description: str
    conditions: tuple[Condition, ...]
    codes: Collection[str] | None = None

    @property
    def is_offered(self) -> bool:
        """Whether callers may use the filter: all details in its conditions are public."""
        return is_open(self.meets(("",)))

    def meets(self, values: Sequence[str]) -> ColumnElement[bool]:
        """Return the SQL condition that a row matches the filter with any of `values`."""
        return or_(*(condition(values) for condition in self.conditions))


def equals(attribute: Attribute) -> Condition:
    """Return a function that makes an SQL condition from values. A row meets the condition if its detail `attribute` is
    one of the values."""
    return attribute.in_


def holds_any(attribute: Attribute) -> Condition:
    """Return a function that makes an SQL condition from values. A row meets the condition if its list of codes
    `attribute` contains one of the values."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        # Both databases store a list of codes as JSON in a text column; codes contain no quotation mark.
        listed = cast(attribute, String)
        return or_(*(listed.contains(f'"{value}"', autoescape=True) for value in values))

    return meets


def through(own: Attribute, link: Attribute, attribute: Attribute, *also: ColumnElement[bool]) -> Condition:
    """Return a function that makes an SQL condition from values. A row of the list meets the condition if a linked row
    of another table has one of the values.

    Two rows are linked if `own`, a column of the list, equals `link`, a column of the other table. `attribute` is the
    column of the other table that has one of the values. `also` are further SQL conditions on the row of the other
    table.
    """

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        return own.in_(select(link).where(attribute.in_(values), *also))

    return meets


def has_confidence(model: type[Entry]) -> Condition:
    """Return a function that makes an SQL condition from confidences. A row meets the condition if one of its public
    details has one of these confidences."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        readable = [one.name for one in details_of(model) if is_open(getattr(model, one.name).is_not(None))]
        found = select(Provenance.key).where(
            Provenance.kind == model.KIND, Provenance.detail.in_(readable), Provenance.confidence.in_(values)
        )
        return model.key.in_(found)

    return meets


def verified(model: type[Entry]) -> Filter:
    """Return the filter by confidence, which every list has."""
    return Filter("verified", "A confidence that some detail has.", (has_confidence(model),), CONFIDENCES)
