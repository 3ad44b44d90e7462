"""A candidate's copy of their data: what employers wrote to them and about them."""

import json
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import Flask

from models import ApplicationMove, now
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import somebody
from tests.meetings import Employing, Seeking, applied, employing
from tests.people import People

TYPES = ("message", "interview", "note", "scorecard", "tag", "shortlisting", "unblinding", "reason")


def held(seeker: Seeking) -> dict[str, list[dict[str, Any]]]:
    text = seeker.person.get("/exports/candidates.ndjson").get_data(as_text=True)
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in TYPES}
    for line in map(json.loads, text.splitlines()):
        found.setdefault(line["type"], []).append(line["data"])
    return found


def later(people: People) -> None:
    """Let the time pass in which a rejection can be taken back."""
    past = timedelta(minutes=11)
    with people.database.session(write=True) as session:
        for move in session.scalars(sa.select(ApplicationMove)):
            move.moved_at -= past
            if move.message_due_at is not None:
                move.message_due_at -= past
        session.commit()


def write_everything(app: Flask, boss: Employing, seeker: Seeking) -> None:
    pages = Browser(app, boss.owner)
    role = f"/employer/roles/{boss.role_id}"
    one = f"{role}/candidates/{seeker.code_for(boss)}"
    starts = f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    for path, fields in (
        (f"{one}/unblind", {"reason": "A conflict of interest."}),
        (f"{one}/notes", {"text": "Quick mind."}),
        (f"{one}/scorecard", {"overall": "4", "text": "Strong."}),
        (f"{one}/tags", {"tag": "Berlin"}),
        (f"{one}/messages", {"text": "When can you talk?"}),
        (f"{one}/interviews", {"starts_at": starts, "minutes": "30", "place": "Room 7"}),
        (f"{role}/candidates", {"act": "shortlist", "who": seeker.code_for(boss), "name": "A"}),
    ):
        answer = pages.post(path, fields)
        assert answer.status_code == 200, (path, answer.text)


def test_all_of_it_is_there_and_nobody_who_wrote_it(app: Flask, people: People) -> None:
    boss = employing(people, blind_review=True, title="Decoder engineer")
    seeker, other = somebody(people), somebody(people)
    applied(seeker, boss)
    write_everything(app, boss, seeker)
    found = held(seeker)
    assert {name for name in TYPES if found[name]} == set(TYPES) - {"reason"}
    assert found["note"][0]["text"] == "Quick mind."
    assert found["note"][0]["role"] == "Decoder engineer"
    assert found["scorecard"][0]["overall"] == 4
    assert found["tag"][0]["name"] == "Berlin"
    assert found["message"][0]["text"] == "When can you talk?"
    assert found["interview"][0]["place"] == "Room 7"
    assert found["unblinding"][0]["reason"] == "A conflict of interest."
    assert found["shortlisting"][0]["rationale"] is None
    text = json.dumps([found[name] for name in TYPES])
    assert boss.owner.email not in text
    assert str(boss.owner.account_id) not in text
    assert {name for name in TYPES if held(other)[name]} == set()


def test_a_rejections_reason_is_there_once_it_stands(people: People) -> None:
    boss = employing(people)
    seeker = somebody(people)
    path = f"/applications/{applied(seeker, boss)['id']}/transitions"
    words = {"to": "rejected", "reason": "A must-have is lacking.", "message": "Thank you."}
    boss.owner.post(path, words)
    assert held(seeker)["reason"] == []
    boss.owner.post(path, {"to": "applied"})  # taken back
    later(people)
    assert held(seeker)["reason"] == []
    boss.owner.post(path, {**words, "reason": "Somebody else fits better."})
    later(people)
    [told] = held(seeker)["reason"]
    assert (told["to"], told["reason"]) == ("rejected", "Somebody else fits better.")
