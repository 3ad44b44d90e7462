"""API tokens over HTTP."""

from typing import Any
from uuid import UUID

from marketplace.auth import caller
from marketplace.database import session
from marketplace.http.etags import require_match
from marketplace.http.openapi import BASE, Blueprint
from marketplace.http.paging import PageQuery, list_of, open_cursor, page
from marketplace.tokens import services
from marketplace.tokens.schemas import NewTokenSchema, TokenSchema

tokens = Blueprint("tokens", __name__, url_prefix=f"{BASE}/tokens", description=services.__doc__)


@tokens.get("")
@tokens.arguments(PageQuery, location="query")
@tokens.response(200, list_of(TokenSchema))
def list_tokens(query: dict[str, Any]) -> dict[str, Any]:
    """List your tokens, newest first."""
    after = open_cursor(query["cursor"], 1)
    rows, total = services.list_tokens(session(), caller(), limit=query["limit"], after=after)
    return page(rows, limit=query["limit"], total=total, key=lambda token: [str(token.id)])


@tokens.post("")
@tokens.arguments(
    TokenSchema,
    example={"name": "nightly import", "scopes": ["imports:write"], "expires_in_days": 90},
)
@tokens.response(201, NewTokenSchema)
def create_token(wanted: dict[str, Any]) -> dict[str, Any]:
    """Make a token; its secret is shown in this answer and never again."""
    token, secret = services.create_token(session(), caller(), **wanted)
    return {**TokenSchema().values_of(token), "secret": secret}


@tokens.delete("/<uuid:token_id>")
@tokens.response(204)
def revoke_token(token_id: UUID) -> None:
    """End a token; it is refused from the next request on."""
    token = services.own_token(session(), caller(), token_id)
    require_match(TokenSchema().dump(token))
    services.revoke_token(session(), caller(), token)
