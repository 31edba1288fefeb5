"""Who reaches which neighbour's things: the table of expectations, written out by hand. Nothing here asks the policy.

A thing stands in one of four positions to the actors, or it has ended, or it never was. Who reaches it in which
position is one row of `REACH`; each kind of thing, each act and each field of a form names its row.
"""

import os
from dataclasses import dataclass

from tests.matrix.table import Spot

NETWORK_BESIDE = "beside"


@dataclass(frozen=True)
class Position(Spot):
    """A State with one of its networks, whose offices are named after both."""

    @property
    def authority(self) -> str:
        """Return the key of its office; that of another position in the same State is another."""
        return f"{self.state.lower()}-{self.name.replace(' ', '-').lower()}"


OWN = Position("own State", "KG", "casc")
NEAR = Position("other State of own network", "KZ", "casc")
BESIDE = Position("own State of another network", "KG", NETWORK_BESIDE)
FAR = Position("other State of another network", "FR", "ejn")
ENDED = Position("ended", "KG", "casc")
STANDING = (OWN, NEAR, BESIDE, FAR)
POSITIONS = (*STANDING, ENDED)
NEVER = "never"
RELATIONS = (*(one.name for one in POSITIONS), NEVER)

# The practitioner is of the office of the own position, the desk member staffs its desk and asked a colleague to take a
# shift over; the author is a coordinator of the same scope as the one before, who made what there is there.
ACTORS = (
    "practitioner",
    "desk member",
    "coordinator of the network",
    "coordinator of the State",
    "coordinator of the network in the State",
    "author",
)
# In each cell the four standing positions, in their order.
REACH_TABLE = """
                      |practitioner|desk member|network|State  |both   |author
everyone              |x x x x     |x x x x    |x x x x|x x x x|x x x x|x x x x
a member of it        |x x - -     |x x - -    |x x - -|- - - -|x x - -|x x - -
who reads its rota    |x x - -     |x x - -    |x x - -|x - x -|x x - -|x x - -
who keeps its rota    |- - - -     |x - - -    |x x - -|x - x -|x - - -|x - - -
who keeps it up       |- - - -     |- - - -    |x x - -|x - x -|x - - -|x - - -
who keeps the State up|- - - -     |- - - -    |x x x -|x - x -|x - x -|x - x -
who sees its people   |- - - -     |- - - -    |x x - -|x - x -|x - x -|x - x -
another who keeps it  |- - - -     |- - - -    |x x - -|x - x -|x - - -|- - - -
another in the network|- - - -     |- - - -    |x x - -|- - - -|x - - -|- - - -
another of the State  |- - - -     |- - - -    |x x x -|x - x -|x - x -|- - x -
who confirms it       |- - - -     |x - - -    |x x - -|x - x -|x - - -|x - - -
who keeps the network |- - - -     |- - - -    |x x - -|- - - -|- - - -|- - - -
who writes on it      |- - - -     |- - - -    |x x - -|x - x -|x x - -|x x - -
who oversees it       |- - - -     |x - - -    |x x - -|x - x -|x - - -|x - - -
who oversees it or succeeds|x - - - |x - - -    |x x - -|x - x -|x - - -|x - - -
its successor         |x - - -     |- - - -    |- - - -|- - - -|- - - -|- - - -
who confirms the office|- - - -    |x - - -    |x x x -|x - x -|x - x -|x - x -
who keeps it up in the network|- - - -|- - - - |x x - -|- - - -|x - - -|x - - -
who takes part        |- - - -     |x - - -    |- - - -|- - - -|- - - -|x - - -
the desk asked        |- - - -     |x - - -    |- - - -|- - - -|- - - -|- - - -
its author            |- - - -     |- - - -    |- - - -|- - - -|- - - -|x - - -
its holder            |x - - -     |- - - -    |- - - -|- - - -|- - - -|- - - -
who is on duty        |- - - -     |x - - -    |- - - -|- - - -|- - - -|- - - -
# What may be named in a field of a form whose own thing stands in the own position; `its own` belongs to that thing.
its own               |- - - -     |x - - -    |x - - -|x - - -|x - - -|x - - -
its own, handed over |- - - -     |- - - -    |x - - -|x - - -|x - - -|x - - -
its own, by the author|- - - -     |- - - -    |- - - -|- - - -|- - - -|x - - -
another of that State |- - - -     |- - x -    |- - - -|- - - -|- - - -|- - - -
a successor there     |- - - -     |- - - -    |- - x -|- - x -|- - x -|- - x -
a colleague there     |- - - -     |- - - -    |x - - -|x - x -|x - - -|x - - -
a network one gives   |- - - -     |- - - -    |x x - -|- - - -|x x - -|x x - -
a board one writes on |- - - -     |- - - -    |x x - -|x x x -|x x - -|x x - -
a desk one asks       |x x x x     |- x x x    |- - - -|x x x x|x x x x|x x x x
of the State chosen   |x - x -     |x - x -    |x - x -|x - x -|x - x -|x - x -
asked for in the State|x x x -     |x x x -    |x x x -|x x x -|x x x -|x x x -
nobody                |- - - -     |- - - -    |- - - -|- - - -|- - - -|- - - -
"""


def _reach(line: str) -> tuple[str, frozenset[tuple[str, str]]]:
    right, *cells = line.split("|")
    marks = {
        (actor, position.name)
        for actor, cell in zip(ACTORS, cells, strict=True)
        for position, mark in zip(STANDING, cell.split(), strict=True)
        if mark == "x"
    }
    return right.strip(), frozenset(marks)


REACH = dict(_reach(line) for line in REACH_TABLE.strip().splitlines()[1:] if not line.startswith("#"))


def reaches(actor: str, right: str, position: str) -> bool:
    """Return whether a row lets an actor reach what stands in a position; what has ended stands in the own one."""
    return (actor, OWN.name if position == ENDED.name else position) in REACH[right]


# Who sees a thing at all: to everyone else it is as unknown as what never was. Whoever sees it is told that an act is
# not theirs.
SEEN_BY = {
    **dict.fromkeys(("state", "network", "authority", "desk", "line"), "everyone"),
    **dict.fromkeys(("member", "successor", "handover", "invitation"), "who keeps it up"),
    **dict.fromkeys(("request", "campaign", "test", "import"), "who keeps it up"),
    **dict.fromkeys(
        ("proposal", "conflict", "published proposal", "report", "source change"), "who keeps the State up"
    ),
    # Who looks after the State of an office sees all its people.
    **dict.fromkeys(("person", "colleague"), "who sees its people"),
    **dict.fromkeys(("pattern", "rotation", "change", "swap"), "who reads its rota"),
    **dict.fromkeys(("consultation", "closed consultation", "shared consultation"), "who oversees it"),
    **dict.fromkeys(("draft", "export", "file", "unfinished proposal", "begun proposal", "shared draft"), "its author"),
    **dict.fromkeys(("passkey", "session", "token", "way of alarms", "webhook"), "its holder"),
    "exercise": "who keeps the network",
    "left consultation": "who oversees it or succeeds",
    "network's line": "a member of it",
    "notice": "a member of it",
    "rota": "who reads its rota",
    "calendar link": "who reads its rota",
    "mail": "nobody",
    **dict.fromkeys(
        ("link", "list of a campaign", "calendar", "feed", "link of a test", "link of an invitation"), "everyone"
    ),
    **dict.fromkeys(("link of a request", "sign-in link", "reset link", "link of an alarm"), "everyone"),
}

# All actors try everything in `make long-attack`; else each thing is tried by whose it is and by one other in turn.
IS_WHOLE = os.environ.get("NEIGHBOURS") == "all"


def drawn(number: int, right: str) -> list[str]:
    """Return who tries the thing of a number."""
    if IS_WHOLE:
        return list(ACTORS)
    owner = next((actor for actor in ACTORS if reaches(actor, right, OWN.name)), ACTORS[2])
    return list(dict.fromkeys([owner, ACTORS[number % len(ACTORS)]]))
