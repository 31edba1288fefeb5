"""Texts shown to users, for the pages about sources."""

from flask_babel import lazy_gettext as _l

SETTLED = _l("Somebody has settled this change of the source in the meantime.")
