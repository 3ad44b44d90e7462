"""Open postings that are nearly copies: shown in groups, one taken down by a person."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.database import commit
from marketplace.events import MAIL, role_changed
from matching.ranking.clustering import near_copies
from models import AuditEvent, OutboxMessage, Role, RoleStatus
from tests.browsing import Browser
from tests.meetings import add_role, applied, employing, seeking
from tests.people import People

AD = (
    "We look for somebody who builds decoders for quantum error correction with us,"
    " who likes to measure before they guess, writes tests first and explains results to people"
    " of other fields. You work with three physicists and two engineers in one room."
)
PATH = "/operator/duplicates"


def groups(people: People, language: str = "en") -> list[list[str]]:
    """Return the roles of each group that the page shows."""
    shown = Browser(people.app, people.admin(), language=language).get(PATH)
    assert shown.status_code == 200
    parts = shown.text.split('aria-labelledby="cluster-')[1:]
    return [re.findall(r'href="/roles/([^"]+)"', part) for part in parts]


def status_of(people: People, role_id: UUID) -> Any:
    return people.scalar(sa.select(Role.status).where(Role.id == role_id))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_copies_within_and_across_employers_are_grouped(people: People, language: str) -> None:
    one = employing(people, title="Decoder engineer", description=AD)
    again = add_role(people, one.employer_id, title="Decoder engineer", description=f"{AD} Hefei.")
    thief = employing(people, title="Decoder engineer, urgent", description=AD)
    draft = {"description": AD, "status": RoleStatus.DRAFT}
    add_role(people, one.employer_id, **draft)
    employing(people, title="Cook", description="You cook for our canteen. " * 10)
    [found] = groups(people, language)
    assert set(found) == {str(one.role_id), str(again), str(thief.role_id)}
    text = Browser(people.app, people.admin(), language=language).get(PATH).text
    assert ("2 employers" in text) is (language == "en")


def test_nothing_is_a_copy_of_nothing(people: People) -> None:
    employing(people, title="Decoder engineer", description=AD)
    assert groups(people) == []


def test_a_copy_is_taken_down_and_who_is_concerned_is_told(people: People) -> None:
    one = employing(people, title="Decoder engineer", description=AD)
    copy = employing(people, title="Urgent: decoder engineer", description=AD)
    seeker = seeking(people)
    applied(seeker, copy)
    browser = Browser(people.app, people.admin())
    done = browser.post(f"{PATH}/{copy.role_id}")
    assert "is taken down" in done.text
    assert status_of(people, copy.role_id) == "closed"
    assert status_of(people, one.role_id) == "open"
    with people.database.session(write=False) as session:
        found = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.type == MAIL))
        mails = {mail.payload["to"]: mail.payload["text"] for mail in found}
    for address in (copy.owner.email, seeker.person.email):
        assert "is open as “Decoder engineer”" in mails[address]
    event = sa.select(AuditEvent.detail).where(AuditEvent.type == "role.taken_down")
    assert people.scalar(event)["reason"] == "duplicate"
    assert groups(people) == []
    for gone in (copy.role_id, one.role_id, one.employer_id):
        refused = browser.post(f"{PATH}/{gone}")
        assert "no other posting is nearly the same" in refused.text
    assert status_of(people, one.role_id) == "open"


def test_groups_come_in_pages(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.operator.duplicates.ON_A_PAGE", 1)
    boss = employing(people, description=AD)
    add_role(people, boss.employer_id, description=AD)
    for _ in range(2):
        other = " ".join(f"{word}s" for word in AD.split())
        add_role(people, boss.employer_id, description=other)
    browser = Browser(people.app, people.admin())
    first, second = browser.get(PATH).text, browser.get(f"{PATH}?page=2").text
    assert "2 groups of postings" in first
    assert 'href="/operator/duplicates?page=2" rel="next"' in first
    assert 'rel="next"' not in second
    assert set(re.findall(r"cluster-(\S+)\"", first)).isdisjoint(
        re.findall(r"cluster-(\S+)\"", second)
    )


def test_groups_are_looked_for_again_once_a_posting_changed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = employing(people, description=AD)
    add_role(people, boss.employer_id, description=AD)
    looks: list[int] = []

    def look(*args: Any) -> Any:
        looks.append(1)
        if len(looks) == 1:  # another one comes while copies are looked for
            late = add_role(people, boss.employer_id, description=AD)
            with people.database.session(write=True) as session:
                role_changed(session, late)
                commit(session)
                with people.app.extensions["catalogue"].reading(session) as state:
                    assert late in state.roles
        return near_copies(*args)

    monkeypatch.setattr("marketplace.operator.duplicates.near_copies", look)
    assert [len(group) for group in groups(people)] == [2]
    assert [len(group) for group in groups(people)] == [3]
    assert [len(group) for group in groups(people)] == [3]
    assert len(looks) == 2
