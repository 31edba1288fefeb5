"""Values for the page of an authority and for lists of authorities."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from directory.access.facts import (
    Fact,
    LabelledCode,
    Link,
    SourceNote,
    Text,
    VerificationSummary,
    fact,
    facts,
    labelled_code,
    name_of,
    original_name,
    source_note,
    source_of,
    state_link,
    verification_summary,
    with_original,
)
from directory.access.gate import Reading, read, read_all
from directory.access.viewer import Viewer
from directory.focal_points.availability import DeskAvailability, list_availability, nobody_answers_in
from directory.focal_points.contacts import ContactLine, contact_lines, first_to_call
from directory.focal_points.presenters import Clock, clocks
from directory.focal_points.queries import list_focal_points
from directory.models import Authority, Designation
from directory.requirements.presenters import rules_on
from directory.requirements.presenters import sheets as requirement_sheets
from directory.requirements.queries import list_sheets
from directory.requirements.rules import RuleLine, read_bases
from directory.treaties.citations import citation, cited_titles
from directory.vocabulary import ENDED_STATUSES, FUNCTIONS


@dataclass(frozen=True)
class FunctionLine:
    """One function with its source. `rests_on` cites the rule on which the function is based, or is empty."""

    key: str
    code: str
    label: str
    rests_on: str
    source: SourceNote


@dataclass(frozen=True)
class AuthorityLine:
    """An authority in a list, without contacts. `source` is the source of the name. `mark` is the label of a
    demonstration entry, or None for other entries."""

    link: Link
    original: Text | None
    state: Link | None
    kind: str
    kind_label: str
    functions: tuple[FunctionLine, ...]
    source: SourceNote
    mark: LabelledCode | None


@dataclass(frozen=True)
class DesignationLine:
    """The legal basis of a designation: a link to a treaty or law, or the basis in words."""

    key: str
    link: Link | None
    words: Text | None
    source: SourceNote


@dataclass(frozen=True)
class AuthorityPage:
    """The page of an authority.

    - `channel_rules`, `language_rules`: from the general requirement sheet of the authority's State
    - `content_count`: the number of rules of this sheet on the content of a request
    - `lead`: the contact to try first, or None
    - `names_next_ways`: true if the authority has no known contact, and no desk of its State can be reached now. The
      page then links to the State's page, which names other ways.
    """

    line: AuthorityLine
    notice: Fact | None
    notice_until: Fact | None
    status: str
    status_label: str
    successor: Link | None
    accepts: Fact | None
    stages: list[Fact]
    channel_rules: list[RuleLine]
    language_rules: list[RuleLine]
    content_count: int
    contacts: list[ContactLine]
    lead: ContactLine | None
    names_next_ways: bool
    spoken: Fact | None
    clocks: list[Clock]
    desks: list[DeskAvailability]
    designations: list[DesignationLine]
    identity: list[Fact]
    stamp: VerificationSummary


def authority_lines(viewer: Viewer, authorities: Sequence[Authority], language: str) -> list[AuthorityLine]:
    """Return authorities as lines of a list, in the order of `authorities`."""
    return [
        _line(viewer, authority, reading, language)
        for authority, reading in zip(authorities, read_all(viewer, authorities), strict=True)
    ]


def page(viewer: Viewer, authority: Authority, language: str) -> AuthorityPage:
    """Return the page of an authority. Its rules come from the general requirement sheet of the authority's State."""
    reading = read(viewer, authority)
    state = authority.jurisdiction if reading.get("jurisdiction_key") else None
    sheets = requirement_sheets(viewer, list_sheets((state.key,)), language) if state else []
    status = fact(reading, "status", language)
    zones = read(viewer, state).value("time_zones", ()) if state else ()
    line = _cited(viewer, _line(viewer, authority, reading, language), language)
    contacts = contact_lines(viewer, authority.contacts, language)
    return AuthorityPage(
        line=line,
        notice=fact(reading, "notice", language),
        notice_until=fact(reading, "notice_until", language),
        status=reading.value("status", ""),
        status_label=status.texts[0].text if status else "",
        successor=_successor(viewer, authority, reading, language),
        accepts=fact(reading, "languages_accepted", language),
        stages=facts(reading, ("stages", "stage_note"), language),
        channel_rules=rules_on(sheets, "channel"),
        language_rules=rules_on(sheets, "languages"),
        content_count=sum(rule.is_current for rule in rules_on(sheets, "content")),
        contacts=contacts,
        lead=None if reading.value("status", "") in ENDED_STATUSES else first_to_call(contacts),
        names_next_ways=not contacts and state is not None and nobody_answers_in(viewer, state.key),
        spoken=fact(reading, "languages_spoken", language),
        clocks=clocks(zones, language),
        desks=list_availability(viewer, [desk.key for desk in list_focal_points(authority=authority.key)], language),
        designations=_designations(viewer, authority.designations, language),
        identity=facts(reading, ("jurisdiction_key", "authority_kind", "status", "note", "coordinator_note"), language),
        stamp=verification_summary(
            [line.source, *(one.source for one in line.functions), *(one.source for one in contacts)]
        ),
    )


def _line(viewer: Viewer, authority: Authority, reading: Reading, language: str) -> AuthorityLine:
    code, kind = reading.value("jurisdiction_key"), fact(reading, "authority_kind", language)
    return AuthorityLine(
        link=Link("authority", authority.key, name_of(reading, language)),
        original=original_name(reading, language),
        state=state_link(code, language) if code else None,
        kind=reading.value("authority_kind", ""),
        kind_label=kind.texts[0].text if kind else "",
        functions=tuple(_functions(viewer, authority)),
        source=source_of(reading, "name", language),
        mark=labelled_code(reading, "mark"),
    )


def _cited(viewer: Viewer, line: AuthorityLine, language: str) -> AuthorityLine:
    titles = cited_titles(viewer, language)
    functions = (replace(one, rests_on=citation(one.rests_on, titles)) for one in line.functions)
    return replace(line, functions=tuple(functions))


def _functions(viewer: Viewer, authority: Authority) -> Iterable[FunctionLine]:
    for reading in read_all(viewer, authority.competences):
        found = reading.get("function")
        if found is not None:
            term = FUNCTIONS[found.value]
            note = source_note(found.provenance, has_ended=found.has_ended)
            yield FunctionLine(reading.key, term.code, str(term.label), term.source, note)


def _designations(viewer: Viewer, designations: Sequence[Designation], language: str) -> list[DesignationLine]:
    readings = read_all(viewer, designations)
    bases, lines = read_bases(viewer, readings, language), []
    for reading in readings:
        key, words = reading.value("treaty_key") or reading.value("legislation_key"), fact(reading, "words", language)
        found = next(iter(reading.details.values()), None)
        if found is not None:
            source = with_original(source_note(found.provenance, has_ended=found.has_ended), words)
            basis = bases.get(key or "")
            link = basis.link if basis else None
            lines.append(DesignationLine(reading.key, link, words.texts[0] if words else None, source))
    return lines


def _successor(viewer: Viewer, authority: Authority, reading: Reading, language: str) -> Link | None:
    if authority.successor is None or not reading.get("successor_key"):
        return None
    return Link("authority", authority.successor.key, name_of(read(viewer, authority.successor), language))
