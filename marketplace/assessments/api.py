"""Assessments over HTTP."""

from typing import Any

from marketplace.assessments import services
from marketplace.assessments.schemas import AssessedSchema, AssessmentSchema
from marketplace.auth import caller
from marketplace.clock import today
from marketplace.http.languages import asked_language
from marketplace.http.openapi import BASE, Blueprint
from marketplace.policies.installed import installed_packs

GROUPS = ("candidate", "role", "employer", "status")
EXAMPLE = {
    "pack": "cn-k-seed",
    "as_of": "2026-01-15",
    "province": "CN-SH",
    "candidate": {
        "degree_level": {"value": "doctor", "evidence": "none"},
        "degree_sectors": ["ai"],
    },
    "role": {"sectors": ["ai"]},
    "employer": {"kind": "tech_company"},
    "status": {"visa": "none"},
}

assessments = Blueprint(
    "assessments", __name__, url_prefix=f"{BASE}/assessments", description=services.__doc__
)


@assessments.post("")
@assessments.arguments(AssessmentSchema, example=EXAMPLE)
@assessments.response(200, AssessedSchema)
def assess(asked: dict[str, Any]) -> dict[str, Any]:
    """Say what a policy pack makes of some facts; nothing is stored."""
    question = services.Question(
        pack_id=asked["pack"],
        day=asked["as_of"] or today(),
        province=asked["province"],
        reforms=asked["reforms"],
    )
    facts = {group: asked[group] for group in GROUPS}
    return services.assess(caller(), installed_packs(), question, facts, asked_language())
