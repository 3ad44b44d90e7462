"""Employers over HTTP."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.database import session
from marketplace.employers import services
from marketplace.employers.schemas import (
    EmployerChangeSchema,
    EmployerSchema,
    MemberSchema,
    VerificationDecisionSchema,
)
from marketplace.http.echoes import require_unchanged
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page

if TYPE_CHECKING:
    from models import Employer, Membership

EXAMPLE = {
    "name": "Harbour Quantum Laboratory",
    "kind": "tech_company",
    "sectors": ["quantum_computing"],
    "city": "Hangzhou",
    "province": "CN-ZJ",
    "website": "https://harbour-quantum.example",
}

employers = Blueprint(
    "employers", __name__, url_prefix=f"{BASE}/employers", description=services.__doc__
)


@employers.post("")
@employers.arguments(EmployerSchema, example=EXAMPLE)
@employers.response(201, EmployerSchema)
def create_employer(fields: dict[str, Any]) -> "Employer":
    """Register an employer; you become its owner."""
    return services.create_employer(session(), caller(), fields)


@employers.get("/<uuid:employer_id>")
@employers.response(200, EmployerSchema)
def show_employer(employer_id: UUID) -> "Employer":
    """Show an employer."""
    return services.employer_by_id(session(), employer_id)


@employers.patch("/<uuid:employer_id>")
@employers.arguments(EmployerChangeSchema(partial=True), example={"city": "Shanghai"})
@employers.response(200, EmployerSchema)
def update_employer(fields: dict[str, Any], employer_id: UUID) -> "Employer":
    """Change an employer; a new name, code or kind is checked again before roles open."""
    employer = services.own_employer(session(), caller(), employer_id)
    require_match(EmployerSchema().dump(employer))
    require_unchanged(EmployerSchema().dump(employer))
    return services.update_employer(session(), caller(), employer, fields)


@employers.post("/<uuid:employer_id>/verification")
@employers.arguments(
    VerificationDecisionSchema,
    example={"status": "verified", "reason": "Licence seen in the public register."},
)
@employers.response(200, EmployerSchema)
def verify_employer(decision: dict[str, Any], employer_id: UUID) -> "Employer":
    """Decide whether an employer is what it says."""
    return services.verify_employer(session(), caller(), employer_id, **decision)


@employers.get("/<uuid:employer_id>/members")
@employers.arguments(PageQuery, location="query")
@employers.response(200, list_of(MemberSchema))
def list_members(query: dict[str, Any], employer_id: UUID) -> dict[str, Any]:
    """List an employer's members."""
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_members(
        session(), caller(), employer_id, limit=query["limit"], after=after
    )
    return page(rows, limit=query["limit"], total=total, key=lambda member: [str(member.id)])


@employers.post("/<uuid:employer_id>/members")
@employers.arguments(MemberSchema, example={"email": "wang@example.org", "part": "recruiter"})
@employers.response(201, MemberSchema)
def add_member(fields: dict[str, Any], employer_id: UUID) -> "Membership":
    """Give somebody a part in an employer."""
    return services.add_member(session(), caller(), employer_id, **fields)


@employers.delete("/<uuid:employer_id>/members/<uuid:member_id>")
@employers.response(204)
def remove_member(employer_id: UUID, member_id: UUID) -> None:
    """End a member's part; the last owner stays."""
    member = services.member_by_id(session(), caller(), employer_id, member_id)
    require_match(MemberSchema().dump(member))
    services.remove_member(session(), caller(), member)
