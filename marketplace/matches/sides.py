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
from marketplace.candidates.blanking import Blanked
from marketplace.candidates.codes import code_of, number_of
from marketplace.candidates.profiles import candidate_profile, textless_profile
from marketplace.candidates.services import IS_RANKABLE, candidates_by_ids, is_rankable
from marketplace.employers.domains import hiding_keys
from marketplace.errors import NotFound
from marketplace.matches.flags import shares_status
from marketplace.matches.pairs import MOST_OWN_MET, CandidateSide, RoleSide
from marketplace.reviews.blindness import veiled_among
from marketplace.roles.profiles import role_profile
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
        id_ = self.find_id(session, who)
        found = candidates_by_ids(session, [id_]).get(id_)
        if found is None:  # erased in this moment
            raise NotFound
        return found

    def find_id(self, session: Session, who: str) -> UUID:
        """Return the id of the same candidate.

        Nothing more is read of who hides than of nobody: the time would tell that they are there.
        """
        is_id = _UUID.fullmatch(who) is not None
        told = UUID(who) if is_id else number_of(who, self.employer_id, self.secret)
        asked = _BY_ID if is_id else _BY_NUMBER
        row = session.connection().execute(asked, {"told": told}).one_or_none()
        if row is None or not self.keys.isdisjoint(row.hidden_keys):
            raise NotFound
        id_: UUID = row.id
        if is_id and (row.visibility is not Visibility.OPEN or self.veiled(session, [id_])):
            raise NotFound  # the employer may know them by code alone
        return id_


_FINDABLE = sa.select(Candidate.id, Candidate.visibility, Candidate.hidden_keys).where(IS_RANKABLE)
_BY_ID = _FINDABLE.where(Candidate.id == sa.bindparam("told"))
_BY_NUMBER = _FINDABLE.where(Candidate.number == sa.bindparam("told"))


def open_view(candidate: Candidate) -> dict[str, Any]:
    """Return what an employer sees of an open candidate: everything but contact and status."""
    sections = ("summary", "skills", "experience", "education", "patents", "publications")
    wishes = ("awards", "languages", "hubs", "notice_weeks")
    shown = {name: getattr(candidate, name) for name in (*sections, *wishes)}
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
        textless_profile(candidate, day=day),
        words,
        lexicon.vector(words.document),
        told=surfaces(words.document),
        shown={"id": candidate.id, "headline": candidate.headline},
        texts=partial(candidate_profile, candidate, day=day),
        most_met=MOST_OWN_MET,
    )


def candidate_seen(
    lexicon: Lexicon, candidate: Candidate, words: Words, *, day: date, is_open: bool
) -> CandidateSide:
    """Return a stored candidate as employers may see them in a list, but for the code."""
    shown = {"id": candidate.id} if is_open else {}
    return CandidateSide(
        textless_profile(candidate, day=day),
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
