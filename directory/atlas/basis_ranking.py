"""Which treaties a request can rest on, in the order of use, and why other treaties are not used.

`_Ranking.bases` names the steps. `treaty_relations` has the clauses by which treaties change, replace or give way to
each other; `order` has the rules for the order of use.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from directory.access.viewer import ANONYMOUS, Viewer
from directory.atlas import queries
from directory.atlas.coverage import CARRYING, TreatyVerdict, is_about, judge
from directory.atlas.facts import AcceptanceFacts, AtlasFacts, RelationFacts
from directory.atlas.legal_basis import OPEN_PROCEDURE, LegalBasis
from directory.atlas.order import IF_BOUND, LEADING, OrderedTreaty, TreatyOrder
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
from directory.vocabulary import BASIS_USES, LEVELS, MEASURES, USABLE

EXTRADITION, EVIDENCE = "extradition", "evidence"
# The reason for a coverage row that holds only for parties to another treaty.
THROUGH = "through"


def list_bases(question: AtlasQuestion, viewer: Viewer = ANONYMOUS) -> list[LegalBasis]:
    """Return the usable treaties in the order of use, then other treaties of interest.

    Treaties of interest are treaties in force that cannot be used, and treaties that could be used if they bound all
    States.
    """
    return rank_bases(question, queries.load(viewer, set(question.states)))


def rank_bases(
    question: AtlasQuestion, record: AtlasFacts, forces: Mapping[str, TreatyForce] | None = None
) -> list[LegalBasis]:
    """Return the usable treaties in the order of use, then other treaties of interest, from facts that are already
    loaded.

    `forces` says of each treaty whether it binds the States (see `force_by_treaty`). The same mapping serves all
    questions about the same States and day.
    """
    return _Ranking(question, record, force_by_treaty(question, record) if forces is None else forces).bases()


class _OtherProcedure(NamedTuple):
    """The treaty that governs the procedure when other treaties let their own procedure give way. `treaty` is empty if
    there is no such treaty."""

    treaty: str = ""
    # False if a condition, or a doubt whether the treaty binds all States, leaves open whether its procedure applies.
    is_certain: bool = False


class _Ranking:
    """The treaties between the States of one question. The method `bases` ranks them in steps; each step changes the
    verdicts of the steps before."""

    def __init__(self, question: AtlasQuestion, record: AtlasFacts, forces: Mapping[str, TreatyForce]) -> None:
        self.question, self.record, self.forces = question, record, forces
        # Maps a treaty that binds all States to whether a source confirms this.
        self.in_force = {key: force.is_supported for key, force in forces.items() if force.is_in_force}
        # Treaties that perhaps do not bind all States.
        self.doubtful = {key for key in self.in_force if forces[key].is_uncertain}
        self.doubtful |= successors_if_bound(question, record, forces, self.in_force)
        self.verdicts: dict[str, TreatyVerdict] = {}
        # Maps a treaty to its clause by which the procedure of another treaty goes first.
        self.ways: dict[str, RelationFacts] = {}
        # Treaties on assistance whose procedure applies although the request rests on a treaty of `ways`.
        self.procedural: list[str] = []

    def bases(self) -> list[LegalBasis]:
        """Return the usable treaties in the order of use, then the treaties of interest that cannot be used."""
        # Each treaty in force: does it cover the measure and the offence?
        self.verdicts = {key: self._judged(key) for key in self.in_force}
        # No request can rest on a treaty that another treaty replaces.
        self._replace_superseded()
        # UNTOC, art. 18(7): a treaty gives way to the procedure of another treaty on assistance.
        self._find_procedure()
        # A protocol and its treaty are used together.
        self.verdicts |= dict(self._supplements())
        # UNTOC, art. 16(3): a convention adds its offences to extradition treaties.
        self.verdicts |= dict(self._extensions())
        order = self._order()
        placed = order.places()
        other = self._other_procedure(placed, order.usable)
        self._tell_doubts(placed, order.usable, other)
        return [*(self._placed_basis(one, placed, order, other) for one in placed), *self._unusable()]

    def _judged(self, key: str) -> TreatyVerdict:
        """Return the verdict on a treaty. A verdict "basis" becomes "conditional" if the treaty, or a treaty on which
        the verdict rests, perhaps does not bind all States."""
        treaty, in_force = self.record.treaties[key], self.in_force
        doubtful = {row.through for row in treaty.coverage if row.through in in_force and row.through in self.doubtful}
        certain = {one: told for one, told in in_force.items() if one not in doubtful}
        verdict = judge(treaty, self.question, certain, self.record)
        if doubtful and verdict.use != "basis":
            verdict = _if_bound(judge(treaty, self.question, in_force, self.record), doubtful)
        return replace(verdict, use="conditional") if verdict.use == "basis" and key in self.doubtful else verdict

    def _replace_superseded(self) -> None:
        gone = superseded_by_name(self.question, self.record, self.forces, self.verdicts)
        self.forces = {key: force for key, force in self.forces.items() if key in self.verdicts or key not in gone}
        replaced = superseded(self.question, self.record, self.forces, self.verdicts)
        self.verdicts |= {key: TreatyVerdict("replaced", (reason,)) for key, reason in replaced.items()}

    def _find_procedure(self) -> None:
        ways = giving_way(self.question, self.record, self.verdicts)
        self.ways = {key: clause for key, clause in ways.items() if self.verdicts[key].use in CARRYING}
        self.procedural = self._list_procedural() if self.ways else []
        silent = (key for key in self.procedural if self.verdicts[key].use not in CARRYING)
        self.verdicts |= {key: TreatyVerdict("supplements", (Reason("procedure"),)) for key in silent}

    def _list_procedural(self) -> list[str]:
        """Return the treaties on assistance that give the procedure when the treaties in `ways` let theirs give way.
        The closest treaty comes first (see LEVELS).

        If a treaty that does not give way is a basis without a condition, return an empty list.

        Sources: UNTOC, art. 18(7); UNCAC, art. 46(7).
        """
        treaties, verdicts = self.record.treaties, self.verdicts
        own = {
            key: one.use
            for key, one in verdicts.items()
            if key not in self.ways and treaties[key].main not in self.ways
        }
        if "basis" in own.values():
            return []
        asked = [replace(self.question, measure=code) for code, one in MEASURES.items() if one.family == EVIDENCE]
        found = []
        for key, use in own.items():
            is_open = use in ("conditional", "not_covering", "not_assessed")
            if is_open and not treaties[key].main and not treaties[key].relations_of("subsidiary", "extends"):
                others = (judge(treaties[key], other, self.in_force, self.record).use for other in asked)
                found += [key] if "basis" in others else []
        assumed = {**verdicts, **dict.fromkeys(found, TreatyVerdict("basis"))}
        gone = superseded(asked[0], self.record, self.forces, assumed) if len(found) > 1 else {}
        left = sorted(
            (key for key in found if key not in gone), key=lambda key: (-LEVELS.position(treaties[key].level), key)
        )
        supplements = {treaties[key].main: key for key, one in verdicts.items() if one.use in CARRYING}
        return [key if own[key] in CARRYING else supplements.get(key, key) for key in left]

    def _supplements(self) -> Iterator[tuple[str, TreatyVerdict]]:
        """Yield pairs (treaty key, new verdict) for treaties that cannot be used alone:

        - A supplement that is about the offence gets the verdict "supplements" if its main treaty can carry the request
          or gives the procedure.
        - A supplement whose main treaty is replaced gets the verdict of its main treaty.
        - A main treaty that does not cover the request gets the verdict "supplements" if one of its supplements can
          carry the request.
        """
        treaties = self.record.treaties
        for key, verdict in self.verdicts.items():
            main = treaties[key].main
            if not main or verdict.use not in ("not_covering", "not_assessed"):
                continue
            if self.verdicts[main].use == "replaced":
                yield key, self.verdicts[main]
            elif (self.verdicts[main].use in CARRYING or main in self.procedural) and self._is_about_offence(key):
                clause = treaties[key].relations_of("supplements", "amends")[0]
                reserved = (why for why in verdict.reasons if why.code == RESERVED)
                yield key, TreatyVerdict("supplements", (Reason(clause.effect, clause.article, treaty=main), *reserved))
        for key, verdict in self.verdicts.items():
            main = treaties[key].main
            if main and verdict.use in CARRYING and self.verdicts[main].use == "not_covering":
                yield main, TreatyVerdict("supplements", (Reason("main", treaty=key),))

    def _extensions(self) -> Iterator[tuple[str, TreatyVerdict]]:
        """Yield pairs (treaty key, verdict "supplements") for two groups of treaties: treaties that add the offence to
        an extradition treaty, and the supplements of such treaties.

        If the measure is not extradition, or if no treaty outside the first group can carry the request, yield nothing.
        """
        question, record = self.question, self.record
        clauses = extending(question, record, self.verdicts)
        carriers = [key for key, one in self.verdicts.items() if one.use in CARRYING and key not in clauses]
        if question.measure != EXTRADITION or not carriers:
            return
        accepts = {(key, question.requested): (AcceptanceFacts("yes"),) for key in clauses}
        accepted = replace(record, declared={**record.declared, **accepts})
        for key, clause in clauses.items():
            verdict = judge(record.treaties[key], question, self.in_force, accepted)
            if verdict.use in CARRYING:
                reasons = [why for why in verdict.reasons if why.code != "accepted"]
                yield key, TreatyVerdict("supplements", (Reason("extends", clause.article), *reasons))
                for addition in self.verdicts:
                    if record.treaties[addition].main == key and self._is_about_offence(addition):
                        yield addition, TreatyVerdict("supplements", (Reason("supplements", treaty=key),))

    def _is_about_offence(self, key: str) -> bool:
        return is_about(self.record.treaties[key], self.question.offence.kind)

    def _order(self) -> TreatyOrder:
        usable = {key: one.use for key, one in self.verdicts.items() if one.use in USABLE}
        first = precedence(self.question, self.record, self.forces, self.verdicts)
        replacing = {pair[0] for pair, why in first.items() if why.code == IF_BOUND and pair[1] in usable}
        return TreatyOrder(
            self.question,
            self.record,
            usable=usable,
            giving_way=set(self.ways),
            procedural=self.procedural,
            doubtful=self.doubtful - replacing,
            precedence=first,
            leaving=leaving(self.question, self.record, self.verdicts),
        )

    def _other_procedure(self, placed: Sequence[OrderedTreaty], usable: Mapping[str, str]) -> _OtherProcedure:
        """Return the treaty that governs the procedure when other treaties let theirs give way.

        This is the first treaty, in the order of use, that can carry the request or is one of `procedural`. It must not
        give way itself. Treaties that certainly apply come before all others.
        """
        carrying = [one.treaty for one in placed if usable[one.treaty] in CARRYING or one.treaty in self.procedural]
        found = [
            _OtherProcedure(
                key,
                usable[key] == "basis" or key == carrying[0] or (key in self.procedural and key not in self.doubtful),
            )
            for key in carrying
            if key not in self.ways and self.record.treaties[key].main not in self.ways
        ]
        return next((one for one in found if one.is_certain), next(iter(found), _OtherProcedure()))

    def _tell_doubts(self, placed: Sequence[OrderedTreaty], usable: Mapping[str, str], other: _OtherProcedure) -> None:
        """Add reasons to the verdicts: what would change if a treaty bound all States, which treaty gives the
        procedure, and, for extradition, which treaty perhaps is a basis."""
        leading = {one.treaty for one in placed if one.role == LEADING}
        near = self._uncertain_other()
        changes = {key: changes_if_bound(key, self.record, usable, self.forces) for key in usable}
        self.verdicts |= {
            key: _with_changes(self.verdicts[key], clauses) for key, clauses in changes.items() if clauses
        }
        self.verdicts = {
            key: _with_procedure(one, self.ways.get(key), other, near, is_leading=key in leading)
            for key, one in self.verdicts.items()
        }
        if self.question.measure == EXTRADITION and near:
            self.verdicts = dict(self._with_uncertain_basis(near))

    def _uncertain_other(self) -> str:
        """Return the key of a treaty that perhaps binds all States and would then carry the request, or an empty
        string."""
        uses = ("basis",) if self.question.measure == EXTRADITION else CARRYING
        near = (key for key, force in self.forces.items() if force.use in ("signed", "approved") and force.is_near)
        return next((key for key in near if self._would_cover(key) in uses), "")

    def _with_uncertain_basis(self, near: str) -> Iterator[tuple[str, TreatyVerdict]]:
        """Yield pairs (treaty key, verdict) for all treaties. If a convention that adds offences to extradition
        treaties can carry the request, its verdict gets a further reason: the extradition treaty `near` perhaps binds
        all States.

        Sources: UNTOC, art. 16(4); UNCAC, art. 44(5); 1988 Convention, art. 6(3).
        """
        clauses = extending(self.question, self.record, self.verdicts)
        for key, verdict in self.verdicts.items():
            if key in clauses and verdict.use in CARRYING:
                yield key, replace(verdict, reasons=(*verdict.reasons, Reason("uncertain_treaty_basis", treaty=near)))
            else:
                yield key, verdict

    def _placed_basis(
        self, one: OrderedTreaty, placed: Sequence[OrderedTreaty], order: TreatyOrder, other: _OtherProcedure
    ) -> LegalBasis:
        key, pairs = one.treaty, order.leaving
        leading = (first.treaty for first in placed if first.role == LEADING)
        is_left = any((key, first) in pairs or (first, key) in pairs for first in leading)
        return replace(
            _basis(key, self.forces[key], self.verdicts[key]),
            role=one.role,
            order=one.reason,
            follows=one.follows,
            gives_way=self._giving_way(one) if other.is_certain or one.role != LEADING else None,
            binds_beside=self._is_subsidiary(key) or (order.usable[key] == "basis" and is_left),
        )

    def _giving_way(self, one: OrderedTreaty) -> RelationFacts | None:
        """Return the clause by which a treaty gives way to the procedure of other treaties. Return None if the treaty
        has no such clause.

        For a leading treaty, only a clause about the measure is returned.
        """
        clauses = self.record.treaties[one.treaty].relations_of("subsidiary") if one.role != LEADING else []
        return self.ways.get(one.treaty) or next(iter(clauses), None)

    def _is_subsidiary(self, key: str) -> bool:
        found = (self.record.treaties.get(one) for one in (key, self.record.treaties[key].main))
        return any(treaty is not None and treaty.relations_of("subsidiary") for treaty in found)

    def _unusable(self) -> list[LegalBasis]:
        """Return the treaties of interest that cannot be used, sorted by use and key."""
        found = [_basis(key, self.forces[key], one) for key, one in self.verdicts.items() if one.use not in USABLE]
        found += [
            _basis(key, force, TreatyVerdict(force.use))
            for key, force in self.forces.items()
            if key not in self.verdicts and self._is_worth_a_word(key, force)
        ]
        return sorted(found, key=lambda one: (BASIS_USES.position(one.use), one.treaty))

    def _is_worth_a_word(self, key: str, force: TreatyForce) -> bool:
        """Return whether the answer should say why a treaty that does not bind all States is not used."""
        if not (force.is_near or force.binds_some):
            return False
        main = self.record.treaties[key].main
        adds = force.is_near and main in self.record.treaties and self._is_about_offence(key)
        uses = (*CARRYING, "channel_only", "not_declared")
        return self._would_cover(key) in uses or (adds and self._would_cover(main) in uses)

    def _would_cover(self, key: str) -> str:
        """Return the code (of BASIS_USES) of the use that a treaty would have if all treaties in the record were in
        force."""
        every = dict.fromkeys(self.record.treaties, True)
        return judge(self.record.treaties[key], self.question, every, self.record).use


def _if_bound(verdict: TreatyVerdict, doubtful: Container[str]) -> TreatyVerdict:
    """Return the verdict, changed if it rests on a treaty in `doubtful`. The reason that names this treaty then says
    "if bound", and a verdict "basis" becomes "conditional"."""
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


def _with_procedure(
    verdict: TreatyVerdict,
    clause: RelationFacts | None,
    other: _OtherProcedure,
    uncertain: str,
    *,
    is_leading: bool,
) -> TreatyVerdict:
    """Return the verdict on a treaty. If the treaty gives way by `clause`, the verdict gets a further reason, the first
    of these that applies:

    - the procedure of the treaty `other` applies or may apply
    - the procedure of the treaty `uncertain` would come first, but this treaty perhaps does not bind all States
    - only for a leading treaty: the rules of procedure of the treaty itself, or the law of the requested State, apply

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


def _basis(key: str, force: TreatyForce, verdict: TreatyVerdict) -> LegalBasis:
    reasons = (*verdict.reasons, *force.reasons)
    return LegalBasis(
        key, verdict.use, force.since, force.is_computed, force.is_supported, force.is_uncertain, reasons=reasons
    )
