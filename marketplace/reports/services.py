"""Use cases of reports."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.errors import NotFound
from marketplace.events import record
from marketplace.permissions import Caller
from models import Report, Role


def report_role(
    session: Session, caller: Caller, *, role_id: UUID, reason: str, detail: str | None
) -> Report:
    """Put a report of a role that was published into the operator's queue.

    Raises:
        NotFound: no such role, or one that the public has never seen.
    """
    role = session.get(Role, role_id, with_for_update={"read": True})
    if role is None or not role.was_published:
        raise NotFound
    report = Report(role_id=role.id, account_id=caller.account_id, reason=reason, detail=detail)
    session.add(report)
    session.flush()
    facts = {"report_id": str(report.id), "reason": reason}
    record(session, caller, "role.reported", subject_id=role.id, detail=facts, notify=False)
    session.flush()
    return report
