"""The facts on treaties and States to which the rules of the atlas apply, as far as a viewer may read them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.treaties.statement_scope import holds_on
from directory.vocabulary import covers

# Stands in place of a treaty's key for extradition without any treaty.
WITHOUT_TREATY = "no_treaty_route"


@dataclass(frozen=True)
class TreatyActFacts:
    """One act of a State on a treaty, such as signature, ratification or withdrawal."""

    action: str
    date_kind: str
    acted_on: date | None
    is_supported: bool
    towards: str = ""


@dataclass(frozen=True)
class CoverageFacts:
    """One row of a treaty's coverage; see `models.TreatyCoverage`."""

    measures: tuple[str, ...]
    offences: tuple[str, ...] = ()
    # The key of another treaty, or empty. The row counts only between parties to that treaty.
    through: str = ""
    conditions: tuple[str, ...] = ()
    article: str = ""
    is_supported: bool = False

    def names(self, measure: str, offence: str) -> bool:
        """Return whether the row covers both a measure and an offence. A row that names no offences covers every
        offence."""
        return covers(self.measures, measure) and (not self.offences or offence in self.offences)


@dataclass(frozen=True)
class RelationFacts:
    """The effect of one clause of a treaty. The clause affects the treaty `other`, or all treaties whose level is in
    `levels`."""

    effect: str
    other: str = ""
    levels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    article: str = ""
    # For a clause that amends `other`, the paragraphs of `other` that the clause replaces. For any other clause, the
    # paragraphs of its article that give way.
    paragraphs: str = ""
    is_supported: bool = False

    def is_about(self, measure: str) -> bool:
        """Return whether the clause applies to a measure."""
        return not self.measures or covers(self.measures, measure)

    def replaces(self, article: str) -> bool:
        """Return whether this clause replaces `article` (such as "12(1)") of the treaty that it amends."""
        replaced = filter(None, map(str.strip, self.paragraphs.split(";")))
        return self.effect == "amends" and any(_contains(part, article) for part in replaced)

    @property
    def has_procedure(self) -> bool:
        """Whether the treaty that contains this clause also has rules of procedure of its own."""
        return numbers(self.article)[1:] != numbers(self.paragraphs) or not self.paragraphs

    def gives_way_in(self, article: str) -> bool:
        """Return whether an article such as "18(13)" gives way to another treaty.

        Call this only for a clause by which its treaty gives way.
        """
        cited, own = numbers(article), numbers(self.article)
        if cited[:1] != own[:1]:
            return False
        bounds = numbers(self.paragraphs)
        return not bounds or (len(cited) > 1 and bounds[0] <= cited[1] <= bounds[-1])


@dataclass(frozen=True)
class TreatyFacts:
    """One treaty with the facts that decide on its use."""

    key: str
    level: str
    instrument: str = "treaty"
    subject: str = ""
    # The day on which the treaty was signed or opened for signature.
    concluded_on: date | None = None
    force: str = ""
    in_force_from: date | None = None
    in_force_year: int | None = None
    entry_days: int | None = None
    entry_months: int | None = None
    # The year of the newest list of parties.
    listed_in: int | None = None
    is_supported: bool = False
    parties: frozenset[str] = frozenset()
    coverage: tuple[CoverageFacts, ...] = ()
    relations: tuple[RelationFacts, ...] = ()

    def relations_of(self, *effects: str) -> list[RelationFacts]:
        """Return the clauses with one of these effects, in the order of `relations`."""
        return [one for one in self.relations if one.effect in effects]

    @property
    def is_read(self) -> bool:
        """Whether the text of the treaty was read for all measures that the treaty covers."""
        return bool(self.coverage) and all(
            row.is_supported and "text_not_read" not in row.conditions for row in self.coverage
        )

    @property
    def main(self) -> str:
        """The key of the main treaty: the treaty that this treaty supplements or amends. Empty if there is no such
        treaty."""
        return next((one.other for one in self.relations_of("supplements", "amends")), "")


@dataclass(frozen=True)
class StateRelationFacts:
    """A relation of two States, valid in [since, until). A bound is None if it is not known."""

    relation: str
    states: frozenset[str]
    since: date | None
    until: date | None
    is_supported: bool

    def holds(self, on: date) -> bool:
        """Return whether the relation is valid on a day. An unknown bound excludes no day."""
        return holds_on(on, self.since, self.until)


@dataclass(frozen=True)
class AcceptanceFacts:
    """A State's statement on extradition under or without a treaty, valid in [since, until). `answer` is a code of
    ANSWERS."""

    answer: str
    # The only State towards which the statement is valid. Empty means every State.
    towards: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class ReservationFacts:
    """A State's reservation against articles of a treaty, valid in [since, until). If `measures` is empty, the
    reservation applies to all measures."""

    # Cites the articles, separated by semicolons.
    article: str
    measures: tuple[str, ...] = ()
    # The only State towards which the reservation is valid. Empty means every State.
    towards: str = ""
    since: date | None = None
    until: date | None = None

    def excludes(self, article: str, measure: str, others: Collection[str], on: date) -> bool:
        """Return whether the reservation excludes an article for a measure, on a day, towards at least one of the
        States `others`."""
        is_on = any(_contains(part, article) for part in filter(None, map(str.strip, self.article.split(";"))))
        is_about = not self.measures or covers(self.measures, measure)
        is_towards = not self.towards or self.towards in others
        return is_on and is_about and is_towards and holds_on(on, self.since, self.until)


@dataclass(frozen=True)
class NetworkFacts:
    """A network of desks. `treaty` is the key of the treaty that creates the network, or empty."""

    treaty: str
    # Only States for which facts were loaded.
    members: frozenset[str]
    # The measures that the desks serve. Empty means all.
    measures: tuple[str, ...]


@dataclass(frozen=True)
class AtlasFacts:
    """The facts on some States. In the mappings, a key that is a pair of strings is (treaty, State)."""

    treaties: Mapping[str, TreatyFacts]
    acts: Mapping[tuple[str, str], tuple[TreatyActFacts, ...]]
    # Statements on the treaty as a basis for extradition. WITHOUT_TREATY stands for extradition without a treaty.
    declared: Mapping[tuple[str, str], tuple[AcceptanceFacts, ...]]
    state_relations: tuple[StateRelationFacts, ...] = ()
    networks: Mapping[str, NetworkFacts] = field(default_factory=dict)
    reservations: Mapping[tuple[str, str], tuple[ReservationFacts, ...]] = field(default_factory=dict)
    # The results of `treaty_force.force_by_treaty` by States and day. The measures of a draft share them.
    forces: dict[tuple[tuple[str, ...], date], Any] = field(init=False, default_factory=dict, compare=False)

    def excluded_by(self, treaty: str, states: Collection[str], on: date) -> tuple[str, ...]:
        """Return the States that declared that they do not apply a treaty towards another State. Both States must be in
        `states`. The result is in the order of `states`."""
        return tuple(
            state
            for state in states
            if any(
                one.answer == "no" and one.towards in states and holds_on(on, one.since, one.until)
                for one in self.declared.get((treaty, state), ())
            )
        )

    def acceptance(self, treaty: str, requested: str, requesting: str, on: date) -> str:
        """Return the requested State's answer on a treaty as a basis for extradition: a code of ANSWERS, or an empty
        string.

        An answer given towards the requesting State alone outweighs a general answer.
        """
        told = self.declared.get((treaty, requested), ())
        valid = [one for one in told if one.towards in ("", requesting) and holds_on(on, one.since, one.until)]
        return max(valid, key=lambda one: bool(one.towards)).answer if valid else ""


def overlap(cited: str, article: str) -> bool:
    """Return whether two citations name the same article.

    A less exact citation includes a more exact one: "6(1)" overlaps "6" and "6(1)(a)", but not "6(2)" or "16(1)".
    """
    one, other = _spans(cited), _spans(article)
    points = _points(cited), _points(article)
    if all(points) and points[0].isdisjoint(points[1]):
        return False
    pairs = zip(one, other, strict=False)
    return bool(one and other) and all(low <= last and first <= high for (low, high), (first, last) in pairs)


def _contains(whole: str, article: str) -> bool:
    """Return whether the citation `whole` includes the citation `article`: "12" includes "12(1)", but "12(1)" does not
    include "12"."""
    bounds, spans = _spans(whole), _spans(article)
    pairs = zip(bounds, spans, strict=False)
    letters = _letters(whole)
    if letters and letters != _letters(article)[: len(letters)]:
        return False
    return len(bounds) <= len(spans) and all(low <= first and last <= high for (low, high), (first, last) in pairs)


def _spans(article: str) -> list[tuple[int, int]]:
    """Return ranges of articles and paragraphs: (21, 21) and (1, 6) for "21(1-6)(a)"."""
    found = re.findall(r"([0-9]+)(?:-([0-9]+))?", article)[:2]
    return [(int(first), int(last or first)) for first, last in found]


def _letters(article: str) -> list[str]:
    return re.findall(r"\(([a-z])\)", article)


def _points(article: str) -> set[str]:
    """Return the letters of points: a, b and c for "5(1)(a)-(c)"."""
    found = re.findall(r"\(([a-z])\)(?:-\(([a-z])\))?", article)
    return {chr(point) for first, last in found for point in range(ord(first), ord(last or first) + 1)}


def numbers(article: str) -> list[int]:
    """Return the numbers in an article or a range, in their order: "18(13)" gives 18 and 13."""
    return [int(number) for number in re.findall(r"[0-9]+", article)]
