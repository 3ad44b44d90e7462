"""What came of what Greenhouse was asked."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.services import view_candidate
from marketplace.greenhouse.answers import faults_in, link_in, user_in
from marketplace.greenhouse.failures import LOST, SHUT_OUT, failure_in
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.webhooks.leasing import asked_moment, moment_after
from marketplace.webhooks.requesting import Answer
from models import Candidate, GreenhouseAccount, GreenhousePush, PushStatus, Role

LOOK = "greenhouse"  # what candidates read in their access log
MOST_ATTEMPTS = 6  # about eight hours
NOT_ADMITTED = 401
TOO_MANY = 429


def settle_check(account: GreenhouseAccount, answer: Answer, ended: datetime) -> None:
    """Note whether the key and the user of an account are taken."""
    account.is_to_check, account.checked_at = False, ended
    account.failure = None if answer.failure is None else str(failure_in(answer))
    account.user_name = user_in(answer.body) if answer.failure is None else None


def settle_push(
    session: Session,
    push_id: UUID,
    account: GreenhouseAccount | None,
    answer: Answer,
    *,
    begun: datetime,
    ended: datetime,
) -> None:
    """Note what became of somebody who was sent.

    Args:
        begun: when this attempt began; a later one has its own answer.
    """
    push = _locked(session, push_id)
    if push is None or push.attempted_at != begun or push.status is PushStatus.SENT:
        return  # erased, or tried again meanwhile
    if answer.failure is None:
        if push.status is PushStatus.UNDER_WAY:  # else it was given up, and noted then
            note_left(session, push)
        push.finish(PushStatus.SENT, ended, profile_url=link_in(answer.body))
    elif may_try_again(answer) and push.attempts < MOST_ATTEMPTS:
        push.status, push.failure = PushStatus.WAITING, str(failure_in(answer))
        push.due_at = max(moment_after(push.attempts, ended), asked_moment(answer, ended) or ended)
    else:
        _fail(session, push, account, answer, ended)


def _fail(
    session: Session,
    push: GreenhousePush,
    account: GreenhouseAccount | None,
    answer: Answer,
    ended: datetime,
) -> None:
    if answer.status is None and push.status is PushStatus.UNDER_WAY:
        note_left(session, push)
    failure = failure_in(answer)
    push.finish(PushStatus.FAILED, ended, failure=failure, detail=faults_in(answer.body))
    if answer.status == NOT_ADMITTED and account is not None:
        shut_out(session, account, SHUT_OUT, ended)


def may_try_again(answer: Answer) -> bool:
    """Whether nobody can have arrived, and a later attempt may go better."""
    if answer.status is None:
        return not answer.was_sent
    return answer.status == TOO_MANY or answer.status >= 500


def shut_out(session: Session, account: GreenhouseAccount, because: Message, at: datetime) -> None:
    """Note that an account does not open: who waits is not sent with a key that is refused."""
    account.is_to_check, account.failure, account.checked_at = False, str(because), at
    account.user_name = None
    give_up_waiting(session, account.employer_id, because, at)


def give_up_waiting(session: Session, employer_id: UUID, because: Message, at: datetime) -> None:
    """Fail all who wait to be sent to an employer's Greenhouse."""
    session.execute(
        sa.update(GreenhousePush)
        .where(
            GreenhousePush.employer_id == employer_id,
            GreenhousePush.status == PushStatus.WAITING,
        )
        .values(status=PushStatus.FAILED, failure=str(because), finished_at=at)
    )


def give_up_lost(session: Session, employer_id: UUID, at: datetime) -> None:
    """Give up what was under way when its lease ended: a worker was killed, or was too slow."""
    lost = sa.select(GreenhousePush).where(
        GreenhousePush.employer_id == employer_id, GreenhousePush.status == PushStatus.UNDER_WAY
    )
    for push in session.scalars(lost).all():
        note_left(session, push)
        push.finish(PushStatus.FAILED, at, failure=LOST)


def note_left(session: Session, push: GreenhousePush) -> None:
    """Note for a candidate that the employer took their contact to Greenhouse, or may have."""
    who = Caller(account_id=push.account_id)
    view_candidate(session, who, push.candidate_id, push.role_id, LOOK)


def _locked(session: Session, push_id: UUID) -> GreenhousePush | None:
    """Return a push, locked after its candidate and role: who erases one takes them so too."""
    told = session.get(GreenhousePush, push_id)
    if told is None:
        return None
    for kind, id_ in ((Candidate, told.candidate_id), (Role, told.role_id)):
        held = sa.select(kind.id).where(kind.id == id_)
        session.execute(held.with_for_update(read=True, key_share=True))
    return session.get(GreenhousePush, push_id, with_for_update=True, populate_existing=True)
