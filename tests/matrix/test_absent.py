"""What a person may not read might as well not be there: without it nothing that they are shown is different."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest

from directory import clock
from directory.extensions import db
from directory.models import Provenance
from directory.transaction import committing
from directory.vocabulary import Audience
from tests.conftest import close, copy_of, make_app
from tests.matrix.entries import FOLDERS, ROWS, Hole, empty, holes, pages_of
from tests.matrix.site import Browsers, Site
from tests.matrix.table import COLUMNS, DIFFERENT, SPOTS, Spot, may_read
from tests.matrix.test_alike import told

pytestmark = pytest.mark.xdist_group("matrix-questions")
AUDIENCES = tuple(column for column in COLUMNS if column.split("/")[0] in set(Audience) - {Audience.PUBLIC})
CARDS = ("/card", "/card.jsonl", "/card?own=1", "/card.jsonl?own=1")
LISTS = (
    "focal-points",
    "search?q=office+of+tests",
    "/api/v1/search?q=office+of+tests",
    "/api/v1/suggest?q=office+of+t",
    "/api/v1/focal-points",
    "/api/v1/changes?since=0",
)


def addresses(spot: Spot) -> Iterator[str]:
    """Yield the addresses at which something of a spot is shown to everyone."""
    pages = (page for kind in FOLDERS for page in pages_of(kind, spot))
    state = f"jurisdictions/{spot.state}"
    cards = (f"{page}{card}" for page in offices(spot) for card in CARDS)
    for page in (*pages, *cards, state, f"{state}/card", f"/api/v1/authorities?jurisdiction={spot.state}", *LISTS):
        yield page if page.startswith("/") else f"/en/{page}"


def offices(spot: Spot) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pages_of(kind, spot)[0] for kind in FOLDERS))


@contextmanager
def without(site: Site, column: str, folder: Path) -> Iterator[Browsers]:
    """Yield browsers of the same site in which there is nothing of one column."""
    app = make_app(copy_of(site.folder, folder))
    with app.app_context(), committing():
        for hole in holes():
            if column.startswith(f"{hole.readers}/"):
                remove(hole, spot_of(column))
    yield site.browsers(app)
    close(app)


def remove(hole: Hole, spot: Spot) -> None:
    """Empty a hole in a row that everyone may read; any other row goes with all that it holds."""
    row = db.session.get(hole.model, ROWS[hole.model.KIND](spot, hole.row))
    if row is None:
        return
    known = db.session.query(Provenance).filter_by(kind=row.KIND, key=row.key)
    if hole.row is Audience.PUBLIC:
        setattr(row, hole.declared.name, empty(hole.declared))
        known = known.filter_by(detail=hole.declared.name)
    else:
        db.session.delete(row)
    for provenance in known:
        db.session.delete(provenance)
    db.session.flush()


# What a person is told at an address.
Told = Callable[[str, str], object]


def unlike(browsers: Browsers, person: str, spot: Spot, before: Told) -> Iterator[str]:
    """Yield the addresses that answer otherwise than before, each as soon as it is found."""
    return (one for one in addresses(spot) if told(browsers.ask(person, "GET", one)) != before(person, one))


@pytest.fixture(scope="module", autouse=True)
def one_moment() -> Iterator[None]:
    """What is compared is shown at one moment: on another day, cards bear another date."""
    with clock.frozen_at(clock.now()):
        yield


@pytest.fixture(scope="module")
def as_it_is(site: Site) -> Told:
    """Return what is told where nothing is missing, asked once."""
    browsers = site.browsers()
    return cache(lambda person, address: told(browsers.ask(person, "GET", address)))


@pytest.fixture(scope="module")
def lacking(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Browsers]]:
    """Return a function that gives browsers of the site without a column, made once for each."""
    folder = tmp_path_factory.mktemp("lacking")
    with ExitStack() as opened:
        yield cache(lambda column: opened.enter_context(without(site, column, folder / column.replace("/", "-"))))


# Each column once, each time with another person.
@pytest.mark.long(each=10)
@pytest.mark.parametrize("person", DIFFERENT)
@pytest.mark.parametrize("column", AUDIENCES)
def test_nobody_is_shown_anything_else_where_what_they_may_not_read_is_not_there(
    lacking: Callable[[str], Browsers], as_it_is: Told, column: str, person: str
) -> None:
    browsers, spot = lacking(column), spot_of(column)

    found = unlike(browsers, person, spot, as_it_is)

    if may_read(person, (column,)):
        # One answer is enough to show that it was there.
        assert next(found, None)
    else:
        assert list(found) == []
        assert next(unlike(browsers, "administrator", spot, as_it_is), None)


def spot_of(column: str) -> Spot:
    return next(one for one in SPOTS if column.endswith(f"/{one.name}"))
