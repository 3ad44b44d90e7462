from email import message_from_bytes, policy
from uuid import UUID

import pytest

from marketplace.errors import NotFound
from marketplace.mail import Letter, compose
from marketplace.notifications.links import Stop, read_stop, stop_link
from marketplace.notifications.services import (
    TOPICS,
    choose_topics,
    stop_topic,
    wanted_topics,
)
from models import now
from tests.meetings import seeking
from tests.people import People


def test_everything_is_wanted_until_somebody_says_otherwise(people: People) -> None:
    seeker, other = seeking(people), seeking(people)
    with people.database.session(write=True) as session:
        assert wanted_topics(session, seeker.caller) == list(TOPICS)
        choose_topics(session, seeker.caller, ["invitations"])
        assert wanted_topics(session, seeker.caller) == ["invitations"]
        choose_topics(session, seeker.caller, TOPICS)
        stop_topic(session, seeker.person.account_id, "searches")
        stop_topic(session, seeker.person.account_id, "searches")
        stop_topic(session, UUID(int=7), "searches")
        assert wanted_topics(session, seeker.caller) == ["applications", "invitations", "reviews"]
        assert wanted_topics(session, other.caller) == list(TOPICS)


def test_a_link_says_what_it_stops_and_nobody_else_can_make_one(people: People) -> None:
    account_id, search_id = UUID(int=7), UUID(int=8)
    with people.app.test_request_context():
        link = stop_link(account_id, "searches", search_id)
        assert link.startswith("https://market.example/unsubscribe/")
        token = link.rpartition("/")[2]
        assert read_stop(token) == Stop(account_id, "searches", search_id)
        for forged in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "WyJhIl0.x"):
            with pytest.raises(NotFound):
                read_stop(forged)


def test_mail_programs_find_the_link_whole(people: People) -> None:
    with people.app.test_request_context():
        link = stop_link(UUID(int=7), "searches", UUID(int=8))
    letter = Letter(
        id=UUID(int=9),
        to="wang@example.org",
        subject="New",
        text="New roles.",
        written_at=now(),
        unsubscribe=link,
    )
    raw = compose(letter, mail_from="no-reply@market.example").as_bytes()
    assert max(map(len, raw.splitlines())) < 998
    message = message_from_bytes(raw, policy=policy.default)
    assert message["List-Unsubscribe"] == f"<{link}>"
    assert f"<{link}>".encode() in raw.replace(b"\r\n ", b"")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
