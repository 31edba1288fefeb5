"""The command `flask atlas table`."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from directory.atlas import basis_table
from directory.atlas.basis_table import BasisChange
from directory.atlas.question import Offence
from directory.atlas.table import list_pairs, rows
from directory.i18n import DEFAULT
from directory.terminal import echo
from directory.vocabulary import MEASURES, OFFENCES

atlas = AppGroup("atlas", help="Legal basis, authority, channels and languages between States.")


@atlas.command()
@click.option("--measure", type=click.Choice(list(MEASURES)), default="hearing_witness", show_default=True)
@click.option("--offence", type=click.Choice(list(OFFENCES)), default="tip", show_default=True)
@click.option("--changes", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A recorded table.")
@click.option("--record", type=click.Path(dir_okay=False, path_type=Path), help="The file to record the treaties in.")
@with_appcontext
def table(measure: str, offence: str, changes: Path | None, record: Path | None) -> None:
    """Print the public answers for pairs of States. Exit with 1 if a part of any answer is empty.

    The pairs are the States of the home network with each other and with each partner.

    With --record FILE, print nothing, and write the treaties of all pairs and measures into the file.

    With --changes FILE, print only the differences from a recorded file: for each pair, the measures that have other
    treaties or another order of treaties.
    """
    if record:
        basis_table.write_rows(record, basis_table.basis_rows(Offence(offence)))
    if changes:
        _print_changes(changes, offence)
    if not record and not changes:
        _print_answers(measure, offence)


def _print_answers(measure: str, offence: str) -> None:
    count = empty = 0
    echo("pair | legal basis | authority | channels | languages | next")
    for row in rows(list_pairs(), measure, Offence(offence), DEFAULT):
        count, empty = count + 1, empty + bool(row.empty_parts)
        echo(row)
        if row.empty_parts:
            echo(f"{row.pair}: nothing on {', '.join(row.empty_parts)}", err=True)
    echo(f"Atlas: {count} pairs, {empty} with an empty part.")
    sys.exit(1 if empty else 0)


def _print_changes(recorded: Path, offence: str) -> None:
    try:
        before = basis_table.read_recorded(recorded)
    except (KeyError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{recorded} is no table written by --record.") from error
    found = basis_table.changes(before, list(basis_table.basis_rows(Offence(offence))))
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], list[BasisChange]] = {}
    for one in found:
        alike.setdefault((one.before, one.now), []).append(one)
    for (was, now), group in alike.items():
        echo(f"before: {'; '.join(was) or 'none'}\nnow:    {'; '.join(now) or 'none'}")
        for pair, measures in _by_pair(group).items():
            echo(f"  {pair}: {', '.join(measures)}")
    echo(f"Atlas: {len(found)} answers changed, {len(alike)} kinds of change.")


def _by_pair(group: list[BasisChange]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in group:
        found.setdefault(f"{one.requesting} > {one.requested}", []).append(one.measure)
    return found
