"""What a filter of a list is, and the conditions that filters are made of.

A filter says which details it tells of; it is offered only while everyone may read all of them,
so that it can never be used to guess a value that the gate holds back.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from directory.access.policy import may_read
from directory.access.viewer import ANONYMOUS
from directory.models import Entry, Provenance, details_of
from directory.vocabulary import CONFIDENCES, Audience

Attribute = InstrumentedAttribute[Any]
Meets = Callable[[Sequence[str]], ColumnElement[bool]]


@dataclass(frozen=True)
class Condition:
    """What rows must meet for any of the values asked for, and the details that this tells of."""

    meets: Meets
    tells_of: tuple[Attribute, ...]

    @property
    def is_open(self) -> bool:
        """Whether everyone may read all that it tells of; a column that is no detail tells nothing."""
        columns = (attribute.property.columns[0] for attribute in self.tells_of)
        return all(_is_open(column.info["detail"].audience) for column in columns if "detail" in column.info)


@dataclass(frozen=True)
class Filter:
    """One way to narrow a list: to the rows that meet any condition. `codes` are all values, if closed."""

    name: str
    description: str
    conditions: tuple[Condition, ...]
    codes: Collection[str] | None = None

    @property
    def is_offered(self) -> bool:
        """Whether the list may be narrowed by it."""
        return all(condition.is_open for condition in self.conditions)

    def meets(self, values: Sequence[str]) -> ColumnElement[bool]:
        """Return the condition for any of the values."""
        return or_(*(condition.meets(values) for condition in self.conditions))


def equals(attribute: Attribute) -> Condition:
    """Return the condition that a detail of the row has one of the values."""
    return Condition(attribute.in_, (attribute,))


def holds_any(attribute: Attribute) -> Condition:
    """Return the condition that a list of codes in the row has one of the values."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        # A list of codes is JSON in a text column of either database; codes hold no quotation mark.
        listed = cast(attribute, String)
        return or_(*(listed.contains(f'"{value}"', autoescape=True) for value in values))

    return Condition(meets, (attribute,))


def through(own: Attribute, link: Attribute, attribute: Attribute) -> Condition:
    """Return the condition that `own` is the `link` of some row whose `attribute` has one of the values."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        return own.in_(select(link).where(attribute.in_(values)))

    return Condition(meets, (own, link, attribute))


def has_confidence(model: type[Entry]) -> Condition:
    """Return the condition that a detail which everyone may read has one of the values as confidence."""

    def meets(values: Sequence[str]) -> ColumnElement[bool]:
        readable = [declared.name for declared in details_of(model) if _is_open(declared.detail.audience)]
        found = select(Provenance.key).where(
            Provenance.kind == model.KIND, Provenance.detail.in_(readable), Provenance.confidence.in_(values)
        )
        return model.key.in_(found)

    return Condition(meets, ())


def verified(model: type[Entry]) -> Filter:
    """Return the filter by confidence that every list has."""
    return Filter("verified", "A confidence that some detail has.", (has_confidence(model),), CONFIDENCES)


def _is_open(audience: Audience | str) -> bool:
    return isinstance(audience, Audience) and may_read(ANONYMOUS, audience)
