"""Writes published wordings as catalogue files, or into the existing catalogues."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from directory.catalogues import FOLDER, CatalogueString
from directory.extensions import db
from directory.i18n import DEFAULT, LANGUAGES
from directory.models import PublishedWording, WordingSuggestion
from directory.wordings.queries import find_string, is_stale, list_accepted, list_of_language

HEADER = "Wordings published on the site, for the next catalogue."
# No line is broken, as in the catalogues themselves.
UNBROKEN = 0


def po_of(language: str) -> bytes:
    """Return the published wordings of a language as a catalogue file. Wordings that this version cannot show are left
    out.

    For English, return the accepted wordings instead. In the file, each of them stands beside the English text that it
    is to replace.
    """
    made = Catalog(locale=language, header_comment=f"# {HEADER}", charset="utf-8")
    for string, forms in _wordings(language):
        made.add(
            string.english if len(string.english) > 1 else string.key.english,
            tuple(forms) if len(string.english) > 1 else forms[0],
            context=string.key.context or None,
        )
    return _written(made)


def merge(language: str, folder: Path = FOLDER) -> int:
    """Write the published wordings of a language into its catalogue below `folder`. Return how many texts changed. A
    catalogue in which nothing changes is left as it is."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    changed = 0
    for string, forms in _wordings(language):
        message = catalogue.get(string.key.english, string.key.context or None)
        texts = tuple(forms) if len(string.english) > 1 else forms[0]
        if message is not None and message.string != texts:
            message.string, changed = texts, changed + 1
    if changed:
        path.write_bytes(_written(catalogue))
    return changed


def languages_with_wordings() -> list[str]:
    """Return the languages in which wordings were ever published, and English if English wordings are accepted, in the
    order of LANGUAGES."""
    found = set(db.session.scalars(db.select(PublishedWording.language).distinct()))
    accepted = {DEFAULT} if list_accepted(DEFAULT) else set()
    return [code for code in LANGUAGES if code in found | accepted]


def _wordings(language: str) -> Iterator[tuple[CatalogueString, Sequence[str]]]:
    rows: Iterable[PublishedWording | WordingSuggestion] = (
        list_accepted(language)
        if language == DEFAULT
        else [one for one in list_of_language(language) if not is_stale(one)]
    )
    for row in rows:
        if (string := find_string(row)) is not None:
            yield string, row.forms


def _written(catalogue: Catalog) -> bytes:
    file = BytesIO()
    write_po(file, catalogue, width=UNBROKEN)
    return file.getvalue()
