"""Move several applications of a role by one act, and take the act back while it is fresh."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, contains_eager
from uuid_utils.compat import uuid7

from marketplace.applications.moves import move_application
from marketplace.applications.services import REJECTION_OPEN, role_ids
from marketplace.errors import Conflict, Invalid, MarketplaceError, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.roles.services import own_role
from models import (
    Application,
    ApplicationMove,
    InvalidTransition,
    OutboxMessage,
    Role,
    Stage,
    now,
)
from models.application import TRANSITIONS

MOST = 500  # applications that one act moves
STAGES = tuple(Stage)
REJECTED = Stage.REJECTED

Seen = Stage | None  # where the caller saw an application, if known
Words = str | Mapping[UUID, str] | None


class Moved(Protocol):
    """A move, as far as it says whether it can be undone."""

    @property
    def moved_at(self) -> datetime:
        """Return when it was made."""

    @property
    def from_stage(self) -> Stage | None:
        """Return from where; null: it is the application itself."""

    @property
    def to_stage(self) -> Stage:
        """Return whither."""

    @property
    def message_due_at(self) -> datetime | None:
        """Return when the message of a rejection leaves."""


@dataclass(slots=True)
class Outcome:
    """What became of each application of an act."""

    batch_id: UUID = field(default_factory=uuid7)
    moved: list[UUID] = field(default_factory=list)
    failures: dict[UUID, str] = field(default_factory=dict)  # application → why not


def move_many(
    session: Session,
    caller: Caller,
    role_id: UUID,
    seen: Mapping[UUID, Seen],
    *,
    to: Stage,
    reason: str | None = None,
    message: Words = None,
) -> Outcome:
    """Move applications of a role; those that cannot go are named, the others go.

    Args:
        seen: the applications, each with the stage in which the caller saw it, if known.
        message: to all of them, or to each its own.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow it.
        Invalid: too many at once, or a rejection that says nothing.
    """
    own_role(session, caller, role_id, "move applications")
    if len(seen) > MOST:
        raise Invalid.at("#/applications", Message("At most {max} at once.", max=MOST))
    if to is Stage.REJECTED and not (reason and message):
        lacking = {"reason": reason, "message": message}
        raise Invalid(
            Message("A rejection needs a reason and a message."),
            [
                {"pointer": f"#/{name}", "detail": Message("A rejection needs it.")}
                for name, text in lacking.items()
                if not text
            ],
        )
    outcome = Outcome()

    def move(application: Application) -> None:
        known = seen[application.id]
        if known is not None and known is not application.stage:
            told = Message(
                "Somebody moved it meanwhile; now it is at: {stage}.", stage=application.stage
            )
            raise Conflict(told)
        move_application(
            session,
            caller,
            application,
            to=to,
            reason=reason,
            message=message[application.id] if isinstance(message, Mapping) else message,
            batch_id=outcome.batch_id,
        )

    return _each(session, role_id, seen, move, outcome)


def take_back(session: Session, caller: Caller, role_id: UUID, batch_id: UUID) -> Outcome:
    """Take an act back: what it moved returns, where nobody has moved it since.

    Raises:
        NotFound: no such act on this role, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    own_role(session, caller, role_id, "move applications")
    moves = moves_of_batch(session, role_id, batch_id)
    if not moves:
        raise NotFound
    outcome, by_application = Outcome(), {move.application_id: move for move in moves}

    def undo(application: Application) -> None:
        _undo(session, caller, application, by_application[application.id], outcome.batch_id)

    return _each(session, role_id, by_application, undo, outcome)


def delay_messages(session: Session, role_id: UUID, batch_id: UUID, delay: timedelta) -> None:
    """Let the messages of the rejections of one act leave, and be taken back, later.

    Args:
        delay: after the act; no less than any rejection can be taken back for.
    """
    for move in moves_of_batch(session, role_id, batch_id):
        move.message_due_at = move.moved_at + max(delay, REJECTION_OPEN)
        session.execute(
            sa.update(OutboxMessage)
            .where(OutboxMessage.id == move.id)
            .values(due_at=move.message_due_at)
        )
    session.flush()


def moves_of_batch(session: Session, role_id: UUID, batch_id: UUID) -> Sequence[ApplicationMove]:
    """Return what one act moved."""
    return session.scalars(
        sa.select(ApplicationMove)
        .join(Application, Application.id == ApplicationMove.application_id)
        .where(ApplicationMove.batch_id == batch_id, Application.role_id == role_id)
        .order_by(ApplicationMove.id)
    ).all()


def act_open_until(session: Session, role_id: UUID, batch_id: UUID) -> datetime | None:
    """Return until when an act may be taken back; None where it cannot be, or where it was."""
    moves = moves_of_batch(session, role_id, batch_id)
    if not moves or not all(may_be_taken_back(move) for move in moves):
        return None
    later = aliased(ApplicationMove)
    moved_on = sa.exists().where(
        later.application_id == ApplicationMove.application_id, later.id > ApplicationMove.id
    )
    standing = sa.select(ApplicationMove.id).where(ApplicationMove.batch_id == batch_id, ~moved_on)
    if session.scalars(standing.limit(1)).first() is None:
        return None
    return min(open_until(move) for move in moves)


def onward_from(stage: Stage) -> tuple[str, ...]:
    """Return where members may move an application that is at a stage."""
    return tuple(str(to) for to in TRANSITIONS[stage] if to is not Stage.WITHDRAWN)


def open_until(move: Moved) -> datetime:
    """Return until when a move may be taken back: a rejection as long as its message waits."""
    return move.message_due_at or move.moved_at + REJECTION_OPEN


def may_be_taken_back(move: Moved) -> bool:
    """Whether a member's move is fresh enough to be undone; a withdrawal never is."""
    fresh = now() < open_until(move)
    origin = move.from_stage not in (None, Stage.REJECTED)
    return fresh and origin and move.to_stage is not Stage.WITHDRAWN


def _undo(
    session: Session,
    caller: Caller,
    application: Application,
    move: ApplicationMove,
    batch_id: UUID,
) -> None:
    """Return an application to where a move took it from."""
    last = session.scalars(
        sa.select(ApplicationMove.id)
        .where(ApplicationMove.application_id == application.id)
        .order_by(ApplicationMove.moved_at.desc(), ApplicationMove.id.desc())
        .limit(1)
    ).one()
    if last != move.id:
        told = Message("It was moved again since; now it is at: {stage}.", stage=application.stage)
        raise Conflict(told)
    if move.from_stage is None or not may_be_taken_back(move):
        raise Conflict(Message("It is too late to take this back."))
    if application.stage is Stage.REJECTED:
        origin = str(move.from_stage)
        move_application(
            session, caller, application, to=origin, reason=None, message=None, batch_id=batch_id
        )
        return
    application.stage = move.from_stage
    session.add(
        ApplicationMove(
            application_id=application.id,
            account_id=caller.account_id,
            from_stage=move.to_stage,
            to_stage=move.from_stage,
            batch_id=batch_id,
        )
    )
    stages = {"from": str(move.to_stage), "to": str(move.from_stage)}
    detail = {**role_ids(application.role), **stages}
    event = "application.stage_changed"
    record(session, caller, event, subject_id=application.id, detail=detail)
    session.flush()


def _each(
    session: Session,
    role_id: UUID,
    ids: Iterable[UUID],
    act: Callable[[Application], None],
    outcome: Outcome,
) -> Outcome:
    """Act on each application under a lock, in one order for everybody; note who refuses."""
    wanted = list(ids)
    found = session.scalars(
        sa.select(Application)
        .join(Application.role)
        .options(contains_eager(Application.role).joinedload(Role.employer, innerjoin=True))
        .where(Application.id.in_(wanted), Application.role_id == role_id)
        .order_by(Application.id)
        .with_for_update(of=Application)
        .execution_options(populate_existing=True)
    ).all()
    for application in found:
        try:
            act(application)
        except MarketplaceError as refusal:
            outcome.failures[application.id] = refusal.detail
        except InvalidTransition as refusal:
            told = Message("{current} cannot become {wanted}.", **vars(refusal))
            outcome.failures[application.id] = told
        else:
            outcome.moved.append(application.id)
    for lost in set(wanted) - {application.id for application in found}:
        outcome.failures[lost] = NotFound().detail
    return outcome
