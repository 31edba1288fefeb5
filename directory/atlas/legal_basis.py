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
    """One treaty for one question. `use` is a code of BASIS_USES.

    `role` is LEADING for a treaty whose rules on contents, channels, languages, grounds and deadlines govern the
    request (see `order.py`). It is ALSO for other usable treaties, else empty. `order` is the reason why the treaty
    comes before the next treaty. A main treaty and its supplements stand together as a group: `follows` is the key of
    the first treaty of the group, and empty for this first treaty. `gives_way` is a clause of this treaty by which the
    procedure of another treaty goes first. `binds_beside` is true if the rules of the treaty bind although another
    treaty leads, except the rules that give way.

    `in_force_from` is the day from which the treaty binds all States, or None if the day is not known. `is_computed` is
    true if this day was computed from a deposit by the treaty's own rule. `is_supported` is true if a source confirms
    that all States are bound. `is_uncertain` is true if the facts leave open whether the treaty bound all States on the
    day of the question.
    """

    treaty: str
    use: str
    in_force_from: date | None = None
    is_computed: bool = False
    is_supported: bool = True
    is_uncertain: bool = False
    reasons: tuple[Reason, ...] = ()
    role: str = ""
    order: Reason | None = None
    follows: str = ""
    gives_way: RelationFacts | None = None
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
    """The treaties of an answer by their roles. Each tuple is in the order of use.

    The rules of the `leading` treaties on contents, channels, languages, grounds and deadlines govern the request. The
    rules of the treaties in `others` apply if both States agree, except the rules of treaties in `beside`, which bind
    anyway. The treaties in `channel_only` open a channel and nothing else. `giving_way` maps a treaty to its clause by
    which the procedure of another treaty goes first. The rules that the clause names apply only if both States agree.
    The treaties in `firm` are a basis without a condition. The treaties in `conditional` lead beside such a treaty or
    supplement another treaty on a condition, or are not certain to bind both States, so the channels that they open are
    open on conditions. The treaties in `if_bound` are not certain to bind all States:
    their rules apply only if they do, and replace no rule of another treaty. If such a treaty leads, it is open whether
    its procedure takes the place of the procedure of the treaties in `open_procedure`.
    """

    leading: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    channel_only: tuple[str, ...] = ()
    giving_way: Mapping[str, RelationFacts] = field(default_factory=dict)
    firm: frozenset[str] = frozenset()
    conditional: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    if_bound: frozenset[str] = frozenset()
    open_procedure: frozenset[str] = frozenset()

    @property
    def usable(self) -> tuple[str, ...]:
        """The treaties that a request may rest on."""
        return (*self.leading, *self.others)

    def governs(self, treaty: str, article: str) -> bool:
        """Return whether an article of a usable treaty applies without an agreement of both States.

        It does if the treaty leads, or binds beside a leading treaty, and the article does not give way.
        """
        gives_way = treaty in self.giving_way and self.giving_way[treaty].gives_way_in(article)
        return (treaty in self.leading or treaty in self.beside) and not gives_way

    def leads(self, treaty: str, article: str) -> bool:
        """Return whether an article is one of a leading treaty and applies without an agreement of both States."""
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

    A convention with a procedure of assistance (UNTOC, art. 18(13)) designates no authority for measures of
    OUTSIDE_GENERAL_SHEET, such as extradition. A treaty whose procedure gives way to another treaty designates no
    authority at all.
    """
    is_outside = MEASURES[question.measure].family in OUTSIDE_GENERAL_SHEET
    return tuple(
        key
        for key in roles.leading
        if key not in roles.giving_way and not (is_outside and record.treaties[key].relations_of("subsidiary"))
    )


def list_bases(question: AtlasQuestion, viewer: Viewer = ANONYMOUS) -> list[LegalBasis]:
    """Return the usable treaties in the order of use, then other treaties of interest. Each treaty has its reasons.

    Two kinds of treaty are of interest. Some are in force but cannot be used for the question. Others would be used if
    they bound all States."""
    return rank_bases(question, queries.load(viewer, set(question.states)))


def rank_bases(
    question: AtlasQuestion, record: AtlasFacts, forces: Mapping[str, TreatyForce] | None = None
) -> list[LegalBasis]:
    """Return the result of `list_bases`, from facts that are already loaded. `order.in_order` decides on the order.

    A caller may pass the result of `force_by_treaty` as `forces`. Questions about the same States and day can share it.
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
    """Return the verdict on a treaty.

    `open_keys` contains the treaties for which it is open whether they bind all States. The verdict "basis" becomes
    "conditional" if the treaty is in `open_keys`. It also becomes "conditional" if the treaty covers the offence only
    for parties to a treaty in `open_keys`."""
    treaty = record.treaties[key]
    doubtful = {row.through for row in treaty.coverage if row.through in in_force and row.through in open_keys}
    verdict = judge(treaty, question, {one: told for one, told in in_force.items() if one not in doubtful}, record)
    if doubtful and verdict.use != "basis":
        verdict = _if_bound(judge(treaty, question, in_force, record), doubtful)
    return replace(verdict, use="conditional") if verdict.use == "basis" and key in open_keys else verdict


def _if_bound(verdict: TreatyVerdict, doubtful: Container[str]) -> TreatyVerdict:
    """Return the verdict, with a condition if it rests on a treaty of `doubtful`.

    The treaties of `doubtful` are not certain to bind all States. A verdict "basis" that rests on such a treaty becomes
    "conditional", and its reason names the doubt.
    """
    if not any(why.code == THROUGH and why.treaty in doubtful for why in verdict.reasons):
        return verdict
    reasons = (
        replace(why, code="through_if_bound") if why.code == THROUGH and why.treaty in doubtful else why
        for why in verdict.reasons
    )
    return TreatyVerdict("conditional" if verdict.use == "basis" else verdict.use, tuple(reasons))


def _with_changes(verdict: TreatyVerdict, clauses: Sequence[RelationFacts]) -> TreatyVerdict:
    """Return the verdict on a treaty that is not known to bind all States, with a reason for each of `clauses`.

    By these clauses, the treaty would change or replace another treaty.
    """
    codes = {"amends": "amends_if_bound", "supersedes": IF_BOUND}
    told = [why for why in verdict.reasons if why.code != "amends"]
    added = (Reason(codes[clause.effect], clause.article, treaty=clause.other) for clause in clauses)
    return replace(verdict, reasons=(*told, *added))


def _additions(
    question: AtlasQuestion, record: AtlasFacts, verdicts: Mapping[str, TreatyVerdict], procedural: Container[str]
) -> Iterator[tuple[str, TreatyVerdict]]:
    """Yield pairs (treaty key, verdict) for supplements and main treaties that can be used only together.

    No request can rest on such a supplement alone. Its verdict becomes that of its main treaty if the main treaty is
    replaced. The verdict becomes "supplements" if a request can rest on the main treaty and the supplement is about the
    offence.

    In the opposite case, a request can rest on a supplement but the main treaty does not cover the question. The
    verdict on the main treaty then becomes "supplements"."""
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
    """Yield pairs (treaty key, verdict) for treaties that add the offence to an extradition treaty. Supplements of
    these treaties follow if they are about the offence.

    Yields nothing if the measure is not extradition, or if only treaties that add offences can carry the request. A
    treaty that adds offences counts even if the requested State does not accept it as a basis for extradition."""
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
    """The treaty whose procedure goes first if other treaties give way. `treaty` is empty if there is none.

    `is_certain` is false while a condition leaves open whether the treaty carries the request.
    """

    treaty: str = ""
    is_certain: bool = False


def _other_procedure(
    ways: Container[str],
    placed: Sequence[OrderedTreaty],
    usable: Mapping[str, str],
    procedural: Container[str],
    doubtful: Container[str],
    record: AtlasFacts,
) -> _OtherProcedure:
    """Return the treaty whose procedure goes first: the first one of `placed` (in the order of use) that carries the
    request or is in `procedural`, and whose procedure does not give way, neither by itself nor by its main treaty.

    Such a treaty is certain if its use is "basis", if it is the first of all, or if it is in `procedural` and not in
    `doubtful`. The first certain treaty goes before the others.
    """
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
    """Return the key of a treaty that would carry the request if it bound all States. Return an empty string if there
    is none.

    All States have signed or approved the treaty, but its force is not known. For extradition, the treaty must be a
    basis without a condition."""
    uses = ("basis",) if question.measure == EXTRADITION else CARRYING
    near = (key for key, force in forces.items() if force.use in ("signed", "approved") and force.is_near)
    return next((key for key in near if _would_cover(key, question, record) in uses), "")


def _giving_way(one: OrderedTreaty, ways: Mapping[str, RelationFacts], record: AtlasFacts) -> RelationFacts | None:
    """Return the clause of a treaty by which some of its paragraphs give way, or None if there is no such clause.

    For a leading treaty, the clause must apply to the measure. For any other treaty, the clause counts for every
    measure."""
    clauses = record.treaties[one.treaty].relations_of("subsidiary") if one.role != LEADING else []
    return ways.get(one.treaty) or next(iter(clauses), None)


def _is_subsidiary(key: str, record: AtlasFacts) -> bool:
    """Return whether a treaty or its main treaty names the rules that give way to another treaty."""
    found = (record.treaties.get(one) for one in (key, record.treaties[key].main))
    return any(treaty is not None and treaty.relations_of("subsidiary") for treaty in found)


def _is_left(key: str, leading: Iterable[str], left: Container[tuple[str, str]]) -> bool:
    """Return whether a clause leaves a treaty in force beside a leading treaty. `left` is the result of `leaving`."""
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

    They bind all States and cover other assistance for this offence without a condition, but this measure not at all or
    only on a condition. No other such treaty replaces them. The closest treaty comes first (see LEVELS). A supplement
    that carries the request stands for its main treaty. The list is empty if another treaty than those of `ways`, which
    give way, is a basis.

    Sources: UNTOC, art. 18(7); UNCAC, art. 46(7). They ask only whether a treaty on assistance binds both States.
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
    """Yield all verdicts, as pairs of treaty key and verdict. Verdicts on conventions get a further reason if it is
    uncertain whether the convention is a basis for extradition.

    A convention is a basis only if no extradition treaty binds both States. It is not certain whether the extradition
    treaty `near` binds them. Sources: UNTOC, art. 16(4); UNCAC, art. 44(5); 1988 Convention, art. 6(3)."""
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
    """Return the verdict. If the treaty gives way, add reasons that state which rules of procedure apply.

    A treaty's own procedure applies only if the treaty leads and has one (`RelationFacts.has_procedure`).

    Sources: UNTOC, art. 18(7); UNCAC, art. 46(7); Convention on Cybercrime, art. 27(1)."""
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
    """Return whether an answer should state why it does not use a treaty that does not bind all States.

    This is so under two conditions. First, the treaty would be used if it bound all States. Second, it binds some of
    the States, or `force.is_near` is true.

    A supplement with `force.is_near` also counts if it is about the offence and its main treaty would be used."""
    if not (force.is_near or force.binds_some):
        return False
    treaty = record.treaties[key]
    adds = force.is_near and treaty.main in record.treaties and is_about(treaty, question.offence.kind)
    uses = (*CARRYING, "channel_only", "not_declared")
    return _would_cover(key, question, record) in uses or (adds and _would_cover(treaty.main, question, record) in uses)


def _would_cover(key: str, question: AtlasQuestion, record: AtlasFacts) -> str:
    """Return the use (a code of BASIS_USES) that a treaty would have if all treaties in the record were in force."""
    every = dict.fromkeys(record.treaties, True)
    return judge(record.treaties[key], question, every, record).use


def _basis(key: str, force: TreatyForce, verdict: TreatyVerdict) -> LegalBasis:
    reasons = (*verdict.reasons, *force.reasons)
    return LegalBasis(
        key, verdict.use, force.since, force.is_computed, force.is_supported, force.is_uncertain, reasons=reasons
    )
