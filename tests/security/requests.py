"""Send the requests of the matrix as somebody, and look at what they answer."""

from collections.abc import Mapping
from typing import Any, cast

from itsdangerous import URLSafeTimedSerializer

from marketplace.permissions import CALLS
from tests.browsing import CSRF_SALT
from tests.people import Answer, Person
from tests.security.matrix import HOLDERS, KNOWN, LACKING, PROVED, Row
from tests.security.world import CANARY, World

PROBLEM = "application/problem+json"
OF_THE_REQUEST = ("instance", "request_id")


def filled(template: Any, things: Mapping[str, str]) -> Any:
    """Return a path or body with the names of things replaced."""
    if isinstance(template, str):
        return template if template.startswith('{"') else template.format_map(things)
    if isinstance(template, dict):
        return {name: filled(value, things) for name, value in template.items()}
    return template


def send(person: Person, row: Row, things: Mapping[str, str], **changes: Any) -> Answer:
    """Send a row's request.

    Args:
        changes: ``path``, ``method``, ``headers`` to send instead of the row's.
    """
    match = {} if row.method == "GET" else {"If-Match": "*"}
    headers = {**person.headers, **match, **changes.get("headers", {})}
    path = filled(changes.get("path", row.path), things)
    body = filled(row.body, things)
    sent: dict[str, Any] = {"json": body if body is not None else {}}
    if isinstance(body, str):
        sent = {"data": body, "content_type": "application/x-ndjson"}
    if row.method in ("GET", "DELETE"):
        sent = {}
    elif row.name.startswith(PROVED):
        sent = {"data": {**(body or {}), **csrf_proof(person)}}
    method = changes.get("method", row.method)
    return cast("Answer", person.client.open(path, method=method, headers=headers, **sent))


def csrf_proof(person: Person) -> dict[str, str]:
    """Return the field that proves a form of ours, which a token alone does not send."""
    with person.client.session_transaction() as kept:
        kept["csrf_token"] = "known"
    key = person.client.application.config["SECRET_KEY"]
    signed = URLSafeTimedSerializer(key, salt=CSRF_SALT).dumps("known")
    return {"csrf_token": str(signed)}


def narrowed(world: World, row: Row) -> Person:
    """Return somebody whom a row would let in, but for the scope that their token lacks."""
    if row.name in LACKING:
        return world.narrowed(*LACKING[row.name])
    scope = CALLS[row.endpoint].scope
    assert scope is not None, f"{row.name} asks for no scope"
    holder = next(name for name in HOLDERS if row.statuses[name] < 400)
    return world.narrowed(holder, scope)


def canaries(text: str) -> set[str]:
    """Return the canaries in a text, as ``<owner>-<what>``."""
    return {f"{owner}-{what}".lower() for owner, what in CANARY.findall(text)}


def foreign(answer: Answer, column: str, sent: object = None) -> list[str]:
    """Return the canaries in an answer that are neither for a stranger's eyes nor from them."""
    told = canaries(f"{answer.headers}{answer.get_data(as_text=True)}") - canaries(f"{sent}")
    known = KNOWN.get(column, ()) if answer.status_code < 300 else ()
    return sorted(canary for canary in told if not canary.startswith((*known, "-")))


def problem_of(answer: Answer) -> dict[str, Any]:
    """Return a problem without what only tells requests apart."""
    assert answer.content_type == PROBLEM
    return {name: value for name, value in answer.json.items() if name not in OF_THE_REQUEST}
