"""Roles side by side, as a page for everyone."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

from flask import Blueprint, render_template, request

from marketplace.auth import caller
from marketplace.clock import now, today
from marketplace.database import session
from marketplace.errors import Gone, NotFound
from marketplace.matches.catalogue import catalogue
from marketplace.matches.flags import pack_of
from marketplace.matches.services import matches_of, read_roles
from marketplace.roles.pages import flag_titles
from marketplace.roles.services import check_visible
from marketplace.searches.cards import view_of_cards

if TYPE_CHECKING:
    from models import Role

comparison_pages = Blueprint("comparison_pages", __name__)

FEWEST, MOST = 2, 5


@comparison_pages.get("/roles/compare")
def compare() -> str:
    """Put two to five roles side by side, with what they ask, offer and mean for a visa."""
    who, day = caller(), today()
    roles = list(_asked_for())
    pack = pack_of(day)
    shown = roles[:MOST]
    ids = [role.id for role in shown]
    matches = matches_of(session(), catalogue(), who, ids, view_of_cards())
    return render_template(
        "roles/compare.html",
        roles=shown,
        left_out=max(len(set(request.args.getlist("role"))) - len(shown), 0),
        is_enough=len(roles) >= FEWEST,
        matches=matches,
        replies=catalogue().replies.days(session(), {role.employer_id for role in shown}, at=now()),
        flag_titles=flag_titles(),
        pack_name=f"{pack.id} {pack.version}",
        today=day,
    )


def _asked_for() -> "Iterator[Role]":
    """Yield the roles of the address that may be seen, each once, and one more than is shown."""
    ids: dict[UUID, None] = {}
    for told in request.args.getlist("role")[: 2 * MOST]:
        with suppress(ValueError):
            ids[UUID(told)] = None
    for role in read_roles(session(), catalogue(), list(ids)):
        with suppress(NotFound, Gone):
            check_visible(caller(), role)
            yield role
