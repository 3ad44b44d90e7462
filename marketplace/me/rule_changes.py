"""What changes of the rules changed for one's own profile and applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import textless_profile
from marketplace.candidates.services import own_profile
from marketplace.errors import NotFound
from marketplace.permissions import Caller
from marketplace.policies.history import RuleChange, past_changes
from matching.policy.bulk import candidate_key, outcomes, role_key
from matching.policy.loading import Packs
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile
from models import Application, AuditEvent, Role

MOST_TURNS = 100  # of applications, the newest

_TURNED = (
    sa.select(AuditEvent.subject_id, AuditEvent.happened_at, AuditEvent.detail, Role.title)
    .join(Application, Application.id == AuditEvent.subject_id)
    .join(Role, Role.id == Application.role_id)
    .where(
        AuditEvent.type == "match.flag_changed",
        Application.candidate_id == sa.bindparam("candidate_id"),
    )
    .order_by(AuditEvent.id.desc())
    .limit(MOST_TURNS)
)

Turned = Mapping[str, tuple[str, str]]  # outcomes before and after, by flag


@dataclass(frozen=True, slots=True)
class ForMe:
    """A change of the rules, and the outcomes that it turned; None where nothing came before."""

    change: RuleChange
    turned: Turned | None


@dataclass(frozen=True, slots=True)
class TurnedApplication:
    """A flag of an application of one's own that new rules turned."""

    application_id: str
    title: str
    day: datetime
    flag: str
    before: str
    after: str


def rule_changes(
    session: Session, caller: Caller, packs: Packs, *, day: date
) -> tuple[list[ForMe], Sequence[TurnedApplication]]:
    """Return past changes of the rules with what each changed for the caller's profile as it is.

    Raises:
        NotFound: the caller has no profile.
    """
    if caller.candidate_id is None:
        raise NotFound
    candidate = own_profile(session, caller, caller.candidate_id)
    profile = textless_profile(candidate, day=day)
    found = [ForMe(change, _turned(change, profile)) for change in past_changes(packs, day)]
    turned = session.execute(_TURNED, {"candidate_id": candidate.id})
    return found, [_told(*row) for row in turned]


def _told(
    application_id: UUID, happened_at: datetime, told: Mapping[str, str], title: str
) -> TurnedApplication:
    return TurnedApplication(
        application_id=str(application_id),
        title=title,
        day=happened_at,
        flag=told["flag"],
        before=told["from"],
        after=told["to"],
    )


def _turned(change: RuleChange, profile: CandidateProfile) -> Turned | None:
    """Return the outcomes that a change turned, all else equal."""
    if change.before is None:
        return None
    before = _outcomes(change.before, profile, change.eve, change.province)
    after = _outcomes(change.after, profile, change.day, change.province)
    return {
        name: (before[name], outcome)
        for name, outcome in after.items()
        if name in before and before[name] != outcome
    }


def _outcomes(
    pack: Pack, profile: CandidateProfile, day: date, province: str | None
) -> Mapping[str, str]:
    mine = candidate_key(pack, profile, day=day, province=province)
    found = outcomes(pack, mine, role_key(pack, None, day=day), day=day)
    return {name: outcome.value for name, outcome in found.items()}
