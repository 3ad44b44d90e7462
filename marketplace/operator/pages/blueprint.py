"""Where the operator's pages hang, and what all of them need."""

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, request
from marshmallow import ValidationError

from marketplace.errors import Conflict, Invalid, NotAllowed

operator = Blueprint("operator", __name__, url_prefix="/operator")

REFUSALS = (ValidationError, Invalid, Conflict, NotAllowed)
ON_A_PAGE = 20


def asked_id(name: str) -> UUID | None:
    """Return an id that the address names; what is none counts as not given."""
    try:
        return UUID(request.args.get(name, ""))
    except ValueError:
        return None


def asked_of(name: str, known: Sequence[str]) -> str | None:
    """Return a code that the address names, if it is known."""
    given = request.args.get(name, "")
    return given if given in known else None


def asked_page() -> int:
    """Return which page of a list the address names; what is no number is the first."""
    text = request.args.get("page", "")
    return max(1, int(text)) if text.isdecimal() and text.isascii() and len(text) < 6 else 1


def next_page(rows: Sequence[Any], id_of: Callable[[Any], UUID] = lambda row: row.id) -> str:
    """Return the address of the following page, or nothing; one row more says that there is."""
    if len(rows) <= ON_A_PAGE:
        return ""
    kept = {**request.args.to_dict(), "after": str(id_of(rows[ON_A_PAGE - 1]))}
    return f"{request.path}?{urlencode(kept)}"
