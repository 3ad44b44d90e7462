"""Candidates see that a ranking showed them to an employer."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.clock import today
from marketplace.matches import api
from tests.market import Applicant, Market, market

__all__ = ["market"]

TEXT = "Surface code decoders"


def looks(applicant: Applicant) -> list[Any]:
    """Return whose looks at a ranking the candidate sees, and for which role."""
    log = applicant.person.get(f"/candidates/{applicant.id}/access_log").json["data"]
    found = [(look["employer"], look["role_id"]) for look in log if look["what"] == "ranking"]
    return [(employer and employer["id"], role_id) for employer, role_id in found]


def test_a_look_is_noted_once_a_day_for_each_role(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    ines, ada = market.candidate(), market.candidate()
    first, second = market.open_role(title=TEXT), market.open_role(title=TEXT)
    for _ in range(2):
        assert len(market.owner.get(f"/roles/{first}/matches").json["data"]) == 2
    mine = market.employer["id"]
    assert looks(ines) == looks(ada) == [(mine, first)]
    market.owner.get(f"/roles/{second}/matches?sort=newest&limit=1")
    assert sorted(map(len, (looks(ines), looks(ada)))) == [1, 2]
    tomorrow = today() + timedelta(days=1)
    monkeypatch.setattr(api, "today", lambda: tomorrow)
    market.owner.get(f"/roles/{first}/matches")
    assert (mine, first) in looks(ines)
    assert len(looks(ines)) + len(looks(ada)) == 5


def test_so_is_a_preview_for_a_role_and_no_other(market: Market) -> None:
    ines, hidden = market.candidate(), market.candidate(visibility="hidden")
    role = {"title": TEXT, "skills": [{"name": "surface codes", "required": True}]}
    for _ in range(2):
        assert market.owner.post("/matches/preview", {"role": role}).status_code == 200
    assert looks(ines) == [(market.employer["id"], None)]
    assert looks(hidden) == []
    market.open_role(title=TEXT)
    ines.person.get(f"/candidates/{ines.id}/matches")
    market.owner.post("/matches/preview", {"role": role, "profile": {"headline": TEXT}})
    assert len(looks(ines)) == 1


def test_a_note_that_fails_fails_no_answer(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    ines, role = market.candidate(), market.open_role(title=TEXT)

    def away(*_: object) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("disk is full"))

    monkeypatch.setattr(api, "note_ranking", away)
    assert len(market.owner.get(f"/roles/{role}/matches").json["data"]) == 1
    assert looks(ines) == []
    monkeypatch.undo()
    market.owner.get(f"/roles/{role}/matches")
    assert looks(ines) == [(market.employer["id"], role)]  # the next one notes it
