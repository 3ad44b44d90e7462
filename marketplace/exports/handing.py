"""That people were handed out in a file: who did it, of which role, how many."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.events import record
from marketplace.permissions import Caller


def note_export(session: Session, caller: Caller, role_id: UUID, *, what: str, count: int) -> None:
    """Write an export of a role's people into the audit trail.

    Args:
        what: which of its tables.
    """
    detail = {"role_id": str(role_id), "what": what, "count": count}
    event = "candidates.exported"
    record(session, caller, event, subject_id=role_id, detail=detail, notify=False)
    session.flush()
