"""Ranking is no way to ask for what an anonymous candidate's view does not show."""

from typing import Any

import pytest

from tests.market import Market, market

__all__ = ["market"]

INVENTED = "Zwurbelgax"
MASKED = [
    "Brightfin",
    "Huawei",
    "华为",
    "Acme",
    "Stanford",
    "Tsinghua",
    "Max Planck",
    "北京大学",
    "Glimmerford",
    "Kowalczyk",
    "xm2000handle",
    "secretmailbox",
]
HIDDEN = "Zirconium annealing"  # stands in titles of patents and awards and in a post alone
PLACES = [
    "Brightfin",
    "Huawei Technologies Co., Ltd. 华为技术有限公司",
    "Acme Robotics Inc.",
]
SCHOOLS = [
    "Stanford University",
    "Tsinghua University",
    "Max Planck Institute for Biology",
    "北京大学医学院",
    "University of Glimmerford",
]
SAID = "Brightfin, Huawei 华为, Acme; Stanford, Tsinghua, Max Planck, 北京大学, Glimmerford"
PROFILE: dict[str, Any] = {
    "contact": {"name": "Jan Kowalczyk"},
    "headline": f"Decoders; {SAID}",
    "summary": f"{SAID}. Kowalczyk, vx xm2000handle, secretmailbox [at] there [dot] example",
    "skills": [{"name": name} for name in ("Python", "Acme arms", "Stanford parser", "华为芯片")],
    "experience": [
        {"organisation": name, "title": f"Lead at {name}", "summary": f"{SAID}. {HIDDEN}"}
        for name in PLACES
    ],
    "education": [{"institution": name, "field": f"Physics, {SAID}"} for name in SCHOOLS],
    "patents": [{"title": f"{HIDDEN} by Kowalczyk of Brightfin"}],
    "publications": [{"title": f"On {HIDDEN} at 华为"}],
    "awards": [{"title": f"{HIDDEN} medal of Stanford", "issuer": "Stanford University"}],
}


@pytest.fixture
def seen(market: Market) -> Market:
    """A market with one anonymous candidate of many places."""
    market.candidate(**PROFILE)
    return market


def matched(market: Market, query: str = "", **fields: Any) -> dict[str, Any]:
    """Return how the candidate matches a new role."""
    role = market.open_role(**{"description": "-", "skills": [], **fields})
    found = market.owner.get(f"/roles/{role}/matches?terms=all{query}").json["data"]
    return found[0] if found else {"score": 0.0, "contributions": [], "other_contributions": 0.0}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_the_view_masks_is_found_by_no_query(seen: Market) -> None:
    blind = matched(seen, title=INVENTED, skills=[INVENTED])
    for piece in MASKED:
        match = matched(seen, title=piece, skills=[piece])
        assert match["score"] == blind["score"] == 0.0, piece
        assert match["contributions"] == []
    assert matched(seen, title="Physics", skills=["Python"])["score"] > 0


def test_what_the_view_does_not_show_explains_nothing(seen: Market) -> None:
    match = matched(seen, title=f"Physics of {HIDDEN}", skills=["Python", HIDDEN])
    assert match["score"] > 0
    terms = [item["term"].lower() for item in match["contributions"]]
    assert "physics" in terms
    assert not {"zirconium", "annealing"} & {word for term in terms for word in term.split()}
    assert match["missing"] == [{"term": HIDDEN, "required": True}]
    assert match["must_haves"] == {"met": 1, "of": 2}
    told = sum(item["contribution"] for item in match["contributions"])
    assert match["other_contributions"] > 0
    assert told + match["other_contributions"] == pytest.approx(match["score"], abs=1e-9)
    few = matched(seen, "&terms=1", title=f"Physics of {HIDDEN}", skills=["Python", HIDDEN])
    assert len(few["contributions"]) in (1, len(terms))
