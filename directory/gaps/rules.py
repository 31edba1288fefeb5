"""The rules of gaps: for each kind of gap, a function that yields the gaps of this kind from the facts about a State.
The facts that people need most often come first."""

from collections.abc import Callable, Iterator, Mapping

from directory.atlas.institutions import has_function
from directory.gaps.facts import EntryFacts, Gap, StateFacts
from directory.models import Authority, FocalPoint, RequirementSheet
from directory.vocabulary import FREQUENT_MEASURES, GAPS

HOTLINES = ("hotline",)
REFERRALS = ("victim_referral", "victim_assistance")


def find_gaps(known: StateFacts) -> list[Gap]:
    """Return the gaps of a State, sorted by kind in the order of GAPS. Within a kind, the facts that people need most
    often come first."""
    return [gap for code in GAPS for gap in RULES[code](known)]


def _no_authority(known: StateFacts) -> Iterator[Gap]:
    for measure in FREQUENT_MEASURES:
        if not known.receivers.get(measure):
            yield Gap("no_authority", measure=measure)


def _no_line(known: StateFacts) -> Iterator[Gap]:
    receiving = {key for keys in known.receivers.values() for key in keys}
    for office in known.offices:
        if office.key in receiving and not office.has_line:
            yield Gap("no_line", entry=(Authority.KIND, office.key), authority=office.key)


def _no_desk(known: StateFacts) -> Iterator[Gap]:
    for network in known.networks:
        desks = [desk for desk in known.desks if desk.network == network]
        if not any(desk.is_round_the_clock for desk in desks):
            entry = (FocalPoint.KIND, desks[0].key) if desks else None
            yield Gap("no_desk", network=network, entry=entry, authority=desks[0].authority if desks else "")


def _no_languages(known: StateFacts) -> Iterator[Gap]:
    for measure in FREQUENT_MEASURES:
        if states := known.unstated.get(measure):
            entry = _sheet(known, measure)
            yield Gap("no_languages", measure, states=states, entry=entry, authority=_receiver(known, measure))


def _no_general_sheet(known: StateFacts) -> Iterator[Gap]:
    if "" not in known.sheets:
        receivers = (_receiver(known, measure) for measure in FREQUENT_MEASURES)
        yield Gap("no_general_sheet", authority=next(filter(None, receivers), ""))


def _no_sheet(known: StateFacts) -> Iterator[Gap]:
    for measure in FREQUENT_MEASURES:
        if measure not in known.sheets:
            yield Gap("no_sheet", measure, authority=_receiver(known, measure))


def _no_hotline(known: StateFacts) -> Iterator[Gap]:
    if not _has_any(known, HOTLINES):
        yield Gap("no_hotline")


def _no_referral(known: StateFacts) -> Iterator[Gap]:
    if not _has_any(known, REFERRALS):
        yield Gap("no_referral")


def _source_gone(known: StateFacts) -> Iterator[Gap]:
    for change in known.changes:
        if change.is_gone:
            yield Gap("source_gone", entry=change.entry, kind=change.kind, authority=change.authority)


def _source_changed(known: StateFacts) -> Iterator[Gap]:
    for change in known.changes:
        if not change.is_gone:
            yield Gap("source_changed", entry=change.entry, kind=change.kind, authority=change.authority)


def _overdue(known: StateFacts) -> Iterator[Gap]:
    for one in known.entries:
        if one.overdue:
            yield _of_entry("overdue", one, one.overdue)


def _unverified(known: StateFacts) -> Iterator[Gap]:
    for one in known.entries:
        if one.unverified:
            yield _of_entry("unverified", one, one.unverified)


def _of_entry(code: str, one: EntryFacts, details: int) -> Gap:
    return Gap(code, one.measure, one.network, entry=one.entry, details=details, authority=one.authority)


def _sheet(known: StateFacts, measure: str) -> tuple[str, str] | None:
    return (RequirementSheet.KIND, known.sheets[measure]) if measure in known.sheets else None


def _receiver(known: StateFacts, measure: str) -> str:
    return next(iter(known.receivers.get(measure, ())), "")


def _has_any(known: StateFacts, functions: tuple[str, ...]) -> bool:
    return any(has_function(office.institution, function) for office in known.offices for function in functions)


RULES: Mapping[str, Callable[[StateFacts], Iterator[Gap]]] = {
    "no_authority": _no_authority,
    "no_line": _no_line,
    "no_desk": _no_desk,
    "no_languages": _no_languages,
    "no_general_sheet": _no_general_sheet,
    "no_sheet": _no_sheet,
    "no_hotline": _no_hotline,
    "no_referral": _no_referral,
    "source_gone": _source_gone,
    "source_changed": _source_changed,
    "overdue": _overdue,
    "unverified": _unverified,
}
