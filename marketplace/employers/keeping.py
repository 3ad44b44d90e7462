"""What members keep about the candidates whom a page shows, by one SELECT."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.employers.kinds import of_kind
from marketplace.reviews.activity import IDS, LAST
from models import CandidateTag, Membership, Responsibility, Role
from models.base import UtcDateTime

NAME, TAG, MEMBER, OWNER, ACT = range(5)  # what a row tells


@dataclass(frozen=True, slots=True)
class Kept:
    """What an employer's members keep: for all of its roles, and on some candidates of one."""

    tag_names: list[str] = field(default_factory=list)  # that the employer uses
    members: list[tuple[UUID, str]] = field(default_factory=list)  # who may be responsible
    tags: dict[UUID, list[str]] = field(default_factory=dict)
    owners: dict[UUID, str] = field(default_factory=dict)  # the address of who is responsible
    acts: dict[UUID, datetime] = field(default_factory=dict)  # the last one of either side


def kept_on(
    session: Session, role: Role, ids: Collection[UUID], *, with_acts: bool = False
) -> Kept:
    """Return what the members of a role's employer keep; who may see it is asked before.

    Who left the employer is responsible for nobody any more.
    """
    kept = Kept(tags={id_: [] for id_ in ids})
    asked = {"employer_id": role.employer_id, "role_id": role.id, "ids": list(ids)}
    statement = _WITH_ACTS if with_acts else _KEPT
    for kind, id_, text, at in session.connection().execute(statement, asked):
        if kind == NAME:
            kept.tag_names.append(text)
        elif kind == TAG:
            kept.tags[id_].append(text)
        elif kind == MEMBER:
            kept.members.append((id_, text))
        elif kind == OWNER:
            kept.owners[id_] = text
        else:
            kept.acts[id_] = at
    return kept


_telling = partial(of_kind, columns={"id": sa.Uuid(), "text": sa.String(), "at": UtcDateTime()})


def _kinds() -> Iterator[sa.Select[Any]]:
    employer_id: sa.BindParameter[UUID] = sa.bindparam("employer_id")
    role_id: sa.BindParameter[UUID] = sa.bindparam("role_id")
    mine = CandidateTag.employer_id == employer_id
    yield _telling(NAME, text=CandidateTag.name).where(mine).distinct()
    on = _telling(TAG, id=CandidateTag.candidate_id, text=CandidateTag.name)
    yield on.where(mine, CandidateTag.candidate_id.in_(IDS))
    members = _telling(MEMBER, id=Membership.account_id, text=Membership.email)
    yield members.where(Membership.employer_id == employer_id, Membership.account_id.is_not(None))
    yield (
        _telling(OWNER, id=Responsibility.candidate_id, text=Membership.email)
        .join(Membership, Membership.account_id == Responsibility.account_id)
        .where(
            Membership.employer_id == employer_id,
            Responsibility.role_id == role_id,
            Responsibility.candidate_id.in_(IDS),
        )
    )


def _acts() -> sa.Select[Any]:
    last = LAST.subquery()
    return _telling(ACT, id=last.c.candidate_id, at=last.c.at)


_KEPT = sa.union_all(*_kinds()).order_by("text")
_WITH_ACTS = sa.union_all(*_kinds(), _acts()).order_by("text")
