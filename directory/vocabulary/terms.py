"""The rows of a vocabulary, and the table that contains the rows in their order of display."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class Term:
    """One code with its label. `source` is the treaty article or manual from which the code comes.

    `also` are abbreviations and everyday words, in any language, by which people search for the code.
    """

    code: str
    label: Any
    source: str = ""
    also: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Function(Term):
    """A function of an authority in a request.

    `within` is the broader function by which a reader would search. `task` is the authority's part in this function
    (see TASKS). `task` is empty if the function does not distinguish parts. If `is_narrow` is true, the function covers
    only some requests, and does not make its authority competent for the broader function.
    """

    within: str = ""
    task: str = ""
    is_narrow: bool = field(default=False, kw_only=True)


class SheetExpectation(StrEnum):
    """Which sheets should have a field: the general sheet of a State (GENERALLY), the sheets of measures (OF_MEASURES),
    both (ALWAYS) or none (NEVER).

    A sheet that lacks an expected field counts as incomplete. Any sheet may have any field.
    """

    GENERALLY = "generally"
    OF_MEASURES = "of_measures"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True)
class Measure(Term):
    """A measure that a request asks for. `family` is the group under which treaties name the measure (see
    MEASURE_FAMILIES).

    `functions` are the functions of the authorities that receive such a request, the closest first.
    """

    family: str = ""
    functions: tuple[str, ...] = field(default=("mutual_legal_assistance",), kw_only=True)


@dataclass(frozen=True)
class Instrument(Term):
    """A kind of instrument, such as a treaty or an agreement of offices. `carries` are the families of measures for
    which an instrument of this kind can be a basis. None means all families."""

    carries: tuple[str, ...] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class TreatySubject(Term):
    """The subject of a bilateral treaty.

    `covers` are the measures and families that such a treaty covers. `may_cover` are further measures and families that
    only some such treaties cover. `channel` is the code of the field (Topic) about the channel that the treaty opens
    between its parties. If `offences` is not empty, the treaty is about these offences only.
    """

    covers: tuple[str, ...] = ()
    may_cover: tuple[str, ...] = ()
    channel: str = ""
    offences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel(Term):
    """A lawful way to send a request. `topic` is the field that states whether the channel is open.

    `yields` is a code of YIELDS: what a request for evidence by this channel leads to. If `needs_treaty` is true, only
    a treaty opens the channel, whatever a State declares about the channel in general. If `is_for_urgent` is true, the
    channel is for urgent cases only.

    `families` contains the families of measures that the channel serves. If it is empty, the channel serves all
    measures. `kinds` contains the kinds of authorities that this channel reaches and the direct channel does not reach.
    """

    topic: str = ""
    yields: str = "evidence"
    needs_treaty: bool = False
    is_for_urgent: bool = False
    families: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Condition(Term):
    """A condition under which a treaty covers a measure.

    `tests` are names of functions in `atlas.conditions.TESTS`. Each tests the case about which the atlas is asked. The
    condition is not met if one test fails. It is met if all tests pass. Otherwise a needed fact is unknown, and the
    condition is undecided. It is also undecided if `tests` is empty. If `is_presumed` is true, an undecided condition
    counts as met.
    """

    tests: tuple[str, ...] = ()
    is_presumed: bool = False


@dataclass(frozen=True)
class ReasonTerm(Term):
    """A reason for or against a treaty, as a sentence. `step` is the code of the question that the reason answers.

    `force`: does the treaty bind both States? `coverage`: does it cover the measure? `relation`: how does it stand to
    other treaties? `order`: which treaty comes first?
    """

    step: str = field(default="", kw_only=True)


@dataclass(frozen=True)
class TerritorialSpeaker(Term):
    """Who states how far a treaty reaches: a State, the depositary or the treaty itself. `sentence` has the
    placeholders `state`, `territory` and `effect`."""

    sentence: Any = field(default="", kw_only=True)


@dataclass(frozen=True)
class Phase(Term):
    """One phase of a measure, such as provisional arrest before a request for extradition.

    If `is_for_urgent` is true, an urgent case begins with this phase.
    """

    is_for_urgent: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Topic(Term):
    """One field of a requirement sheet. `group` is the field's heading on the sheet (see TOPIC_GROUPS).

    `asked` states which sheets should have the field. If `measures` is not empty, the sheet of a measure should have
    the field only if the measure is in `measures`. If `is_question` is true, the field has an answer of ANSWERS.
    """

    group: str = ""
    asked: SheetExpectation = SheetExpectation.GENERALLY
    measures: tuple[str, ...] = ()
    is_question: bool = field(default=False, kw_only=True)

    def is_asked(self, measure: str) -> bool:
        """Return whether the sheet of a measure should have the field. An empty `measure` means the general sheet."""
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

    def __getitem__(self, code: str) -> Row:
        return self._rows[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def label(self, code: str) -> Any:
        """Return the label of `code`. Raises KeyError if no row has this code."""
        return self._rows[code].label

    def position(self, code: str) -> int:
        """Return the position of `code` in the order of display, from 0. Raises ValueError if no row has this code."""
        return list(self._rows).index(code)
