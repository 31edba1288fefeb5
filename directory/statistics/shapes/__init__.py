"""The shapes of maps. The module `make` produced them once. Source and licence: `README.md`."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class MapShape(NamedTuple):
    """The path of a State, with the State's code and middle. Land that belongs to no State has only a path."""

    code: str
    path: str
    x: int = 0
    y: int = 0


class MapShapes(NamedTuple):
    """All shapes of a map, with the size of the map in the units of the paths."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]


@cache
def read(name: str) -> MapShapes:
    """Return a map: `world`, `region`, or the `outline` of the region for the first page."""
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return MapShapes(found["width"], found["height"], tuple(MapShape(*one) for one in found["shapes"]))
