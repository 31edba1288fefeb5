"""How a State stands under a treaty, by its acts: a table of rules, of which the first that fits decides.

A national law is not a deposit: only an instrument binds (Vienna Convention on the Law of Treaties, arts 11 and 16),
and only a notice to the depositary withdraws (arts 65 and 67).
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

NATIONAL_LAW = "national_law"
BINDING = frozenset({"ratification", "accession", "acceptance", "approval", "succession", "party"})


class TreatyAct(Protocol):
    """What the rules look at: the code of an act, and the kind of its date."""

    @property
    def action(self) -> str:
        """A code of ACTIONS."""

    @property
    def date_kind(self) -> str:
        """A code of DATE_KINDS, empty where the source gives no date."""


AnyAct = TypeVar("AnyAct", bound=TreatyAct)

RULES: tuple[tuple[str, Callable[[TreatyAct], bool]], ...] = (
    ("withdrawn", lambda act: act.action == "withdrawal" and act.date_kind != NATIONAL_LAW),
    ("withdrawal_enacted", lambda act: act.action == "withdrawal"),
    ("party", lambda act: act.action in BINDING and act.date_kind != NATIONAL_LAW),
    ("approved", lambda act: act.action in BINDING or act.action == "national_approval_law"),
    ("signed", lambda act: act.action in ("signature", "signature_only")),
    ("not_party", lambda act: act.action == "not_party"),
    ("not_known", lambda _act: True),
)


def standing(acts: Sequence[AnyAct]) -> tuple[str, list[AnyAct]]:
    """Return the code of STANDINGS that follows from one or more acts, and the acts that decide it."""
    decided = ((word, [act for act in acts if fits(act)]) for word, fits in RULES)
    return next((word, deciding) for word, deciding in decided if deciding)
