"""Move an application from stage to stage; a rejection can be taken back for a while."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.applications.services import (
    REJECTION_OPEN,
    is_own,
    role_ids,
    visible_application,
)
from marketplace.errors import NotAllowed
from marketplace.events import record
from marketplace.messages import Message
from marketplace.notifications.services import tell_account
from marketplace.permissions import Caller
from models import (
    Application,
    ApplicationMove,
    Candidate,
    InvalidTransition,
    OutboxMessage,
    Stage,
    now,
)
from models.application import TRANSITIONS

_MOVES = (
    sa.select(ApplicationMove)
    .where(ApplicationMove.application_id == sa.bindparam("application_id"))
    .order_by(ApplicationMove.moved_at, ApplicationMove.id)
)


def movable_application(session: Session, caller: Caller, application_id: UUID) -> Application:
    """Return an application that the caller may move, locked until the commit.

    Raises:
        NotFound: no such application, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    application = visible_application(session, caller, application_id, lock=True)
    if not is_own(caller, application):
        caller.require("move applications", application.role.employer_id)
    return application


def move_application(
    session: Session,
    caller: Caller,
    application: Application,
    *,
    to: str,
    reason: str | None,
    message: str | None,
    batch_id: UUID | None = None,
) -> Application:
    """Move a locked application: the candidate may withdraw, members do everything else.

    Args:
        batch_id: of the act that moves several at once.

    Raises:
        NotAllowed: the move is the other side's.
        InvalidTransition: the stages have no such move, or a rejection stands for good.
    """
    stage, before = Stage(to), application.stage
    _check_side(caller, application, stage)
    _change_stage(session, caller, application, stage)
    moved_at = now()
    move = ApplicationMove(
        application_id=application.id,
        account_id=caller.account_id,
        from_stage=before,
        to_stage=stage,
        reason=reason,
        message=message,
        moved_at=moved_at,
        message_due_at=moved_at + REJECTION_OPEN if stage is Stage.REJECTED else None,
        batch_id=batch_id,
    )
    session.add(move)
    session.flush()
    if stage is Stage.REJECTED:
        _announce_rejection(session, application, move)
    event = "withdrawn" if stage is Stage.WITHDRAWN else "stage_changed"
    detail = {**role_ids(application.role), "from": str(before), "to": str(stage)}
    record(session, caller, f"application.{event}", subject_id=application.id, detail=detail)
    session.flush()
    return application


def moves_of(session: Session, application_id: UUID) -> Sequence[ApplicationMove]:
    """Return an application's moves, in the order in which they were made."""
    return session.scalars(_MOVES, {"application_id": application_id}).all()


def _check_side(caller: Caller, application: Application, stage: Stage) -> None:
    """Keep each side to its own moves."""
    if is_own(caller, application) and stage is not Stage.WITHDRAWN:
        raise NotAllowed(
            Message("A candidate may withdraw an application; all other moves are not yours.")
        )
    if not is_own(caller, application) and stage is Stage.WITHDRAWN:
        raise NotAllowed(
            Message("Only the candidate may withdraw an application; you may reject it.")
        )


def _change_stage(session: Session, caller: Caller, application: Application, stage: Stage) -> None:
    """Move on, or undo a rejection whose message has not left yet."""
    last = moves_of(session, application.id)[-1]
    legal = _legal_stages(caller, application, last)
    if stage not in legal:
        raise InvalidTransition(application.stage, stage, legal)
    if application.stage is not Stage.REJECTED:
        application.move_to(stage)
        return
    session.execute(sa.delete(OutboxMessage).where(OutboxMessage.id == last.id))
    application.stage = stage


def _legal_stages(
    caller: Caller, application: Application, last: ApplicationMove
) -> tuple[Stage, ...]:
    """Return where the caller's side may move an application whose last move is given."""
    owns = is_own(caller, application)
    if application.stage is not Stage.REJECTED:
        onward = TRANSITIONS[application.stage]
        return tuple(stage for stage in onward if (stage is Stage.WITHDRAWN) is owns)
    is_open = last.message_due_at is not None and now() < last.message_due_at
    if not is_open or last.from_stage is None:
        return ()
    if owns:
        return (Stage.WITHDRAWN,) if is_told_later(last) else ()
    return (last.from_stage,)


def is_told_later(move: ApplicationMove) -> bool:
    """Whether a rejection is told later than it has to be: its candidate stands as before."""
    return move.message_due_at is not None and move.message_due_at > move.moved_at + REJECTION_OPEN


def _announce_rejection(
    session: Session, application: Application, rejection: ApplicationMove
) -> None:
    """Have the candidate told by e-mail, once the rejection can no longer be taken back."""
    account_id = session.scalar(
        sa.select(Candidate.account_id).where(Candidate.id == application.candidate_id)
    )
    role = application.role
    tell_account(
        session,
        account_id,
        topic="applications",
        subject=Message("Your application for {role}", role=role.title),
        parts=[rejection.message or "", role.employer.name],
        path=f"/me/applications/{application.id}",
        due_at=rejection.message_due_at,
        message_id=rejection.id,
    )
