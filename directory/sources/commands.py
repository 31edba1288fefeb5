"""The commands `flask sources`: fetch source pages; list, add, remove and read official tables."""

import sys
from collections import Counter
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.models import SourceTable
from directory.sources import tables
from directory.sources.fetching import LARGEST_BYTES, Fetcher
from directory.sources.queries import get_table, list_tables
from directory.sources.remarks import restored, words_of
from directory.sources.tables import TableValues
from directory.sources.update import TableUpdate, update, update_from_copy
from directory.sources.watch import add_pages, watch
from directory.terminal import echo
from directory.transaction import committing
from directory.vocabulary import SOURCE_READERS, Role, SourceOutcome

# Commands act as an administrator, since the person who runs a command controls the whole machine.
OPERATOR = Viewer(Role.ADMINISTRATOR)
NOT_NOW = "A server is asked once in a minute, and all together as often in a day as the limit says."

sources = AppGroup("sources", help="The pages on which facts rest.")


@sources.command("watch")
@click.option(
    "--most", type=click.IntRange(min=1), help="Pages within 24 hours; SOURCE_PAGES_PER_DAY if it is not given."
)
@with_appcontext
def watch_pages(most: int | None) -> None:
    """Fetch the source pages that are due, one of each host, and print the results.

    A change becomes a task for the coordinator of the State. Without --most and SOURCE_PAGES_PER_DAY, no page is
    fetched.
    """
    with committing():
        add_pages()
    outcomes: Counter[str] = Counter()
    changes = 0
    for one in watch(Fetcher(), clock.now(), most or current_app.config["SETTINGS"].source_pages_per_day):
        outcomes[one.outcome] += 1
        changes += one.changes
        echo(f"{one.outcome}: {one.address}" + (f", {one.changes} to look at" if one.changes else ""))
    counted = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "none due"
    echo(f"Source pages: {counted}; {changes} to look at.")


@sources.command("tables")
@with_appcontext
def print_tables() -> None:
    """List the official tables that the site reads, each with the parts that the last reading could not propose."""
    found = list_tables()
    for table in found:
        day = f", {table.outcome} on {table.asked_at.date().isoformat()}" if table.asked_at else ""
        echo(f"{table.name}: {table.reader}, {table.treaty_key or 'several treaties'}, {table.address}{day}")
        for remark in filter(None, (table.fault, *table.remarks)):
            echo(f"  {words_of(restored(remark))}")
    if not found:
        echo("No table. Add one with `flask sources add`.")


@sources.command("add")
@click.argument("name")
@click.argument("address")
@click.option("--reader", type=click.Choice(list(SOURCE_READERS)), required=True, help="How the table is laid out.")
@click.option("--treaty", default=None, help="Key of the treaty, unless a column names it.")
@click.option(
    "--column", "columns", multiple=True, help="Only for the reader table: HEADING=FIELD; once for each column."
)
@click.option("--leave-out", "left_out", multiple=True, help="A participant that is no State, such as an organization.")
@click.option("--change", "is_change", is_flag=True, help="Change the table with this name.")
@with_appcontext
def add_table(
    name: str,
    address: str,
    reader: str,
    treaty: str | None,
    columns: tuple[str, ...],
    left_out: tuple[str, ...],
    is_change: bool,
) -> None:
    """Add the official table at ADDRESS under the name NAME. The table is fetched when it is due."""
    mapping = tables.columns_of("\n".join(columns))
    values = TableValues(reader, address, treaty or "", mapping, left_out)
    with committing():
        if is_change:
            tables.change(OPERATOR, _table(name), values)
        else:
            tables.add(OPERATOR, name, values)
    echo(f"{name} is {'changed' if is_change else 'added'}.")


@sources.command("remove")
@click.argument("name")
@with_appcontext
def remove_table(name: str) -> None:
    """Remove the official table NAME. Proposals made from the table stay."""
    with committing():
        tables.remove(OPERATOR, _table(name))
    echo(f"{name} is removed.")


@sources.command("update")
@click.argument("names", nargs=-1)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    help="Pages and tables within 24 hours; SOURCE_PAGES_PER_DAY if it is not given.",
)
@click.option(
    "--copy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read the one table NAME from this file, a saved copy, and ask no server.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be proposed, and propose nothing.")
@with_appcontext
def update_tables(names: tuple[str, ...], most: int | None, copy: Path | None, dry_run: bool) -> None:
    """Read the official tables that are due, or those with these NAMES, and propose the differences.

    Each State gets one proposal of a table, which its coordinator publishes or refuses. A table with an unknown layout,
    State or act is refused as a whole. Exits with 1 if a table was refused or did not answer. At most one table of a
    server is fetched in a minute. Without --most and SOURCE_PAGES_PER_DAY, no table is fetched.
    """
    named = [_table(name) for name in names]
    limit, now = most or current_app.config["SETTINGS"].source_pages_per_day, clock.now()
    if copy is not None:
        if len(named) != 1:
            raise click.UsageError("With --copy, name one table.")
        found = iter([update_from_copy(named[0], _content(copy), now, proposes=not dry_run)])
    else:
        found = update(Fetcher(), now, limit, names, proposes=not dry_run)
    outcomes = {one.table: _print_update(one, dry_run) for one in found}
    for name in names:
        if name not in outcomes:
            echo(f"{name}: not asked for now. {NOT_NOW}")
    if not outcomes and not names:
        echo(f"Source tables: none due, or none for now. {NOT_NOW}")
    if any(outcome is not SourceOutcome.READ for outcome in outcomes.values()):
        sys.exit(1)


def _table(name: str) -> SourceTable:
    try:
        return get_table(name)
    except NotFound:
        raise click.UsageError(f"There is no table {name!r}: see `flask sources tables`.") from None


def _content(copy: Path) -> bytes:
    if copy.stat().st_size > LARGEST_BYTES:
        raise click.UsageError(f"The copy is larger than {LARGEST_BYTES // 1_000_000} megabytes.")
    return copy.read_bytes()


def _print_update(done: TableUpdate, dry_run: bool) -> SourceOutcome:
    if done.outcome is not SourceOutcome.READ:
        why = f": {words_of(done.fault)}" if done.fault is not None else ""
        echo(f"{done.table}: {done.outcome}{why}", err=True)
        return done.outcome
    verb = "would be proposed" if dry_run else "proposed"
    echo(f"{done.table}: {done.acts} acts read; {verb} for: {', '.join(done.states) or 'no State'}")
    if done.title:
        echo(f"  title of the table: {done.title}")
    for key in done.absent:
        echo(f"  not in the table: {key}")
    for remark in done.remarks:
        echo(f"  {words_of(remark)}")
    return done.outcome
