"""Maps that show how far the directory covers the States. The pages with maps state the same facts in words."""

from collections.abc import Container
from dataclasses import dataclass

from directory import collation
from directory.access.facts import Link, state_link
from directory.sentences import labelled
from directory.statistics import shapes
from directory.statistics.presenters.coverage import by_state, grades
from directory.statistics.queries.coverage import KnownCoverage
from directory.statistics.tables import Table
from directory.vocabulary import COVERAGES, CoverageLevel

WORLD, REGION, OUTLINE = "world", "region", "outline"
# The labels of these States would overlap on a phone. Each is moved right and down by its two numbers, in units of the
# map.
BESIDE = {"AM": (-46, 26), "AZ": (20, 2)}


@dataclass(frozen=True)
class Land:
    """One shape of a map: a State with its grade (CoverageLevel), or land without a grade. `path` is an SVG path.

    `words` are the State's name and grade. `label`, the State's two letters, stands at `x` and `y`.
    """

    path: str
    grade: str = ""
    words: str = ""
    link: Link | None = None
    label: str = ""
    x: int = 0
    y: int = 0


@dataclass(frozen=True)
class Map:
    """A map. `lands` are in the order of drawing. `legend` has pairs of grade and label."""

    name: str
    width: int
    height: int
    lands: tuple[Land, ...]
    legend: tuple[tuple[str, str], ...]

    def states(self, grade: str) -> list[Link]:
        """Return the links of the States that have the grade `grade`, sorted by name. States without a link are left
        out."""
        links = [land.link for land in self.lands if land.link and land.grade == grade]
        return collation.sorted_by_name(links, lambda link: link.text.text)


@dataclass(frozen=True)
class MapPage:
    """The map of the world, with a table of the covered States. `others` is the number of States outside the table."""

    map: Map
    table: Table
    others: int


def world(known: KnownCoverage, language: str) -> Map:
    """Return the map of the world. States with a CoverageLevel above NONE link to their pages."""
    found = grades(known)
    return _map(WORLD, found, {code for code, grade in found.items() if grade is not CoverageLevel.NONE}, language)


def region(known: KnownCoverage, states: Container[str], language: str, drawn: str = REGION) -> Map:
    """Return the map of Central Asia and the Southern Caucasus. Only `states` have a grade and a link.

    `drawn` names the file of the shapes (`shapes.read`).
    """
    return _map(drawn, {code: grade for code, grade in grades(known).items() if code in states}, states, language)


def page(known: KnownCoverage, language: str) -> MapPage:
    """Return the map of the world with the table of the covered States."""
    named = [code for code, grade in grades(known).items() if grade is not CoverageLevel.NONE]
    return MapPage(world(known, language), by_state(known, named, language), len(known.states) - len(named))


def _map(name: str, found: dict[str, CoverageLevel], linked: Container[str], language: str) -> Map:
    drawn = shapes.read(name)
    lands = tuple(_land(shape, found, linked, language, is_labelled=name != WORLD) for shape in drawn.shapes)
    shown = {land.grade for land in lands}
    legend = tuple((code, str(term.label)) for code, term in COVERAGES.items() if code in shown)
    return Map(name, drawn.width, drawn.height, lands, legend)


def _land(
    shape: shapes.MapShape, found: dict[str, CoverageLevel], linked: Container[str], language: str, *, is_labelled: bool
) -> Land:
    grade = found.get(shape.code)
    if grade is None:
        return Land(shape.path)
    link = state_link(shape.code, language)
    words = labelled(link.text.text, COVERAGES.label(grade))
    label, (right, down) = shape.code if is_labelled else "", BESIDE.get(shape.code, (0, 0))
    place = shape.x + right, shape.y + down
    return Land(shape.path, grade, words, link if shape.code in linked else None, label, *place)
