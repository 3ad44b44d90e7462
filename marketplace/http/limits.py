"""How often a caller may ask, said in the RateLimit headers (draft-ietf-httpapi-ratelimit)."""

import time
from collections.abc import Mapping

from flask import Flask, Response, request
from flask import session as browser_session
from flask_limiter import Limiter

from marketplace.auth import caller
from marketplace.errors import MarketplaceError, TooMany
from marketplace.http.counting import COUNTS

GUESSED = (
    "security.login",
    "security.verify",
    "security.forgot_password",
    "security.send_confirmation",
    "security.change_password",
    "security.change_email",
    "account_pages.register",
    "account_pages.delete_account",
)

CODES = ("security.two_factor_token_validation", "security.mf_recovery")
CODE_LIMIT = "10/minute;60/day"  # six digits, of which three are good: one in 5,000 a day


def caller_key() -> str:
    """Return whom the limit counts: the account where it is proved, else the address."""
    try:
        account_id = caller().account_id
    except MarketplaceError:
        account_id = None  # a token that is no good opens no budget of its own
    return f"account {account_id}" if account_id else f"address {request.remote_addr}"


def account_key() -> str:
    """Return the address that a body names: who signs in there, or gets a mail."""
    return f"sign-in {str(_named_address()).strip().lower()[:254]}"


def half_signed_in_key() -> str:
    """Return whose password was good and whose code is asked for now."""
    return f"code {browser_session.get('tf_user_id') or request.remote_addr}"


def names_nobody() -> bool:
    """Whether a body names no address at all."""
    return not _named_address()


def _named_address() -> object:
    request.get_data(cache=True)  # a form would use the body up before its call reads it
    body = request.get_json(silent=True) if request.is_json else request.form
    return body.get("email") if isinstance(body, Mapping) else None


def install_limits(app: Flask, rate: str) -> Limiter:
    """Limit every call of the application."""
    app.config["RATELIMIT_APPLICATION"] = rate
    limiter = Limiter(caller_key, app=app, storage_uri=COUNTS, headers_enabled=False)
    app.after_request(lambda response: _say(limiter, response))
    return limiter


def limit_calls(app: Flask, limiter: Limiter, *, sign_in: str, profiles: str) -> None:
    """Limit the calls that are worth guessing or scraping by; their views must be there."""
    views = app.view_functions
    for name in GUESSED:
        views[name] = limiter.limit(sign_in, methods=["POST"])(views[name])
    for name in (*GUESSED, "accounts.register"):  # a mail goes to whom the body names
        by_account = limiter.limit(
            sign_in, key_func=account_key, methods=["POST"], exempt_when=names_nobody
        )
        views[name] = by_account(views[name])
    for name in CODES:
        by_code = limiter.limit(CODE_LIMIT, key_func=half_signed_in_key, methods=["POST"])
        views[name] = by_code(views[name])
    opened = "matches.show_candidate_match"
    views[opened] = limiter.limit(profiles)(views[opened])


def _say(limiter: Limiter, response: Response) -> Response:
    """Add the limit in force to an answer."""
    current = limiter.current_limit
    if current is not None:
        seconds = max(0, round(current.reset_at - time.time()))
        window = current.limit.get_expiry()
        response.headers["RateLimit-Policy"] = f'"default";q={current.limit.amount};w={window}'
        response.headers["RateLimit"] = f'"default";r={max(0, current.remaining)};t={seconds}'
        if response.status_code == TooMany.status:
            response.headers["Retry-After"] = str(max(1, seconds))
    return response
