"""The hubs on a map and in a table."""

import re

from marketplace.searches.pages import on_map
from marketplace.taxonomies.codes import taxonomy
from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]


def row_of(page: str, hub: str) -> list[str]:
    found = re.search(rf'<tr><th scope="row"><a href="/roles\?hub={hub}">.*?</tr>', page, re.DOTALL)
    assert found is not None
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found[0], re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in cells]


def test_the_table_counts_what_the_search_finds(market: Market) -> None:
    for most in (100_000, 200_000, 900_000):
        pay = {"min": None, "max": most, "currency": "CNY", "period": "year"}
        market.open_role(title=f"Up to {most}", salary=pay)
    market.open_role(title="Far away", city="Shenzhen", province="CN-GD", sectors=["aerospace"])
    market.role(title="A draft")
    page = Browser(market.people.app).get("/hubs").text
    assert row_of(page, "hangzhou") == ["3", "CN¥200,000", "Quantum computing"]
    assert row_of(page, "shenzhen") == ["1", "Not shown", "Aerospace"]
    assert row_of(page, "beijing") == ["0", "Not shown", ""]
    assert 'aria-label="Hangzhou: 3 roles"' in page
    ines = market.candidate(education=[{"degree": "doctor", "sectors": ["quantum_computing"]}])
    mine = Browser(market.people.app, ines.person).get("/hubs").text
    assert len(row_of(mine, "hangzhou")) == 4


def test_places_stand_where_they_are() -> None:
    places = {entry["code"]: on_map(entry) for entry in taxonomy("hubs") if entry["city"]}
    assert places["beijing"] == (380, 151)
    assert places["chengdu"][0] < places["hangzhou"][0] < places["shanghai"][0]
    assert places["shenzhen"][1] > places["shanghai"][1] > places["beijing"][1]
