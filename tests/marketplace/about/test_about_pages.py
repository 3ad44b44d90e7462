"""What the service says about itself."""

import re
from collections.abc import Callable, Iterator
from string import Formatter

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.about.reading import texts
from matching.ranking.documents import FIELD_WEIGHTS
from matching.ranking.lexicon import CUT_TERMS
from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]


def lines(page: object) -> Iterator[str]:
    """Yield every text of a page, in order."""
    if isinstance(page, dict):
        for name in page:
            yield from lines(page[name])
    elif isinstance(page, list):
        for each in page:
            yield from lines(each)
    else:
        yield str(page)


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("name", sorted(texts()))
def test_both_languages_say_the_same_parts(name: str) -> None:
    english, chinese = (list(lines(texts()[name][language])) for language in ("en", "zh-Hans"))
    assert len(english) == len(chinese)
    assert [holes(text) for text in english] == [holes(text) for text in chinese]
    assert all(text.isascii() or "…" in text for text in english)


@pytest.mark.parametrize("name", sorted(texts()))
def test_a_page_names_who_runs_the_service(
    client_of: Callable[..., FlaskClient], name: str
) -> None:
    client = client_of(
        operator_name="<b>Harbour</b>", contact_address="help@harbour.example", licence_number="7"
    )
    for language in ("en", "zh-Hans"):
        page = client.get(f"/{name}?lang={language}")
        assert page.status_code == 200
        assert texts()[name][language]["title"] in page.text
        assert "<b>Harbour" not in page.text
    contact = client.get("/contact?lang=en").text
    assert "help@harbour.example" in contact
    assert "licence 7." in contact


def test_without_an_address_the_page_says_so(app: Flask) -> None:
    assert "has not named an address yet" in Browser(app).get("/contact").text


def test_how_matching_works_tells_the_real_numbers(app: Flask) -> None:
    page = Browser(app).get("/how-matching-works").text
    for weight in FIELD_WEIGHTS.values():
        assert f'<td class="number">{weight:g}</td>' in page
    assert f"the {CUT_TERMS} strongest terms" in page
    assert "higher than 99% of random pairs" in page
    assert "读取哪些内容" in Browser(app, language="zh").get("/how-matching-works").text


def test_search_engines_are_told_what_is_public(market: Market) -> None:
    role, draft = market.open_role(), market.role()
    client = market.people.app.test_client()
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Sitemap: https://market.example/sitemap.xml" in robots.text
    assert "Disallow: /me" in robots.text
    site_map = client.get("/sitemap.xml")
    assert site_map.mimetype == "application/xml"
    found = re.findall(r"<url><loc>([^<]*)</loc>", site_map.text)
    assert f"https://market.example/roles/{role}" in found
    assert draft not in site_map.text
    for address in found:
        assert client.get(address.removeprefix("https://market.example")).status_code == 200
