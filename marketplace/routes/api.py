"""Visa routes over HTTP."""

from typing import Any

from marketplace.clock import today
from marketplace.http.languages import asked_language
from marketplace.http.openapi import BASE, Blueprint
from marketplace.policies.installed import installed_packs
from marketplace.routes import services
from marketplace.routes.schemas import (
    ComparedRoutesSchema,
    LanguageQuery,
    RouteFactsSchema,
    RoutesSchema,
)

EXAMPLE = {
    "as_of": "2026-01-15",
    "province": "CN-SH",
    "facts": {
        "candidate": {"degree_level": "master", "experience_years": 5, "age": 30},
        "role": {"confirmation_letter": False},
    },
    "cn_points": {
        "salary_wan_cny": 30,
        "education": "master",
        "experience_years": 5,
        "months_per_year": 12,
        "chinese": "hsk4",
        "location": "other",
        "age": 30,
        "background": ["patent_or_ip"],
    },
    "crs": {
        "age": 30,
        "education": "master",
        "clb": [9, 9, 9, 8],
        "canadian_years": 0,
        "foreign_years": 5,
    },
}

routes = Blueprint("routes", __name__, url_prefix=f"{BASE}/routes", description=services.__doc__)


@routes.get("")
@routes.arguments(LanguageQuery, location="query")
@routes.response(200, RoutesSchema)
def list_routes(_: dict[str, Any]) -> dict[str, Any]:
    """List the visa routes with all that is published of them."""
    return services.list_routes(asked_language())


@routes.post("/compare")
@routes.arguments(LanguageQuery, location="query")
@routes.arguments(RouteFactsSchema, example=EXAMPLE)
@routes.response(200, ComparedRoutesSchema)
def compare_routes(_: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """Put the visa routes side by side for some facts; nothing is stored."""
    return services.compare_routes(
        installed_packs(),
        day=asked["as_of"] or today(),
        province=asked["province"],
        facts=asked["facts"],
        cn_points=asked.get("cn_points"),
        crs=asked.get("crs"),
        language=asked_language(),
    )
