"""The template of the catalogues: every string of the code with its note for translators.

`make messages` writes it by `python -m tests.translations.template`, then brings the catalogues up to date. It names
files without lines and has no date, so that it changes with the strings and notes alone.
"""

from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tests.conftest import PROJECT
from tests.translations.catalogues import (
    CHARACTERS_OF_A_BUTTON,
    labels_of_buttons,
    notes,
    rows_of_the_code,
    singular,
)

FILE = PROJECT / "directory" / "translations" / "messages.pot"
HEADER = rb"""# Strings of the interface of Counterpart, written by `make messages`.
#
msgid ""
msgstr ""
"Project-Id-Version: Counterpart 1.0\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""


def template() -> bytes:
    """Return what `messages.pot` holds. The label of a button has its greatest length as a flag for Weblate."""
    catalog, written, by_string = Catalog(), BytesIO(), notes()
    limit = [f"max-length:{CHARACTERS_OF_A_BUTTON}"]
    for file, _line, string, _comments, context in rows_of_the_code():
        told = by_string.get((context, singular(string)), {"note": "", "flags": ""})
        catalog.add(
            string,
            locations=[(file, None)],
            flags=told["flags"].split() + (limit if string in labels_of_buttons() else []),
            auto_comments=[told["note"]] if told["note"] else [],
            context=context,
        )
    write_po(written, catalog, width=None, omit_header=True)
    return HEADER + written.getvalue()


if __name__ == "__main__":
    FILE.write_bytes(template())
