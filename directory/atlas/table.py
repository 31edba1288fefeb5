"""The answers of the atlas for many pairs of States, with the parts for which the directory has no facts."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain, permutations
from pathlib import Path

from directory import i18n
from directory.access.viewer import ANONYMOUS
from directory.atlas.answer import AtlasAnswer, compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.channels import OPEN
from directory.atlas.languages import is_confirmed
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion, Offence
from directory.atlas.sentences import channel_sentences, statement_sentence, title, warning_sentence
from directory.treaties.queries import list_home_states
from directory.vocabulary import CHANNELS, NEXT_WAYS

# The file with the codes of the partner States.
PARTNERS = Path(__file__).with_name("table.csv")
NONE_KNOWN = "none known, ask"
NOT_KNOWN = "not known, ask"
# Uses of a treaty that is nearly a legal basis, and warnings of an answer without a legal basis.
NEAR = ("channel_only", "not_declared", "signed", "approved")
WITHOUT = ("no_basis", "no_route")


@dataclass(frozen=True)
class TableRow:
    """The answer for one pair (requesting State, requested State), in words. `empty_parts` names the parts of the row
    that are empty."""

    pair: str
    basis: str
    authority: str
    channels: str
    languages: str
    next_way: str
    empty_parts: tuple[str, ...]

    def __str__(self) -> str:
        return " | ".join((self.pair, self.basis, self.authority, self.channels, self.languages, self.next_way))


def partners() -> list[str]:
    """Return the codes of the partner States, in the order of the file PARTNERS."""
    with PARTNERS.open(encoding="utf-8", newline="") as lines:
        return [row["code"] for row in csv.DictReader(lines)]


def list_pairs() -> list[tuple[str, str]]:
    """Return all ordered pairs of States of the network HOME_NETWORK. After them, return each pair of a partner State
    and a State of this network, in both directions."""
    home = list_home_states()
    between = [pair for other in partners() for one in home for pair in ((one, other), (other, one))]
    return [*permutations(home, 2), *between]


def rows(pairs: Collection[tuple[str, str]], measure: str, offence: Offence, language: str) -> Iterator[TableRow]:
    """Yield a row for each of `pairs`. A pair is (requesting State, requested State). Rows contain public values
    only."""
    data = load_answer_data(ANONYMOUS, set(chain.from_iterable(pairs)), language)
    for requesting, requested in pairs:
        question = AtlasQuestion(requesting, requested, measure, offence)
        yield _row(compose(question, data, ANONYMOUS, language), data, language)


def _row(answer: AtlasAnswer, data: AnswerData, language: str) -> TableRow:
    cells = {
        "basis": _basis(answer, data),
        "authority": _authority(answer),
        "channels": _channels(answer, data),
        "languages": _languages(answer, data, language),
        "next_way": str(NEXT_WAYS.label(answer.next_ways[0])) if answer.next_ways else "",
    }
    empty_parts = tuple(name for name, words in cells.items() if not words)
    return TableRow(f"{answer.question.requesting} > {answer.question.requested}", **cells, empty_parts=empty_parts)


def _languages(answer: AtlasAnswer, data: AnswerData, language: str) -> str:
    named = ", ".join(i18n.language_name(one.code, language) for one in answer.languages) or NOT_KNOWN
    if answer.language_rules and answer.languages and all(one.said.if_agreed for one in answer.languages):
        named = "; ".join(statement_sentence(one, data.titles) for one in answer.language_rules)
    is_sure = is_confirmed(answer.languages, answer.language_rules)
    laws = () if is_sure else (statement_sentence(one, data.titles) for one in answer.language_laws)
    return "; ".join((named, *laws))


def _basis(answer: AtlasAnswer, data: AnswerData) -> str:
    used = [_named(one, data) for one in answer.usable]
    near = [_named(one, data) for one in answer.bases if one.use in NEAR]
    routes = [statement_sentence(one, data.titles) for one in answer.routes]
    asking = [warning_sentence(one, data.titles) for one in answer.warnings if one.code in WITHOUT]
    return "; ".join(used or [*asking, *routes, *near])


def _named(basis: LegalBasis, data: AnswerData) -> str:
    return f"{title(basis.treaty, data.titles)} [{basis.use}]"


def _authority(answer: AtlasAnswer) -> str:
    first = next(iter(answer.addressees), None)
    return first.institution.link.text.text if first else NONE_KNOWN


def _channels(answer: AtlasAnswer, data: AnswerData) -> str:
    told = [one for one in answer.channels if one.lawful in OPEN] or answer.channels
    words = (f"{CHANNELS.label(one.channel)}: {one.lawful}, {channel_sentences(one, data.titles)}" for one in told)
    return "; ".join(words)
