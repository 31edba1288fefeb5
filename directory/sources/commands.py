"""The command `flask sources watch`."""

from collections import Counter

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from directory import clock
from directory.sources.fetching import Fetcher
from directory.sources.watch import add_pages, watch
from directory.transaction import committing

sources = AppGroup("sources", help="The pages on which facts rest.")


@sources.command("watch")
@click.option(
    "--most", type=click.IntRange(min=1), help="Pages within 24 hours; SOURCE_PAGES_PER_DAY if it is not given."
)
@with_appcontext
def watch_pages(most: int | None) -> None:
    """Ask for the source pages that are due, one of each host, and print what came back.

    A change becomes a task for the coordinator of the State. Without --most and SOURCE_PAGES_PER_DAY, no page is asked
    for.
    """
    with committing():
        add_pages()
    outcomes: Counter[str] = Counter()
    changes = 0
    for one in watch(Fetcher(), clock.now(), most or current_app.config["SETTINGS"].source_pages_per_day):
        outcomes[one.outcome] += 1
        changes += one.changes
        click.echo(f"{one.outcome}: {one.address}" + (f", {one.changes} to look at" if one.changes else ""))
    counted = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items())) or "none due"
    click.echo(f"Source pages: {counted}; {changes} to look at.")
