"""Filters of lists, and the SQL conditions of these filters.

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
# Returns, for the requested values, the SQL condition that a row has one of the values.
Condition = Callable[[Sequence[str]], ColumnElement[bool]]


@dataclass(frozen=True)
class Filter:
    """One filter of a list: a row matches if it meets any of the conditions. `codes` are the possible values, or None
    if every text is possible."""

    name: str
    description: str
    conditions: tuple[Condition, ...]
    codes: Collection[str] | None = None

    @property
    def is_offered(self) -> bool:
        """Whether callers may use the filter: all details in its conditions are public."""
        return is_open(self.meets(("",)))

    def meets(self, values: Sequence[str]) -> ColumnElement[bool]:
        """Return the condition that a row matches one of the values."""
        return or_(*(condition(values) for condition in self.conditions))


def equals(attribute: Attribute) -> Condition:
    """Return the condition that a detail of the row has one of the values."""
    return attribute.in_


def holds_any(attribute: Attribute) -> Condition:
    """Return the condition that a list of codes in the row contains one of the values."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        # Both databases store a list of codes as JSON in a text column; codes contain no quotation mark.
        listed = cast(attribute, String)
        return or_(*(listed.contains(f'"{value}"', autoescape=True) for value in values))

    return meets


def through(own: Attribute, link: Attribute, attribute: Attribute, *also: ColumnElement[bool]) -> Condition:
    """Return the condition that another table has a matching row that belongs to this row.

    A row of the other table belongs to this row if its `link` equals this row's `own`. Such a row matches if its
    `attribute` is one of the values and the row meets the conditions `also`.
    """

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        return own.in_(select(link).where(attribute.in_(values), *also))

    return meets


def has_confidence(model: type[Entry]) -> Condition:
    """Return the condition that a public detail of the row has one of the values as its confidence."""

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
