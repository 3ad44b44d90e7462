"""Forms of an employer that another member overtook."""

import re

import sqlalchemy as sa
from flask import Flask

from models import Employer, FormLetter
from tests.browsing import Browser
from tests.meetings import employing
from tests.people import People


def shown_version(browser: Browser, path: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def test_two_owners_of_an_employer_do_not_write_over_each_other(app: Flask, people: People) -> None:
    boss = employing(people)
    path = f"/employer/organisations/{boss.employer_id}"
    first, second = (Browser(app, who) for who in (boss.owner, boss.member(people, "owner")))
    seen = {"version": shown_version(second, path), "kind": "tech_company"}
    named = {**seen, "name": "Renamed by the first"}
    assert first.post(path, named, follow=False).status_code == 303
    late = second.post(path, {**seen, "name": "By the second"})
    assert late.status_code == 409
    assert 'value="By the second"' in late.text
    assert "Renamed by the first" in late.text
    assert "Somebody changed this employer" in late.text
    wanted = sa.select(Employer.name).where(Employer.id == boss.employer_id)
    assert people.scalar(wanted) == "Renamed by the first"
    again = {**seen, "version": shown_version(second, path), "name": "By the second"}
    assert second.post(path, again, follow=False).status_code == 303
    assert people.scalar(wanted) == "By the second"


def test_two_members_do_not_write_over_each_others_template(app: Flask, people: People) -> None:
    boss = employing(people)
    first, second = (Browser(app, who) for who in (boss.owner, boss.member(people, "recruiter")))
    made = {"kind": "message", "name": "Hello", "text_en": "Dear {name},"}
    first.post(f"/employer/organisations/{boss.employer_id}/letters", made)
    path = f"/employer/letters/{people.scalar(sa.select(FormLetter.id))}"
    seen = {**made, "version": shown_version(second, path)}
    assert first.post(path, {**seen, "text_en": "Hi {name}"}, follow=False).status_code == 303
    late = second.post(path, {**seen, "text_en": "Good day {name}"})
    assert late.status_code == 409
    assert "Good day {name}" in late.text
    assert "Hi {name}" in late.text
    assert people.scalar(sa.select(FormLetter.text_en)) == "Hi {name}"


def test_who_has_an_account_is_told_to_no_owner(app: Flask, people: People) -> None:
    boss = employing(people)
    pages, path = Browser(app, boss.owner), f"/employer/organisations/{boss.employer_id}"
    told = [
        pages.post(f"{path}/members", {"email": email, "part": "viewer"}).text.replace(email, "…")
        for email in (people.person().email, "nobody@else.example")
    ]
    rows = [re.findall(r"<tr>.*?</tr>", text, re.DOTALL)[-1] for text in told]
    assert re.sub(r"members/[^/]+/", "", rows[0]) == re.sub(r"members/[^/]+/", "", rows[1])
