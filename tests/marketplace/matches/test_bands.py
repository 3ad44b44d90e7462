"""A ranking narrowed to bands holds just the matches that are shown with them."""

from itertools import combinations
from typing import Any

from tests.market import Market, market
from tests.marketplace.matches.test_copying import AD, HONEST

__all__ = ["market"]

BANDS = ("strong", "fair", "weak")


def listed(person: Any, path: str) -> dict[str, str]:
    answer = person.get(path)
    assert answer.status_code == 200, answer.json
    assert answer.json["page"]["total"] == len(answer.json["data"])
    return {
        str(match["candidate"]["headline"]) + str(match["role"]["id"]): match["band"]
        for match in answer.json["data"]
    }


def test_the_bands_part_a_ranking_either_way(market: Market) -> None:
    role_id = market.open_role(title="Decoder engineer", description=AD, skills=["stim"])
    market.open_role(title="Cook", description="You cook for our canteen.", skills=[])
    plain: dict[str, Any] = {"skills": [], "experience": [], "education": []}
    honest = market.candidate(headline="Physicist", summary=HONEST, **plain)
    market.candidate(headline="Clerk", summary=f"I keep files. {AD}", **plain)
    market.candidate(headline="Gardener", summary="I work outside, with electronics.", **plain)
    market.candidate(headline="云", summary="无", **plain)
    for person, path in (
        (market.owner, f"/roles/{role_id}/matches?limit=50"),
        (honest.person, f"/candidates/{honest.id}/matches?limit=50"),
    ):
        everybody = listed(person, path)
        assert len(set(everybody.values())) > 1
        for count in (1, 2, 3):
            for bands in combinations(BANDS, count):
                for sort in ("fit", "newest"):
                    found = listed(person, f"{path}&sort={sort}&band={','.join(bands)}")
                    assert found.keys() == {
                        each for each, band in everybody.items() if band in bands
                    }
