"""Rankings both ways: one score, what adds up to it, and who is in them."""

from typing import Any

import pytest

from tests.market import Market, market
from tests.people import People

__all__ = ["market"]


def by_score(answer: Any) -> list[tuple[float, str]]:
    return [(-match["score"], match["role"]["id"]) for match in answer["data"]]


def test_a_candidate_gets_ranked_roles(market: Market) -> None:
    ines = market.candidate()
    surface = market.open_role(title="Surface code decoders", skills=["surface codes", "Python"])
    market.open_role(title="Wind turbine blades", skills=["composites"])
    answer = ines.person.get(f"/candidates/{ines.id}/matches").json
    assert answer["data"][0]["role"]["id"] == surface
    assert [match["rank"] for match in answer["data"]] == list(range(1, len(answer["data"]) + 1))
    assert by_score(answer) == sorted(by_score(answer))


def test_contributions_add_up_to_the_score(market: Market) -> None:
    ines = market.candidate()
    market.open_role(title="Surface code decoders", skills=["surface codes", "Python"])
    for terms in ("0", "1", "8", "all"):
        for match in ines.person.get(f"/candidates/{ines.id}/matches?terms={terms}").json["data"]:
            told = sum(item["contribution"] for item in match["contributions"])
            assert told + match["other_contributions"] == pytest.approx(match["score"], abs=1e-9)


def test_both_directions_give_the_same_number(market: Market) -> None:
    ines = market.candidate(visibility="open")
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes", "Python"])
    mine = ines.person.get(f"/candidates/{ines.id}/matches/{role_id}").json
    theirs = market.owner.get(f"/roles/{role_id}/matches/{ines.id}").json
    [listed] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    assert mine["score"] == theirs["score"] == listed["score"] > 0


def test_who_hides_is_in_no_ranking(market: Market, people: People) -> None:
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    path = f"/roles/{role_id}/matches"
    assert market.owner.get(path).json["page"]["total"] == 0
    ines = market.candidate()
    assert market.owner.get(path).json["page"]["total"] == 1
    for change, seen in [
        ({"visibility": "hidden"}, 0),
        ({"visibility": "anonymous"}, 1),
        ({"hidden_from": [market.employer["id"]]}, 0),
        ({"hidden_from": []}, 1),
        ({"hidden_from": [market.owner.email.split("@")[1]]}, 0),
        ({"hidden_from": ["else.example"]}, 1),
    ]:
        assert ines.person.patch(f"/candidates/{ines.id}", change).status_code == 200
        assert market.owner.get(path).json["page"]["total"] == seen
    ines.person.delete(f"/candidates/{ines.id}/consents/matching")
    assert market.owner.get(path).json["page"]["total"] == 0
    assert people.person().get(path).status_code == 404


def test_an_erased_candidate_is_gone_by_the_next_request(market: Market) -> None:
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    ines = market.candidate()
    [match] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    code = match["candidate"]["code"]
    assert market.owner.get(f"/roles/{role_id}/matches/{code}").status_code == 200
    assert ines.person.delete(f"/candidates/{ines.id}").status_code == 204
    assert market.owner.get(f"/roles/{role_id}/matches").json["data"] == []
    assert market.owner.get(f"/roles/{role_id}/matches/{code}").status_code == 404


@pytest.mark.parametrize("end", ["paused", "closed"])
def test_a_role_that_is_not_open_is_in_no_ranking(market: Market, end: str) -> None:
    ines = market.candidate()
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    mine = f"/candidates/{ines.id}/matches"
    assert ines.person.get(mine).json["page"]["total"] == 1
    market.owner.post(f"/roles/{role_id}/transitions", {"to": end})
    assert ines.person.get(mine).json["page"]["total"] == 0
    assert ines.person.get(f"{mine}/{role_id}").status_code == 404


def test_an_employer_sees_outcomes_and_no_facts(market: Market) -> None:
    role_id = market.open_role(
        title="Surface code decoders", skills=["surface codes"], degree_min="doctor"
    )
    market.candidate(
        education=[
            {"institution": "Northern Institute", "degree": "doctor", "sectors": ["ai"]},
        ]
    )
    [match] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    assert set(match["candidate"]) == {"code", "headline"}
    assert all("have" not in gate for gate in match["gates"])
    assert {"degree", "place", "salary"} == {gate["code"] for gate in match["gates"]}
    for name in ("k_switch", "pr_pathway"):
        assert match["flags"][name]["outcome"] == "unknown"
        assert match["flags"][name]["because"] == {"status": "WITHHELD"}
    sponsorship = match["flags"]["k_sponsorship"]
    assert sponsorship["outcome"] == "unknown"  # the degree is not proved
    assert sponsorship["reasons"] == []
    assert sponsorship["missing"] == []
    whole = market.owner.get(f"/roles/{role_id}/matches/{match['candidate']['code']}")
    assert "Northern Institute" not in whole.text
    assert "Ines" not in whole.text


def test_looking_at_a_candidate_is_told_to_them(market: Market) -> None:
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    ines = market.candidate()
    [match] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    log = f"/candidates/{ines.id}/access_log"
    assert [seen["what"] for seen in ines.person.get(log).json["data"]] == ["ranking"]
    market.owner.get(f"/roles/{role_id}/matches/{match['candidate']['code']}")
    seen, _ = ines.person.get(log).json["data"]
    assert seen["what"] == "match"
    assert seen["role_id"] == role_id


def test_flags_filter_and_are_not_scored(market: Market) -> None:
    ines = market.candidate(awards=[{"title": "Prize", "issuer": "Society"}])
    market.open_role(title="Surface code decoders", skills=["surface codes"])
    path = f"/candidates/{ines.id}/matches"
    assert ines.person.get(f"{path}?k_sponsorship=unknown").json["page"]["total"] == 1
    assert ines.person.get(f"{path}?k_sponsorship=met,not_met").json["page"]["total"] == 0
    assert ines.person.get(f"{path}?k_switch=unknown&k_switch=met").json["page"]["total"] == 1
    assert ines.person.get(f"{path}?k_switch=perhaps").status_code == 422


def test_employers_filter_by_outcomes_as_they_see_them(market: Market) -> None:
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    ines = market.candidate(status={"visa": "none"}, consents=["matching", "sensitive_status"])
    path = f"/roles/{role_id}/matches"
    assert len(market.owner.get(f"{path}?k_switch=unknown").json["data"]) == 1
    assert len(market.owner.get(f"{path}?k_switch=not_met").json["data"]) == 0
    assert market.owner.get(f"{path}?k_switch=unknown").json["page"]["total"] is None  # too few
    ines.person.send("PUT", f"/candidates/{ines.id}/consents/share_status", json={})
    assert len(market.owner.get(f"{path}?k_switch=unknown").json["data"]) == 0
    assert len(market.owner.get(f"{path}?k_switch=not_met").json["data"]) == 1


def test_pages_follow_each_other_without_gap_or_twin(market: Market) -> None:
    ines = market.candidate()
    for number in range(7):
        market.open_role(title=f"Surface codes {number % 3}", skills=["surface codes", "Python"])
    path = f"/candidates/{ines.id}/matches"
    whole = ines.person.get(f"{path}?limit=100").json["data"]
    walked: list[Any] = []
    cursor = ""
    while True:
        answer = ines.person.get(f"{path}?limit=2{cursor}").json
        walked += answer["data"]
        if answer["page"]["next_cursor"] is None:
            break
        cursor = f"&cursor={answer['page']['next_cursor']}"
    assert walked == whole
    assert len({match["role"]["id"] for match in walked}) == 7
    assert ines.person.get(f"{path}?cursor=forged").status_code == 422


def test_newest_first_ranks_nothing(market: Market) -> None:
    ines = market.candidate()
    first = market.open_role(title="Wind turbine blades", skills=["composites"])
    second = market.open_role(title="Surface code decoders", skills=["surface codes"])
    answer = ines.person.get(f"/candidates/{ines.id}/matches?sort=newest").json
    assert [match["role"]["id"] for match in answer["data"]] == [second, first]
    assert {match["score"] for match in answer["data"]} == {None}


def test_a_preview_keeps_nothing(market: Market, people: People) -> None:
    role = {"title": "Surface codes", "skills": [{"name": "surface codes", "required": True}]}
    profile = {"headline": "Surface codes", "contact": {"name": "Canary Person"}}
    pair = people.person().post("/matches/preview", {"profile": profile, "role": role})
    assert pair.status_code == 200, pair.json
    assert pair.json["score"] > 0
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    ranked = people.person().post("/matches/preview", {"profile": profile}).json["data"]
    assert [match["role"]["id"] for match in ranked] == [role_id]
    assert people.person().post("/matches/preview", {"role": role}).status_code == 403
    market.candidate()
    assert len(market.owner.post("/matches/preview", {"role": role}).json["data"]) == 1
    assert people.person().post("/matches/preview", {}).status_code == 422


def test_candidates_are_shown_to_verified_employers_only(market: Market) -> None:
    role_id = market.open_role(title="Surface code decoders", skills=["surface codes"])
    decision = {"status": "suspended", "reason": "complaints"}
    market.admin.post(f"/employers/{market.employer['id']}/verification", decision)
    assert market.owner.get(f"/roles/{role_id}/matches").status_code == 403
