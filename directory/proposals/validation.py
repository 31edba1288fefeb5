"""Refuses values that no entry may have, and warns of doubtful values. The messages do not quote values."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any

from confusable_homoglyphs import confusables
from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Integer, String, select

from directory.dates import known_zones
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import ContactDetail, Entry, Jurisdiction, StateRelation, TreatyTerritory
from directory.models.account import ADDRESS_CHARACTERS
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.models.provenance import LANGUAGE_CHARACTERS
from directory.models.treaty_status import has_acts
from directory.printed_numbers import NUMBERS
from directory.proposals.change_set import NETWORK, OTHER_STATE, STATE, ChangeSet
from directory.proposals.consequences import is_circular, rests_on_foreign_law, succeeds_abroad
from directory.proposals.doubtful_contacts import doubts_of_contact
from directory.proposals.editable_columns import AUDIENCE, ORIGINAL, EditableColumn, column_of, is_date
from directory.proposals.field_types import MOST_VALUES, NUMBER
from directory.proposals.messages import ABROAD, CIRCLE, FOREIGN_LAW
from directory.vocabulary import Audience
from directory.web.request_validation import INSIDE_WORDS, is_plain_line

LONGEST_TEXT_CHARACTERS = 5_000
LONGEST_LINE_CHARACTERS = 500
LONGEST_NOTE_CHARACTERS = 2_000
MOST_LINES_OF_AN_ADDRESS = 20
# Within this limit, all texts of a proposal before and after are compared and shown within a second.
MOST_CHARACTERS_OF_A_PROPOSAL = 150_000
# People copy these values to use them, so these values may contain no invisible characters.
COPIED = ("contact", "address")
LANGUAGE_CODE = re.compile(rf"(?!.{{{LANGUAGE_CHARACTERS + 1}}})[a-z]{{2,3}}(-[A-Za-z0-9]{{2,8}})*")
MAIL = re.compile(r"[^\s@,;<>?]+@[^\s@,;<>?]+\.[^\s@,;<>?]+")

MISSING = _l("This field must be filled in.")
CONTROL = _l("This holds an invisible character that can change how the text is read. Type it again by hand.")
TOO_LONG = _l("This text is too long.")
TOO_MUCH = _l(
    "All texts of a proposal together hold at most %(most)s characters. Propose some of them separately.",
    most=MOST_CHARACTERS_OF_A_PROPOSAL,
)
TOO_MANY = _l("Enter at most %(most)s values in this field.", most=MOST_VALUES)
NETWORK_MISSING = _l("Choose the network whose members may read this contact, or choose other readers.")
NOT_A_CHOICE = _l("Choose one of the list.")
NOT_A_DATE = _l("Write a date as year, month, day: 2026-11-25.")
NOT_AN_ADDRESS = _l("Write a web address that begins with https:// or http://.")
NOT_MAIL = _l("Write an e-mail address: name@office.")
NOT_A_LANGUAGE = _l("This is not a code of a language.")
NOT_A_ZONE = _l("This is not a time zone of the IANA list. An example of one: Asia/Bishkek.")
INVISIBLE = _l("This holds a character that is not seen. Check that it belongs there.")
MIXED_SCRIPTS = _l("A word mixes letters of two alphabets that look alike. Check that it is what you meant.")

# The details that a row must fill, besides its owner.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "authority": ("name", "authority_kind"),
    "contact_detail": ("means", "value", "audience"),
    "competence": ("function",),
    "focal_point": ("authority_key", "network_key", "cover"),
    "network": ("name", "network_kind"),
    "network_member": ("network_key", "jurisdiction_key"),
    "jurisdiction": ("name",),
    "other_name": ("jurisdiction_key", "name"),
    "requirement": ("jurisdiction_key",),
    "rule": ("topic",),
    "legislation": ("jurisdiction_key", "title"),
    "treaty": ("title", "level"),
    "treaty_party": ("treaty_key", "jurisdiction_key"),
    "treaty_rule": ("treaty_key", "article", "text"),
    "treaty_coverage": ("treaty_key", "measures"),
    "treaty_term": ("treaty_key", "topic"),
    "provision": ("about",),
    "treaty_relation": ("treaty_key", "effect"),
    "state_relation": ("jurisdiction_key", "other_key", "relation"),
    "treaty_status": ("treaty_key", "jurisdiction_key", "action"),
    "treaty_territory": ("treaty_key", "jurisdiction_key", "effect", "speaker"),
}
# Details of which a row must fill at least one. The complaint is shown at the first of them.
ONE_OF: Mapping[str, tuple[str, ...]] = {"treaty_territory": ("territory_key", "territory")}

# The two States of a relation. They cannot be changed: a relation of another pair is another row.
PAIR = frozenset({STATE, OTHER_STATE})


def problems(
    model: type[Entry], values: Mapping[str, Any], touched: Iterable[str], planned: Container[EntryKey] = ()
) -> dict[str, Any]:
    """Return complaints about details in `touched` and about missing required details, keyed by detail name.

    Values may refer to rows that are only planned (`planned`).
    """
    touched = list(touched)
    found = {detail: _problem(model, detail, values, planned) for detail in touched}
    is_for_network = model is ContactDetail and values.get(AUDIENCE) == Audience.NETWORK
    if is_for_network and not values.get(NETWORK) and not {AUDIENCE, NETWORK}.isdisjoint(touched):
        found[NETWORK] = NETWORK_MISSING
    if model is StateRelation and values.get(STATE) and values.get(STATE) == values.get(OTHER_STATE):
        found[OTHER_STATE] = NOT_A_CHOICE
    for names in (*((name,) for name in REQUIRED.get(model.KIND, ())), ONE_OF.get(model.KIND, ())):
        if names and not any(_is_filled(name, values) for name in names):
            found[names[0]] = MISSING
    return {detail: message for detail, message in found.items() if message is not None}


def refuse_bad(changes: ChangeSet) -> None:
    """Raise InvalidInput with the first complaint about the values, successors and laws of the edits."""
    for entry_key, values in changes.after.items():
        before = changes.before[entry_key]
        touched = [detail for detail in values if values[detail] != before.get(detail)]
        model = MODELS_BY_KIND[entry_key[0]]
        if before and values and entry_key[0] == StateRelation.KIND and not PAIR.isdisjoint(touched):
            raise InvalidInput(NOT_A_CHOICE)
        for message in (problems(model, values, touched, changes.after) if values else {}).values():
            raise InvalidInput(message)
        if not changes.concerns_other_rows:
            continue
        if is_circular(changes, entry_key):
            raise InvalidInput(CIRCLE)
        if succeeds_abroad(changes, entry_key):
            raise InvalidInput(ABROAD)
        if rests_on_foreign_law(changes, entry_key):
            raise InvalidInput(FOREIGN_LAW)


def warnings(kind: str, detail: str, values: Mapping[str, Any]) -> Iterator[Any]:
    """Yield messages about a doubtful value that is accepted, such as an unusual phone number."""
    value = values.get(detail)
    if not isinstance(value, str):
        return
    if (kind, detail) == ("contact_detail", "value"):
        yield from doubts_of_contact(str(values.get("means")), value)
        if values.get("means") in NUMBERS:
            return
    if not INSIDE_WORDS.isdisjoint(value):
        yield INVISIBLE
    if any(confusables.is_dangerous(word) for word in re.findall(r"[^\W\d_]+", value)):
        yield MIXED_SCRIPTS


def _problem(model: type[Entry], detail: str, values: Mapping[str, Any], planned: Container[EntryKey]) -> Any:
    column, (_, _, language) = column_of(model, detail), detail.partition(".")
    if column is None:
        return NOT_A_CHOICE
    if language not in ("", ORIGINAL) and values.get(detail) and not LANGUAGE_CODE.fullmatch(language):
        return NOT_A_LANGUAGE
    if isinstance(values.get(detail), list) and len(values[detail]) > MOST_VALUES:
        return TOO_MANY
    return next(_complaints(model, column, detail, values, planned), None)


def _complaints(
    model: type[Entry], column: EditableColumn, detail: str, values: Mapping[str, Any], planned: Container[EntryKey]
) -> Iterator[Any]:
    value = values.get(detail)
    if detail.endswith(f".{ORIGINAL}"):
        if value and f"{column.name}.{value}" not in values:
            yield MISSING
    elif isinstance(column.column.type, Boolean | Integer):
        if value and not NUMBER.fullmatch(str(int(value) if isinstance(value, bool) else value)):
            yield NOT_A_CHOICE
    elif isinstance(value, str | list):
        means = values.get("means") if (model.KIND, detail) == ("contact_detail", "value") else None
        for item in value if isinstance(value, list) else filter(None, [value]):
            yield from _of_text(column, item, may_break=column.is_text or means == "address")
            yield from _of_item(column, item, planned)
            if means == "email" and not MAIL.fullmatch(item):
                yield NOT_MAIL
            if means == "email" and len(item.encode()) > ADDRESS_CHARACTERS:
                yield TOO_LONG
    elif value is not None:
        yield NOT_A_CHOICE


def _of_text(column: EditableColumn, value: Any, *, may_break: bool) -> Iterator[Any]:
    if not isinstance(value, str):
        yield NOT_A_CHOICE
        return
    is_copied = column.detail is not None and column.detail.holds in COPIED
    if may_break and not column.is_text and value.count("\n") >= MOST_LINES_OF_AN_ADDRESS:
        yield TOO_LONG
    seen = value.replace("\n", "") if may_break else value
    if not is_plain_line(seen) or (is_copied and not INSIDE_WORDS.isdisjoint(value)):
        yield CONTROL
    own = column.column.type.length if isinstance(column.column.type, String) else None
    if len(value) > (own or (LONGEST_TEXT_CHARACTERS if may_break else LONGEST_LINE_CHARACTERS)):
        yield TOO_LONG


def _of_item(column: EditableColumn, value: str, planned: Container[EntryKey]) -> Iterator[Any]:
    holds = "audience" if column.name == AUDIENCE else column.detail.holds if column.detail else ""
    for key in column.column.foreign_keys:
        target = next(model for model in MODELS_BY_KIND.values() if model.__table__ is key.column.table)
        if (target.KIND, value) not in planned and db.session.get(target, value) is None:
            yield NOT_A_CHOICE
    if column.column is TreatyTerritory.__table__.c.territory_key and _is_state_with_acts(value):
        yield NOT_A_CHOICE
    if column.detail is not None and column.detail.vocabulary is not None and value not in column.detail.vocabulary:
        yield NOT_A_CHOICE
    is_right, message = FORMS.get(holds, (bool, None))
    if not is_right(value):
        yield message


def _is_state_with_acts(code: str) -> bool:
    return bool(db.session.scalar(select(has_acts(Jurisdiction.key)).where(Jurisdiction.key == code)))


def _is_filled(name: str, values: Mapping[str, Any]) -> bool:
    return any(value for detail, value in values.items() if detail == name or _is_language_of(detail, name))


def _is_language_of(detail: str, name: str) -> bool:
    return detail.startswith(f"{name}.") and not detail.endswith(f".{ORIGINAL}")


# A mapping from the type of a column's value to a check of the text, and the complaint about a text that fails it.
FORMS: Mapping[str, tuple[Callable[[str], Any], Any]] = {
    "audience": (lambda value: value in set(Audience), NOT_A_CHOICE),
    "language": (LANGUAGE_CODE.fullmatch, NOT_A_LANGUAGE),
    "languages": (LANGUAGE_CODE.fullmatch, NOT_A_LANGUAGE),
    "zones": (lambda value: value in known_zones(), NOT_A_ZONE),
    "address": (re.compile(r"https?://[^\s/]+\.\S+").fullmatch, NOT_AN_ADDRESS),
    "date": (is_date, NOT_A_DATE),
}
