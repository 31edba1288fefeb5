"""Finds out which State asks and which is asked, from the words around the names of States.

Each row of `direction_words.csv` is a sign of a direction, in one of fourteen languages. A sign can have four parts:
words before the name, a beginning and an ending joined to the name, and words after the name. A sign counts only if the
text has all its parts.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search_index.text import folding

DIRECTION_WORDS = Path(__file__).with_name("direction_words.csv")
ASKING, ASKED = "asking", "asked"
# The subject of the text comes from the State, goes to the State, or is in the State. OF is a word for "from" that also
# means "of".
SOURCE, DESTINATION, LOCATION, OF = "source", "destination", "location", "of"
SURENESS = {ASKING: 3, ASKED: 3, SOURCE: 2, DESTINATION: 2, LOCATION: 1}
OPPOSITE = {ASKING: ASKED, ASKED: ASKING}
CHINESE = "CJK"
MOST_BETWEEN = 2
"""The most general words, such as an article, that may stand between a sign and the name."""

Pair = tuple[str, str]
"""The codes of the asking State and of the asked one."""


@dataclass(frozen=True)
class NamedPlace:
    """The name of a State or city in a text, as typed. `state` is the code of the State.

    `before` is the text between the previous name and this one, `after` the text between this name and the next.
    `is_name` is a function: it returns whether a text is a name of a place of this State.
    """

    state: str
    name: str
    before: str
    after: str
    is_name: Callable[[str], bool]


@dataclass(frozen=True)
class _Sign:
    meaning: str
    before: str
    beginning: str
    ending: str
    after: str

    @property
    def length(self) -> int:
        return len(self.before + self.beginning + self.ending + self.after)

    def is_beside(self, before: str, after: str) -> bool:
        """Return whether the words of the sign stand at the end of `before` and at the beginning of `after`."""
        return _bounded(before[::-1], self.before[::-1]) and _bounded(after, self.after)

    def is_in(self, name: str, place: NamedPlace) -> bool:
        """Return whether `name` is the sign's `beginning`, a name of the State of `place` and the sign's `ending`.

        Return True if the sign has neither a beginning nor an ending.
        """
        if not self.beginning and not self.ending:
            return True
        is_joined = name.startswith(self.beginning) and name.endswith(self.ending)
        return is_joined and place.is_name(name.removeprefix(self.beginning).removesuffix(self.ending))


def _bounded(text: str, words: str) -> bool:
    """Return whether a text begins with `words`, and a space or the end of the text follows them.

    After words in Chinese, which has no spaces, any character may follow. If `words` is empty, return True.
    """
    is_whole = text[len(words) :][:1] in ("", " ") or folding.script(words) == CHINESE
    return text.startswith(words) and (not words or is_whole)


def pairs(places: Sequence[NamedPlace], is_general: Callable[[str], bool], *, is_request: bool) -> tuple[Pair, ...]:
    """Return pairs (asking State, asked State) in the order of the text. Return an empty tuple if the text states no
    direction.

    `is_general` returns whether a word may stand between a sign and the name. If `is_request` is true, the text is
    about a request, which is sent to the asked State. Otherwise the text is about a thing that is sent to the asking
    State.
    """
    meanings: dict[str, str] = {}
    for place in places:
        meaning = _meaning(place, is_general)
        if meanings.setdefault(place.state, meaning) == "":
            meanings[place.state] = meaning
    roles = _roles(meanings, is_request=is_request)
    asking, asked = ([state for state in meanings if roles.get(state) == role] for role in (ASKING, ASKED))
    return tuple((one, other) for other in asked for one in asking)


def _roles(meanings: Mapping[str, str], *, is_request: bool) -> dict[str, str]:
    said = {state: role for state, meaning in meanings.items() if (role := _role(meaning, meanings, is_request))}
    surest = max((SURENESS[meanings[state]] for state in said), default=0)
    sure = {state: role for state, role in said.items() if SURENESS[meanings[state]] == surest}
    if len(set(sure.values())) == 1:
        # If the surest signs give all their States one role, every other State has the opposite role.
        opposite = OPPOSITE[next(iter(sure.values()))]
        return sure | {state: opposite for state in meanings if state not in sure}
    return said


def _role(meaning: str, meanings: Mapping[str, str], is_request: bool) -> str:
    if meaning in OPPOSITE:
        return meaning
    has_source, has_destination = (not {*one}.isdisjoint(meanings.values()) for one in ((SOURCE, OF), (DESTINATION,)))
    goes_to = ASKED if is_request else ASKING
    if meaning == SOURCE:
        return OPPOSITE[goes_to] if has_destination else ASKED
    if meaning == DESTINATION:
        return goes_to if is_request or has_source else ""
    return ASKED if meaning == LOCATION else ""


def _meaning(place: NamedPlace, is_general: Callable[[str], bool]) -> str:
    """Return the meaning of the sign nearest to the name of a place, or "" if no sign is near. Of several equally near
    signs, the longest is used."""
    name, after = folding.normalize(place.name).casefold(), _spaced(place.after)
    words = _spaced(place.before).split()
    for _ in range(MOST_BETWEEN + 1):
        before = " ".join(words)
        stands = [one for one in _signs() if one.is_beside(before, after) and one.is_in(name, place)]
        if stands:
            return max(stands, key=lambda one: one.length).meaning
        if not words or not is_general(words.pop()):
            break
    return ""


def _spaced(text: str) -> str:
    """Return the words of a text in lower case, separated by one space."""
    return " ".join(token.typed.casefold() for token in folding.tokenize(folding.normalize(text)))


@cache
def _signs() -> tuple[_Sign, ...]:
    with DIRECTION_WORDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return tuple(
        _Sign(row["meaning"], _spaced(row["before"]), row["beginning"], row["ending"], _spaced(row["after"]))
        for row in rows
    )
