"""What somebody typed into a step of their profile's form and has not kept yet."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.entries import SECTIONS, content_of
from marketplace.candidates.services import own_profile
from marketplace.candidates.writing import STATUS_FIELDS
from marketplace.errors import NotFound, TooLarge
from marketplace.messages import Message
from marketplace.permissions import Caller
from models import Candidate, ProfileDraft, now

LONGEST = 200_000  # characters of a draft

STEPS: Mapping[str, tuple[str, ...]] = {
    "summary": ("name", "email", "phone", "links", "headline", "summary"),
    "skills": ("skills",),
    "experience": ("experience",),
    "education": ("education",),
    "achievements": ("patents", "publications", "awards"),
    "wishes": ("languages", "hubs", "salary_min", "notice_weeks"),
    "status": ("status",),
}

Typed = Mapping[str, Sequence[str]]


def own_step(session: Session, caller: Caller, step: str, *, lock: bool = False) -> Candidate:
    """Return the caller's profile, for a step of its form.

    Raises:
        NotFound: no such step, or the caller has no profile.
    """
    if step not in STEPS or caller.candidate_id is None:
        raise NotFound
    return own_profile(session, caller, caller.candidate_id, lock=lock)


def stated_in(candidate: Candidate, step: str) -> dict[str, Any]:
    """Return what a profile says in a step, without what only we write."""
    stated: dict[str, Any] = {}
    for name in STEPS[step]:
        value = getattr(candidate, name)
        if name in SECTIONS and value is not None:
            value = [content_of(entry) for entry in value]
        elif name == "status" and value is not None:
            value = {each: getattr(value, each) for each in STATUS_FIELDS}
        stated[name] = value
    return stated


def tag_of(candidate: Candidate, step: str) -> str:
    """Return a digest of what a profile says in a step: another one, if somebody changed it."""
    written = orjson.dumps(stated_in(candidate, step), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest()[:32]


def save_draft(session: Session, caller: Caller, step: str, typed: Typed, tag: str) -> ProfileDraft:
    """Keep what is typed, right or wrong.

    Raises:
        NotFound: no such step, or the caller has no profile.
        TooLarge: it is more than any profile may say.
    """
    candidate = own_step(session, caller, step)
    if sum(len(name) + sum(map(len, values)) for name, values in typed.items()) > LONGEST:
        raise TooLarge(Message("A draft is at most {max} characters long.", max=LONGEST))
    draft = session.get(ProfileDraft, (candidate.id, step))
    if draft is None:
        draft = ProfileDraft(candidate_id=candidate.id, step=step)
        session.add(draft)
    draft.typed = {name: list(values) for name, values in typed.items()}
    draft.tag, draft.updated_at = tag[:64], now()
    session.flush()
    return draft


def draft_of(session: Session, candidate: Candidate, step: str) -> ProfileDraft | None:
    """Return the draft of a step, if there is one."""
    return session.get(ProfileDraft, (candidate.id, step))


def drafted_steps(session: Session, candidate: Candidate) -> list[str]:
    """Return the steps in which something is typed and not kept."""
    found = set(
        session.scalars(
            sa.select(ProfileDraft.step).where(ProfileDraft.candidate_id == candidate.id)
        )
    )
    return [step for step in STEPS if step in found]


def drop_draft(session: Session, caller: Caller, step: str) -> None:
    """Forget what was typed into a step."""
    candidate = own_step(session, caller, step)
    session.execute(
        sa.delete(ProfileDraft).where(
            ProfileDraft.candidate_id == candidate.id, ProfileDraft.step == step
        )
    )
