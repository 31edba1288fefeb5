"""The commands `flask wordings`: they write published wordings to catalogue files, or into the existing catalogues."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from directory.catalogues import FOLDER
from directory.i18n import DEFAULT, LANGUAGES
from directory.terminal import echo, write_file
from directory.wordings import po_files

wordings = AppGroup("wordings", help="Wordings of the interface that keepers published on the site.")


@wordings.command("export")
@click.option("--language", type=click.Choice(list(LANGUAGES)), help="One language, to the standard output.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@with_appcontext
def export(language: str | None, folder: Path | None) -> None:
    """Write the published wordings as catalogue files LANGUAGE.po into FOLDER, or of one language to the standard
    output."""
    if language and not folder:
        write_file(po_files.po_of(language))
        return
    if not folder:
        raise click.UsageError("Name a folder, or a language with --language.")
    for code in [language] if language else po_files.languages_with_wordings():
        (folder / f"{code}.po").write_bytes(po_files.po_of(code))
        echo(f"{code}.po")


@wordings.command("merge")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FOLDER)
@with_appcontext
def merge(folder: Path) -> None:
    """Write the published wordings into the catalogues of a checkout, whose folder of translations is FOLDER.

    Compile the catalogues afterwards. The site then ends the wordings that its catalogues contain.
    """
    for code in po_files.languages_with_wordings():
        if code != DEFAULT:
            echo(f"{code}: {po_files.merge(code, folder)}")
