"""Use cases of tags."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import note_erasure
from marketplace.errors import Conflict, NotFound
from marketplace.events import record
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.reviews.people import Reviewed
from models import CandidateTag, Role

NAMES = 100  # of one employer
MOST = 20  # on one candidate
_OF_EMPLOYER = CandidateTag.employer_id == sa.bindparam("employer_id")
_NAMES = sa.select(CandidateTag.name).where(_OF_EMPLOYER).distinct().order_by(CandidateTag.name)
_ON = (
    sa.select(CandidateTag.candidate_id, CandidateTag.name)
    .where(_OF_EMPLOYER, CandidateTag.candidate_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(CandidateTag.name)
)


def names_of(session: Session, employer_id: UUID) -> Sequence[str]:
    """Return the tags that an employer uses, by name; who may see them is asked before."""
    return session.connection().execute(_NAMES, {"employer_id": employer_id}).scalars().all()


def tags_on(
    session: Session, employer_id: UUID, ids: Collection[UUID]
) -> Mapping[UUID, Sequence[str]]:
    """Return an employer's tags on some candidates, by candidate."""
    rows = session.connection().execute(_ON, {"employer_id": employer_id, "ids": list(ids)})
    tags: dict[UUID, list[str]] = {id_: [] for id_ in ids}
    for candidate_id, name in rows:
        tags[candidate_id].append(name)
    return tags


def tagged(employer_id: UUID, names: Collection[str]) -> sa.Select[UUID]:
    """Return the candidates on whom an employer put any of some tags."""
    return sa.select(CandidateTag.candidate_id).where(
        CandidateTag.employer_id == employer_id, CandidateTag.name.in_(names)
    )


def put_tag(
    session: Session, caller: Caller, role: Role, people: Collection[Reviewed], name: str
) -> int:
    """Put a tag on candidates of a role; return on how many it was not yet.

    Raises:
        Conflict: the employer, or one of them, has as many tags as there may be.
    """
    known = names_of(session, role.employer_id)
    name = next((each for each in known if each.casefold() == name.casefold()), name)
    if name not in known and len(known) >= NAMES:
        raise Conflict(Message("An employer uses at most {max} different tags.", max=NAMES))
    tags = tags_on(session, role.employer_id, [person.candidate.id for person in people])
    new = [person for person in people if name not in tags[person.candidate.id]]
    for person in new:
        if len(tags[person.candidate.id]) >= MOST:
            told = Message("{code} has {max} tags already.", code=person.code, max=MOST)
            raise Conflict(told)
        tag = CandidateTag(
            employer_id=role.employer_id,
            candidate_id=person.candidate.id,
            account_id=caller.account_id,
            name=name,
        )
        session.add(tag)
        session.flush()
        _note(session, caller, person, "candidate.tagged", tag.id)
    return len(new)


def take_tag(session: Session, caller: Caller, person: Reviewed, name: str) -> None:
    """Take a tag off a candidate.

    Raises:
        NotFound: it is not on them.
    """
    tag = session.scalar(
        sa.select(CandidateTag).where(
            CandidateTag.employer_id == person.role.employer_id,
            CandidateTag.candidate_id == person.candidate.id,
            CandidateTag.name == name,
        )
    )
    if tag is None:
        raise NotFound
    note_erasure(session)
    _note(session, caller, person, "candidate.untagged", tag.id)
    session.delete(tag)
    session.flush()


def _note(session: Session, caller: Caller, person: Reviewed, event: str, tag_id: UUID) -> None:
    detail = {"role_id": str(person.role.id), "code": person.code}
    record(session, caller, event, subject_id=tag_id, detail=detail, notify=False)
