"""Stored roles and candidates, ready to be matched and shown to this caller."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.candidates.anonymity import anonymous_view
from marketplace.candidates.blanking import Blanked, without_texts
from marketplace.candidates.codes import code_of, number_of
from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.services import WITH_ALL, candidates_by_ids, is_rankable
from marketplace.employers.domains import hiding_keys
from marketplace.errors import NotFound
from marketplace.matches.flags import shares_status
from marketplace.matches.pairs import CandidateSide, RoleSide
from marketplace.reviews.blindness import veiled_among
from marketplace.roles.profiles import role_profile
from matching.profiles import CandidateProfile
from matching.ranking.lexicon import Lexicon
from matching.ranking.packing import Words, surfaces
from models import Candidate, Role, Visibility

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """Through which employer's eyes candidates are seen."""

    employer_id: UUID
    keys: frozenset[str]  # by which candidates can hide from it
    secret: str  # behind the codes
    role: Role | None = None  # for which they look, where it is stored

    @classmethod
    def of(cls, session: Session, role: Role, secret: str) -> "Eyes":
        """Return the eyes of a role's employer, which must be loaded."""
        keys = hiding_keys(session, role.employer)
        return cls(employer_id=role.employer_id, keys=keys, secret=secret, role=role)

    def veiled(self, session: Session, ids: Iterable[UUID]) -> set[UUID]:
        """Return the candidates whose identity blind review withholds."""
        return set() if self.role is None else veiled_among(session, self.role, ids)

    def may_see(self, candidate: Candidate) -> bool:
        """Whether a candidate may be ranked and does not hide from this employer."""
        return is_rankable(candidate) and self.keys.isdisjoint(candidate.hidden_keys)

    def code(self, number: int) -> str:
        """Return the code of the candidate with a number for this employer."""
        return code_of(number, self.employer_id, self.secret)

    def find(self, session: Session, who: str) -> Candidate:
        """Return a candidate by the id of an open one, or by code.

        Raises:
            NotFound: nobody, or nobody whom this employer may see.
        """
        found: Candidate | None
        if _UUID.fullmatch(who):
            found = candidates_by_ids(session, [UUID(who)]).get(UUID(who))
            found = found if found and self._knows(session, found) else None
        else:
            number = number_of(who, self.employer_id, self.secret)
            found = None if number is None else _by_number(session, number)
        if found is None or not self.may_see(found):
            raise NotFound
        return found

    def _knows(self, session: Session, candidate: Candidate) -> bool:
        """Whether the employer may know a candidate by id."""
        is_open = candidate.visibility is Visibility.OPEN
        return is_open and not self.veiled(session, [candidate.id])


def _by_number(session: Session, number: int) -> Candidate | None:
    """Return the candidate behind a code."""
    wanted = sa.select(Candidate).where(Candidate.number == number)
    return session.scalar(wanted.options(*WITH_ALL))


def open_view(candidate: Candidate) -> dict[str, Any]:
    """Return what an employer sees of an open candidate: everything but contact and status."""
    sections = ("summary", "skills", "experience", "education", "patents", "publications")
    shown = {name: getattr(candidate, name) for name in (*sections, "awards", "languages", "hubs")}
    return {"id": candidate.id, "name": candidate.name, "headline": candidate.headline, **shown}


def stored_role(lexicon: Lexicon, role: Role, words: Words) -> RoleSide:
    """Return a stored role; its employer must be loaded."""
    shown = {
        "id": role.id,
        "title": role.title,
        "employer_id": role.employer_id,
        "offers_sponsorship": role.offers_sponsorship,
    }
    return RoleSide(role_profile(role), words, lexicon.vector(words.document), shown)


def own_side(lexicon: Lexicon, candidate: Candidate, words: Words, day: date) -> CandidateSide:
    """Return a stored candidate as they see themselves."""
    return CandidateSide(
        _profile(candidate, day),
        words,
        lexicon.vector(words.document),
        told=surfaces(words.document),
        shown={"id": candidate.id, "headline": candidate.headline},
        texts=partial(candidate_profile, candidate, day=day),
    )


def candidate_seen(
    lexicon: Lexicon, candidate: Candidate, words: Words, *, day: date, is_open: bool
) -> CandidateSide:
    """Return a stored candidate as employers may see them in a list, but for the code."""
    shown = {"id": candidate.id} if is_open else {}
    return CandidateSide(
        _profile(candidate, day),
        words,
        lexicon.vector(words.document),
        told=surfaces(words.document) if is_open else words.told,
        shown={**shown, "headline": candidate.headline if is_open else words.headline},
        texts=partial(candidate_profile, candidate, day=day),
        shares_status=shares_status(candidate),
    )


def in_full(side: CandidateSide, candidate: Candidate, masked: Blanked, day: date) -> CandidateSide:
    """Return the same candidate with the profile that an employer may see.

    Args:
        masked: their texts, for who knows them by a code.
    """
    code = side.shown.get("code")
    if code is None:
        view = open_view(candidate)
    else:
        view = anonymous_view(candidate, masked, code=code, day=day)
    return replace(side, shown={**side.shown, "profile": view})


def _profile(candidate: Candidate, day: date) -> CandidateProfile:
    """Return what gates and policy read, which is no text."""
    return candidate_profile(candidate, day=day, texts=without_texts(candidate))
