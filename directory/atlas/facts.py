"""The facts on treaties and States that the rules of the atlas look at, as far as a viewer may read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory.vocabulary import MEASURES


@dataclass(frozen=True)
class TreatyActFacts:
    """One act of a State under a treaty, as `treaties.standing` judges it, and whether a source supports it."""

    action: str
    date_kind: str
    acted_on: date | None
    is_supported: bool


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
class TreatyFacts:
    """One treaty with the facts that decide on its use; `concluded_on` is when it was signed or opened for signing."""

    key: str
    level: str
    subject: str = ""
    concluded_on: date | None = None
    force: str = ""
    in_force_from: date | None = None
    in_force_year: int | None = None
    entry_days: int | None = None
    entry_months: int | None = None
    supplements: str = ""
    replaces: str = ""
    gives_way: str = ""
    is_supported: bool = False
    parties: frozenset[str] = frozenset()
    coverage: tuple[CoverageFacts, ...] = ()


@dataclass(frozen=True)
class AtlasFacts:
    """Treaties by key, and what States did under them, by treaty and State.

    `declared` says by treaty and State whether the State takes the treaty as a basis for extradition: a code of
    ANSWERS.
    """

    treaties: Mapping[str, TreatyFacts]
    acts: Mapping[tuple[str, str], tuple[TreatyActFacts, ...]]
    declared: Mapping[tuple[str, str], str]


def covers(codes: tuple[str, ...], measure: str) -> bool:
    """Return whether `codes`, codes of COVERED, contain a measure or its family."""
    return measure in codes or MEASURES[measure].family in codes
