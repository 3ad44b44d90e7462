"""A shortlist behind a read-only link: codes and reasons, never a name."""

import base64
import hmac
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.anonymity import anonymous_view
from marketplace.candidates.blanking import blank, blanked
from marketplace.candidates.naming import names_of
from marketplace.candidates.services import view_candidate
from marketplace.errors import Conflict, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from marketplace.shortlists.services import SHARED, listed
from models import Note, Role, Shortlist, VerificationStatus, now

LIFETIME = timedelta(days=30)


def share_shortlist(
    session: Session, caller: Caller, shortlist: Shortlist, role: Role, secret: str
) -> None:
    """Make a link that whoever has it may read for 30 days; an older link ends.

    The candidates on it see that they were shown.

    Raises:
        Conflict: the employer is not verified.
    """
    if role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise Conflict(Message("Only a verified employer shares a shortlist."))
    shortlist.share_key, shortlist.shared_until = uuid4(), now() + LIFETIME
    for _, person in listed(session, shortlist, role, secret):
        view_candidate(session, caller, person.candidate.id, role.id, SHARED)
    _note(session, caller, shortlist, "shortlist.shared")


def unshare_shortlist(session: Session, caller: Caller, shortlist: Shortlist) -> None:
    """End a shortlist's link."""
    shortlist.share_key = shortlist.shared_until = None
    _note(session, caller, shortlist, "shortlist.unshared")


def link_word(shortlist: Shortlist, secret: str) -> str | None:
    """Return what proves the link of a shared list; the database alone does not tell it."""
    if shortlist.share_key is None or not _is_open(shortlist, now()):
        return None
    digest = hmac.digest(secret.encode(), b"shortlist " + shortlist.share_key.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def shared_view(
    session: Session, shortlist_id: UUID, word: str, *, day: date, secret: str
) -> dict[str, Any]:
    """Return a shared list as whoever has the link reads it.

    Raises:
        NotFound: no such list, or a link that is wrong, ended or taken back.
    """
    shortlist = session.get(Shortlist, shortlist_id)
    expected = None if shortlist is None else link_word(shortlist, secret)
    if shortlist is None or expected is None:
        raise NotFound
    if not hmac.compare_digest(expected.encode(), word.encode()):
        raise NotFound
    role = session.scalars(
        sa.select(Role)
        .options(joinedload(Role.employer, innerjoin=True))
        .where(Role.id == shortlist.role_id)
    ).one()
    if role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise NotFound
    rows = listed(session, shortlist, role, secret)
    notes = _shareable_notes(session, role, [person.candidate.id for _, person in rows])
    return {
        "name": shortlist.name,
        "role": role.title,
        "employer": role.employer.name,
        "until": shortlist.shared_until,
        "candidates": [
            {
                "rationale": _without_names(entry.rationale, person),
                "notes": [_without_names(text, person) for text in notes[person.candidate.id]],
                **_anonymous(person, day),
            }
            for entry, person in rows
        ],
    }


def _anonymous(person: Reviewed, day: date) -> dict[str, Any]:
    texts = blanked(person.candidate)
    return anonymous_view(person.candidate, texts, code=person.code, day=day)


def _without_names(text: str | None, person: Reviewed) -> str | None:
    return None if text is None else blank(text, names_of(person.candidate))


def _shareable_notes(session: Session, role: Role, ids: list[UUID]) -> dict[UUID, list[str]]:
    """Return the notes about some candidates that may be shared, oldest first."""
    notes = session.scalars(
        sa.select(Note)
        .where(Note.role_id == role.id, Note.candidate_id.in_(ids), Note.is_shareable)
        .order_by(Note.id)
    )
    texts: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    for note in notes:
        texts[note.candidate_id].append(note.text)
    return texts


def _is_open(shortlist: Shortlist, at: datetime) -> bool:
    return shortlist.shared_until is not None and at < shortlist.shared_until


def _note(session: Session, caller: Caller, shortlist: Shortlist, event: str) -> None:
    detail = {"role_id": str(shortlist.role_id)}
    record(session, caller, event, subject_id=shortlist.id, detail=detail, notify=False)
    session.flush()
