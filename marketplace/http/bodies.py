"""Read request bodies: strict JSON, with every refusal naming its place."""

import json
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any

from flask import Request

from marketplace.errors import Invalid, Malformed, TooLarge, WrongMediaType
from marketplace.messages import Message

MAX_DEPTH = 40
_MAX_DIGITS = 40  # a longer number overflows every field that we have


def read_body(request: Request) -> bytes:
    """Return the request's body, whole.

    Raises:
        WrongMediaType: it is compressed.
        TooLarge: it is over the limit.
    """
    if (coding := request.headers.get("Content-Encoding", "identity")).lower() != "identity":
        raise WrongMediaType(
            Message(
                "Send the body as it is, without Content-Encoding {coding}.", coding=shown(coding)
            )
        )
    raw = request.get_data(cache=True)
    limit = request.max_content_length
    # Werkzeug cuts a body of untold length at the limit and says nothing.
    if limit is not None and len(raw) >= limit and request.content_length is None:
        raise TooLarge(Message("The body is over {limit} bytes.", limit=f"{limit:,}"))
    return raw


def read_json(request: Request) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the request's JSON.

    Raises:
        WrongMediaType: the body is not declared as JSON.
        Malformed: there is no body, or it is no JSON text.
        Invalid: it holds a number or text that no field can take.
    """
    raw = read_body(request)
    if not raw and request.method == "PUT":
        return {}  # the address says it all
    if request.mimetype and not request.is_json:  # before the body: limits may have read a form
        raise WrongMediaType(Message("Send the body as application/json."))
    if not raw:
        raise Malformed(
            Message(
                "There is no body: send a JSON object, {empty} where you have nothing to say.",
                empty="{}",
            )
        )
    if not request.is_json:
        raise WrongMediaType(Message("Send the body as application/json."))
    return parse_json(raw)


def parse_json(raw: bytes) -> Any:  # noqa: ANN401 - JSON is anything
    """Return the value of a JSON text; see ``read_json``."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_int=_parse_int,
            parse_float=_parse_float,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise Malformed(
            Message("The body is not UTF-8 (byte {place}).", place=error.start)
        ) from None
    except json.JSONDecodeError as error:
        raise Malformed(
            Message(
                "The body is not JSON: {what} (line {line}, column {column}).",
                what=error.msg,
                line=error.lineno,
                column=error.colno,
            )
        ) from None
    except RecursionError:
        raise Malformed(
            Message("The body is nested deeper than {max} levels.", max=MAX_DEPTH)
        ) from None
    if errors := list(islice(_impossible(value, "#", MAX_DEPTH), 20)):
        raise Invalid(Message("The body holds values that no field can take."), errors)
    return value


def _parse_int(digits: str) -> int | float:
    """Return the integer; one of absurd length becomes infinity, which is refused by place."""
    return int(digits) if len(digits) <= _MAX_DIGITS else math.inf


def _parse_float(text: str) -> float:
    return float(text) if len(text) <= 2 * _MAX_DIGITS else math.inf


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object; a key that stands twice would hide a value."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Malformed(Message("The key {name} stands twice in one object.", name=shown(name)))
        found[name] = value
    return found


def _impossible(value: object, pointer: str, depth: int) -> Iterator[dict[str, str]]:
    """Yield what no field can take: NaN, infinity, NUL, lone surrogates, great depth."""
    if depth == 0:
        yield {"pointer": pointer, "detail": f"Nested deeper than {MAX_DEPTH} levels."}
    elif isinstance(value, dict):
        for name, item in value.items():
            place = f"{pointer}/{shown(name)}"
            yield from impossible_text(name, place)
            yield from _impossible(item, place, depth - 1)
    elif isinstance(value, list):
        for position, item in enumerate(value):
            yield from _impossible(item, f"{pointer}/{position}", depth - 1)
    elif isinstance(value, str):
        yield from impossible_text(value, pointer)
    elif isinstance(value, float) and not math.isfinite(value):
        yield {"pointer": pointer, "detail": Message("Not a finite number of ordinary size.")}


def impossible_text(text: str, pointer: str) -> Iterator[dict[str, str]]:
    """Yield why no database could keep the text."""
    if text.isprintable():  # halves of pairs and NUL are not
        return
    if "\x00" in text:
        yield {"pointer": pointer, "detail": Message("Text cannot hold the character NUL.")}
    if any("\ud800" <= character <= "\udfff" for character in text):
        yield {"pointer": pointer, "detail": Message("Text cannot hold half a surrogate pair.")}


def shown(name: str) -> str:
    """Return a key as a short JSON-pointer token that any encoding can carry."""
    token = name.replace("~", "~0").replace("/", "~1")
    return token.encode("ascii", "backslashreplace").decode("ascii")[:80]
