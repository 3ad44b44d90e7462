"""Where the pages of Greenhouse hang, and what pages of a role ask of them."""

from typing import Any

from flask import Blueprint

from marketplace.auth import caller
from marketplace.database import session
from marketplace.greenhouse import pushes, services

greenhouse_pages = Blueprint("greenhouse", __name__)

HERE = "/employer/roles/<uuid:role_id>/greenhouse"


@greenhouse_pages.app_template_global()
def sends_to_greenhouse(role: Any) -> bool:  # noqa: ANN401 - a role
    """Whether whoever looks may send the people of a role to Greenhouse."""
    may = caller().may(pushes.ACT, role.employer_id)
    return may and services.is_connected(session(), role.employer_id)
