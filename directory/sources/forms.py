"""The form of an official table."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField, TextAreaField

from directory.forms import Form, at_most, required, visible_characters_only
from directory.models import SourceTable
from directory.models.source_table import TABLE_NAME_CHARACTERS
from directory.proposals.labels import entry_labels
from directory.sources.tables import TableValues, columns_of, lines_of
from directory.treaties.queries import list_treaties
from directory.vocabulary import SOURCE_READERS

LONGEST_LINES_CHARACTERS = 10_000
# Treaties of two States have no table of a depositary.
BILATERAL = "bilateral"


def _stripped(text: str | None) -> str:
    return (text or "").strip()


class TableForm(Form):
    """The form of an official table."""

    address = StringField(_l("Web address"), [required(), visible_characters_only], filters=[_stripped])
    reader = SelectField(
        _l("Kind"), [required()], choices=[SelectChoice(code, one.label) for code, one in SOURCE_READERS.items()]
    )
    treaty = SelectField(_l("Treaty"))
    columns = TextAreaField(
        _l("Columns"), [at_most(LONGEST_LINES_CHARACTERS), visible_characters_only], filters=[_stripped]
    )
    left_out = TextAreaField(
        _l("Participants to leave out"),
        [at_most(LONGEST_LINES_CHARACTERS), visible_characters_only],
        filters=[_stripped],
    )

    def values(self) -> TableValues:
        """Return the values of the table. Raises InvalidInput if a line of the field `columns` cannot be read."""
        left_out = (" ".join(line.split()) for line in self.left_out.data.splitlines())
        columns = columns_of(self.columns.data)
        return TableValues(
            self.reader.data, self.address.data, self.treaty.data or "", columns, tuple(filter(None, left_out))
        )


class NewTableForm(TableForm):
    """The form of a new official table, with its name."""

    name = StringField(_l("Name"), [required(), at_most(TABLE_NAME_CHARACTERS)], filters=[_stripped])


def treaty_choices(language: str) -> list[SelectChoice]:
    """Return the choices for the treaty of a table: first a choice with an empty code (a column names the treaty), then
    all treaties but bilateral ones, sorted by title."""
    titles = entry_labels([one for one in list_treaties() if one.level != BILATERAL], language)
    return [SelectChoice("", _l("A column names it")), *(SelectChoice(key, title) for key, title in titles.items())]


def form_values(table: SourceTable) -> dict[str, Any]:
    """Return the values that fill in the form of a table."""
    return {
        "address": table.address,
        "reader": table.reader,
        "treaty": table.treaty_key or "",
        "columns": lines_of(table.columns),
        "left_out": "\n".join(table.left_out),
    }
