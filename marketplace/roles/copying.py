"""Post a role again: a draft with the content of another."""

from uuid import UUID

from sqlalchemy.orm import Session

from marketplace.permissions import Caller
from marketplace.roles.services import add_role, own_role
from models import Role

CONTENT = (
    "title",
    "description",
    "requirements",
    "skills",
    "sectors",
    "kind",
    "seniority",
    "city",
    "province",
    "work_mode",
    "employment_type",
    "headcount",
    "duration_months",
    "salary_min",
    "salary_max",
    "salary_currency",
    "salary_period",
    "degree_min",
    "experience_years_min",
    "languages",
    "offers_sponsorship",
    "support",
    "terms",
    "facilities",
    "questions",
    "blind_review",
)


def copy_role(session: Session, caller: Caller, role_id: UUID) -> Role:
    """Make a draft of a role's content; its dates, applications and lists are not copied.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the caller's part does not allow it.
    """
    role = own_role(session, caller, role_id)
    content = {name: getattr(role, name) for name in CONTENT}
    return add_role(session, caller, role.employer, content)
