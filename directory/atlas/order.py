"""The order in which treaties are used, and the reason for each position.

The order of two treaties follows from a clause of the treaties or, without a clause, from the first of these rules that
tells the two apart:

- a treaty with the use `basis` comes before a treaty with the use `conditional`;
- a treaty that is known to bind all States comes before others;
- a treaty whose procedure does not give way comes before a treaty whose procedure does;
- a closer treaty comes before a wider one (bilateral, regional, universal);
- a treaty on this offence comes before others;
- a later treaty comes before an earlier one (Vienna Convention on the Law of Treaties, art. 30(3)).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from directory.atlas.coverage import CARRYING, closeness_to_offence
from directory.atlas.facts import AtlasFacts, RelationFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.vocabulary import LEVELS

BILATERAL = "bilateral"
ARGUABLE = "order_arguable"
# The reason if a clause leaves both treaties in force, although one of them is closer, is on this offence or is later.
BESIDE = "order_beside"
IF_BOUND, UNLESS_BOUND = "order_supersedes_if_bound", "order_superseded_if_bound"
# Reasons for an order by which both treaties of a pair lead.
OPEN_ORDERS = (ARGUABLE, BESIDE, IF_BOUND, UNLESS_BOUND)
USES = (*CARRYING, "supplements")
LEADING, ALSO = "leading", "also"


@dataclass(frozen=True)
class OrderedTreaty:
    """A usable treaty at its position. `reason` states why this treaty comes before the next treaty whose `follows`
    is empty."""

    treaty: str
    role: str
    reason: Reason | None = None
    # The first treaty of the group of a main treaty and its supplements. Empty for this first treaty.
    follows: str = ""


@dataclass(frozen=True)
class _Candidate:
    treaty: str
    use: int
    is_doubtful: bool
    gives_way: bool
    level: int
    offence: int
    concluded: int

    @property
    def rank(self) -> tuple[int, bool, bool, int, int, int, str]:
        place = self.use, self.is_doubtful, self.gives_way, self.level, self.offence
        return *place, -self.concluded, self.treaty

    @property
    def is_firm(self) -> bool:
        """Whether the treaty is an unconditional basis whose own procedure applies."""
        return self.use == 0 and not self.gives_way


@dataclass(frozen=True)
class TreatyOrder:
    """The usable treaties of one question, with the facts from which their order follows. A pair is (first treaty,
    second treaty)."""

    question: AtlasQuestion
    record: AtlasFacts
    # Maps a treaty to its use.
    usable: Mapping[str, str]
    # Treaties whose procedure gives way to other treaties.
    giving_way: Collection[str]
    # Treaties on assistance whose procedure applies although none of them is a firm basis.
    procedural: Collection[str]
    # Treaties that perhaps do not bind all States, unless another usable treaty applies if they do not.
    doubtful: Collection[str]
    # The reason for each pair whose order a clause decides.
    precedence: Mapping[tuple[str, str], Reason]
    # The clause by which the first treaty leaves the second untouched.
    leaving: Mapping[tuple[str, str], RelationFacts]

    def places(self) -> list[OrderedTreaty]:
        """Return the usable treaties in the order of use. A treaty and its supplements stand together."""
        ordered = list(self._sorted())
        reasons = [self._reason(one, other) for one, other in pairwise(ordered)]
        leading = self._count_leading(ordered, reasons)
        places = []
        for position, one in enumerate(ordered):
            role = LEADING if position < leading and self.usable[one.treaty] in CARRYING else ALSO
            places.append(OrderedTreaty(one.treaty, role, reasons[position] if position < len(reasons) else None))
            places += (OrderedTreaty(key, role, follows=one.treaty) for key in self._treaties_behind(one, ordered))
        return places

    def _sorted(self) -> Iterator[_Candidate]:
        """Yield the candidates sorted by rank. A clause can move a candidate before others that would precede it by
        rank (`_goes_before`).

        If only one of two treaties applies (`_is_either_or`), the two come directly one after the other.
        """
        waiting = sorted(self._candidates(), key=lambda one: one.rank)
        last: _Candidate | None = None
        while waiting:
            free = [one for one in waiting if not any(self._goes_before(other, one) for other in waiting)] or waiting
            beside = (one for one in free if last and self._is_either_or(one, last))
            last = next(beside, free[0])
            waiting.remove(last)
            yield last

    def _candidates(self) -> Iterator[_Candidate]:
        for key, use in self.usable.items():
            if key not in self._procedural_only and not self._companion(key):
                treaty = self.record.treaties[key]
                concluded = treaty.concluded_on or treaty.in_force_from or date.min
                yield _Candidate(
                    treaty=key,
                    use=USES.index(use),
                    is_doubtful=key in self.doubtful,
                    gives_way=key in self.giving_way,
                    level=-LEVELS.position(treaty.level),
                    offence=closeness_to_offence(treaty, self.question),
                    concluded=concluded.toordinal(),
                )

    @property
    def _procedural_only(self) -> list[str]:
        """The treaties that give the request its procedure and nothing else."""
        return [key for key in self.procedural if self.usable[key] not in CARRYING]

    def _goes_before(self, one: _Candidate, other: _Candidate) -> bool:
        return one.use <= other.use and (one.treaty, other.treaty) in self.precedence

    def _is_either_or(self, one: _Candidate, other: _Candidate) -> bool:
        """Return whether a clause lets one candidate replace the other, while it is not known whether the replacing
        treaty binds all States."""
        pairs = (self.precedence.get((one.treaty, other.treaty)), self.precedence.get((other.treaty, one.treaty)))
        return any(reason is not None and reason.code == IF_BOUND for reason in pairs)

    def _reason(self, one: _Candidate, other: _Candidate) -> Reason:
        """Return the reason why `one` stands directly before `other`."""
        if (one.treaty, other.treaty) in self.precedence:
            return self.precedence[one.treaty, other.treaty]
        reverse = self.precedence.get((other.treaty, one.treaty))
        if reverse is not None and reverse.code == IF_BOUND:
            return replace(reverse, code=UNLESS_BOUND, treaty=other.treaty, of=other.treaty)
        code = "order_later"
        if one.use < other.use:
            code = "order_basis"
        elif one.is_doubtful != other.is_doubtful:
            code = "order_bound"
        elif one.gives_way != other.gives_way:
            code = "order_gives_way"
        elif one.level == other.level != -LEVELS.position(BILATERAL) and one.offence == other.offence:
            code = ARGUABLE
        elif one.is_firm and (beside := self._unaffected(one.treaty, other.treaty)):
            return beside
        elif one.level != other.level:
            code = "order_closer"
        elif one.offence != other.offence:
            code = "order_offence"
        return Reason(code, treaty=other.treaty)

    def _unaffected(self, one: str, other: str) -> Reason | None:
        """Return the reason BESIDE if a clause of one of the two treaties says that the other treaty stays unaffected.
        Return None if there is no such clause."""
        found = ((pair, self.leaving[pair]) for pair in ((one, other), (other, one)) if pair in self.leaving)
        return next(
            (
                Reason(BESIDE, clause.article, treaty=other, of=owner, is_supported=clause.is_supported)
                for (owner, _), clause in found
            ),
            None,
        )

    def _count_leading(self, ordered: Sequence[_Candidate], reasons: Sequence[Reason]) -> int:
        """Return how many candidates at the beginning of the order are leading treaties."""
        count = 1
        while count <= len(reasons) and reasons[count - 1].code in OPEN_ORDERS:
            count += 1
        firm = [place for place, one in enumerate(ordered) if one.is_firm]
        own = firm[:1] or [place for place, one in enumerate(ordered) if one.treaty in self.procedural]
        return max(count, *(place + 1 for place in own)) if own and ordered[0].gives_way else count

    def _treaties_behind(self, one: _Candidate, ordered: Sequence[_Candidate]) -> Iterator[str]:
        """Yield the treaties that stand behind a candidate: its supplements, then the treaties that give only
        procedure."""
        yield from self._additions(one.treaty)
        served = next((other.treaty for other in ordered if other.gives_way), "")
        for key in self._procedural_only if one.treaty == served else ():
            yield from (key, *self._additions(key))

    def _additions(self, first: str) -> list[str]:
        """Return the keys of the treaties that stand behind the treaty `first`, directly or indirectly."""
        found = sorted(key for key in self.usable if self._companion(key) == first)
        return [*found, *(further for key in found for further in self._additions(key))]

    def _companion(self, key: str) -> str:
        """Return the key of the treaty behind which the treaty `key` stands.

        If the main treaty is usable and its use is not weaker than the use of `key`, this is the main treaty. If not,
        it is the first supplement of `key` with a stronger use. If there is no such supplement either, return an empty
        string.
        """
        main, use = self.record.treaties[key].main, USES.index(self.usable[key])
        if main in self.usable and USES.index(self.usable[main]) <= use:
            return main
        additions = (one for one in sorted(self.usable) if self.record.treaties[one].main == key)
        return next((one for one in additions if USES.index(self.usable[one]) < use), "")
