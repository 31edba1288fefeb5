"""The facts on treaties and States that the rules of the atlas look at, as far as a viewer may read them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from directory.vocabulary import covers


@dataclass(frozen=True)
class TreatyActFacts:
    """One act of a State under a treaty, as `treaties.standing` judges it, and whether a source supports it."""

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
    through: str = ""
    conditions: tuple[str, ...] = ()
    article: str = ""
    is_supported: bool = False

    def names(self, measure: str, offence: str) -> bool:
        """Return whether the row covers a measure, by name or by its family, and an offence."""
        return covers(self.measures, measure) and (not self.offences or offence in self.offences)


@dataclass(frozen=True)
class RelationFacts:
    """What a clause of a treaty does to others; see `models.TreatyRelation`."""

    effect: str
    other: str = ""
    levels: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    article: str = ""
    paragraphs: str = ""
    is_supported: bool = False

    def is_about(self, measure: str) -> bool:
        """Return whether the clause holds for a measure."""
        return not self.measures or covers(self.measures, measure)

    def gives_way_in(self, article: str) -> bool:
        """Return whether an article such as "18(13)" is among those that give way to another treaty."""
        cited, own = _numbers(article), _numbers(self.article)
        if cited[:1] != own[:1]:
            return False
        bounds = _numbers(self.paragraphs)
        return not bounds or (len(cited) > 1 and bounds[0] <= cited[1] <= bounds[-1])


@dataclass(frozen=True)
class TreatyFacts:
    """One treaty with the facts that decide on its use; `concluded_on` is when it was signed or opened for signing."""

    key: str
    level: str
    instrument: str = "treaty"
    subject: str = ""
    concluded_on: date | None = None
    force: str = ""
    in_force_from: date | None = None
    in_force_year: int | None = None
    entry_days: int | None = None
    entry_months: int | None = None
    is_supported: bool = False
    parties: frozenset[str] = frozenset()
    coverage: tuple[CoverageFacts, ...] = ()
    relations: tuple[RelationFacts, ...] = ()

    def relations_of(self, *effects: str) -> list[RelationFacts]:
        """Return the clauses with one of these effects."""
        return [one for one in self.relations if one.effect in effects]

    @property
    def main(self) -> str:
        """The key of the treaty that this one adds to or amends, empty if there is none."""
        return next((one.other for one in self.relations_of("supplements", "amends")), "")


@dataclass(frozen=True)
class StateRelationFacts:
    """A relation of two States, with the days from which and until which it held; None where not known."""

    relation: str
    states: frozenset[str]
    since: date | None
    until: date | None
    is_supported: bool

    def holds(self, on: date) -> bool:
        """Return whether the relation is known to hold on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True)
class NetworkFacts:
    """A network of desks: the treaty that makes it, its members among the States, and the measures it is there for."""

    treaty: str
    members: frozenset[str]
    measures: tuple[str, ...]


@dataclass(frozen=True)
class AtlasFacts:
    """Treaties by key, what States did under them, by treaty and State, and networks by key.

    `declared` says by treaty and State whether the State takes the treaty as a basis for extradition: a code of
    ANSWERS. `without_treaty` are the States whose sheets say that they extradite without a treaty.
    """

    treaties: Mapping[str, TreatyFacts]
    acts: Mapping[tuple[str, str], tuple[TreatyActFacts, ...]]
    declared: Mapping[tuple[str, str], str]
    without_treaty: frozenset[str] = frozenset()
    state_relations: tuple[StateRelationFacts, ...] = ()
    networks: Mapping[str, NetworkFacts] = field(default_factory=dict)


def _numbers(article: str) -> list[int]:
    """Return the numbers in an article or a range: "18(13)" gives 18 and 13."""
    return [int(number) for number in re.findall(r"[0-9]+", article)]
