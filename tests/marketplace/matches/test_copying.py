"""A pasted advertisement does not lift a rank, either way, on any page."""

from pathlib import Path
from typing import Any

import orjson
from flask import Flask

from tests.market import Market, market

__all__ = ["market"]

AD = (
    "You build decoders for surface codes, control electronics and simulation tools in Go. "
    "You measure logical error rates of superconducting chips at low temperature with our team."
)
HONEST = "I wrote a decoder for surface codes and simulated logical error rates of chips."


def everybody(market: Market, role_id: str, limit: int) -> list[dict[str, Any]]:
    """Return the matches of a role, page by page."""
    matches: list[dict[str, Any]] = []
    path = f"/roles/{role_id}/matches?limit={limit}&terms=all"
    cursor = ""
    while True:
        answer = market.owner.get(path + cursor)
        assert answer.status_code == 200, answer.json
        assert answer.json["page"]["total"] == 6
        matches += answer.json["data"]
        if (after := answer.json["page"]["next_cursor"]) is None:
            return matches
        cursor = f"&cursor={after}"


def test_who_pastes_the_advertisement_stands_below_who_is_honest(market: Market) -> None:
    role_id = market.open_role(title="Decoder engineer", description=AD, skills=["stim"])
    plain: dict[str, Any] = {"skills": [], "experience": [], "education": []}
    honest = market.candidate(headline="Physicist", summary=HONEST, **plain)
    pasted = [
        market.candidate(headline="Clerk", summary=f"I keep files. {AD}", **plain) for _ in range(2)
    ]
    for word in ("Gardener", "Baker", "Sailor"):
        market.candidate(headline=word, summary="I work outside and early.", **plain)
    matches = everybody(market, role_id, 50)
    assert matches == everybody(market, role_id, 1) == everybody(market, role_id, 2)
    assert [match["candidate"]["headline"] for match in matches[:3]] == [
        "Physicist",
        "Clerk",
        "Clerk",
    ]
    assert [match["rank"] for match in matches] == [1, 2, 3, 4, 5, 6]
    assert [match["copied_words"] > 8 for match in matches[:3]] == [False, True, True]
    for person, match in ((honest, matches[0]), (pasted[0], matches[1])):
        [mine] = person.person.get(f"/candidates/{person.id}/matches?terms=all").json["data"]
        [found] = person.person.get("/roles?sort=fit").json["data"]
        assert mine["score"] == match["score"] == found["match"]["score"]
        total = sum(each["contribution"] for each in mine["contributions"])
        assert abs(total + mine["other_contributions"] - mine["score"]) < 1e-9


def everyone(app: Flask, path: Path, asking: str) -> dict[str, list[tuple[str | None, float]]]:
    """Return what the command writes of each that asks."""
    told = app.test_cli_runner().invoke(
        args=["match-all", str(path), "--of", asking, "--processes", "1"]
    )
    assert told.exit_code == 0, told.output
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    return {
        line["id"]: [(match["id"], match["score"]) for match in line["matches"]] for line in lines
    }


def test_everyone_with_everything_counts_what_was_copied_as_the_pages_do(
    app: Flask, market: Market, tmp_path: Path
) -> None:
    role_ids = [
        market.open_role(title="Decoder engineer", description=AD, skills=["stim"]),
        market.open_role(title="Decoder tester", description=HONEST),
    ]
    plain: dict[str, Any] = {"skills": [], "experience": [], "education": []}
    people = [
        market.candidate(headline="Clerk", summary=f"I keep files. {AD}", **plain),
        market.candidate(headline="Physicist", summary=HONEST, **plain),
        market.candidate(headline="Engineer of chips", summary="I build decoders.", **plain),
    ]
    of_roles = everyone(app, tmp_path / "roles.ndjson", "roles")
    for role_id in role_ids:
        matches = market.owner.get(f"/roles/{role_id}/matches").json["data"]
        assert [score for _id, score in of_roles[role_id]] == [each["score"] for each in matches]
    of_people = everyone(app, tmp_path / "candidates.ndjson", "candidates")
    for each in people:
        matches = each.person.get(f"/candidates/{each.id}/matches").json["data"]
        assert of_people[each.id] == [(match["role"]["id"], match["score"]) for match in matches]


def test_a_copy_that_was_taken_out_counts_no_more_at_the_next_question(market: Market) -> None:
    role_id = market.open_role(title="Decoder engineer", description=AD, skills=["stim"])
    plain: dict[str, Any] = {"skills": [], "experience": [], "education": []}
    clerk = market.candidate(headline="Clerk", summary=f"I keep files. {AD}", **plain)
    [before] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    assert before["copied_words"] > 8
    # The same words in an order of their own: the vector stays much the same, the runs do not.
    mixed = " ".join(sorted(AD.split()))
    changed = clerk.person.patch(f"/candidates/{clerk.id}", {"summary": f"I keep files. {mixed}"})
    assert changed.status_code == 200, changed.json
    [after] = market.owner.get(f"/roles/{role_id}/matches").json["data"]
    assert after["copied_words"] == 0
    assert after["score"] > before["score"]
    assert [after["score"]] == [
        match["score"] for match in clerk.person.get(f"/candidates/{clerk.id}/matches").json["data"]
    ]
