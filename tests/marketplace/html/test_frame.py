"""The frame around the pages: languages, static files, refusals, forms that are ours."""

import re
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.browsing import BROWSER, Browser
from tests.people import People


def test_the_language_is_asked_for_by_address_then_cookie_then_header(client: FlaskClient) -> None:
    assert 'lang="en"' in client.get("/").text
    assert 'lang="zh-Hans"' in client.get("/", headers={"Accept-Language": "zh-CN"}).text
    assert "K 签证人才平台" in client.get("/?lang=zh-Hans").text
    assert "K 签证人才平台" in client.get("/").text  # the cookie remembers
    assert "K-Visa talent marketplace" in client.get("/?lang=en").text


def test_programs_are_answered_without_the_cookie(client: FlaskClient) -> None:
    client.get("/?lang=zh-Hans")
    missing = client.get("/api/v1/nothing")
    assert missing.json is not None
    assert missing.json["title"] == "Not found"


def test_the_link_to_the_other_language_keeps_the_query(client: FlaskClient) -> None:
    page = client.get("/policies?x=1&lang=en").text
    assert "/policies?x=1&amp;lang=zh-Hans" in page


def test_static_files_are_named_by_their_content_and_kept(client: FlaskClient) -> None:
    address = re.search(r'href="(/static/site\.css\?v=[0-9a-f]{12})"', client.get("/").text)
    assert address is not None
    for path, is_kept in ((address[1], True), ("/static/site.css", False)):
        with client.get(path) as answer:
            assert ("immutable" in answer.headers.get("Cache-Control", "")) is is_kept


def test_what_somebody_signed_in_sees_is_kept_by_no_browser(app: Flask, people: People) -> None:
    stranger, member = Browser(app), Browser(app, people.person())
    for browser, path, held in (
        (stranger, "/", "private, no-cache"),
        (stranger, "/account/login", "private, no-store"),
        (member, "/", "private, no-store"),
        (member, "/account", "private, no-store"),
        (member, "/account/change", "private, no-store"),
        (member, "/me/everything.ndjson", "private, no-store"),
        (member, "/nothing", "private, no-store"),
    ):
        assert browser.get(path).headers["Cache-Control"] == held, path


def test_pages_are_compressed_and_the_api_is_not(client: FlaskClient) -> None:
    accepts = {"Accept-Encoding": "gzip, br"}
    assert client.get("/", headers=accepts).headers["Content-Encoding"] == "br"
    answer = client.get("/api/v1/openapi.json", headers=accepts)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/nothing", "/policies/nothing"])
def test_browsers_get_refusals_as_pages_and_programs_as_problems(
    client: FlaskClient, path: str
) -> None:
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert page.text.count("There is nothing here") == 2  # as its title, and as its heading
    assert "Check the address, search for roles" in page.text
    chinese = client.get(path, headers={**BROWSER, "Accept-Language": "zh"})
    assert "这里没有内容" in chinese.text
    assert client.get(path).mimetype == "application/problem+json"


def test_a_form_that_is_not_ours_does_nothing_and_what_was_written_is_kept(app: Flask) -> None:
    browser, report = Browser(app), f"/roles/{UUID(int=7)}/report"
    assert browser.post(report).status_code == 404  # it is ours, and there is no such role
    sent = browser.client.post(report, headers=BROWSER, data={"why": "<b>because</b>"})
    assert sent.status_code == 403
    assert 'name="why" value="&lt;b&gt;because&lt;/b&gt;"' in sent.text
    assert "nothing is lost" in sent.text
    elsewhere = {**BROWSER, "Sec-Fetch-Site": "cross-site"}
    sent = browser.client.post(report, headers=elsewhere, data={"why": "because"})
    assert sent.status_code == 403
    assert "because" not in sent.text  # nobody is asked to send for others what they wrote


def test_who_must_sign_in_comes_back_afterwards(people: People) -> None:
    person = people.person()
    assert "Sign out" in Browser(people.app, person).get("/").text
    assert "Sign in" in Browser(people.app).get("/").text
