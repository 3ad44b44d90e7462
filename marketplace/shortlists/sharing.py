"""A shortlist behind a read-only link: codes and reasons, never a name."""

import base64
import hmac
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.anonymity import anonymous_view
from marketplace.candidates.blanking import blank
from marketplace.candidates.services import view_candidate
from marketplace.errors import Conflict, NotFound
from marketplace.events import record
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.services import kept_role
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed, reviewed_among
from marketplace.shortlists.services import SHARED, entries_of, listed
from models import Note, Role, Shortlist, VerificationStatus, now

LIFETIME = timedelta(days=30)
_SHARED = sa.select(
    Shortlist.id, Shortlist.name, Shortlist.role_id, Shortlist.share_key, Shortlist.shared_until
).where(Shortlist.id == sa.bindparam("id"))
_SHAREABLE = (
    sa.select(Note.candidate_id, Note.text)
    .where(
        Note.role_id == sa.bindparam("role_id"),
        Note.candidate_id.in_(sa.bindparam("ids", expanding=True)),
        Note.is_shareable,
    )
    .order_by(Note.id)
)


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
    ids = [entry.candidate_id for entry in entries_of(session, shortlist)]
    for candidate_id in reviewed_among(session, role, ids, secret):
        view_candidate(session, caller, candidate_id, role.id, SHARED)
    _note(session, caller, shortlist, "shortlist.shared")


def unshare_shortlist(session: Session, caller: Caller, shortlist: Shortlist) -> None:
    """End a shortlist's link."""
    shortlist.share_key = shortlist.shared_until = None
    _note(session, caller, shortlist, "shortlist.unshared")


class Link(NamedTuple):
    """A list as its link names it."""

    id: UUID
    name: str
    role_id: UUID
    share_key: UUID | None
    shared_until: datetime | None


def link_word(shortlist: Shortlist | Link, secret: str) -> str | None:
    """Return what proves the link of a shared list; the database alone does not tell it."""
    if shortlist.share_key is None or not _is_open(shortlist, now()):
        return None
    digest = hmac.digest(secret.encode(), b"shortlist " + shortlist.share_key.bytes, "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def shared_view(
    session: Session, catalogue: Catalogue, shortlist_id: UUID, word: str, *, day: date, secret: str
) -> dict[str, Any]:
    """Return a shared list as whoever has the link reads it.

    Raises:
        NotFound: no such list, or a link that is wrong, ended or taken back.
    """
    found = session.connection().execute(_SHARED, {"id": shortlist_id}).one_or_none()
    shortlist = None if found is None else Link(*found)
    expected = None if shortlist is None else link_word(shortlist, secret)
    if shortlist is None or expected is None:
        raise NotFound
    if not hmac.compare_digest(expected.encode(), word.encode()):
        raise NotFound
    role = kept_role(session, catalogue, shortlist.role_id)
    if role is None or role.employer.verification_status is not VerificationStatus.VERIFIED:
        raise NotFound
    rows = listed(session, catalogue, shortlist.id, role, secret, day)
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
    return anonymous_view(person.candidate, person.read.texts, code=person.code, day=day)


def _without_names(text: str | None, person: Reviewed) -> str | None:
    return None if text is None else blank(text, person.read.names)


def _shareable_notes(session: Session, role: Role, ids: list[UUID]) -> dict[UUID, list[str]]:
    """Return the notes about some candidates that may be shared, oldest first."""
    notes = session.connection().execute(_SHAREABLE, {"role_id": role.id, "ids": ids})
    texts: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    for candidate_id, text in notes:
        texts[candidate_id].append(text)
    return texts


def _is_open(shortlist: Shortlist | Link, at: datetime) -> bool:
    return shortlist.shared_until is not None and at < shortlist.shared_until


def _note(session: Session, caller: Caller, shortlist: Shortlist, event: str) -> None:
    detail = {"role_id": str(shortlist.role_id)}
    record(session, caller, event, subject_id=shortlist.id, detail=detail, notify=False)
    session.flush()
