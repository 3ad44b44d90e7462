"""Evidence over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.evidence import services
from marketplace.evidence.schemas import EvidenceDecisionSchema, EvidenceSchema
from marketplace.http.openapi import BASE, Blueprint

if TYPE_CHECKING:
    from models import EvidenceItem

PROOF = {
    "section": "education",
    "claim_id": "01920000-0000-4000-8000-000000000001",
    "proof": "https://chsi.example/verify/0123456789",
}
DECISION = {
    "evidence": "verified",
    "reason": "Seen in the register of degrees.",
    "expires_on": "2028-12-31",
}

evidence = Blueprint("evidence", __name__, url_prefix=BASE, description=services.__doc__)


@evidence.post("/candidates/<uuid:candidate_id>/evidence")
@evidence.arguments(EvidenceSchema, example=PROOF)
@evidence.response(201, EvidenceSchema)
def submit_evidence(fields: dict[str, Any], candidate_id: UUID) -> "EvidenceItem":
    """Hand in the proof of something that your profile says."""
    return services.submit_evidence(session(), caller(), candidate_id, **fields)


@evidence.post("/evidence/<uuid:evidence_id>/decision")
@evidence.arguments(EvidenceDecisionSchema, example=DECISION)
@evidence.response(200, EvidenceSchema)
def decide_evidence(fields: dict[str, Any], evidence_id: UUID) -> "EvidenceItem":
    """Decide what a proof is worth; the candidate sees that it was read."""
    return services.decide_evidence(session(), caller(), evidence_id, day=today(), **fields)
