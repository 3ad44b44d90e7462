"""Whom a role's members may review: found by code, seen as far as they may be seen."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.applications.answers import Answers, without_names
from marketplace.applications.people import candidate_released, may_be_shown_to
from marketplace.candidates.blanking import blank
from marketplace.candidates.codes import number_of
from marketplace.candidates.reading import ReadCandidate
from marketplace.candidates.services import IS_RANKABLE, candidates_by_ids
from marketplace.employers.domains import hiding_keys
from marketplace.errors import NotFound
from marketplace.matches.sides import Eyes
from marketplace.permissions import Caller
from marketplace.roles.services import own_role
from models import (
    Application,
    Candidate,
    Invitation,
    InvitationStatus,
    Role,
    Stage,
    VerificationStatus,
    Visibility,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a role's members read of an application beside the candidate."""

    id: UUID
    stage: Stage


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A candidate under review for a role."""

    role: Role
    read: ReadCandidate
    code: str
    application: Applied | None
    invitation: InvitationStatus | None
    is_veiled: bool  # blind review withholds who they are

    @property
    def candidate(self) -> Candidate:
        """Return the candidate's row."""
        return self.read.row

    @property
    def pair(self) -> Mapping[str, UUID]:
        """Return whom the review is about, and for what, as statements name them."""
        return {"role_id": self.role.id, "candidate_id": self.candidate.id}

    @property
    def has_come(self) -> bool:
        """Whether the candidate applied or accepted, and so may be seen though they hide."""
        return self._has_accepted or self.application is not None

    @property
    def has_released(self) -> bool:
        """Whether the candidate's act gives the employer the contact, and it still holds."""
        if not may_be_shown_to(self.role):
            return False
        if self.application is not None and self.application.stage is not Stage.WITHDRAWN:
            return True
        return self._has_accepted

    @property
    def _has_accepted(self) -> bool:
        return self.invitation is InvitationStatus.ACCEPTED

    @property
    def shows_contact(self) -> bool:
        """Whether the members see how to reach the candidate."""
        return self.has_released and not self.is_veiled

    @property
    def is_named(self) -> bool:
        """Whether the members see who it is; an open profile tells verified employers alone."""
        is_open = self.candidate.visibility is Visibility.OPEN and is_verified(self.role)
        return not self.is_veiled and (self.has_released or is_open)

    def brief(self) -> dict[str, Any]:
        """Return what a list says of the candidate."""
        return {
            "code": self.code,
            "name": self.candidate.name if self.is_named else None,
            "headline": self.candidate.headline if self.is_named else self.read.masked_headline,
            "is_veiled": self.is_veiled,
        }

    def in_short(self, day: date) -> dict[str, Any]:
        """Return what a table says of the profile: what anybody anonymous shows too."""
        return self.read.in_short(day)

    def say(self, text: str | None) -> str | None:
        """Return a text of the candidate as the members may read it."""
        if text is None or self.is_named:
            return text
        return blank(text, self.read.names)

    def say_answers(self, given: Answers) -> Answers:
        """Return what the candidate answered, as the members may read it."""
        return given if self.is_named else without_names(given, self.read.names)

    def released(self) -> dict[str, Any] | None:
        """Return contact and profile, once released; whoever shows it notes the access."""
        return candidate_released(self.candidate) if self.shows_contact else None


def reviewed(
    session: Session,
    caller: Caller,
    role_id: UUID,
    code: str,
    secret: str,
    act: str = "see reviews",
) -> Reviewed:
    """Return a candidate under review, by the code under which the employer knows them.

    Raises:
        NotFound: no such role of the caller's, or nobody whom its members may see.
        NotAllowed: the caller's part does not allow the act.
    """
    role = own_role(session, caller, role_id, act)
    [person] = reviewed_by_codes(session, role, [code], secret)
    return person


def reviewed_by_codes(
    session: Session, role: Role, codes: Collection[str], secret: str
) -> list[Reviewed]:
    """Return the candidates behind some codes, each once, in the order of the codes.

    Raises:
        NotFound: a code stands for nobody whom the role's members may see.
    """
    wanted = ids_by_codes(session, role, codes, secret)
    people = reviewed_among(session, role, wanted, secret)
    if len(people) < len(wanted):
        raise NotFound
    return list(people.values())


def ids_by_codes(session: Session, role: Role, codes: Collection[str], secret: str) -> list[UUID]:
    """Return whom some codes stand for, each once, in their order, whoever may see them.

    Raises:
        NotFound: a code stands for nobody.
    """
    found = _behind(session, role, codes, secret)
    if None in found:
        raise NotFound
    return _known(found)


def ids_left(session: Session, role: Role, codes: Collection[str], secret: str) -> list[UUID]:
    """Return the same without the codes that stand for nobody, or for nobody any more."""
    return _known(_behind(session, role, codes, secret))


def still_reviewed(
    session: Session, role: Role, codes: Collection[str], secret: str
) -> list[Reviewed]:
    """Return the candidates behind some codes whom the members may see now, in their order.

    Raises:
        NotFound: there is none of them.
    """
    people = reviewed_among(session, role, ids_left(session, role, codes, secret), secret)
    if not people:
        raise NotFound
    return list(people.values())


def _behind(session: Session, role: Role, codes: Collection[str], secret: str) -> list[UUID | None]:
    numbers = [number_of(code, role.employer_id, secret) for code in codes]
    ids = dict(iter(session.connection().execute(_NUMBERED, {"numbers": numbers})))
    return [None if number is None else ids.get(number) for number in numbers]


def _known(found: Iterable[UUID | None]) -> list[UUID]:
    return list(dict.fromkeys(id_ for id_ in found if id_ is not None))


def reviewed_among(
    session: Session, role: Role, ids: Collection[UUID], secret: str
) -> Mapping[UUID, Reviewed]:
    """Return those whom a role's members may see: who met it, and who may be found.

    The role's employer must be loaded. The number of SELECTs does not grow with the people.
    """
    found = candidates_by_ids(session, ids)
    read = {id_: ReadCandidate(found[id_]) for id_ in ids if id_ in found}
    return reviewed_rows(session, role, read, secret)


def reviewed_rows(
    session: Session, role: Role, rows: Mapping[UUID, ReadCandidate], secret: str
) -> Mapping[UUID, Reviewed]:
    """Return the same of candidates who were read already, by id."""
    eyes = Eyes.of(session, role, secret)
    met = _met(session, role, rows)
    veiled = eyes.veiled(session, rows)
    shows_others = is_verified(role)
    people = {
        id_: Reviewed(
            role=role,
            read=read,
            code=eyes.code(read.row.number),
            application=application,
            invitation=invitation,
            is_veiled=id_ in veiled,
        )
        for id_, read in rows.items()
        for application, invitation in [met.get(id_, (None, None))]
    }
    return {
        id_: person
        for id_, person in people.items()
        if person.has_come or (shows_others and eyes.may_see(person.candidate))
    }


def seen_by_codes(session: Session, role: Role, codes: Collection[str], secret: str) -> list[UUID]:
    """Return whom some codes stand for, each once, in their order; no profile is read.

    Raises:
        NotFound: a code stands for nobody whom the role's members may see.
    """
    numbers = [number_of(code, role.employer_id, secret) for code in codes]
    may_find = finding(session, role)
    rows = session.connection().execute(_SEEN, {"role_id": role.id, "numbers": numbers})
    ids = {number: id_ for number, id_, has_come, hidden in rows if has_come or may_find(hidden)}
    if any(number not in ids for number in numbers):
        raise NotFound
    return _known(ids[number] for number in numbers)


def finding(session: Session, role: Role) -> Callable[[Collection[str] | None], bool]:
    """Return whether a role's members may see who did not come to it, by whom they hide from.

    Who may not be ranked hides from everybody: None.
    """
    if not is_verified(role):
        return lambda _: False
    keys = hiding_keys(session, role.employer)
    return lambda hidden: hidden is not None and keys.isdisjoint(hidden)


def is_verified(role: Role) -> bool:
    """Whether a role's employer may look at people who did not come to it."""
    return role.employer.verification_status is VerificationStatus.VERIFIED


def _met(
    session: Session, role: Role, ids: Iterable[UUID]
) -> dict[UUID, tuple[Applied | None, InvitationStatus | None]]:
    """Return how some candidates met a role, by candidate."""
    rows = session.connection().execute(_MET, {"role_id": role.id, "ids": list(ids)})
    return {
        candidate_id: (None if id_ is None else Applied(id_, stage), invitation)
        for candidate_id, invitation, id_, stage in rows
    }


def _met_by(met: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - either way to meet
    return sa.and_(met.role_id == sa.bindparam("role_id"), met.candidate_id == Candidate.id)


_IDS: sa.BindParameter[UUID] = sa.bindparam("ids", expanding=True)
_NUMBERS: sa.BindParameter[int] = sa.bindparam("numbers", expanding=True)
_MET = (
    sa.select(Candidate.id, Invitation.status, Application.id, Application.stage)
    .outerjoin(Application, _met_by(Application))
    .outerjoin(Invitation, _met_by(Invitation))
    .where(Candidate.id.in_(_IDS))
    .where(sa.or_(Application.id.is_not(None), Invitation.id.is_not(None)))
)
_HAS_COME = sa.or_(
    sa.exists().where(_met_by(Application)),
    sa.exists().where(_met_by(Invitation), Invitation.status == InvitationStatus.ACCEPTED),
)
# Whether a candidate came to a role, and by whom they hide from; null: they may not be ranked.
SIGHT = _HAS_COME.label("has_come"), sa.case((IS_RANKABLE, Candidate.hidden_keys)).label("hidden")
_SEEN = sa.select(Candidate.number, Candidate.id, *SIGHT).where(
    Candidate.number.in_(_NUMBERS), sa.or_(_HAS_COME, IS_RANKABLE)
)
_NUMBERED = sa.select(Candidate.number, Candidate.id).where(Candidate.number.in_(_NUMBERS))
