"""Codes of public standards: what exists is taken, what does not is refused by name."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.taxonomies.standards import is_province, standard
from tests.market import Market, market
from tests.people import People

__all__ = ["market"]

OVERLAYS = Path(__file__).parents[2] / "matching" / "policy" / "packs"
BAD_PLACES = ["CN-XX", "CN-zz", "Shanghai", "CN-", "C1-SH", "CNSH"]
GOOD_PLACES = ["CN", "CN-SH", "CN-TW", "US-CA", "DE-BY", "GB-ENG", "FR-75C"]


def pay(**parts: Any) -> dict[str, Any]:
    return {"min": 1, "max": 2, "currency": "CNY", "period": "year"} | parts


@pytest.mark.parametrize("province", BAD_PLACES)
def test_a_place_that_does_not_exist_is_refused(market: Market, province: str) -> None:
    role, ines = market.role(), market.candidate(consents=["matching", "sensitive_status"])
    for person, path, body, pointer in (
        (market.owner, f"/roles/{role}", {"province": province}, "#/province"),
        (market.owner, f"/employers/{market.employer['id']}", {"province": province}, "#/province"),
        (
            ines.person,
            f"/candidates/{ines.id}",
            {"status": {"current_province": province}},
            "#/status/current_province",
        ),
    ):
        answer = person.patch(path, body)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize("province", GOOD_PLACES)
def test_a_place_that_exists_is_taken(market: Market, province: str) -> None:
    path = f"/roles/{market.role()}"
    assert market.owner.patch(path, {"province": province}).json["province"] == province
    assert market.people.anyone().get(f"/roles?province={province.lower()}").status_code == 200


def test_a_province_of_an_overlay_is_taken(client_of: Callable[..., FlaskClient]) -> None:
    client = client_of(policy_folders=(OVERLAYS,))
    with client.application.app_context():
        assert is_province("CN-ZZ")
        assert not is_province("CN-XX")
    assert client.get("/api/v1/roles?province=cn-zz").status_code == 200
    assert client.get("/api/v1/roles?province=cn-xx").status_code == 422


@pytest.mark.parametrize("currency", ["ZZZ", "cny", "XXX", "XAU", "DEM", "yuan"])
def test_a_currency_out_of_use_is_refused(market: Market, currency: str) -> None:
    answer = market.owner.patch(f"/roles/{market.role()}", {"salary": pay(currency=currency)})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "#/salary/currency"


def test_currencies_in_use_are_taken(market: Market) -> None:
    path = f"/roles/{market.role()}"
    for currency in ("CNY", "USD", "EUR", "XOF", "ZWG"):
        assert market.owner.patch(path, {"salary": pay(currency=currency)}).status_code == 200


@pytest.mark.parametrize("tag", ["qq", "xx-yy-zz", "q", "qqqq", "en_GB", "zh-"])
def test_a_language_that_does_not_exist_is_refused(market: Market, tag: str) -> None:
    body = {"languages": [{"language": tag}]}
    ines = market.candidate()
    for person, path in (
        (market.owner, f"/roles/{market.role()}"),
        (ines.person, f"/candidates/{ines.id}"),
    ):
        answer = person.patch(path, body)
        assert answer.status_code == 422
        assert answer.json["errors"][0]["pointer"] == "#/languages/0/language"


def test_languages_that_exist_are_taken(market: Market) -> None:
    path = f"/roles/{market.role()}"
    tags = ["en", "zh-Hans", "yue", "gsw", "sr-Latn-RS", "EN-gb"]
    changed = market.owner.patch(path, {"languages": [{"language": tag} for tag in tags]})
    told = [each["language"] for each in changed.json["languages"]]
    assert told == [*tags[:-1], "en-gb"]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("province=cn-zj", 1),
        ("province=CN-SH,Cn-Zj", 1),
        ("language=EN", 1),
        ("language=En-gb", 1),
        ("language=gd", 0),
        ("salary_min=1&currency=cny", 1),
    ],
)
def test_filters_take_codes_in_any_case(market: Market, query: str, total: int) -> None:
    market.open_role(languages=[{"language": "en", "level": "C1"}])
    assert market.people.anyone().get(f"/roles?{query}").json["page"]["total"] == total


@pytest.mark.parametrize("query", ["province=cn-xx", "language=qq", "currency=ZZZ"])
def test_filters_refuse_what_does_not_exist(people: People, query: str) -> None:
    answer = people.anyone().get(f"/roles?{query}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"].startswith(f"#/{query.partition('=')[0]}")


def test_no_pay_opens_nothing(market: Market) -> None:
    for nothing in (pay(min=0, max=0), pay(min=0, max=None), pay(min=None, max=0)):
        path = f"/roles/{market.role(salary=nothing)}/transitions"
        answer = market.owner.post(path, {"to": "open"})
        assert [error["pointer"] for error in answer.json["errors"]] == ["#/salary"]
    market.open_role(salary=pay(min=0, max=1))


def test_the_lists_are_whole() -> None:
    assert len(standard("languages")) == 183
    assert {"CNY", "USD", "EUR"} < set(standard("currencies"))
