"""The inputs for the slots of a sentence in a form: what is typed, and what is chosen from which values."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from directory import clock, dates
from directory.extensions import db
from directory.i18n import current_language, language_name
from directory.models import Authority, Entry, FocalPoint, Jurisdiction, Treaty
from directory.phrasebook.directory_values import VOCABULARIES, known_languages
from directory.phrasebook.plain_values import DURATION_UNITS, QUANTITY_UNITS, Counted, currencies
from directory.phrasebook.slots import SLOTS
from directory.proposals.labels import entry_labels
from directory.vocabulary import ENDED_STATUSES

Choices = list[tuple[str, str]]
# In place of the number in the name of a unit: "… weeks".
ANY_NUMBER, FORM_OF_ANY_NUMBER = "…", 5


@dataclass(frozen=True)
class SlotInput:
    """One input: the `type` of an HTML input, or `select` with its `choices`."""

    label: str
    type: str
    choices: tuple[tuple[str, str], ...] = ()


def inputs_of(name: str, states: Collection[str]) -> list[SlotInput]:
    """Return the one or two inputs for a slot. Together, with a space between them, their values are the slot's value.

    `states` are the keys of the States whose offices are offered.
    """
    slot = SLOTS[name]
    kind, label = slot.kind.code, str(slot.label)
    if kind in TYPED:
        first, rest = TYPED[kind]
        return [SlotInput(label, first), *(_select(str(words()), choices()) for words, choices in rest)]
    if kind == "article":
        return [_select(str(_("Treaty")), _treaties()), SlotInput(str(_("Article")), "text")]
    choices = _offices(states) if kind == "office" else CHOSEN[kind]() if kind in CHOSEN else _codes(kind)
    return [_select(label, choices)]


def _select(label: str, choices: Choices) -> SlotInput:
    return SlotInput(label, "select", (("", ""), *choices))


def _units(units: Counted) -> Choices:
    return [(code, words(FORM_OF_ANY_NUMBER, ANY_NUMBER)) for code, words in units.items()]


def _zones() -> Choices:
    kept = db.session.scalars(select(Jurisdiction.time_zones))
    zones = {"UTC", *(zone for zones in kept for zone in zones or ())}
    return dates.zones_at(zones & dates.known_zones(), clock.now(), current_language())


def _codes(kind: str) -> Choices:
    return [(code, str(term.label)) for code, term in VOCABULARIES[kind].items()]


def _states() -> Choices:
    return _named(db.session.scalars(select(Jurisdiction)))


def _treaties() -> Choices:
    return _named(db.session.scalars(select(Treaty)))


def _named(entries: Iterable[Entry]) -> Choices:
    return list(entry_labels(entries, current_language()).items())


def _languages() -> Choices:
    return [(code, language_name(code, current_language())) for code in known_languages()]


def _offices(states: Collection[str]) -> Choices:
    of_states = Authority.jurisdiction_key.in_(sorted(states))
    authorities = select(Authority).where(of_states, Authority.status.not_in(ENDED_STATUSES))
    desks = select(FocalPoint).join(FocalPoint.authority).where(of_states, FocalPoint.status.not_in(ENDED_STATUSES))
    named = {"authority": _named(db.session.scalars(authorities)), "focal_point": _named(db.session.scalars(desks))}
    return [(f"{kind} {key}", name) for kind, offices in named.items() for key, name in offices]


TYPED: dict[str, tuple[str, list[tuple[Callable[[], str], Callable[[], Choices]]]]] = {
    "date": ("date", []),
    "moment": ("datetime-local", [(lambda: _("Time zone"), _zones)]),
    "duration": ("number", [(lambda: _("Unit"), lambda: _units(DURATION_UNITS))]),
    "quantity": ("number", [(lambda: _("Unit"), lambda: _units(QUANTITY_UNITS))]),
    "amount": ("text", [(lambda: _("Currency"), lambda: [(code, code) for code in currencies()])]),
}
CHOSEN: dict[str, Callable[[], Choices]] = {"state": _states, "treaty": _treaties, "language": _languages}
