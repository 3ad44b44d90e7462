"""Use cases of the operator's queues: employers, proofs and reports that wait for a decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from marketplace.candidates.services import view_candidate
from marketplace.errors import NotFound
from marketplace.evidence.documents import documents_of
from marketplace.permissions import Caller
from models import (
    Account,
    AuditEvent,
    Candidate,
    Employer,
    EvidenceFile,
    EvidenceItem,
    Membership,
    Report,
    ReportStatus,
    ReviewRequest,
    ReviewStatus,
    Role,
    VerificationStatus,
)

ON_A_PAGE = 20
TO_CHECK = (VerificationStatus.UNVERIFIED, VerificationStatus.PENDING)
ACTS = (  # on an employer, by its members alone
    "employer.created",
    "employer.updated",
    "employer.member_added",
    "employer.member_removed",
)
_CONFIRMED = (Account.confirmed_at.is_not(None),)
STATUS = "status"  # the section of a profile that has no entries


def count_waiting(session: Session, day: date) -> dict[str, int]:
    """Return how much waits in each queue, and how many reviews are overdue on a day."""
    asked = ReviewRequest.status == ReviewStatus.OPEN
    conditions = {
        "employers": Employer.verification_status.in_(TO_CHECK),
        "evidence": EvidenceItem.decided_at.is_(None),
        "reports": Report.status == ReportStatus.OPEN,
        "reviews": asked,
        "overdue": sa.and_(asked, ReviewRequest.due_on < day),
    }
    return {
        name: session.scalar(sa.select(sa.func.count()).where(condition)) or 0
        for name, condition in conditions.items()
    }


def list_employers(
    session: Session, *, status: str | None, after: UUID | None
) -> Sequence[Employer]:
    """Return a page of employers and one more, the longest waiting first.

    Args:
        status: of their verification; without it those that wait for a decision.
    """
    among = TO_CHECK if status is None else (VerificationStatus(status),)
    wanted = sa.select(Employer).where(Employer.verification_status.in_(among))
    return session.scalars(_from(wanted, Employer.id, after)).all()


def employer_facts(session: Session, employer: Employer) -> dict[str, Any]:
    """Return what helps to decide on an employer: domains, members and roles."""
    members, proved = _domains(session, employer)
    roles = session.execute(
        sa.select(Role.status, sa.func.count())
        .where(Role.employer_id == employer.id)
        .group_by(Role.status)
    )
    host = urlsplit(employer.website).hostname if employer.website else None
    return {
        "members": len(members),
        "proved": sorted(proved),
        "named": sorted(set(members) - proved),
        "host": host,
        "shares_domain": host is not None and any(_is_under(host, each) for each in proved),
        "roles": {str(status): count for status, count in roles},
    }


def _domains(session: Session, employer: Employer) -> tuple[Sequence[str], set[str]]:
    """Return the domain of each member's address, and those that are proved.

    An owner may name any address; it proves something where its account is confirmed and has
    acted for the employer by itself.
    """
    acted = sa.exists().where(
        AuditEvent.subject_id == employer.id,
        AuditEvent.actor_id == Membership.account_id,
        AuditEvent.type.in_(ACTS),
    )
    rows = session.execute(
        sa.select(Membership.email, Account.email, acted)
        .outerjoin(Account, sa.and_(Account.id == Membership.account_id, *_CONFIRMED))
        .where(Membership.employer_id == employer.id)
    ).all()
    proved = {_domain(confirmed) for _, confirmed, has_acted in rows if confirmed and has_acted}
    return [_domain(email) for email, *_ in rows], proved


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _is_under(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")


def list_evidence(
    session: Session, *, after: UUID | None
) -> tuple[Sequence[EvidenceItem], Mapping[UUID, EvidenceFile]]:
    """Return a page of undecided proofs and one more, the oldest first, and their documents."""
    wanted = sa.select(EvidenceItem).where(EvidenceItem.decided_at.is_(None))
    items = session.scalars(_from(wanted, EvidenceItem.id, after)).all()
    return items, documents_of(session, [item.id for item in items])


def open_case(session: Session, evidence_id: UUID) -> tuple[EvidenceItem, dict[str, Any]]:
    """Return a proof with the claim that it is for.

    Raises:
        NotFound: no such proof.
    """
    item = session.get(EvidenceItem, evidence_id)
    if item is None:
        raise NotFound
    found = sa.select(Candidate).where(Candidate.id == item.candidate_id)
    candidate = session.scalars(found.options(selectinload(Candidate.status))).one()
    return item, _claim(candidate, item)


def note_look(session: Session, caller: Caller, item: EvidenceItem) -> None:
    """Let the candidate see that somebody looked at a claim and its proof."""
    view_candidate(session, caller, item.candidate_id, None, "evidence")


def _claim(candidate: Candidate, item: EvidenceItem) -> dict[str, Any]:
    if item.section == STATUS:
        held = candidate.status
        names = ("visa", "visa_expires_on", "work_permit_employer", "work_permit_expires_on")
        return {name: getattr(held, name) for name in names if getattr(held, name, None)}
    entries = getattr(candidate, item.section)
    entry: dict[str, Any] = next(
        (each for each in entries if each.get("id") == str(item.claim_id)), {}
    )
    hidden = ("id", "evidence", "evidence_expires_on", "expires_on")
    return {name: value for name, value in entry.items() if value and name not in hidden}


def list_reports(
    session: Session, *, status: str, after: UUID | None
) -> Sequence[tuple[Report, Role]]:
    """Return a page of reports and one more, the oldest first, with role and employer."""
    wanted = sa.select(Report, Role).join(Role, Role.id == Report.role_id)
    loaded = wanted.join(Role.employer).options(contains_eager(Role.employer))
    of_status = loaded.where(Report.status == ReportStatus(status))
    rows = session.execute(_from(of_status, Report.id, after))
    return [(report, role) for report, role in rows]


def _from(wanted: Any, id_: Any, after: UUID | None) -> Any:  # noqa: ANN401 - any statement
    """Return a statement for the page that follows an id, with one row more."""
    later = wanted if after is None else wanted.where(id_ > after)
    return later.order_by(id_).limit(ON_A_PAGE + 1)
