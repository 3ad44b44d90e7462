"""Use cases of a policy that changes: what it would do, and telling whom it did it to."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import WITH_ALL
from marketplace.errors import Conflict
from marketplace.messages import Message
from marketplace.policies.changes import Change
from marketplace.roles.profiles import role_profile
from matching.policy.bulk import Key, candidate_key, role_key
from matching.policy.crossing import OUTCOMES, Codes, cross
from matching.policy.pack import Pack, PackStatus
from matching.profiles import RoleProfile
from models import (
    Candidate,
    Consent,
    FlagChange,
    PolicyImpact,
    PolicyRelease,
    Purpose,
    Role,
    RoleStatus,
)

BATCH = 200
LIVE = (RoleStatus.OPEN, RoleStatus.PAUSED)

Progress = Callable[[int], None]  # told how many candidates more were evaluated


@dataclass(frozen=True, slots=True)
class _Roles:
    """The roles of an evaluation: none first, then each that is stored."""

    ids: Sequence[UUID | None]
    profiles: Sequence[RoleProfile | None]

    def keys(self, pack: Pack, day: date) -> list[Key]:
        return [role_key(pack, profile, day=day) for profile in self.profiles]


def measure_impact(
    session: Session, change: Change, *, day: date, progress: Progress
) -> PolicyImpact:
    """Evaluate a change over everyone who allows matching and every live role, and store it.

    Each candidate is also evaluated without a role.
    """
    roles = _live_roles(session)
    impact = PolicyImpact(
        policy=change.policy,
        version=change.version,
        digest=change.digest,
        as_of=day,
        pairs=0,
        changes=0,
    )
    session.add(impact)
    session.flush()
    packs = change.before, change.after
    theirs = [roles.keys(pack, day) for pack in packs]
    for candidates in _batches(session):
        profiles = [candidate_profile(each, day=day) for each in candidates]
        before, after = (
            cross(pack, [candidate_key(pack, each, day=day) for each in profiles], keys, day=day)
            for pack, keys in zip(packs, theirs, strict=True)
        )
        for found in _changes(before, after, candidates, roles):
            impact.changes += len(found.role_ids)
            session.add(found)
            found.impact_id = impact.id
        impact.pairs += len(candidates) * len(roles.ids)
        session.flush()
        progress(len(candidates))
    return impact


def _live_roles(session: Session) -> _Roles:
    wanted = sa.select(Role).where(Role.status.in_(LIVE)).order_by(Role.id)
    rows = session.scalars(wanted.options(joinedload(Role.employer, innerjoin=True))).all()
    return _Roles([None, *(row.id for row in rows)], [None, *(role_profile(row) for row in rows)])


def people(session: Session) -> int:
    """Return how many candidates an evaluation reads: those who allow matching."""
    return session.scalar(sa.select(sa.func.count()).select_from(_allowing().subquery())) or 0


def _allowing() -> sa.Select[Candidate]:
    consented = sa.select(Consent.candidate_id).where(Consent.purpose == Purpose.MATCHING)
    return sa.select(Candidate).where(Candidate.id.in_(consented))


def _batches(session: Session) -> Iterator[Sequence[Candidate]]:
    """Yield those who allow matching, by id."""
    last: UUID | None = None
    while True:
        wanted = _allowing().options(*WITH_ALL).order_by(Candidate.id).limit(BATCH)
        rows = session.scalars(wanted if last is None else wanted.where(Candidate.id > last)).all()
        if not rows:
            return
        last = rows[-1].id
        yield rows


def _changes(
    before: Mapping[str, Codes],
    after: Mapping[str, Codes],
    candidates: Sequence[Candidate],
    roles: _Roles,
) -> Iterator[FlagChange]:
    """Yield what differs: for each candidate and flag the roles, by outcome before and after."""
    for flag in before.keys() & after.keys():
        rows, columns = np.nonzero(before[flag] != after[flag])
        found: dict[tuple[int, int, int], list[str | None]] = {}
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            place = row, int(before[flag][row, column]), int(after[flag][row, column])
            role_id = roles.ids[column]
            found.setdefault(place, []).append(None if role_id is None else str(role_id))
        for (row, was, becomes), role_ids in found.items():
            yield FlagChange(
                candidate_id=candidates[row].id,
                flag=flag,
                before=OUTCOMES[was].value,
                after=OUTCOMES[becomes].value,
                role_ids=role_ids,
            )


def note_release(session: Session, change: Change) -> PolicyRelease:
    """Note that a version came into use.

    Raises:
        Conflict: it is a reform or not active, nobody looked at its impact, or it was released.
    """
    if change.is_reform:
        raise Conflict(
            Message(
                "{name} is a draft reform: write it into a new version of {id}, and release that.",
                name=change.name,
                id=change.before.id,
            )
        )
    if change.status is not PackStatus.ACTIVE:
        raise Conflict(
            Message(
                "{name} is {status}: set `status: active` in its file, then restart the service.",
                name=change.name,
                status=change.status,
            )
        )
    of_it = PolicyImpact.digest == change.digest
    if session.scalar(sa.select(PolicyImpact.id).where(of_it).limit(1)) is None:
        raise Conflict(
            Message(
                "Nobody looked at what {name} changes: run policy-impact first.", name=change.name
            )
        )
    released = PolicyRelease.digest == change.digest
    if session.scalar(sa.select(PolicyRelease.id).where(released)) is not None:
        raise Conflict(Message("{name} was released before.", name=change.name))
    release = PolicyRelease(policy=change.policy, version=change.version, digest=change.digest)
    session.add(release)
    session.flush()
    return release
