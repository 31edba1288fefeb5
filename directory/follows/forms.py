"""The form that sets how often a person gets letters about followed entries."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from directory.forms import Form, required
from directory.vocabulary import PACES


class PaceForm(Form):
    """The choice of how often a person gets letters: at once, daily, weekly or never."""

    pace = RadioField(
        _l("How often you get letters"),
        [required()],
        choices=[SelectChoice(code, term.label) for code, term in PACES.items()],
    )
