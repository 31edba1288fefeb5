"""A question to the atlas: its States, measure, offence, stage of proceedings, urgency and day."""

from dataclasses import dataclass, field
from datetime import date

from directory import clock


@dataclass(frozen=True)
class Offence:
    """The facts on an offence. `kind` is a code of OFFENCES. A field is None if the fact is not known."""

    kind: str = "other"
    # The article of the requesting State's law, as typed. It is written in the request and does not change the answer.
    article: str = ""
    max_penalty_years: int | None = None
    is_transnational: bool | None = None
    is_organized: bool | None = None
    # The key of this law in the library. The law is written in the request and does not change the answer.
    law: str = ""


@dataclass(frozen=True)
class AtlasQuestion:
    """One question. States are ISO 3166 codes, `measure` is a code of MEASURES, `stage` is a code of STAGES or
    empty."""

    requesting: str
    requested: str
    measure: str
    offence: Offence = Offence()
    stage: str = ""
    is_urgent: bool = False
    # The day on which treaties must be in force.
    on: date = field(default_factory=clock.today)
    # The further States of a joint investigation.
    others: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """All States of the question; a treaty must bind each of them."""
        return (self.requesting, self.requested, *self.others)
