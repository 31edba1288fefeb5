"""What the pages of sources say to a person."""

from flask_babel import lazy_gettext as _l

SETTLED = _l("Somebody has settled this change of the source in the meantime.")
