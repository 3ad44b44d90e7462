"""Saved searches over HTTP."""

from typing import Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.database import session
from marketplace.http.etags import require_match
from marketplace.http.languages import asked_language
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page
from marketplace.saved_searches.schemas import SavedSearchSchema
from marketplace.searches import saving

saved_searches = Blueprint(
    "saved_searches", __name__, url_prefix=f"{BASE}/saved_searches", description=saving.__doc__
)


@saved_searches.get("")
@saved_searches.arguments(PageQuery, location="query")
@saved_searches.response(200, list_of(SavedSearchSchema))
def list_searches(query: dict[str, Any]) -> dict[str, Any]:
    """List your saved searches, newest first."""
    limit, after = query["limit"], open_cursor(query["cursor"], 1)
    rows, total = saving.page_of_searches(session(), caller(), limit=limit, after=after)
    return page(rows, limit=limit, total=total, key=lambda search: [str(search.id)])


@saved_searches.post("")
@saved_searches.arguments(
    SavedSearchSchema,
    example={
        "name": "Decoders, not in Beijing or Shanghai",
        "query": {"q": "decoders", "not_hub": ["beijing", "shanghai"], "salary_min": 400000},
        "frequency": "daily",
    },
)
@saved_searches.response(201, SavedSearchSchema)
def save_search(wanted: dict[str, Any]) -> Any:  # noqa: ANN401 - the row
    """Keep a query of the role search; what it finds later is mailed as often as you say."""
    return saving.save_search(session(), caller(), **wanted, language=asked_language())


@saved_searches.delete("/<uuid:search_id>")
@saved_searches.response(204)
def delete_search(search_id: UUID) -> None:
    """Forget a saved search; its mails end."""
    search = saving.own_search(session(), caller(), search_id)
    require_match(SavedSearchSchema().dump(search))
    saving.delete_search(session(), caller(), search_id)
