"""Use cases of shortlists."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from marketplace.candidates.services import view_candidate
from marketplace.database import note_erasure
from marketplace.errors import Conflict, NotFound
from marketplace.events import record
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.services import read_candidates
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import (
    SIGHT,
    Reviewed,
    finding,
    reviewed_by_codes,
    reviewed_rows,
)
from marketplace.roles.services import own_role
from models import Candidate, Role, Shortlist, ShortlistEntry

LISTS = 20  # of one role
ENTRIES = 200  # of one list
SHARED = "shortlist"  # what candidates read in their access log: shown behind a link
_LISTED = (
    sa.select(Shortlist.id, Shortlist.name, *SIGHT)
    .outerjoin(ShortlistEntry, ShortlistEntry.shortlist_id == Shortlist.id)
    .outerjoin(Candidate, Candidate.id == ShortlistEntry.candidate_id)
    .where(Shortlist.role_id == sa.bindparam("role_id"))
    .order_by(Shortlist.name)
)
_REASONS = (
    sa.select(ShortlistEntry.candidate_id, ShortlistEntry.rationale)
    .where(ShortlistEntry.shortlist_id == sa.bindparam("shortlist_id"))
    .order_by(ShortlistEntry.place, ShortlistEntry.id)
)
_ENTRIES = (
    sa.select(ShortlistEntry)
    .where(ShortlistEntry.shortlist_id == sa.bindparam("shortlist_id"))
    .order_by(ShortlistEntry.place, ShortlistEntry.id)
)


class Reason(NamedTuple):
    """Who stands on a list, and why."""

    candidate_id: UUID
    rationale: str | None


class Named(NamedTuple):
    """A shortlist as menus name it."""

    id: UUID
    name: str


def shortlists_of(session: Session, caller: Caller, role: Role) -> Sequence[tuple[Named, int]]:
    """Return the shortlists of a role of the caller's, each with how many on it may be seen.

    They are ordered by name.

    Raises:
        NotAllowed: the caller's part does not allow it.
    """
    caller.require("see reviews", role.employer_id)
    may_find = finding(session, role)
    counts: Counter[Named] = Counter()
    for id_, name, has_come, hidden in session.connection().execute(_LISTED, {"role_id": role.id}):
        counts[Named(id_, name)] += bool(has_come or may_find(hidden))
    return list(counts.items())


def create_shortlist(session: Session, caller: Caller, role_id: UUID, *, name: str) -> Shortlist:
    """Make an empty shortlist for a role.

    Raises:
        Conflict: the role has one of that name, or as many as it may have.
    """
    own_role(session, caller, role_id, "write reviews", lock=True)
    names = sa.select(Shortlist.name).where(Shortlist.role_id == role_id)
    known = session.scalars(names).all()
    if name in known:
        raise Conflict(Message("This role has a shortlist named {name} already.", name=name))
    if len(known) >= LISTS:
        raise Conflict(Message("A role has at most {max} shortlists.", max=LISTS))
    shortlist = Shortlist(role_id=role_id, name=name, account_id=caller.account_id)
    session.add(shortlist)
    session.flush()
    _note(session, caller, shortlist, "shortlist.created")
    return shortlist


def rename_shortlist(session: Session, caller: Caller, shortlist: Shortlist, *, name: str) -> None:
    """Give a shortlist another name.

    Raises:
        Conflict: the role has one of that name.
    """
    shortlist.name = name
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(
            Message("This role has a shortlist named {name} already.", name=name)
        ) from None
    _note(session, caller, shortlist, "shortlist.changed")


def delete_shortlist(session: Session, caller: Caller, shortlist: Shortlist) -> None:
    """Delete a shortlist with its entries."""
    note_erasure(session)
    _note(session, caller, shortlist, "shortlist.deleted")
    session.delete(shortlist)
    session.flush()


def own_shortlist(
    session: Session, caller: Caller, shortlist_id: UUID, act: str = "write reviews"
) -> tuple[Shortlist, Role]:
    """Return a shortlist of the caller's employers with its role; to write, locked.

    Raises:
        NotFound: no such shortlist, or a stranger's.
        NotAllowed: the caller's part does not allow the act.
    """
    wanted = sa.select(Shortlist).where(Shortlist.id == shortlist_id)
    if act != "see reviews":
        wanted = wanted.with_for_update()
    shortlist = session.scalar(wanted)
    if shortlist is None:
        raise NotFound
    return shortlist, own_role(session, caller, shortlist.role_id, act)


def add_entries(
    session: Session,
    caller: Caller,
    shortlist: Shortlist,
    role: Role,
    codes: Collection[str],
    secret: str,
) -> int:
    """Put candidates at the end of a shortlist; return how many were new to it.

    Raises:
        NotFound: a code stands for nobody whom the members may see.
        Conflict: the list would hold more than it may.
    """
    entries = entries_of(session, shortlist)
    known = {entry.candidate_id for entry in entries}
    last = max((entry.place for entry in entries), default=0)
    people = reviewed_by_codes(session, role, codes, secret)
    new = [person for person in people if person.candidate.id not in known]
    if len(known) + len(new) > ENTRIES:
        raise Conflict(Message("A shortlist holds at most {max} candidates.", max=ENTRIES))
    for place, person in enumerate(new, start=last + 1):
        entry = ShortlistEntry(
            shortlist_id=shortlist.id,
            candidate_id=person.candidate.id,
            account_id=caller.account_id,
            place=place,
        )
        session.add(entry)
        _note(session, caller, shortlist, "shortlist.added", code=person.code)
        if shortlist.share_key is not None:
            view_candidate(session, caller, person.candidate.id, role.id, SHARED)
    session.flush()
    return len(new)


def remove_entry(
    session: Session, caller: Caller, shortlist: Shortlist, entry: ShortlistEntry, code: str
) -> None:
    """Take a candidate off a shortlist."""
    note_erasure(session)
    session.delete(entry)
    _note(session, caller, shortlist, "shortlist.removed", code=code)
    session.flush()


def explain_entry(session: Session, entry: ShortlistEntry, rationale: str | None) -> None:
    """Say why a candidate is on the list."""
    entry.rationale = rationale
    session.flush()


def move_entry(session: Session, shortlist: Shortlist, entry: ShortlistEntry, by: int) -> None:
    """Move a candidate up (negative) or down the list; at its ends nothing happens."""
    entries = list(entries_of(session, shortlist))
    place = next(at for at, each in enumerate(entries) if each.id == entry.id)
    moved = entries.pop(place)
    entries.insert(max(0, min(len(entries), place + by)), moved)
    for number, each in enumerate(entries, start=1):
        each.place = number
    session.flush()


def entries_of(session: Session, shortlist: Shortlist) -> Sequence[ShortlistEntry]:
    """Return a list's entries in order."""
    return session.scalars(_ENTRIES, {"shortlist_id": shortlist.id}).all()


def entry_of(
    session: Session, shortlist: Shortlist, role: Role, code: str, secret: str
) -> ShortlistEntry:
    """Return a candidate's entry.

    Raises:
        NotFound: the candidate is not on the list, or may not be seen.
    """
    [person] = reviewed_by_codes(session, role, [code], secret)
    entry = session.scalar(
        sa.select(ShortlistEntry).where(
            ShortlistEntry.shortlist_id == shortlist.id,
            ShortlistEntry.candidate_id == person.candidate.id,
        )
    )
    if entry is None:
        raise NotFound
    return entry


def listed(
    session: Session, catalogue: Catalogue, shortlist_id: UUID, role: Role, secret: str, day: date
) -> list[tuple[Reason, Reviewed]]:
    """Return whom a list holds, each with why; who hides from the employer is left out."""
    rows = session.connection().execute(_REASONS, {"shortlist_id": shortlist_id})
    entries = [Reason(*row) for row in rows]
    read = read_candidates(session, catalogue, [entry.candidate_id for entry in entries], day)
    people = reviewed_rows(session, role, read, secret)
    return [
        (entry, people[entry.candidate_id]) for entry in entries if entry.candidate_id in people
    ]


def _note(
    session: Session, caller: Caller, shortlist: Shortlist, event: str, **detail: str
) -> None:
    facts = {"role_id": str(shortlist.role_id), **detail}
    record(session, caller, event, subject_id=shortlist.id, detail=facts, notify=False)
