"""Tell whose applications stand under other flags since a policy changed."""

from collections.abc import Iterator, Mapping
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from marketplace.candidates.profiles import textless_profile
from marketplace.candidates.services import candidates_by_ids
from marketplace.events import record
from marketplace.permissions import ANONYMOUS
from marketplace.policies.changes import Change
from marketplace.roles.profiles import role_profile
from matching.policy.facts import flags_of
from models import Application, Candidate, Role, Stage

ENDED = (Stage.REJECTED, Stage.WITHDRAWN)
BATCH = 200


def tell_changed_flags(session: Session, change: Change, *, day: date) -> int:
    """Write ``match.flag_changed`` for each flag of a running application that a change turned.

    Both outcomes are decided on the facts of the day, so only the policy's part is told.

    Returns:
        How many events were written.
    """
    told = 0
    for applications in _batches(session):
        candidates = candidates_by_ids(session, {each.candidate_id for each in applications})
        for application in applications:
            candidate = candidates[application.candidate_id]
            for flag, (before, after) in _turned(change, application, candidate, day).items():
                record(
                    session,
                    ANONYMOUS,
                    "match.flag_changed",
                    subject_id=application.id,
                    detail={
                        "candidate_id": str(application.candidate_id),
                        "role_id": str(application.role_id),
                        "flag": flag,
                        "from": before,
                        "to": after,
                        "policy": change.policy,
                        "version": change.version,
                    },
                )
                told += 1
    session.flush()
    return told


def _batches(session: Session) -> Iterator[list[Application]]:
    """Yield the applications that have not ended, by id, with role and employer."""
    wanted = (
        sa.select(Application)
        .join(Application.role)
        .options(contains_eager(Application.role).joinedload(Role.employer, innerjoin=True))
        .where(Application.stage.not_in(ENDED))
        .order_by(Application.id)
        .limit(BATCH)
    )
    rows = list(session.scalars(wanted))
    while rows:
        yield rows
        rows = list(session.scalars(wanted.where(Application.id > rows[-1].id)))


def _turned(
    change: Change, application: Application, candidate: Candidate, day: date
) -> Mapping[str, tuple[str, str]]:
    """Return the outcomes before and after of the kept flags that differ."""
    profiles = textless_profile(candidate, day=day), role_profile(application.role)
    before, after = (flags_of(pack, *profiles, day=day) for pack in (change.before, change.after))
    return {
        name: (before[name].outcome.value, after[name].outcome.value)
        for name in application.flags
        if name in before and name in after and before[name].outcome is not after[name].outcome
    }
