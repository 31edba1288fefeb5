"""What holds of every answer: all pairs of the home network and its partners, forty days, several questions."""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice

import pytest
from flask import Flask

from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.facts import AtlasFacts
from directory.atlas.institutions import ADDRESS
from directory.atlas.question import AtlasQuestion, Offence
from directory.atlas.reservations import is_reserved
from directory.atlas.sections import ITEM, RULED_ONCE, SHOWN
from directory.atlas.table import list_pairs
from directory.clock import frozen_at
from directory.seeding.load import FOLDER
from directory.treaties.citations import joined_article
from directory.vocabulary import CHANNELS, HOME_NETWORK, MEASURES, OFFENCES, covers
from tests.atlas.cases import MOMENT, TODAY
from tests.atlas.order_rules import faults

FIRST = date(1993, 1, 1)
DAYS = 40
SEED = 18
OPEN = ("yes", "conditional")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with frozen_at(MOMENT):
        yield


@pytest.fixture(scope="module")
def states(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        return list_pairs()


@pytest.fixture(scope="module")
def data(app: Flask, states: list[tuple[str, str]]) -> AnswerData:
    with app.test_request_context("/"):
        return load_answer_data(ANONYMOUS, {state for pair in states for state in pair}, "en")


def days(record: AtlasFacts) -> list[date]:
    """Return days at random, and days on which a treaty began to bind a State or a pair, with the days before."""
    chance = random.Random(SEED)
    known = {act.acted_on for acts in record.acts.values() for act in acts if act.acted_on}
    known |= {treaty.in_force_from for treaty in record.treaties.values() if treaty.in_force_from}
    beside = chance.sample(sorted(day for day in known if FIRST < day <= TODAY), DAYS // 4)
    length = (TODAY - FIRST).days
    any_day = [FIRST + timedelta(days=chance.randrange(length)) for _ in range(DAYS // 2 - 1)]
    return [TODAY, *beside, *(day - timedelta(days=1) for day in beside), *any_day]


def offence(chance: random.Random) -> Offence:
    kind, penalty = chance.choice(list(OFFENCES)), chance.choice([None, 0, 1, 3, 4, 8])
    return Offence(kind, "", penalty, chance.choice([None, True, False]), chance.choice([None, True, False]))


def questions(states: Iterable[tuple[str, str]], on: Iterable[date], measure: str = "") -> Iterator[AtlasQuestion]:
    """Yield a question for each pair and day, on a measure or on one at random, with facts on the offence at random."""
    chance = random.Random(SEED)
    on = list(on)
    for requesting, requested in states:
        for day in on:
            asked = measure or chance.choice(list(MEASURES))
            urgent = chance.random() < 0.5
            yield AtlasQuestion(requesting, requested, asked, offence(chance), "", urgent, day)


def wrong(asked: Iterable[AtlasQuestion], record: AtlasFacts) -> dict[str, AtlasQuestion]:
    """Return each fault in words with one question that shows it."""
    return {fault: one for one in asked for fault in faults(one, rank_bases(one, record), record)}


def test_days_differ(context: None, data: AnswerData) -> None:
    assert len(set(days(data.record))) >= DAYS - 2


# No divisor of the number of days, so that each part has a pair on other days than the next pair.
@pytest.mark.long(each=13)
@pytest.mark.parametrize("part", range(13))
def test_treaties_bind_add_give_way_and_are_ordered_for_a_reason(
    context: None, states: list[tuple[str, str]], data: AnswerData, part: int
) -> None:
    asked = islice(questions(states, days(data.record)), part, None, 13)

    assert wrong(asked, data.record) == {}


@pytest.mark.long
@pytest.mark.parametrize("measure", MEASURES)
def test_they_are_for_every_measure(
    context: None, states: list[tuple[str, str]], data: AnswerData, measure: str
) -> None:
    assert wrong(questions(states, days(data.record), measure), data.record) == {}


# An odd number, and less than half of the pairs of a partner: each part has both directions of every partner.
@pytest.mark.long(each=7)
@pytest.mark.parametrize("part", range(7))
def test_no_answer_contradicts_itself(app: Flask, states: list[tuple[str, str]], data: AnswerData, part: int) -> None:
    assert contradictions(app, questions(states[part::7], [TODAY]), data) == {}


@pytest.mark.long
@pytest.mark.parametrize("measure", MEASURES)
def test_none_does_for_any_measure(app: Flask, states: list[tuple[str, str]], data: AnswerData, measure: str) -> None:
    assert contradictions(app, questions(states, days(data.record)[:4], measure), data) == {}


def contradictions(app: Flask, asked: Iterable[AtlasQuestion], data: AnswerData) -> dict[str, AtlasQuestion]:
    cited = articles()
    with app.test_request_context("/"):
        return {fault: one for one in asked for fault in contradicted(compose(one, data, ANONYMOUS, "en"), data, cited)}


def contradicted(found: AtlasAnswer, data: AnswerData, cited: set[tuple[str, str]]) -> Iterator[str]:
    yield from of_channels(found)
    yield from of_contact_points(found, data)
    yield from of_agreement(found, data.record)
    yield from of_warnings(found)
    yield from of_statements(found, cited)
    yield from of_desk(found, data.record)
    yield from of_texts(found, data)
    yield from of_addressees(found)


def of_channels(found: AtlasAnswer) -> Iterator[str]:
    family = MEASURES[found.question.measure].family
    serving = [code for code, channel in CHANNELS.items() if not channel.families or family in channel.families]
    if [verdict.channel for verdict in found.channels] != serving:
        yield "a channel is missing or stands twice"
    for verdict in found.channels:
        first = verdict.reasons[0] if verdict.reasons else None
        is_open = verdict.lawful in OPEN
        if first is None and verdict.lawful != ("no" if CHANNELS[verdict.channel].needs_treaty else "not_known"):
            yield f"{verdict.channel} is {verdict.lawful} for no reason"
        if first and is_open and first.answer not in OPEN:
            yield f"{verdict.channel} is {verdict.lawful}, and what decides says {first.answer}"
        basis = next((one for one in found.bases if first and one.treaty == first.treaty), None)
        if verdict.lawful == "yes" and basis and (basis.is_uncertain or not basis.is_supported):
            yield f"{verdict.channel} is open by {basis.treaty} alone, of which no source says that it binds"
        if is_open and CHANNELS[verdict.channel].needs_treaty and any(why.answer == "no" for why in verdict.reasons):
            yield f"{verdict.channel} is {verdict.lawful}, and a treaty is said to close it"


def of_contact_points(found: AtlasAnswer, data: AnswerData) -> Iterator[str]:
    """Yield what denies a contact point that a treaty in use creates."""
    usable = [basis.treaty for basis in found.usable]
    creating = {one.treaty for one in data.terms_of(usable) if one.topic == "round_the_clock" and one.answer != "no"}
    for verdict in found.channels:
        if verdict.channel == "round_the_clock" and creating - {why.treaty for why in verdict.reasons}:
            yield f"the contact points of {min(creating)} are not spoken of"


def of_agreement(found: AtlasAnswer, record: AtlasFacts) -> Iterator[str]:
    """Yield the rules that are said to need agreement although their treaty names the only rules that give way."""
    told = [one for group in found.sections.values() for one in group if one.if_agreed and one.treaty]
    for one in told:
        treaty = record.treaties[one.treaty]
        clauses = [*treaty.relations_of("subsidiary")]
        main = record.treaties.get(treaty.main)
        if main and main.relations_of("subsidiary"):
            yield f"{one.treaty} {one.article} is said to need agreement, as a protocol to {main.key}"
        if clauses and not any(clause.gives_way_in(one.article) for clause in clauses):
            yield f"{one.treaty} {one.article} is said to need agreement, and no clause says so"


def of_warnings(found: AtlasAnswer) -> Iterator[str]:
    warned = {warning.code for warning in found.warnings}
    holds = {
        "no_channel": not any(verdict.lawful in OPEN for verdict in found.channels),
        "no_basis": not found.usable,
        "no_languages": not found.languages,
        "conditional_basis": bool(found.usable) and all(basis.use != "basis" for basis in found.usable),
    }
    yield from (f"{code} is said, or not said, against the rest" for code in holds if (code in warned) != holds[code])


def of_statements(found: AtlasAnswer, cited: set[tuple[str, str]]) -> Iterator[str]:
    used = {basis.treaty for basis in found.bases if basis.is_usable or basis.use == "channel_only"}
    told = [one for group in found.sections.values() for one in group]
    told += [why for verdict in found.channels for why in verdict.reasons] + [one.said for one in found.languages]
    for one in told:
        if one.treaty and one.treaty not in used:
            yield f"it tells what {one.treaty} says, which is not used"
        if one.treaty and not one.state and one.article and (one.treaty, one.article) not in cited:
            yield f"it cites art. {one.article} of {one.treaty}, which is not known"


def of_desk(found: AtlasAnswer, record: AtlasFacts) -> Iterator[str]:
    if found.desk is None:
        return
    key, question = found.desk.desk.network.key, found.question
    network = record.networks[key]
    in_force = {basis.treaty for basis in found.bases if basis.is_usable or basis.use in ("not_covering", "replaced")}
    binds = network.members >= set(question.states) or network.treaty in in_force
    if key != HOME_NETWORK and not binds:
        yield f"a desk of {key} is named, which does not bind both"
    if key != HOME_NETWORK and network.measures and not covers(network.measures, question.measure):
        yield f"a desk of {key} is named, which is not for {question.measure}"


def of_texts(found: AtlasAnswer, data: AnswerData) -> Iterator[str]:
    """Yield the rules that are missing because a treaty of which no source says that it binds would replace them."""
    question, record = found.question, data.record
    leading = {basis.treaty for basis in found.usable if basis.is_leading}
    told = [one.text for group in found.sections.values() for one in group]
    words = {text.text for text in (*told, *(item.text for item in found.content)) if text}
    known = [basis.treaty for basis in found.usable if basis.is_supported]
    unknown = [basis.treaty for basis in found.usable if not basis.is_supported]
    for rule in data.floor([basis.treaty for basis in found.usable], question.measure):
        key, article = rule.treaty.key, joined_article(rule.article, rule.paragraph)
        is_shown = bool(set(rule.topics) & {*SHOWN, ITEM} - RULED_ONCE) and key in leading
        reserved = is_reserved(key, article, question, record)
        if not is_shown or reserved or replacing(key, article, known, record) or rule.text.text in words:
            continue
        yield from (f"{key} {article} is left out for {one}" for one in replacing(key, article, unknown, record))


def replacing(treaty: str, article: str, others: Iterable[str], record: AtlasFacts) -> list[str]:
    """Return those of other treaties that replace an article of a treaty."""
    clauses = [(key, clause) for key in others for clause in record.treaties[key].relations_of("amends")]
    return [key for key, clause in clauses if clause.other == treaty and clause.replaces(article)]


def of_addressees(found: AtlasAnswer) -> Iterator[str]:
    """Yield the offices that are addressed although each channel to offices of their kind is closed."""
    for one in found.addressees:
        kind = one.institution.kind
        ways = {verdict.lawful for verdict in found.channels if kind in CHANNELS[verdict.channel].kinds}
        if one.part == ADDRESS and ways == {"no"}:
            yield f"{one.institution.link.key} is addressed, and no channel to it is open"


def articles() -> set[tuple[str, str]]:
    """Return the articles, by treaty, of which the files say what they hold."""
    found = set()
    for name in ("treaty_terms.csv", "treaty_rules.csv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                found.add((row["treaty"], joined_article(row["article"], row.get("paragraph", ""))))
    return found
