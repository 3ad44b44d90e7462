"""What Greenhouse answers, read as a stranger's words."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson

from marketplace.webhooks.addresses import URL

LONGEST_DETAIL, LONGEST_LINK, LONGEST_NAME = 300, 500, 200


def link_in(body: bytes) -> str | None:
    """Return where a person stands in Greenhouse, as it answered; only a link to the web is one."""
    link = _object(body).get("profile_url")
    if not isinstance(link, str) or len(link) > LONGEST_LINK or not re.fullmatch(URL, link):
        return None
    return link if urlsplit(link).scheme == "https" else None


def user_in(body: bytes) -> str | None:
    """Return what Greenhouse calls the user."""
    name = _object(body).get("full_name")
    return _plain(name, LONGEST_NAME) if isinstance(name, str) else None


def faults_in(body: bytes) -> str | None:
    """Return what Greenhouse says is wrong, by field, as plain text."""
    errors = _object(body).get("errors")
    told = [
        ": ".join(each[name] for name in ("field", "message") if isinstance(each.get(name), str))
        for each in (errors if isinstance(errors, list) else ())
        if isinstance(each, Mapping)
    ]
    return _plain("; ".join(filter(None, told)), LONGEST_DETAIL)


def _object(body: bytes) -> Mapping[str, Any]:
    """Return an answer that is an object; any other says nothing."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return told if isinstance(told, dict) else {}


def _plain(text: str, longest: int) -> str | None:
    """Return a text of a stranger's in one bounded line of characters that can be seen."""
    seen = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return seen[:longest] or None
