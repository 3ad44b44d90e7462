import gzip
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.market import Market, market
from tests.people import People

__all__ = ["market"]


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/api/v1/policies", "text/html", 406),
        ("/api/v1/openapi.json", "text/html", 406),
        ("/api/v1/policies", "text/html,application/xhtml+xml,*/*;q=0.8", 200),
        ("/api/v1/policies", "application/json", 200),
        ("/api/v1/docs", "text/html", 200),
        ("/api/v1/docs", "*/*", 200),
        ("/policies", "text/html", 200),
    ],
)
def test_json_is_written_to_those_who_can_read_it(
    client: FlaskClient, path: str, accept: str, status: int
) -> None:
    assert client.get(path, headers={"Accept": accept}).status_code == status


@pytest.mark.parametrize("path", ["/assessments", "/imports/roles", "/matches/preview"])
@pytest.mark.parametrize("coding", ["gzip", "br", "x"])
def test_a_compressed_body_is_refused(people: People, path: str, coding: str) -> None:
    kind = "application/x-ndjson" if "imports" in path else "application/json"
    headers = {"Content-Encoding": coding, "Content-Type": kind}
    answer = people.person().send("POST", path, data=gzip.compress(b"{}"), headers=headers)
    assert (answer.status_code, "Content-Encoding" in answer.json["detail"]) == (415, True)


def test_a_body_as_it_is_may_say_so(people: People) -> None:
    profile = {"profile": {"headline": "x"}}
    headers = {"Content-Encoding": "identity"}
    assert people.person().post("/matches/preview", profile, headers=headers).status_code == 200


def test_white_space_is_no_word(market: Market) -> None:
    market.open_role()
    anyone = market.people.anyone()
    for query in ("q=%20", "q=%20%09", "q="):
        assert anyone.get(f"/roles?{query}").json["page"]["total"] == 1
        assert anyone.get(f"/taxonomies/hubs?{query}").json["page"]["total"] == 6


@pytest.mark.parametrize(("offset", "total"), [(-60, 1), (60, 0)])
def test_posted_after_takes_a_moment(market: Market, offset: int, total: int) -> None:
    market.open_role()
    moment = (datetime.now(UTC) + timedelta(seconds=offset)).isoformat()
    for text in (moment, moment.replace("+00:00", "Z"), moment.lower()):
        answer = market.people.anyone().get(f"/roles?posted_after={quote(text)}")
        assert answer.json["page"]["total"] == total, answer.json


def test_posted_after_leaves_out_the_moment_itself(market: Market) -> None:
    market.open_role()
    anyone = market.people.anyone()
    posted = anyone.get("/roles").json["data"][0]["posted_at"]
    assert anyone.get(f"/roles?posted_after={posted}").json["page"]["total"] == 0


@pytest.mark.parametrize(
    "text", ["2026-02-30T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "20260101"]
)
def test_posted_after_takes_nothing_else(people: People, text: str) -> None:
    answer = people.anyone().get(f"/roles?posted_after={text}")
    assert answer.json["errors"][0]["pointer"] == "#/posted_after"


def test_a_currency_alone_is_named_as_ignored(market: Market) -> None:
    anyone = market.people.anyone()
    idle = anyone.get("/roles?currency=USD")
    assert idle.json["meta"]["ignored_params"] == [{"name": "currency", "suggestion": "salary_min"}]
    assert idle.headers["X-Ignored-Params"] == "currency"
    for query in ("currency=USD&salary_min=1", "currency=USD&sort=salary", "limit=1"):
        assert anyone.get(f"/roles?{query}").json["meta"]["ignored_params"] == []
