"""The day from which a treaty binds a State, by the State's acts (such as ratification) and the treaty's own rule of
entry into force."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directory.atlas.facts import TreatyActFacts, TreatyFacts
from directory.models.treaty_status import ENDING, NATIONAL_LAW
from directory.treaties.standing import BINDING, standing

PARTY = "party"
NOT_KNOWN = "not_known"
# Standings, from the nearest to being bound to the farthest.
NEARNESS = (PARTY, "signed", "approved", "suspended", "withdrawn", "draft", "not_party", NOT_KNOWN)
OF_ENTRY = ("entry_into_force", "effective_date")
YEAR = "entry_into_force_year"
DEPOSIT = "deposit"
LISTED = "listed"
# A doubt about a State that counts as a party: a source confirms the approval by a national law, but not that the State
# is bound.
APPROVED = "approved"


@dataclass(frozen=True)
class TreatyStanding:
    """How a State stands under a treaty (party, signed, withdrawn ...): a code of STANDINGS, or `draft`."""

    standing: str
    # The day from which the State is bound. If this day is None, `year` or `deposited_on` may still be known.
    since: date | None = None
    year: int | None = None
    deposited_on: date | None = None
    # The first day on which a list names the State as a party.
    listed_on: date | None = None
    # Whether `since` was computed from the deposit.
    is_computed: bool = False
    is_supported: bool = True
    # Codes of BASIS_REASONS.
    doubts: tuple[str, ...] = ()

    def begins_after(self, on: date) -> bool:
        """Return whether the treaty is known to bind the State only after the day `on`."""
        if self.since or self.deposited_on:
            return (self.since or self.deposited_on or on) > on
        return self.year is not None and self.year > on.year


def standing_of(
    treaty: TreatyFacts, acts: Sequence[TreatyActFacts], on: date, towards: Collection[str] = ()
) -> TreatyStanding:
    """Return the standing of a State under a multilateral treaty on the day `on`, towards the other States `towards`.

    If only a later act binds the State, the result begins after `on`. If no act of the State can be used, the standing
    is NOT_KNOWN.
    """
    known = [act for act in acts if not _is_still_to_come(act, on) and _is_bound_towards(act, towards)]
    if not known:
        return TreatyStanding(NOT_KNOWN)
    found = standing(known, on, towards)
    is_supported = any(act.is_supported for act in found.deciding)
    if found.code != PARTY:
        return TreatyStanding(found.code, is_supported=is_supported)
    is_approved = not is_supported and any(_is_approval(act) for act in known)
    doubts = (*found.doubts, APPROVED) if is_approved else found.doubts
    return replace(_entry(treaty, found.deciding), is_supported=is_supported, doubts=doubts)


def bilateral_standing(treaty: TreatyFacts) -> TreatyStanding:
    """Return the standing of both parties under a bilateral treaty: `party`, `signed` or `draft`.

    The standing is `party` if the treaty is recorded as in force, or if its day of entry into force is known. That day
    may lie in the future.
    """
    if treaty.force == "in_force" or treaty.in_force_from:
        return TreatyStanding(PARTY, treaty.in_force_from, treaty.in_force_year, is_supported=treaty.is_supported)
    return TreatyStanding("draft" if treaty.force == "draft" else "signed", is_supported=treaty.is_supported)


def day_of_entry(treaty: TreatyFacts, deposited_on: date) -> date | None:
    """Return the day from which a treaty binds a State that deposited its act on the day `deposited_on`. Return None if
    the treaty's rule of entry into force is not known.

    A State is never bound before the treaty itself is in force.
    """
    if treaty.entry_days is not None:
        day = deposited_on + timedelta(days=treaty.entry_days)
    elif treaty.entry_months is not None:
        day = _month_after(deposited_on, treaty.entry_months)
    else:
        return None
    return max(day, treaty.in_force_from or day)


def _entry(treaty: TreatyFacts, acts: Sequence[TreatyActFacts]) -> TreatyStanding:
    entered = [act.acted_on for act in acts if act.date_kind in OF_ENTRY and act.acted_on]
    deposited = [act.acted_on for act in acts if act.date_kind == DEPOSIT and act.acted_on]
    years = [act.acted_on.year for act in acts if act.date_kind == YEAR and act.acted_on]
    if entered:
        return TreatyStanding(PARTY, min(entered))
    listed = min((act.acted_on for act in acts if act.date_kind == LISTED and act.acted_on), default=None)
    first = min(deposited, default=None)
    computed = day_of_entry(treaty, first) if first else None
    return TreatyStanding(PARTY, computed, min(years, default=None), first, listed, is_computed=computed is not None)


def _is_still_to_come(act: TreatyActFacts, on: date) -> bool:
    """Return whether an act of a State on a treaty is ignored because its date is later than the day `on`.

    Later acts that bind the State (BINDING), or that end or suspend the binding (ENDING), are not ignored. But if the
    date of such an act is the date of a national law, the act is ignored too.
    """
    is_dated = act.action in (*BINDING, *ENDING) and act.date_kind != NATIONAL_LAW
    return not is_dated and act.acted_on is not None and act.acted_on > on


def _is_approval(act: TreatyActFacts) -> bool:
    is_approving = act.action in (*BINDING, "national_approval_law")
    return act.is_supported and act.date_kind == NATIONAL_LAW and is_approving


def _is_bound_towards(act: TreatyActFacts, towards: Collection[str]) -> bool:
    """Return whether an act counts towards all States in `towards`. An act that binds the State towards one State only
    does not count towards other States."""
    return act.action not in BINDING or not act.towards or all(other == act.towards for other in towards)


def _month_after(day: date, months: int) -> date:
    """Add `months` to the month of `day`, and return the first day of the month after the result: 15 January and 3 give
    1 May."""
    count = day.year * 12 + day.month + months
    return date(count // 12, count % 12 + 1, 1)
