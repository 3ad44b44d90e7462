from typing import Any

import pytest

from marketplace.searches import services
from tests.browsing import Browser
from tests.market import Market, market
from tests.people import Person

__all__ = ["market"]

ALL = ("Surface code decoders", "激光器工程师", "Machine learning for proteins")


@pytest.fixture
def stocked(market: Market) -> Market:
    market.open_role(title="Surface code decoders", sectors=["quantum_computing"])
    market.open_role(
        title="激光器工程师",
        description="负责半导体激光器的设计与测试。",
        sectors=["semiconductors"],
        city="上海",
        province="CN-SH",
        skills=["半导体"],
        salary={"min": 20000, "max": 30000, "currency": "CNY", "period": "month"},
        offers_sponsorship=True,
    )
    market.open_role(
        title="Machine learning for proteins",
        sectors=["ai", "biotechnology"],
        city="Shenzhen",
        province="CN-GD",
        work_mode="hybrid",
        skills=["machine learning"],
        degree_min="doctor",
        salary={"min": 900000, "max": 1200000, "currency": "CNY", "period": "year"},
        languages=[{"language": "en", "level": "C1"}],
    )
    market.role(title="Secret draft about proteins")
    return market


def titles(answer: Any) -> list[str]:
    return [role["title"] for role in answer.json["data"]]


def test_words_find_roles_in_both_languages(stocked: Market) -> None:
    anyone = stocked.people.anyone()
    assert titles(anyone.get("/roles?q=proteins")) == ["Machine learning for proteins"]
    assert titles(anyone.get("/roles?q=机器学习")) == ["Machine learning for proteins"]
    assert titles(anyone.get("/roles?q=激光")) == ["激光器工程师"]
    assert titles(anyone.get("/roles?q=xylophone")) == []
    assert anyone.get("/roles").json["page"]["total"] == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sector=ai", {"Machine learning for proteins"}),
        ("sector=ai,semiconductors", {"Machine learning for proteins", "激光器工程师"}),
        ("hub=shanghai", {"激光器工程师"}),
        ("not_hub=shanghai&not_hub=shenzhen", {"Surface code decoders"}),
        ("not_hub=shanghai,hangzhou", {"Machine learning for proteins"}),
        ("not_sector=biotechnology", {"Surface code decoders", "激光器工程师"}),
        ("sector=ai&not_sector=biotechnology", set()),
        ("not_sector=robotics", {*ALL}),
        ("not_city=SHENZHEN", {"Surface code decoders", "激光器工程师"}),
        ("not_province=cn-zj", {"Machine learning for proteins", "激光器工程师"}),
        ("not_degree=doctor", {"Surface code decoders", "激光器工程师"}),  # or none stated
        ("not_language=en-GB", {"Surface code decoders", "激光器工程师"}),
        ("not_work_mode=on_site", {"Machine learning for proteins"}),
        ("not_kind=postdoc", {*ALL}),
        ("not_employer_kind=tech_company", set()),
        ("hub=shanghai&hub=shenzhen", {"Machine learning for proteins", "激光器工程师"}),
        ("city=SHENZHEN", {"Machine learning for proteins"}),
        ("province=CN-ZJ", {"Surface code decoders"}),
        ("degree=doctor", {"Machine learning for proteins"}),
        ("work_mode=hybrid", {"Machine learning for proteins"}),
        ("language=en", {"Machine learning for proteins"}),
        ("offers_sponsorship=true", {"激光器工程师"}),
        ("salary_min=500000", {"Machine learning for proteins", "Surface code decoders"}),
        ("salary_min=1000&currency=USD", set()),
        ("verified=false", set()),
        ("posted_after=2099-01-01", set()),
        ("employer_kind=university", set()),
    ],
)
def test_filters_narrow(stocked: Market, query: str, expected: set[str]) -> None:
    answer = stocked.people.anyone().get(f"/roles?{query}")
    assert set(titles(answer)) == expected
    assert answer.json["page"]["total"] == len(expected)


def test_facets_count_everything_but_their_own_filter(stocked: Market) -> None:
    facets = stocked.people.anyone().get("/roles?hub=shanghai&limit=1").json["facets"]
    assert facets["hub"] == {"hangzhou": 1, "shanghai": 1, "shenzhen": 1}
    assert facets["sector"] == {"semiconductors": 1}
    assert facets["verified"] == {"true": 1, "false": 0}
    assert "k_sponsorship" not in facets


def test_sorting(stocked: Market) -> None:
    anyone = stocked.people.anyone()
    newest = ["Machine learning for proteins", "激光器工程师", "Surface code decoders"]
    assert titles(anyone.get("/roles?sort=newest")) == newest
    assert titles(anyone.get("/roles?sort=salary"))[0] == "Machine learning for proteins"
    assert titles(anyone.get("/roles?sort=salary"))[-1] == "激光器工程师"
    assert len(titles(anyone.get("/roles?sort=closing"))) == 3


def test_fit_and_flags_need_a_candidate(stocked: Market) -> None:
    anyone = stocked.people.anyone()
    assert anyone.get("/roles?sort=fit").status_code == 422
    assert anyone.get("/roles?k_switch=met").json["errors"][0]["pointer"] == "#/k_switch"
    ines = stocked.candidate()
    answer = ines.person.get("/roles?sort=fit")
    assert titles(answer)[0] == "Surface code decoders"
    assert answer.json["data"][0]["match"]["score"] > 0
    assert set(answer.json["facets"]["k_sponsorship"]) == {"unknown"}
    assert ines.person.get("/roles?k_sponsorship=met").json["page"]["total"] == 0


def test_pages_of_a_search_follow_each_other(stocked: Market) -> None:
    anyone = stocked.people.anyone()
    for sort in ("newest", "salary", "closing"):
        whole = titles(anyone.get(f"/roles?sort={sort}"))
        first = anyone.get(f"/roles?sort={sort}&limit=2")
        cursor = first.json["page"]["next_cursor"]
        rest = anyone.get(f"/roles?sort={sort}&limit=2&cursor={cursor}")
        assert titles(first) + titles(rest) == whole
        assert rest.json["page"]["next_cursor"] is None


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=١٠",
        "limit=ten",
        "cursor=x",
        "sector=mining",
        "sort=best",
        "salary_min=-1",
        "salary_min=1e400",
        "currency=yuan",
        "posted_after=2026-02-30",
        "q=%00",
        f"q={'x' * 300}",
    ],
)
def test_bad_queries_are_named(stocked: Market, query: str) -> None:
    answer = stocked.people.anyone().get(f"/roles?{query}")
    assert answer.status_code == 422, answer.json
    name, _, _ = query.partition("=")
    assert answer.json["errors"][0]["pointer"].startswith(f"#/{name}")


def test_unknown_parameters_are_named_with_a_suggestion(stocked: Market) -> None:
    answer = stocked.people.anyone().get("/roles?secter=ai&zzz=1")
    assert answer.status_code == 200
    assert answer.json["meta"]["ignored_params"] == [
        {"name": "secter", "suggestion": "sector"},
        {"name": "zzz", "suggestion": None},
    ]


def test_the_next_page_is_linked(stocked: Market) -> None:
    answer = stocked.people.anyone().get("/roles?limit=1&sector=ai,semiconductors")
    assert 'rel="next"' in answer.headers["Link"]


def test_a_search_asked_again_finds_what_is_new_and_not_what_closed(
    stocked: Market,
) -> None:
    anyone, browser = stocked.people.anyone(), Browser(stocked.people.app)
    assert set(titles(anyone.get("/roles"))) == set(ALL)
    assert "Laser engineer" not in browser.get("/hubs").text + browser.get("/roles").text
    role_id = stocked.open_role(title="Laser engineer", city="Shanghai", province="CN-SH")
    found = anyone.get("/roles")
    assert set(titles(found)) == {*ALL, "Laser engineer"}
    assert found.json["facets"]["hub"]["shanghai"] == 2
    assert 'aria-label="Shanghai: 2 roles"' in browser.get("/hubs").text
    stocked.owner.post(f"/roles/{role_id}/transitions", {"to": "closed"})
    assert set(titles(anyone.get("/roles"))) == set(ALL)
    assert 'aria-label="Shanghai: 1 role"' in browser.get("/hubs").text
    assert "Laser engineer" not in browser.get("/").text


def counted_looks(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return a list that grows with each look into the index."""
    looks: list[Any] = []
    look = services._look  # noqa: SLF001 - what is to be done once

    def counted(*asked: Any) -> Any:
        looks.append(asked)
        return look(*asked)

    monkeypatch.setattr(services, "_look", counted)
    return looks


def test_anybodys_words_are_looked_for_once_and_kept_by_a_digest(
    stocked: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    anyone, owner, looks = stocked.people.anyone(), stocked.owner, counted_looks(monkeypatch)
    found = [titles(each.get("/roles?q=proteins")) for each in (anyone, owner, anyone)]
    assert found == [["Machine learning for proteins"]] * 3
    assert len(looks) == 1
    state = stocked.people.app.extensions["catalogue"]._state  # noqa: SLF001 - what is remembered
    assert "proteins" not in repr(list(state.made))
    assert titles(anyone.get("/roles?q=proteins&limit=2&sector=semiconductors")) == []
    stocked.open_role(title="Proteins on chips")
    assert "Proteins on chips" in titles(anyone.get("/roles?q=proteins"))
    assert len(looks) == 3


def test_a_candidates_search_is_made_once_until_something_changes(
    stocked: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, other = stocked.candidate(), stocked.candidate()
    looks = counted_looks(monkeypatch)

    def seen(person: Person, query: str) -> list[str]:
        found = [titles(person.get(f"/roles{query}")) for _ in range(2)]
        assert found[0] == found[1]
        return found[0]

    assert len(seen(ines.person, "?sort=fit")) == len(ALL)
    assert len(seen(ines.person, "?q=proteins")) == 1
    assert len(seen(other.person, "?sort=fit")) == len(ALL)
    assert len(looks) == 3
    stocked.open_role(title="Proteins on chips")
    assert "Proteins on chips" in seen(ines.person, "?q=proteins")
    profile = {"skills": [{"name": "machine learning"}], "headline": "Machine learning"}
    ines.person.patch(f"/candidates/{ines.id}", profile)
    assert seen(ines.person, "?sort=fit")[0] == "Machine learning for proteins"
    assert len(looks) == 5
