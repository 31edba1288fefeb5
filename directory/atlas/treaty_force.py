"""Decides whether each treaty binds all States of a question on a day. A question has two or more States."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from directory import clock
from directory.atlas.entry_into_force import (
    APPROVED,
    NEARNESS,
    NOT_KNOWN,
    PARTY,
    TreatyStanding,
    bilateral_standing,
    standing_of,
)
from directory.atlas.facts import AtlasFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason

BILATERAL = "bilateral"
NOT_PARTY, NOT_IN_FORCE = "not_party", "not_in_force"
DISPUTED = "withdrawal_disputed"
# A note on a State that counts as a party to a treaty because it is a party to a protocol to the treaty.
THROUGH_PROTOCOL = "through_protocol"
# If a source lists a State as a party without a day, the State counts as bound since this long before today.
LISTED_FOR = timedelta(days=365)


@dataclass(frozen=True)
class TreatyForce:
    """Whether a treaty binds all States of a question. `use` is empty if the treaty binds all States. Otherwise `use`
    is a code of BASIS_USES that says why not."""

    use: str = ""
    # The day from which the treaty binds all States.
    since: date | None = None
    # The latest known day of an entry into force or a deposit. Before this day, the treaty did not bind all States.
    not_before: date | None = None
    # A day on which the treaty is known to have bound all States: `since`, or a day that protocols prove.
    at_latest: date | None = None
    is_computed: bool = False
    is_supported: bool = True
    # Whether every State has at least signed the treaty, even if a State withdrew later. Also true for a draft, and if
    # `use` is "not_yet".
    is_near: bool = True
    binds_some: bool = False
    # True if the facts leave open whether the treaty binds all States on the day of the question.
    is_uncertain: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether the treaty binds all States of the question."""
        return not self.use

    @property
    def is_certain(self) -> bool:
        """Whether a source confirms that the treaty binds all States, and no fact raises a doubt."""
        return self.is_in_force and self.is_supported and not self.is_uncertain


def force_by_treaty(question: AtlasQuestion, record: AtlasFacts) -> dict[str, TreatyForce]:
    """Return the force of each treaty for the States of a question.

    Bilateral treaties between other States are left out. The result is computed once for all questions on the same
    States and day.
    """
    place = question.states, question.on
    if place not in record.forces:
        record.forces[place] = _force_by_treaty(question, record)
    found: dict[str, TreatyForce] = record.forces[place]
    return found


def _force_by_treaty(question: AtlasQuestion, record: AtlasFacts) -> dict[str, TreatyForce]:
    states = question.states
    standings = {
        treaty.key: _standings(treaty, record, states, question.on)
        for treaty in record.treaties.values()
        if treaty.level != BILATERAL or treaty.parties == frozenset(states)
    }
    joined = _joined_through_protocols(standings, record)
    found = {
        key: _force(record.treaties[key], of_states, question.on, joined.get(key, {}))
        for key, of_states in standings.items()
    }
    return {key: _with_main_treaty(record.treaties[key], force, found) for key, force in found.items()}


class _Joined(NamedTuple):
    """The fact that a State is a party to one or more protocols to a treaty."""

    # The first known day on which a protocol bound the State.
    since: date | None = None
    is_supported: bool = False

    def confirm(self, standing: TreatyStanding, on: date) -> TreatyStanding:
        """Return `standing`, changed to `party` if protocols prove that on the day `on` the State is a party to the
        main treaty.

        A protocol proves this only if a source supports that the State is a party to the protocol.
        """
        is_known = standing.standing == PARTY and standing.is_supported
        if is_known or not self.is_supported or standing.standing not in (PARTY, NOT_KNOWN):
            return standing
        if standing.standing == NOT_KNOWN and self.since is not None and self.since > on:
            return standing
        return replace(standing, standing=PARTY, is_supported=True, doubts=(*standing.doubts, THROUGH_PROTOCOL))


def _joined_through_protocols(
    standings: Mapping[str, Mapping[str, TreatyStanding]], record: AtlasFacts
) -> dict[str, dict[str, _Joined]]:
    """Return, for each main treaty, the States that are parties to its protocols. Such a State must be a party to the
    main treaty too: only parties to a treaty can join its protocols.

    Source: UNTOC, art. 37(2); ETS 86, art. 3(4).
    """
    found: dict[str, dict[str, _Joined]] = {}
    for key, of_states in standings.items():
        for state, standing in of_states.items() if record.treaties[key].main else ():
            if standing.standing == PARTY:
                own = found.setdefault(record.treaties[key].main, {})
                before = own.get(state, _Joined())
                days = [day for day in (before.since, standing.since) if day]
                own[state] = _Joined(min(days, default=None), before.is_supported or standing.is_supported)
    return found


def _standings(
    treaty: TreatyFacts, record: AtlasFacts, states: tuple[str, ...], on: date
) -> Mapping[str, TreatyStanding]:
    if treaty.level == BILATERAL:
        return dict.fromkeys(states, bilateral_standing(treaty))
    others = {state: [other for other in states if other != state] for state in states}
    return {state: standing_of(treaty, record.acts.get((treaty.key, state), ()), on, others[state]) for state in states}


def _force(
    treaty: TreatyFacts, acted: Mapping[str, TreatyStanding], on: date, joined: Mapping[str, _Joined]
) -> TreatyForce:
    standings = {state: joined.get(state, _Joined()).confirm(own, on) for state, own in acted.items()}
    known = {state: one.since for state, one in joined.items()}
    unbound = {state: force for state, force in standings.items() if force.standing != PARTY}
    if treaty.force == NOT_IN_FORCE and not any(force.standing == NOT_KNOWN for force in unbound.values()):
        return TreatyForce("not_yet", reasons=(Reason("not_in_force"),))
    if treaty.level == BILATERAL and treaty.concluded_on and treaty.concluded_on > on:
        return TreatyForce("not_yet", reasons=(Reason("not_yet", states=tuple(standings)),))
    if unbound:
        return _unbound_force(treaty, unbound, binds_some=len(unbound) < len(standings))
    is_too_early = (treaty.in_force_from or treaty.concluded_on or on) > on
    later = tuple(state for state, force in standings.items() if is_too_early or force.begins_after(on))
    days = [force.since for force in standings.values()]
    first = (force.since or force.deposited_on for force in standings.values())
    not_before = max((day for day in first if day), default=treaty.in_force_from)
    since = max(day for day in days if day) if None not in days else None
    latest = [force.since or known.get(state) for state, force in standings.items()]
    uncertain = [force for state, force in standings.items() if _is_uncertain(force, on, known.get(state))]
    is_computed = since is not None and any(one.is_computed and one.since == since for one in standings.values())
    if later:
        return TreatyForce("not_yet", since, is_computed=is_computed, reasons=(Reason("not_yet", states=later),))
    return TreatyForce(
        since=since,
        not_before=not_before,
        at_latest=max(day for day in latest if day) if None not in latest else None,
        is_computed=is_computed,
        is_supported=all(force.is_supported for force in standings.values()),
        is_uncertain=bool(uncertain),
        reasons=(*_notes(standings), *_doubt(uncertain)),
    )


def _is_uncertain(force: TreatyStanding, on: date, at_latest: date | None) -> bool:
    if DISPUTED in force.doubts:
        return True
    if force.since is not None or any(day is not None and day <= on for day in (at_latest, force.listed_on)):
        return False
    return force.year == on.year if force.year else on < clock.today() - LISTED_FOR


def _doubt(uncertain: Sequence[TreatyStanding]) -> Iterator[Reason]:
    # A disputed withdrawal has a reason of its own.
    if any(DISPUTED not in force.doubts for force in uncertain):
        yield Reason("uncertain_on_day")


def _unbound_force(treaty: TreatyFacts, unbound: Mapping[str, TreatyStanding], *, binds_some: bool) -> TreatyForce:
    """Return the force of a treaty that does not bind all States. The force is that of the State farthest from being
    bound.

    If a list of parties was read, a State whose standing is not known counts as not party.
    """
    farthest = max((force.standing for force in unbound.values()), key=NEARNESS.index)
    reasons: tuple[Reason, ...] = (Reason("draft" if farthest == "draft" else "force_not_known"),)
    if treaty.level != BILATERAL:
        reasons = tuple(_unbound_reasons(unbound, treaty.listed_in))
    is_open = farthest != NOT_KNOWN or treaty.listed_in is not None
    return TreatyForce(
        farthest if is_open else NOT_PARTY,
        is_supported=all(force.is_supported for force in unbound.values()),
        is_near=NEARNESS.index(farthest) < NEARNESS.index(NOT_PARTY),
        binds_some=binds_some,
        reasons=reasons,
    )


def _unbound_reasons(unbound: Mapping[str, TreatyStanding], listed_in: int | None) -> Iterator[Reason]:
    """Yield the reasons why States are not bound. States with the same standing and the same support by a source share
    a reason. `listed_in` is the year of the newest list of parties, or None if no list was read."""
    alike: dict[tuple[str, bool], list[str]] = {}
    for state, force in unbound.items():
        alike.setdefault((force.standing, force.is_supported), []).append(state)
    for (standing, is_supported), states in alike.items():
        if standing == NOT_KNOWN and listed_in:
            yield Reason("not_known_since", states=tuple(states), year=listed_in, is_supported=is_supported)
        else:
            yield Reason(standing, states=tuple(states), is_supported=is_supported)


def _with_main_treaty(treaty: TreatyFacts, force: TreatyForce, found: Mapping[str, TreatyForce]) -> TreatyForce:
    """Return the force of a treaty. A supplement binds all States only if its main treaty binds them."""
    main = found.get(treaty.main)
    if not force.is_in_force or not treaty.main:
        return force
    if main is not None and main.is_in_force:
        return replace(force, is_uncertain=force.is_uncertain or main.is_uncertain)
    return TreatyForce(NOT_PARTY, is_near=False, binds_some=True, reasons=(Reason("main_treaty", treaty=treaty.main),))


def _notes(standings: Mapping[str, TreatyStanding]) -> Iterator[Reason]:
    """Yield the reasons to doubt that a treaty binds the States, or to doubt the day from which the treaty binds
    them."""
    unsupported = tuple(
        state for state, force in standings.items() if not force.is_supported and APPROVED not in force.doubts
    )
    undated = tuple(state for state, force in standings.items() if force.since is None)
    if unsupported:
        yield Reason("not_supported", states=unsupported)
    if undated:
        only_year = all(standings[state].year is not None for state in undated)
        yield Reason("year_only" if only_year else "day_not_known", states=undated)
    if any(force.is_computed for force in standings.values()):
        yield Reason("computed", states=tuple(state for state, force in standings.items() if force.is_computed))
    for doubt in dict.fromkeys(doubt for force in standings.values() for doubt in force.doubts):
        yield Reason(doubt, states=tuple(state for state, force in standings.items() if doubt in force.doubts))
