"""What no answer on treaties may do, whatever the States, the measure, the offence and the day.

Each check yields what is wrong in words. Where it can, it reads the facts and not what the rules made of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from directory import clock
from directory.atlas.basis_ranking import EVIDENCE
from directory.atlas.coverage import CARRYING
from directory.atlas.entry_into_force import LISTED
from directory.atlas.facts import AtlasFacts, RelationFacts, TreatyFacts
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion
from directory.models.treaty_status import NATIONAL_LAW
from directory.treaties.standing import BINDING
from directory.vocabulary import CONDITIONS, INSTRUMENTS, MEASURES, SUBJECTS, USABLE

# Reasons that say that the procedure of another treaty goes first.
OTHERS = ("other_treaty_first", "conditional_treaty_first")
# Reasons that say that no other treaty on assistance is known to bind.
ALONE = {"own_procedure", "national_procedure", "uncertain_treaty_first"}
# Uses of treaties that bind all States.
IN_FORCE = (*USABLE, "replaced", "channel_only", "not_covering", "not_assessed", "not_declared")
# Uses of treaties whose procedure may govern: they bind all States and none takes their place.
ASSISTING = (*USABLE, "not_covering", "not_assessed")
LISTED_FOR = timedelta(days=365)


def faults(question: AtlasQuestion, bases: Sequence[LegalBasis], record: AtlasFacts) -> Iterator[str]:
    """Yield what is wrong with the treaties of an answer."""
    usable = [one for one in bases if one.is_usable]
    keys = {one.treaty for one in usable}
    for one in usable:
        treaty = record.treaties[one.treaty]
        yield from _not_in_force(question, one, treaty, record)
        if treaty.main and treaty.main not in keys:
            yield f"{one.treaty} is used without {treaty.main}, to which it adds"
        carries = INSTRUMENTS[treaty.instrument].carries
        if carries is not None and MEASURES[question.measure].family not in carries:
            yield f"{one.treaty} is an agreement of offices and carries no such measure"
        yield from _superseded(question, one, usable, record)
        yield from (f"{one.treaty} cites {why}" for why in _foreign(one, record))
    yield from _order(usable, record)
    yield from _procedure(question, bases, record)
    yield from _protocols(bases, record)
    yield from _replaced(question, bases, record)
    if len({one.treaty for one in bases}) < len(bases):
        yield "a treaty stands twice"


def _not_in_force(question: AtlasQuestion, one: LegalBasis, treaty: TreatyFacts, record: AtlasFacts) -> Iterator[str]:
    on = question.on
    if (treaty.in_force_from or on) > on or (one.in_force_from or on) > on:
        yield f"{one.treaty} is used before it was in force"
    if treaty.level == "bilateral":
        days = [treaty.in_force_from or (date(treaty.in_force_year, 12, 31) if treaty.in_force_year else None)]
        if treaty.force != "in_force" and not treaty.in_force_from:
            yield f"{one.treaty} is used, and nothing says that it is in force"
    else:
        days = [_bound_from(treaty.key, state, on, record) for state in question.states]
        days = [
            _through_protocol(treaty.key, state, on, record) if day is None else day
            for state, day in zip(question.states, days, strict=True)
        ]
        if date.max in days:
            yield f"{one.treaty} is used towards a State that it does not bind on {on}"
    is_long_past = on < clock.today() - LISTED_FOR
    if one.use == "basis" and is_long_past and any(day is None for day in days):
        yield f"{one.treaty} is a firm basis on a day on which nobody knows that it bound"


def _bound_from(treaty: str, state: str, on: date, record: AtlasFacts) -> date | None:
    """Return the first act that binds a State, None if its day is not known; the last day of all if none binds it."""
    acts = record.acts.get((treaty, state), ())
    binding = [act for act in acts if act.action in BINDING and act.date_kind != NATIONAL_LAW]
    days = [act.acted_on for act in binding if act.acted_on and act.date_kind != LISTED]
    if not binding:
        withdrew = any(act.action == "withdrawal" and act.date_kind == "effective_date" for act in acts)
        return None if withdrew else _joined_from(treaty, state, on, record)
    if days and min(days) > on:
        return date.max
    ends = [
        act.acted_on or date.min for act in acts if act.action == "withdrawal" and act.date_kind == "effective_date"
    ]
    if ends and max(ends) <= on and not any(max(ends) < day <= on for day in days):
        return date.max
    listed = (act.acted_on for act in binding if act.date_kind == LISTED and act.acted_on and act.acted_on <= on)
    return min(days, default=min(listed, default=None))


def _through_protocol(treaty: str, state: str, on: date, record: AtlasFacts) -> date | None:
    """Return the first day known on which a protocol bound a State: only parties to its main treaty can join it."""
    additions = (key for key, one in record.treaties.items() if one.main == treaty)
    days = [day for key in additions if (day := _bound_from(key, state, on, record)) is not None and day <= on]
    return min(days, default=None)


def _joined_from(treaty: str, state: str, on: date, record: AtlasFacts) -> date | None:
    """Return the first day on which a protocol bound a State of which no act under the main treaty is known."""
    additions = (key for key, one in record.treaties.items() if one.main == treaty)
    found = [_bound_from(key, state, on, record) for key in additions]
    days = [day for day in found if day is None or day <= on]
    return min(filter(None, days), default=None) if days else date.max


def _superseded(
    question: AtlasQuestion, one: LegalBasis, usable: Sequence[LegalBasis], record: AtlasFacts
) -> Iterator[str]:
    if one.use != "basis":
        return
    for clause in record.treaties[one.treaty].relations_of("supersedes"):
        for other in usable if clause.is_about(question.measure) else ():
            if other.treaty == clause.other or _is_older(clause, one, other, record):
                yield f"{other.treaty} is used beside {one.treaty}, which takes its place"


def _is_older(clause: RelationFacts, one: LegalBasis, other: LegalBasis, record: AtlasFacts) -> bool:
    """Return whether a treaty of the levels of a clause was concluded and in force before the one that has it."""
    treaty, since = record.treaties[other.treaty], one.in_force_from
    if treaty.level not in clause.levels or treaty.main or other.use not in CARRYING or since is None:
        return False
    has_own_clause = any(own.effect == "subsidiary" or own.other == one.treaty for own in treaty.relations)
    days = (treaty.concluded_on, treaty.in_force_from, other.in_force_from)
    return not has_own_clause and all(day is not None and day < since for day in days)


def _foreign(one: LegalBasis, record: AtlasFacts) -> Iterator[str]:
    """Yield the articles that are not those of the treaty that they are cited for."""
    for why in (*one.reasons, *([one.order] if one.order else [])):
        owner = record.treaties[why.of or one.treaty]
        if why.article and why.article not in _articles(owner):
            yield f"art. {why.article} for {owner.key} ({why.code})"
        source = CONDITIONS[why.condition].source if why.condition else ""
        if source and "untoc" not in (owner.key, owner.main):
            yield f"{source} for {owner.key}"


def _articles(treaty: TreatyFacts) -> set[str]:
    return {row.article for row in treaty.coverage} | {clause.article for clause in treaty.relations}


def _order(usable: Sequence[LegalBasis], record: AtlasFacts) -> Iterator[str]:
    own = [one for one in usable if not _follows(one, usable, record)]
    for one, other in pairwise(own):
        if one.order is None or one.order.treaty != other.treaty:
            yield f"{one.treaty} stands before {other.treaty} without a reason"
    leading = [one.is_leading for one in usable]
    if usable and (not leading[0] or leading != sorted(leading, reverse=True)):
        yield "the treaties that lead do not stand first"


def _follows(one: LegalBasis, usable: Sequence[LegalBasis], record: AtlasFacts) -> bool:
    """Return whether a treaty follows another one: it adds to that one, carries less than a treaty that adds to it, or
    lends its procedure."""
    keys = [other.treaty for other in usable]
    place, main = keys.index(one.treaty), record.treaties[one.treaty].main
    is_behind = any(key == main or record.treaties[key].main == one.treaty for key in keys[:place])
    return is_behind or any(why.code == "procedure" for why in one.reasons)


def _protocols(bases: Sequence[LegalBasis], record: AtlasFacts) -> Iterator[str]:
    """Yield the protocols that are known to bind the States better than the treaty to which they add."""
    in_force = {one.treaty: one for one in bases if one.use in IN_FORCE}
    for key, one in in_force.items():
        main = in_force.get(record.treaties[key].main)
        if main is None:
            continue
        if one.is_supported and not main.is_supported:
            yield f"a source says that {key} binds, and none that {main.treaty} does"
        if one.in_force_from and main.in_force_from and main.in_force_from > one.in_force_from:
            yield f"{key} binds from an earlier day than {main.treaty}"


def _replaced(question: AtlasQuestion, bases: Sequence[LegalBasis], record: AtlasFacts) -> Iterator[str]:
    """Yield the treaties that are replaced, or whose text is changed, by one of which no source says that it binds."""
    for one in bases:
        for why in one.reasons:
            by = {"superseded": why.treaty, "amends": one.treaty}.get(why.code, "")
            for state in question.states if by else ():
                if not _is_sourced(by, state, record):
                    yield f"{by} takes the place of another treaty, and no source says that it binds {state}"


def _is_sourced(treaty: str, state: str, record: AtlasFacts) -> bool:
    """Return whether a source says that a State is bound by a treaty, or by a protocol that only parties can join."""
    if record.treaties[treaty].level == "bilateral":
        return record.treaties[treaty].is_supported
    keys = [treaty, *(key for key, one in record.treaties.items() if one.main == treaty)]
    acts = (act for key in keys for act in record.acts.get((key, state), ()) if act.date_kind != NATIONAL_LAW)
    return any(act.is_supported for act in acts if act.action in (*BINDING, "withdrawal"))


def _gives_way(treaty: TreatyFacts, question: AtlasQuestion) -> bool:
    return any(clause.is_about(question.measure) for clause in treaty.relations_of("subsidiary"))


def _procedure(question: AtlasQuestion, bases: Sequence[LegalBasis], record: AtlasFacts) -> Iterator[str]:
    """Yield what is wrong with whose procedure goes first: UNTOC, art. 18(7), asks only whether a treaty on assistance
    binds both States, not whether it names the measure."""
    ways = {one.treaty for one in bases if _gives_way(record.treaties[one.treaty], question)}
    own = [one for one in bases if one.treaty not in ways and record.treaties[one.treaty].main not in ways]
    others = {one.treaty for one in own if one.use in CARRYING}
    assisting = {one.treaty for one in own if one.use in ASSISTING and _assists(one, question, record)}
    is_firm = any(one.use == "basis" for one in own)
    leading = {one.treaty for one in bases if one.is_leading}
    for one in bases:
        if one.treaty not in ways or one.use not in CARRYING:
            continue
        told = {(why.code, why.treaty) for why in one.reasons}
        if {code for code, _ in told} & ALONE and (others or assisting):
            yield f"no other assistance treaty is known, it says beside {min(others | assisting)}"
        if one.is_leading and not is_firm:
            behind = (key for key in assisting - leading if not _gone(key, leading, record))
            yield from (f"{key} binds, and its procedure does not govern" for key in behind)
        for code, key in told:
            if code in OTHERS and key not in others | assisting:
                yield f"the procedure of {key} goes first, it says, and {key} has none for this"
            if code == "conditional_treaty_first" and is_firm:
                yield f"whether the procedure of {key} goes first is open, it says beside a firm basis"


def _gone(key: str, leading: Iterable[str], record: AtlasFacts) -> bool:
    """Return whether a treaty that leads takes the place of another treaty for assistance."""
    clauses = (clause for one in leading for clause in record.treaties[one].relations_of("supersedes"))
    level = record.treaties[key].level
    return any(clause.is_about("hearing_witness") and level in clause.levels for clause in clauses)


def _assists(one: LegalBasis, question: AtlasQuestion, record: AtlasFacts) -> bool:
    """Return whether a treaty is on assistance for the offence and covers some of it without a condition."""
    treaty = record.treaties[one.treaty]
    if treaty.main or treaty.relations_of("subsidiary", "extends"):
        return False
    asked = [code for code, measure in MEASURES.items() if measure.family == EVIDENCE]
    rows = [row for row in treaty.coverage if not row.conditions and not row.through]
    by_subject = set(SUBJECTS[treaty.subject].covers) if treaty.subject else set()
    return any(row.names(code, question.offence.kind) for row in rows for code in asked) or bool(by_subject & {*asked})
