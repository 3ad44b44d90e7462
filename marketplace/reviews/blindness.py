"""Blind review: of whom a role's members see no more than of somebody anonymous."""

from collections.abc import Iterable, Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from models import (
    Application,
    Invitation,
    InvitationStatus,
    Role,
    Shortlist,
    ShortlistEntry,
    Stage,
    Unblinding,
)

MEETING = (Stage.INTERVIEW, Stage.OFFER, Stage.VISA, Stage.HIRED)  # who is met is not blind

Pair = tuple[UUID, UUID]  # role and candidate
Column = sa.SQLColumnExpression[UUID]


def veiled_pairs(session: Session, pairs: Iterable[tuple[Role, UUID]]) -> set[Pair]:
    """Return the pairs under blind review, by one SELECT.

    The blind is lifted from whom the role's members shortlisted, met or unblinded with a reason,
    and from who accepted an invitation.
    """
    blind = {(role.id, candidate_id) for role, candidate_id in pairs if role.blind_review}
    if not blind:
        return set()
    roles, candidates = ({pair[place] for pair in blind} for place in (0, 1))
    lifted = sa.union(
        *(
            wanted.where(source.in_(roles), candidate.in_(candidates))
            for wanted, source, candidate in _lifting()
        )
    )
    return blind - {(role_id, candidate_id) for role_id, candidate_id in session.execute(lifted)}


def veiled_among(session: Session, role: Role, ids: Iterable[UUID]) -> set[UUID]:
    """Return the candidates whom a role's members review blind."""
    return {id_ for _, id_ in veiled_pairs(session, ((role, id_) for id_ in ids))}


def lifted_for(session: Session, role: Role) -> set[UUID]:
    """Return everyone from whom the blind of a role is lifted."""
    return set(
        session.scalars(
            sa.union(
                *(
                    wanted.with_only_columns(candidate).where(source == role.id)
                    for wanted, source, candidate in _lifting()
                )
            )
        )
    )


def _lifting() -> Iterator[tuple[sa.Select[UUID, UUID], Column, Column]]:
    """Yield what lifts the blind, each with its columns of role and candidate."""
    listed = sa.select(Shortlist.role_id, ShortlistEntry.candidate_id).join(
        Shortlist, Shortlist.id == ShortlistEntry.shortlist_id
    )
    yield listed, Shortlist.role_id, ShortlistEntry.candidate_id
    unblinded = sa.select(Unblinding.role_id, Unblinding.candidate_id)
    yield unblinded, Unblinding.role_id, Unblinding.candidate_id
    met = sa.select(Application.role_id, Application.candidate_id)
    yield met.where(Application.stage.in_(MEETING)), Application.role_id, Application.candidate_id
    accepted = sa.select(Invitation.role_id, Invitation.candidate_id).where(
        Invitation.status == InvitationStatus.ACCEPTED
    )
    yield accepted, Invitation.role_id, Invitation.candidate_id
