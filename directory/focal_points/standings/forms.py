"""The form by which a desk vouches for another one."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField

from directory.forms import Form, required


class VouchForm(Form):
    """Asks which of the viewer's desks vouches, and for a confirmation that the person knows the other desk."""

    voucher = SelectField(_l("Your desk"), [required()])
    knows = BooleanField(
        _l("We have worked with this desk within the year: its people answered us, and its entry is right."),
        [required()],
    )

    def offer(self, desks: list[tuple[str, str]]) -> None:
        """Set the choices of desks that may vouch, as pairs of key and name."""
        self.voucher.choices = desks
