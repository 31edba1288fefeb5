"""The command `flask atlas table`."""

import sys

import click
from flask.cli import AppGroup, with_appcontext

from directory.atlas.question import Offence
from directory.atlas.table import rows
from directory.i18n import DEFAULT
from directory.vocabulary import MEASURES, OFFENCES

atlas = AppGroup("atlas", help="Legal basis, authority, channels and languages between States.")


@atlas.command()
@click.option("--measure", type=click.Choice(list(MEASURES)), default="hearing_witness", show_default=True)
@click.option("--offence", type=click.Choice(list(OFFENCES)), default="tip", show_default=True)
@with_appcontext
def table(measure: str, offence: str) -> None:
    """Print the public answers for pairs of States: those of the home network, and each of them with each partner.

    Exits with 1 if a part of any answer is empty.
    """
    count = empty = 0
    click.echo("pair | legal basis | authority | channels | languages | next")
    for row in rows(measure, Offence(offence), DEFAULT):
        count, empty = count + 1, empty + bool(row.empty_parts)
        click.echo(row)
        if row.empty_parts:
            click.echo(f"{row.pair}: nothing on {', '.join(row.empty_parts)}", err=True)
    click.echo(f"Atlas: {count} pairs, {empty} with an empty part.")
    sys.exit(1 if empty else 0)
