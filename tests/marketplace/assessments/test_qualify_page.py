"""Do I qualify? A few facts, and what the rules make of them."""

from flask import Flask

from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]

MASTER = {"candidate.degree_level": "master", "candidate.degree_sectors": ["ai", "biotechnology"]}


def test_facts_lead_to_outcomes_with_rules_and_sources(app: Flask) -> None:
    page = Browser(app).post("/qualify", MASTER).text
    assert "Looks eligible under cn-k-seed" in page  # without a sponsor
    assert "Cannot be confirmed under cn-k-official" in page
    assert "/policies/cn-k-seed/versions/" in page
    assert "What would change it:" in page
    assert "Which Chinese visa do you hold now?" in page
    assert 'value="master" selected' in page  # what was answered can be changed
    assert "not legal advice" in page


def test_the_front_page_asks_by_address(app: Flask) -> None:
    browser = Browser(app, language="zh")
    address = "/qualify?candidate.degree_level=master&candidate.degree_sectors=ai"
    assert "初步符合条件" in browser.get(address).text
    assert "按规则得出的结论" not in browser.get("/qualify").text


def test_what_cannot_be_read_is_said_at_its_field(app: Flask) -> None:
    sent = Browser(app).post("/qualify", {**MASTER, "candidate.patents": "many"})
    assert sent.status_code == 422
    assert 'href="#candidate.patents"' in sent.text
    assert 'value="many"' in sent.text
    for strange in ({"province": "CN-XX"}, {"candidate.degree_level": "wizard"}):
        assert Browser(app).post("/qualify", strange).status_code == 422


def test_points_are_counted_without_an_account(app: Flask) -> None:
    browser = Browser(app)
    assert "Your points" not in browser.post("/qualify", MASTER).text
    answers = {"cn_points.education": "master", "cn_points.age": "30", "candidate.age": "30"}
    page = browser.post("/qualify", {**MASTER, **answers}).text
    assert "30 to 115 points" in page
    assert "Express Entry" not in page.partition("Your points")[2].partition("</section>")[0]
    assert 'name="cn_points.age" type="text" value="30"' in page
    wrong = browser.post("/qualify", {**MASTER, "cn_points.age": "old"})
    assert wrong.status_code == 422
    assert 'href="#cn_points.age"' in wrong.text


def test_a_role_answers_what_it_can(market: Market) -> None:
    role, draft = market.open_role(), market.role()
    browser = Browser(market.people.app)
    page = browser.get(f"/qualify?role={role}").text
    assert 'name="role.sectors" value="quantum_computing" checked' in page
    assert 'value="CN-ZJ" selected' in page
    for unseen in (draft, "nonsense"):
        assert (
            'value="quantum_computing" checked' not in browser.get(f"/qualify?role={unseen}").text
        )
