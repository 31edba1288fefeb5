"""Decides from a treaty's coverage rows whether the treaty, if in force, covers a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.atlas.conditions import DECLARED, NO_REQUEST, NOT_READ, is_met, is_presumed
from directory.atlas.facts import WITHOUT_TREATY, AtlasFacts, CoverageFacts, TreatyFacts
from directory.atlas.question import AtlasQuestion
from directory.atlas.reasons import Reason
from directory.atlas.reservations import is_reserved, reservation_reasons
from directory.vocabulary import INSTRUMENTS, MEASURES, SUBJECTS

# Verdicts on a treaty in force, from the best to the worst.
TREATY_USES = ("basis", "conditional", "channel_only", "not_declared", "not_assessed", "not_covering")
# Uses of treaties that carry a request by themselves. Other usable treaties supplement such a treaty.
CARRYING = ("basis", "conditional")
# Maps the key of each treaty that binds all States of a question to whether a source supports this.
InForce = Mapping[str, bool]


@dataclass(frozen=True)
class TreatyVerdict:
    """How a treaty can be used for a question. `use` is a code of BASIS_USES."""

    use: str
    reasons: tuple[Reason, ...] = ()


def judge(treaty: TreatyFacts, question: AtlasQuestion, in_force: InForce, record: AtlasFacts) -> TreatyVerdict:
    """Return the best verdict that a coverage row of a treaty gives. The `use` of the verdict is one of TREATY_USES.

    If a State excluded the article of a row by a reservation, the row is ignored.
    """
    if excluding := record.excluded_by(treaty.key, question.states, question.on):
        return TreatyVerdict("not_declared", (Reason("not_applied_towards", states=excluding),))
    if not treaty.coverage and not treaty.subject:
        return TreatyVerdict("not_assessed", (Reason("not_assessed"),))
    if not _may_carry(treaty, question.measure):
        return _channel_verdict(treaty, "no_compulsory_act", question)
    asked = question.measure, question.offence.kind
    rows = [row for row in treaty.coverage if row.names(*asked)]
    rows = rows or [row for row in _by_subject(treaty) if row.names(*asked)]
    open_rows = [row for row in rows if not row.through or row.through in in_force]
    accepted = [row for row in open_rows if not is_reserved(treaty.key, row.article, question, record)]
    verdicts = [_judge_row(treaty, row, question, in_force, record) for row in accepted]
    if open_rows and not verdicts:
        articles = [row.article for row in open_rows]
        return TreatyVerdict("not_covering", tuple(reservation_reasons(treaty.key, articles, question, record)))
    return min(
        verdicts,
        key=lambda verdict: TREATY_USES.index(verdict.use),
        default=_channel_verdict(treaty, "not_covered", question),
    )


def is_about(treaty: TreatyFacts, offence: str) -> bool:
    """Return whether a treaty is about an offence. A treaty is about every offence if it has no coverage rows, or a row
    that names no offence."""
    named = (row for row in treaty.coverage if NO_REQUEST not in row.conditions)
    is_on_any = not treaty.coverage or any(not row.offences for row in treaty.coverage)
    return is_on_any or any(offence in row.offences for row in named)


def closeness_to_offence(treaty: TreatyFacts, question: AtlasQuestion) -> int:
    """Return how close a treaty is to the offence of a question: 0 (this offence only), 1 (named offences) or 2 (any
    offence).

    Only coverage rows that cover both the measure and the offence are used. Without such rows, the result is 2.
    """
    rows = [row.offences for row in treaty.coverage if row.names(question.measure, question.offence.kind)]
    if rows and all(offences == (question.offence.kind,) for offences in rows):
        return 0
    return 1 if any(rows) else 2


def _may_carry(treaty: TreatyFacts, measure: str) -> bool:
    carries = INSTRUMENTS[treaty.instrument].carries
    return carries is None or MEASURES[measure].family in carries


def _channel_verdict(treaty: TreatyFacts, reason: str, question: AtlasQuestion) -> TreatyVerdict:
    """Return the verdict on a treaty that is not known to carry a request for the measure. `reason` is the code of the
    verdict's reason.

    The use is "channel_only" if the treaty can open a channel and is about the offence. Otherwise the use is
    "not_assessed" if `reason` is "not_assessed", and else "not_covering".
    """
    subject = SUBJECTS[treaty.subject] if treaty.subject else None
    rows = treaty.coverage or ((CoverageFacts((), subject.offences),) if subject else ())
    is_about_it = not rows or any(not row.offences or question.offence.kind in row.offences for row in rows)
    opens_channel = INSTRUMENTS[treaty.instrument].carries is not None or (subject and subject.channel)
    use = "not_assessed" if reason == "not_assessed" else "not_covering"
    return TreatyVerdict("channel_only" if opens_channel and is_about_it else use, (Reason(reason),))


def _by_subject(treaty: TreatyFacts) -> Iterator[CoverageFacts]:
    if treaty.subject:
        subject = SUBJECTS[treaty.subject]
        yield CoverageFacts(subject.covers, subject.offences)
        yield CoverageFacts(subject.may_cover, subject.offences, conditions=(NOT_READ,))


def _judge_row(
    treaty: TreatyFacts, row: CoverageFacts, question: AtlasQuestion, in_force: InForce, record: AtlasFacts
) -> TreatyVerdict:
    results = {code: is_met(code, question) for code in row.conditions if code not in (DECLARED, NOT_READ)}
    failed = [code for code, result in results.items() if result is False]
    if failed:
        return TreatyVerdict("not_covering", tuple(Reason("condition_failed", condition=code) for code in failed))
    if NOT_READ in row.conditions:
        return _channel_verdict(treaty, "not_assessed", question)
    use = "conditional" if None in results.values() else "basis"
    why = tuple(_why(row, results, question, in_force))
    if DECLARED not in row.conditions:
        return TreatyVerdict(use, why)
    return _declared_verdict(TreatyVerdict(use, why), treaty, row, question, record)


def _declared_verdict(
    verdict: TreatyVerdict, treaty: TreatyFacts, row: CoverageFacts, question: AtlasQuestion, record: AtlasFacts
) -> TreatyVerdict:
    """Return the verdict on a treaty that each State may accept or refuse as a basis for extradition. The verdict
    depends on what the requested State has declared.

    Source: UNTOC, art. 16(4) to (6); UNCAC, art. 44(5) to (7).
    """
    state = (question.requested,)
    asked = question.requested, question.requesting, question.on
    told = record.acceptance(treaty.key, *asked)
    if told == "yes":
        return TreatyVerdict(verdict.use, (*verdict.reasons, Reason("accepted", row.article, states=state)))
    if told == "conditional":
        return TreatyVerdict(
            "conditional", (*verdict.reasons, Reason("accepted_reciprocity", row.article, states=state))
        )
    if record.acceptance(WITHOUT_TREATY, *asked) == "yes":
        return TreatyVerdict("conditional", (*verdict.reasons, Reason("no_treaty_needed", row.article, states=state)))
    if told == "no":
        return TreatyVerdict("not_declared", (Reason("not_accepted", row.article, states=state),))
    return TreatyVerdict("conditional", (*verdict.reasons, Reason("acceptance_not_known", row.article, states=state)))


def _why(
    row: CoverageFacts, results: Mapping[str, bool | None], question: AtlasQuestion, in_force: InForce
) -> Iterator[Reason]:
    yield Reason("covers" if row.article else "covers_by_subject", row.article, is_supported=row.is_supported)
    if row.through:
        yield Reason("through", treaty=row.through, is_supported=in_force[row.through])
    for code, result in results.items():
        met = "condition_presumed" if is_presumed(code, question) else "condition_met"
        yield Reason("condition_open" if result is None else met, row.article, condition=code)
