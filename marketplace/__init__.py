"""The K-Visa talent marketplace: HTTP in, HTTP out."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from marketplace.accounts.identity import install_identity
from marketplace.config import Config, read_config
from marketplace.database import install_database, make_engine, roll_back, session
from marketplace.edge import attempt_of_request, finish, install_edge
from marketplace.html import install_html
from marketplace.html.compiling import Templates
from marketplace.html.frame import note_rules
from marketplace.http.encoding import OrjsonProvider
from marketplace.http.headers import install_headers
from marketplace.http.limits import Limits
from marketplace.http.openapi import install_openapi
from marketplace.http.problems import install_problems
from marketplace.http.sessions import CookieSessions
from marketplace.logs import install_logs
from marketplace.matches.catalogue import install_catalogue
from marketplace.policies.installed import load_installed
from marketplace.registry import API_NOUNS, PAGES, install_commands


class Marketplace(Flask):
    """The application; its requests commit when they succeed and undo when they do not."""

    json_provider_class = OrjsonProvider
    jinja_environment = Templates
    session_interface = CookieSessions()

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is: none of ours is a coroutine, and each call would look."""
        return func

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer a request inside one transaction, once per idempotency key."""
        attempt = attempt_of_request()
        replayed = attempt.begin() if attempt else None
        if replayed is not None:
            return replayed
        try:
            response = self.make_response(super().dispatch_request())
            finish(response, attempt)
        except BaseException:
            roll_back(session())
            if attempt:
                attempt.fail()
            raise
        return response


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
    load_installed(settings)  # a pack that breaks the format stops the start
    install_database(app, make_engine(settings.database_url, query_seconds=settings.query_seconds))
    app.context_processor(lambda: {"settings": settings})
    limits = Limits(settings.rate_limit)
    limits.limit_calls(sign_in=settings.sign_in_limit, profiles=settings.profile_limit)
    install_edge(app, limits)
    install_html(app)
    install_catalogue(app)
    install_identity(app)
    install_headers(app)
    install_problems(app)
    api = install_openapi(app)
    for noun in API_NOUNS:
        api.register_blueprint(noun)
    for pages in PAGES:
        app.register_blueprint(pages)
    note_rules(app)
    install_commands(app)
    return app
