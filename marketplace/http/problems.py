"""Every refusal as RFC 9457 problem JSON, and the pages that explain them."""

import json
from typing import Any

import structlog
from flask import Flask, Response, g, request
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.contextvars import get_contextvars
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.http import HTTP_STATUS_CODES

from marketplace.errors import Conflict, Gone, MarketplaceError, NotFound, Unavailable
from marketplace.messages import Message
from models import InvalidTransition

log = structlog.get_logger()

EXPLANATIONS = {
    "bad-request": Message(
        "The request cannot be read: look at its syntax, encoding and parameters."
    ),
    "not-signed-in": Message("Send a valid token as 'Authorization: Bearer kvm_…', or sign in."),
    "not-allowed": Message(
        "You are known, and your rights or your token's scopes do not reach so far."
    ),
    "not-found": Message("There is nothing at this address that you may see."),
    "method-not-allowed": Message("The address exists; the header Allow names what it answers to."),
    "not-acceptable": Message("We answer in application/json; the Accept header must allow it."),
    "conflict": Message(
        "The thing is in a state that does not allow this; the detail names the way on."
    ),
    "gone": Message("This was public once and has ended."),
    "changed-meanwhile": Message(
        "Somebody changed it since you read it: read it again, then decide."
    ),
    "too-large": Message("The body is over the limit that the detail names."),
    "unsupported-media-type": Message("The body is of a type that this call does not read."),
    "invalid": Message(
        "The request can be read and makes no sense; errors name each field at fault."
    ),
    "precondition-required": Message("Send the thing's ETag as If-Match, so that nothing is lost."),
    "too-many-requests": Message("Wait as long as Retry-After says."),
    "internal-server-error": Message("Our fault. Tell us the request_id."),
    "unavailable": Message("The service cannot answer just now; try again after Retry-After."),
}
# One title for one type, whoever refuses.
KINDS: list[type[MarketplaceError]] = [MarketplaceError, *MarketplaceError.__subclasses__()]
TITLES = {kind.status: kind.title for kind in KINDS} | {
    405: Message("Method not allowed"),
    406: Message("Not acceptable"),
    416: Message("Range not satisfiable"),
    500: Message("Internal server error"),
}
REFUSED_BY_THE_SERVER = {
    400: Message("The request cannot be read."),
    413: Message("The body is over the limit of this address."),
    415: Message("The body is of a type that this address does not read."),
    416: Message("The file does not have the part that was asked for."),
}


def problem(error: MarketplaceError) -> Response:
    """Return the answer to a refusal."""
    g.refusal = error  # its messages can be said in two languages, the answer's text in one
    body: dict[str, Any] = dict(error.extra) if isinstance(error, Gone) else {}
    body |= _body(error.status, error.title, error.detail)
    if error.errors:
        body["errors"] = error.errors
    return _response(body, dict(error.headers))


def install_problems(app: Flask) -> None:
    """Have every error of the application answered as a problem."""
    app.register_error_handler(MarketplaceError, problem)
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(InvalidTransition, lambda error: problem(_illegal_move(error)))
    app.register_error_handler(DBAPIError, _database_problem)
    app.register_error_handler(PoolTimeout, _database_problem)
    app.register_error_handler(Exception, _unexpected)


def _illegal_move(error: InvalidTransition) -> Conflict:
    """Return the refusal of a move that the table of transitions does not have."""
    legal = ", ".join(error.legal) or Message("nowhere: this is final")
    return Conflict(
        Message(
            "{current} cannot become {wanted}; from here it may go to: {legal}.",
            current=error.current,
            wanted=error.wanted,
            legal=legal,
        )
    )


def _http_problem(error: HTTPException) -> Response:
    """Return a problem for what Flask and Werkzeug refuse by themselves."""
    status = error.code or 500
    if status == NotFound.status:
        return problem(NotFound())
    g.refusal = refusal = MarketplaceError(_refused_by_the_server(error))
    title = TITLES.get(status) or HTTP_STATUS_CODES.get(status, "Error")
    body = _body(status, title, refusal.detail)
    kept = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return _response(body, kept)


def _refused_by_the_server(error: HTTPException) -> str:
    """Return what was refused, in words that have a translation."""
    if isinstance(error, MethodNotAllowed):
        known = ", ".join(sorted(error.valid_methods or ()))
        return Message(
            "{method} does nothing here; this address answers to {known}.",
            method=request.method,
            known=known,
        )
    if isinstance(error.description, Message):
        return error.description
    return REFUSED_BY_THE_SERVER.get(error.code or 0) or error.description or ""


def _database_problem(error: Exception) -> Response:
    """Return 503 where the database is busy, away or slow; anything else is our fault."""
    if isinstance(error, OperationalError | PoolTimeout):
        log.warning("database_unavailable", error=type(error).__name__)
        return problem(Unavailable(Message("The database cannot answer just now; try again.")))
    return _unexpected(error)


def _unexpected(error: Exception) -> Response:
    """Return a bare 500; the log has the rest."""
    log.error("unexpected_error", exc_info=error)
    g.refusal = fault = MarketplaceError(Message("Our fault; it has been logged."))
    return _response(_body(500, TITLES[500], fault.detail), {})


def _body(status: int, title: str, detail: str) -> dict[str, Any]:
    slug = title.lower().replace(" ", "-")
    return {
        "type": f"/problems/{slug}" if slug in EXPLANATIONS else "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.path,
        "request_id": get_contextvars().get("request_id"),
    }


def _response(body: dict[str, Any], headers: dict[str, str]) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=True),
        body["status"],
        headers,
        content_type="application/problem+json",
    )
