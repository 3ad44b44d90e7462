"""The visa routes side by side."""

import re

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
    assert "初步符合条件" in chinese


def test_what_cannot_be_read_is_said_at_its_field(app: Flask) -> None:
    sent = Browser(app).post("/visa-routes", {"candidate.age": "old"})
    assert sent.status_code == 422
    assert 'href="#candidate.age"' in sent.text


def test_points_are_counted_as_far_as_they_are_answered(app: Flask) -> None:
    answers = {
        "cn_points.salary_wan_cny": "40",
        "cn_points.education": "doctor",
        "cn_points.background": ["patent_or_ip"],
        "candidate.clb_lowest": "9",
        **{f"crs.clb.{place}": "9" for place in range(4)},
    }
    page = Browser(app).post("/visa-routes", answers).text
    assert "42 to 117 points" in page
    assert "What is your annual salary in China" in page
    assert "Core" in page
    chinese = Browser(app, language="zh").post("/visa-routes", answers).text
    assert "42–117 分" in chinese


OWN = {
    "crs.age": "30",
    "crs.education": "master",
    "crs.canadian_years": "1",
    "crs.foreign_years": "3",
    "crs.trade_certificate": "false",
    **{f"crs.clb.{place}": "9" for place in range(4)},
}
SECOND = {f"crs.clb2.{place}": "7" for place in range(4)}
# What age, degree, language and work in Canada are worth less to whom a partner comes along with.
WITH = 10 + 9 + 4 * 2 + 5
PARTNER = {
    "crs.spouse.education": "bachelor",
    "crs.spouse.canadian_years": "0",
    **{f"crs.spouse.clb.{place}": "9" for place in range(4)},
}


def express_entry(app: Flask, answers: dict[str, str]) -> str:
    """Return the points of Express Entry that a page shows."""
    page = Browser(app).post("/visa-routes", answers).text
    found = re.findall(r"<summary>([\d to]+) points</summary>", page)
    return str(found[-1])


def test_a_partner_and_a_second_language_count(app: Flask) -> None:
    alone = int(express_entry(app, OWN))
    assert int(express_entry(app, {**OWN, **SECOND})) == alone + 12  # 3 for each of four abilities
    assert int(express_entry(app, {**OWN, **PARTNER})) == alone - WITH + 28
    assert express_entry(app, {**OWN, **PARTNER, "crs.with_partner": "false"}) == str(alone)
    assert (
        express_entry(app, {**OWN, "crs.with_partner": "true"})
        == f"{alone - WITH} to {alone + 40 - WITH}"
    )
    wrong = Browser(app).post("/visa-routes", {**OWN, "crs.trade_certificate": "perhaps"})
    assert 'href="#crs.trade_certificate"' in wrong.text


def test_what_no_points_table_takes_is_said_at_its_field(app: Flask) -> None:
    wrong = {
        "cn_points.salary_wan_cny": "lots",
        "cn_points.age": "30.5",
        "crs.clb.0": "9",
        "crs.additional": ["canadian_study_1_2y", "canadian_study_3y"],
    }
    answer = Browser(app, language="zh").post("/visa-routes", wrong)
    assert answer.status_code == 422
    for name in ("cn_points.salary_wan_cny", "cn_points.age", "crs.clb.1", "crs.additional"):
        assert f'href="#{name}"' in answer.text
    assert "请填写 0 到 120 之间的整数。" in answer.text
    assert Browser(app).post("/visa-routes", {"cn_points.education": "guru"}).status_code == 422
