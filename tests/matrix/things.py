"""What is not for everyone and is no detail of an entry, and who makes it."""

from dataclasses import dataclass, field

from directory.models import (
    Account,
)
from directory.vocabulary import Audience
from tests.matrix.canaries import Canaries
from tests.matrix.table import Needs, Spot


@dataclass(frozen=True)
class Thing:
    """Something with a number or a random name of its own, and who may see it."""

    id: str
    needs: Needs


@dataclass
class Things:
    """All things of a site by their kind."""

    by_kind: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, name: object, *needs: str) -> None:
        self.by_kind.setdefault(kind, []).append(Thing(str(name), needs))


@dataclass(frozen=True)
class Maker:
    """Makes the things of one spot; the `writer` is a coordinator there whom nobody else signs in as."""

    spot: Spot
    canaries: Canaries
    things: Things
    writer: Account

    @property
    def upkeep(self) -> str:
        return f"upkeep/{self.spot.name}"

    def word(self, what: str, *needs: str, on: str = "") -> str:
        pages = (on,) if on else ()
        return self.canaries.word(f"{what} {self.spot.name}", *(needs or (self.upkeep,)), pages=pages)

    def column(self, audience: Audience) -> str:
        return f"{audience}/{self.spot.name}"
