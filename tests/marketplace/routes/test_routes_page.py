"""The visa routes side by side."""

from flask import Flask

from tests.browsing import Browser


def test_routes_stand_side_by_side_as_published(app: Flask) -> None:
    page = Browser(app).get("/visa-routes").text
    for name in ("China&#39;s K visa, as published", "United States: H-1B"):
        assert page.count(name) == 2  # in the table and as a card
    assert "Nobody has published it" in page
    assert "For you" not in page


def test_facts_say_how_each_comes_out_and_what_would_change_it(app: Flask) -> None:
    sent = {"candidate.degree_level": "master", "candidate.degree_sectors": "ai"}
    page = Browser(app).post("/visa-routes", sent).text
    assert "Looks eligible under cn-k-seed" in page
    assert "What would change it" in page
    assert 'value="master" selected' in page
    chinese = Browser(app, language="zh").post("/visa-routes", sent).text
    assert "看似符合条件" in chinese


def test_what_cannot_be_read_is_said_at_its_field(app: Flask) -> None:
    sent = Browser(app).post("/visa-routes", {"candidate.age": "old"})
    assert sent.status_code == 422
    assert 'href="#candidate.age"' in sent.text
