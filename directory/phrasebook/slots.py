"""The slots of the sentences: which kind of value each takes. A value is a short text such as `2026-12-31` or `3 week`:
a code, a key, or two of these with a space between them. It is never free text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.phrasebook import directory_values, plain_values

LONGEST_VALUE_CHARACTERS = 200


@dataclass(frozen=True)
class SlotKind:
    """A kind of value.

    - `code`: its name in the API
    - `check`: returns a value in its one written form, or raises InvalidInput
    - `words`: puts a checked value into words of the language of the response
    - `example`: a value, for readers of the API and of the phrasebook
    """

    code: str
    check: Callable[[str], str]
    words: Callable[[str], str]
    example: str


@dataclass(frozen=True)
class Slot:
    """A slot of a sentence, named by the placeholder: its kind, and the label of its field."""

    kind: SlotKind
    label: Any


DATE = SlotKind("date", plain_values.check_date, plain_values.date_words, "2026-12-31")
MOMENT = SlotKind("moment", plain_values.check_moment, plain_values.moment_words, "2026-12-31T14:30 Asia/Bishkek")
DURATION = SlotKind("duration", plain_values.check_duration, plain_values.duration_words, "3 week")
QUANTITY = SlotKind("quantity", plain_values.check_quantity, plain_values.quantity_words, "12 page")
AMOUNT = SlotKind("amount", plain_values.check_amount, plain_values.amount_words, "1500.50 EUR")
MEASURE = SlotKind("measure", *directory_values.CODES["measure"], "bank_data")
OFFENCE = SlotKind("offence", *directory_values.CODES["offence"], "tip")
ROLE = SlotKind("role", *directory_values.CODES["role"], "witness")
STAGE = SlotKind("stage", *directory_values.CODES["stage"], "pre_trial")
CHANNEL = SlotKind("channel", *directory_values.CODES["channel"], "central")
STATE = SlotKind("state", directory_values.check_state, directory_values.state_words, "KG")
TREATY = SlotKind("treaty", directory_values.check_treaty, directory_values.treaty_words, "untoc")
ARTICLE = SlotKind("article", directory_values.check_article, directory_values.article_words, "untoc 18(9)")
OFFICE = SlotKind(
    "office", directory_values.check_office, directory_values.office_words, "authority kg-prosecutor-general"
)
LANGUAGE = SlotKind("language", directory_values.check_language, directory_values.language_words, "ky")

SLOTS: Mapping[str, Slot] = {
    "date": Slot(DATE, _l("Date")),
    "first": Slot(DATE, _l("First day")),
    "last": Slot(DATE, _l("Last day")),
    "moment": Slot(MOMENT, _l("Day and time")),
    "duration": Slot(DURATION, _l("How long")),
    "quantity": Slot(QUANTITY, _l("How many")),
    "amount": Slot(AMOUNT, _l("Amount")),
    "measure": Slot(MEASURE, _l("Measure")),
    "offence": Slot(OFFENCE, _l("Offence")),
    "role": Slot(ROLE, _l("Role of the person")),
    "stage": Slot(STAGE, _l("Stage")),
    "channel": Slot(CHANNEL, _l("Channel")),
    "state": Slot(STATE, _l("State")),
    "treaty": Slot(TREATY, _l("Treaty")),
    "article": Slot(ARTICLE, _l("Treaty and article")),
    "office": Slot(OFFICE, _l("Authority or desk")),
    "language": Slot(LANGUAGE, _l("Language")),
}
