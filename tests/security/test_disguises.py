"""Another spelling of an address, or a header that claims something, opens nothing."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.security.matrix import ROWS
from tests.security.requests import foreign, send
from tests.security.world import World

CLOSED = [row for row in ROWS if "{" in row.path and row.statuses["employer"] in (403, 404)]

DISGUISES: dict[str, Mapping[str, Any]] = {
    "trailing slash": {"ending": "/"},
    "trailing space": {"ending": "%20"},
    "suffix": {"ending": ".json"},
    "matrix parameter": {"ending": ";admin=true"},
    "double slash": {"prefix": "/"},
    "path that climbs": {"prefix": "/api/v1/taxonomies/../../.."},
    "claim in the query": {"ending": "?owner=true&is_admin=true&employer_id={aurora}&id={ana}"},
    "method override": {"headers": {"X-HTTP-Method-Override": "GET"}},
    "original address": {"headers": {"X-Original-URL": "/api/v1/account", "X-Rewrite-URL": "/"}},
    "claim in a header": {"headers": {"X-User-Id": "1", "X-Forwarded-User": "admin"}},
    "local peer": {"headers": {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1"}},
    "another token": {"ending": "?access_token=kvm_canary&token=kvm_canary"},
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_opens_nothing(world: World, disguise: str) -> None:
    change = DISGUISES[disguise]
    for row in CLOSED:
        path = f"{change.get('prefix', '')}{row.path}{change.get('ending', '')}"
        headers = change.get("headers", {})
        for who in ("employer", "nobody"):
            answer = send(world.persons[who], row, world.things, path=path, headers=headers)
            assert 300 <= answer.status_code < 500, (row.name, who)
            assert foreign(answer, who) == [], (row.name, who)
    assert world.changed() == []


@pytest.mark.parametrize("row", CLOSED, ids=lambda row: row.name)
def test_no_other_method_opens_it(world: World, row: Any) -> None:
    known = {other.method for other in ROWS if shape(other.path) == shape(row.path)}
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - known:
        answer = send(world.persons["employer"], row, world.things, method=method)
        assert (method, answer.status_code) == (method, 405)
        allowed = {"HEAD", "OPTIONS", *known} if "GET" in known else {"OPTIONS", *known}
        assert set(answer.headers["Allow"].split(", ")) == allowed
    options = send(world.persons["employer"], row, world.things, method="OPTIONS")
    assert foreign(options, "nobody") == []
    assert world.changed() == []


def shape(path: str) -> str:
    """Return a path without the names of things."""
    return re.sub(r"\{.*?\}", "{}", path.partition("?")[0])
