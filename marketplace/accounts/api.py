"""Accounts over HTTP."""

from typing import Any

from marketplace.accounts import leaving, services
from marketplace.accounts.schemas import AccountSchema, RegisteredSchema, RegistrationSchema
from marketplace.auth import caller
from marketplace.database import session
from marketplace.http.etags import require_match
from marketplace.http.languages import asked_language
from marketplace.http.openapi import BASE, Blueprint

accounts = Blueprint("accounts", __name__, url_prefix=BASE, description=services.__doc__)


@accounts.post("/accounts")
@accounts.arguments(
    RegistrationSchema,
    example={"email": "lin@example.org", "password": "a long sentence is best"},
)
@accounts.response(202, RegisteredSchema)
def register(registration: dict[str, Any]) -> dict[str, str]:
    """Register; the e-mail address is to be confirmed by the link that we send."""
    services.register(session(), caller(), **registration, language=asked_language())
    return {"email": registration["email"], "next": "Open the link in the mail that we sent."}


@accounts.get("/account")
@accounts.response(200, AccountSchema)
def show_account() -> dict[str, Any]:
    """Show your own account."""
    return services.own_account(session(), caller())


@accounts.delete("/account")
@accounts.response(204)
def delete_account() -> None:
    """Delete your account, your profile and your tokens."""
    require_match(AccountSchema().dump(services.own_account(session(), caller())))
    leaving.leave(session(), caller())
