"""What a receiver is told of an event: ids and codes, and nothing of what it may not read."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.codes import code_of
from marketplace.candidates.services import reader_of
from marketplace.employers.domains import hiding_keys
from models import Application, Candidate, Invitation, Membership, Role, Webhook, WebhookDelivery

Told = Mapping[str, Any]
_OF_FLAGS = ("candidate_id", "role_id", "flag", "from", "to", "policy", "version")


def body_of(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, *, secret: str
) -> bytes | None:
    """Return the body to send now, or None where the receiver may not hear of it any more.

    Args:
        secret: behind the codes of candidates.
    """
    noun = delivery.type.partition(".")[0]
    told = _TELLERS[noun](session, webhook, delivery, secret)
    if told is None:
        return None
    return written(delivery.type, delivery.happened_at, told)


def written(event_type: str, happened_at: datetime, told: Told) -> bytes:
    """Return a body as Standard Webhooks 1.0.0 has it."""
    moment = happened_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return orjson.dumps({"type": event_type, "timestamp": moment, "data": told})


def employer_of(event_type: str, payload: Told) -> UUID | None:
    """Return the employer whose event it is, where it is one's."""
    if event_type.startswith("employer."):
        return UUID(payload["subject_id"])
    told = payload.get("employer_id")
    return None if told is None else UUID(told)


def _of_employer(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    del secret
    if not _may_hear(session, webhook, UUID(delivery.payload["subject_id"])):
        return None
    return {"employer_id": delivery.payload["subject_id"], "status": delivery.payload["status"]}


def _of_role(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    del secret
    payload = delivery.payload
    if not _may_hear(session, webhook, UUID(payload["employer_id"])):
        return None
    told = {name: payload[name] for name in ("employer_id", "status")}
    return {"role_id": payload["subject_id"], **told}


def _of_meeting(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    """Tell of an application or an invitation; the candidate by the employer's code alone."""
    payload = delivery.payload
    employer_id = UUID(payload["employer_id"])
    met = Application if delivery.type.startswith("application.") else Invitation
    found = session.execute(
        sa.select(Candidate, Role)
        .join(met, met.candidate_id == Candidate.id)
        .join(Role, Role.id == met.role_id)
        .where(met.id == UUID(payload["subject_id"]))
        .options(joinedload(Role.employer, innerjoin=True))
    ).one_or_none()
    if found is None or not _may_hear(session, webhook, employer_id):
        return None
    candidate, role = found
    if not hiding_keys(session, role.employer).isdisjoint(candidate.hidden_keys):
        return None
    return {
        f"{met.__tablename__}_id": payload["subject_id"],
        "role_id": payload["role_id"],
        "employer_id": payload["employer_id"],
        "candidate_code": code_of(candidate.number, employer_id, secret),
        **{name: payload[name] for name in ("from", "to") if name in payload},
    }


def _of_candidate(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    del secret
    candidate_id = delivery.payload["subject_id"]
    if delivery.type != "candidate.erased" and not _may_read(session, webhook, candidate_id):
        return None
    return {"candidate_id": candidate_id}


def _of_flag(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    del secret
    payload = delivery.payload
    if not _may_read(session, webhook, payload["candidate_id"]):
        return None
    return {"application_id": payload["subject_id"], **{name: payload[name] for name in _OF_FLAGS}}


def _of_test(
    session: Session, webhook: Webhook, delivery: WebhookDelivery, secret: str
) -> Told | None:
    del session, delivery, secret
    return {"webhook_id": str(webhook.id)}


_TELLERS: Mapping[str, Callable[[Session, Webhook, WebhookDelivery, str], Told | None]] = (
    MappingProxyType(
        {
            "employer": _of_employer,
            "role": _of_role,
            "application": _of_meeting,
            "invitation": _of_meeting,
            "candidate": _of_candidate,
            "match": _of_flag,
            "webhook": _of_test,
        }
    )
)


def _may_hear(session: Session, webhook: Webhook, employer_id: UUID) -> bool:
    """Whether a webhook is the employer's, or of one of its members, as they are now."""
    if webhook.employer_id is not None:
        return webhook.employer_id == employer_id
    member = sa.select(Membership.id).where(
        Membership.employer_id == employer_id, Membership.account_id == webhook.account_id
    )
    return session.scalar(member) is not None


def _may_read(session: Session, webhook: Webhook, candidate_id: str) -> bool:
    candidate = session.get(Candidate, UUID(candidate_id))
    return candidate is not None and reader_of(candidate) == webhook.account_id
