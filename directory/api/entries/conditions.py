"""The filters of lists, and their SQL conditions. A filter is offered only while all details in its conditions are
public: otherwise callers could guess restricted values."""

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
    """One filter of a list. A row that meets any of the `conditions` matches. If `codes` is None, every text is
    possible."""

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
    """Return a function that takes values and returns the SQL condition that a row's detail is one of the values."""
    return attribute.in_


def holds_any(attribute: Attribute) -> Condition:
    """Return a function that takes values and returns the SQL condition that a row's list of codes contains one of the
    values."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        # Both databases store a list of codes as JSON in a text column; codes contain no quotation mark.
        listed = cast(attribute, String)
        return or_(*(listed.contains(f'"{value}"', autoescape=True) for value in values))

    return meets


def through(own: Attribute, link: Attribute, attribute: Attribute, *also: ColumnElement[bool]) -> Condition:
    """Return a function that takes values and returns an SQL condition for the rows of a list.

    A row meets the condition if its `own` equals the `link` of a row of another table. The row of the other table must
    have one of the values in `attribute`, and must meet all conditions in `also`.
    """

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        return own.in_(select(link).where(attribute.in_(values), *also))

    return meets


def has_confidence(model: type[Entry]) -> Condition:
    """Return a function that takes confidences. It returns the SQL condition that one of a row's public details has one
    of the confidences."""

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
