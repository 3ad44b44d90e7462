"""What a candidate has and might do next: facts, no marks out of ten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.drafts import STEPS, drafted_steps, stated_in
from marketplace.candidates.services import own_profile
from marketplace.conversations.awaiting import Awaiting, awaiting_answer
from marketplace.errors import NotFound
from marketplace.me.gains import Gain, gains_of
from marketplace.permissions import Caller
from models import (
    Application,
    Candidate,
    Invitation,
    InvitationStatus,
    ProfileProposal,
    Purpose,
    Stage,
    Visibility,
)

ENDED = (Stage.REJECTED, Stage.WITHDRAWN, Stage.HIRED)
_WHOSE: sa.BindParameter[UUID] = sa.bindparam("candidate_id")
_STANDING = sa.select(
    sa.select(sa.func.count())
    .where(Invitation.candidate_id == _WHOSE, Invitation.status == InvitationStatus.SENT)
    .scalar_subquery(),
    sa.select(sa.func.count())
    .where(Application.candidate_id == _WHOSE, Application.stage.not_in(ENDED))
    .scalar_subquery(),
    sa.exists().where(ProfileProposal.candidate_id == _WHOSE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What stands in a candidate's area."""

    candidate: Candidate
    stated: list[str]  # steps of the profile that say something
    silent: list[str]  # those that say nothing
    gains: Mapping[str, Gain]  # what more to say would bring, by step
    drafts: list[str]  # steps in which something is typed and not kept
    has_proposal: bool
    invitations: int  # that wait for an answer
    applications: int  # that are under way
    awaiting: list[Awaiting]  # dates to come, and messages without an answer
    may_be_matched: bool
    is_hidden: bool


def overview_of(session: Session, caller: Caller, *, day: date, at: datetime) -> Overview:
    """Return what stands in the caller's area.

    Raises:
        NotFound: the caller has no profile.
    """
    if caller.candidate_id is None:
        raise NotFound
    candidate = own_profile(session, caller, caller.candidate_id)
    stated = [step for step in STEPS if _says_something(candidate, step)]
    found = session.execute(_STANDING, {"candidate_id": candidate.id}).one()
    invitations, applications, has_proposal = found
    return Overview(
        candidate=candidate,
        stated=stated,
        silent=[step for step in STEPS if step not in stated],
        gains={gain.step: gain for gain in gains_of(session, candidate, day=day)},
        drafts=drafted_steps(session, candidate),
        has_proposal=has_proposal,
        invitations=invitations,
        applications=applications,
        awaiting=awaiting_answer(session, candidate.id, at=at),
        may_be_matched=candidate.consents_to(Purpose.MATCHING),
        is_hidden=candidate.visibility is Visibility.HIDDEN,
    )


def _says_something(candidate: Candidate, step: str) -> bool:
    """Whether a step is stated; "stated: none" is, how to reach somebody alone is not."""
    stated = stated_in(candidate, step)
    if step == "summary":
        return bool(stated["headline"] or stated["summary"])
    return any(value is not None for value in stated.values())
