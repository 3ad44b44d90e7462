"""Searches over HTTP."""

from typing import TYPE_CHECKING, Any

from flask import Response, jsonify

from marketplace.auth import caller
from marketplace.clock import today
from marketplace.database import session
from marketplace.http.encoding import Written
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import envelope, open_cursor, seal_cursor
from marketplace.matches.catalogue import catalogue
from marketplace.matches.rankings import KEY_LENGTH
from marketplace.searches import services
from marketplace.searches.schemas import FoundRoleListSchema, FoundRoleSchema, SearchQuery

if TYPE_CHECKING:
    from marketplace.matches.ready import ReadyRole
    from models import Role

_ROLE = FoundRoleSchema()

searches = Blueprint("searches", __name__, url_prefix=BASE, description=services.__doc__)


@searches.get("/roles")
@searches.arguments(SearchQuery, location="query")
@searches.response(200, FoundRoleListSchema)
def search_roles(query: dict[str, Any]) -> Response:
    """Search the open roles, with counts for every filter over everything that was found.

    Sorted by the words of q, or newest first without them; fit and the flags need a candidate.
    """
    after = open_cursor(query["cursor"], KEY_LENGTH)
    found = services.search_roles(session(), catalogue(), caller(), query, after=after, day=today())
    next_key = found.page.next_key
    cursor = None if next_key is None else seal_cursor(next_key)
    rows = [_shown(ready, fit) for ready, fit in found.listed]
    body = envelope(rows, cursor=cursor, total=found.page.total)
    changed = found.page.generation_changed
    body["meta"] |= {"index": found.index, "generation_changed": changed}
    return jsonify({**body, "facets": found.facets})


def _shown(ready: "ReadyRole", fit: dict[str, Any] | None) -> object:
    """Return a found role with its employer and, to a candidate, its fit; each is written once."""
    written = ready.written.get("found")
    if written is None:
        written = ready.written["found"] = Written(_ROLE.dump(_gathered(ready.row)))
    return written if fit is None else written.replacing("match", fit)


def _gathered(role: "Role") -> dict[str, Any]:
    gathered: dict[str, Any] = _ROLE.gather(role)
    employer = role.employer
    named = {
        "id": employer.id,
        "name": employer.name,
        "kind": employer.kind,
        "verified": str(employer.verification_status) == "verified",
    }
    return {**gathered, "employer": named, "match": None}
