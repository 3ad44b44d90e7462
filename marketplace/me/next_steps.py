"""What a candidate has and might do next: facts, no marks out of ten."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

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
    return Overview(
        candidate=candidate,
        stated=stated,
        silent=[step for step in STEPS if step not in stated],
        gains={gain.step: gain for gain in gains_of(session, candidate, day=day)},
        drafts=drafted_steps(session, candidate),
        has_proposal=session.get(ProfileProposal, candidate.id) is not None,
        invitations=_count(
            session,
            sa.select(Invitation.id).where(
                Invitation.candidate_id == candidate.id,
                Invitation.status == InvitationStatus.SENT,
            ),
        ),
        applications=_count(
            session,
            sa.select(Application.id).where(
                Application.candidate_id == candidate.id, Application.stage.not_in(ENDED)
            ),
        ),
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


def _count(session: Session, wanted: sa.Select[Any]) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
