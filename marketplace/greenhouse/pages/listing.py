"""Who of a role was sent to Greenhouse, as a page."""

from uuid import UUID

from flask import render_template, request

from marketplace.applications.api import secret
from marketplace.auth import caller
from marketplace.database import session
from marketplace.greenhouse import listing, services
from marketplace.greenhouse.failures import reason_of
from marketplace.greenhouse.pages.blueprint import HERE, greenhouse_pages
from marketplace.http.paging import PageQuery, open_cursor, page


@greenhouse_pages.get(HERE)
def list_pushes(role_id: UUID) -> str:
    """Show who of a role was sent to Greenhouse, and what became of it."""
    query = PageQuery().load(request.args)
    limit, after = query["limit"], open_cursor(query["cursor"], 1)
    role, rows, total = listing.list_pushes(
        session(), caller(), role_id, secret(), limit=limit, after=after
    )
    shown = page(rows, limit=limit, total=total, key=lambda row: [str(row.push.id)])
    return render_template(
        "greenhouse/pushes.html",
        role=role,
        shown=shown,
        is_connected=services.is_connected(session(), role.employer_id),
        reason_of=reason_of,
    )
