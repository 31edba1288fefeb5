"""Decides how a State stands under a treaty on a day, from the State's acts.

- An instrument binds a State, a national law does not (Vienna Convention on the Law of Treaties, arts 11 and 16).
- A State is bound until its notice of withdrawal takes effect (arts 65 and 67).
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from directory.models.treaty_status import ENDING, NATIONAL_LAW

NOTICE = "notice"
BINDING = frozenset(
    {
        "ratification",
        "accession",
        "acceptance",
        "approval",
        "succession",
        "party",
        "notification",
        "provisional_application",
    }
)
WITHDRAWAL, SUSPENSION = "withdrawal", "suspension"


class TreatyAct(Protocol):
    """An act of a State on a treaty, with the values that `standing` needs to decide how the State stands."""

    @property
    def action(self) -> str:
        """The action of the State: a code of ACTIONS."""

    @property
    def date_kind(self) -> str:
        """The kind of the date: a code of DATE_KINDS, or empty if not stated."""

    @property
    def acted_on(self) -> date | None:
        """The date of the act, or None if it is not known."""

    @property
    def towards(self) -> str:
        """The code of a State, if the act has effect only towards this State. Otherwise empty."""


AnyAct = TypeVar("AnyAct", bound=TreatyAct)


@dataclass(frozen=True)
class Standing(Generic[AnyAct]):
    """How a State stands under a treaty. `code` is a code of STANDINGS. The code follows from the acts in `deciding`.

    `doubts` are codes of BASIS_REASONS: why a State that is treated as bound may no longer be bound.
    """

    code: str
    deciding: tuple[AnyAct, ...]
    doubts: tuple[str, ...] = ()


def _binds(act: TreatyAct) -> bool:
    return act.action in BINDING and act.date_kind != NATIONAL_LAW


RULES: tuple[tuple[str, Callable[[TreatyAct], bool]], ...] = (
    ("party", _binds),
    ("approved", lambda act: act.action in BINDING or act.action == "national_approval_law"),
    ("signed", lambda act: act.action in ("signature", "signature_only")),
    ("not_party", lambda act: act.action == "not_party"),
    ("not_known", lambda _act: True),
)


def standing(acts: Sequence[AnyAct], on: date, towards: Collection[str] = ()) -> Standing[AnyAct]:
    """Return how a State stands under a treaty on the day `on`. There must be at least one act. The standing follows
    from the first of these rules that applies:

    - If the State joined again after a withdrawal that is in effect, the State is a party.
    - If all withdrawals are in effect, the State has withdrawn.
    - If a suspension is in effect towards all States or one of `towards`, the State is suspended.
    - RULES, which count acts after `on` too. If none of them applies, the standing is not known.
    """
    ended = [act for act in acts if _ends(act, WITHDRAWAL)]
    past = [act for act in ended if _is_done(act, on)]
    if past:
        last = max((act.acted_on for act in past if act.acted_on), default=None)
        returned = [act for act in acts if _binds(act) and last and act.acted_on and last < act.acted_on <= on]
        if returned:
            return Standing("party", tuple(returned))
        if len(past) == len(ended):
            return Standing("withdrawn", tuple(past))
    suspended = [act for act in acts if _ends(act, SUSPENSION) and _is_done(act, on) and _holds(act, towards)]
    if suspended:
        return Standing("suspended", tuple(suspended))
    remaining = [act for act in acts if act.action not in ENDING]
    decided = ((code, tuple(act for act in remaining if fits(act))) for code, fits in RULES)
    code, deciding = next(((code, found) for code, found in decided if found), ("not_known", tuple(acts)))
    if code == "approved" and ended:
        code = "party"  # Only a State that is bound can withdraw.
    doubts = tuple(_doubts(acts, on, is_disputed=bool(past))) if code == "party" else ()
    return Standing(code, deciding, doubts)


def _ends(act: TreatyAct, action: str) -> bool:
    return act.action == action and act.date_kind not in (NATIONAL_LAW, NOTICE)


def _is_done(act: TreatyAct, on: date) -> bool:
    return act.acted_on is None or act.acted_on <= on


def _holds(act: TreatyAct, towards: Collection[str]) -> bool:
    return not act.towards or act.towards in towards


def _doubts(acts: Sequence[AnyAct], on: date, *, is_disputed: bool) -> list[str]:
    """Return the codes of BASIS_REASONS that say why a State may no longer be bound.

    `is_disputed` is true if a withdrawal is in effect by the date of one act, but not yet by the date of another act.
    """
    if is_disputed:
        return ["withdrawal_disputed"]
    kinds = {act.date_kind for act in acts if act.action == WITHDRAWAL and _is_done(act, on)}
    if NOTICE in kinds:
        return ["withdrawal_notified"]
    return ["withdrawal_enacted"] if NATIONAL_LAW in kinds else []
