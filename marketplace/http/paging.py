"""Pages of lists: keyset cursors that nobody can forge, and the Link to the next page."""

import base64
import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import quote, unquote_plus, urlencode

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from flask import current_app, g, request
from marshmallow import fields, post_load

from marketplace.errors import Invalid
from marketplace.http.fields import QueryInt
from marketplace.http.parameters import Query, Schema, ignored_parameters
from marketplace.messages import Message

DEFAULT_LIMIT, MAX_LIMIT = 20, 100
_IN_A_QUERY = "%&=+*,:;@!$/?~'()"  # stays as it is (RFC 3986)
_FORM = ("limit", "cursor", "terms", "include")  # how much is told of the same list

Row = TypeVar("Row")


class PageQuery(Query):
    """What every list takes."""

    limit = QueryInt(1, MAX_LIMIT, load_default=DEFAULT_LIMIT)
    cursor = fields.String(load_default=None)

    @post_load
    def note_question(self, query: dict[str, Any], **_: object) -> dict[str, Any]:
        """Note what orders and narrows the list, for its cursors are good for that alone."""
        asked = {name: value for name, value in query.items() if name not in _FORM}
        # A list of choices means the same in any order.
        told = {name: sorted(v) if isinstance(v, list) else v for name, v in asked.items()}
        g.question = orjson.dumps(told, default=str, option=orjson.OPT_SORT_KEYS).decode()
        return query


class IgnoredParameterSchema(Schema):
    """A query parameter that the call does not know."""

    name = fields.String(required=True)
    suggestion = fields.String(required=True, allow_none=True)


class PageSchema(Schema):
    """Where the list goes on, and how long it is."""

    next_cursor = fields.String(required=True, allow_none=True)
    total = fields.Integer(required=True, allow_none=True)


class MetaSchema(Schema):
    """About the answer."""

    ignored_params = fields.List(fields.Nested(IgnoredParameterSchema), required=True)


def list_of(item: type[Schema]) -> type[Schema]:
    """Return the schema of a page of items."""
    name = item.__name__.removesuffix("Schema") + "ListSchema"
    members = {
        "data": fields.List(fields.Nested(item), required=True),
        "page": fields.Nested(PageSchema, required=True),
        "meta": fields.Nested(MetaSchema, required=True),
    }
    return type(name, (Schema,), members)


def page(
    rows: Sequence[Row], *, limit: int, total: int | None, key: Callable[[Row], Sequence[Any]]
) -> dict[str, Any]:
    """Return the envelope of a page.

    Args:
        rows: up to ``limit + 1`` rows; the one more says that the list goes on.
        key: the sort key of a row, JSON-able; the cursor continues after it.
    """
    shown = rows[:limit]
    more = len(rows) > limit
    return envelope(shown, cursor=seal_cursor(list(key(shown[-1]))) if more else None, total=total)


def envelope(rows: Sequence[Any], *, cursor: str | None, total: int | None) -> dict[str, Any]:
    """Return a list's body, and have the answer link to the next page."""
    if cursor is not None:
        g.next_link = next_link(cursor)
    return {
        "data": list(rows),
        "page": {"next_cursor": cursor, "total": total},
        "meta": {"ignored_params": ignored_parameters()},
    }


def seal_cursor(key: Sequence[Any]) -> str:
    """Return an opaque cursor, good for this list alone: its address, filters and order.

    The same place has the same cursor, so that an answer that did not change has the same tag.
    """
    sealed = _cipher(_secret()).encrypt(orjson.dumps(list(key)), [_list()])
    return base64.urlsafe_b64encode(sealed).decode()


def open_cursor(cursor: str | None, length: int) -> list[Any] | None:
    """Return the sort key in a cursor, or None without one.

    Raises:
        Invalid: the cursor is not ours, or of another list.
    """
    if cursor is None:
        return None
    try:
        sealed = base64.b64decode(cursor.encode(), b"-_", validate=True)
        key = orjson.loads(_cipher(_secret()).decrypt(sealed, [_list()]))
    except (InvalidTag, ValueError):  # ValueError: no base64
        key = None
    if not isinstance(key, list) or len(key) != length:
        raise Invalid.at("#/cursor", Message("Not a cursor of this list; start without one."))
    return key


@lru_cache(maxsize=1)
def _cipher(secret: str) -> AESSIV:
    """Return what seals cursors: they hold ids that callers may not see."""
    return AESSIV(hashlib.sha512(f"{secret}\ncursor".encode()).digest())


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret


def _list() -> bytes:
    """Return what a cursor belongs to: an address and all that was asked there."""
    question = g.get("question") or _asked()
    return f"{request.path}\n{question}\n".encode() + request.get_data(cache=True)


def _asked() -> str:
    """Return what a page without a schema was asked, by whichever page of the list."""
    return urlencode(sorted(each for each in request.args.items(multi=True) if each[0] != "cursor"))


def next_link(cursor: str) -> str:
    """Return the Link header's value for the next page."""
    asked = quote(request.query_string, safe=_IN_A_QUERY).split("&")
    kept = [each for each in asked if each and unquote_plus(each.partition("=")[0]) != "cursor"]
    return f'<{request.path}?{"&".join([*kept, f"cursor={cursor}"])}>; rel="next"'
