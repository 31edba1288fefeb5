"""Whether a treaty in force covers a question: by its own coverage rows, or else by its subject."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.atlas.conditions import DECLARED, is_met, is_presumed
from directory.atlas.facts import AtlasFacts, CoverageFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.vocabulary import SUBJECTS

# Verdicts on a coverage row, from the best to the worst.
TREATY_USES = ("basis", "conditional", "not_declared", "not_covering")
# The treaties that bind all States of a question, by key: True where a source supports that.
InForce = Mapping[str, bool]


@dataclass(frozen=True)
class TreatyVerdict:
    """How a treaty can be used for a question, with the reasons.

    `use` is a code of BASIS_USES; `judge` gives only those of TREATY_USES.
    """

    use: str
    reasons: tuple[Reason, ...] = ()


def judge(treaty: TreatyFacts, question: AtlasQuestion, in_force: InForce, record: AtlasFacts) -> TreatyVerdict:
    """Return the best verdict that a coverage row of a treaty gives; "not_covering" where no row fits."""
    asked = question.measure, question.offence.kind
    rows = [row for row in treaty.coverage if row.names(*asked)]
    rows = rows or [row for row in _by_subject(treaty) if row.names(*asked)]
    open_rows = (row for row in rows if not row.through or row.through in in_force)
    verdicts = [_judge_row(treaty, row, question, in_force, record) for row in open_rows]
    nothing = TreatyVerdict("not_covering", (Reason("not_covered"),))
    return min(verdicts, key=lambda verdict: TREATY_USES.index(verdict.use), default=nothing)


def is_about(treaty: TreatyFacts, offence: str) -> bool:
    """Return whether a treaty is about an offence.

    It is if a coverage row names the offence or names none, or if the treaty has no rows.
    """
    return not treaty.coverage or any(not row.offences or offence in row.offences for row in treaty.coverage)


def _by_subject(treaty: TreatyFacts) -> Iterator[CoverageFacts]:
    if treaty.subject:
        subject = SUBJECTS[treaty.subject]
        yield CoverageFacts(subject.covers)
        yield CoverageFacts(subject.may_cover, conditions=("text_not_read",))


def _judge_row(
    treaty: TreatyFacts, row: CoverageFacts, question: AtlasQuestion, in_force: InForce, record: AtlasFacts
) -> TreatyVerdict:
    results = {code: _is_met(code, treaty, question, record) for code in row.conditions}
    failed = [code for code, result in results.items() if result is False]
    if set(failed) - {DECLARED}:
        return TreatyVerdict("not_covering", tuple(Reason("condition_failed", condition=code) for code in failed))
    if results.get(DECLARED, True) is not True:
        code = "not_accepted" if failed else "acceptance_not_known"
        return TreatyVerdict("not_declared", (Reason(code, row.article, states=(question.requested,)),))
    is_open = None in results.values()
    return TreatyVerdict("conditional" if is_open else "basis", tuple(_why(row, results, question, in_force)))


def _is_met(code: str, treaty: TreatyFacts, question: AtlasQuestion, record: AtlasFacts) -> bool | None:
    if code == DECLARED:
        return {"yes": True, "no": False}.get(record.declared.get((treaty.key, question.requested), ""))
    return is_met(code, question.offence)


def _why(
    row: CoverageFacts, results: Mapping[str, bool | None], question: AtlasQuestion, in_force: InForce
) -> Iterator[Reason]:
    yield Reason("covers" if row.article else "covers_by_subject", row.article, is_supported=row.is_supported)
    if row.through:
        yield Reason("through", treaty=row.through, is_supported=in_force[row.through])
    for code, result in results.items():
        met = "condition_presumed" if is_presumed(code, question.offence) else "condition_met"
        yield Reason("condition_open" if result is None else met, condition=code)
