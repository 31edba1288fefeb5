"""The shapes of maps, made once by `make`. Source and licence: `README.md`."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class MapShape(NamedTuple):
    """The path of a State, with its code and middle; or the path of land that belongs to no State, without these."""

    code: str
    path: str
    x: int = 0
    y: int = 0


class MapShapes(NamedTuple):
    """All shapes of a map with its size, in the units of their paths."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]


@cache
def read(name: str) -> MapShapes:
    """Return a map: `world`, `region`, or the `outline` of the region for the first page."""
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return MapShapes(found["width"], found["height"], tuple(MapShape(*one) for one in found["shapes"]))
