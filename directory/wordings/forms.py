"""Forms to suggest a wording, to decide on a suggestion, and to name a keeper of a language."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, SelectChoice, SelectField, TextAreaField

from directory.catalogues import CatalogueString, form_examples
from directory.forms import Form, at_most, required, visible_characters_only
from directory.i18n import DEFAULT, LANGUAGES
from directory.models.account import ADDRESS_CHARACTERS
from directory.wordings.checks import wording_faults

LONGEST_WORDS_CHARACTERS = 1_000
# A text area has more rows for a longer text, up to MOST_ROWS.
CHARACTERS_OF_A_ROW, MOST_ROWS = 60, 12


def _stripped(text: str | None) -> str:
    # Browsers end lines with CR LF.
    return (text or "").replace("\r\n", "\n").strip()


class WordingForm(Form):
    """The texts of a wording. `wording_form` adds a field for each plural form of the string."""

    string: CatalogueString | None = None
    language: str = DEFAULT

    @property
    def form_fields(self) -> list[Any]:
        """The fields of the texts, in the order of the plural forms."""
        return [self[_field_name(number)] for number in range(len(self.string.forms) if self.string else 0)]

    @property
    def texts(self) -> list[str]:
        """The texts as they were typed."""
        return [field.data or "" for field in self.form_fields]

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the wording may be suggested and published. Each fault is shown at its field."""
        is_valid: bool = super().validate(extra_validators)
        faults = wording_faults(self.string, self.language, self.texts) if self.string else {}
        for number, fault in faults.items():
            field = self.form_fields[number]
            field.errors = field.errors or [fault]
        return is_valid and not faults


class SuggestionForm(WordingForm):
    """A suggested wording, with a reason."""

    words = TextAreaField(
        _l("Reason"), [at_most(LONGEST_WORDS_CHARACTERS), visible_characters_only], filters=[_stripped]
    )


class WordingRefusalForm(Form):
    """Why a suggestion is refused."""

    reason = TextAreaField(
        _l("Reason for refusing"),
        [required(), at_most(LONGEST_WORDS_CHARACTERS), visible_characters_only],
        filters=[_stripped],
    )


class KeeperForm(Form):
    """A language, and the person who is to decide on its wordings."""

    language = SelectField(
        _l("Language"), [required()], choices=[SelectChoice(code, one.autonym) for code, one in LANGUAGES.items()]
    )
    address = EmailField(_l("Mail address"), [required(), at_most(ADDRESS_CHARACTERS)], filters=[_stripped])


def wording_form(base: type[WordingForm], string: CatalogueString, language: str, texts: Sequence[str]) -> Any:
    """Return a form of the class `base` for a wording of `string` in a language. Its fields contain `texts` until the
    user types others."""
    fields = {
        _field_name(number): TextAreaField(
            _label(language, number, len(string.forms)),
            [required()],
            filters=[_stripped],
            default=texts[number] if number < len(texts) else "",
        )
        for number in range(len(string.forms))
    }
    return type("WordingFormOfString", (base,), {**fields, "string": string, "language": language})()


def rows_of(text: str) -> int:
    """Return how many rows a text area has for a text."""
    return min(MOST_ROWS, 1 + len(text) // CHARACTERS_OF_A_ROW + text.count("\n"))


def _field_name(number: int) -> str:
    return f"form-{number}"


def _label(language: str, number: int, forms: int) -> str:
    if forms == 1:
        return str(_("Wording"))
    return str(_("Wording for numbers such as %(numbers)s", numbers=examples(language, number)))


def examples(language: str, number: int) -> str:
    """Return the first numbers with which a language uses its plural form `number`, as a text such as `1, 21, 31,
    41`."""
    return ", ".join(map(str, form_examples(language)[number]))
