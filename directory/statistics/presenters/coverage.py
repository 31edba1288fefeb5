"""Tables that show how far the directory covers the States, made from public details alone."""

from collections.abc import Iterable, Set

from flask_babel import gettext as _

from directory import collation
from directory.access.facts import Link, Text, state_link
from directory.models import Network
from directory.people.choices import Choices
from directory.statistics.queries.coverage import KnownCoverage
from directory.statistics.tables import FigureRow, Table, with_bars
from directory.vocabulary import COVERAGES, CoverageLevel


def grades(known: KnownCoverage) -> dict[str, CoverageLevel]:
    """Return a mapping from State to the best CoverageLevel that its public details support."""
    reached = (
        (CoverageLevel.TESTED, _with_tested_desk(known)),
        (CoverageLevel.ROUND_THE_CLOCK, _with_desk(known, if_answers=True)),
        (CoverageLevel.DESK, _with_desk(known)),
        (CoverageLevel.REQUIREMENTS, known.sheets),
        (CoverageLevel.AUTHORITIES, known.authorities),
    )
    return {state: next((grade for grade, of in reached if state in of), CoverageLevel.NONE) for state in known.states}


def by_grade(known: KnownCoverage) -> Table:
    """Return a table that states for each CoverageLevel how many States have it, the best level first."""
    found = list(grades(known).values())
    rows = [FigureRow(code, str(term.label), (found.count(CoverageLevel(code)),)) for code, term in COVERAGES.items()]
    title = _("States by the most that is known of them")
    return with_bars(Table("coverage", title, _("The most that is known"), (_("States"),), tuple(rows)))


def by_network(known: KnownCoverage, names: Choices) -> Table:
    """Return a table with one row for each network. A row states how many members the network has, and for how many of
    them each public fact of `_columns` is known. Networks without known members are left out.

    A desk counts only in the row of its own network.
    """
    rows = [
        FigureRow(
            key, name, (len(members), *(len(members & of) for of in _columns(known, key).values())), _link(key, name)
        )
        for key, name in names
        if (members := known.members.get(key))
    ]
    columns = (_("Member States"), *_columns(known))
    return Table("members", _("Members of the networks"), _("Network"), columns, tuple(rows))


def by_state(known: KnownCoverage, states: Iterable[str], language: str) -> Table:
    """Return a table with one row for each of `states`, sorted by name. A row states whether each public fact of
    `_columns` is known of the State."""
    links = collation.sorted_by_name([state_link(state, language) for state in states], lambda link: link.text.text)
    columns = _columns(known)
    yes, no = _("yes"), _("no")
    rows = [
        FigureRow(link.key, link.text.text, tuple(yes if link.key in of else no for of in columns.values()), link)
        for link in links
    ]
    return Table("states", _("What is known of each State"), _("State"), tuple(columns), tuple(rows))


def _columns(known: KnownCoverage, network: str = "") -> dict[str, Set[str]]:
    return {
        _("States with a desk"): _with_desk(known, network),
        _("Desk round the clock"): _with_desk(known, network, if_answers=True),
        _("Tested or accredited desk"): _with_tested_desk(known, network),
        _("Requirements known"): known.sheets,
        _("Requirements confirmed by the State’s office"): known.confirmed,
        _("Languages of requests known"): known.languages,
    }


def _with_desk(known: KnownCoverage, network: str = "", *, if_answers: bool = False) -> Set[str]:
    return {one.state for one in known.desks if network in ("", one.network) and (one.answers or not if_answers)}


def _with_tested_desk(known: KnownCoverage, network: str = "") -> Set[str]:
    return {one.state for one in known.desks if network in ("", one.network) and one.is_tested}


def _link(key: str, name: str) -> Link:
    return Link(Network.KIND, key, Text(name))
