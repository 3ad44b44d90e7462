"""Each role is flagged, filtered and opened under the rules of its own province."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace import create_app
from tests.conftest import CHEAP_HASH, make_config
from tests.market import Market, market

__all__ = ["market"]

FOLDER = Path(__file__).parents[2] / "matching" / "policy" / "packs"
ROBOTICIST: dict[str, Any] = {
    "education": [{"institution": "A school", "degree": "doctor", "sectors": ["robotics"]}],
    "experience": [],
    "patents": [],
    "publications": [],
    "awards": [],
}

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = make_config(database_url, tmp_path, policy_folders=(FOLDER,))
    made = create_app(
        settings, {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH}
    )
    yield made
    made.extensions["database"].engine.dispose()


def test_a_filter_knows_the_province_of_each_role(market: Market) -> None:
    ines = market.candidate(**ROBOTICIST)
    roles = {
        place: market.open_role(title="Surface code decoders", province=place, city=None)
        for place in ("CN-SH", "CN-YY")
    }
    mine = f"/candidates/{ines.id}/matches"
    for outcome, place in (("not_met", "CN-SH"), ("unknown", "CN-YY")):
        asked = f"k_self_initiated={outcome}"
        [match] = ines.person.get(f"{mine}?{asked}").json["data"]
        assert match["role"]["id"] == roles[place]
        flag = match["flags"]["k_self_initiated"]
        assert (flag["outcome"], flag["province"]) == (outcome, place)
        assert ("overlays" in flag["pack"]) == (place == "CN-YY")
        theirs = f"/roles/{roles[place]}/matches?{asked}"
        assert len(market.owner.get(theirs).json["data"]) == 1
    swapped = f"/roles/{roles['CN-SH']}/matches?k_self_initiated=unknown"
    assert market.owner.get(swapped).json["data"] == []


def test_a_sector_that_a_province_approves_may_be_opened_there_alone(market: Market) -> None:
    assert market.open_role(title="Robot hands", province="CN-YY", sectors=["robotics"])
    with pytest.raises(AssertionError):
        market.open_role(title="Robot hands", province="CN-SH", sectors=["robotics"])
