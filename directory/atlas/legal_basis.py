"""Which treaties a request can rest on, in the order of use, and why other treaties are not used."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from directory.access.viewer import ANONYMOUS, Viewer
from directory.atlas import queries
from directory.atlas.coverage import CARRYING, TreatyVerdict, is_about, judge
from directory.atlas.facts import AcceptanceFacts, AtlasFacts, RelationFacts
from directory.atlas.order import IF_BOUND, LEADING, OrderedTreaty, OrderingFacts, in_order
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.reservations import RESERVED
from directory.atlas.treaty_force import TreatyForce, force_by_treaty
from directory.atlas.treaty_relations import (
    changes_if_bound,
    extending,
    giving_way,
    leaving,
    precedence,
    successors_if_bound,
    superseded,
    superseded_by_name,
)
from directory.vocabulary import BASIS_USES, LEVELS, MEASURES, OUTSIDE_GENERAL_SHEET, USABLE

EXTRADITION, EVIDENCE = "extradition", "evidence"
# The reason for a coverage row that holds only for parties to another treaty.
THROUGH = "through"
# The reason for a treaty that gives way to another one if a condition is met.
OPEN_PROCEDURE = "conditional_treaty_first"


@dataclass(frozen=True)
class LegalBasis:
    """One treaty for one question. `use` is a code of BASIS_USES."""

    treaty: str
    use: str
    # The day from which the treaty binds all States.
    in_force_from: date | None = None
    # Whether `in_force_from` was computed from a deposit by the treaty's own rule.
    is_computed: bool = False
    # Whether a source confirms that all States are bound.
    is_supported: bool = True
    # True if the facts leave open whether the treaty bound all States on the day of the question.
    is_uncertain: bool = False
    reasons: tuple[Reason, ...] = ()
    # LEADING if the rules of the treaty govern the request, ALSO for other usable treaties, else empty.
    role: str = ""
    # Why the treaty comes before the next treaty.
    order: Reason | None = None
    # The first treaty of the group of a main treaty and its supplements. Empty for this first treaty.
    follows: str = ""
    # A clause of this treaty by which the procedure of another treaty goes first.
    gives_way: RelationFacts | None = None
    # Whether the rules of the treaty bind although another treaty leads.
    binds_beside: bool = False

    @property
    def is_usable(self) -> bool:
        """Whether a request may rest on the treaty."""
        return self.use in USABLE

    @property
    def is_certain(self) -> bool:
        """Whether a source confirms that the treaty bound all States on the day of the question."""
        return self.is_supported and not self.is_uncertain

    @property
    def is_leading(self) -> bool:
        """Whether the treaty governs the request."""
        return self.role == LEADING


@dataclass(frozen=True)
class TreatyRoles:
    """The treaties of an answer by their roles. Each tuple is in the order of use."""

    # Their rules on contents, channels, languages, grounds and deadlines govern the request.
    leading: tuple[str, ...] = ()
    # Their rules apply if both States agree. Those of treaties in `beside` bind anyway.
    others: tuple[str, ...] = ()
    channel_only: tuple[str, ...] = ()
    # The clause by which the procedure of another treaty goes first, by treaty.
    giving_way: Mapping[str, RelationFacts] = field(default_factory=dict)
    # A basis without a condition.
    firm: frozenset[str] = frozenset()
    # The channels that they open are open on conditions.
    conditional: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    # Not certain to bind all States. Their rules replace no rule of another treaty.
    if_bound: frozenset[str] = frozenset()
    # It is open whether the procedure of a leading treaty in `if_bound` takes the place of theirs.
    open_procedure: frozenset[str] = frozenset()

    @property
    def usable(self) -> tuple[str, ...]:
        """The treaties that a request may rest on."""
        return (*self.leading, *self.others)

    def governs(self, treaty: str, article: str) -> bool:
        """Return whether an article of a usable treaty applies without an agreement of both States."""
        gives_way = treaty in self.giving_way and self.giving_way[treaty].gives_way_in(article)
        return (treaty in self.leading or treaty in self.beside) and not gives_way

    def leads(self, treaty: str, article: str) -> bool:
        """Return whether an article of a leading treaty applies without an agreement of both States."""
        return treaty in self.leading and self.governs(treaty, article)


def roles_of(bases: Iterable[LegalBasis]) -> TreatyRoles:
    """Return the treaties of an answer by their roles. `bases` is the result of `list_bases` or `rank_bases`."""
    bases = list(bases)
    leading = tuple(one.treaty for one in bases if one.is_leading)
    is_firm = any(one.use == "basis" and one.is_leading and not one.gives_way for one in bases)
    return TreatyRoles(
        leading,
        tuple(one.treaty for one in bases if one.is_usable and not one.is_leading),
        tuple(one.treaty for one in bases if one.use == "channel_only"),
        {one.treaty: one.gives_way for one in bases if one.is_usable and one.gives_way},
        frozenset(one.treaty for one in bases if one.use == "basis" and one.is_certain),
        frozenset(
            one.treaty
            for one in bases
            if not one.is_certain or (one.use == "conditional" and (one.follows or (one.is_leading and is_firm)))
        ),
        frozenset(one.treaty for one in bases if one.is_usable and one.binds_beside),
        frozenset(one.treaty for one in bases if one.is_usable and not one.is_certain),
        frozenset(
            one.treaty for one in bases for why in one.reasons if why.code == OPEN_PROCEDURE and why.treaty in leading
        ),
    )


def designating(question: AtlasQuestion, roles: TreatyRoles, record: AtlasFacts) -> tuple[str, ...]:
    """Return the leading treaties under which a designated authority receives the request, in the order of use.

    A convention's authorities of assistance (UNTOC, art. 18(13)) receive no request for measures of
    OUTSIDE_GENERAL_SHEET.
    """
    is_outside = MEASURES[question.measure].family in OUTSIDE_GENERAL_SHEET
    return tuple(
        key
        for key in roles.leading
        if key not in roles.giving_way and not (is_outside and record.treaties[key].relations_of("subsidiary"))
    )


def list_bases(question: AtlasQuestion, viewer: Viewer = ANONYMOUS) -> list[LegalBasis]:
    """Return the usable treaties in the order of use, then other treaties of interest.

    Other treaties of interest are in force but not usable, or would be used if they bound all States.
    """
    return rank_bases(question, queries.load(viewer, set(question.states)))


def rank_bases(
    question: AtlasQuestion, record: AtlasFacts, forces: Mapping[str, TreatyForce] | None = None
) -> list[LegalBasis]:
    """Return the result of `list_bases`, from facts that are already loaded.

    `forces` is the result of `force_by_treaty`. Questions about the same States and day can share it.
    """
    forces = force_by_treaty(question, record) if forces is None else forces
    in_force = {key: force.is_supported for key, force in forces.items() if force.is_in_force}
    open_keys = {key for key in in_force if forces[key].is_uncertain}
    open_keys |= successors_if_bound(question, record, forces, in_force)
    verdicts = {key: _judged(key, question, in_force, open_keys, record) for key in in_force}
    gone = superseded_by_name(question, record, forces, verdicts)
    forces = {key: force for key, force in forces.items() if key in verdicts or key not in gone}
    replaced = superseded(question, record, forces, verdicts)
    verdicts |= {key: TreatyVerdict("replaced", (reason,)) for key, reason in replaced.items()}
    ways = {key: one for key, one in giving_way(question, record, verdicts).items() if verdicts[key].use in CARRYING}
    procedural = _procedural(question, record, forces, in_force, verdicts, ways) if ways else []
    verdicts |= {
        key: TreatyVerdict("supplements", (Reason("procedure"),))
        for key in procedural
        if verdicts[key].use not in CARRYING
    }
    verdicts |= dict(_additions(question, record, verdicts, procedural))
    verdicts |= dict(_extensions(question, record, in_force, verdicts))
    usable = {key: one.use for key, one in verdicts.items() if one.use in USABLE}
    left = leaving(question, record, verdicts)
    first = precedence(question, record, forces, verdicts)
    doubtful = open_keys - {pair[0] for pair, why in first.items() if why.code == IF_BOUND and pair[1] in usable}
    placed = in_order(question, record, usable, OrderingFacts(set(ways), procedural, doubtful, first, left))
    leading = {one.treaty for one in placed if one.role == LEADING}
    others = _other_procedure(ways, placed, usable, procedural, open_keys, record)
    near = _uncertain_other(question, record, forces)
    changes = {key: changes_if_bound(key, record, usable, forces) for key in usable}
    verdicts |= {key: _with_changes(verdicts[key], clauses) for key, clauses in changes.items() if clauses}
    verdicts = {
        key: _with_procedure(one, ways.get(key), others, near, is_leading=key in leading)
        for key, one in verdicts.items()
    }
    if question.measure == EXTRADITION and near:
        verdicts = dict(_with_uncertain_basis(question, record, verdicts, near))
    found = [
        replace(
            _basis(one.treaty, forces[one.treaty], verdicts[one.treaty]),
            role=one.role,
            order=one.reason,
            follows=one.follows,
            gives_way=_giving_way(one, ways, record) if others.is_certain or one.role != LEADING else None,
            binds_beside=_is_subsidiary(one.treaty, record)
            or (usable[one.treaty] == "basis" and _is_left(one.treaty, leading, left)),
        )
        for one in placed
    ]
    return [*found, *_unusable(question, record, forces, verdicts)]


def _judged(
    key: str,
    question: AtlasQuestion,
    in_force: Mapping[str, bool],
    open_keys: Container[str],
    record: AtlasFacts,
) -> TreatyVerdict:
    """Return the verdict on a treaty. `open_keys` contains the treaties that perhaps do not bind all States."""
    treaty = record.treaties[key]
    doubtful = {row.through for row in treaty.coverage if row.through in in_force and row.through in open_keys}
    verdict = judge(treaty, question, {one: told for one, told in in_force.items() if one not in doubtful}, record)
    if doubtful and verdict.use != "basis":
        verdict = _if_bound(judge(treaty, question, in_force, record), doubtful)
    return replace(verdict, use="conditional") if verdict.use == "basis" and key in open_keys else verdict


def _if_bound(verdict: TreatyVerdict, doubtful: Container[str]) -> TreatyVerdict:
    """Return the verdict, with a condition if it rests on a treaty of `doubtful`."""
    if not any(why.code == THROUGH and why.treaty in doubtful for why in verdict.reasons):
        return verdict
    reasons = (
        replace(why, code="through_if_bound") if why.code == THROUGH and why.treaty in doubtful else why
        for why in verdict.reasons
    )
    return TreatyVerdict("conditional" if verdict.use == "basis" else verdict.use, tuple(reasons))


def _with_changes(verdict: TreatyVerdict, clauses: Sequence[RelationFacts]) -> TreatyVerdict:
    """Return the verdict, with a reason for each clause by which the treaty would change or replace another treaty."""
    codes = {"amends": "amends_if_bound", "supersedes": IF_BOUND}
    told = [why for why in verdict.reasons if why.code != "amends"]
    added = (Reason(codes[clause.effect], clause.article, treaty=clause.other) for clause in clauses)
    return replace(verdict, reasons=(*told, *added))


def _additions(
    question: AtlasQuestion, record: AtlasFacts, verdicts: Mapping[str, TreatyVerdict], procedural: Container[str]
) -> Iterator[tuple[str, TreatyVerdict]]:
    """Yield pairs (treaty key, verdict) for supplements and main treaties that can be used only together."""
    for key, verdict in verdicts.items():
        main = record.treaties[key].main
        if not main or verdict.use not in ("not_covering", "not_assessed"):
            continue
        if verdicts[main].use == "replaced":
            yield key, verdicts[main]
        elif (verdicts[main].use in CARRYING or main in procedural) and is_about(
            record.treaties[key], question.offence.kind
        ):
            clause = record.treaties[key].relations_of("supplements", "amends")[0]
            reserved = (why for why in verdict.reasons if why.code == RESERVED)
            yield key, TreatyVerdict("supplements", (Reason(clause.effect, clause.article, treaty=main), *reserved))
    for key, verdict in verdicts.items():
        main = record.treaties[key].main
        if main and verdict.use in CARRYING and verdicts[main].use == "not_covering":
            yield main, TreatyVerdict("supplements", (Reason("main", treaty=key),))


def _extensions(
    question: AtlasQuestion, record: AtlasFacts, in_force: Mapping[str, bool], verdicts: Mapping[str, TreatyVerdict]
) -> Iterator[tuple[str, TreatyVerdict]]:
    """Yield pairs (treaty key, verdict) for treaties that add the offence to an extradition treaty, and their
    supplements.

    Yields nothing if the measure is not extradition.
    """
    clauses = extending(question, record, verdicts)
    carriers = [key for key, one in verdicts.items() if one.use in CARRYING and key not in clauses]
    if question.measure != EXTRADITION or not carriers:
        return
    accepts = {(key, question.requested): (AcceptanceFacts("yes"),) for key in clauses}
    accepted = replace(record, declared={**record.declared, **accepts})
    for key, clause in clauses.items():
        verdict = judge(record.treaties[key], question, in_force, accepted)
        if verdict.use in CARRYING:
            reasons = [why for why in verdict.reasons if why.code != "accepted"]
            yield key, TreatyVerdict("supplements", (Reason("extends", clause.article), *reasons))
            for addition, treaty in ((one, record.treaties[one]) for one in verdicts):
                if treaty.main == key and is_about(treaty, question.offence.kind):
                    yield addition, TreatyVerdict("supplements", (Reason("supplements", treaty=key),))


class _OtherProcedure(NamedTuple):
    """The treaty whose procedure goes first if other treaties give way. `treaty` is empty if there is none."""

    treaty: str = ""
    # False while a condition leaves open whether the treaty carries the request.
    is_certain: bool = False


def _other_procedure(
    ways: Container[str],
    placed: Sequence[OrderedTreaty],
    usable: Mapping[str, str],
    procedural: Container[str],
    doubtful: Container[str],
    record: AtlasFacts,
) -> _OtherProcedure:
    """Return the treaty whose procedure goes first. A certain treaty of `placed` goes before the others."""
    carrying = [one.treaty for one in placed if usable[one.treaty] in CARRYING or one.treaty in procedural]
    found = [
        _OtherProcedure(
            key, usable[key] == "basis" or key == carrying[0] or (key in procedural and key not in doubtful)
        )
        for key in carrying
        if key not in ways and record.treaties[key].main not in ways
    ]
    return next((one for one in found if one.is_certain), next(iter(found), _OtherProcedure()))


def _uncertain_other(question: AtlasQuestion, record: AtlasFacts, forces: Mapping[str, TreatyForce]) -> str:
    """Return the key of a treaty that perhaps binds all States and would then carry the request, or an empty string."""
    uses = ("basis",) if question.measure == EXTRADITION else CARRYING
    near = (key for key, force in forces.items() if force.use in ("signed", "approved") and force.is_near)
    return next((key for key in near if _would_cover(key, question, record) in uses), "")


def _giving_way(one: OrderedTreaty, ways: Mapping[str, RelationFacts], record: AtlasFacts) -> RelationFacts | None:
    """Return the clause of a treaty by which some of its paragraphs give way, or None.

    The clause of a leading treaty must be about the measure.
    """
    clauses = record.treaties[one.treaty].relations_of("subsidiary") if one.role != LEADING else []
    return ways.get(one.treaty) or next(iter(clauses), None)


def _is_subsidiary(key: str, record: AtlasFacts) -> bool:
    found = (record.treaties.get(one) for one in (key, record.treaties[key].main))
    return any(treaty is not None and treaty.relations_of("subsidiary") for treaty in found)


def _is_left(key: str, leading: Iterable[str], left: Container[tuple[str, str]]) -> bool:
    return any((key, one) in left or (one, key) in left for one in leading)


def _procedural(
    question: AtlasQuestion,
    record: AtlasFacts,
    forces: Mapping[str, TreatyForce],
    in_force: Mapping[str, bool],
    verdicts: Mapping[str, TreatyVerdict],
    ways: Container[str],
) -> list[str]:
    """Return the treaties on assistance whose procedure applies although the request rests on a treaty that gives way.

    The closest treaty comes first (see LEVELS). Sources: UNTOC, art. 18(7); UNCAC, art. 46(7).
    """
    own = {key: one.use for key, one in verdicts.items() if key not in ways and record.treaties[key].main not in ways}
    if "basis" in own.values():
        return []
    asked = [replace(question, measure=code) for code, one in MEASURES.items() if one.family == EVIDENCE]
    found = []
    for key, use in own.items():
        treaty = record.treaties[key]
        is_open = use in ("conditional", "not_covering", "not_assessed")
        if is_open and not treaty.main and not treaty.relations_of("subsidiary", "extends"):
            others = (judge(treaty, other, in_force, record).use for other in asked)
            found += [key] if "basis" in others else []
    assumed = {**verdicts, **dict.fromkeys(found, TreatyVerdict("basis"))}
    gone = superseded(asked[0], record, forces, assumed) if len(found) > 1 else {}
    left = sorted(
        (key for key in found if key not in gone), key=lambda key: (-LEVELS.position(record.treaties[key].level), key)
    )
    supplements = {record.treaties[key].main: key for key, one in verdicts.items() if one.use in CARRYING}
    return [key if own[key] in CARRYING else supplements.get(key, key) for key in left]


def _with_uncertain_basis(
    question: AtlasQuestion, record: AtlasFacts, verdicts: Mapping[str, TreatyVerdict], near: str
) -> Iterator[tuple[str, TreatyVerdict]]:
    """Yield all verdicts. Verdicts on conventions get a further reason if an extradition treaty (`near`) perhaps binds
    all.

    Sources: UNTOC, art. 16(4); UNCAC, art. 44(5); 1988 Convention, art. 6(3).
    """
    clauses = extending(question, record, verdicts)
    for key, verdict in verdicts.items():
        if key in clauses and verdict.use in CARRYING:
            yield key, replace(verdict, reasons=(*verdict.reasons, Reason("uncertain_treaty_basis", treaty=near)))
        else:
            yield key, verdict


def _with_procedure(
    verdict: TreatyVerdict,
    clause: RelationFacts | None,
    other: _OtherProcedure,
    uncertain: str,
    *,
    is_leading: bool,
) -> TreatyVerdict:
    """Return the verdict. If the treaty gives way, its reasons state which rules of procedure apply.

    Sources: UNTOC, art. 18(7); UNCAC, art. 46(7); Convention on Cybercrime, art. 27(1).
    """
    if clause is None:
        return verdict
    code, key = "own_procedure" if clause.has_procedure else "national_procedure", ""
    if other.treaty:
        code, key = "other_treaty_first" if other.is_certain else OPEN_PROCEDURE, other.treaty
    elif uncertain:
        code, key = "uncertain_treaty_first", uncertain
    elif not is_leading:
        return verdict
    return replace(verdict, reasons=(*verdict.reasons, Reason(code, clause.article, treaty=key)))


def _unusable(
    question: AtlasQuestion,
    record: AtlasFacts,
    forces: Mapping[str, TreatyForce],
    verdicts: Mapping[str, TreatyVerdict],
) -> list[LegalBasis]:
    """Return the treaties of interest that cannot be used, sorted by use and key."""
    found = [_basis(key, forces[key], one) for key, one in verdicts.items() if one.use not in USABLE]
    found += [
        _basis(key, force, TreatyVerdict(force.use))
        for key, force in forces.items()
        if key not in verdicts and _is_worth_a_word(key, force, question, record)
    ]
    return sorted(found, key=lambda one: (BASIS_USES.position(one.use), one.treaty))


def _is_worth_a_word(key: str, force: TreatyForce, question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether an answer should state why it does not use a treaty that does not bind all States."""
    if not (force.is_near or force.binds_some):
        return False
    treaty = record.treaties[key]
    adds = force.is_near and treaty.main in record.treaties and is_about(treaty, question.offence.kind)
    uses = (*CARRYING, "channel_only", "not_declared")
    return _would_cover(key, question, record) in uses or (adds and _would_cover(treaty.main, question, record) in uses)


def _would_cover(key: str, question: AtlasQuestion, record: AtlasFacts) -> str:
    """Return the use that a treaty would have if all treaties in the record were in force, a code of BASIS_USES."""
    every = dict.fromkeys(record.treaties, True)
    return judge(record.treaties[key], question, every, record).use


def _basis(key: str, force: TreatyForce, verdict: TreatyVerdict) -> LegalBasis:
    reasons = (*verdict.reasons, *force.reasons)
    return LegalBasis(
        key, verdict.use, force.since, force.is_computed, force.is_supported, force.is_uncertain, reasons=reasons
    )
