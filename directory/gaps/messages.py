"""Texts shown to users, for the pages about gaps."""

from flask_babel import lazy_gettext as _l

NOBODY_REACHED = _l("The directory knows no mail address that reaches this office. Ask it another way.")
NOTHING_MISSING = _l("Nothing is missing for which this office can be asked.")
