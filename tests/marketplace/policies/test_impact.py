"""A draft is measured over everything stored, and its release told to whom it turns."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from marketplace import create_app
from marketplace.clock import today
from marketplace.events import MAIL
from marketplace.notifications.mailing import keep_language
from marketplace.searches.saving import save_search
from models import (
    CandidateStatus,
    EvidenceState,
    FlagChange,
    OutboxMessage,
    PolicyImpact,
    PolicyRelease,
    Purpose,
)
from tests.browsing import Browser
from tests.conftest import CHEAP_HASH, make_config
from tests.meetings import Seeking, add_role, applied, employing, seeking
from tests.people import People

PAUSE = "x-test-cn-zj-pauses-switching"
OVERLAY = """\
schema: policy-overlay/1
id: {id}
version: "1"
status: {status}
title: {{en: "An invented pause in Zhejiang", zh-Hans: "虚构的浙江省暂停规定"}}
extends: cn-k-seed
jurisdiction: {{country: CN, level: {level}, code: {code}}}
effective: {{from: "2025-10-01", to: null}}
recorded: {{on: "2026-11-23", review_by: "2027-11-23"}}
sources:
  TEST: {{tier: test, kind: invented, title: An invented notice}}
patch:
  - op: suspend_flag
    flag: k_switch
    cite: TEST
    fix: {{en: "Switching is paused here.", zh-Hans: "此处已暂停灵活转换。"}}
"""
SHARED = (Purpose.SENSITIVE_STATUS,)


@pytest.fixture
def app_with(database_url: str, tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make the application with one overlay; all of them share the database."""
    made = []

    def make(status: str, *, level: str = "province", code: str = "CN-ZJ") -> Flask:
        folder = tmp_path / "tests" / f"{status}-{level}"
        folder.mkdir(parents=True)
        text = OVERLAY.format(id=PAUSE, status=status, level=level, code=code)
        (folder / "pause.yaml").write_text(text, encoding="utf-8")
        settings = make_config(database_url, tmp_path, policy_folders=(folder,))
        app = create_app(
            settings, {"TESTING": True, "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASH}
        )
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions["database"].engine.dispose()


def text_in(page: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", page)).split())


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=arguments)


def holder(people: People, *, purposes: tuple[Purpose, ...] = SHARED) -> Seeking:
    """Return a candidate with a proven K status who has a job in AI."""
    seeker = seeking(people, consents=purposes)
    with people.database.session(write=True) as session:
        session.add(
            CandidateStatus(
                candidate_id=seeker.candidate_id,
                visa="K",
                k_expires=today() + timedelta(days=900),
                current_sectors=["ai"],
                evidence=EvidenceState.VERIFIED,
            )
        )
        session.commit()
    return seeker


def rows(people: People, statement: sa.Select[Any]) -> list[Any]:
    with people.database.session(write=False) as session:
        return list(session.scalars(statement))


def test_an_impact_is_printed_and_stored(app_with: Callable[..., Flask]) -> None:
    app = app_with("draft")
    people = People(app)
    employer, seeker = employing(people, province="CN-ZJ"), holder(people)
    add_role(people, employer.employer_id, province="CN-SH")
    done = run(app, "policy-impact", PAUSE)
    assert done.exit_code == 0, done.output
    assert f"{PAUSE} 1 beside cn-k-seed 2025.1" in done.output
    assert "k_switch: met -> not_met, 1 candidates" in done.output
    [impact] = rows(people, sa.select(PolicyImpact))
    assert (impact.policy, impact.version, impact.pairs) == (PAUSE, "1", 3)
    stored = {each.before: each for each in rows(people, sa.select(FlagChange))}
    change = stored["met"]
    assert (change.candidate_id, change.flag, change.after) == (
        seeker.candidate_id,
        "k_switch",
        "not_met",
    )
    assert change.role_ids == [str(employer.role_id)]
    assert impact.changes == sum(len(each.role_ids) for each in stored.values())


def test_only_who_allows_matching_is_evaluated(app_with: Callable[..., Flask]) -> None:
    app = app_with("draft")
    people = People(app)
    employing(people, province="CN-ZJ")
    seeker = holder(people)
    path = f"/candidates/{seeker.candidate_id}/consents/matching"
    assert seeker.person.delete(path).status_code == 200
    assert run(app, "policy-impact", PAUSE).exit_code == 0
    assert rows(people, sa.select(FlagChange)) == []


def test_a_release_tells_whose_running_applications_it_turns(
    app_with: Callable[..., Flask],
) -> None:
    draft = app_with("draft")
    people = People(draft)
    here, there = employing(people, province="CN-ZJ"), employing(people, province="CN-SH")
    seeker, withdrawn = holder(people), holder(people)
    made = applied(seeker, here)
    applied(seeker, there)
    left = applied(withdrawn, here)
    path = f"/applications/{left['id']}/transitions"
    assert withdrawn.person.post(path, {"to": "withdrawn"}).status_code == 200
    assert run(draft, "policy-impact", PAUSE).exit_code == 0
    active = app_with("active")
    done = run(active, "policy-release", PAUSE)
    assert done.exit_code == 0, done.output
    assert "1 flags of running applications changed" in done.output
    told = sa.select(OutboxMessage.payload).where(OutboxMessage.type == "match.flag_changed")
    [payload] = rows(people, told)
    assert payload == {
        "subject_id": made["id"],
        "candidate_id": str(seeker.candidate_id),
        "role_id": str(here.role_id),
        "flag": "k_switch",
        "from": "met",
        "to": "not_met",
        "policy": PAUSE,
        "version": "1",
    }
    page = Browser(active, seeker.person).get("/me/rule-changes").text
    mine, _, rules = page.partition('id="rules"')
    assert f"/me/applications/{made['id']}" in mine
    assert "Flexible job switching : ✓ Looks eligible → ✕ Does not meet" in text_in(mine)
    assert "Flexible job switching : ? Cannot be confirmed → ✕ Does not meet" in text_in(rules)
    assert "no outcome changed" in Browser(draft, seeker.person).get("/me/rule-changes").text
    again = run(active, "policy-release", PAUSE)
    assert again.exit_code == 1
    assert "was released before" in again.output
    assert len(rows(people, told)) == len(rows(people, sa.select(PolicyRelease))) == 1


def test_a_release_tells_by_mail_what_it_turned_and_why(app_with: Callable[..., Flask]) -> None:
    draft = app_with("draft")
    people = People(draft)
    here = employing(people, province="CN-ZJ", title="Optics lead")
    there = employing(people, province="CN-SH")
    seeker, muted, other = holder(people), holder(people), holder(people)
    for each in (seeker, muted):
        browser = Browser(draft, each.person)
        for role_id in (here.role_id, there.role_id):
            browser.post("/me/saved", {"role_id": str(role_id)})
    Browser(draft, muted.person).post("/me/notifications", {"topics": ["reviews"]})
    with people.database.session(write=True) as session:
        keep_language(session, seeker.person.account_id, "zh-Hans")
        for name, query in (
            ("Paused", {"k_switch": ["not_met"], "province": ["CN-ZJ", "CN-SH"]}),
            ("None", {"k_switch": ["not_met"], "q": ["gardener"]}),
        ):
            save_search(
                session, other.caller, name=name, query=query, frequency="weekly", language="en"
            )
        session.commit()
    assert run(draft, "policy-impact", PAUSE).exit_code == 0
    done = run(app_with("active"), "policy-release", PAUSE)
    assert done.exit_code == 0, done.output
    mails = rows(people, sa.select(OutboxMessage.payload).where(OutboxMessage.type == MAIL))
    told = {mail["to"]: mail for mail in mails}
    assert told.keys() == {seeker.person.email, other.person.email}
    mine = told[seeker.person.email]
    assert mine["subject"] == "签证规则更新，您的结论有变"
    assert "灵活转换工作：由“初步符合”变为“不符合”" in mine["text"]
    assert "此处已暂停灵活转换。" in mine["text"]
    assert "An invented notice" in mine["text"]
    assert f"/roles/{here.role_id}" in mine["text"]
    assert f"/roles/{there.role_id}" not in mine["text"]
    found = told[other.person.email]["text"]
    assert "Your search “Paused” now finds:" in found
    assert "Optics lead" in found
    assert "“None”" not in found


@pytest.mark.parametrize(
    ("status", "place", "refusal"),
    [
        ("draft", {}, "set `status: active` in its file"),
        ("active", {}, "run policy-impact first"),
        (
            "draft",
            {"level": "reform", "code": "REFORM"},
            "write it into a new version of cn-k-seed",
        ),
    ],
)
def test_a_release_that_cannot_be_says_why(
    app_with: Callable[..., Flask], status: str, place: dict[str, str], refusal: str
) -> None:
    app = app_with(status, **place)
    done = run(app, "policy-release", PAUSE)
    assert done.exit_code == 1
    assert refusal in done.output
    assert rows(People(app), sa.select(PolicyRelease)) == []


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (
            ("nothing",),
            "no pack or overlay 'nothing'; there are: ca-express-entry, cn-k-official, ",
        ),
        (("cn-k-seed",), "is the only version of its pack"),
        (("cn-k-seed", "--version", "1"), "has no version 1; it has: 2025.1"),
        ((PAUSE, "--version", "9"), f"no pack or overlay '{PAUSE}' 9"),
    ],
)
def test_a_change_that_is_none_is_named(
    app_with: Callable[..., Flask], arguments: tuple[str, ...], refusal: str
) -> None:
    done = run(app_with("draft"), "policy-impact", *arguments)
    assert done.exit_code == 1
    assert refusal in done.output
