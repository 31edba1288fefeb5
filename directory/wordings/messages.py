"""Texts shown to users, for several modules of wordings."""

from flask_babel import lazy_gettext as _l

SAME = _l("This is what the site says now.")
DECIDED = _l("Another person has decided on this suggestion already.")
NO_ACCOUNT = _l("Nobody with an account has this mail address.")
