"""The models, one file for each noun. Importing this package registers all models with the database."""

from directory.models.access_request import AccessRequest, AccessRequestNetwork
from directory.models.account import Account, AccountNetwork, DeskMember
from directory.models.account_secrets import AccountLink, AccountSecrets
from directory.models.alarm import Alarm, AlarmAttempt, AlarmGateway, AlarmWay
from directory.models.annual_return import AnnualReturn
from directory.models.api_token import ApiToken
from directory.models.audit import AuditEvent, AuditValues, Disclosure
from directory.models.authority import Authority, Competence, ContactDetail, Designation
from directory.models.backup import Backup
from directory.models.campaign import Campaign, CampaignEntry, CampaignQuestion, CampaignRecipient
from directory.models.change import Change
from directory.models.consultation import (
    Consultation,
    ConsultationEntry,
    ConsultationReading,
    ConsultationRule,
    ConsultationSeat,
    ConsultationStep,
)
from directory.models.details import Entry, Place, detail, details_of
from directory.models.docket import DocketAct, DocketEntry, DocketReminder, DocketRule, RequestDuration
from directory.models.draft import Draft, DraftOutline, DraftReader, DraftVersion
from directory.models.draft_count import DraftCount
from directory.models.exercise import (
    Exercise,
    ExerciseDesk,
    ExerciseEvaluation,
    ExerciseFinding,
    ExerciseInject,
    ExerciseParticipant,
)
from directory.models.focal_point import FocalPoint
from directory.models.follow import Follow, FollowSettings
from directory.models.handover import Handover
from directory.models.import_batch import ImportBatch, ImportRow
from directory.models.invitation import Invitation, InvitationDesk, InvitationNetwork
from directory.models.job import Job, JobFile, RecurringJob
from directory.models.jurisdiction import Jurisdiction, OtherName
from directory.models.legislation import Legislation, Provision
from directory.models.limit import LimitCount
from directory.models.mail import BouncedAddress, Mail
from directory.models.network import Network, NetworkMember
from directory.models.notice import Notice
from directory.models.office_account import Issuer, OfficeAccount, OfficeSession
from directory.models.office_review import OfficeReview
from directory.models.outline import Outline, OutlineComment
from directory.models.passkey import Passkey
from directory.models.proposal import Proposal, ProposalNetwork, ProposedChange
from directory.models.provenance import Provenance
from directory.models.publication import Publication, PublishedFile
from directory.models.question_round import QuestionRound, RoundMember
from directory.models.reachability import ReachabilityLink, ReachabilityTest
from directory.models.reachability_plan import PlannedTest, ReachabilityPlan
from directory.models.repeated_request import RepeatedRequest
from directory.models.report import Report
from directory.models.requirement import RequirementSheet, Rule
from directory.models.restricted_word import RestrictedWord
from directory.models.rota import CalendarLink, DeskRota, Holiday, RotaChange, Rotation, Shift, ShiftPattern
from directory.models.session import AccountSession
from directory.models.site_state import SiteState
from directory.models.source_page import SourceChange, SourcePage, SourceRequest, SourceSentence
from directory.models.source_table import SourceTable
from directory.models.state_relation import StateRelation
from directory.models.tombstone import Tombstone
from directory.models.treaty import Treaty, TreatyParty, TreatyRule
from directory.models.treaty_coverage import TreatyCoverage, TreatyTerm
from directory.models.treaty_relation import TreatyRelation
from directory.models.treaty_status import TreatyStatus
from directory.models.treaty_territory import TreatyTerritory
from directory.models.types import Texts
from directory.models.verification import Verification, VerificationPeriod
from directory.models.vouch import Vouch
from directory.models.webhook import Webhook, WebhookDelivery
from directory.models.wording import LanguageKeeper, PublishedWording, WordingSuggestion

__all__ = [
    "AccessRequest",
    "AccessRequestNetwork",
    "Account",
    "AccountLink",
    "AccountNetwork",
    "AccountSecrets",
    "AccountSession",
    "Alarm",
    "AlarmAttempt",
    "AlarmGateway",
    "AlarmWay",
    "AnnualReturn",
    "ApiToken",
    "AuditEvent",
    "AuditValues",
    "Authority",
    "Backup",
    "BouncedAddress",
    "CalendarLink",
    "Campaign",
    "CampaignEntry",
    "CampaignQuestion",
    "CampaignRecipient",
    "Change",
    "Competence",
    "Consultation",
    "ConsultationEntry",
    "ConsultationReading",
    "ConsultationRule",
    "ConsultationSeat",
    "ConsultationStep",
    "ContactDetail",
    "Designation",
    "DeskMember",
    "DeskRota",
    "Disclosure",
    "DocketAct",
    "DocketEntry",
    "DocketReminder",
    "DocketRule",
    "Draft",
    "DraftCount",
    "DraftOutline",
    "DraftReader",
    "DraftVersion",
    "Entry",
    "Exercise",
    "ExerciseDesk",
    "ExerciseEvaluation",
    "ExerciseFinding",
    "ExerciseInject",
    "ExerciseParticipant",
    "FocalPoint",
    "Follow",
    "FollowSettings",
    "Handover",
    "Holiday",
    "ImportBatch",
    "ImportRow",
    "Invitation",
    "InvitationDesk",
    "InvitationNetwork",
    "Issuer",
    "Job",
    "JobFile",
    "Jurisdiction",
    "LanguageKeeper",
    "Legislation",
    "LimitCount",
    "Mail",
    "Network",
    "NetworkMember",
    "Notice",
    "OfficeAccount",
    "OfficeReview",
    "OfficeSession",
    "OtherName",
    "Outline",
    "OutlineComment",
    "Passkey",
    "Place",
    "PlannedTest",
    "Proposal",
    "ProposalNetwork",
    "ProposedChange",
    "Provenance",
    "Provision",
    "Publication",
    "PublishedFile",
    "PublishedWording",
    "QuestionRound",
    "ReachabilityLink",
    "ReachabilityPlan",
    "ReachabilityTest",
    "RecurringJob",
    "RepeatedRequest",
    "Report",
    "RequestDuration",
    "RequirementSheet",
    "RestrictedWord",
    "RotaChange",
    "Rotation",
    "RoundMember",
    "Rule",
    "Shift",
    "ShiftPattern",
    "SiteState",
    "SourceChange",
    "SourcePage",
    "SourceRequest",
    "SourceSentence",
    "SourceTable",
    "StateRelation",
    "Texts",
    "Tombstone",
    "Treaty",
    "TreatyCoverage",
    "TreatyParty",
    "TreatyRelation",
    "TreatyRule",
    "TreatyStatus",
    "TreatyTerm",
    "TreatyTerritory",
    "Verification",
    "VerificationPeriod",
    "Vouch",
    "Webhook",
    "WebhookDelivery",
    "WordingSuggestion",
    "detail",
    "details_of",
]
