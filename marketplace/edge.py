"""The edge of every request: its name, its limits, who may pass, and what is kept of it."""

import time
from urllib.parse import quote

import structlog
from flask import Flask, Response, g, request
from uuid_utils.compat import uuid7
from werkzeug.exceptions import NotAcceptable

from marketplace.auth import caller, check_csrf
from marketplace.database import commit, roll_back, session
from marketplace.errors import TooLarge
from marketplace.health.metrics import count_answer
from marketplace.http.etags import tag
from marketplace.http.idempotency import Attempt
from marketplace.http.languages import say_language
from marketplace.http.limits import Limits, say_limit
from marketplace.http.openapi import BASE, needs_match
from marketplace.http.parameters import ignored_parameters
from marketplace.messages import Message
from marketplace.permissions import CALLS, admit

log = structlog.get_logger()

WRITTEN = ("application/json", "application/problem+json", "application/x-ndjson")
PAGES_OF_THE_API = frozenset({"documentation.show_documentation"})
# Pages whose address holds a secret of its own, as a link in a mail does: it proves enough.
SECRET_ADDRESSES = frozenset({"me.stop_mail", "profiles.confirm_profile"})
SMALL_BODY = 1_000_000  # bytes; imports take more, as the settings say


def attempt_of_request() -> Attempt | None:
    """Return the idempotent attempt that this request asks for."""
    key = request.headers.get("Idempotency-Key")
    creates = request.method == "POST" and request.path.startswith(BASE)
    if key is None or not creates or needs_match("post", request.path):
        return None
    return Attempt(session(), caller(), key)


def finish(response: Response, attempt: Attempt | None) -> None:
    """Keep what succeeded, undo what did not."""
    if response.status_code >= 400:
        roll_back(session())
        if attempt:
            attempt.fail()
        return
    if request.path.startswith(BASE):
        tag(response)
        if attempt:
            attempt.succeed(response)
    if "session" in g:
        commit(session())


def install_edge(app: Flask, limits: Limits) -> None:
    """Name every request, bound its body and ask the tables of limits and permissions."""
    app.before_request(_begin)
    app.before_request(limits.spend)
    app.before_request(_guard)
    app.before_request(limits.spend_own)
    app.after_request(_describe)
    app.after_request(_log)


def _begin() -> None:
    """Name the request, so that its log lines and answers can be found again."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=str(uuid7()))
    g.began = time.perf_counter()


def _guard() -> None:
    """Refuse what no view should see."""
    if request.routing_exception is not None or request.endpoint is None:
        return
    if request.path.startswith(BASE):
        _check_accept()
        _check_size()
    elif request.method == "POST" and request.endpoint not in SECRET_ADDRESSES:
        caller()  # a token that is no good is refused as such
        check_csrf()  # also of who is not signed in
    if request.method == "OPTIONS":  # names the methods, to anyone
        return
    if (rule := CALLS.get(request.endpoint)) is not None:
        admit(caller(), rule)


def _describe(response: Response) -> Response:
    """Say what the headers have to say of an answer."""
    say_limit(response)
    say_language(response)
    if "next_link" in g and response.status_code == 200:
        response.headers["Link"] = g.next_link  # RFC 8288
    if request.args and request.path.startswith(BASE) and response.status_code < 300:
        # As they would stand in an address.
        names = ",".join(quote(str(item["name"])) for item in ignored_parameters())
        if names:
            response.headers["X-Ignored-Params"] = names
    return response


def _log(response: Response) -> Response:
    """Log and count that the request was answered: by its rule, never by what it says."""
    rule = None if request.url_rule is None else request.url_rule.rule
    seconds = time.perf_counter() - g.began
    count_answer(rule, request.method, response.status_code, seconds)
    log.info(
        "request",
        method=request.method,
        rule=rule,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )
    return response


def _check_accept() -> None:
    """Refuse a caller who cannot read what we write."""
    accepts = request.accept_mimetypes
    is_page = request.endpoint in PAGES_OF_THE_API
    written = ("text/html",) if is_page else WRITTEN
    if accepts and not accepts.best_match(written):
        raise NotAcceptable(Message("We answer in {kind}.", kind=written[0]))


def _check_size() -> None:
    """Refuse a body that is over its limit, before it is read."""
    if not request.path.startswith(f"{BASE}/imports/"):
        request.max_content_length = SMALL_BODY  # holds for bodies of unknown length too
    limit = request.max_content_length
    if limit is not None and (request.content_length or 0) > limit:
        raise TooLarge(Message("The body is over {limit} bytes.", limit=format(limit, ",")))
