"""The form that shares the outline of a draft in a consultation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from directory.consultations.forms import text_fields
from directory.drafts.forms.fields import some_of
from directory.forms import ConditionallyRequired, required
from directory.phrasebook.forms import WordsRequired


class OutlineForm(text_fields.PhrasedForm):
    """The measures, treaties and checklist items of an outline. Only what is ticked is shared. `seen` is a digest of
    the outline that the page showed (`ShareableOutline.stamp`)."""

    consultation = RadioField(_l("Consultation in which it is shared"), [required()])
    measures = some_of(_l("Measures"), (), rules=[ConditionallyRequired()])
    treaties = some_of(_l("Legal basis"), (), rules=[ConditionallyRequired()])
    checklist = some_of(
        _l("Items of the checklist, and whether the draft has them"), (), rules=[ConditionallyRequired()]
    )
    text = text_fields.long_text(_l("What the desk is to look at"), WordsRequired())
    seen = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. At least one box must be ticked."""
        is_valid = super().validate(extra_validators)
        if self.measures.data or self.treaties.data or self.checklist.data:
            return is_valid
        self.checklist.errors = [_l("Leave something in for the desk to look at.")]
        return False
