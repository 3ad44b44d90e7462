"""Who of an employer's members is responsible for a candidate."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import Account, AuditEvent, Responsibility
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import SKILLS, browser, somebody, text_of
from tests.meetings import Employing, Seeking, applied, employing
from tests.people import People, Person


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=SKILLS, city="Hangzhou")


def one_of(boss: Employing, seeker: Seeking) -> str:
    return f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}"


def codes_in(answer: Any) -> set[str]:
    return set(re.findall(r'name="who" value="([^"]+)"', answer.text))


def own(app: Flask, boss: Employing, seeker: Seeking, member: Person | None) -> Any:
    chosen = {"member": "" if member is None else str(member.account_id)}
    return browser(app, boss).post(f"{one_of(boss, seeker)}/owner", chosen)


def test_one_member_is_responsible_at_a_time(app: Flask, boss: Employing, people: People) -> None:
    seeker, recruiter = somebody(people), boss.member(people, "recruiter")
    pages = browser(app, boss)
    for member in (boss.owner, recruiter):
        assert "It is noted who is responsible." in own(app, boss, seeker, member).text
        shown = pages.get(one_of(boss, seeker)).text
        assert f'value="{member.account_id}" selected' in shown
    with people.database.session(write=False) as session:
        kept = session.scalars(sa.select(Responsibility.account_id)).all()
        events = sa.select(AuditEvent.detail).where(AuditEvent.type == "candidate.assigned")
        told = [detail["member"] for detail in session.scalars(events)]
    assert kept == [recruiter.account_id]
    assert set(told) == {str(boss.owner.account_id), str(recruiter.account_id)}
    own(app, boss, seeker, None)
    assert people.scalar(sa.select(Responsibility.id)) is None


def test_strangers_are_never_responsible(app: Flask, boss: Employing, people: People) -> None:
    seeker = somebody(people)
    for member in (people.person("stranger"), seeker.person):
        assert own(app, boss, seeker, member).status_code == 404
    assert people.scalar(sa.select(Responsibility.id)) is None
    viewer = Browser(app, boss.member(people, "viewer"))
    assert viewer.post(f"{one_of(boss, seeker)}/owner", {"member": ""}).status_code == 403


def test_who_left_is_responsible_no_more(app: Flask, boss: Employing, people: People) -> None:
    seeker, recruiter = somebody(people), boss.member(people, "recruiter")
    own(app, boss, seeker, recruiter)
    path = f"/employer/roles/{boss.role_id}/candidates"
    pages = browser(app, boss)
    assert codes_in(pages.get(f"{path}?owner=nobodys")) == set()
    with people.database.session(write=True) as session:
        session.execute(sa.delete(Account).where(Account.id == recruiter.account_id))
        session.commit()
    assert codes_in(pages.get(f"{path}?owner=nobodys")) == {seeker.code_for(boss)}


def test_the_ranked_are_narrowed_by_who_is_responsible(
    app: Flask, boss: Employing, people: People
) -> None:
    mine, theirs, free = (somebody(people) for _ in range(3))
    own(app, boss, mine, boss.owner)
    own(app, boss, theirs, boss.member(people, "recruiter"))
    path = f"/employer/roles/{boss.role_id}/candidates"
    found = {
        query: codes_in(browser(app, boss).get(f"{path}?{query}"))
        for query in ("owner=mine", "owner=nobodys", "owner=mine&owner=nobodys")
    }
    mine_code, free_code = mine.code_for(boss), free.code_for(boss)
    assert found == {
        "owner=mine": {mine_code},
        "owner=nobodys": {free_code},
        "owner=mine&owner=nobodys": {mine_code, free_code},
    }
    assert "recruiter" in browser(app, boss).get(path).text


@pytest.mark.parametrize("back", ["list_applications", "show_pipeline"])
def test_many_are_given_to_a_member_and_found_by_it(
    app: Flask, boss: Employing, people: People, back: str
) -> None:
    made = [applied(somebody(people), boss) for _ in range(3)]
    keys = [f"{each['id']}~applied" for each in made]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/applications"
    chosen = {"act": "assign", "member": str(boss.owner.account_id), "back": back}
    done = pages.post(path, {**chosen, "application": keys[:2]})
    assert f"Responsible for 2 candidates: {boss.owner.email}." in text_of(done)
    assert done.text.count(f'title="{boss.owner.email}"') == 2
    shown = {
        owner: set(re.findall(r'name="application" value="([^"]+)"', answer.text))
        for owner in ("mine", "nobodys", "mine,nobodys")
        if (answer := pages.get(f"{path}?owner={owner}")).status_code == 200
    }
    assert shown == {
        "mine": set(keys[:2]),
        "nobodys": set(keys[2:]),
        "mine,nobodys": set(keys),
    }
    lost = pages.post(path, {**chosen, "member": "nonsense", "application": keys})
    assert lost.status_code == 404
