"""The columns of table files of the docket: an export has the columns of an import, and a few before them."""

from directory.vocabulary import REQUEST_EVENTS

FACT_COLUMNS = (
    "direction",
    "other_state",
    "measure",
    "offence",
    "treaty",
    "channel",
    "language",
    "other_authority",
    "file_number",
)
DATE_COLUMNS = tuple(REQUEST_EVENTS)
GROUND = "ground"
# Of a received request: the step of the way within the State where it is, and the day on which it was passed there.
STEP, PASSED_ON = "step", "passed_on"
IMPORTED = (*FACT_COLUMNS, *DATE_COLUMNS, GROUND, STEP, PASSED_ON)
NEEDED = ("direction", "other_state", "measure", "offence")
# Of an export alone. An import passes them over, so that an exported file can be imported elsewhere.
EXPORTED_FIRST = ("number", "office", "state", "since")
EXPORTED = (*EXPORTED_FIRST, *(one for one in IMPORTED if one != "file_number"))
