"""What is the caller's own, in pages by id: no more of it in memory than one page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.services import WITH_ALL
from marketplace.permissions import Caller
from models import (
    Account,
    ApiToken,
    Application,
    Candidate,
    CandidateView,
    EvidenceFile,
    EvidenceItem,
    Invitation,
    NotificationSetting,
    ProfileDraft,
    ProfileProposal,
    ReviewRequest,
    Role,
    RoleMark,
    RoleWatch,
    SavedSearch,
)

PAGE = 100  # rows
START = UUID(int=0)  # before every id


def own_roles(session: Session, caller: Caller, after: UUID) -> list[Role]:
    """Return the next roles of the employers whose owner the caller is."""
    employers = [id_ for id_ in caller.parts if caller.may("export", id_)]
    wanted = sa.select(Role).where(Role.employer_id.in_(employers), Role.id > after)
    return list(session.scalars(wanted.order_by(Role.id).limit(PAGE)))


def own_account(session: Session, caller: Caller, after: UUID) -> list[Account]:
    """Return the caller's account."""
    wanted = sa.select(Account).where(Account.id == caller.account_id, Account.id > after)
    return list(session.scalars(wanted))


def own_profiles(session: Session, caller: Caller, after: UUID) -> list[Candidate]:
    """Return the caller's profile, and those made for others who have not taken them over."""
    made = sa.and_(Candidate.managed_by_id == caller.account_id, Candidate.account_id.is_(None))
    wanted = sa.select(Candidate).where(
        sa.or_(Candidate.account_id == caller.account_id, made), Candidate.id > after
    )
    return list(session.scalars(wanted.options(*WITH_ALL).order_by(Candidate.id).limit(PAGE)))


def own_evidence(session: Session, caller: Caller, after: UUID) -> list[EvidenceItem]:
    """Return the proofs that the caller handed in."""
    wanted = sa.select(EvidenceItem).where(
        EvidenceItem.candidate_id == caller.candidate_id, EvidenceItem.id > after
    )
    return list(session.scalars(wanted.order_by(EvidenceItem.id).limit(PAGE)))


def own_applications(session: Session, caller: Caller, after: UUID) -> list[Application]:
    """Return the caller's applications, roles and employers loaded."""
    wanted = sa.select(Application).where(
        Application.candidate_id == caller.candidate_id, Application.id > after
    )
    role = joinedload(Application.role, innerjoin=True).joinedload(Role.employer, innerjoin=True)
    return list(session.scalars(wanted.options(role).order_by(Application.id).limit(PAGE)))


def own_invitations(session: Session, caller: Caller, after: UUID) -> list[Invitation]:
    """Return the invitations to the caller, roles and employers loaded."""
    wanted = sa.select(Invitation).where(
        Invitation.candidate_id == caller.candidate_id, Invitation.id > after
    )
    role = joinedload(Invitation.role, innerjoin=True).joinedload(Role.employer, innerjoin=True)
    return list(session.scalars(wanted.options(role).order_by(Invitation.id).limit(PAGE)))


def own_views(session: Session, caller: Caller, after: UUID) -> list[CandidateView]:
    """Return who saw the caller's profile."""
    wanted = sa.select(CandidateView).where(
        CandidateView.candidate_id == caller.candidate_id, CandidateView.id > after
    )
    return list(session.scalars(wanted.order_by(CandidateView.id).limit(PAGE)))


def own_tokens(session: Session, caller: Caller, after: UUID) -> list[ApiToken]:
    """Return the caller's tokens, revoked ones too."""
    wanted = sa.select(ApiToken).where(
        ApiToken.account_id == caller.account_id, ApiToken.id > after
    )
    return list(session.scalars(wanted.order_by(ApiToken.id).limit(PAGE)))


def own_searches(session: Session, caller: Caller, after: UUID) -> list[SavedSearch]:
    """Return the caller's saved searches."""
    wanted = sa.select(SavedSearch).where(
        SavedSearch.account_id == caller.account_id, SavedSearch.id > after
    )
    return list(session.scalars(wanted.order_by(SavedSearch.id).limit(PAGE)))


def own_watches(session: Session, caller: Caller, after: UUID) -> list[RoleWatch]:
    """Return how the caller watches roles as a member of their employers."""
    wanted = sa.select(RoleWatch).where(
        RoleWatch.account_id == caller.account_id, RoleWatch.id > after
    )
    return list(session.scalars(wanted.order_by(RoleWatch.id).limit(PAGE)))


def own_documents(session: Session, caller: Caller, after: UUID) -> Sequence[Any]:
    """Return what is kept of the documents that the caller handed in, without their contents."""
    wanted = (
        sa.select(
            EvidenceFile.evidence_id.label("id"),
            EvidenceFile.name,
            EvidenceFile.media_type,
            EvidenceFile.size,
        )
        .join(EvidenceItem, EvidenceItem.id == EvidenceFile.evidence_id)
        .where(EvidenceItem.candidate_id == caller.candidate_id, EvidenceItem.id > after)
    )
    return session.execute(wanted.order_by(EvidenceItem.id).limit(PAGE)).all()


def own_reviews(session: Session, caller: Caller, after: UUID) -> list[ReviewRequest]:
    """Return the caller's requests that a person look again."""
    wanted = sa.select(ReviewRequest).where(
        ReviewRequest.candidate_id == caller.candidate_id, ReviewRequest.id > after
    )
    return list(session.scalars(wanted.order_by(ReviewRequest.id).limit(PAGE)))


def own_marks(session: Session, caller: Caller, after: UUID) -> Sequence[Any]:
    """Return the roles that the caller saved or hid."""
    wanted = sa.select(RoleMark.role_id.label("id"), RoleMark.kind, RoleMark.created_at).where(
        RoleMark.account_id == caller.account_id, RoleMark.role_id > after
    )
    return session.execute(wanted.order_by(RoleMark.role_id).limit(PAGE)).all()


def own_drafts(session: Session, caller: Caller, after: UUID) -> list[ProfileDraft]:
    """Return what the caller typed into the profile's form and has not kept: one page of it."""
    del after
    wanted = sa.select(ProfileDraft).where(ProfileDraft.candidate_id == caller.candidate_id)
    return list(session.scalars(wanted.order_by(ProfileDraft.step)))


def own_proposals(session: Session, caller: Caller, after: UUID) -> list[ProfileProposal]:
    """Return what a file proposed to the caller's profile: one at most."""
    del after
    wanted = sa.select(ProfileProposal).where(ProfileProposal.candidate_id == caller.candidate_id)
    return list(session.scalars(wanted))


def own_settings(session: Session, caller: Caller, after: UUID) -> list[NotificationSetting]:
    """Return which mails the caller does not want."""
    del after
    wanted = sa.select(NotificationSetting).where(
        NotificationSetting.account_id == caller.account_id
    )
    return list(session.scalars(wanted))
