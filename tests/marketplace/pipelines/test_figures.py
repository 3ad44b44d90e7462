from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.errors import NotFound
from marketplace.pipelines.figures import Figures, figures_of
from models import ApplicationMove, Stage
from tests.acting import acting
from tests.meetings import Employing, applied, employing, seeking
from tests.people import People


def figures(people: People, boss: Employing) -> Figures:
    with acting(people, boss.owner) as (session, caller):
        return figures_of(session, caller, boss.role_id)[1]


def move(boss: Employing, application_id: str, *stages: str) -> None:
    words = {"reason": "A must-have is lacking", "message": "Not this time."}
    for stage in stages:
        body = {"to": stage} | (words if stage == "rejected" else {})
        moved = boss.owner.post(f"/applications/{application_id}/transitions", body)
        assert moved.status_code == 200


def test_the_funnel_counts_how_far_each_came(people: People) -> None:
    boss = employing(people)
    ids = [applied(seeking(people), boss)["id"] for _ in range(4)]
    move(boss, ids[0], "interview", "visa", "hired")
    move(boss, ids[1], "screen", "rejected")
    move(boss, ids[2], "rejected", "applied")  # taken back
    told = figures(people, boss)
    assert told.applications == 4
    assert [told.funnel[stage] for stage in told.funnel] == [4, 2, 1, 1, 1, 1]
    assert told.answer_days is not None
    assert told.by_outcome == {}
    assert told.withheld == 1


def test_time_in_a_stage_is_the_median_of_those_who_left_it(people: People) -> None:
    boss = employing(people)
    ids = [applied(seeking(people), boss)["id"] for _ in range(3)]
    for days, id_ in zip((1, 2, 9), ids, strict=True):
        move(boss, id_, "screen")
        with people.database.session(write=True) as session:
            first = sa.select(ApplicationMove).where(
                ApplicationMove.application_id == UUID(id_),
                ApplicationMove.to_stage == Stage.APPLIED,
            )
            session.scalars(first).one().moved_at -= timedelta(days=days)
            session.commit()
    told = figures(people, boss)
    assert told.days[Stage.APPLIED] == pytest.approx(2, abs=0.01)
    assert told.answer_days == pytest.approx(2, abs=0.01)
    assert Stage.SCREEN not in told.days


def test_who_was_invited_before_they_applied_is_told_apart(people: People) -> None:
    boss = employing(people)
    seekers = [seeking(people) for _ in range(11)]
    for seeker in seekers[:5]:
        body = {"role_id": str(boss.role_id), "candidate": seeker.code_for(boss), "message": "Hi"}
        assert boss.owner.post("/invitations", body).status_code == 201
    ids = [applied(seeker, boss)["id"] for seeker in seekers]
    move(boss, ids[0], "interview")
    move(boss, ids[1], "interview")
    move(boss, ids[10], "interview")
    told = figures(people, boss).by_source
    assert {name: (rate.people, rate.rate) for name, rate in told.items()} == {
        "came_invited": (5, 0.4),
        "came_alone": (6, pytest.approx(1 / 6)),
    }


def test_rates_are_told_of_groups_that_are_large_enough(people: People) -> None:
    boss = employing(people)
    ids = [applied(seeking(people), boss)["id"] for _ in range(5)]
    move(boss, ids[0], "interview")
    [rate] = figures(people, boss).by_outcome.values()
    assert (rate.people, rate.rate, rate.impact_ratio) == (5, 0.2, 1.0)


def test_strangers_get_no_figures(people: People) -> None:
    boss, other = employing(people), employing(people)
    with acting(people, other.owner) as (session, caller), pytest.raises(NotFound):
        figures_of(session, caller, boss.role_id)
