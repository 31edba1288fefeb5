"""The content of the cards of authorities and desks."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from directory.access.facts import Text
from directory.access.gate import read
from directory.access.viewer import Viewer
from directory.authorities import presenters as authorities
from directory.authorities.presenters import AuthorityPage
from directory.cards.presenters.content import (
    CardContent,
    CardLine,
    CardSection,
    Office,
    caveats,
    contact_line,
    desk_line,
    fact_line,
    interface_text,
    rule_line,
    section,
)
from directory.cards.presenters.states import function_lines, rules_of
from directory.focal_points import presenters as desks
from directory.focal_points.availability import availability_of
from directory.focal_points.contacts import ContactLine
from directory.focal_points.queries import list_focal_points
from directory.models import Authority, Entry, FocalPoint
from directory.requirements.presenters import sheets
from directory.requirements.queries import list_sheets
from directory.sentences import labelled
from directory.vocabulary import ENDED_STATUSES


def authority_content(viewer: Viewer, authority: Authority, language: str) -> CardContent:
    """Return the content of an authority's card, with the details that the viewer may read. The vCard of an ended
    authority has no contacts."""
    page = authorities.page(viewer, authority, language)
    line, place = page.line, page.line.state.text.text if page.line.state else ""
    office = Office(
        line.link.text,
        line.original,
        place,
        f"authorities/{authority.key}",
        () if page.status in ENDED_STATUSES else tuple(page.contacts),
        line.mark,
    )
    return CardContent(
        link=line.link,
        original=line.original,
        place=place,
        clock=next(iter(page.clocks), None),
        sections=tuple(one for one in _sections(page, language) if one.blocks),
        offices=(office,),
        entries=tuple(_entries(viewer, authority, language)),
        notices=tuple(_notices(page)),
        mark=line.mark,
    )


def desk_content(viewer: Viewer, desk: FocalPoint, language: str) -> CardContent:
    """Return the content of a desk's card, with the details that the viewer may read. The vCard of an ended desk has no
    contacts."""
    page = desks.page(viewer, desk, language)
    line, contacts = page.line, () if page.status in ENDED_STATUSES else (*page.own_contacts, *page.contacts)
    place = line.state.text.text if line.state else ""
    name = Text(_("%(authority)s (%(network)s)", authority=line.authority.text, network=line.network.text))
    sections = (
        section(_("Announced hours"), *map(fact_line, page.facts), _network_line(page, language)),
        section(_("Lines of this desk"), *_contacts(page.own_contacts)),
        section(_("Published lines of the institution"), *_contacts(page.contacts)),
    )
    return CardContent(
        link=line.link,
        original=page.original,
        place=place,
        clock=line.clock,
        sections=tuple(one for one in sections if one.blocks),
        offices=(Office(name, page.original, place, f"focal-points/{desk.key}", contacts, line.mark),),
        entries=tuple(_desk_entries(viewer, desk)),
        notices=tuple(_desk_notices(viewer, desk, page, language)),
        mark=line.mark,
    )


def _desk_notices(viewer: Viewer, desk: FocalPoint, page: desks.DeskPage, language: str) -> Iterator[str]:
    yield from _ended(page.status, page.status_label, page.successor.text if page.successor else None)
    now = availability_of(viewer, desk.key, language)
    if now is not None:
        yield from (labelled(now.desk.cover_label, words) for words in caveats(now))


def _sections(page: AuthorityPage, language: str) -> Iterator[CardSection]:
    rules = [*page.channel_rules, *page.language_rules]
    accepts = [fact_line(page.accepts)] if page.accepts else []
    if page.status not in ENDED_STATUSES:
        yield section(_("How to send a request"), *accepts, *(rule_line(one, language) for one in rules))
    spoken = [fact_line(page.spoken)] if page.spoken else []
    none = CardLine(_("Contact"), (interface_text(_("no contact known"), language),), ())
    yield section(_("Contact"), *(_contacts(page.contacts) or [none]), *spoken)
    yield section(_("24/7 desks and contact points"), *(desk_line(one, language) for one in page.desks))
    yield section(_("Functions"), *function_lines(page.line, language), *map(fact_line, page.stages))


def _contacts(contacts: Iterable[ContactLine]) -> list[CardLine]:
    lines = []
    for one in contacts:
        lines.append(contact_line(one))
        lines += [fact_line(one.held_by)] if one.held_by else []
    return lines


def _network_line(page: desks.DeskPage, language: str) -> CardLine:
    return CardLine(_("Network"), (page.line.network.text,), ())


def _notices(page: AuthorityPage) -> Iterator[str]:
    yield from _ended(page.status, page.status_label, page.successor.text if page.successor else None)
    for fact in (page.notice, page.notice_until):
        if fact is not None:
            yield labelled(fact.label, " ".join(map(str, fact.texts)))


def _ended(status: str, label: str, successor: Text | None) -> tuple[str, ...]:
    if status not in ENDED_STATUSES:
        return ()
    return (" ".join([f"{label}.", *([_("Its successor:"), successor.text] if successor else [])]),)


def _entries(viewer: Viewer, authority: Authority, language: str) -> Iterator[Entry]:
    yield from (authority, *authority.competences, *authority.contacts)
    yield from list_focal_points(authority=authority.key)
    code = read(viewer, authority).value("jurisdiction_key")
    if code:
        made = sheets(viewer, list_sheets((code,)), language)
        yield from rules_of({sheet.key for sheet in made if not sheet.measure}, code)


def _desk_entries(viewer: Viewer, desk: FocalPoint) -> Iterator[Entry]:
    yield desk
    if read(viewer, desk).get("authority_key"):
        yield desk.authority
        yield from (one for one in desk.authority.contacts if one.network_key in (None, desk.network_key))
