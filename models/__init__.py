"""The tables: SQLAlchemy and nothing of ours."""

from models.account import Account, ApiToken, MemberPart, Membership
from models.application import Application, ApplicationMove, Invitation, InvitationStatus, Stage
from models.area import (
    EvidenceFile,
    MarkKind,
    NotificationSetting,
    ProfileDraft,
    ProfileProposal,
    ReviewRequest,
    ReviewStatus,
    RoleMark,
)
from models.base import Base, Served, UtcDateTime, now
from models.candidate import (
    Candidate,
    CandidateStatus,
    CandidateView,
    Consent,
    EvidenceItem,
    EvidenceState,
    Purpose,
    Visibility,
)
from models.document import CandidateDocument, RoleDocument
from models.employer import Employer, VerificationStatus
from models.event import (
    AuditEvent,
    ChangedKind,
    IdempotencyKey,
    IndexChange,
    OutboxMessage,
)
from models.form_letter import FormLetter, LetterKind
from models.generation import IndexGeneration
from models.greenhouse import GreenhouseAccount, GreenhousePush, PushStatus
from models.import_run import ImportRun
from models.passkey import Passkey
from models.pipeline import ColumnLimit
from models.policy import FlagChange, PolicyImpact, PolicyRelease
from models.report import Report, ReportStatus
from models.review import (
    ConversationMessage,
    Interview,
    Note,
    Responsibility,
    Scorecard,
    Unblinding,
)
from models.role import Role, RoleStatus
from models.saved_search import SavedSearch
from models.shortlist import Shortlist, ShortlistEntry
from models.tag import CandidateTag
from models.transitions import InvalidTransition
from models.visit import RoleVisit
from models.watch import RoleWatch
from models.webhook import DeliveryStatus, DisabledBecause, Webhook, WebhookDelivery

__all__ = [
    "Account",
    "ApiToken",
    "Application",
    "ApplicationMove",
    "AuditEvent",
    "Base",
    "Candidate",
    "CandidateDocument",
    "CandidateStatus",
    "CandidateTag",
    "CandidateView",
    "ChangedKind",
    "ColumnLimit",
    "Consent",
    "ConversationMessage",
    "DeliveryStatus",
    "DisabledBecause",
    "Employer",
    "EvidenceFile",
    "EvidenceItem",
    "EvidenceState",
    "FlagChange",
    "FormLetter",
    "GreenhouseAccount",
    "GreenhousePush",
    "IdempotencyKey",
    "ImportRun",
    "IndexChange",
    "IndexGeneration",
    "Interview",
    "InvalidTransition",
    "Invitation",
    "InvitationStatus",
    "LetterKind",
    "MarkKind",
    "MemberPart",
    "Membership",
    "Note",
    "NotificationSetting",
    "OutboxMessage",
    "Passkey",
    "PolicyImpact",
    "PolicyRelease",
    "ProfileDraft",
    "ProfileProposal",
    "Purpose",
    "PushStatus",
    "Report",
    "ReportStatus",
    "Responsibility",
    "ReviewRequest",
    "ReviewStatus",
    "Role",
    "RoleDocument",
    "RoleMark",
    "RoleStatus",
    "RoleVisit",
    "RoleWatch",
    "SavedSearch",
    "Scorecard",
    "Served",
    "Shortlist",
    "ShortlistEntry",
    "Stage",
    "Unblinding",
    "UtcDateTime",
    "VerificationStatus",
    "Visibility",
    "Webhook",
    "WebhookDelivery",
    "now",
]
