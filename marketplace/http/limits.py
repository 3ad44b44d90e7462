"""How often a caller may ask, said in the RateLimit headers (draft-ietf-httpapi-ratelimit)."""

import time

from flask import Flask, Response, request
from flask_limiter import Limiter

from marketplace.auth import digest_of
from marketplace.errors import TooMany


def caller_key() -> str:
    """Return whom the limit counts: the token where there is one, else the address."""
    authorization = request.headers.get("Authorization")
    return digest_of(authorization) if authorization else f"address {request.remote_addr}"


limiter = Limiter(caller_key, storage_uri="memory://", headers_enabled=False)


def install_limits(app: Flask, rate: str) -> None:
    """Limit every call of the application."""
    app.config["RATELIMIT_APPLICATION"] = rate
    limiter.init_app(app)
    app.after_request(_say)


def _say(response: Response) -> Response:
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
