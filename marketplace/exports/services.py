"""What is the caller's own, in pages by id: no more of it in memory than one page."""

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
    EvidenceItem,
    Invitation,
    Role,
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
