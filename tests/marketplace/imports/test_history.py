"""What is kept of imports, and how the operator reads it."""

import json
import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from marketplace.imports import history
from marketplace.imports.reports import REFUSED, LineReport
from models import Account
from tests.browsing import Browser
from tests.people import People, Person

GOOD = {
    "@type": "JobPosting",
    "identifier": {"name": "Lantern Photonics", "value": "L-17"},
    "title": "Photonics engineer",
    "hiringOrganization": {"name": "Lantern Photonics"},
    "jobLocation": "深圳-南山区",
    "baseSalary": "2-3万/月",
}
PATH = "/operator/imports"


def send(person: Person, *lines: Any, dry_run: bool = False, kind: str = "roles") -> Any:
    body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    headers = {"Content-Type": "application/x-ndjson"}
    path = f"/imports/{kind}?dry_run={str(dry_run).lower()}"
    answer = person.send("POST", path, data=body.encode(), headers=headers)
    assert answer.status_code == 200, answer.json
    return answer.json


def page(people: People, path: str = PATH, language: str = "en") -> str:
    answer = Browser(people.app, people.admin(), language=language).get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def runs_in(text: str) -> list[str]:
    return re.findall(rf'href="({PATH}/[^"?]+)"', text)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_operator_reads_who_imported_what_and_why_lines_were_refused(
    people: People, language: str
) -> None:
    sender = people.person("sender")
    send(sender, GOOD, {**GOOD, "title": 7}, "no json <script>alert(1)</script>")
    send(sender, GOOD)
    listed = page(people, language=language)
    unchanged, first = runs_in(listed)
    assert sender.email in listed
    shown = page(people, first, language)
    assert sender.email in shown
    assert "#/title" in shown
    assert "<script>alert(1)" not in shown
    counts = re.findall(r"<dd>(\d+)</dd>", shown)
    assert counts == ["3", "1", "0", "0", "2"]
    assert re.findall(r"<dd>(\d+)</dd>", page(people, unchanged)) == ["1", "0", "0", "1", "0"]
    if language == "en":
        assert "Line 2" in shown
        assert "No line was refused." in page(people, unchanged)


def test_dry_runs_are_not_listed(people: People) -> None:
    send(people.person("sender"), GOOD, dry_run=True)
    assert "Nothing was imported." in page(people)


def test_kinds_are_told_apart_and_pages_follow(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.operator.pages.imports.ON_A_PAGE", 1)
    monkeypatch.setattr("marketplace.operator.pages.blueprint.ON_A_PAGE", 1)
    sender = people.person("sender")
    send(sender, GOOD)
    resume = {"basics": {"label": "Photonics engineer"}, "meta": {"canonical": "https://a.example"}}
    send(sender, resume, kind="candidates")
    assert len(runs_in(page(people, f"{PATH}?kind=roles"))) == 1
    newest = page(people)
    following = re.search(r'href="([^"]+)" rel="next"', newest)
    assert following is not None
    older = page(people, following[1])
    assert len({*runs_in(newest), *runs_in(older)}) == 2
    assert 'rel="next"' not in older
    gone = Browser(people.app, people.admin()).get(f"{PATH}/{people.admin().account_id}")
    assert gone.status_code == 404


def test_an_import_outlives_the_account_that_made_it(people: People) -> None:
    sender = people.person("sender")
    send(sender, {**GOOD, "title": 7})
    with people.database.session(write=True) as session:
        session.execute(sa.delete(Account).where(Account.id == sender.account_id))
        session.commit()
    assert "a deleted account" in page(people)


def test_no_more_is_kept_of_refusals_than_a_page_shows() -> None:
    errors = [{"pointer": "#/title", "detail": "x" * 1_000}] * 20
    lines = (LineReport(line=number, status=REFUSED, errors=errors) for number in range(300))
    tally = history.tally_of(lines)
    assert tally.counts[REFUSED] == 300
    assert len(tally.refusals) == history.MOST_KEPT
    assert len(tally.refusals[0]["errors"]) == history.MOST_REASONS
    assert len(tally.refusals[0]["errors"][0]["detail"]) == history.LONGEST
