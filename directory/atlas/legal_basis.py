"""Which treaties carry a request, in the order of use, and why the others do not."""

from dataclasses import dataclass
from datetime import date

from directory.vocabulary import USABLE


@dataclass(frozen=True)
class Reason:
    """Why a treaty is used or not: `code` is one of REASONS, `article` that of the treaty which says so.

    `states` and `treaty` are whom and what the words name, where they do.
    """

    code: str
    article: str = ""
    states: tuple[str, ...] = ()
    treaty: str = ""


@dataclass(frozen=True)
class Basis:
    """One treaty for one question; `use` is a code of BASIS_USES.

    `in_force_from` is the day since when it binds both States, None where no source gives it. It `is_computed` where it
    follows from a deposit by the treaty's own rule. It `is_supported` where sources say that both are bound.
    """

    treaty: str
    use: str
    in_force_from: date | None = None
    is_computed: bool = False
    is_supported: bool = True
    reasons: tuple[Reason, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether a request may rest on it."""
        return self.use in USABLE
