"""Texts shown to users, for the pages about sources."""

from flask_babel import lazy_gettext as _l

SETTLED = _l("Somebody has settled this change of the source in the meantime.")

NOT_FETCHED = _l("The address is not asked for, or its answer is not read: %(reason)s.")
OVERTAKEN = _l("The table was changed or removed while it was read. Nothing more is proposed from this answer.")
NAME_WRONG = _l("Write the name with small letters, digits and hyphens.")
NAME_TAKEN = _l("There is a table with this name already.")
TREATY_MISSING = _l("Say which treaty the table is about.")
COLUMNS_MISSING = _l("Say which column names the State, and which columns have acts.")
EXAMPLE = "Country = state"
COLUMNS_WRONG = _l(
    "Only for a CSV or XLSX table, one line for each column: its heading, an equals sign and a field, as in"
    " “%(example)s”.",
    example=EXAMPLE,
)
