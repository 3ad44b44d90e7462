"""Previews: a pair explained, or a ranking against what is stored; nothing of them is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.candidates.profiles import candidate_profile
from marketplace.candidates.writing import write_profile
from marketplace.employers.domains import hiding_keys
from marketplace.employers.services import employer_by_id, employers_of
from marketplace.errors import Invalid, NotAllowed
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.listings import (
    Asked,
    Ranking,
    ranked_candidates,
    ranked_roles,
)
from marketplace.matches.pairs import CandidateSide, RoleSide, candidate_side, match_of, role_side
from marketplace.matches.sides import Eyes
from marketplace.matches.views import View
from marketplace.messages import Message
from marketplace.permissions import Caller
from marketplace.roles.profiles import role_profile
from matching.codes import Outcome
from matching.profiles import EmployerProfile
from matching.ranking.lexicon import Lexicon
from models import (
    Candidate,
    Consent,
    Employer,
    Purpose,
    Role,
    VerificationStatus,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What is to be previewed, for whom."""

    given: Mapping[str, Any]  # ``profile``, ``role`` or both, as their schemas load them
    asked: Asked  # how much of which ranking
    secret: str  # behind candidates' codes


def preview(
    session: Session, catalogue: Catalogue, caller: Caller, wanted: Preview
) -> dict[str, Any] | Ranking:
    """Return the match of a pair, else the stored other side, ranked.

    Raises:
        NotAllowed: only members of a verified employer, and the operator, see candidates.
    """
    with catalogue.reading(session) as state:
        lexicon = state.lexicon
    given, asked = wanted.given, wanted.asked
    role = _given_role(session, lexicon, given["role"]) if "role" in given else None
    if "profile" not in given:
        assert role is not None  # noqa: S101 - the schema lets no empty preview through
        eyes = _eyes(session, caller, wanted.secret)
        return _candidates_for(session, catalogue, caller, role, asked, eyes)
    candidate = _given_candidate(session, lexicon, given["profile"], asked.view)
    if role is None:
        return _roles_for(session, catalogue, candidate, asked)
    return match_of(lexicon, role, candidate, asked.view, rank=None)


def _given_role(session: Session, lexicon: Lexicon, fields: Mapping[str, Any]) -> RoleSide:
    """Return the role of the request; its employer is the one it names, if any."""
    unstored = {"skills": [], "facilities": [], **fields}
    employer = EmployerProfile()
    role = Role(**unstored, employer=Employer(kind="", sectors=[]))
    if role.employer_id is not None:
        role.employer = employer_by_id(session, role.employer_id)
        employer = role_profile(role).employer
    shown = {
        "id": None,
        "title": role.title or "",
        "employer_id": role.employer_id,
        "offers_sponsorship": role.offers_sponsorship,
    }
    profile = replace(role_profile(role), title=role.title or "", employer=employer)
    return role_side(lexicon, profile, shown)


def _given_candidate(
    session: Session, lexicon: Lexicon, fields: Mapping[str, Any], view: View
) -> CandidateSide:
    """Return the profile of the request."""
    allowed = Consent(purpose=Purpose.SENSITIVE_STATUS, basis="sent with the request")
    candidate = Candidate(status=None, links=[], hidden_from=[], consents=[allowed])
    try:
        write_profile(session, candidate, fields)
    except Invalid as error:
        errors = [{**each, "pointer": f"#/profile{each['pointer'][1:]}"} for each in error.errors]
        raise Invalid(error.detail, errors) from None
    profile = candidate_profile(candidate, day=view.day)
    return candidate_side(lexicon, profile, {"id": None, "headline": candidate.headline})


def _roles_for(
    session: Session, catalogue: Catalogue, mine: CandidateSide, asked: Asked
) -> Ranking:
    """Rank the open roles for a profile that is not stored."""
    with catalogue.reading(session) as state:
        return ranked_roles(session, catalogue, state, mine, asked)


def _candidates_for(
    session: Session, catalogue: Catalogue, caller: Caller, mine: RoleSide, asked: Asked, eyes: Eyes
) -> Ranking:
    """Rank, for a role that is not stored, the candidates whom the caller may see."""
    asked = replace(asked, view=replace(asked.view, to_employer=True))
    with catalogue.reading(session) as state:
        ranking = ranked_candidates(session, catalogue, state, mine, asked, eyes)
    for match in ranking.matches:
        match["gates"] = [
            # Else a role that is made up would find the least pay.
            {**gate, "outcome": Outcome.UNKNOWN.value} if gate["code"] == "salary" else gate
            for gate in match["gates"]
        ]
    if ranking.seen is None or eyes.employer_id != caller.account_id:
        return ranking
    return replace(ranking, seen=replace(ranking.seen, employer_id=None))  # the operator's look


def _eyes(session: Session, caller: Caller, secret: str) -> Eyes:
    """Return the eyes of the caller's verified employers; candidates hide from each of them."""
    employers: Sequence[Employer] = employers_of(session, caller)
    verified = [
        employer
        for employer in employers
        if employer.verification_status is VerificationStatus.VERIFIED
    ]
    if not verified and not caller.is_admin:
        raise NotAllowed(Message("Candidates are shown to members of a verified employer only."))
    keys = frozenset(key for employer in employers for key in hiding_keys(session, employer))
    whose: UUID | None = verified[0].id if verified else caller.account_id
    assert whose is not None  # noqa: S101 - the call asks for an account
    return Eyes(employer_id=whose, keys=keys, secret=secret)
