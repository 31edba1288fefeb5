"""What is asked of the atlas: who asks whom, for which measure, about which offence, on which day."""

from dataclasses import dataclass, field
from datetime import date

from directory import clock


@dataclass(frozen=True)
class Offence:
    """What decides which treaty applies: `kind` is a code of OFFENCES; None is not known.

    `article` is that of the requesting State's law, in its own words, `law` the key of that law in the library; they
    decide nothing and go into the request.
    """

    kind: str = "other"
    article: str = ""
    max_penalty_years: int | None = None
    is_transnational: bool | None = None
    is_organized: bool | None = None
    law: str = ""


@dataclass(frozen=True)
class AtlasQuestion:
    """States by their ISO 3166 code; `measure` is a code of MEASURES, `stage` one of STAGES or empty.

    `on` is the day on whose law the answer rests; `others` are the further States of a joint investigation.
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
        """All States of the question, each of which a treaty must bind."""
        return (self.requesting, self.requested, *self.others)
