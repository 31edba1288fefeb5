"""Forms that search their texts for personal data. A text that seems to contain personal data is refused until the
writer confirms the text."""

from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.forms import Form
from directory.personal_data import KINDS, SuspectedPersonalData, find_personal_data


class CheckedForm(Form):
    """Base of forms whose texts are searched for personal data. Each form declares the box `as_it_is`, by which the
    writer confirms the texts. `suspicions` are the findings that stopped the submission."""

    as_it_is: Any
    # The names of the fields to look through.
    looked_through: tuple[str, ...] = ()
    suspicions: tuple[SuspectedPersonalData, ...] = ()

    def written(self) -> list[str]:
        """Return the texts to look through."""
        return [self[name].data or "" for name in self.looked_through]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. Texts that look like personal data are refused unless `as_it_is` is
        ticked."""
        if not super().validate(extra_validators):
            return False
        written = "\n".join(self.written())
        self.suspicions = () if self.as_it_is.data else tuple(find_personal_data(written, clock.today()))
        if self.suspicions:
            kinds = ", ".join(dict.fromkeys(str(KINDS.label(one.kind)) for one in self.suspicions))
            self.as_it_is.errors = [
                _l("The text seems to contain %(kinds)s. Remove it, or confirm that it may stay.", kinds=kinds)
            ]
        return not self.suspicions
