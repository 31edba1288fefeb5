"""The forms of yearly figures."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import NumberRange, Optional

from directory.forms import MOST_DIGITS, Form, NumberField, at_most, required
from directory.models.annual_return import ALL, Counts
from directory.statistics.service import FiledReturn
from directory.vocabulary import INDICATORS, PERSON_GROUPS, RETURN_SUBJECTS

EARLIEST_YEAR, MOST_PERSONS = 2000, 9_999_999
LONGEST_TEXT_CHARACTERS = 2000
# The form asks about a total that differs from a neighbouring year's total by more than this factor and this number.
IMPLAUSIBLE_TIMES, IMPLAUSIBLE_DIFFERENCE = 3, 20


class YearForm(Form):
    """Asks for the State, subject and year of the figures."""

    state = SelectField(_l("State or territory"), [required()])
    subject = SelectField(
        _l("Subject"), [required()], choices=[SelectChoice(code, term.label) for code, term in RETURN_SUBJECTS.items()]
    )
    year = SelectField(_l("Year"), [required()])

    def offer(self, states: Iterable[tuple[str, str]], last_year: int) -> None:
        """Set the choices. `states` are pairs of code and name. The years go from `last_year` back to EARLIEST_YEAR."""
        self.state.choices = [SelectChoice(code, name) for code, name in states]
        years = map(str, range(last_year, EARLIEST_YEAR - 1, -1))
        self.year.choices = [SelectChoice(year, year) for year in years]


class ReturnForm(Form):
    """The form of a State's yearly figures on one subject. `return_form` adds the fields of the indicators."""

    version = HiddenField(default="0")
    sources = TextAreaField(_l("Where the figures are from"), [required(), at_most(LONGEST_TEXT_CHARACTERS)])
    note = TextAreaField(_l("What a reader must know of them"), [at_most(LONGEST_TEXT_CHARACTERS)])
    confirmed = BooleanField(_l("I have checked these figures: they are right"))

    subject = ""
    neighbours: tuple[Counts, ...] = ()
    asks_confirmation = False

    def rows(self) -> Iterator[tuple[str, list[Any]]]:
        """Yield the code of each indicator with its fields. The fields of an indicator are in the order of
        `columns_of`."""
        for code in indicators_of(self.subject):
            yield code, [self[f"{code}-{column}"] for column in columns_of(code)]

    @property
    def seen(self) -> int:
        """The version that the person saw: 0 if no figures were filed, and -1 for invalid input."""
        text = str(self.version.data)
        return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1

    @property
    def filed(self) -> FiledReturn:
        """The figures as typed, without empty fields."""
        counts = {code: _written(code, fields) for code, fields in self.rows()}
        return FiledReturn({code: one for code, one in counts.items() if one}, self.sources.data, self.note.data or "")

    def validate(self, extra_validators: Any = None) -> bool:
        """Return whether the form is valid and contains at least one figure.

        An indicator with figures needs a total, and the sum of the indicator's groups may not exceed this total.
        If a total is far from the total of the year before or after, the person must confirm it (`confirmed`).
        """
        is_valid: bool = super().validate(extra_validators)
        counts = self.filed.counts if is_valid else {}
        if is_valid and not counts:
            self.form_errors.append(_("Write at least one figure."))
        for code, fields in self.rows():
            self._refuse_sum(fields, counts.get(code, {}))
        if is_valid and not self.errors and not self.confirmed.data:
            self._ask(counts)
        return is_valid and not self.errors

    def _refuse_sum(self, fields: list[Any], written: Mapping[str, int]) -> None:
        groups = sum(number for column, number in written.items() if column != ALL)
        if written and ALL not in written:
            fields[0].errors = [*fields[0].errors, _("Write the total too.")]
        elif groups > written.get(ALL, groups):
            message = _("The groups add up to %(sum)s, which is more than this total.", sum=groups)
            fields[0].errors = [*fields[0].errors, message]

    def _ask(self, counts: Counts) -> None:
        far = [code for code in counts if any(_is_far(counts[code], other.get(code, {})) for other in self.neighbours)]
        self.asks_confirmation = bool(far)
        for code in far:
            label = INDICATORS.label(code)
            self.form_errors.append(
                _("%(indicator)s: far from the year before or after. Check it, then confirm below.", indicator=label)
            )


def return_form(subject: str, before: Counts, neighbours: tuple[Counts, ...], **values: str) -> ReturnForm:
    """Return the form of a subject. `before` are the counts that the fields show at first. `values` are the values that
    the other fields show at first.
    `neighbours` are the counts of the previous and the next year.
    """
    rules = [Optional(), NumberRange(0, MOST_PERSONS)]
    fields: dict[str, Any] = {
        f"{code}-{column}": NumberField(_label(code, column), rules, default=before.get(code, {}).get(column))
        for code in indicators_of(subject)
        for column in columns_of(code)
    }
    made = type("FormOfReturn", (ReturnForm,), {**fields, "subject": subject, "neighbours": neighbours})
    form: ReturnForm = made(data=values)
    return form


def indicators_of(subject: str) -> list[str]:
    """Return the codes of a subject's indicators, in the order of INDICATORS."""
    return [code for code, indicator in INDICATORS.items() if subject in indicator.subjects]


def columns_of(code: str) -> tuple[str, ...]:
    """Return the columns of an indicator: ALL and, for persons, PERSON_GROUPS."""
    return (ALL, *PERSON_GROUPS) if INDICATORS[code].is_of_persons else (ALL,)


def _label(code: str, column: str) -> str:
    group = _("total") if column == ALL else PERSON_GROUPS.label(column)
    return str(_("%(indicator)s, %(group)s", indicator=INDICATORS.label(code), group=group))


def _written(code: str, fields: list[Any]) -> dict[str, int]:
    pairs = zip(columns_of(code), fields, strict=True)
    return {column: field.data for column, field in pairs if field.data is not None}


def _is_far(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    if ALL not in one or ALL not in other:
        return False
    less, more = sorted((one[ALL], other[ALL]))
    return more > IMPLAUSIBLE_TIMES * less and more - less > IMPLAUSIBLE_DIFFERENCE
