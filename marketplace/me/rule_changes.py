"""What changes of the rules changed for one's own profile and applications."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import own_profile
from marketplace.errors import NotFound
from marketplace.permissions import Caller
from marketplace.policies.history import RuleChange, past_changes
from matching.policy.facts import flags_of
from matching.policy.loading import Packs
from matching.policy.pack import Pack
from matching.profiles import CandidateProfile
from models import Application, AuditEvent, Role

MOST_TURNS = 100  # of applications, the newest

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
    profile = candidate_profile(candidate, day=day)
    found = [ForMe(change, _turned(change, profile)) for change in past_changes(packs, day)]
    wanted = (
        sa.select(AuditEvent, Role.title)
        .join(Application, Application.id == AuditEvent.subject_id)
        .join(Role, Role.id == Application.role_id)
        .where(AuditEvent.type == "match.flag_changed", Application.candidate_id == candidate.id)
        .order_by(AuditEvent.id.desc())
        .limit(MOST_TURNS)
    )
    return found, [_told(event, title) for event, title in session.execute(wanted)]


def _told(event: AuditEvent, title: str) -> TurnedApplication:
    told = event.detail
    return TurnedApplication(
        application_id=str(event.subject_id),
        title=title,
        day=event.happened_at,
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
    flags = flags_of(pack, profile, None, day=day, province=province)
    return {name: flag.outcome.value for name, flag in flags.items()}
