import re
from typing import Any

import pytest
from flask import Flask

from marketplace.form_letters.gaps import filled, unknown_gaps
from marketplace.form_letters.services import MOST
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import somebody, text_of
from tests.meetings import Employing, applied, employing
from tests.people import People

TEXTS = {"text_en": "Dear {name}, come to {employer}.", "text_zh": "{name}，欢迎来 {employer}。"}


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=[])


def keep(pages: Browser, boss: Employing, **stated: str) -> Any:
    fields = {"kind": "message", "name": "First", **TEXTS, **stated}
    return pages.post(f"/employer/organisations/{boss.employer_id}/letters", fields)


def key_in(answer: Any, tongue: str) -> str:
    found = re.search(rf'<option value="([^"]+~{tongue})"', answer.text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_template_is_kept_changed_and_deleted(app: Flask, boss: Employing, language: str) -> None:
    pages = Browser(app, boss.owner, language=language)
    path = f"/employer/organisations/{boss.employer_id}"
    assert f"{path}/letters" in pages.get(path).text
    kept = keep(pages, boss, name="Erste", text_zh="")
    assert "Erste" in kept.text
    one = re.search(r'href="(/employer/letters/[^"]+)"', kept.text)
    assert one is not None
    assert "Dear {name}" in pages.get(one[1]).text
    again = keep(pages, boss, name="Erste")
    assert again.status_code == 422
    assert "欢迎来" in again.text
    keep(pages, boss, name="Zweite")
    fields = {"kind": "message", **TEXTS}
    assert pages.post(one[1], {**fields, "name": "Zweite"}).status_code == 422
    assert "Dritte" in pages.post(one[1], {**fields, "name": "Dritte"}).text
    assert "Dritte" not in pages.post(one[1], {"act": "delete"}).text
    assert pages.get(one[1]).status_code == 404


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"text_en": "", "text_zh": ""}, "at least one language"),
        ({"text_en": "{salary}"}, "Nothing fills {salary}. There are: {name}, {role}, {employer}."),
        ({"kind": "poem"}, "Not one of"),
        ({"name": ""}, "Please fill this in."),
        ({"text_zh": "好" * 5001}, "5000"),
    ],
)
def test_what_cannot_be_kept_is_said(
    app: Flask, boss: Employing, stated: dict[str, str], said: str
) -> None:
    refused = keep(Browser(app, boss.owner), boss, **stated)
    assert refused.status_code == 422
    assert said in text_of(refused)


def test_an_employer_has_so_many(
    app: Flask, boss: Employing, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST == 100
    monkeypatch.setattr("marketplace.form_letters.services.MOST", 1)
    pages = Browser(app, boss.owner)
    assert keep(pages, boss).status_code == 200
    assert keep(pages, boss, name="Second").status_code == 422


def test_a_template_fills_the_message_to_one_person(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people)
    applied(seeker, boss)
    pages = Browser(app, boss.owner)
    keep(pages, boss)
    path = f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}"
    key = key_in(pages.get(path), "zh")
    shown = pages.post(f"{path}/messages", {"fill": "yes", "letter": key, "text": "Old"})
    assert shown.status_code == 200
    assert "Ada Moreau，欢迎来" in shown.text
    assert ">Old<" not in shown.text


def test_a_template_fills_invitations_and_names_nobody_unknown(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people)  # anonymous
    pages = Browser(app, boss.owner)
    keep(pages, boss, kind="invitation")
    path = f"/employer/roles/{boss.role_id}/invite"
    who = {"who": seeker.code_for(boss)}
    key = key_in(pages.get(f"{path}?who={who['who']}"), "en")
    shown = pages.post(path, {**who, "fill": "yes", "letter": key})
    assert "Dear {name}, come to {employer}." in shown.text
    assert "1 invitation sent." in pages.post(path, {**who, "message": TEXTS["text_en"]}).text
    [sent] = boss.owner.get("/invitations").json["data"]
    assert sent["message"].startswith("Dear candidate, come to ")
    assert "{" not in sent["message"]


def test_a_template_fills_a_rejection(app: Flask, boss: Employing, people: People) -> None:
    made = applied(somebody(people), boss)
    pages = Browser(app, boss.owner)
    keep(pages, boss, kind="rejection")
    path = f"/employer/roles/{boss.role_id}/pipeline"
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    key = key_in(pages.post(path, chosen), "en")
    shown = pages.post(path, {**chosen, "fill": "yes", "letter": key, "reason": "Other"})
    assert "Dear {name}" in shown.text
    assert 'value="Other"' in shown.text
    pages.post(path, {**chosen, "reason": "Other", "message": TEXTS["text_en"]})
    moves = boss.owner.get(f"/applications/{made['id']}").json["moves"]
    assert moves[-1]["message"].startswith("Dear Ada Moreau, come to ")


def test_another_employers_template_fills_nothing(
    app: Flask, boss: Employing, people: People
) -> None:
    other = employing(people)
    kept = keep(Browser(app, other.owner), other)
    one = re.search(r'href="/employer/letters/([^"]+)"', kept.text)
    assert one is not None
    seeker = somebody(people)
    applied(seeker, boss)
    path = f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}/messages"
    stolen = Browser(app, boss.owner).post(path, {"fill": "yes", "letter": f"{one[1]}~en"})
    assert stolen.status_code == 404


def test_gaps_are_filled_once() -> None:
    words = {"name": "{role}", "role": "R", "employer": "E"}
    assert filled("{name} {role} {employer} {other} {", words) == "{role} R E {other} {"
    assert unknown_gaps("{name} {工资} {}") == ["工资"]
