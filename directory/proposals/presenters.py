"""The lists of proposals, without values, and the page of one proposal, with its values before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.facts import Link, Text
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.i18n import territory_name
from directory.models import Account, AuditEvent, FocalPoint, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.paging import Paged
from directory.proposals.applying import RECORDED_AS
from directory.proposals.change_set import ChangeSet
from directory.proposals.diffs import DiffRow, diff
from directory.proposals.edits import Edit, translated_into
from directory.proposals.entry_parts import name_in
from directory.proposals.field_options import SourceFields, source_fields
from directory.proposals.labels import desk_label, entry_label, label_of_edit, label_of_kind
from directory.proposals.permissions import may_publish, may_read_edit, may_refuse, missing_approvals
from directory.proposals.queries import (
    change_set_of,
    choice_of,
    edits_of,
    is_author,
    keeps_its_source,
    list_not_undone,
    may_decide,
    version_of,
)
from directory.proposals.refused_proposals import corrected_by, form_of_correction
from directory.proposals.source_amendments import (
    SourceAmendment,
    StatedSource,
    TypedSource,
    list_amendments,
    may_have_source,
)
from directory.proposals.undo import changed_since
from directory.proposals.verifying_office import office_of
from directory.vocabulary import Role
from directory.vocabulary.proposals import PROPOSAL_ORIGINS, PROPOSAL_STATES, ProposalState

MOST_LABELS = 4
CREATED_IN_A_STATE = ("authority", "focal_point", "requirement", "legislation")
# Entries of these kinds belong to no single State, so coordinators of a State cannot create them.
CREATED_FOR_ALL = ("treaty", "network")


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list, without values. `count` is the number of its edits. `changes` has labels of the first
    edits. `of_state` is the name of the entry's State, or ""."""

    id: str
    entry: str
    kind_label: str
    state: str
    state_label: str
    author: str
    changed_at: datetime
    count: int
    of_state: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class AmendmentLine:
    """An amendment of the source of one edit, by a reviewer. `before` is None if the viewer may not read the edit."""

    label: str
    at: datetime
    by: str
    before: StatedSource | None


@dataclass(frozen=True)
class MeanwhileChange:
    """The latest change of a value in conflict. `by` is the person who made the change, or "" if the person is not
    known."""

    at: datetime
    by: str


@dataclass(frozen=True)
class ProposalPage:
    """One proposal, and what the viewer may do with it. `amendable` maps the number of an edit to the form fields of
    its source, if the viewer may amend the source. `amending` is the number of the edit whose source is being amended,
    or None. While a source is being amended, the page offers no decision."""

    line: ProposalLine
    kind: str
    key: str
    link: Link | None
    note: str
    reason: str
    reviewer: str
    # The id of the proposal that this one takes back, or "".
    undoes: str
    # The id of the refused proposal that this proposal corrects, and the id of the proposal that corrects this one;
    # each may be "".
    follows: str
    corrected_by: str
    # The form in which the viewer can correct the refused proposal (see `form_of_correction`), or "".
    correct_in: str
    # Labels of edits that cannot be taken back, because their values have changed since.
    left: tuple[str, ...]
    rows: tuple[DiffRow, ...]
    is_own: bool
    is_new: bool
    can_edit: bool
    # The language of a translation, or "".
    into: str
    can_submit: bool
    # The States and networks that must still approve.
    waits_for: tuple[str, ...]
    can_decide: bool
    can_refuse: bool
    can_settle: bool
    can_undo: bool
    has_conflict: bool
    # The latest change of each value in conflict, keyed by the name of the form field for the choice
    # (`queries.choice_of`).
    meanwhile: Mapping[str, MeanwhileChange]
    version: str
    amendments: tuple[AmendmentLine, ...]
    amendable: Mapping[int, SourceFields]
    amending: int | None


@dataclass(frozen=True)
class ProposalListPage:
    """One page of a list of proposals.

    `total` is the number of proposals on all pages. `creatable` are pairs of kind and label, for the kinds
    of entries that the page offers to create.
    """

    which: str
    lines: tuple[ProposalLine, ...]
    total: int
    page: int
    pages: int
    creatable: tuple[tuple[str, str], ...]


def list_page(viewer: Viewer, found: Paged[Proposal], which: str, language: str) -> ProposalListPage:
    """Return one page of a list of proposals. `which` names the list (see `queries.list_proposals`)."""
    lines = tuple(_line(proposal, language) for proposal in found.rows)
    kinds = (*CREATED_IN_A_STATE, *(CREATED_FOR_ALL if may_somewhere(viewer, Action.ADMINISTER) else ()))
    creatable = tuple((kind, label_of_kind(kind)) for kind in kinds)
    return ProposalListPage(which, lines, found.total, found.page, found.pages, creatable)


def page(
    viewer: Viewer, proposal: Proposal, language: str, typed: TypedSource | None = None, amending: int | None = None
) -> ProposalPage:
    """Return the page of a proposal, without values that the viewer may not read. Disclosures are noted.

    `typed` is the source that a reviewer has just typed. `amending` is the number of the edit whose source a reviewer
    wants to amend.
    """
    is_own, state = is_author(viewer, proposal), proposal.state
    is_open = state in (ProposalState.UNFINISHED, ProposalState.SUBMITTED)
    changes, decides = change_set_of(proposal), may_decide(viewer, proposal)
    rows = diff(viewer, proposal, changes, language)
    entry = db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key)
    may_undo = decides and state == ProposalState.PUBLISHED
    left = _left(proposal, may_undo=may_undo)
    is_others = decides and not (is_own or keeps_its_source(viewer, proposal)) and state == ProposalState.SUBMITTED
    can_decide = is_others and may_publish(viewer, proposal, changes)
    name = entry_label(proposal.kind, proposal.key, language)
    amendable = _amendable(changes, typed) if can_decide and not changes.conflicts else {}
    asked = typed.number if typed else amending
    return ProposalPage(
        line=_line(proposal, language),
        kind=proposal.kind,
        key=proposal.key,
        link=Link(proposal.kind, proposal.key, Text(name)) if entry is not None else None,
        note=proposal.note,
        reason=proposal.reason,
        reviewer=person_label(proposal.reviewer_id, language) if proposal.reviewer_id else "",
        undoes=proposal.undoes_id or "",
        follows=proposal.follows_id or "",
        corrected_by=(corrected := corrected_by(viewer, proposal) if state == ProposalState.REFUSED else ""),
        correct_in="" if corrected else form_of_correction(viewer, proposal),
        left=tuple(label_of_edit(edit) for edit in left),
        rows=tuple(rows),
        is_own=is_own,
        is_new=entry is None,
        can_edit=is_own and state == ProposalState.UNFINISHED and bool(proposal.form),
        into=translated_into(changes.edits),
        can_submit=is_own and state == ProposalState.UNFINISHED and bool(changes.edits),
        waits_for=_missing_approvers(proposal, changes, language) if state == ProposalState.SUBMITTED else (),
        can_decide=can_decide,
        can_refuse=can_decide or (is_others and may_refuse(viewer, proposal, changes)),
        can_settle=is_own or can_decide,
        can_undo=may_undo and len(left) < len(list_not_undone(proposal)),
        has_conflict=is_open and bool(changes.conflicts),
        meanwhile=dict(_meanwhile(viewer, changes, language)) if is_open else {},
        version=version_of(proposal, changes),
        amendments=tuple(_amendment(viewer, changes, one, language) for one in list_amendments(proposal)),
        amendable=amendable,
        amending=asked if asked in amendable else None,
    )


def _meanwhile(viewer: Viewer, changes: ChangeSet, language: str) -> Iterator[tuple[str, MeanwhileChange]]:
    for edit, now in changes.conflicts:
        latest = _last_change(edit) if may_read_edit(viewer, changes, edit) else None
        if latest is not None:
            by = person_label(latest.actor_id, language)
            yield choice_of(edit, now), MeanwhileChange(as_utc(latest.at), by)


def _last_change(edit: Edit) -> AuditEvent | None:
    """Return the newest act that changed the row or detail that an edit changes. If the edit changes one language of a
    text, only acts that changed the text in this language count."""
    column, _, language = edit.detail.partition(".")
    acts = select(AuditEvent).filter_by(kind=edit.kind, key=edit.key).order_by(AuditEvent.id.desc())
    acts = acts.where(AuditEvent.action.in_(RECORDED_AS.values()))
    if column:
        acts = acts.where(AuditEvent.detail.in_((column, "")))
    found = db.session.scalars(acts.options(selectinload(AuditEvent.values)))
    return next((act for act in found if not language or _is_reworded(act, language)), None)


def _is_reworded(act: AuditEvent, language: str) -> bool:
    if act.values is None:
        return False
    before, after = (value["texts"].get(language) if value else None for value in (act.values.before, act.values.after))
    return bool(before != after)


def _amendable(changes: ChangeSet, typed: TypedSource | None) -> dict[int, SourceFields]:
    found = {}
    for number, edit in enumerate(changes.edits):
        start = f"{number}:"
        stated, errors = StatedSource(edit.given.sources, edit.given.source_date, edit.given.confidence), {}
        if typed is not None and typed.number == number:
            stated = typed.stated
            errors = {name: str(message) for name, message in stated.problems(start).items()}
        if may_have_source(edit):
            found[number] = source_fields(stated.fields(start), start, errors)
    return found


def _amendment(viewer: Viewer, changes: ChangeSet, one: SourceAmendment, language: str) -> AmendmentLine:
    edit = next((edit for edit in changes.edits if (edit.entry_key, edit.detail) == (one.entry_key, one.detail)), None)
    label = label_of_edit(edit) if edit is not None else label_of_kind(one.entry_key[0])
    is_readable = edit is not None and may_read_edit(viewer, changes, edit)
    return AmendmentLine(label, as_utc(one.at), person_label(one.by, language), one.before if is_readable else None)


def _missing_approvers(proposal: Proposal, changes: ChangeSet, language: str) -> tuple[str, ...]:
    missing = [one for row in missing_approvals(proposal, changes).values() for one in row]
    names = (
        entry_label("network", min(one.place.networks), language)
        if one.of_network
        else territory_name(one.place.jurisdiction, language)
        for one in missing
    )
    return tuple(dict.fromkeys(names))


def _left(proposal: Proposal, *, may_undo: bool) -> list[Edit]:
    undone = db.session.get(Proposal, proposal.undoes_id) if proposal.undoes_id else None
    if undone is not None:
        taken = {(edit.entry_key, edit.detail) for edit in edits_of(proposal)}
        return [edit for edit in edits_of(undone) if (edit.entry_key, edit.detail) not in taken]
    return changed_since(list_not_undone(proposal)) if may_undo else []


def person_label(account_id: int | None, language: str) -> str:
    """Return the name and office of a person, or "" if the person is not known. Only people who work on proposals may
    see this label."""
    account = db.session.get(Account, account_id) if account_id else None
    if account is None:
        return ""
    place = Viewer(Role(account.role), None, account.jurisdiction_key or "", authority=account.authority_key or "")
    office = office_of(place, language)
    return f"{account.name} ({office})" if account.name else office


def entry_name(proposal: Proposal, language: str) -> str:
    """Return the name of the entry that a proposal changes, or of the new entry that it proposes. Only people who may
    see the proposal may see this name."""
    if db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key) is not None:
        return entry_label(proposal.kind, proposal.key, language)
    new = [row.after for row in proposal.changes if row.entry_key == proposal.entry_key]
    names = [_name_of_new(proposal.kind, after, language) for after in new if isinstance(after, dict)]
    return next(filter(None, names), proposal.key or label_of_kind(proposal.kind))


def _name_of_new(kind: str, values: Mapping[str, Any], language: str) -> str:
    authority, network = values.get("authority_key"), values.get("network_key")
    if kind == FocalPoint.KIND and authority and network:
        return desk_label(authority, network, language)
    return name_in(kind, values, language)


def _line(proposal: Proposal, language: str) -> ProposalLine:
    origin = str(PROPOSAL_ORIGINS.label(proposal.origin)) if proposal.origin in PROPOSAL_ORIGINS else ""
    return ProposalLine(
        id=proposal.id,
        entry=entry_name(proposal, language),
        kind_label=label_of_kind(proposal.kind),
        state=proposal.state,
        state_label=str(PROPOSAL_STATES.label(proposal.state)),
        author=person_label(proposal.author_id, language) or origin,
        changed_at=proposal.changed_at,
        count=len(proposal.changes),
        of_state=territory_name(proposal.jurisdiction_key, language) if proposal.jurisdiction_key else "",
        changes=tuple(dict.fromkeys(label_of_edit(edit) for edit in edits_of(proposal)[:MOST_LABELS])),
    )
