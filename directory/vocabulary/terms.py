"""The rows of a vocabulary, and the table that contains the rows in their order of display."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class Term:
    """One code with its label. `source` is the treaty article or manual from which the code comes.

    `also` are other words for the same that people type into the search: abbreviations and everyday words, in any
    language.
    """

    code: str
    label: Any
    source: str = ""
    also: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Function(Term):
    """A function of an authority in a request. `within` is the broader function of which this function is a part.

    `task` is the authority's part in the function (TASKS). If `is_narrow` is true, the authority is not competent for
    the broader function.
    """

    within: str = ""
    task: str = ""
    is_narrow: bool = field(default=False, kw_only=True)


class SheetExpectation(StrEnum):
    """Which requirement sheets should have a field: the general sheet of a State (GENERALLY), the sheets of measures
    (OF_MEASURES), both kinds (ALWAYS) or no sheet (NEVER)."""

    GENERALLY = "generally"
    OF_MEASURES = "of_measures"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Measure(Term):
    """A measure that a request asks for. `family` is the group under which treaties name the measure
    (MEASURE_FAMILIES).

    `functions` are the functions of the authorities that receive such a request, the closest first.
    """

    family: str = ""
    functions: tuple[str, ...] = field(default=("mutual_legal_assistance",), kw_only=True)


@dataclass(frozen=True)
class Instrument(Term):
    """A kind of legal instrument, such as a treaty between States or a memorandum.

    `carries` are the families of measures for which such an instrument can be a legal basis; None means all.
    """

    carries: tuple[str, ...] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class TreatySubject(Term):
    """The subject of a bilateral treaty.

    - `covers`: the measures and families that such a treaty covers.
    - `may_cover`: the measures and families that only some such treaties cover.
    - `channel`: the field (Topic) about the channel that the treaty opens.
    - `offences`: the only offences that the treaty is about; empty means all.
    """

    covers: tuple[str, ...] = ()
    may_cover: tuple[str, ...] = ()
    channel: str = ""
    offences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel(Term):
    """A lawful way to send a request.

    - `topic`: the field that states whether the channel is open.
    - `yields`: what a request for evidence leads to, a code of YIELDS.
    - `needs_treaty`: if true, the channel is open only if a treaty opens it.
    - `is_for_urgent`: if true, the statement of a State opens the channel for urgent cases only.
    - `families`: the families of measures that the channel serves; empty means all.
    - `receivers`: the only kinds of authorities that may receive a request by this channel; empty means any.
    - `kinds`: the kinds of authorities that depend on the channel. If every channel that names a kind is closed, no
      request is addressed to authorities of this kind.
    """

    topic: str = ""
    yields: str = "evidence"
    needs_treaty: bool = False
    is_for_urgent: bool = False
    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    receivers: tuple[str, ...] = ()

    def reaches(self, kind: str) -> bool:
        """Return whether a request to an authority of this kind can take the channel. True if the kind is unknown."""
        return not kind or not self.receivers or kind in self.receivers


@dataclass(frozen=True)
class Condition(Term):
    """A condition under which a treaty covers a measure.

    - `tests`: names of functions in `atlas.conditions.TESTS`. The condition is met if all tests pass, and not met if
      one fails.
    - `is_presumed`: the condition counts as met if its tests cannot decide.
    """

    tests: tuple[str, ...] = ()
    is_presumed: bool = False


@dataclass(frozen=True)
class ReasonTerm(Term):
    """A reason for or against a treaty as the basis of a request. `step` is the question that the reason answers:

    - `force`: does the treaty bind both States?
    - `coverage`: does the treaty cover the measure?
    - `relation`: how does the treaty relate to other treaties?
    - `order`: which treaty comes first?
    """

    step: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class TerritorialSpeaker(Term):
    """Who states to which territories of a State a treaty applies: the State, the depositary or the treaty.

    `sentence` has the placeholders `state`, `territory` and `effect`.
    """

    sentence: Any = field(default="", kw_only=True)


@dataclass(frozen=True)
class Phase(Term):
    """One phase of a measure, such as provisional arrest. If `is_for_urgent` is true, an urgent case begins with this
    phase."""

    is_for_urgent: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class ReleaseTerm(Term):
    """How long a person may be held in provisional arrest until the request arrives.

    `fewest_days` is the fewest days that this time can have, since months differ in length.
    """

    fewest_days: int = field(kw_only=True)


@dataclass(frozen=True)
class Topic(Term):
    """One field of a requirement sheet. `group` is its heading on the sheet (TOPIC_GROUPS).

    `asked` says which sheets should have the field. If `measures` is not empty, the sheets of other measures need not
    have it. If `is_question` is true, the answer is one of ANSWERS.
    """

    group: str = ""
    asked: SheetExpectation = SheetExpectation.GENERALLY
    measures: tuple[str, ...] = ()
    is_question: bool = field(default=False, kw_only=True)

    def is_asked(self, measure: str) -> bool:
        """Return whether the requirement sheet of a measure should have the field. An empty `measure` means the general
        sheet."""
        wanted = SheetExpectation.OF_MEASURES if measure else SheetExpectation.GENERALLY
        return self.asked in (wanted, SheetExpectation.ALWAYS) and (
            not measure or not self.measures or measure in self.measures
        )


Row = TypeVar("Row", bound=Term)


class Vocabulary(Mapping[str, Row], Generic[Row]):
    """A mapping from code to row, in the order of display."""

    __hash__ = object.__hash__

    def __init__(self, *rows: Row) -> None:
        self._rows = {row.code: row for row in rows}
        self._positions = {code: position for position, code in enumerate(self._rows)}

    def __getitem__(self, code: str) -> Row:
        return self._rows[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def label(self, code: str) -> Any:
        """Return the label of `code`. Raises KeyError for an unknown code."""
        return self._rows[code].label

    def position(self, code: str) -> int:
        """Return the position of `code` in the order of display, from 0. Raises KeyError for an unknown code."""
        return self._positions[code]
