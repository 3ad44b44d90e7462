"""Roles over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.http.echoes import require_unchanged
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.roles import services
from marketplace.roles.schemas import MoveSchema, RoleChangeSchema, RoleSchema

if TYPE_CHECKING:
    from models import Role

EXAMPLE = {
    "employer_id": "01920000-0000-7000-8000-000000000001",
    "title": "Quantum error-correction researcher",
    "description": "You design decoders for surface codes and run them on our processors.",
    "skills": [{"name": "surface codes", "required": True}],
    "sectors": ["quantum_computing"],
    "city": "Hefei",
    "province": "CN-AH",
    "headcount": 2,
    "salary": {"min": 480_000, "max": 720_000, "currency": "CNY", "period": "year"},
    "degree_min": "doctor",
    "languages": [{"language": "en", "level": "C1"}],
    "questions": [
        {"text": "Which decoder have you written yourself?", "required": True},
        {
            "text": "Where would you like to work?",
            "kind": "choice",
            "choices": ["Hefei", "Beijing"],
        },
    ],
}

roles = Blueprint("roles", __name__, url_prefix=f"{BASE}/roles", description=services.__doc__)


@roles.post("")
@roles.arguments(RoleSchema, example=EXAMPLE)
@roles.response(201, RoleSchema)
def create_role(fields: dict[str, Any]) -> "Role":
    """Write a draft; nobody but the employer's members sees it before it is open."""
    return services.create_role(session(), caller(), fields)


@roles.get("/<uuid:role_id>")
@roles.response(200, RoleSchema)
def show_role(role_id: UUID) -> "Role":
    """Show a role."""
    return services.visible_role(session(), caller(), role_id)


@roles.patch("/<uuid:role_id>")
@roles.arguments(RoleChangeSchema(partial=True), example={"headcount": 3})
@roles.response(200, RoleSchema)
def update_role(fields: dict[str, Any], role_id: UUID) -> "Role":
    """Change a role; what is left out stays, and a live role must stay fit to be open."""
    role = services.own_role(session(), caller(), role_id, lock=True)
    require_match(RoleSchema().dump(role))
    require_unchanged(RoleSchema().dump(role))
    return services.update_role(session(), caller(), role, fields, day=today())


@roles.delete("/<uuid:role_id>")
@roles.response(204)
def delete_role(role_id: UUID) -> None:
    """Delete a draft; a role that was published is closed instead."""
    role = services.own_role(session(), caller(), role_id, lock=True)
    require_match(RoleSchema().dump(role))
    services.delete_role(session(), caller(), role)


@roles.post("/<uuid:role_id>/transitions")
@roles.arguments(MoveSchema, example={"to": "open"})
@roles.response(200, RoleSchema)
def move_role(move: dict[str, Any], role_id: UUID) -> "Role":
    """Open, pause or close a role; opening lists everything that is still lacking."""
    role = services.own_role(session(), caller(), role_id, lock=True)
    require_match(RoleSchema().dump(role))
    return services.move_role(session(), caller(), role, move["to"], day=today())
