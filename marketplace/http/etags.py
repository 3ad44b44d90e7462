"""Entity tags: answers that need not be sent again, changes that lose nothing."""

from flask import Response, json, request
from werkzeug.http import generate_etag, parse_etags

from marketplace.errors import PreconditionRequired, Stale
from marketplace.messages import Message


def tag(response: Response) -> Response:
    """Give a single resource its strong tag, and answer 304 where the caller has it."""
    if response.status_code in (200, 201) and response.is_json and not response.is_streamed:
        add_etags(response)
        etag, _ = response.get_etag()
        reading = request.method in ("GET", "HEAD") and response.status_code == 200
        if reading and request.if_none_match.contains_weak(etag or ""):
            response.status_code = 304
            response.set_data(b"")
    return response


def add_etags(response: Response) -> None:
    """Tag a response by its bytes."""
    response.set_etag(generate_etag(response.get_data()))


def require_match(representation: object) -> None:
    """Let a change pass only if the caller has seen what it changes.

    Args:
        representation: what a GET would answer now, before it is written as JSON.

    Raises:
        PreconditionRequired: no If-Match, or one without a tag.
        Stale: If-Match names another state.
    """
    given = request.headers.get("If-Match")
    if given is None or not given.strip():
        raise PreconditionRequired(
            Message(
                "Send If-Match with the ETag of what you change (or * to change whatever stands)."
            )
        )
    if not parse_etags(given).contains(generate_etag(encode(representation))):
        raise Stale(
            Message("It has changed since you read it: read it again and repeat the change.")
        )


def encode(representation: object) -> bytes:
    """Return the bytes that an answer with this content has."""
    response = json.jsonify(representation)
    return response.get_data()
