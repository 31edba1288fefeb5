"""The form in which the desk that was asked comments on an outline, item by item."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from directory.consultations.forms import text_fields
from directory.consultations.outline import NO_COMMENT, ItemComment
from directory.consultations.queries.outlines import DecryptedOutline, RecordedComment
from directory.forms import ConditionallyRequired
from directory.vocabulary import ITEM_VERDICTS, ItemVerdict

LONGEST_COMMENT_CHARACTERS = 2000
VERDICT, WORDING = "verdict_", "wording_"


class CommentForm(text_fields.PersonalDataCheckedForm):
    """A verdict and a text for each item of an outline; field names end with the item's number. `seen` is the number of
    comments when the form was shown."""

    seen = HiddenField()

    @property
    def items(self) -> list[int]:
        """The numbers of the items for which the form has fields."""
        return [int(name.removeprefix(VERDICT)) for name in self._fields if name.startswith(VERDICT)]

    @property
    def comments_seen(self) -> int:
        """The number of comments that the writer saw, or 0 if the hidden field holds no number."""
        number = self.seen.data or ""
        return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0

    def comment(self, item: int) -> ItemComment:
        """Return the comment on an item, as entered in the form."""
        return ItemComment(self[f"{VERDICT}{item}"].data or "", self[f"{WORDING}{item}"].data or "")

    def comments(self) -> dict[int, ItemComment]:
        """Return the comment that was entered on each item, keyed by item number. If nothing was entered on an item,
        its comment is empty."""
        return {item: self.comment(item) for item in self.items}

    def written(self) -> list[str]:
        """Return the texts to check for personal data."""
        return [one.text for one in self.comments().values()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid. A text needs a verdict, and the verdict "other wording" needs a text."""
        is_valid = super().validate(extra_validators)
        for item, one in self.comments().items():
            if one.text and not one.verdict:
                self[f"{VERDICT}{item}"].errors = [_l("Choose an answer for this item, or delete the comment on it.")]
            elif one.verdict == ItemVerdict.OTHER_WORDING and not one.text:
                self[f"{WORDING}{item}"].errors = [_l("Write how the item should be worded.")]
            else:
                continue
            is_valid = False
        return is_valid

    def take_up(self, opened: DecryptedOutline) -> None:
        """Update a refused form: set `seen`, and fill in the present comments. Items that the writer changed stay as
        typed."""
        before, now = opened.latest(self.comments_seen), opened.latest()
        for item in self.items:
            if self.comment(item) == _comment(before.get(item)):
                current = _comment(now.get(item))
                self[f"{VERDICT}{item}"].data, self[f"{WORDING}{item}"].data = current.verdict, current.text
        self.seen.data = str(len(opened.comments))


def comment_form(opened: DecryptedOutline, labels: Mapping[int, str]) -> CommentForm:
    """Return the form for comments on an outline, filled with the present comments. `labels` maps item numbers to the
    labels of the items."""
    verdicts = [("", _l("no comment")), *((code, term.label) for code, term in ITEM_VERDICTS.items())]
    fields: dict[str, Any] = {}
    choices = [SelectChoice(code, label) for code, label in verdicts]
    for number, label in labels.items():
        fields[f"{VERDICT}{number}"] = SelectField(label, [ConditionallyRequired(), Optional()], choices=choices)
        about = _l("Comment on this item: %(item)s", item=label)
        fields[f"{WORDING}{number}"] = text_fields.long_text(about, Optional(), most=LONGEST_COMMENT_CHARACTERS)
    made = type("Form", (CommentForm,), fields)
    held = {"seen": str(len(opened.comments))}
    for number, said in opened.latest().items():
        held |= {f"{VERDICT}{number}": said.comment.verdict, f"{WORDING}{number}": said.comment.text}
    form: CommentForm = made(data=held)
    return form


def _comment(said: RecordedComment | None) -> ItemComment:
    return said.comment if said else NO_COMMENT
