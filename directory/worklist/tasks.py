"""One table of the kinds of tasks that wait for people.

Each kind states which rows count as tasks, and who may see them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_

from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.consultations.queries import succession, waiting
from directory.consultations.queries.threads import is_real
from directory.extensions import Model
from directory.focal_points.rotas import queries as rotas
from directory.models import (
    AccessRequest,
    Account,
    Campaign,
    Consultation,
    DocketEntry,
    FocalPoint,
    Handover,
    Invitation,
    PlannedTest,
    Proposal,
    Report,
    RotaChange,
    SourceChange,
    WordingSuggestion,
)
from directory.people.queries import access_requests, agreements, confirmations, handovers, invitations
from directory.proposals import queries as proposals
from directory.requests.queries import entries as requests
from directory.sources import queries as sources
from directory.verification.queries import campaigns, plans, reports
from directory.wordings import queries as wordings

Condition = Callable[[Viewer, datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class TaskKind:
    """A kind of task, for people who may do `action` somewhere. A row of `model` is one task if it meets the condition
    `is_task`.

    `section` is the item of the work bar that shows the number of tasks. The item WORK shows the sum of all sections,
    so tasks whose section is WORK are counted in this item alone.

    If `section` is empty, the bar does not count the tasks, because counting takes long or nobody has to hurry. The
    page of work shows such tasks apart from those that the bar counts.
    """

    code: str
    action: Action
    model: type[Model]
    is_task: Condition
    section: str = ""


# The item of the work bar that shows the sum of all others.
WORK = "work"

TASKS = (
    TaskKind(
        "acknowledge",
        Action.CONSULT,
        Consultation,
        lambda viewer, _at: and_(is_real(), waiting.is_to_acknowledge(viewer)),
        "consultations",
    ),
    TaskKind(
        "answer",
        Action.CONSULT,
        Consultation,
        lambda viewer, _at: and_(is_real(), waiting.is_to_answer(viewer)),
        "consultations",
    ),
    TaskKind(
        "read",
        Action.CONSULT,
        Consultation,
        lambda viewer, _at: and_(is_real(), waiting.is_to_read(viewer)),
        "consultations",
    ),
    TaskKind(
        "request_invitation",
        Action.KEEP_DOCKET,
        DocketEntry,
        lambda viewer, _at: requests.is_invitation_to(viewer),
        "requests",
    ),
    TaskKind(
        "late_request",
        Action.KEEP_DOCKET,
        DocketEntry,
        lambda viewer, at: requests.is_late_for(viewer, at.date()),
        "requests",
    ),
    TaskKind("take_over", Action.SUCCEED, Consultation, lambda viewer, _at: succession.is_left_to(viewer)),
    TaskKind("swap", Action.KEEP_ROTA, RotaChange, rotas.is_swap_for, "rotas"),
    TaskKind("confirm", Action.CONFIRM, FocalPoint, lambda viewer, _at: campaigns.is_asked_of(viewer), WORK),
    TaskKind("proposal", Action.PUBLISH, Proposal, lambda viewer, _at: proposals.is_waiting(viewer), "proposals"),
    TaskKind("report", Action.VERIFY, Report, lambda viewer, _at: reports.is_open_in_scope(viewer), "verification"),
    TaskKind("call", Action.VERIFY, PlannedTest, plans.is_to_call, "verification"),
    TaskKind("source", Action.VERIFY, SourceChange, lambda viewer, _at: sources.is_open_in_scope(viewer)),
    TaskKind("campaign", Action.VERIFY, Campaign, lambda viewer, _at: campaigns.is_unanswered_in_scope(viewer)),
    TaskKind(
        "access_request",
        Action.INVITE,
        AccessRequest,
        lambda viewer, _at: access_requests.is_undecided(viewer),
        "people",
    ),
    TaskKind("wording", Action.KEEP_WORDINGS, WordingSuggestion, lambda viewer, _at: wordings.is_waiting(viewer)),
    TaskKind("agreement", Action.AGREE, Invitation, lambda viewer, _at: agreements.is_to_agree(viewer), WORK),
    TaskKind(
        "confirm_person", Action.CONFIRM_PEOPLE, Account, lambda viewer, _at: confirmations.is_to_confirm(viewer), WORK
    ),
    TaskKind("handover", Action.INVITE, Handover, lambda viewer, _at: handovers.is_to_sign_off(viewer), "people"),
    TaskKind("invitation", Action.INVITE, Invitation, lambda viewer, _at: invitations.has_lapsed(viewer)),
)
