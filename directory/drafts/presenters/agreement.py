"""The sections that only the document of a joint investigation has: the States with their signatories, the treaties
between the States, and the open points."""

from collections.abc import Iterator

from flask_babel import gettext as _

from directory.atlas.joint_answer import JointAnswer, JointParticipant, StatePair
from directory.drafts.content import JOINT, DraftContent, question_field
from directory.drafts.presenters.block_builder import BlockBuilder
from directory.drafts.presenters.names import DraftNames
from directory.drafts.queries.team import find_team
from directory.formats.papers import Block, Line, TextRun
from directory.treaties.citations import Titles, citation, cited_titles
from directory.vocabulary import ON_SOURCES, JointPoint


def agreement(wording: BlockBuilder, names: DraftNames) -> Iterator[Block]:
    """Yield the sections of a joint investigation. Yield nothing for any other draft, and nothing if the draft does not
    name two different States."""
    found = find_team(names.viewer, wording.content, wording.language)
    if found:
        yield wording.heading(_("States of the team, and who signs"))
        yield from (_signing(part, wording, names) for part in found.parts)
        yield from _pairs(found, wording, names)
        yield from _points(found, wording, cited_titles(names.viewer, wording.language))


def further_addressees(wording: BlockBuilder, names: DraftNames) -> Iterator[Line]:
    """Yield two lines for each further State of the team: the first authority that may sign (or a blank), then the
    State."""
    found = find_team(names.viewer, wording.content, wording.language)
    parts = found.parts if found else ()
    for part in parts:
        if part.state in wording.content.team:
            office = next(
                (wording.name(one.institution.link.text) for one in part.signing), wording.blank(_("authority"))
            )
            yield (office,)
            yield (wording.name(names.state(part.state)),)


def _signing(part: JointParticipant, wording: BlockBuilder, names: DraftNames) -> Block:
    first = next((one.institution.link.key for one in part.signing), "")
    key = _chosen(wording.content).get(part.state) or first
    office = [wording.label(": "), wording.name(names.authority(key))] if key else []
    who = _("name and office of who signs") if part.is_named else _("who may sign is not known: to be confirmed")
    state = wording.name(names.state(part.state))
    return wording.numbered(state, *office, wording.label(" "), wording.blank(who))


def _chosen(content: DraftContent) -> dict[str, str]:
    return {content.requesting: content.requesting_authority, content.requested: content.requested_authority}


def _pairs(found: JointAnswer, wording: BlockBuilder, names: DraftNames) -> Iterator[Block]:
    if found.pairs:
        yield wording.heading(_("Other treaties between two of these States"))
    for pair in found.pairs:
        yield wording.numbered(*_pair(pair, wording, names))


def _pair(pair: StatePair, wording: BlockBuilder, names: DraftNames) -> Iterator[TextRun]:
    one, other = (wording.name(names.state(state)) for state in pair.states)
    yield from (one, wording.label(" – "), other)
    for place, basis in enumerate(pair.bases):
        yield wording.label("; " if place else ": ")
        yield wording.name(names.treaty(basis.treaty))


def _points(found: JointAnswer, wording: BlockBuilder, titles: Titles) -> Iterator[Block]:
    yield wording.heading(_("Points that the agreement is still to settle"))
    yield wording.paragraph(wording.label(ON_SOURCES))
    for point in found.points:
        if not (point.answered_by and wording.content.has(question_field(JOINT, point.answered_by))):
            yield wording.headed(point.label, *_point(point, wording, titles))


def _point(point: JointPoint, wording: BlockBuilder, titles: Titles) -> Iterator[TextRun]:
    yield wording.blank(point.question)
    if point.source:
        yield wording.label(f" ({citation(point.source, titles)})")
