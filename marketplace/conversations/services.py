"""Use cases of conversations."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.accounts.letters import public_url
from marketplace.errors import Conflict, NotFound, TooMany
from marketplace.events import record
from marketplace.messages import Message
from marketplace.notifications.mailing import write_mail
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from models import (
    Account,
    Application,
    Candidate,
    ConversationMessage,
    Invitation,
    InvitationStatus,
    Role,
    Stage,
    now,
)

VEILED = Message("Blind review withholds the contact: shortlist or unblind first.")
NOT_RELEASED = Message("The contact is released by an application or an accepted invitation.")
DAILY = 200  # messages that one employer, or one candidate, may send
SHOWN = 200  # the newest of a conversation
_NEWEST = (
    sa.select(ConversationMessage)
    .where(
        ConversationMessage.role_id == sa.bindparam("role_id"),
        ConversationMessage.candidate_id == sa.bindparam("candidate_id"),
    )
    .order_by(ConversationMessage.id.desc())
    .limit(SHOWN)
)


def write_to_candidate(
    session: Session, caller: Caller, person: Reviewed, *, text: str
) -> ConversationMessage:
    """Write to a candidate who released the contact; they are told by e-mail.

    Raises:
        Conflict: the contact is not released, or withheld by blind review.
        TooMany: the employer has sent its messages of the day.
    """
    require_contact(person)
    _check_rate(session, Role.employer_id == person.role.employer_id, by_candidate=False)
    message = _add(session, caller, person.role, person.candidate.id, text, by_candidate=False)
    address = address_of(session, person.candidate.id)
    if address is not None:
        employer = person.role.employer.name
        write_mail(
            session,
            to=address,
            subject=Message("{employer} wrote to you", employer=employer),
            parts=[
                Message("About the role {role}:", role=person.role.title),
                text,
                Message("Answer at {url}", url=f"{public_url()}/me/conversations/{person.role.id}"),
            ],
        )
    session.flush()
    return message


def write_to_employer(
    session: Session, caller: Caller, role_id: UUID, *, text: str
) -> ConversationMessage:
    """Answer as the candidate, about a role; the member who wrote last is told by e-mail.

    Raises:
        NotFound: the caller neither applied for the role nor accepted an invitation to it.
        TooMany: the candidate has sent their messages of the day.
    """
    role, candidate_id = role_in_touch(session, caller, role_id)
    _check_rate(session, ConversationMessage.candidate_id == candidate_id, by_candidate=True)
    message = _add(session, caller, role, candidate_id, text, by_candidate=True)
    for address in _last_writer(session, role.id, candidate_id):
        write_mail(
            session,
            to=address,
            subject=Message("A candidate for {role} wrote to you", role=role.title),
            # Their words stay with us.
            parts=[Message("Read and answer at {url}", url=f"{public_url()}/employer")],
        )
    session.flush()
    return message


def role_in_touch(session: Session, caller: Caller, role_id: UUID) -> tuple[Role, UUID]:
    """Return a role whose employer has the caller's contact, and who the caller is.

    Raises:
        NotFound: the caller neither applied for the role nor accepted an invitation to it.
    """
    role = _role_met(session, caller, role_id)
    if role is None or caller.candidate_id is None:
        raise NotFound
    return role, caller.candidate_id


def _role_met(session: Session, caller: Caller, role_id: UUID) -> Role | None:
    """Return a role whose employer has the caller's contact."""
    applied = sa.exists().where(
        Application.role_id == role_id,
        Application.candidate_id == caller.candidate_id,
        Application.stage != Stage.WITHDRAWN,
    )
    accepted = sa.exists().where(
        Invitation.role_id == role_id,
        Invitation.candidate_id == caller.candidate_id,
        Invitation.status == InvitationStatus.ACCEPTED,
    )
    wanted = sa.select(Role).options(joinedload(Role.employer, innerjoin=True))
    return session.scalar(wanted.where(Role.id == role_id, sa.or_(applied, accepted)))


def conversation_of(
    session: Session, role_id: UUID, candidate_id: UUID
) -> Sequence[ConversationMessage]:
    """Return the newest messages of a conversation, oldest first; who may read is asked before."""
    between = {"role_id": role_id, "candidate_id": candidate_id}
    return session.scalars(_NEWEST, between).all()[::-1]


def require_contact(person: Reviewed) -> None:
    """Refuse to reach a candidate whose contact is not released to these members.

    Raises:
        Conflict: it is not.
    """
    because = contact_withheld(person)
    if because is not None:
        raise Conflict(because)


def contact_withheld(person: Reviewed) -> Message | None:
    """Return why a candidate's contact is not these members' to use, if it is not."""
    if person.is_veiled:
        return VEILED
    return None if person.has_released else NOT_RELEASED


def address_of(session: Session, candidate_id: UUID) -> str | None:
    """Return where a candidate with an account is reached."""
    return session.scalar(
        sa.select(Account.email)
        .join(Candidate, Candidate.account_id == Account.id)
        .where(Candidate.id == candidate_id)
    )


def _last_writer(session: Session, role_id: UUID, candidate_id: UUID) -> Sequence[str]:
    """Return the address of the member who wrote last, if any did."""
    return session.scalars(
        sa.select(Account.email)
        .join(ConversationMessage, ConversationMessage.account_id == Account.id)
        .where(
            ConversationMessage.role_id == role_id,
            ConversationMessage.candidate_id == candidate_id,
            ConversationMessage.by_candidate.is_(False),
        )
        .order_by(ConversationMessage.id.desc())
        .limit(1)
    ).all()


def _add(
    session: Session,
    caller: Caller,
    role: Role,
    candidate_id: UUID,
    text: str,
    *,
    by_candidate: bool,
) -> ConversationMessage:
    message = ConversationMessage(
        role_id=role.id,
        candidate_id=candidate_id,
        account_id=caller.account_id,
        by_candidate=by_candidate,
        text=text,
    )
    session.add(message)
    session.flush()
    detail = {"role_id": str(role.id), "employer_id": str(role.employer_id)}
    record(session, caller, "message.sent", subject_id=message.id, detail=detail, notify=False)
    return message


def _check_rate(session: Session, whose: sa.ColumnElement[bool], *, by_candidate: bool) -> None:
    """Refuse more messages than one side may send in a day."""
    sent = session.scalar(
        sa.select(sa.func.count())
        .select_from(ConversationMessage)
        .join(Role, Role.id == ConversationMessage.role_id)
        .where(
            whose,
            ConversationMessage.by_candidate.is_(by_candidate),
            ConversationMessage.sent_at > now() - timedelta(days=1),
        )
    )
    if sent is not None and sent >= DAILY:
        told = Message("At most {max} messages in 24 hours; try again later.", max=DAILY)
        raise TooMany(told)
