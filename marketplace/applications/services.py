"""Use cases of applications."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from marketplace.applications.answers import answered
from marketplace.applications.flags import flags_as_shown
from marketplace.candidates.services import own_candidate
from marketplace.errors import Conflict, Gone, NotAllowed, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.roles.services import visible_role
from models import Application, ApplicationMove, Role, RoleStatus, Stage, VerificationStatus, now

REJECTION_OPEN = timedelta(minutes=10)  # until then it can be taken back and nobody is told

_OWN_ID = sa.select(Application.id).where(
    Application.role_id == sa.bindparam("role_id"),
    Application.candidate_id == sa.bindparam("candidate_id"),
)
_APPLIED = sa.select(Application.role_id).where(
    Application.candidate_id == sa.bindparam("candidate_id"),
    Application.role_id.in_(sa.bindparam("role_ids", expanding=True)),
)


def apply(
    session: Session,
    caller: Caller,
    *,
    role_id: UUID,
    message: str | None,
    answers: Mapping[str, str],
    day: date,
) -> Application:
    """Apply for an open role, with the flags kept as they are shown that day.

    Args:
        answers: to the role's questions, by their ids.

    Raises:
        NotAllowed: the caller has no profile.
        NotFound: there is no such role for the caller.
        Conflict: the role takes no applications, or has one of the caller's.
        Invalid: what the role asks is not answered, or not so.
    """
    if caller.candidate_id is None:
        raise NotAllowed(Message("Only a candidate may apply; make your profile first."))
    candidate = own_candidate(session, caller, caller.candidate_id, lock=True)
    role = open_role(session, caller, role_id, day=day)
    application = Application(
        role=role,
        candidate_id=candidate.id,
        message=message,
        answers=answered(role, answers),
        stage=Stage.APPLIED,
        flags=flags_as_shown(candidate, role, day=day),
    )
    try:
        with session.begin_nested():  # the page that says so still reads
            session.add(application)
            session.flush()
    except IntegrityError:
        raise Conflict(Message("You have applied for this role already.")) from None
    session.add(
        ApplicationMove(
            application_id=application.id, account_id=caller.account_id, to_stage=Stage.APPLIED
        )
    )
    record(session, caller, "application.created", subject_id=application.id, detail=role_ids(role))
    session.flush()
    return application


def open_role(session: Session, caller: Caller, role_id: UUID, *, day: date) -> Role:
    """Return a role that takes candidates now, kept from closing until the commit.

    Raises:
        NotFound: there is no such role for the caller.
        Conflict: it is not open.
    """
    session.execute(sa.select(Role.id).where(Role.id == role_id).with_for_update(read=True))
    try:
        role = visible_role(session, caller, role_id)
    except Gone as ended:
        raise Conflict(
            Message("The role takes no candidates any more: {detail}", detail=ended.detail)
        ) from None
    if role.status is not RoleStatus.OPEN:
        raise Conflict(
            Message("The role takes no candidates: it is {status}, not open.", status=role.status)
        )
    if role.valid_through is not None and role.valid_through < day:
        raise Conflict(
            Message(
                "The role takes no candidates: it ended on {valid_through}.",
                valid_through=role.valid_through,
            )
        )
    if role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise Conflict(
            Message("The role takes no candidates: its employer is not verified just now.")
        )
    return role


def role_ids(role: Role) -> dict[str, str]:
    """Return what an event says of a role."""
    return {"role_id": str(role.id), "employer_id": str(role.employer_id)}


def list_applications(
    session: Session,
    caller: Caller,
    *,
    filters: Mapping[str, Any],
    limit: int,
    after: Sequence[str] | None,
) -> tuple[Sequence[Application], int]:
    """Return up to ``limit + 1`` applications that the caller may see, newest first; and how many.

    Args:
        filters: ``role_id`` and ``stage``; null asks for all.
    """
    wanted = _visible(caller)
    if filters["role_id"] is not None:
        wanted = wanted.where(Application.role_id == filters["role_id"])
    if filters["stage"] is not None:
        wanted = wanted.where(_told_at(caller, Stage(filters["stage"])))
    total = session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    if after:
        wanted = wanted.where(Application.id < UUID(after[0]))
    rows = session.scalars(
        _with_role(wanted).order_by(Application.id.desc()).limit(limit + 1)
    ).all()
    return rows, total


def _told_at(caller: Caller, stage: Stage) -> sa.ColumnElement[bool]:
    """Whether an application stands at a stage, as the caller is told.

    A candidate does not find as rejected what they are not told of for longer than any rejection
    can be taken back.
    """
    kept_back = (
        sa.select(ApplicationMove.id)
        .where(
            Application.candidate_id == caller.candidate_id,
            Application.stage == Stage.REJECTED,
            ApplicationMove.application_id == Application.id,
            ApplicationMove.message_due_at > now() + REJECTION_OPEN,
        )
        .correlate(Application)
    )
    as_before = kept_back.where(ApplicationMove.from_stage == stage).exists()
    if stage is Stage.REJECTED:
        return sa.and_(Application.stage == stage, ~kept_back.exists())
    return sa.or_(Application.stage == stage, as_before)


def visible_application(
    session: Session, caller: Caller, application_id: UUID, *, lock: bool = False
) -> Application:
    """Return an application with its role: the candidate's own, or one for a role of the caller's.

    Raises:
        NotFound: no such application, or a stranger's.
    """
    wanted = _with_role(_visible(caller).where(Application.id == application_id))
    if lock:
        wanted = wanted.with_for_update(of=Application)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def own_application_id(session: Session, caller: Caller, role_id: UUID) -> UUID | None:
    """Return the id of the caller's own application for a role, if they made one."""
    if caller.candidate_id is None:
        return None
    asked = {"role_id": role_id, "candidate_id": caller.candidate_id}
    return session.connection().execute(_OWN_ID, asked).scalar_one_or_none()


def applied_among(session: Session, caller: Caller, role_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return for which of some roles the caller has applied."""
    asked = {"candidate_id": caller.candidate_id, "role_ids": list(role_ids)}
    if caller.candidate_id is None or not asked["role_ids"]:
        return frozenset()
    return frozenset(session.connection().execute(_APPLIED, asked).scalars())


def is_own(caller: Caller, application: Application) -> bool:
    """Whether the caller is the candidate who applied."""
    return caller.candidate_id is not None and application.candidate_id == caller.candidate_id


def _visible(caller: Caller) -> sa.Select[Application]:
    """Return the caller's own applications, and those for roles of the caller's employers."""
    mine = Application.candidate_id == caller.candidate_id
    ours = Role.employer_id.in_(
        [id_ for id_ in caller.parts if caller.may("see applications", id_)]
    )
    return sa.select(Application).join(Application.role).where(sa.or_(mine, ours))


def _with_role(wanted: sa.Select[Application]) -> sa.Select[Application]:
    loaded = contains_eager(Application.role).joinedload(Role.employer, innerjoin=True)
    return wanted.options(loaded)
