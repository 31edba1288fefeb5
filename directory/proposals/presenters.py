"""What the pages of proposals show: lists without values, and one proposal as was and will be."""

from dataclasses import dataclass
from datetime import datetime

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, Proposal
from directory.models.change import MODELS_BY_KIND
from directory.proposals.diffs import DiffRow, diff
from directory.proposals.parts import name_in
from directory.proposals.queries import ProposalList, is_author, list_conflicts, may_decide
from directory.proposals.rules import office_of
from directory.proposals.wordings import entry_label, label_of_kind
from directory.vocabulary import Role
from directory.vocabulary.proposals import PROPOSAL_STATES, State


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in a list: the entry and its state, never what it says."""

    id: str
    entry: str
    kind_label: str
    state: str
    state_label: str
    author: str
    changed_at: datetime
    count: int


@dataclass(frozen=True)
class ProposalPage:
    """One proposal, and what the viewer may do with it."""

    line: ProposalLine
    link: Link | None
    note: str
    reason: str
    reviewer: str
    undoes: str
    rows: tuple[DiffRow, ...]
    is_own: bool
    is_new: bool
    can_edit: bool
    can_submit: bool
    can_decide: bool
    can_undo: bool
    has_conflict: bool


@dataclass(frozen=True)
class ListPage:
    """One page of a list of proposals."""

    which: str
    lines: tuple[ProposalLine, ...]
    total: int
    page: int
    pages: int


def list_page(found: ProposalList, which: str, language: str) -> ListPage:
    """Return a page of a list."""
    lines = tuple(_line(proposal, language) for proposal in found.proposals)
    return ListPage(which, lines, found.total, found.page, found.pages)


def page(viewer: Viewer, proposal: Proposal, language: str) -> ProposalPage:
    """Return one proposal with its changes, as far as the viewer may read them."""
    is_own, state = is_author(viewer, proposal), proposal.state
    is_open = state in (State.DRAFT, State.SUBMITTED)
    rows, decides = diff(viewer, proposal, language), may_decide(viewer, proposal)
    entry = db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key)
    readable = all(line.is_readable for row in rows for line in row.lines)
    name = entry_label(proposal.kind, proposal.key, language)
    return ProposalPage(
        line=_line(proposal, language),
        link=Link(proposal.kind, proposal.key, Text(name)) if entry is not None else None,
        note=proposal.note,
        reason=proposal.reason,
        reviewer=person_label(proposal.reviewer_id, language) if proposal.reviewer_id else "",
        undoes=proposal.undoes_id or "",
        rows=tuple(rows),
        is_own=is_own,
        is_new=entry is None,
        can_edit=is_own and state == State.DRAFT and bool(proposal.form),
        can_submit=is_own and state == State.DRAFT and bool(proposal.changes),
        can_decide=decides and not is_own and state == State.SUBMITTED and readable,
        can_undo=decides and state == State.PUBLISHED,
        has_conflict=is_open and bool(list_conflicts(proposal)),
    )


def person_label(account_id: int | None, language: str) -> str:
    """Return who wrote or decided: their name, for the people who work on proposals alone."""
    account = db.session.get(Account, account_id) if account_id else None
    if account is None:
        return ""
    place = Viewer(Role(account.role), None, account.jurisdiction_key or "", authority=account.authority_key or "")
    return f"{account.name} ({office_of(place)})" if account.name else office_of(place)


def _entry_name(proposal: Proposal, language: str) -> str:
    """Return what the entry is called: a new one as it would be, or by its kind while it has no name."""
    if db.session.get(MODELS_BY_KIND[proposal.kind], proposal.key) is not None:
        return entry_label(proposal.kind, proposal.key, language)
    new = [row.after for row in proposal.changes if (row.kind, row.key) == proposal.entry_key]
    names = [name_in(proposal.kind, after, language) for after in new if isinstance(after, dict)]
    return next(filter(None, names), proposal.key or label_of_kind(proposal.kind))


def _line(proposal: Proposal, language: str) -> ProposalLine:
    return ProposalLine(
        id=proposal.id,
        entry=_entry_name(proposal, language),
        kind_label=label_of_kind(proposal.kind),
        state=proposal.state,
        state_label=str(PROPOSAL_STATES.label(proposal.state)),
        author=person_label(proposal.author_id, language),
        changed_at=proposal.changed_at,
        count=len(proposal.changes),
    )
