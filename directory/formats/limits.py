"""Limits of uploaded table files."""

from flask_babel import lazy_gettext as _l

LARGEST_FILE_BYTES = 10_000_000
LARGEST_UNPACKED_BYTES = 120_000_000
LARGEST_SHARED_BYTES = 20_000_000
# XML of repetitive rows compresses 20 to 40 times, a zip bomb a thousand times.
LARGEST_RATIO = 100
MOST_PARTS = 200
MOST_ROWS = 30_000
MOST_COLUMNS = 120
LONGEST_CELL_CHARACTERS = 10_000

TOO_LARGE = _l("The file is too large: at most %(limit)s megabytes can be read.")
TOO_MANY_ROWS = _l("The file has too many rows: at most %(limit)s can be read at once. Part it into several files.")
TOO_MANY_COLUMNS = _l("The file has too many columns: at most %(limit)s can be read.")
TOO_LONG = _l("A cell holds too much text: at most %(limit)s characters.")
