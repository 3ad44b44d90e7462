"""Pages of rankings: everything that passes the filters, once, under the question it answers."""

from typing import Any

import pytest

from tests.market import Market, market
from tests.people import Answer, Person

__all__ = ["market"]

PROFILE = {"headline": "Surface codes", "skills": [{"name": "surface codes", "years": 2}]}
ROLE = {"title": "Surface codes", "skills": [{"name": "surface codes", "required": True}]}


@pytest.fixture
def mixed(market: Market) -> Market:
    """A market with roles of which some share no word with the candidates."""
    for number in range(3):
        market.open_role(title=f"Surface code decoders {number}")
        market.open_role(
            title=f"烹饪 {number}",
            description="菜谱",
            skills=[],
            sectors=["ai"],
            city="Shanghai",
            province="CN-SH",
        )
    return market


def walked(person: Person, path: str, body: object = None) -> list[Answer]:
    """Return every page of a list."""
    method = "GET" if body is None else "POST"
    pages = [person.send(method, path, json=body)]
    while cursor := pages[-1].json["page"]["next_cursor"]:
        pages.append(person.send(method, f"{path}&cursor={cursor}", json=body))
        assert pages[-1].status_code == 200, pages[-1].json
    return pages


def ids(pages: list[Answer], side: str | None = None) -> list[str]:
    rows = [row for page in pages for row in page.json["data"]]
    return [row[side]["id"] if side else row["id"] for row in rows]


@pytest.mark.parametrize("limit", [1, 2, 4, 5])
def test_roles_that_share_nothing_come_last_by_id(mixed: Market, limit: int) -> None:
    ines = mixed.candidate()
    for path, side in ((f"/candidates/{ines.id}/matches?", "role"), ("/roles?sort=fit&", None)):
        pages = walked(ines.person, f"{path}limit={limit}")
        found = ids(pages, side)
        assert len(found) == len(set(found)) == 6 == pages[0].json["page"]["total"]
        assert found[3:] == sorted(found[3:])
    scores = [role["match"]["score"] for page in pages for role in page.json["data"]]
    assert scores == sorted(scores, reverse=True)
    assert scores[3:] == [0, 0, 0]


def test_facets_and_totals_agree_with_the_list(mixed: Market) -> None:
    ines = mixed.candidate()
    answer = ines.person.get("/roles?sort=fit&sector=ai").json
    assert len(answer["data"]) == answer["page"]["total"] == answer["facets"]["sector"]["ai"] == 3
    narrowed = ines.person.get(f"/candidates/{ines.id}/matches?sector=ai").json
    assert len(narrowed["data"]) == narrowed["page"]["total"] == 3
    assert {match["band"] for match in narrowed["data"]} == {"weak"}


def test_candidates_who_share_nothing_come_last(market: Market) -> None:
    role_id = market.open_role(title="Surface code decoders")
    for _ in range(2):
        market.candidate(visibility="open")
        market.candidate(visibility="open", headline="厨师", summary="烹饪", skills=[])
    pages = walked(market.owner, f"/roles/{role_id}/matches?limit=1")
    assert len(set(ids(pages, "candidate"))) == 4 == pages[0].json["page"]["total"]
    scores = [page.json["data"][0]["score"] for page in pages]
    assert scores == sorted(scores, reverse=True)
    assert scores[2:] == [0, 0]


@pytest.mark.parametrize(
    "changed",
    ["sort=newest&limit=1", "sort=fit&limit=1&sector=ai", "sort=fit&limit=1&q=decoders"],
)
def test_a_cursor_is_good_for_its_question_alone(mixed: Market, changed: str) -> None:
    ines = mixed.candidate()
    first = ines.person.get("/roles?sort=fit&limit=1").json["page"]["next_cursor"]
    refused = ines.person.get(f"/roles?{changed}&cursor={first}")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["detail"].startswith("Not a cursor of this list")
    assert ines.person.get(f"/roles?limit=3&sort=fit&x=1&cursor={first}").status_code == 200


def test_a_cursor_knows_the_filters_of_a_list_in_any_order(mixed: Market) -> None:
    path = "/roles?limit=1&sector=ai,quantum_computing"
    cursor = mixed.people.anyone().get(path).json["page"]["next_cursor"]
    again = f"/roles?sector=quantum_computing&sector=ai&limit=2&cursor={cursor}"
    assert mixed.people.anyone().get(again).status_code == 200
    other = f"/roles?sector=ai&limit=2&cursor={cursor}"
    assert mixed.people.anyone().get(other).status_code == 422


def test_a_preview_is_a_list_like_the_rankings(mixed: Market) -> None:
    person = mixed.people.person()
    pages = walked(person, "/matches/preview?limit=4", {"profile": PROFILE})
    first = pages[0].json
    assert set(first) == {"data", "page", "meta"}
    assert {"ignored_params", "index", "generation_changed"} == set(first["meta"])
    assert 'rel="next"' in pages[0].headers["Link"]
    found = ids(pages, "role")
    assert len(found) == len(set(found)) == 6 == first["page"]["total"]
    assert [match["rank"] for page in pages for match in page.json["data"]] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("sector=ai", 3),
        ("hub=shanghai", 3),
        ("hub=chengdu", 0),
        ("not_hub=shanghai", 3),
        ("not_sector=ai,quantum_computing", 0),
        ("k_sponsorship=met", 0),
    ],
)
def test_a_preview_is_narrowed(mixed: Market, query: str, total: int) -> None:
    answer = mixed.people.person().post(f"/matches/preview?{query}", {"profile": PROFILE})
    assert answer.json["page"]["total"] == len(answer.json["data"]) == total


def test_a_preview_is_ordered(mixed: Market) -> None:
    person, body = mixed.people.person(), {"profile": PROFILE}
    newest: list[Any] = person.post("/matches/preview?sort=newest&zzz=1", body).json["data"]
    assert [match["role"]["title"] for match in newest][:2] == ["烹饪 2", "Surface code decoders 2"]
    assert {match["rank"] for match in newest} == {None}


def test_a_cursor_of_a_preview_is_good_for_its_body_alone(mixed: Market) -> None:
    person = mixed.people.person()
    answer = person.post("/matches/preview?limit=1", {"profile": PROFILE})
    path = f"/matches/preview?limit=1&cursor={answer.json['page']['next_cursor']}"
    assert person.post(path, {"profile": PROFILE}).status_code == 200
    assert person.post(path, {"profile": {"headline": "厨师"}}).status_code == 422


def test_candidates_are_previewed_for_a_role(market: Market) -> None:
    for _ in range(3):
        market.candidate(hubs=["hangzhou"])
    pages = walked(market.owner, "/matches/preview?limit=2", {"role": ROLE})
    codes = [row["candidate"]["code"] for page in pages for row in page.json["data"]]
    assert len(set(codes)) == 3 == pages[0].json["page"]["total"]
    answer = market.owner.post("/matches/preview?hub=beijing", {"role": ROLE}).json
    assert (answer["data"], answer["page"]["total"]) == ([], 0)
    few = market.owner.post("/matches/preview?k_switch=unknown", {"role": ROLE}).json
    assert (len(few["data"]), few["page"]["total"]) == (3, None)
    gates = {gate["code"]: gate["outcome"] for gate in few["data"][0]["gates"]}
    assert gates.get("salary", "unknown") == "unknown"


def test_a_previewed_pair_is_a_match(market: Market) -> None:
    pair = market.people.person().post("/matches/preview", {"profile": PROFILE, "role": ROLE})
    assert {"score", "contributions", "gates", "flags"} <= set(pair.json)
    assert pair.json["rank"] is None
