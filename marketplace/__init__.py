"""The K-Visa talent marketplace: HTTP in, HTTP out."""

from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request
from flask.json.provider import JSONProvider
from flask.typing import ResponseReturnValue
from uuid_utils.compat import uuid7
from werkzeug.exceptions import NotAcceptable
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace.accounts.identity import install_identity
from marketplace.auth import caller
from marketplace.config import Config, read_config
from marketplace.database import commit, install_database, make_engine, roll_back, session
from marketplace.errors import TooLarge
from marketplace.http.etags import tag
from marketplace.http.headers import install_headers
from marketplace.http.idempotency import Attempt
from marketplace.http.limits import install_limits
from marketplace.http.openapi import BASE, install_openapi, needs_match
from marketplace.http.parameters import ignored_parameters
from marketplace.http.problems import install_problems
from marketplace.logs import install_logs
from marketplace.matches.catalogue import install_catalogue
from marketplace.permissions import CALLS, admit
from marketplace.registry import API_NOUNS, PAGES, install_commands

SMALL_BODY = 1_000_000  # bytes; imports take more, as the settings say


class OrjsonProvider(JSONProvider):
    """Write and read JSON by orjson."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:  # noqa: ANN401 - Flask's form
        """Return JSON text."""
        del kwargs
        return orjson.dumps(obj).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:  # noqa: ANN401 - Flask's form
        """Return the value of JSON text."""
        del kwargs
        return orjson.loads(s)


class Marketplace(Flask):
    """The application; its requests commit when they succeed and undo when they do not."""

    json_provider_class = OrjsonProvider

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer a request inside one transaction, once per idempotency key."""
        attempt = _attempt()
        replayed = attempt.begin() if attempt else None
        if replayed is not None:
            return replayed
        try:
            response = self.make_response(super().dispatch_request())
            _finish(response, attempt)
        except BaseException:
            roll_back(session())
            if attempt:
                attempt.fail()
            raise
        return response


def _attempt() -> Attempt | None:
    """Return the idempotent attempt that this request asks for."""
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST" or needs_match("post", request.path):
        return None
    return Attempt(session(), caller(), key)


def _finish(response: Response, attempt: Attempt | None) -> None:
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


def create_app(
    config: Config | None = None, flask_config: Mapping[str, Any] | None = None
) -> Flask:
    """Return the application.

    Args:
        config: the settings; read from the environment when absent.
        flask_config: settings of Flask and its extensions that tests replace.
    """
    install_logs()
    settings = config or read_config()
    app = Marketplace(__name__)
    app.config |= {
        "MARKETPLACE": settings,
        "SECRET_KEY": settings.secret_key,
        "MAX_CONTENT_LENGTH": settings.max_body_bytes,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        **(flask_config or {}),
    }
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    install_database(app, make_engine(settings.database_url, query_seconds=settings.query_seconds))
    _install_edge(app)
    install_catalogue(app)
    install_identity(app)
    install_limits(app, settings.rate_limit)
    install_headers(app)
    install_problems(app)
    api = install_openapi(app)
    for noun in API_NOUNS:
        api.register_blueprint(noun)
    for pages in PAGES:
        app.register_blueprint(pages)
    install_commands(app)
    return app


def _install_edge(app: Flask) -> None:
    """Name every request, bound its body and ask the table of permissions."""
    app.before_request(_begin)
    app.before_request(_guard)
    app.after_request(_name_ignored)
    app.after_request(_link_next)


def _begin() -> None:
    """Name the request, so that its log lines and answers can be found again."""
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=str(uuid7()))


def _guard() -> None:
    """Refuse what no view should see."""
    if request.routing_exception is not None or request.endpoint is None:
        return
    if request.path.startswith(BASE):
        _check_accept()
        _check_size()
    if (rule := CALLS.get(request.endpoint)) is not None:
        admit(caller(), rule)


def _name_ignored(response: Response) -> Response:
    """Name the query parameters that the call did not know."""
    if request.args and request.path.startswith(BASE) and response.status_code < 300:
        names = ",".join(str(item["name"]) for item in ignored_parameters())
        if names:
            response.headers["X-Ignored-Params"] = names
    return response


def _link_next(response: Response) -> Response:
    """Link to the next page of a list (RFC 8288)."""
    if "next_link" in g and response.status_code == 200:
        response.headers["Link"] = g.next_link
    return response


def _check_accept() -> None:
    """Refuse a caller who cannot read what we write."""
    accepts = request.accept_mimetypes
    written = ("application/json", "application/problem+json", "application/x-ndjson", "text/html")
    if accepts and not accepts.best_match(written):
        raise NotAcceptable("We answer in application/json.")


def _check_size() -> None:
    """Refuse a body that is larger than anything but an import."""
    length = request.content_length or 0
    if length > SMALL_BODY and not request.path.startswith(f"{BASE}/imports/"):
        raise TooLarge(f"The body is over {SMALL_BODY:,} bytes.")
