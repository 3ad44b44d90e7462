"""Use cases of candidates: profiles and consents."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from marketplace.accounts.addresses import normalise_email
from marketplace.candidates.claiming import ask_to_confirm
from marketplace.candidates.copies import tell_keepers
from marketplace.candidates.entries import STATUS
from marketplace.candidates.erasing import forget_status_outcomes, forget_traces
from marketplace.candidates.writing import forget_proofs, write_profile
from marketplace.database import note_erasure
from marketplace.errors import Conflict, NotAllowed, NotFound
from marketplace.events import announce, candidate_changed, record
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Candidate, CandidateView, Consent, Purpose, Role, Visibility, now

WITH_ALL = (joinedload(Candidate.status), selectinload(Candidate.consents))
_BY_IDS = (
    sa.select(Candidate)
    .where(Candidate.id.in_(sa.bindparam("ids", expanding=True)))
    .options(*WITH_ALL)
)
_OWN = (
    sa.select(Candidate)
    .where(
        Candidate.id == sa.bindparam("id_"),
        sa.or_(
            Candidate.account_id == sa.bindparam("me"),
            sa.and_(Candidate.managed_by_id == sa.bindparam("me"), Candidate.account_id.is_(None)),
        ),
    )
    .options(*WITH_ALL)
)
_OWN_LOCKED = _OWN.with_for_update(of=Candidate).execution_options(populate_existing=True)
_SEEN = sa.insert(CandidateView).values(
    candidate_id=sa.bindparam("whom"),
    account_id=sa.bindparam("by"),
    employer_id=sa.select(Role.employer_id)
    .where(Role.id == sa.bindparam("for_role"))
    .scalar_subquery(),
    role_id=sa.bindparam("for_role"),
    what=sa.bindparam("as"),
)


def own_candidate(
    session: Session, caller: Caller, candidate_id: UUID, *, lock: bool = False
) -> Candidate:
    """Return the caller's own profile, or one made for somebody who has not claimed it yet.

    Raises:
        NotFound: no such profile, or a stranger's; the operator is a stranger too.
    """
    if not caller.is_signed_in:
        raise NotFound
    asked = {"id_": candidate_id, "me": caller.account_id}
    found = session.scalar(_OWN_LOCKED if lock else _OWN, asked)
    if found is None:
        raise NotFound
    return found


def own_profile(
    session: Session, caller: Caller, candidate_id: UUID, *, lock: bool = False
) -> Candidate:
    """Return the caller's own profile, for what only the person may do.

    Raises:
        NotFound: as ``own_candidate``.
        NotAllowed: the profile is another person's whom the caller works for.
    """
    candidate = own_candidate(session, caller, candidate_id, lock=lock)
    if candidate.account_id != caller.account_id:
        raise NotAllowed(Message("Only the person may do this, not who made the profile for them."))
    return candidate


def reader_of(candidate: Candidate) -> UUID | None:
    """Return the account that may read a profile: its person's, else whoever made it for them."""
    return candidate.account_id or candidate.managed_by_id


def candidates_by_ids(session: Session, ids: Iterable[UUID]) -> dict[UUID, Candidate]:
    """Return candidates with status and consents, by two SELECTs however many they are."""
    found = session.scalars(_BY_IDS, {"ids": list(set(ids))})
    return {candidate.id: candidate for candidate in found}


def is_rankable(candidate: Candidate) -> bool:
    """Whether the candidate may stand in a ranking."""
    return candidate.visibility is not Visibility.HIDDEN and candidate.consents_to(Purpose.MATCHING)


IS_RANKABLE = sa.and_(  # the same, asked of the database
    Candidate.visibility != Visibility.HIDDEN,
    sa.exists().where(Consent.candidate_id == Candidate.id, Consent.purpose == Purpose.MATCHING),
)


def create_candidate(session: Session, caller: Caller, fields: Mapping[str, Any]) -> Candidate:
    """Make the caller's profile; one with another's address is made for that person.

    Raises:
        Conflict: the caller has a profile already, or a status came without its consent.
        NotAllowed: somebody else's profile was to be visible at once.
    """
    address = normalise_email(fields["contact"]["email"] or "")
    if address not in ("", caller.email):
        return _create_for_another(session, caller, fields)
    if caller.candidate_id is not None:
        raise Conflict(
            Message("You have a profile already: {candidate_id}.", candidate_id=caller.candidate_id)
        )
    contact = {**fields["contact"], "email": address or caller.email}
    return add_candidate(
        session,
        caller,
        {**fields, "contact": contact},
        account_id=caller.account_id,
        confirmed_at=now(),
    )


def _create_for_another(session: Session, caller: Caller, fields: Mapping[str, Any]) -> Candidate:
    """Make a hidden profile for somebody, and ask them by e-mail to take it over."""
    candidate = add_candidate(session, caller, fields, managed_by_id=caller.account_id)
    ask_to_confirm(session, candidate)
    return candidate


def add_candidate(
    session: Session, caller: Caller, fields: Mapping[str, Any], **columns: object
) -> Candidate:
    """Store a new profile.

    Args:
        fields: as ``CandidateSchema`` loads them.
        columns: what no caller says: whose it is, where it came from.
    """
    empty: dict[str, Any] = {name: [] for name in ("links", "hidden_from", "hidden_keys")}
    empty |= {"status": None, "consents": [], "confirmed_at": None}
    candidate = Candidate(**empty | columns)
    _require_confirmed(candidate, fields)
    write_profile(session, candidate, fields)
    session.add(candidate)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict(Message("There is a profile of this account or source already.")) from None
    _changed(session, caller, candidate, "candidate.created")
    return candidate


def update_candidate(
    session: Session, caller: Caller, candidate: Candidate, fields: Mapping[str, Any]
) -> Candidate:
    """Change a profile; entries and a status with new content have to be proved again.

    Raises:
        Conflict: a status came without its consent.
        NotAllowed: nobody has confirmed the profile that was to be visible.
    """
    _require_confirmed(candidate, fields)
    address = candidate.email
    write_profile(session, candidate, fields)
    if candidate.account_id is None and candidate.email != address:
        ask_to_confirm(session, candidate)
    candidate.updated_at = now()
    session.flush()
    _changed(session, caller, candidate, "candidate.updated")
    return candidate


def erase_candidate(session: Session, caller: Caller, candidate: Candidate) -> None:
    """Erase a profile with all that hangs on it; the trail keeps its id alone."""
    note_erasure(session)
    forget_traces(session, candidate)
    tell_keepers(session, candidate)
    session.delete(candidate)
    session.flush()
    _changed(session, caller, candidate, "candidate.erased")


def give_consent(
    session: Session, caller: Caller, candidate: Candidate, purpose: str, *, basis: str
) -> Candidate:
    """Record that the caller, whose profile it is, allows a purpose.

    Raises:
        NotFound: no such purpose.
    """
    wanted = purpose_named(purpose)
    given = next((each for each in candidate.consents if each.purpose == wanted), None)
    if given is None:
        candidate.consents.append(Consent(purpose=wanted, basis=basis, given_at=now()))
    else:
        given.basis = basis
    return _consents_changed(session, caller, candidate, "consent.given", wanted)


def withdraw_consent(
    session: Session, caller: Caller, candidate: Candidate, purpose: str
) -> Candidate:
    """Take a consent back; the status goes with the consent to keep it.

    Raises:
        NotFound: no such purpose.
    """
    wanted = purpose_named(purpose)
    candidate.consents = [each for each in candidate.consents if each.purpose != wanted]
    if wanted is Purpose.SENSITIVE_STATUS:
        note_erasure(session)
        candidate.status = None
        forget_status_outcomes(session, candidate)
        forget_proofs(session, candidate, STATUS)
    return _consents_changed(session, caller, candidate, "consent.withdrawn", wanted)


def purpose_named(word: str) -> Purpose:
    """Return the purpose that a path names.

    Raises:
        NotFound: no such purpose.
    """
    try:
        return Purpose(word)
    except ValueError:
        raise NotFound from None


def view_candidate(
    session: Session, caller: Caller, candidate_id: UUID, role_id: UUID | None, *what: str
) -> None:
    """Note for the candidate what the caller saw of them, for the employer of the role."""
    look = {"whom": candidate_id, "by": caller.account_id, "for_role": role_id}
    session.connection().execute(_SEEN, [{**look, "as": each} for each in what])


def _require_confirmed(candidate: Candidate, fields: Mapping[str, Any]) -> None:
    """Keep a profile hidden until its person has confirmed it."""
    wanted = fields.get("visibility", Visibility.HIDDEN)
    if candidate.confirmed_at is None and wanted != Visibility.HIDDEN:
        detail = Message(
            "A profile made for somebody else stays hidden until they confirm it by e-mail."
        )
        raise NotAllowed(detail, [{"pointer": "#/visibility", "detail": detail}])


def _consents_changed(
    session: Session, caller: Caller, candidate: Candidate, event: str, purpose: Purpose
) -> Candidate:
    candidate.updated_at = now()
    session.flush()
    detail = {"purpose": str(purpose)}
    record(session, caller, event, subject_id=candidate.id, detail=detail, notify=False)
    announce_change(session, candidate)
    candidate_changed(session, candidate.id)
    return candidate


def _changed(session: Session, caller: Caller, candidate: Candidate, event: str) -> None:
    record(session, caller, event, subject_id=candidate.id, notify=False)
    announce_change(session, candidate, event)
    candidate_changed(session, candidate.id)


def announce_change(
    session: Session, candidate: Candidate, event: str = "candidate.updated"
) -> None:
    """Tell the webhooks of whoever may read the profile, also of one that is erased."""
    reader = reader_of(candidate)
    facts = {"reader_id": None if reader is None else str(reader)}
    announce(session, event, candidate.id, facts)
