"""The content of the card of a State: desks, authorities with their contacts, requirements for a request, treaties."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from flask_babel import gettext as _

from directory.access.facts import LabelledCode, SourceNote, Text
from directory.access.viewer import ANONYMOUS, Viewer
from directory.authorities.presenters import AuthorityLine
from directory.cards.presenters.content import (
    CardBlock,
    CardContent,
    CardLine,
    CardSection,
    Office,
    contact_line,
    desk_line,
    grouped,
    interface_text,
    rule_line,
    section,
)
from directory.focal_points.contacts import ContactLine, contact_lines
from directory.focal_points.first_contacts import FirstContact
from directory.focal_points.offices_to_call import place_abroad
from directory.focal_points.queries import list_focal_points
from directory.focal_points.state_authorities import list_authorities
from directory.focal_points.state_contacts import StateContacts
from directory.jurisdictions import presenters as jurisdictions
from directory.jurisdictions.presenters import StatePage
from directory.models import Authority, Entry, Jurisdiction
from directory.requirements.presenters import rules_on
from directory.requirements.queries import list_sheets
from directory.sentences import listed
from directory.treaties.queries import list_statuses

DESKS = "desks"
GROUPS = ("channel", "languages", "content", "urgent")
# A bilateral treaty is on the card only if one of these details is known.
DATED = frozenset({"signed_on", "in_force_from"})


def state_content(_viewer: Viewer, state: Jurisdiction, language: str) -> CardContent:
    """Return the content of a State's card, with public details only, since the card lists many offices."""
    page = jurisdictions.page(ANONYMOUS, state, language)
    authorities = list_authorities(state.key)
    lines = {line.link.key: line for group in page.functions for line in group.authorities}
    known = [
        (lines[one.key], contact_lines(ANONYMOUS, one.contacts, language)) for one in authorities if one.key in lines
    ]
    place = page.link.text.text
    no_number = _("No phone number or e-mail address is known. The State’s page names the next lawful ways.")
    return CardContent(
        link=page.link,
        original=page.original,
        place="",
        clock=next(iter(page.clocks), None),
        sections=tuple(one for one in _sections(page, known, language) if one.blocks),
        offices=tuple(_office(line, contacts, place) for line, contacts in known),
        entries=tuple(_entries(state, authorities, page)),
        notices=(no_number,) if page.names_next_ways and not page.has_number else (),
    )


def function_lines(line: AuthorityLine, language: str) -> list[CardLine]:
    """Return the functions of an authority as lines. Functions with the same freshness, confidence and dates of
    verification share a line."""
    return grouped(_("Functions"), ((interface_text(one.label, language), one.source) for one in line.functions))


def rules_of(entries: Iterable[str], code: str) -> Iterator[Entry]:
    """Yield the requirement sheets of the State `code`, each followed by its rules. Sheets whose key is not in
    `entries` are left out."""
    for sheet in list_sheets((code,)):
        if sheet.key in entries:
            yield from (sheet, *sheet.rules)


def _sections(
    page: StatePage, known: Sequence[tuple[AuthorityLine, list[ContactLine]]], language: str
) -> Iterator[CardSection]:
    yield from _to_call(page.contacts, language)
    blocks = tuple(_block(line, contacts, language) for line, contacts in known)
    yield CardSection(_("Authorities"), blocks, is_in_columns=True)
    rules = rules_on(page.sheets, *GROUPS)
    yield section(_("What a request needs"), *(rule_line(rule, language) for rule in rules))
    yield section(_("Treaties"), *_treaties(page))


def _to_call(contacts: StateContacts, language: str) -> Iterator[CardSection]:
    """Yield the section of the desks with their lines. If the contact of another office is better to call than all
    lines of desks, yield a section with this office first. Opening hours are not considered, since a card stays valid
    for weeks."""
    own = {desk.desk.link: contacts.calls[desk.desk.link.key].own for desk in contacts.desks}
    desks = sorted(contacts.desks, key=lambda one: _place(own[one.desk.link]))
    office = min(contacts.offices, key=lambda one: _place(one.first), default=None)
    if office and _place(office.first) < min(map(_place, own.values()), default=_place(None)):
        names = [office.link.text, *([interface_text(mark.label, language)] if (mark := office.first.mark) else [])]
        line = CardLine(office.label, tuple(names), ())
        yield section(_("Line to call"), line, contact_line(office.first.contact))
    lines: list[CardLine] = []
    for one in desks:
        lines.append(desk_line(one, language, one.desk.authority.text))
        if first := own[one.desk.link]:
            lines.append(contact_line(first.contact))
    yield section(_("24/7 desks and contact points"), *lines, code=DESKS)


def _place(first: FirstContact | None) -> tuple[bool, bool, bool]:
    return (False, *place_abroad(first)) if first else (True, True, True)


def _block(line: AuthorityLine, contacts: Sequence[ContactLine], language: str) -> CardBlock:
    lines = [contact_line(one) for one in contacts]
    none = CardLine(_("Contact"), (interface_text(_("no contact known"), language),), ())
    lines = [*function_lines(line, language), *(lines or [none])]
    return CardBlock(tuple(lines), line.link, line.original, line.mark)


def _treaties(page: StatePage) -> Iterator[CardLine]:
    parties: list[tuple[Text, SourceNote]] = [
        (one.short_title or one.treaty.text, one.source) for one in page.statuses if one.standing == "party"
    ]
    yield from grouped(_("Party to"), parties)
    for treaty in page.bilateral:
        if any(fact.name in DATED for fact in treaty.facts):
            others = listed(party.text.text for party in treaty.parties if party.key != page.link.key)
            yield CardLine(others, (treaty.link.text,), ())


def _office(line: AuthorityLine, contacts: Sequence[ContactLine], place: str) -> Office:
    path = f"authorities/{line.link.key}"
    functions = tuple(LabelledCode(one.code, one.label) for one in line.functions)
    return Office(line.link.text, line.original, place, path, tuple(contacts), line.mark, functions)


def _entries(state: Jurisdiction, authorities: Sequence[Authority], page: StatePage) -> Iterator[Entry]:
    yield state
    yield from chain.from_iterable((one, *one.competences, *one.contacts) for one in authorities)
    yield from list_focal_points(jurisdiction=state.key)
    yield from rules_of({sheet.key for sheet in page.sheets if not sheet.measure}, state.key)
    yield from list_statuses(jurisdictions=(state.key,))
