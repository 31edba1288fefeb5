"""The base of the forms for the parts of a draft."""

from collections.abc import Mapping

from wtforms import HiddenField

from directory.forms import Form


class PartForm(Form):
    """Base of the forms for the parts of a draft. `seen` is the number of the version that the writer saw."""

    seen = HiddenField()
    # Maps the name of a mandatory field to the sources that ask for the field.
    needed: Mapping[str, tuple[str, ...]] = {}

    @property
    def version_seen(self) -> int:
        """The version that the writer saw, or 0 if the hidden field `seen` holds no number."""
        number = self.seen.data or ""
        return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
