"""Refusals of the API in the language that is asked for; English unless told."""

from typing import Any

import pytest
from flask import Flask

from tests.browsing import BROWSER, Browser
from tests.market import Market
from tests.people import Answer, People

CHINESE = {"Accept-Language": "zh-CN"}


def refused(people: People, headers: dict[str, str]) -> Answer:
    owner, employer = people.owner()
    body = {
        "employer_id": employer["id"],
        "title": "",
        "work_mode": "anywhere",
        "titel": "x",
        "questions": [{"text": "Where?", "kind": "choice"}],
    }
    return owner.post("/roles", body, headers=headers)


def by_pointer(answer: Answer) -> dict[str, str]:
    return {each["pointer"]: each["detail"] for each in answer.json["errors"]}


@pytest.mark.parametrize("headers", [{}, {"Accept-Language": "fr, en;q=0.5"}])
def test_english_is_what_nobody_has_to_ask_for(people: People, headers: dict[str, str]) -> None:
    answer = refused(people, headers)
    assert answer.json["title"] == "Invalid"
    assert answer.json["detail"] == "Some fields are not valid."
    assert by_pointer(answer)["#/titel"] == "Unknown field. Did you mean title?"
    assert answer.headers["Content-Language"] == "en"
    assert "Accept-Language" in answer.headers["Vary"]


def test_chinese_says_the_same_of_the_same_places(people: People) -> None:
    english, chinese = refused(people, {}), refused(people, CHINESE)
    assert chinese.status_code == english.status_code == 422
    assert chinese.json["type"] == english.json["type"] == "/problems/invalid"
    assert (chinese.json["title"], chinese.json["detail"]) == ("内容无效", "有些字段填写有误。")
    told = by_pointer(chinese)
    assert told.keys() == by_pointer(english).keys()
    assert "title" in told["#/titel"]
    assert "on_site" in told["#/work_mode"]  # codes stay
    assert told["#/questions/0/choices"] == "请至少列出 2 个选项。"
    assert all(is_chinese(text) for text in told.values())
    assert chinese.headers["Content-Language"] == "zh-Hans"
    assert "Accept-Language" in chinese.headers["Vary"]
    assert chinese.content_type == "application/problem+json"


def test_what_an_opening_lacks_is_said_with_the_codes_of_programs(people: People) -> None:
    market = Market(people)
    role = market.role(sectors=["fintech"])
    moved = market.owner.post(f"/roles/{role}/transitions", {"to": "open"}, headers=CHINESE)
    [told] = moved.json["errors"]
    assert told["pointer"] == "#/sectors"
    assert "quantum_computing" in told["detail"]
    assert "领域" in told["detail"]


@pytest.mark.parametrize(
    ("method", "path", "kwargs", "title"),
    [
        ("GET", "/account", {}, "未登录"),
        ("GET", "/roles/01920000-0000-7000-8000-000000000009", {}, "未找到"),
        ("POST", "/accounts", {"data": "{", "content_type": "application/json"}, "请求错误"),
        ("POST", "/accounts", {"data": "x", "content_type": "text/plain"}, "不支持的媒体类型"),
    ],
)
def test_every_kind_of_refusal_is_said(
    people: People, method: str, path: str, kwargs: dict[str, Any], title: str
) -> None:
    answer = people.anyone().send(method, path, headers=CHINESE, **kwargs)
    assert answer.json["title"] == title
    assert is_chinese(answer.json["detail"])


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("DELETE", "/accounts", {}, 405),
        ("GET", "/roles", {"Accept": "application/xml"}, 406),
    ],
)
def test_what_the_server_refuses_by_itself_is_said(
    people: People, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = people.anyone().send(method, path, headers=CHINESE | headers)
    assert answer.status_code == status
    assert is_chinese(answer.json["title"])
    assert is_chinese(answer.json["detail"])


def test_what_an_address_answers_to_is_said(people: People) -> None:
    answer = people.anyone().send("DELETE", "/accounts")
    assert answer.json["title"] == "Method not allowed"
    assert "POST" in answer.json["detail"]
    assert "POST" in answer.headers["Allow"]


def test_a_page_says_in_chinese_that_it_is_none(app: Flask) -> None:
    page = Browser(app, language="zh-CN").client.delete("/roles", headers=BROWSER | CHINESE)
    assert page.status_code == 405
    assert "没有单独的页面" in page.text
    assert "not allowed" not in page.text


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
