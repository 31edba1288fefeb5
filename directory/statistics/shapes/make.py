"""Makes the shapes of the maps from Natural Earth's shapes (see `README.md`).

A border that two States share is simplified once, so that the two shapes still meet.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.core import get_global

from directory.statistics.shapes.geometry import (
    Point,
    Project,
    Ring,
    area,
    conic,
    cut,
    equal_earth,
    holds,
    middle_of,
    simplified,
)

HERE = Path(__file__).parent
# One point inside each part that Natural Earth draws with one State and the General Assembly assigns to another
# (resolution 68/262). Such a part is drawn as land of no State, like shapes without an ISO 3166 code.
APART = [(34.3, 45.2)]
LEFT_OUT = {"AQ"}
SMALLEST_SEEN = 6


@dataclass(frozen=True)
class Frame:
    """The frame of a map: its size, the projection from degrees to units of the map, and the tolerance for simplified
    lines. Size and tolerance are in units of the map."""

    width: int
    height: int
    project: Project
    tolerance: float


def world() -> Frame:
    """Return the frame of the whole world without the Antarctic."""
    scale, top = 1600 / (2 * equal_earth(180, 0)[0]), equal_earth(0, 84)[1]
    return Frame(1600, 690, lambda x, y: _scaled(equal_earth(x, y), scale, 800, top * scale), 0.6)


def region() -> Frame:
    """Return the frame of Central Asia and the Southern Caucasus with their surroundings."""
    return Frame(1000, 600, lambda x, y: _scaled(conic(x, y), 1430, 500, 300), 0.6)


def outline() -> Frame:
    """Return the frame of `region` with a larger tolerance, for a small file."""
    return replace(region(), tolerance=1.6)


def make(source: Path, frame: Frame) -> dict[str, Any]:
    """Return a map as JSON: `width`, `height` and `shapes`. Each shape is a list of code, path, x and y.

    (x, y) is the middle of the largest part. Land of no State has an empty code.
    """
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [simplified(list(_arc(topology, arc)), frame.project, frame.tolerance) for arc in topology["arcs"]]
    found: dict[str, list[str]] = {}
    middles: dict[str, tuple[int, int]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = code_of(geometry.get("id"))
        if code not in LEFT_OUT:
            for is_apart, path, middle in _paths(geometry, arcs, frame):
                found.setdefault("" if is_apart else code, []).append(path)
                middles.setdefault(code, middle)
    shapes = [[code, "".join(paths), *middles.get(code, ())] for code, paths in sorted(found.items())]
    return {"width": frame.width, "height": frame.height, "shapes": shapes}


def code_of(number: str | None) -> str:
    """Return the two letters for an ISO 3166 number, or "" for a shape without number."""
    letters = get_global("territory_aliases").get(number or "", [""])
    return str(letters[0])


def drawn(ring: Ring, frame: Frame) -> Iterator[Ring]:
    """Yield the visible parts of a ring. The ring is in degrees, and the parts are in units of the map.

    A ring across the 180th meridian has parts on both sides of the map.
    """
    whole = ring[:1]
    for point in ring[1:]:
        whole.append((point[0] + 360 * round((whole[-1][0] - point[0]) / 360), point[1]))
    edges = ((0, -9, 1), (0, frame.width + 9, -1), (1, -9, 1), (1, frame.height + 9, -1))
    for turn in (0, 360, -360):
        once_around = cut([(x + turn, y) for x, y in whole], ((0, -180, 1), (0, 180, -1)))
        found = cut([frame.project(*point) for point in once_around], edges)
        if found:
            yield found


def _scaled(point: Point, scale: float, left: float, top: float) -> Point:
    return left + scale * point[0], top - scale * point[1]


def _arc(topology: Any, arc: Sequence[Sequence[int]]) -> Iterator[Point]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + left, y * scale_y + bottom


def _paths(geometry: Any, arcs: Sequence[Ring], frame: Frame) -> Iterator[tuple[bool, str, tuple[int, int]]]:
    """Yield (whether the part is land of no State, SVG path, middle), the largest part first.

    Parts that are too small to be seen are left out. If the largest part is too small, its path is a dot.
    """
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    parts = [[one for ring in polygon for one in drawn(_joined(ring, arcs), frame)] for polygon in polygons]
    parts = sorted((part for part in parts if part), key=lambda part: -area(part[0]))
    for place, part in enumerate(parts):
        rings = [ring for ring in part if area(ring) >= SMALLEST_SEEN]
        if rings:
            is_apart = any(holds(part[0], frame.project(*point)) for point in APART)
            yield is_apart, "".join(map(_path, rings)), middle_of(part[0])
        elif place == 0:
            yield False, _dot(part[0]), middle_of(part[0])


def _joined(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """Return one ring made of arcs.

    `ring` contains positions in `arcs`; a negative position n means the arc at ~n, reversed.
    """
    points: Ring = []
    for number in ring:
        points += (arcs[number] if number >= 0 else arcs[~number][::-1])[:-1]
    return points


def _path(ring: Ring) -> str:
    whole = [(round(x), round(y)) for x, y in ring]
    (x, y), steps = whole[0], []
    for before, after in pairwise(whole):
        if before != after:
            steps.append(f"{after[0] - before[0]} {after[1] - before[1]}")
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")


def _dot(ring: Ring) -> str:
    x, y = middle_of(ring)
    return f"M{x - 2} {y - 2}h4v4h-4z"


if __name__ == "__main__":
    for name, made in (("world", world()), ("region", region()), ("outline", outline())):
        text = json.dumps(make(Path(sys.argv[1]), made), separators=(",", ":"))
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
