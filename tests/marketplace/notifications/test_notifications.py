import re
from email import message_from_bytes, policy
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.errors import NotFound
from marketplace.events import MAIL
from marketplace.mail import Letter, compose
from marketplace.messages import Message
from marketplace.notifications.links import Stop, read_stop, stop_link
from marketplace.notifications.mailing import keep_language, language_of
from marketplace.notifications.services import (
    TOPICS,
    choose_topics,
    stop_topic,
    tell_account,
    wanted_topics,
)
from models import OutboxMessage, now
from tests.browsing import Browser
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
        left = [topic for topic in TOPICS if topic != "searches"]
        assert wanted_topics(session, seeker.caller) == left
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


def letters(people: People) -> list[dict[str, str]]:
    """Return the mails that wait, oldest first."""
    waiting = sa.select(OutboxMessage.payload).where(OutboxMessage.type == MAIL)
    with people.database.session(write=False) as session:
        return list(session.scalars(waiting.order_by(OutboxMessage.id)))


def test_mail_is_in_the_language_that_an_account_chose(people: People) -> None:
    seeker = seeking(people)
    browser = Browser(people.app, seeker.person)
    browser.get("/roles?lang=zh-Hans")
    with people.database.session(write=True) as session, people.app.test_request_context():
        for language in ("zh-Hans", "en"):
            assert language_of(session, seeker.person.account_id) == language
            tell_account(
                session,
                seeker.person.account_id,
                topic="applications",
                subject=Message("Your application for {role}", role="{open}"),
                parts=["Verbatim {words}", Message("About the role {role}:", role="owner")],
                path="/me",
            )
            keep_language(session, seeker.person.account_id, "en")
        session.commit()
    chinese, english = letters(people)
    assert chinese["subject"] == "您对“{open}”的申请"
    assert "Verbatim {words}\n\n关于职位“owner”：" in chinese["text"]
    assert "不再接收此类邮件：https://" in chinese["text"]
    assert english["subject"] == "Your application for {open}"
    assert "No more mail of this kind: https://" in english["text"]


def test_the_language_of_mail_is_chosen_beside_its_topics(people: People) -> None:
    seeker = seeking(people)
    browser = Browser(people.app, seeker.person)
    kept = browser.post("/me/notifications", {"topics": ["reviews"], "language": "zh-Hans"})
    assert re.search(r'value="zh-Hans" lang="zh-Hans" selected', kept.text)
    browser.post("/me/notifications", {"language": "eaten"})
    with people.database.session(write=False) as session:
        assert language_of(session, seeker.person.account_id) == "en"
        assert wanted_topics(session, seeker.caller) == []


def test_a_letter_is_in_the_language_of_whose_account_it_is(people: People) -> None:
    seeker = seeking(people)
    with people.database.session(write=True) as session:
        keep_language(session, seeker.person.account_id, "zh-Hans")
        session.commit()
    Browser(people.app, language="en").post("/account/reset", {"email": seeker.person.email})
    [letter] = letters(people)
    assert letter["subject"] == "设置新密码"
