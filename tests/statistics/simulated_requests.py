"""500 requests over three years of which everything is known, and the lists of the States that kept them."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction

from directory.extensions import db
from directory.models import Account, DocketAct, DocketEntry
from directory.vocabulary import Role
from tests import factories

STATES = ("KG", "KZ", "UZ", "TJ", "AM")
# The first office of a State keeps most of its requests.
OFFICES = {state: (f"first-{state}", f"second-{state}") for state in STATES}
MEASURES = ("hearing_witness", "interception", "extradition", "freezing")
TREATIES = ("untoc", "kz-kg-mla-1996", "chisinau-2002", "")
GROUNDS = ("dual_criminality", "no_basis", "other")
YEARS = (2023, 2024, 2025)
SENDER, RECEIVER, BOTH, APART = "sender", "receiver", "both", "apart"


@dataclass(frozen=True)
class Simulated:
    """One request. `kept` says in whose list it is: SENDER, RECEIVER, BOTH (joined) or APART (in both, not joined)."""

    sender: str
    receiver: str
    measure: str
    treaty: str
    ground: str
    after_consultation: bool
    sent: date
    received: date
    ended: date | None
    withdrawn: date | None
    kept: str
    offices: dict[str, str]

    def ended_by(self, day: date) -> date | None:
        """Return when it ended, if that was before `day`."""
        return self.ended if self.ended and self.ended < day else None

    @property
    def lists(self) -> tuple[str, ...]:
        """The States in whose lists it is."""
        return {SENDER: (self.sender,), RECEIVER: (self.receiver,)}.get(self.kept, (self.sender, self.receiver))


def simulate(seed: int = 26, number: int = 500) -> list[Simulated]:
    """Return requests, the same for the same seed."""
    chance = random.Random(seed)
    return [_one(chance) for _ in range(number)]


def _one(chance: random.Random) -> Simulated:
    sender, receiver = chance.sample(STATES, 2)
    sent = date(2023, 1, 1) + timedelta(days=chance.randrange(1090))
    received = sent + timedelta(days=chance.randrange(1, 20))
    fate = chance.random()
    last = received + timedelta(days=chance.randrange(5, 240))
    return Simulated(
        sender=sender,
        receiver=receiver,
        measure=chance.choices(MEASURES, (60, 25, 12, 3))[0],
        treaty=chance.choices(TREATIES, (50, 20, 20, 10))[0],
        ground=chance.choices(GROUNDS, (60, 30, 10))[0] if fate > 0.85 else "",
        after_consultation=chance.random() < 0.3,
        sent=sent,
        received=received,
        ended=last if fate > 0.15 else None,
        withdrawn=last if fate < 0.03 else None,
        kept=chance.choices((SENDER, RECEIVER, BOTH, APART), (40, 30, 20, 10))[0],
        offices={state: chance.choices(OFFICES[state], (80, 20))[0] for state in (sender, receiver)},
    )


def store(requests: Sequence[Simulated]) -> dict[str, Account]:
    """Store offices, people and lists. Return a person of the first office of each State, by code."""
    # Who reads is of the network: its figures are for its members.
    factories.add(
        *(factories.authority(key, jurisdiction_key=state) for state, keys in OFFICES.items() for key in keys)
    )
    numbers: dict[tuple[str, int], int] = {}
    entries = []
    for one in requests:
        made = [_entry(one, state, numbers) for state in one.lists]
        entries += [(one, *made)]
    factories.add(*(entry for _one, *made in entries for entry in made))
    joined = [made for one, *made in entries if one.kept == BOTH]
    for first, second in joined:
        first.partner_id, second.partner_id = second.id, first.id
    factories.add(*(entry for made in joined for entry in made))
    db.session.expire_all()
    return {
        state: factories.account(jurisdiction_key=state, authority_key=OFFICES[state][0], networks=["casc"])
        for state in STATES
    }


def coordinator(state: str) -> Account:
    """Return a stored coordinator of a State."""
    return factories.account(Role.COORDINATOR, jurisdiction_key=state, networks=["casc"])


def _entry(one: Simulated, state: str, numbers: dict[tuple[str, int], int]) -> DocketEntry:
    is_sender = state == one.sender
    began = one.sent if is_sender else one.received
    number = numbers[state, began.year] = numbers.get((state, began.year), 0) + 1
    return DocketEntry(
        jurisdiction_key=state,
        year=began.year,
        number=number,
        direction="outgoing" if is_sender else "incoming",
        other_jurisdiction_key=one.receiver if is_sender else one.sender,
        authority_key=one.offices[state],
        measure=one.measure,
        offence="tip",
        treaty_key=one.treaty or None,
        state="refused" if one.ground else "executed" if one.ended else "withdrawn" if one.withdrawn else "received",
        since=one.sent,
        entered_at=_at(began),
        changed_at=_at(began),
        after_consultation=one.after_consultation,
        acts=list(_acts(one, is_sender)),
    )


def _acts(one: Simulated, is_sender: bool) -> Iterator[DocketAct]:
    """Yield what one State writes down. A State of two that joined writes down its own acts alone."""
    began = one.sent if is_sender else one.received
    writes_all = one.kept != BOTH
    if one.kept == BOTH:
        yield DocketAct(act="joined", at=_at(one.received))
    if is_sender or writes_all:
        yield DocketAct(act="sent", on_day=one.sent, at=_at(began))
    if not is_sender or writes_all:
        yield DocketAct(act="received", on_day=one.received, at=_at(one.received))
        if one.ended:
            act = "refused" if one.ground else "executed"
            yield DocketAct(act=act, on_day=one.ended, ground=one.ground, at=_at(one.ended))
    if one.withdrawn and (is_sender or writes_all):
        yield DocketAct(act="withdrawn", on_day=one.withdrawn, at=_at(one.withdrawn))


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def true_days(share: Fraction, waited: Sequence[tuple[int, bool]]) -> int | None:
    """Return what `days_until` should: by the definition of the estimator, in fractions, from the numbers at risk."""
    left = Fraction(1)
    for day in sorted({days for days, _has_ended in waited}):
        at_risk = sum(days >= day for days, _has_ended in waited)
        ends = sum(days == day and has_ended for days, has_ended in waited)
        left *= 1 - Fraction(ends, at_risk)
        if ends and left <= 1 - share:
            return day
    return None
