"""Lists, for a State, the other States whose requests the State should be ready to receive."""

import csv
from functools import cache
from pathlib import Path

from directory.jurisdictions.queries import list_codes
from directory.treaties.queries import list_home_states

# The neighbours by land of the States of the home network.
NEIGHBOURS = Path(__file__).with_name("neighbours.csv")


def list_partners(state: str) -> list[str]:
    """Return the sorted codes of the States whose requests `state` should be ready for.

    These are the other member States of the network that this directory serves, and the neighbours of `state` that are
    in the directory.
    """
    partners = {*list_home_states(), *_neighbours().get(state, ())} - {state}
    return sorted(partners & set(list_codes()))


@cache
def _neighbours() -> dict[str, tuple[str, ...]]:
    with NEIGHBOURS.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: tuple(row["neighbours"].split(";")) for row in csv.DictReader(lines)}
