"""Whether each treaty binds all States of a question, two or more, on a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from directory.atlas.entry_into_force import NEARNESS, NOT_KNOWN, PARTY, TreatyStanding, bilateral_standing, standing_of
from directory.atlas.facts import AtlasFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason

BILATERAL = "bilateral"
NOT_PARTY = "not_party"


@dataclass(frozen=True)
class TreatyRelation:
    """Whether a treaty binds all States of a question; if not, `use` is the code of BASIS_USES that says why.

    `is_near` says that every State has at least signed it, even if it withdrew later, or that it is a draft;
    `binds_some` that it binds some of them; `is_year_only` that only the year of entry into force is known, and the day
    asked about lies in that year.
    """

    use: str = ""
    since: date | None = None
    is_computed: bool = False
    is_supported: bool = True
    is_near: bool = True
    binds_some: bool = False
    is_year_only: bool = False
    reasons: tuple[Reason, ...] = ()

    @property
    def is_in_force(self) -> bool:
        """Whether the treaty binds all States of the question."""
        return not self.use


def relations_by_treaty(question: AtlasQuestion, record: AtlasFacts) -> dict[str, TreatyRelation]:
    """Return, by the key of each treaty, whether it binds all States of a question.

    Bilateral treaties between other States are left out.
    """
    states = question.states
    found = {
        treaty.key: _relation(treaty, _standings(treaty, record, states, question.on), question.on)
        for treaty in record.treaties.values()
        if treaty.level != BILATERAL or treaty.parties == frozenset(states)
    }
    return {key: _with_main_treaty(record.treaties[key], relation, found) for key, relation in found.items()}


def _standings(
    treaty: TreatyFacts, record: AtlasFacts, states: tuple[str, ...], on: date
) -> Mapping[str, TreatyStanding]:
    if treaty.level == BILATERAL:
        return dict.fromkeys(states, bilateral_standing(treaty))
    return {state: standing_of(treaty, record.acts.get((treaty.key, state), ()), on) for state in states}


def _relation(treaty: TreatyFacts, standings: Mapping[str, TreatyStanding], on: date) -> TreatyRelation:
    unbound = {state: force for state, force in standings.items() if force.standing != PARTY}
    is_too_early = (treaty.in_force_from or treaty.concluded_on or on) > on
    later = tuple(state for state, force in standings.items() if is_too_early or force.begins_after(on))
    days = [force.since for force in standings.values()]
    since = max((day for day in days if day), default=None) if None not in days else None
    if unbound and not is_too_early:
        return _unbound_relation(treaty, unbound, binds_some=len(unbound) < len(standings))
    if later:
        return TreatyRelation(
            "not_yet", since, _is_computed(standings, since), reasons=(Reason("not_yet", states=later),)
        )
    return TreatyRelation(
        since=since,
        is_computed=_is_computed(standings, since),
        is_supported=all(force.is_supported for force in standings.values()),
        is_year_only=any(force.since is None and force.year == on.year for force in standings.values()),
        reasons=tuple(_notes(treaty, standings)),
    )


def _unbound_relation(
    treaty: TreatyFacts, unbound: Mapping[str, TreatyStanding], *, binds_some: bool
) -> TreatyRelation:
    """Return the relation of States that are not all bound: the State farthest from being bound decides."""
    farthest = max((force.standing for force in unbound.values()), key=NEARNESS.index)
    reasons: tuple[Reason, ...] = (Reason("draft" if farthest == "draft" else "force_not_known"),)
    if treaty.level != BILATERAL:
        reasons = tuple(_unbound_reasons(unbound))
    return TreatyRelation(
        NOT_PARTY if farthest == NOT_KNOWN else farthest,
        is_supported=all(force.is_supported for force in unbound.values()),
        is_near=NEARNESS.index(farthest) < NEARNESS.index(NOT_PARTY),
        binds_some=binds_some,
        reasons=reasons,
    )


def _unbound_reasons(unbound: Mapping[str, TreatyStanding]) -> Iterator[Reason]:
    """Yield why States are not bound: one reason for all States that stand alike under the treaty."""
    alike: dict[tuple[str, bool], list[str]] = {}
    for state, force in unbound.items():
        alike.setdefault((force.standing, force.is_supported), []).append(state)
    for (standing, is_supported), states in alike.items():
        yield Reason(standing, states=tuple(states), is_supported=is_supported)


def _with_main_treaty(
    treaty: TreatyFacts, relation: TreatyRelation, found: Mapping[str, TreatyRelation]
) -> TreatyRelation:
    """Return the relation; a treaty that adds to a main treaty binds all States only if the main treaty does."""
    main = found.get(treaty.supplements)
    if not relation.is_in_force or not treaty.supplements or (main is not None and main.is_in_force):
        return relation
    return TreatyRelation(
        NOT_PARTY, is_near=False, binds_some=True, reasons=(Reason("main_treaty", treaty=treaty.supplements),)
    )


def _is_computed(standings: Mapping[str, TreatyStanding], since: date | None) -> bool:
    return since is not None and any(force.is_computed and force.since == since for force in standings.values())


def _notes(treaty: TreatyFacts, standings: Mapping[str, TreatyStanding]) -> Iterator[Reason]:
    """Yield what is not certain about a treaty in force between the States."""
    unsupported = tuple(state for state, force in standings.items() if not force.is_supported)
    undated = tuple(state for state, force in standings.items() if force.since is None)
    if unsupported:
        yield Reason("not_supported", states=unsupported)
    if undated:
        only_year = all(standings[state].year is not None for state in undated)
        yield Reason("year_only" if only_year else "day_not_known", states=undated)
    if any(force.is_computed for force in standings.values()):
        yield Reason("computed", states=tuple(state for state, force in standings.items() if force.is_computed))
