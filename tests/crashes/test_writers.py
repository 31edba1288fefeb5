"""Writers in several processes at once, and an index made anew under traffic."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory.search import sync
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, finished, running, verified
from tests.crashes.traffic import Traffic

AUTHORITIES = ("kg-prosecutor-general", "kg-ministry-of-justice", "kg-ministry-of-internal-affairs")
WRITES = 4

# Each writes its notes one by one, begun by a line; the index is told after each.
WRITER = """
import sys
from wsgi import app
from directory.extensions import db
from directory.models import Authority, Texts
from directory.transaction import committing

with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(int(sys.argv[2])):
        for key in sys.argv[3:]:
            with committing():
                db.session.get(Authority, key).note = Texts("en", {"en": f"{sys.argv[1]}{number}"})
"""

# It leaves changes to others: its index is never told.
SILENT_WRITER = "import wsgi; wsgi.app.extensions['after_commit'].clear()\n" + WRITER.lstrip()

DRAINER = """
import sys
from wsgi import app
from directory.search import sync

with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    sync.drain()
"""


@pytest.fixture
def folder(few_states: Path, tmp_path: Path) -> Path:
    return copy_of(few_states, tmp_path / "data")


@pytest.fixture
def site(folder: Path) -> Iterator[Site]:
    site = Site(folder)
    with running(site):
        yield site


def at_once(site: Site, *programs: tuple[str, ...]) -> list[tuple[int, str]]:
    """Start programs, and let them go when all are ready; return how they ended."""
    processes = [site.python("-c", *program) for program in programs]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [finished(process) for process in processes]


def lag(folder: Path) -> int | None:
    with make_app(folder).app_context():
        return sync.lag()


def test_two_processes_that_bring_the_index_up_to_date_at_once_lose_nothing(folder: Path) -> None:
    site = Site(folder)
    assert at_once(site, (SILENT_WRITER, "Zephyrbark", "2", *AUTHORITIES)) == [(0, "")]
    assert lag(folder) > 0

    ends = at_once(site, (DRAINER,), (DRAINER,))

    assert ends == [(0, ""), (0, "")]
    assert lag(folder) == 0
    with make_app(folder).app_context():
        assert sync.differences() == []


@pytest.mark.long
def test_two_writers_and_rebuilds_under_traffic_lose_no_change_and_no_answer(site: Site) -> None:
    with Traffic(site) as traffic:
        rebuilds = [site.command("index", "rebuild") for _ in range(2)]
        ends = at_once(
            site,
            (WRITER, "Zephyrbark", str(WRITES), *AUTHORITIES[:2]),
            (WRITER, "Quillomond", str(WRITES), *AUTHORITIES[1:]),
        )
        ends += [finished(rebuild) for rebuild in rebuilds]

    assert [status for status, _ in ends] == [0, 0, 0, 0], ends
    assert set(traffic.statuses) == {200}
    assert traffic.broken == 0
    assert AUTHORITIES[0] in site.found(f"Zephyrbark{WRITES - 1}")
    assert AUTHORITIES[2] in site.found(f"Quillomond{WRITES - 1}")
    assert "0 differences" in verified(site)


# Each adds entries and looks for each at once, as a person does who is shown the next page.
FINDER = """
import sys
from wsgi import app
from directory.access.viewer import ANONYMOUS
from directory.models import Authority, Texts
from directory.extensions import db
from directory.search.queries import SearchQuery, find
from directory.transaction import committing

with app.app_context():
    print("ready", flush=True)
    sys.stdin.readline()
    for letter in "abc":
        name = sys.argv[1] + letter * 5
        with committing():
            db.session.add(Authority(key=name, jurisdiction_key="KG", name=Texts("en", {"en": name}),
                                     authority_kind="judicial_body"))
        found = find(ANONYMOUS, SearchQuery(name))
        if f"authority:{name}" not in found.keys and not found.is_partial:
            print(name, flush=True)
"""


def test_of_processes_that_write_at_once_each_finds_its_own_entry_at_once_or_is_told_that_search_is_behind(
    folder: Path,
) -> None:
    assert at_once(Site(folder), *((FINDER, name) for name in ("zephyr", "quillon", "vortem"))) == [(0, "")] * 3
