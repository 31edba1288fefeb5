"""Who reads what: the table "People" of the product's description, written out by hand. Nothing here asks the policy.

Everything that is not for everyone belongs to a column; what belongs to several is for those who may read all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.accounts.sessions import Factor
from directory.vocabulary import Role


@dataclass(frozen=True)
class Spot:
    """A State with one of its networks, and what there is of it in the site of these tests."""

    name: str
    state: str
    network: str

    @property
    def authority(self) -> str:
        return f"{self.state.lower()}-office-of-tests"

    @property
    def desk(self) -> str:
        return f"{self.authority}-desk"


HERE, THERE = Spot("here", "KG", "casc"), Spot("there", "FR", "ejn")
SPOTS = (HERE, THERE)


@dataclass(frozen=True)
class Person:
    """What somebody is here: without factors named, they have shown all of them."""

    role: Role
    state: str | None = None
    networks: tuple[str, ...] = ()
    desks: tuple[str, ...] = ()
    is_active: bool = True
    shown: tuple[Factor, ...] = ()


PEOPLE: dict[str, Person | None] = {
    "visitor": None,
    "practitioner in the network": Person(Role.PRACTITIONER, "KG", ("casc",)),
    "practitioner outside it": Person(Role.PRACTITIONER, "KG"),
    "practitioner of another State": Person(Role.PRACTITIONER, "KZ", ("casc",)),
    "practitioner of another network": Person(Role.PRACTITIONER, "FR", ("ejn",)),
    "desk member": Person(Role.PRACTITIONER, "KG", ("casc",), (HERE.desk,)),
    "coordinator of the network in the State": Person(Role.COORDINATOR, "KG", ("casc",)),
    "coordinator of the State": Person(Role.COORDINATOR, "KG"),
    "coordinator of the network": Person(Role.COORDINATOR, None, ("casc",)),
    "coordinator of another State": Person(Role.COORDINATOR, "KZ", ("casc",)),
    "coordinator of another network": Person(Role.COORDINATOR, None, ("ejn",)),
    "administrator": Person(Role.ADMINISTRATOR),
    "disabled administrator": Person(Role.ADMINISTRATOR, is_active=False),
    "administrator without second factor": Person(Role.ADMINISTRATOR, shown=(Factor.PASSWORD,)),
}

# Details by their audience; `upkeep` is what coordinators work with: proposals, reports, campaigns, imports, people and
# what was done; `overseen` is that there is a consultation, `consulted` what was written in it; `rota` is who staffs a
# desk, who is on duty there and how its tests ended, `kept` what the rota is made of; `rehearsed` is an exercise before it begins; `operation` is mail that did not
# arrive; `nobody` is what only its owner may see, or no one at all.
COLUMNS = (
    "public",
    *("practitioners/here", "practitioners/there"),
    *("network/here", "network/there"),
    *("coordinators/here", "coordinators/there"),
    *("upkeep/here", "upkeep/there"),
    *("overseen/here", "overseen/there"),
    *("consulted/here", "consulted/there"),
    *("rota/here", "rota/there"),
    *("kept/here", "kept/there"),
    *("rehearsed/here", "rehearsed/there"),
    *("operation", "nobody"),
)
TABLE = """
                                       |public|practitioners|network|coordinators|upkeep|overseen|consulted|rota|kept|rehearsed|operation|nobody
visitor                                |x     |- -          |- -    |- -         |- -   |- -     |- -      |- - |- - |- -      |-        |-
practitioner in the network            |x     |x x          |x -    |- -         |- -   |- -     |- -      |x - |- - |- -      |-        |-
practitioner outside it                |x     |x x          |- -    |- -         |- -   |- -     |- -      |- - |- - |- -      |-        |-
practitioner of another State          |x     |x x          |x -    |- -         |- -   |- -     |- -      |x - |- - |- -      |-        |-
practitioner of another network        |x     |x x          |- x    |- -         |- -   |- -     |- -      |- x |- - |- -      |-        |-
desk member                            |x     |x x          |x -    |- -         |- -   |x -     |x -      |x - |x - |- -      |-        |-
coordinator of the network in the State|x     |x x          |x -    |x -         |x -   |x -     |- -      |x - |x - |- -      |-        |-
coordinator of the State               |x     |x x          |- -    |x -         |x -   |x -     |- -      |x - |x - |- -      |-        |-
coordinator of the network             |x     |x x          |x -    |x -         |x -   |x -     |- -      |x - |x - |x -      |-        |-
coordinator of another State           |x     |x x          |x -    |- -         |- -   |- -     |- -      |x - |- - |- -      |-        |-
coordinator of another network         |x     |x x          |- x    |- x         |- x   |- x     |- -      |- x |- x |- x      |-        |-
administrator                          |x     |x x          |x x    |x x         |x x   |x x     |- -      |x x |x x |x x      |x        |-
disabled administrator                 |x     |- -          |- -    |- -         |- -   |- -     |- -      |- - |- - |- -      |-        |-
administrator without second factor    |x     |- -          |- -    |- -         |- -   |- -     |- -      |- - |- - |- -      |-        |-
"""

Needs = tuple[str, ...]


def _reads(line: str) -> tuple[str, frozenset[str]]:
    person, *cells = line.split("|")
    marks = " ".join(cells).split()
    return person.strip(), frozenset(name for name, mark in zip(COLUMNS, marks, strict=True) if mark == "x")


READS = dict(map(_reads, TABLE.strip().splitlines()[1:]))
# Of those who may read the same, the first.
DIFFERENT = list({READS[person]: person for person in reversed(PEOPLE)}.values())


def may_read(person: str, needs: Iterable[str]) -> bool:
    return READS[person] >= set(needs)


# Those who keep something up.
KEEPERS = [person for person in PEOPLE if any(may_read(person, (f"upkeep/{spot.name}",)) for spot in SPOTS)]
