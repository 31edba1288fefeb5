"""The order in which treaties are used, and the reason for each position.

Clauses of the treaties decide first. Then these rules decide, in this order. A basis comes before a conditional treaty.
A treaty whose procedure does not give way to others comes before a treaty whose procedure does. A closer treaty comes
before a wider treaty (bilateral, regional, universal). A treaty on this offence comes before other treaties. A later
treaty comes before an earlier treaty (Vienna Convention on the Law of Treaties, art. 30(3)). How well a source was read
does not matter.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from directory.atlas.coverage import CARRYING, closeness_to_offence
from directory.atlas.facts import AtlasFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.vocabulary import LEVELS

BILATERAL = "bilateral"
ARGUABLE = "order_arguable"
# Reasons for an order that facts or clauses leave open. Both treaties of such a pair lead.
IF_BOUND, UNLESS_BOUND = "order_supersedes_if_bound", "order_superseded_if_bound"
OPEN_ORDERS = (ARGUABLE, IF_BOUND, UNLESS_BOUND)
USES = (*CARRYING, "supplements")
LEADING, ALSO = "leading", "also"


@dataclass(frozen=True)
class OrderedTreaty:
    """A usable treaty at its position. `reason` states why the treaty comes before the next treaty that carries the
    request.

    A main treaty and its supplements stand together as a group. `follows` is the key of the first treaty of the group,
    and empty for this first treaty.
    """

    treaty: str
    role: str
    reason: Reason | None = None
    follows: str = ""


@dataclass(frozen=True)
class _Candidate:
    """A usable treaty that stands first in its group of main treaty and supplements, with the values that rank it. The
    smallest `rank` goes first."""

    treaty: str
    use: int
    gives_way: bool
    level: int
    offence: int
    concluded: int

    @property
    def rank(self) -> tuple[int, bool, int, int, int, str]:
        return self.use, self.gives_way, self.level, self.offence, -self.concluded, self.treaty


def in_order(
    question: AtlasQuestion,
    record: AtlasFacts,
    usable: Mapping[str, str],
    giving_way: Collection[str],
    precedence: Mapping[tuple[str, str], Reason],
) -> list[OrderedTreaty]:
    """Return the usable treaties in the order of use. A treaty and the treaties that supplement it stand together.

    `usable` maps a treaty to its use. `giving_way` contains the treaties whose procedure gives way to other treaties.
    `precedence` maps a pair (first treaty, second treaty) to the reason, for each pair whose order a clause decides. A
    treaty leads if `_count_leading` counts it and its use is in CARRYING. The supplements of a leading treaty lead with
    it."""
    candidates = [
        _candidate(key, use, question, record, key in giving_way)
        for key, use in usable.items()
        if not _companion(key, usable, record)
    ]
    ordered = list(_sorted(candidates, precedence))
    reasons = [_reason(one, other, precedence) for one, other in pairwise(ordered)]
    leading = _count_leading(ordered, reasons)
    places = []
    for position, one in enumerate(ordered):
        role = LEADING if position < leading and usable[one.treaty] in CARRYING else ALSO
        reason = reasons[position] if position < len(reasons) else None
        places.append(OrderedTreaty(one.treaty, role, reason))
        places += (OrderedTreaty(key, role, follows=one.treaty) for key in _additions(one.treaty, usable, record))
    return places


def _count_leading(ordered: Sequence[_Candidate], reasons: Sequence[Reason]) -> int:
    """Return how many candidates from the start of `ordered` may lead.

    The first candidate counts. Each next candidate counts as long as no rule decides whether it or the candidate before
    it goes first (OPEN_ORDERS).

    If the procedure of the first candidate gives way, more candidates may count: all up to the first one that is a
    basis without a condition and whose procedure does not give way."""
    count = 1
    while count <= len(reasons) and reasons[count - 1].code in OPEN_ORDERS:
        count += 1
    own = next((place for place, one in enumerate(ordered) if not one.gives_way and one.use == 0), 0)
    return max(count, own + 1) if own and ordered[0].gives_way else count


def _candidate(key: str, use: str, question: AtlasQuestion, record: AtlasFacts, gives_way: bool) -> _Candidate:
    treaty = record.treaties[key]
    concluded = treaty.concluded_on or treaty.in_force_from or date.min
    return _Candidate(
        treaty=key,
        use=USES.index(use),
        gives_way=gives_way,
        level=-LEVELS.position(treaty.level),
        offence=closeness_to_offence(treaty, question),
        concluded=concluded.toordinal(),
    )


def _sorted(candidates: Sequence[_Candidate], precedence: Mapping[tuple[str, str], Reason]) -> Iterator[_Candidate]:
    """Yield the candidates sorted by rank, except as follows.

    A clause can move a candidate before another candidate of the same or a worse use. If only one of two treaties
    applies (`_is_either_or`), the two stand side by side unless another clause prevents this."""
    waiting = sorted(candidates, key=lambda one: one.rank)
    last: _Candidate | None = None
    while waiting:
        free = [one for one in waiting if not any(_goes_before(other, one, precedence) for other in waiting)] or waiting
        beside = (one for one in free if last and _is_either_or(one, last, precedence))
        last = next(beside, free[0])
        waiting.remove(last)
        yield last


def _is_either_or(one: _Candidate, other: _Candidate, precedence: Mapping[tuple[str, str], Reason]) -> bool:
    """Return whether one of two candidates would replace the other if it bound all States.

    It is not known whether the replacing treaty binds all States. So only one of the two applies."""
    pairs = (precedence.get((one.treaty, other.treaty)), precedence.get((other.treaty, one.treaty)))
    return any(reason is not None and reason.code == IF_BOUND for reason in pairs)


def _goes_before(one: _Candidate, other: _Candidate, precedence: Mapping[tuple[str, str], Reason]) -> bool:
    return one.use <= other.use and (one.treaty, other.treaty) in precedence


def _additions(first: str, usable: Mapping[str, str], record: AtlasFacts) -> list[str]:
    """Return the keys of the treaties that stand behind the treaty `first` (see `_companion`).

    Treaties that stand behind one of these treaties are included."""
    found = sorted(key for key in usable if _companion(key, usable, record) == first)
    return [*found, *(further for key in found for further in _additions(key, usable, record))]


def _companion(key: str, usable: Mapping[str, str], record: AtlasFacts) -> str:
    """Return the key of the treaty behind which the treaty `key` stands in the order of use, or an empty string.

    Of a main treaty and its supplement, the treaty whose use is better goes first. If their uses are alike, the main
    treaty goes first.
    """
    main = record.treaties[key].main
    if main in usable and USES.index(usable[main]) <= USES.index(usable[key]):
        return main
    additions = (one for one in sorted(usable) if record.treaties[one].main == key)
    return next((one for one in additions if USES.index(usable[one]) < USES.index(usable[key])), "")


def _reason(one: _Candidate, other: _Candidate, precedence: Mapping[tuple[str, str], Reason]) -> Reason:
    """Return the reason why the treaty `one` stands before the treaty `other`."""
    if (one.treaty, other.treaty) in precedence:
        return precedence[one.treaty, other.treaty]
    reverse = precedence.get((other.treaty, one.treaty))
    if reverse is not None and reverse.code == IF_BOUND:
        return replace(reverse, code=UNLESS_BOUND, treaty=other.treaty, of=other.treaty)
    code = "order_later"
    if one.use < other.use:
        code = "order_basis"
    elif one.gives_way != other.gives_way:
        code = "order_gives_way"
    elif one.level != other.level:
        code = "order_closer"
    elif one.offence != other.offence:
        code = "order_offence"
    elif one.level != -LEVELS.position(BILATERAL):
        code = ARGUABLE
    return Reason(code, treaty=other.treaty)
