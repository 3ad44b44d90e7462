"""What stands above every page of one role: whom it met, and whether its posting is in order."""

from collections.abc import Mapping
from typing import Any

from marketplace.clock import today
from marketplace.database import session
from marketplace.employers.pages.blueprint import employer_pages
from marketplace.pipelines.services import counts_of
from marketplace.roles.assistance import demands_of


@employer_pages.app_template_global()
def people_in(role: Any) -> Mapping[str, int]:  # noqa: ANN401 - a role
    """Return how many people stand in each column of a role's pipeline."""
    return counts_of(session(), role)


@employer_pages.app_template_global()
def faults_in(role: Any) -> int:  # noqa: ANN401 - a role
    """Return how much a posting lacks or says too much of under today's rules; none has ended."""
    return 0 if role.has_ended else len(list(demands_of(role, today())))
