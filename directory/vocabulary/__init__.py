"""The field's closed lists of words: one table each, with the label shown and the rule it comes from.

Codes are what addresses, the API and seed data carry; labels go through gettext. A new channel,
means, measure or function is one row here. `terms` says how a row looks.
"""

from directory.vocabulary.assistance import FUNCTIONS, MEASURES, STAGES, TASKS
from directory.vocabulary.consultations import (
    CONSULTATION_ACTS,
    CONSULTATION_OUTCOMES,
    CONSULTATION_STATES,
    OFFENCES,
    REQUEST_ITEMS,
    URGENCIES,
    ConsultationAct,
    ConsultationState,
    Side,
    Urgency,
)
from directory.vocabulary.contacts import COVERS, MEANS
from directory.vocabulary.desks import (
    CHAIN_STEPS,
    REACHABLE,
    REACHABLE_NOW,
    ROTA_CHANGE_KINDS,
    ChainStep,
    RotaChangeKind,
)
from directory.vocabulary.institutions import (
    AUTHORITY_KINDS,
    AUTHORITY_STATUSES,
    HOME_NETWORK,
    NETWORK_KINDS,
)
from directory.vocabulary.people import (
    ACCESS_REQUEST_STATES,
    DESK_ROLES,
    HANDOVER_STATES,
    INVITATION_STATES,
    PERSON_ACTS,
    REFUSALS,
    ROLES,
    TOKEN_SCOPES,
    Role,
)
from directory.vocabulary.requirements import ANSWERS, TOPIC_GROUPS, TOPICS
from directory.vocabulary.search import KINDS
from directory.vocabulary.terms import Function, Term, Topic, Vocabulary
from directory.vocabulary.treaties import ACTIONS, DATE_KINDS, LEVELS, NOT_TAKING_PART, STANDINGS, SUBJECTS
from directory.vocabulary.trust import AUDIENCES, CONFIDENCES, Audience, Confidence
from directory.vocabulary.upkeep import (
    ANSWERS_TO_CAMPAIGN,
    FAULTS,
    FRESHNESS,
    OUTCOMES,
    PERIODS,
    STEPS,
    Answer,
    Freshness,
    Outcome,
)

__all__ = [
    "ACCESS_REQUEST_STATES",
    "ACTIONS",
    "ANSWERS",
    "ANSWERS_TO_CAMPAIGN",
    "AUDIENCES",
    "AUTHORITY_KINDS",
    "AUTHORITY_STATUSES",
    "CHAIN_STEPS",
    "CONFIDENCES",
    "CONSULTATION_ACTS",
    "CONSULTATION_OUTCOMES",
    "CONSULTATION_STATES",
    "COVERS",
    "DATE_KINDS",
    "DESK_ROLES",
    "FAULTS",
    "FRESHNESS",
    "FUNCTIONS",
    "HANDOVER_STATES",
    "HOME_NETWORK",
    "INVITATION_STATES",
    "KINDS",
    "LEVELS",
    "MEANS",
    "MEASURES",
    "NETWORK_KINDS",
    "NOT_TAKING_PART",
    "OFFENCES",
    "OUTCOMES",
    "PERIODS",
    "PERSON_ACTS",
    "REACHABLE",
    "REACHABLE_NOW",
    "REFUSALS",
    "REQUEST_ITEMS",
    "ROLES",
    "ROTA_CHANGE_KINDS",
    "STAGES",
    "STANDINGS",
    "STEPS",
    "SUBJECTS",
    "TASKS",
    "TOKEN_SCOPES",
    "TOPICS",
    "TOPIC_GROUPS",
    "URGENCIES",
    "Answer",
    "Audience",
    "ChainStep",
    "Confidence",
    "ConsultationAct",
    "ConsultationState",
    "Freshness",
    "Function",
    "Outcome",
    "Role",
    "RotaChangeKind",
    "Side",
    "Term",
    "Topic",
    "Urgency",
    "Vocabulary",
]
