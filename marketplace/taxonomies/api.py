"""Code lists over HTTP."""

from typing import Any

from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import list_of, open_cursor, page
from marketplace.taxonomies import services
from marketplace.taxonomies.codes import TAXONOMIES
from marketplace.taxonomies.schemas import EntryQuery, EntrySchema

taxonomies = Blueprint(
    "taxonomies", __name__, url_prefix=f"{BASE}/taxonomies", description=services.__doc__
)


NAME = {
    "in": "path",
    "name": "name",
    "required": True,
    "schema": {"type": "string", "enum": list(TAXONOMIES)},
}


@taxonomies.get("/<name>", parameters=[NAME])
@taxonomies.arguments(EntryQuery, location="query")
@taxonomies.response(200, list_of(EntrySchema))
def list_codes(query: dict[str, Any], name: str) -> dict[str, Any]:
    """List the codes of one of sectors, hubs, employer_kinds, degree_levels, languages, skills."""
    after = open_cursor(query["cursor"], 1)
    rows, total = services.find_entries(name, part=query["q"], limit=query["limit"], after=after)
    return page(rows, limit=query["limit"], total=total, key=lambda entry: [entry["place"]])
