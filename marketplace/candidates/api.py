"""Candidates over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.candidates import services
from marketplace.candidates.schemas import (
    PURPOSES,
    CandidateChangeSchema,
    CandidateSchema,
    ConsentBasisSchema,
    ViewSchema,
)
from marketplace.candidates.views import list_views as find_views
from marketplace.database import session
from marketplace.http.echoes import require_unchanged
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page

if TYPE_CHECKING:
    from models import Candidate

EXAMPLE = {
    "contact": {"name": "Ada Moreau", "links": ["https://moreau.example"]},
    "headline": "Builds decoders for quantum error correction",
    "skills": [{"name": "Python", "years": 6}, {"name": "surface codes"}],
    "experience": [{"title": "Researcher", "sector": "quantum_computing", "start": "2019-04"}],
    "education": [{"degree": "doctor", "field": "Physics", "stem": True, "end": "2018"}],
    "patents": [],
    "languages": [{"language": "zh", "level": "HSK4"}, {"language": "en", "level": "C1"}],
    "hubs": ["shanghai"],
    "salary_min": {"amount": 400_000, "currency": "CNY", "period": "year"},
    "notice_weeks": 4,
    "visibility": "anonymous",
}
CONSENT = "/<uuid:candidate_id>/consents/<purpose>"
PURPOSE = {
    "in": "path",
    "name": "purpose",
    "required": True,
    "schema": {"type": "string", "enum": list(PURPOSES)},
}

candidates = Blueprint(
    "candidates", __name__, url_prefix=f"{BASE}/candidates", description=services.__doc__
)


@candidates.post("")
@candidates.arguments(CandidateSchema, example=EXAMPLE)
@candidates.response(201, CandidateSchema)
def create_candidate(fields: dict[str, Any]) -> "Candidate":
    """Make your profile; with another's address it is made for them and waits, hidden, for them."""
    return services.create_candidate(session(), caller(), fields)


@candidates.get("/<uuid:candidate_id>")
@candidates.response(200, CandidateSchema)
def show_candidate(candidate_id: UUID) -> "Candidate":
    """Show a profile to its person, or to the integration that made it."""
    return services.own_candidate(session(), caller(), candidate_id)


@candidates.patch("/<uuid:candidate_id>")
@candidates.arguments(CandidateChangeSchema(partial=True), example={"headline": "Looks for a lab"})
@candidates.response(200, CandidateSchema)
def update_candidate(fields: dict[str, Any], candidate_id: UUID) -> "Candidate":
    """Change a profile; a section is replaced whole, and unchanged entries keep their evidence.

    Read-only members may be sent back as they were read.
    """
    candidate = _matching(candidate_id)
    require_unchanged(CandidateSchema().dump(candidate))
    return services.update_candidate(session(), caller(), candidate, fields)


@candidates.delete("/<uuid:candidate_id>")
@candidates.response(204)
def erase_candidate(candidate_id: UUID) -> None:
    """Erase a profile with all that hangs on it; this cannot be undone."""
    services.erase_candidate(session(), caller(), _matching(candidate_id))


@candidates.put(CONSENT, parameters=[PURPOSE])
@candidates.arguments(
    ConsentBasisSchema, required=False, example={"basis": "Ticked on the settings page."}
)
@candidates.response(200, CandidateSchema)
def give_consent(fields: dict[str, Any], candidate_id: UUID, purpose: str) -> "Candidate":
    """Allow a purpose; only the person can."""
    candidate = _matching_own(candidate_id)
    return services.give_consent(session(), caller(), candidate, purpose, **fields)


@candidates.delete(CONSENT, parameters=[PURPOSE])
@candidates.response(200, CandidateSchema)
def withdraw_consent(candidate_id: UUID, purpose: str) -> "Candidate":
    """Take a consent back; without sensitive_status the status is deleted."""
    candidate = _matching_own(candidate_id)
    return services.withdraw_consent(session(), caller(), candidate, purpose)


@candidates.get("/<uuid:candidate_id>/access_log")
@candidates.arguments(PageQuery, location="query")
@candidates.response(200, list_of(ViewSchema))
def list_views(query: dict[str, Any], candidate_id: UUID) -> dict[str, Any]:
    """Say who saw what of your profile, newest first."""
    after = open_cursor(query["cursor"], 2)
    rows, total = find_views(session(), caller(), candidate_id, limit=query["limit"], after=after)
    return page(
        rows,
        limit=query["limit"],
        total=total,
        key=lambda view: [view["seen_at"].isoformat(), str(view["id"])],
    )


def _matching(candidate_id: UUID) -> "Candidate":
    """Return a profile of the caller's, locked, that they have seen as it stands."""
    candidate = services.own_candidate(session(), caller(), candidate_id, lock=True)
    require_match(CandidateSchema().dump(candidate))
    return candidate


def _matching_own(candidate_id: UUID) -> "Candidate":
    """Return the caller's own profile, locked, that they have seen as it stands."""
    candidate = services.own_profile(session(), caller(), candidate_id, lock=True)
    require_match(CandidateSchema().dump(candidate))
    return candidate
