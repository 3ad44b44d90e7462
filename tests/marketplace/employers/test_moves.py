"""What a move of many says of each, and when the message of a rejection leaves."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from models import ApplicationMove, OutboxMessage, Stage
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import somebody
from tests.meetings import Employing, applied, employing
from tests.people import People


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people)


def path_of(boss: Employing) -> str:
    return f"/employer/roles/{boss.role_id}/pipeline"


def test_each_who_could_not_be_moved_is_named(
    app: Flask, boss: Employing, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.employers.pages.pipeline.FAILURES", 2)
    made = [applied(somebody(people, name=f"Ada {letter}"), boss) for letter in "ABC"]
    for each in made:
        boss.owner.post(f"/applications/{each['id']}/transitions", {"to": "offer"})
    chosen = {"application": [f"{each['id']}~offer" for each in made], "to": "screen"}
    told = Browser(app, boss.owner).post(path_of(boss), chosen).text
    assert "3 could not be moved:" in told
    assert len(re.findall(r"Ada [ABC]: Offer cannot become Screening\.", told)) == 2
    assert "And 1 more." in told


@pytest.mark.parametrize("days", [0, 1, 3])
def test_the_message_of_a_rejection_leaves_when_its_writer_says(
    app: Flask, boss: Employing, people: People, days: int
) -> None:
    seeker = somebody(people)
    made = applied(seeker, boss)
    words = {"reason": "Late.", "message": "Thank you.", "delay_days": str(days or "")}
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    Browser(app, boss.owner).post(path_of(boss), {**chosen, **words})
    rejection = sa.select(ApplicationMove).where(ApplicationMove.to_stage == Stage.REJECTED)
    with people.database.session(write=False) as session:
        move = session.scalars(rejection).one()
        mail = session.get_one(OutboxMessage, move.id)
    due = move.moved_at + (timedelta(days=days) or timedelta(minutes=10))
    assert (move.message_due_at, mail.due_at) == (due, due)


def test_a_rejection_is_taken_back_as_long_as_its_message_waits(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people)
    made = applied(seeker, boss)
    pages = Browser(app, boss.owner)
    words = {"reason": "Late.", "message": "Thank you.", "delay_days": "1"}
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    pages.post(path_of(boss), {**chosen, **words})
    with people.database.session(write=True) as session:
        for move in session.scalars(sa.select(ApplicationMove)):
            move.moved_at -= timedelta(hours=2)
        session.commit()
    own = seeker.person.get(f"/applications/{made['id']}").json
    assert own["stage"] == "applied"
    assert [move["to"] for move in own["moves"]] == ["applied"]
    listed = seeker.person.get("/applications").json["data"]
    assert [each["stage"] for each in listed] == ["applied"]
    for who, stage, count in (
        (seeker.person, "rejected", 0),
        (seeker.person, "applied", 1),
        (boss.owner, "rejected", 1),
        (boss.owner, "applied", 0),
    ):
        assert who.get(f"/applications?stage={stage}").json["page"]["total"] == count
    shown = pages.get(f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}").text
    assert "The message leaves on" in shown
    batch = re.search(r'name="batch" value="([^"]+)"', shown)
    assert batch is not None
    back = pages.post(f"{path_of(boss)}/undo", {"batch": batch[1]}).text
    assert "1 application moved." in back
    own = seeker.person.get(f"/applications/{made['id']}").json
    assert [move["to"] for move in own["moves"]] == ["applied"]
    with people.database.session(write=False) as session:
        mails = session.scalars(sa.select(OutboxMessage)).all()
    assert not [each for each in mails if "Thank you." in str(each.payload)]


def test_a_message_leaves_on_no_other_day(app: Flask, boss: Employing, people: People) -> None:
    made = applied(somebody(people), boss)
    words = {"reason": "Late.", "message": "Thank you.", "delay_days": "400"}
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    refused = Browser(app, boss.owner).post(path_of(boss), {**chosen, **words})
    assert refused.status_code == 422
    assert 'id="delay_days-wrong"' in refused.text
    assert boss.owner.get(f"/applications/{made['id']}").json["stage"] == "applied"


def test_who_is_not_told_yet_withdraws_and_no_message_follows(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people)
    made = applied(seeker, boss)
    path = f"/applications/{made['id']}"
    words = {"reason": "Late.", "message": "Thank you.", "delay_days": "3"}
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    Browser(app, boss.owner).post(path_of(boss), {**chosen, **words})
    assert seeker.person.post(f"{path}/transitions", {"to": "withdrawn"}).status_code == 200
    moves = seeker.person.get(path).json["moves"]
    assert [(move["from"], move["to"]) for move in moves] == [
        (None, "applied"),
        ("applied", "withdrawn"),
    ]
    with people.database.session(write=False) as session:
        mails = session.scalars(sa.select(OutboxMessage)).all()
    assert not [each for each in mails if "Thank you." in str(each.payload)]


def test_what_was_taken_back_is_not_offered_to_be_taken_back(
    app: Flask, boss: Employing, people: People
) -> None:
    made = applied(somebody(people), boss)
    pages = Browser(app, boss.owner)
    moved = pages.post(path_of(boss), {"application": f"{made['id']}~applied", "to": "screen"})
    offered = moved.request.url
    batch = re.search(r'name="batch" value="([^"]+)"', moved.text)
    assert batch is not None
    assert "You can take this back until" in pages.get(offered).text
    pages.post(f"{path_of(boss)}/undo", {"batch": batch[1]})
    assert "You can take this back until" not in pages.get(offered).text
