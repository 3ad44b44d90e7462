"""Open postings that break today's rules: listed with what is wrong, taken down by a person."""

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.events import MAIL
from models import AuditEvent, OutboxMessage, Role, RoleStatus
from tests.browsing import Browser
from tests.meetings import add_role, applied, employing, seeking
from tests.people import People

SOUND: dict[str, Any] = {
    "title": "Sound role",
    "description": "Build decoders.",
    "city": "Hangzhou",
    "headcount": 1,
    "salary_min": 400_000,
    "salary_currency": "CNY",
    "salary_period": "year",
}
BAD = {"description": "Only for men."}
PATH = "/operator/postings"


def mails(people: People) -> list[dict[str, Any]]:
    with people.database.session(write=False) as session:
        found = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.type == MAIL))
        return [each.payload for each in found]


def test_what_breaks_the_rules_is_listed_and_what_is_sound_is_not(people: People) -> None:
    boss = employing(people, **SOUND)
    unfit = {**SOUND, "title": "Only for men", "sectors": ["hospitality"]}
    bad_id = add_role(people, boss.employer_id, **unfit)
    add_role(people, boss.employer_id, **{**unfit, "title": "Draft", "status": RoleStatus.DRAFT})
    shown = unescape(Browser(people.app, people.admin()).get(PATH).text)
    assert str(bad_id) in shown
    assert "it discriminates by sex" in shown
    assert "rule wording.sex" in shown
    assert "rule opening.sectors" in shown
    assert "Name at least one approved sector: Artificial intelligence" in shown
    assert "Sound role" not in shown
    assert "Draft" not in shown
    chinese = Browser(people.app, people.admin(), language="zh-CN").get(PATH).text
    assert "人工智能" in chinese


def test_a_posting_is_taken_down_with_the_reasons(people: People) -> None:
    boss = employing(people, **{**SOUND, "title": "Only for men"})
    seeker = seeking(people)
    applied(seeker, boss)
    browser = Browser(people.app, people.admin())
    done = browser.post(f"{PATH}/{boss.role_id}")
    assert "is taken down" in done.text
    assert people.scalar(sa.select(Role.status).where(Role.id == boss.role_id)) == "closed"
    by_address = {mail["to"]: mail["text"] for mail in mails(people)}
    assert "it discriminates by sex" in by_address[boss.owner.email]
    assert "its posting is not as the rules ask" in by_address[seeker.person.email]
    event = sa.select(AuditEvent.detail).where(AuditEvent.type == "role.taken_down")
    assert people.scalar(event)["reason"] == "rules"
    again = browser.post(f"{PATH}/{boss.role_id}")
    assert "nothing is wrong with it any more" in again.text
    missing = browser.post(f"{PATH}/{boss.employer_id}")
    assert missing.status_code == 404


def test_what_is_sound_is_not_taken_down(people: People) -> None:
    boss = employing(people, **SOUND)
    Browser(people.app, people.admin()).post(f"{PATH}/{boss.role_id}")
    assert people.scalar(sa.select(Role.status).where(Role.id == boss.role_id)) == "open"


def test_the_list_goes_on_behind_what_was_looked_at(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.operator.postings.LOOKED_AT", 2)
    monkeypatch.setattr("marketplace.operator.postings.AT_ONCE", 1)
    boss = employing(people, **SOUND)
    for number in range(4):
        add_role(people, boss.employer_id, **{**SOUND, "title": f"No {number}", **BAD})
    browser, path = Browser(people.app, people.admin()), PATH
    seen: list[str] = []
    for _ in range(3):
        shown = browser.get(path).text
        seen += re.findall(r"No (\d)</a>", shown)
        following = re.search(r'href="(/operator/postings\?after=[^"]+)" rel="next"', shown)
        if following is None:
            break
        path = unescape(following[1])
    assert seen == ["0", "1", "2", "3"]


def test_a_page_is_full_with_so_many_faulty_postings(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.operator.postings.SHOWN", 1)
    boss = employing(people, **SOUND)
    for number in range(2):
        add_role(people, boss.employer_id, **{**SOUND, "title": f"No {number}", **BAD})
    browser = Browser(people.app, people.admin())
    shown = browser.get(PATH).text
    assert re.findall(r"No (\d)</a>", shown) == ["0"]
    following = re.search(r'href="(/operator/postings\?after=[^"]+)" rel="next"', shown)
    assert following is not None
    assert re.findall(r"No (\d)</a>", browser.get(unescape(following[1])).text) == ["1"]


def test_what_was_judged_is_judged_again_once_a_posting_or_its_employer_changes(
    people: People,
) -> None:
    boss = employing(people, **{**SOUND, "title": "Only for men"})
    operator, role = Browser(people.app, people.admin()), f"/roles/{boss.role_id}"
    assert "it discriminates by sex" in unescape(operator.get(PATH).text)
    tag = boss.owner.get(role).headers["ETag"]
    done = boss.owner.patch(role, {"title": "For adults"}, headers={"If-Match": tag})
    assert done.status_code == 200
    assert "Nothing is wrong with these postings." in operator.get(PATH).text
    employer = f"/employers/{boss.employer_id}"
    tag = boss.owner.get(employer).headers["ETag"]
    done = boss.owner.patch(employer, {"kind": "other"}, headers={"If-Match": tag})
    assert done.status_code == 200
    assert "Employers of roles are of these kinds" in operator.get(PATH).text
