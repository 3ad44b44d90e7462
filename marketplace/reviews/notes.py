"""Notes about a candidate: internal, or fit to stand behind a shared shortlist."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.database import note_erasure
from marketplace.errors import Conflict, NotAllowed, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import OWNER, Caller
from marketplace.reviews.authored import about
from marketplace.reviews.people import Reviewed
from models import Note

MOST = 200  # notes about one candidate for one role
_ABOUT = about(Note).order_by(Note.id.desc())


def write_note(
    session: Session, caller: Caller, person: Reviewed, *, text: str, is_shareable: bool
) -> Note:
    """Write a note; who reads it depends on whether it may be shared.

    Raises:
        Conflict: there are as many notes as there may be.
    """
    if len(notes_of(session, person)) >= MOST:
        raise Conflict(Message("At most {max} notes about one candidate for one role.", max=MOST))
    note = Note(
        role_id=person.role.id,
        candidate_id=person.candidate.id,
        account_id=caller.account_id,
        text=text,
        is_shareable=is_shareable,
    )
    session.add(note)
    session.flush()
    detail = {"role_id": str(person.role.id), "code": person.code}
    record(session, caller, "note.written", subject_id=note.id, detail=detail, notify=False)
    return note


def notes_of(session: Session, person: Reviewed) -> Sequence[tuple[Note, str | None]]:
    """Return the notes about a candidate for a role, newest first, each with its author."""
    return [(note, email) for note, email in session.execute(_ABOUT, person.pair)]


def delete_note(session: Session, caller: Caller, person: Reviewed, note_id: UUID) -> None:
    """Delete one's own note; an owner deletes anybody's.

    Raises:
        NotFound: no such note about this candidate.
        NotAllowed: it is another member's.
    """
    note = next((note for note, _ in notes_of(session, person) if note.id == note_id), None)
    if note is None:
        raise NotFound
    is_owner = caller.parts.get(person.role.employer_id) == OWNER
    if note.account_id != caller.account_id and not is_owner:
        raise NotAllowed(Message("Only who wrote a note, or an owner, may delete it."))
    note_erasure(session)
    session.delete(note)
    record(session, caller, "note.deleted", subject_id=note_id, notify=False)
    session.flush()
