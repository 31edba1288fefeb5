"""The rows of a vocabulary, and the table that holds them in their order of display."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class Term:
    """One code with its label; `source` names the treaty article or manual that it comes from.

    `also` are abbreviations and everyday words, in any language, that people search for it by.
    """

    code: str
    label: Any
    source: str = ""
    also: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Function(Term):
    """What an authority does for a request.

    `within` is the broader function by which a reader would search. `task` is the authority's part in this function (see
    TASKS); it is empty if the function does not distinguish parts. A function that `is_narrow` is for some requests
    alone: it does not make its authority competent for the broader one.
    """

    within: str = ""
    task: str = ""
    is_narrow: bool = field(default=False, kw_only=True)


class SheetExpectation(StrEnum):
    """Which sheets should have a field: without it they count as incomplete. Any sheet may have the field."""

    GENERALLY = "generally"
    OF_MEASURES = "of_measures"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Measure(Term):
    """What a request asks for; `family` is the group that treaties name it with (see MEASURE_FAMILIES).

    `functions` are those of the authorities that such a request goes to, the closest first.
    """

    family: str = ""
    functions: tuple[str, ...] = field(default=("mutual_legal_assistance",), kw_only=True)


@dataclass(frozen=True)
class Instrument(Term):
    """A kind of instrument; `carries` are the families of measures that it can be a basis for, None for all."""

    carries: tuple[str, ...] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class TreatySubject(Term):
    """What a bilateral treaty is about.

    `covers` are the measures and families that such a treaty covers, `may_cover` those that its text may cover as well.
    `channel` is the topic of the channel that it opens between its parties. `offences` are the only ones that it is
    about, none for all.
    """

    covers: tuple[str, ...] = ()
    may_cover: tuple[str, ...] = ()
    channel: str = ""
    offences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel(Term):
    """A lawful way for a request; `topic` is the field that says whether it is open, `yields` a code of YIELDS.

    A channel that `needs_treaty` is opened by a treaty alone, whatever a State says of the channel in general. A
    channel that `is_for_urgent` is for urgent cases alone.
    """

    topic: str = ""
    yields: str = "evidence"
    needs_treaty: bool = False
    is_for_urgent: bool = False


@dataclass(frozen=True)
class Condition(Term):
    """A condition for a treaty to cover a measure: `tests` name what must be true of the offence.

    While it is unknown whether an offence meets a condition, the condition is undecided. If it `is_presumed`, it counts
    as met until something that is known contradicts it.
    """

    tests: tuple[str, ...] = ()
    is_presumed: bool = False


@dataclass(frozen=True)
class ReasonTerm(Term):
    """A reason for or against a treaty as a sentence; `step` says which question it answers.

    The steps are `force` (does it bind both?), `coverage`, `relation` (to other treaties) and `order`.
    """

    step: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class TerritorialSpeaker(Term):
    """Who says how far a treaty reaches: `sentence` has the placeholders `state`, `territory` and `effect`."""

    sentence: Any = field(default="", kw_only=True)


@dataclass(frozen=True)
class Phase(Term):
    """One step of a measure, such as provisional arrest before a request for extradition.

    One that `is_for_urgent` is what an urgent case begins with.
    """

    is_for_urgent: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Topic(Term):
    """One field of a requirement sheet; `group` is its heading there (see TOPIC_GROUPS).

    `measures` are the measures whose sheets should have the field; none stands for all. A field that `is_question` has
    an answer of ANSWERS.
    """

    group: str = ""
    asked: SheetExpectation = SheetExpectation.GENERALLY
    measures: tuple[str, ...] = ()
    is_question: bool = field(default=False, kw_only=True)

    def is_asked(self, measure: str) -> bool:
        """Return whether the sheet of a measure, or the general one for an empty `measure`, should have the field."""
        wanted = SheetExpectation.OF_MEASURES if measure else SheetExpectation.GENERALLY
        return self.asked in (wanted, SheetExpectation.ALWAYS) and (
            not measure or not self.measures or measure in self.measures
        )


Row = TypeVar("Row", bound=Term)


class Vocabulary(Mapping[str, Row], Generic[Row]):
    """Rows by code, in the order in which they are shown."""

    __hash__ = object.__hash__

    def __init__(self, *rows: Row) -> None:
        self._rows = {row.code: row for row in rows}

    def __getitem__(self, code: str) -> Row:
        return self._rows[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def label(self, code: str) -> Any:
        """Return the label of `code`. Raises KeyError for a code that no row has."""
        return self._rows[code].label

    def position(self, code: str) -> int:
        """Return the position of `code` in the order of display."""
        return list(self._rows).index(code)
