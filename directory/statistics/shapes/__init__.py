"""The shapes of maps, read from JSON files. Source and licence: `README.md`."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class MapShape(NamedTuple):
    """The SVG path of a State, and the middle of its largest part. Land of no State has an empty code."""

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
    """Return a map: `world`, `region`, or `outline` (the region with fewer points)."""
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return MapShapes(found["width"], found["height"], tuple(MapShape(*one) for one in found["shapes"]))
