"""The order in which treaties are used, and the reason for each position.

Clauses of the treaties decide first. Then the first of these rules that tells two treaties apart decides:

- a basis comes before a conditional treaty;
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
# A clause leaves both treaties in force, although one is closer, on this offence or later.
BESIDE = "order_beside"
IF_BOUND, UNLESS_BOUND = "order_supersedes_if_bound", "order_superseded_if_bound"
# Reasons for an order by which both treaties of a pair lead.
OPEN_ORDERS = (ARGUABLE, BESIDE, IF_BOUND, UNLESS_BOUND)
USES = (*CARRYING, "supplements")
LEADING, ALSO = "leading", "also"


@dataclass(frozen=True)
class OrderingFacts:
    """What decides the order of the usable treaties of one question. A pair in a mapping is (first treaty, second
    treaty)."""

    # Treaties whose procedure gives way to other treaties.
    giving_way: Collection[str]
    # Treaties on assistance whose procedure applies although none of them is a firm basis.
    procedural: Collection[str]
    # Treaties that perhaps do not bind all States, unless another usable treaty applies if they do not.
    doubtful: Collection[str]
    precedence: Mapping[tuple[str, str], Reason]
    # The clause by which the first treaty leaves the second untouched.
    leaving: Mapping[tuple[str, str], RelationFacts]


@dataclass(frozen=True)
class OrderedTreaty:
    """A usable treaty at its position. `reason` states why it comes before the next treaty that carries the request."""

    treaty: str
    role: str
    reason: Reason | None = None
    # The first treaty of the group of a main treaty and its supplements. Empty for this first treaty.
    follows: str = ""


@dataclass(frozen=True)
class _Candidate:
    """The first usable treaty of a group of main treaty and supplements, with the values that rank it. The smallest
    `rank` goes first."""

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
        """Whether the treaty is a basis without a condition and its own procedure applies."""
        return self.use == 0 and not self.gives_way


def in_order(
    question: AtlasQuestion, record: AtlasFacts, usable: Mapping[str, str], facts: OrderingFacts
) -> list[OrderedTreaty]:
    """Return the usable treaties in the order of use. A treaty and the treaties that supplement it stand together.

    `usable` maps a treaty to its use.
    """
    serving = [key for key in facts.procedural if usable[key] not in CARRYING]
    candidates = [
        _candidate(key, use, question, record, facts)
        for key, use in usable.items()
        if key not in serving and not _companion(key, usable, record)
    ]
    ordered = list(_sorted(candidates, facts.precedence))
    reasons = [_reason(one, other, facts) for one, other in pairwise(ordered)]
    leading = _count_leading(ordered, reasons, facts.procedural)
    served = next((one.treaty for one in ordered if one.gives_way), "")
    places = []
    for position, one in enumerate(ordered):
        role = LEADING if position < leading and usable[one.treaty] in CARRYING else ALSO
        reason = reasons[position] if position < len(reasons) else None
        places.append(OrderedTreaty(one.treaty, role, reason))
        behind = _additions(one.treaty, usable, record)
        for key in serving if one.treaty == served else ():
            behind += [key, *_additions(key, usable, record)]
        places += (OrderedTreaty(key, role, follows=one.treaty) for key in behind)
    return places


def _count_leading(ordered: Sequence[_Candidate], reasons: Sequence[Reason], procedural: Collection[str]) -> int:
    """Return how many of the first candidates lead."""
    count = 1
    while count <= len(reasons) and reasons[count - 1].code in OPEN_ORDERS:
        count += 1
    firm = [place for place, one in enumerate(ordered) if one.is_firm]
    own = firm[:1] or [place for place, one in enumerate(ordered) if one.treaty in procedural]
    return max(count, *(place + 1 for place in own)) if own and ordered[0].gives_way else count


def _candidate(key: str, use: str, question: AtlasQuestion, record: AtlasFacts, facts: OrderingFacts) -> _Candidate:
    treaty = record.treaties[key]
    concluded = treaty.concluded_on or treaty.in_force_from or date.min
    return _Candidate(
        treaty=key,
        use=USES.index(use),
        is_doubtful=key in facts.doubtful,
        gives_way=key in facts.giving_way,
        level=-LEVELS.position(treaty.level),
        offence=closeness_to_offence(treaty, question),
        concluded=concluded.toordinal(),
    )


def _sorted(candidates: Sequence[_Candidate], precedence: Mapping[tuple[str, str], Reason]) -> Iterator[_Candidate]:
    """Yield the candidates sorted by rank, but a clause can move a candidate before others.

    If only one of two treaties applies (`_is_either_or`), the two stand side by side.
    """
    waiting = sorted(candidates, key=lambda one: one.rank)
    last: _Candidate | None = None
    while waiting:
        free = [one for one in waiting if not any(_goes_before(other, one, precedence) for other in waiting)] or waiting
        beside = (one for one in free if last and _is_either_or(one, last, precedence))
        last = next(beside, free[0])
        waiting.remove(last)
        yield last


def _is_either_or(one: _Candidate, other: _Candidate, precedence: Mapping[tuple[str, str], Reason]) -> bool:
    """Return whether one of two candidates would replace the other if it bound all States, which is not known."""
    pairs = (precedence.get((one.treaty, other.treaty)), precedence.get((other.treaty, one.treaty)))
    return any(reason is not None and reason.code == IF_BOUND for reason in pairs)


def _goes_before(one: _Candidate, other: _Candidate, precedence: Mapping[tuple[str, str], Reason]) -> bool:
    return one.use <= other.use and (one.treaty, other.treaty) in precedence


def _additions(first: str, usable: Mapping[str, str], record: AtlasFacts) -> list[str]:
    """Return the keys of the treaties that stand behind the treaty `first`, directly or indirectly."""
    found = sorted(key for key in usable if _companion(key, usable, record) == first)
    return [*found, *(further for key in found for further in _additions(key, usable, record))]


def _companion(key: str, usable: Mapping[str, str], record: AtlasFacts) -> str:
    """Return the key of the treaty behind which the treaty `key` stands in the order of use, or an empty string."""
    main = record.treaties[key].main
    if main in usable and USES.index(usable[main]) <= USES.index(usable[key]):
        return main
    additions = (one for one in sorted(usable) if record.treaties[one].main == key)
    return next((one for one in additions if USES.index(usable[one]) < USES.index(usable[key])), "")


def _reason(one: _Candidate, other: _Candidate, facts: OrderingFacts) -> Reason:
    if (one.treaty, other.treaty) in facts.precedence:
        return facts.precedence[one.treaty, other.treaty]
    reverse = facts.precedence.get((other.treaty, one.treaty))
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
    elif one.is_firm and (beside := _beside(one.treaty, other.treaty, facts)):
        return beside
    elif one.level != other.level:
        code = "order_closer"
    elif one.offence != other.offence:
        code = "order_offence"
    return Reason(code, treaty=other.treaty)


def _beside(one: str, other: str, facts: OrderingFacts) -> Reason | None:
    """Return the reason if a clause of one treaty leaves the other untouched, else None."""
    found = ((pair, facts.leaving[pair]) for pair in ((one, other), (other, one)) if pair in facts.leaving)
    return next(
        (
            Reason(BESIDE, clause.article, treaty=other, of=owner, is_supported=clause.is_supported)
            for (owner, _), clause in found
        ),
        None,
    )
