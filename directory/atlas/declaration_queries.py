"""Reads the reservations of States on treaties, and their statements on the basis for extradition."""

from collections.abc import Collection, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from directory.access.gate import Reading, if_open, read_values
from directory.access.viewer import Viewer
from directory.atlas.facts import WITHOUT_TREATY, AcceptanceFacts, ReservationFacts
from directory.extensions import db
from directory.models import RequirementSheet, Rule
from directory.requirements.laws import days_of, read_laws
from directory.vocabulary import CHANNELS, covers

# (treaty key, State)
Party = tuple[str, str]
# The topics of rules that state whether a State accepts a treaty as a basis for extradition.
ACCEPTANCE = ("untoc_as_basis", "treaty_basis")
EXTRADITION = "extradition"
RESERVATION, NO = "reservation", "no"
# The topics in which a "no" means that the State does not accept the article at all. In other topics, such as
# `own_nationals`, a State answers "no" by making use of an article.
REFUSING = ("possible", "note", "special_requirements", *(channel.topic for channel in CHANNELS.values()))


def read_declarations(
    viewer: Viewer, states: Collection[str]
) -> tuple[dict[Party, tuple[AcceptanceFacts, ...]], dict[Party, tuple[ReservationFacts, ...]]]:
    """Return two mappings from (treaty key, State), made from what the viewer may read in the requirement sheets. Their
    values are:

    - the State's statements on the treaty as a basis for extradition. WITHOUT_TREATY in place of a treaty key stands
      for extradition without a treaty.
    - the State's reservations, by which the State excludes articles of the treaty.

    Each value is sorted by the keys of the rules from which it was made, in descending order.
    """
    acceptances: dict[Party, tuple[AcceptanceFacts, ...]] = {}
    reservations: dict[Party, tuple[ReservationFacts, ...]] = {}
    rules = list(_rules(viewer, states))
    laws = {one.key: days_of(one) for one in read_laws(viewer, [reading for _, reading in rules])}
    for sheet, reading in rules:
        party = reading.value("treaty_key", "") or WITHOUT_TREATY, sheet.value("jurisdiction_key", "")
        if _is_acceptance(sheet, reading):
            law = laws.get(reading.value("legislation_key", ""), (None, None))
            acceptances[party] = (_acceptance(reading, *law), *acceptances.get(party, ()))
        elif _is_refusal(reading):
            reservations[party] = (_reservation(sheet, reading), *reservations.get(party, ()))
    return acceptances, reservations


def _rules(viewer: Viewer, states: Collection[str]) -> Iterator[tuple[Reading, Reading]]:
    of_treaty = Rule.topic.in_(ACCEPTANCE) & Rule.treaty_key.is_not(None)
    without = (Rule.topic == WITHOUT_TREATY) & (RequirementSheet.measure == EXTRADITION)
    refused = Rule.topic.in_(REFUSING) & (Rule.statement == RESERVATION) & Rule.treaty_key.is_not(None)
    of_state = if_open(RequirementSheet.jurisdiction_key.in_(states))
    query = select(Rule).join(Rule.sheet).where(of_state, if_open(of_treaty | without | refused)).order_by(Rule.key)
    rules = list(db.session.scalars(query.options(contains_eager(Rule.sheet))))
    sheets = {one.key: one for one in read_values(viewer, {rule.sheet for rule in rules})}
    for rule, reading in zip(rules, read_values(viewer, rules), strict=True):
        yield sheets[rule.sheet_key], reading


def _is_acceptance(sheet: Reading, reading: Reading) -> bool:
    measures = reading.value("measures", ())
    is_on_extradition = sheet.value("measure", "") in ("", EXTRADITION) and (
        not measures or covers(measures, EXTRADITION)
    )
    return reading.value("topic", "") in (*ACCEPTANCE, WITHOUT_TREATY) and is_on_extradition


def _is_refusal(reading: Reading) -> bool:
    is_reservation = reading.value("statement", "") == RESERVATION and reading.value("topic", "") in REFUSING
    return is_reservation and reading.value("answer", "") == NO and bool(reading.value("article", ""))


def _acceptance(reading: Reading, law_since: date | None, law_until: date | None) -> AcceptanceFacts:
    since = [day for day in (reading.value("since"), law_since) if day]
    until = [day for day in (reading.value("until"), law_until) if day]
    return AcceptanceFacts(
        answer=reading.value("answer", ""),
        towards=reading.value("towards_key", ""),
        since=max(since, default=None),
        until=min(until, default=None),
    )


def _reservation(sheet: Reading, reading: Reading) -> ReservationFacts:
    measure = sheet.value("measure", "")
    return ReservationFacts(
        article=reading.value("article", ""),
        measures=reading.value("measures", ()) or ((measure,) if measure else ()),
        towards=reading.value("towards_key", ""),
        since=reading.value("since"),
        until=reading.value("until"),
    )
