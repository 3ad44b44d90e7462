"""What the posting assistant says of a draft before anybody presses a button."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from marketplace.messages import Message
from marketplace.policies.installed import installed_packs
from marketplace.roles.opening import Approved, Fault, approved_today, faults_of
from models import Employer, Role, RoleStatus, VerificationStatus
from models.role import TRANSITIONS


def approved_now(day: date, province: str | None = None) -> Approved:
    """Return what the policy in force approves on a day in a province."""
    return approved_today(installed_packs(), day, province)


def demands_of(role: Role, day: date) -> Sequence[Fault]:
    """Return what a role, its employer loaded, still needs before it may open."""
    faults = faults_of(role, day, approved_now(day, role.province))
    if role.employer.verification_status is VerificationStatus.VERIFIED:
        return faults
    remedy = Message(
        "The employer is {status}: the operator has to verify it first.",
        status=str(role.employer.verification_status),
    )
    return [*faults, {"pointer": "#/employer_id", "detail": remedy}]


def demands_of_nothing(day: date) -> Sequence[Fault]:
    """Return what every role needs, as an empty draft shows it."""
    employer = Employer(kind="", sectors=[])
    nothing: dict[str, Any] = {"skills": [], "facilities": [], "questions": []}
    empty = Role(title="", support={}, terms={}, employer=employer, **nothing)
    faults = faults_of(empty, day, approved_now(day))
    return [fault for fault in faults if fault["pointer"] != "#/employer_id"]


def legal_moves(role: Role) -> tuple[str, ...]:
    """Return where a member may move a role from where it stands."""
    onward = TRANSITIONS[role.status]
    return tuple(str(status) for status in onward if status is not RoleStatus.EXPIRED)
