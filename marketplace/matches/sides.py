"""Stored roles and candidates, ready to be matched and shown to this caller."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.anonymity import anonymous_view
from marketplace.candidates.blanking import blanked
from marketplace.candidates.codes import code_of, number_of
from marketplace.candidates.profiles import candidate_profile, told_profile
from marketplace.candidates.services import WITH_ALL, candidates_by_ids, is_rankable
from marketplace.errors import NotFound
from marketplace.matches.flags import shares_status
from marketplace.matches.pairs import CandidateSide, RoleSide, candidate_side, role_side
from marketplace.roles.profiles import role_profile
from matching.profiles import CandidateProfile
from matching.ranking.lexicon import Lexicon
from models import Candidate, Role, Visibility

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """Through which employer's eyes candidates are seen."""

    employer_id: UUID
    keys: frozenset[str]  # by which candidates can hide from it
    secret: str  # behind the codes

    def code(self, candidate: Candidate) -> str:
        """Return a candidate's code for this employer."""
        return code_of(candidate.number, self.employer_id, self.secret)

    def find(self, session: Session, who: str) -> Candidate:
        """Return a candidate by the id of an open one, or by code.

        Raises:
            NotFound: nobody, or nobody whom this employer may see.
        """
        found: Candidate | None
        if _UUID.fullmatch(who):
            found = candidates_by_ids(session, [UUID(who)]).get(UUID(who))
            found = found if found and found.visibility is Visibility.OPEN else None
        else:
            number = number_of(who, self.employer_id, self.secret)
            found = None if number is None else _by_number(session, number)
        if found is None or not is_rankable(found) or not self.keys.isdisjoint(found.hidden_keys):
            raise NotFound
        return found


def _by_number(session: Session, number: int) -> Candidate | None:
    """Return the candidate behind a code."""
    wanted = sa.select(Candidate).where(Candidate.number == number)
    return session.scalar(wanted.options(*WITH_ALL))


def open_view(candidate: Candidate) -> dict[str, Any]:
    """Return what an employer sees of an open candidate: everything but contact and status."""
    sections = ("summary", "skills", "experience", "education", "patents", "publications")
    shown = {name: getattr(candidate, name) for name in (*sections, "awards", "languages", "hubs")}
    return {"id": candidate.id, "name": candidate.name, "headline": candidate.headline, **shown}


def stored_role(lexicon: Lexicon, role: Role) -> RoleSide:
    """Return a stored role; its employer must be loaded."""
    shown = {
        "id": role.id,
        "title": role.title,
        "employer_id": role.employer_id,
        "offers_sponsorship": role.offers_sponsorship,
    }
    return role_side(lexicon, role_profile(role), shown)


def candidate_for(
    lexicon: Lexicon, profile: CandidateProfile, shown: dict[str, Any]
) -> CandidateSide:
    """Return a candidate as they see themselves."""
    return candidate_side(lexicon, profile, shown)


def stored_candidate(
    lexicon: Lexicon, candidate: Candidate, eyes: Eyes, *, day: date, in_full: bool = False
) -> CandidateSide:
    """Return a stored candidate as an employer may see them."""
    texts = blanked(candidate)
    is_open = candidate.visibility is Visibility.OPEN
    code = "" if is_open else eyes.code(candidate)
    view = open_view(candidate) if is_open else anonymous_view(candidate, texts, code=code, day=day)
    shown: dict[str, Any] = {"id": candidate.id} if is_open else {"code": code}
    shown["headline"] = view["headline"]
    if in_full:
        shown["profile"] = view
    profile = candidate_profile(candidate, day=day, texts=texts)
    return candidate_side(
        lexicon,
        profile,
        shown,
        shares_status=shares_status(candidate),
        told=None if is_open else told_profile(profile),
    )
