"""Which treaties a request can rest on, in the order of use, and why other treaties are not used."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from directory.access.viewer import ANONYMOUS, Viewer
from directory.atlas import queries
from directory.atlas.coverage import CARRYING, TreatyVerdict, is_about, judge
from directory.atlas.facts import AcceptanceFacts, AtlasFacts, RelationFacts
from directory.atlas.order import IF_BOUND, LEADING, OrderedTreaty, in_order
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.reservations import RESERVED
from directory.atlas.treaty_force import TreatyForce, force_by_treaty
from directory.atlas.treaty_relations import (
    changes_if_bound,
    extending,
    giving_way,
    precedence,
    successors_if_bound,
    superseded,
    superseded_by_name,
)
from directory.vocabulary import BASIS_USES, MEASURES, OUTSIDE_GENERAL_SHEET, USABLE

EXTRADITION, EVIDENCE = "extradition", "evidence"
# The reason for a coverage row that holds only for parties to another treaty.
THROUGH = "through"


@dataclass(frozen=True)
class LegalBasis:
    """One treaty for one question. `use` is a code of BASIS_USES.

    `role` is LEADING for a treaty whose rules on contents, channels, languages, grounds and deadlines govern the
    request (see `order.py`). It is ALSO for other usable treaties, else empty. `order` is the reason why the treaty
    comes before the next treaty. A main treaty and its supplements stand together as a group: `follows` is the key of
    the first treaty of the group, and empty for this first treaty. `gives_way` is a clause of this treaty by which the
    procedure of another treaty goes first. `binds_beside` is true if the treaty itself names the rules that give way.
    Its other rules then bind although another treaty leads.

    `in_force_from` is the day from which the treaty binds all States, or None if the day is not known. `is_computed` is
    true if this day was computed from a deposit by the treaty's own rule. `is_supported` is true if a source confirms
    that all States are bound. `is_uncertain` is true if the facts leave open whether the treaty bound all States on the
    day of the question.

    `only_if_bound` is true if the treaty changes or replaces another usable treaty but is not known to bind all States.
    The text of the other treaty then counts. The text of this treaty counts only if this treaty binds all States."""

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
    only_if_bound: bool = False

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

    The rules of the `leading` treaties on contents, channels, languages, grounds and deadlines govern the request.
    `others` contains the other usable treaties. Their rules apply only if both States agree, except for the treaties
    that are also in `beside`: their rules bind without an agreement. The treaties in `channel_only` open a channel and
    nothing else.

    `giving_way` maps a treaty to its clause by which the procedure of another treaty goes first. The rules that the
    clause names apply only if both States agree.

    If a treaty in `conditional` opens a channel, the channel is open on conditions. Such a treaty supplements another
    treaty on a condition, or is not certain to bind all States.

    The treaties in `if_bound` change or replace another usable treaty but are not known to bind all States. The rules
    of the replaced treaty stay. The rules of the treaty in `if_bound` apply only if it binds all States."""

    leading: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    channel_only: tuple[str, ...] = ()
    giving_way: Mapping[str, RelationFacts] = field(default_factory=dict)
    conditional: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    if_bound: frozenset[str] = frozenset()

    @property
    def usable(self) -> tuple[str, ...]:
        """The treaties that a request may rest on."""
        return (*self.leading, *self.others)

    def applies(self, treaty: str, article: str) -> bool:
        """Return whether an article of a usable treaty can apply.

        The result is False only if the treaty leads and the article gives way to another treaty. Every article of a
        treaty in `others` can apply, since both States may agree on it."""
        return treaty not in self.leading or not self._gives_way(treaty, article)

    def governs(self, treaty: str, article: str) -> bool:
        """Return whether an article of a usable treaty applies without an agreement of both States.

        Two things are needed: the treaty leads or is in `beside`, and the article does not give way. Whether the treaty
        binds all States is not checked: callers mark the rules of treaties in `if_bound`."""
        return (treaty in self.leading or treaty in self.beside) and not self._gives_way(treaty, article)

    def _gives_way(self, treaty: str, article: str) -> bool:
        return treaty in self.giving_way and self.giving_way[treaty].gives_way_in(article)


def roles_of(bases: Iterable[LegalBasis]) -> TreatyRoles:
    """Return the treaties of an answer by their roles. `bases` is the result of `list_bases` or `rank_bases`."""
    bases = list(bases)
    return TreatyRoles(
        tuple(one.treaty for one in bases if one.is_leading),
        tuple(one.treaty for one in bases if one.is_usable and not one.is_leading),
        tuple(one.treaty for one in bases if one.use == "channel_only"),
        {one.treaty: one.gives_way for one in bases if one.is_usable and one.gives_way},
        frozenset(one.treaty for one in bases if not one.is_certain or (_is_conditional(one) and one.follows)),
        frozenset(one.treaty for one in bases if one.is_usable and one.binds_beside),
        frozenset(one.treaty for one in bases if one.is_usable and one.only_if_bound),
    )


def _is_conditional(one: LegalBasis) -> bool:
    return one.use == "conditional" or one.only_if_bound


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
    verdicts |= dict(_additions(question, record, verdicts))
    verdicts |= dict(_extensions(question, record, in_force, verdicts))
    ways = {key: one for key, one in giving_way(question, record, verdicts).items() if verdicts[key].use in CARRYING}
    usable = {key: one.use for key, one in verdicts.items() if one.use in USABLE}
    placed = in_order(question, record, usable, set(ways), precedence(question, record, forces, verdicts))
    others = _other_procedure(ways, [one.treaty for one in placed if usable[one.treaty] in CARRYING], usable, record)
    near = _uncertain_other(question, record, forces)
    silent = _silent_others(question, record, in_force, verdicts) if ways and not others.is_certain else []
    leading = {one.treaty for one in placed if one.role == LEADING}
    changes = {key: changes_if_bound(key, record, usable, forces) for key in usable}
    verdicts |= {key: _with_changes(verdicts[key], clauses) for key, clauses in changes.items() if clauses}
    verdicts = {
        key: _with_procedure(one, ways.get(key), others, near, silent, is_leading=key in leading)
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
            binds_beside=any(record.treaties[key].relations_of("subsidiary") for key in _with_main(one.treaty, record)),
            only_if_bound=bool(changes[one.treaty]),
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
    question: AtlasQuestion, record: AtlasFacts, verdicts: Mapping[str, TreatyVerdict]
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
        elif verdicts[main].use in CARRYING and is_about(record.treaties[key], question.offence.kind):
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
    ways: Container[str], carrying: Sequence[str], usable: Mapping[str, str], record: AtlasFacts
) -> _OtherProcedure:
    """Return the treaty whose procedure goes first: the first treaty of `carrying` whose procedure does not give way.
    If there is none, `treaty` of the result is empty.

    `carrying` is in the order of use. `ways` contains the treaties whose procedure gives way. A supplement whose main
    treaty is in `ways` gives way too. `is_certain` of the result is true in two cases: the use of the treaty is
    "basis", or the treaty is the first of `carrying`."""
    for key in carrying:
        if key not in ways and record.treaties[key].main not in ways:
            return _OtherProcedure(key, usable[key] == "basis" or key == carrying[0])
    return _OtherProcedure()


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


def _with_main(key: str, record: AtlasFacts) -> Iterator[str]:
    """Yield the key of a treaty and the key of its main treaty. A treaty that the record does not contain is left
    out."""
    yield from (one for one in (key, record.treaties[key].main) if one in record.treaties)


def _silent_others(
    question: AtlasQuestion, record: AtlasFacts, in_force: Mapping[str, bool], verdicts: Mapping[str, TreatyVerdict]
) -> list[str]:
    """Return the keys of treaties in force that cover assistance for this offence but do not name this measure.

    The treaty that covers the most measures of the family EVIDENCE comes first. Supplements are left out, and so are
    treaties that give way to other treaties or add offences to them.

    It is open whether the procedure of a returned treaty goes first. UNCAC, art. 46(7), requires only that the treaty
    binds both States."""
    measures = [code for code, measure in MEASURES.items() if measure.family == EVIDENCE]
    counts = {}
    for key, verdict in verdicts.items():
        treaty = record.treaties[key]
        if verdict.use == "not_covering" and not treaty.main and not treaty.relations_of("subsidiary", "extends"):
            others = (judge(treaty, replace(question, measure=code), in_force, record).use for code in measures)
            counts[key] = sum(use in CARRYING for use in others)
    return sorted((key for key in counts if counts[key]), key=lambda key: (-counts[key], key))


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
    silent: Sequence[str],
    *,
    is_leading: bool,
) -> TreatyVerdict:
    """Return the verdict. If the treaty gives way, add reasons that state which rules of procedure apply.

    `clause` is the clause by which the treaty gives way, or None. The procedure of `other` goes first. `uncertain` is
    the key of a treaty that would carry the request if it bound all States, or empty. `silent` contains treaties that
    do not name the measure but whose procedure may go first. The treaty's own procedure applies only if the treaty
    leads, and only if `other`, `uncertain` and `silent` name no treaty.

    Sources: UNTOC, art. 18(7); UNCAC, art. 46(7); Convention on Cybercrime, art. 27(1)."""
    if clause is None:
        return verdict
    told = []
    if other.treaty:
        told.append(("other_treaty_first" if other.is_certain else "conditional_treaty_first", other.treaty))
    elif uncertain:
        told.append(("signed_treaty_first" if silent else "uncertain_treaty_first", uncertain))
    elif not silent and is_leading:
        told.append(("own_procedure", ""))
    told += [("silent_treaty_binds", key) for key in silent]
    reasons = (Reason(code, clause.article, treaty=key) for code, key in told)
    return replace(verdict, reasons=(*verdict.reasons, *reasons))


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
