"""Finds out which State is the asking State and which is the asked State, from the words around the names of States.

Each row of `direction_words.csv` is a sign of a direction, in one of fourteen languages. A sign can have four parts:
words before the name, a beginning and an ending joined to the name, and words after the name. A sign counts only if the
text has all its parts.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

from search_index.text import folding

DIRECTION_WORDS = Path(__file__).with_name("direction_words.csv")
ASKING, ASKED = "asking", "asked"
# The meanings of signs besides ASKING and ASKED. The subject of the text (Subject) comes from the State (SOURCE), goes
# to the State (DESTINATION) or is in the State (LOCATION). OF is a word for "from" that also means "of".
SOURCE, DESTINATION, LOCATION, OF = "source", "destination", "location", "of"
SURENESS = {ASKING: 3, ASKED: 3, SOURCE: 2, DESTINATION: 2, LOCATION: 1}
OPPOSITE = {ASKING: ASKED, ASKED: ASKING}
ALONE = ""


class Subject(Enum):
    """What a text is about. A request goes to the asked State. An act is done in the asked State. A person who is
    surrendered, and evidence, come from the asked State. If the text does not say what it is about (UNSAID), "from" and
    "to" show no direction."""

    REQUEST = 1
    ACT = 2
    SURRENDER = 3
    EVIDENCE = 4
    UNSAID = 5


ACTS = frozenset(
    {
        *("service_of_documents", "hearing_witness", "hearing_expert", "hearing_suspect", "video_hearing"),
        *("search_and_seizure", "freezing", "confiscation", "data_preservation", "interception", "surveillance"),
        *("undercover", "locating_persons", "measures_at_sea"),
    }
)
SURRENDERS = frozenset(
    {
        *("extradition", "transfer_of_sentenced_persons", "transfer_detained_person", "transfer_of_proceedings"),
        *("victim_repatriation", "return_of_migrants", "restitution"),
    }
)
# Measures that both States carry out together.
SHARED = frozenset({"joint_investigation", "controlled_delivery"})

# Maps a subject, the meaning of the sign at a State's name, and the meaning of the sign at another State's name to the
# role of the first State. ALONE applies if no other State has a sign with one of the listed meanings. Without an item,
# or with an empty role, the role stays open.
ROLES: Mapping[Subject, Mapping[str, Mapping[str, str]]] = {
    Subject.REQUEST: {
        SOURCE: {DESTINATION: ASKING, ALONE: ASKED},
        DESTINATION: {ALONE: ASKED},
        LOCATION: {ALONE: ASKED},
    },
    Subject.ACT: {
        SOURCE: {DESTINATION: ASKING, LOCATION: ASKING},
        DESTINATION: {ALONE: ASKED},
        LOCATION: {ALONE: ASKED},
    },
    Subject.SURRENDER: {
        SOURCE: {ALONE: ASKED},
        DESTINATION: {SOURCE: ASKING, OF: ASKING},
        LOCATION: {ALONE: ASKED},
    },
    Subject.EVIDENCE: {
        SOURCE: {LOCATION: "", ALONE: ASKED},
        DESTINATION: {SOURCE: ASKING, OF: ASKING},
        LOCATION: {SOURCE: "", ALONE: ASKED},
    },
    Subject.UNSAID: {LOCATION: {ALONE: ASKED}},
}
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


def pairs(places: Sequence[NamedPlace], is_general: Callable[[str], bool], subject: Subject) -> tuple[Pair, ...]:
    """Return pairs (asking State, asked State) in the order of the text. Return an empty tuple if the text states no
    direction.

    `is_general` returns whether a word may stand between a sign and the name.
    """
    meanings: dict[str, str] = {}
    for place in places:
        meaning = _meaning(place, is_general)
        if meanings.setdefault(place.state, meaning) == "":
            meanings[place.state] = meaning
    roles = _roles(meanings, subject)
    asking, asked = ([state for state in meanings if roles.get(state) == role] for role in (ASKING, ASKED))
    return tuple((one, other) for other in asked for one in asking)


def _roles(meanings: Mapping[str, str], subject: Subject) -> dict[str, str]:
    said = {state: role for state, meaning in meanings.items() if (role := _role(meaning, meanings, subject))}
    surest = max((SURENESS[meanings[state]] for state in said), default=0)
    sure = {state: role for state, role in said.items() if SURENESS[meanings[state]] == surest}
    if len(set(sure.values())) == 1:
        # If the surest signs give all their States one role, every other State has the opposite role.
        opposite = OPPOSITE[next(iter(sure.values()))]
        return sure | {state: opposite for state in meanings if state not in sure}
    return said


def _role(meaning: str, meanings: Mapping[str, str], subject: Subject) -> str:
    if meaning in OPPOSITE:
        return meaning
    roles = ROLES[subject].get(meaning, {})
    return next((role for other, role in roles.items() if other in meanings.values()), roles.get(ALONE, ""))


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
