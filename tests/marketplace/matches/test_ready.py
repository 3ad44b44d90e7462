"""Rows that a process keeps ready are shown as they are now, in the shape of the API."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.matches import keeping, listings, pairs, ready
from marketplace.matches.schemas import MatchListSchema
from marketplace.searches.schemas import FoundRoleListSchema
from matching.ranking.packing import Words, unpack_words
from tests.market import Market, market
from tests.people import BASE

__all__ = ["market"]


def test_the_lean_answer_is_what_the_schema_would_write(market: Market) -> None:
    role_id = market.open_role(languages=[{"language": "en", "level": "B2"}])
    mine = market.candidate()
    market.candidate(visibility="open", headline="Decoders")
    for person, path in (
        (market.owner, f"/roles/{role_id}/matches"),
        (mine.person, f"/candidates/{mine.id}/matches"),
    ):
        for query in ("", "?sort=newest", "?terms=all&include=official,consistency,documents"):
            answer = person.get(path + query).json
            assert answer["data"]
            assert MatchListSchema().dump(answer) == answer
    for person in (market.people.anyone(), mine.person):
        answer = person.get("/roles?q=researcher").json
        loaded = FoundRoleListSchema(exclude=["data"]).dump(answer)
        assert loaded | {"data": answer["data"]} == answer
        shown = market.owner.get(f"/roles/{role_id}").json
        [found] = answer["data"]
        assert shown == {name: found[name] for name in shown}
        assert (found["match"] is None) == (person is not mine.person)


def headlines(person: Any, role_id: str, query: str = "") -> list[str]:
    matches = person.get(f"/roles/{role_id}/matches{query}").json["data"]
    return [match["candidate"]["headline"] for match in matches]


def test_every_change_is_shown_by_every_process(
    market: Market, client_of: Callable[..., FlaskClient]
) -> None:
    other = client_of()
    role_id, ines = market.open_role(), market.candidate()
    path, own = f"{BASE}/roles/{role_id}/matches", f"/candidates/{ines.id}"

    def seen() -> list[dict[str, Any]]:
        answers = [
            client.get(path, headers=market.owner.headers)
            for client in (market.owner.client, other)
        ]
        first, second = (answer.json["data"] for answer in answers)  # type: ignore[index]
        assert first == second
        matches: list[dict[str, Any]] = first
        return matches

    assert "code" in seen()[0]["candidate"]
    ines.person.patch(own, {"headline": "Enzymes"})
    assert seen()[0]["candidate"]["headline"] == "Enzymes"
    ines.person.patch(own, {"visibility": "open"})
    assert seen()[0]["candidate"]["id"] == ines.id
    market.owner.patch(f"/roles/{role_id}", {"title": "Chemist", "degree_min": "doctor"})
    assert seen()[0]["role"]["title"] == "Chemist"
    assert [gate["outcome"] for gate in seen()[0]["gates"] if gate["code"] == "degree"]
    decision = {"status": "rejected", "reason": "not in the register"}
    market.admin.post(f"/employers/{market.employer['id']}/verification", decision)
    assert other.get(path, headers=market.owner.headers).status_code == 403
    decision["status"] = "verified"
    market.admin.post(f"/employers/{market.employer['id']}/verification", decision)
    ines.person.delete(f"{own}/consents/matching")
    assert seen() == []


def test_ones_own_match_is_kept_until_one_of_the_two_changes(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    role_id, ines = market.open_role(), market.candidate()
    other = market.candidate()
    made: list[Any] = []
    match_of = pairs.match_of

    def counted(*sides: Any, **asked: Any) -> dict[str, Any]:
        made.append(sides)
        return match_of(*sides, **asked)

    monkeypatch.setattr(pairs, "match_of", counted)

    def seen(person: Any, id_: str) -> list[dict[str, Any]]:
        answers = [person.get(f"/candidates/{id_}/matches").json["data"] for _ in range(2)]
        assert answers[0] == answers[1]
        matches: list[dict[str, Any]] = answers[0]
        return matches

    assert seen(ines.person, ines.id)[0]["role"]["id"] == role_id
    assert len(made) == 1
    market.owner.patch(f"/roles/{role_id}", {"title": "Chemist"})
    assert seen(ines.person, ines.id)[0]["role"]["title"] == "Chemist"
    ines.person.patch(f"/candidates/{ines.id}", {"headline": "Enzymes"})
    assert seen(ines.person, ines.id)[0]["candidate"]["headline"] == "Enzymes"
    assert len(made) == 3
    assert seen(other.person, other.id)[0]["candidate"]["id"] == other.id
    assert len(made) == 4
    assert len(ines.person.get(f"/candidates/{ines.id}/matches?terms=1").json["data"]) == 1
    assert len(made) == 5


def test_a_page_of_candidates_is_looked_for_once_until_something_changes(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    role_id, others_role = market.open_role(), market.open_role()
    ana, ben = market.candidate(headline="Ana"), market.candidate(headline="Ben")
    looks: list[Any] = []
    page_of = listings.page_of_candidates

    def counted(*asked: Any) -> Any:
        looks.append(asked)
        return page_of(*asked)

    monkeypatch.setattr(listings, "page_of_candidates", counted)

    def seen(query: str = "", id_: str = role_id) -> list[str]:
        found = [headlines(market.owner, id_, query) for _ in range(2)]
        assert found[0] == found[1]
        return sorted(found[0])

    assert seen() == ["Ana", "Ben"]
    assert len(looks) == 1
    assert len(seen("?limit=1")) == 1
    assert len(seen("?sort=newest")) == 2
    assert len(seen("", others_role)) == 2
    assert len(looks) == 4
    hides = {"hidden_from": [market.employer["id"]]}
    assert ben.person.patch(f"/candidates/{ben.id}", hides).status_code == 200
    assert seen() == ["Ana"]
    assert ana.person.patch(f"/candidates/{ana.id}", {"headline": "Anne"}).status_code == 200
    assert seen() == ["Anne"]
    assert len(looks) == 6
    assert seen("?k_sponsorship=met") == seen("?k_sponsorship=met")
    assert len(looks) == 10


def test_words_of_roles_are_read_for_whom_they_are_ranked(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    role_id, mine = market.open_role(), market.candidate()
    market.people.anyone().get("/roles?q=xylophone")  # the index, which reads all, is built
    read: list[bytes] = []

    def unpack(packed: bytes) -> Words:
        read.append(packed)
        return unpack_words(packed)

    monkeypatch.setattr(keeping, "unpack_words", unpack)
    for _ in range(2):
        [found] = market.people.anyone().get("/roles?q=researcher").json["data"]
        assert (found["id"], found["match"]) == (role_id, None)
    assert read == []
    for _ in range(2):
        [found] = mine.person.get("/roles?q=researcher").json["data"]
        assert found["match"]["score"] > 0
    assert len(read) == 2  # the role's, and the candidate's own


def test_a_strangers_role_stays_unknown_though_it_is_kept(market: Market) -> None:
    role_id = market.open_role()
    assert market.people.anyone().get("/roles").json["data"]
    stranger, _ = market.people.owner()
    assert market.owner.get(f"/roles/{role_id}/matches").status_code == 200
    assert stranger.get(f"/roles/{role_id}/matches").status_code == 404


def test_what_is_kept_is_bounded(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "MOST_KEPT", 2)
    ids = {market.open_role(title=f"Researcher {number}") for number in range(5)}
    for _ in range(2):
        found = market.people.anyone().get("/roles?q=researcher").json["data"]
        assert {role["id"] for role in found} == ids
