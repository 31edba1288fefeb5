"""A question to the atlas: its States, measure, offence, stage of proceedings, urgency and day."""

from dataclasses import dataclass, field
from datetime import date

from directory import clock


@dataclass(frozen=True)
class Offence:
    """The facts on an offence. `kind` is a code of OFFENCES. None means not known.

    `article` is the article of the requesting State's law, as typed. `law` is the key of this law in the library. Both
    are only written in the request. The facts in all other fields can decide which treaty applies."""

    kind: str = "other"
    article: str = ""
    max_penalty_years: int | None = None
    is_transnational: bool | None = None
    is_organized: bool | None = None
    law: str = ""


@dataclass(frozen=True)
class AtlasQuestion:
    """One question. States are ISO 3166 codes, `measure` is a code of MEASURES, `stage` is a code of STAGES or empty.

    `on` is the day on which treaties must be in force. `others` are the further States of a joint investigation.
    """

    requesting: str
    requested: str
    measure: str
    offence: Offence = Offence()
    stage: str = ""
    is_urgent: bool = False
    on: date = field(default_factory=clock.today)
    others: tuple[str, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """All States of the question; a treaty must bind each of them."""
        return (self.requesting, self.requested, *self.others)
