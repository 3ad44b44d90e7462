"""Use cases of reported roles: settle a report, take a role down, tell who applied."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.accounts.letters import public_url
from marketplace.errors import Conflict, NotFound
from marketplace.events import announce, record, role_changed
from marketplace.messages import Message
from marketplace.notifications.mailing import write_mail
from marketplace.notifications.services import tell_account
from marketplace.permissions import Caller
from models import (
    Application,
    Candidate,
    MemberPart,
    Membership,
    Report,
    ReportStatus,
    Role,
    RoleStatus,
    Stage,
)

OVER = (Stage.HIRED, Stage.REJECTED, Stage.WITHDRAWN)


def settle_report(
    session: Session, caller: Caller, report_id: UUID, *, outcome: str, takes_down: bool
) -> Report:
    """Close a report.

    Args:
        outcome: ``resolved`` or ``dismissed``.
        takes_down: whether the role is closed too, and its applicants are told.

    Raises:
        NotFound: no such report.
        Conflict: it was settled already, or is dismissed and would take the role down.
    """
    report = session.get(Report, report_id, with_for_update=True)
    if report is None:
        raise NotFound
    if report.status is not ReportStatus.OPEN:
        raise Conflict(Message("The report was settled already."))
    if takes_down and outcome == ReportStatus.DISMISSED:
        raise Conflict(Message("A dismissed report takes no role down."))
    report.status = ReportStatus(outcome)
    facts = {"report_id": str(report.id), "status": outcome}
    record(session, caller, "report.settled", subject_id=report.role_id, detail=facts, notify=False)
    if takes_down:
        _take_down_reported(session, caller, report)
    session.flush()
    return report


def _take_down_reported(session: Session, caller: Caller, report: Report) -> None:
    role = session.get_one(Role, report.role_id)
    told = Message(
        "The operator removed the role “{role}” after a report. Pay nobody who asks"
        " you for money, and send no papers to this employer.",
        role=role.title,
    )
    take_down(session, caller, role.id, reason=report.reason, told=told)


def take_down(
    session: Session,
    caller: Caller,
    role_id: UUID,
    *,
    reason: str,
    told: Message,
    details: Sequence[str] = (),
) -> None:
    """Close a role for good; tell its owners, and everyone whose application to it still runs.

    Args:
        reason: in the trail.
        told: to the applicants.
        details: what was wrong, for the owners.
    """
    role = session.get_one(Role, role_id, with_for_update=True)
    if not role.has_ended:
        role.move_to(RoleStatus.CLOSED)
        facts = {"employer_id": str(role.employer_id), "status": str(role.status)}
        record(
            session,
            caller,
            "role.taken_down",
            subject_id=role.id,
            detail=facts | {"reason": reason},
            notify=False,
        )
        announce(session, "role.closed", role.id, facts)
        role_changed(session, role.id)
        session.flush()
        _tell_owners(session, role, details)
    for account_id in session.scalars(_applicants(role.id)):
        tell_account(
            session,
            account_id,
            topic="applications",
            subject=Message("A role was removed: {role}", role=role.title),
            parts=[told],
            path="/me/applications",
        )


def _tell_owners(session: Session, role: Role, details: Sequence[str]) -> None:
    """Tell the owners of a role's employer that it is gone, whatever mails they want."""
    owners = sa.select(Membership.email).where(
        Membership.employer_id == role.employer_id,
        Membership.part == MemberPart.OWNER,
        Membership.account_id.is_not(None),
    )
    for address in session.scalars(owners.order_by(Membership.id)):
        write_mail(
            session,
            to=address,
            subject=Message("Your role was removed: {role}", role=role.title),
            parts=[
                Message(
                    "The operator removed your role “{role}”, and told those whose applications"
                    " still run. It is closed for good. If you think that this is wrong, write to"
                    " the operator.",
                    role=role.title,
                ),
                *details,
                f"{public_url()}/contact",
            ],
        )


def _applicants(role_id: UUID) -> sa.Select[UUID | None]:
    return (
        sa.select(Candidate.account_id)
        .join(Application, Application.candidate_id == Candidate.id)
        .where(
            Application.role_id == role_id,
            Application.stage.not_in(OVER),
            Candidate.account_id.is_not(None),
        )
        .order_by(Application.id)
    )
