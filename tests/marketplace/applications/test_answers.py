"""Answers to the questions of a role: asked for, kept, shown, masked and gone."""

import json
import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa

from models import Application
from tests.browsing import Browser
from tests.marketplace.candidates.test_erasure import everything
from tests.meetings import Employing, Seeking, at_once, employing, seeking
from tests.people import Answer, People

WHY = {"text": "Why us?", "kind": "text", "required": True, "choices": []}
CAN = {"text": "Could you start in May?", "kind": "yes_no", "required": False, "choices": []}
WHERE = {"text": "Where?", "kind": "choice", "required": True, "choices": ["Hefei", "Wuhan"]}
NAME = "Ada Moreau"


def asking(people: People, *questions: dict[str, Any], **fields: Any) -> Employing:
    """Return an employer whose open role asks the questions."""
    boss = employing(people, **fields)
    ask(boss, *questions)
    return boss


def ask(boss: Employing, *questions: dict[str, Any]) -> None:
    """Let a role ask other questions."""
    full = {
        "description": "Build decoders.",
        "headcount": 1,
        "city": "Hefei",
        "sectors": ["quantum_computing"],
        "salary": {"min": 1, "currency": "CNY", "period": "month"},
        "questions": questions,
    }
    changed = boss.owner.patch(f"/roles/{boss.role_id}", full)
    assert changed.status_code == 200, changed.json


def ids(boss: Employing) -> list[str]:
    """Return the ids of what the role asks now."""
    asked = boss.owner.get(f"/roles/{boss.role_id}").json["questions"]
    return [question["id"] for question in asked]


def send(seeker: Seeking, boss: Employing, answers: object) -> Answer:
    """Apply with answers."""
    return seeker.person.post("/applications", {"role_id": str(boss.role_id), "answers": answers})


def test_both_sides_read_what_was_answered_to_what_was_asked(people: People) -> None:
    boss, seeker = asking(people, WHY, CAN, WHERE), seeking(people)
    why, can, where = ids(boss)
    made = send(seeker, boss, {where: "Wuhan", can: "no", why: "Your decoders."})
    assert made.status_code == 201, made.json
    given = [
        {"id": why, "question": "Why us?", "kind": "text", "answer": "Your decoders."},
        {"id": can, "question": "Could you start in May?", "kind": "yes_no", "answer": "no"},
        {"id": where, "question": "Where?", "kind": "choice", "answer": "Wuhan"},
    ]
    path = f"/applications/{made.json['id']}"
    ask(boss, {**WHY, "text": "Why not?"})
    for reader in (seeker.person, boss.owner):
        assert reader.get(path).json["answers"] == given
    moved = boss.owner.post(f"{path}/transitions", {"to": "screen"})
    assert moved.json["answers"] == given
    lines = [
        json.loads(line)
        for line in seeker.person.get("/exports/candidates.ndjson").text.splitlines()
    ]
    [held] = [line["data"] for line in lines if line["type"] == "application"]
    assert held["answers"] == given


def test_what_need_not_be_answered_may_be_left_out(people: People) -> None:
    boss, seeker = asking(people, CAN), seeking(people)
    body = {"role_id": str(boss.role_id), "message": "I would like to."}
    made = seeker.person.post("/applications", body)
    assert made.status_code == 201
    assert made.json["answers"] == []


def test_who_knows_of_no_questions_is_told_what_is_asked(people: People) -> None:
    boss, seeker = asking(people, WHY, CAN, WHERE), seeking(people)
    why, _, where = ids(boss)
    refused = seeker.person.post("/applications", {"role_id": str(boss.role_id)})
    assert refused.status_code == 422
    assert refused.json["errors"] == [
        {"pointer": f"#/answers/{why}", "detail": 'This needs an answer: "Why us?"'},
        {"pointer": f"#/answers/{where}", "detail": 'This needs an answer: "Where?"'},
    ]
    assert people.scalar(sa.select(sa.func.count()).select_from(Application)) == 0


@pytest.mark.parametrize(
    ("place", "answer", "told"),
    [
        (0, "x" * 2001, "Length must be between 1 and 2000."),
        (0, "", "Length must be between 1 and 2000."),
        (0, "  ", "Nothing but white space."),
        (0, "a\u0007b", "The control character U+0007 is not text."),
        (0, None, "Field may not be null."),
        (1, True, "Not a valid string."),
        (1, "maybe", 'Answer with yes or no: "Could you start in May?"'),
        (2, "Beijing", 'Answer with one of the choices: "Where?" Hefei / Wuhan'),
        (2, "hefei", 'Answer with one of the choices: "Where?" Hefei / Wuhan'),
    ],
)
def test_an_answer_that_does_not_fit_is_named(
    people: People, place: int, answer: object, told: str
) -> None:
    boss, seeker = asking(people, WHY, CAN, WHERE), seeking(people)
    why, can, where = ids(boss)
    answers = {why: "Yes.", can: "yes", where: "Hefei"} | {ids(boss)[place]: answer}
    refused = send(seeker, boss, answers)
    assert refused.status_code == 422
    pointer = f"#/answers/{ids(boss)[place]}"
    assert refused.json["errors"] == [{"pointer": pointer, "detail": told}]


@pytest.mark.parametrize(
    ("answers", "pointer"),
    [
        ({"q0000000000": "x"}, "#/answers/q0000000000"),
        ({"a/b~c\u2028": "x"}, "#/answers/a~1b~0c\\u2028"),
        ({str(n): "x" for n in range(11)}, "#/answers"),
        (["x"], "#/answers"),
        (None, "#/answers"),
    ],
)
def test_what_nobody_asks_is_not_answered(people: People, answers: object, pointer: str) -> None:
    boss, seeker = employing(people), seeking(people)
    refused = send(seeker, boss, answers)
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json["errors"]] == [pointer]


def test_of_two_answers_at_once_one_is_kept(people: People) -> None:
    boss, seeker = asking(people, WHY), seeking(people)
    [why] = ids(boss)
    answers = at_once(*[lambda: send(seeker, boss, {why: "Because."})] * 3)
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]


def test_blind_review_masks_answers_as_it_does_letters(people: People) -> None:
    boss = asking(people, WHY, WHERE, blind_review=True)
    seeker = seeking(people, skills=[{"name": "surface codes", "years": 4}])
    why, where = ids(boss)
    said = {why: f"{NAME} here, ada@moreau.example.", where: "Hefei"}
    made = send(seeker, boss, said).json
    path = f"/applications/{made['id']}"
    page = f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}"
    blind = boss.owner.get(path).json["answers"]
    assert [each["answer"] for each in blind] == ["[…] here, […].", "Hefei"]
    shown = Browser(people.app, boss.owner).get(page).text
    assert "[…] here, […]." in shown
    assert "moreau.example" not in shown
    assert seeker.person.get(path).json["answers"][0]["answer"] == said[why]
    boss.owner.post(f"{path}/transitions", {"to": "interview"})
    assert boss.owner.get(path).json["answers"][0]["answer"] == said[why]
    assert f"{NAME} here, ada@moreau.example." in Browser(people.app, boss.owner).get(page).text


def test_answers_go_with_their_writer(people: People) -> None:
    boss, seeker = asking(people, WHY), seeking(people)
    [why] = ids(boss)
    assert send(seeker, boss, {why: "zanzibarcanary"}).status_code == 201
    assert "zanzibarcanary" in everything(people)
    assert seeker.person.delete(f"/candidates/{seeker.candidate_id}").status_code == 204
    assert "zanzibarcanary" not in everything(people)


def test_answers_are_in_no_list_and_no_table(people: People) -> None:
    boss, seeker = asking(people, WHY), seeking(people)
    [why] = ids(boss)
    send(seeker, boss, {why: "=1+1"})
    [row] = boss.owner.get("/applications").json["data"]
    assert "answers" not in row
    pages = Browser(people.app, boss.owner)
    place = f"/employer/roles/{boss.role_id}/candidates"
    assert "=1+1" not in pages.get(f"{place}.csv").text
    assert "=1+1" in pages.get(f"{place}/{seeker.code_for(boss)}").text


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields that say what a form asked."""
    found = re.findall(r'name="(asked\.[^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def test_the_page_asks_and_keeps_what_was_typed(people: People) -> None:
    boss, seeker = asking(people, WHY, CAN, WHERE), seeking(people)
    why, can, where = ids(boss)
    browser, path = Browser(people.app, seeker.person), f"/roles/{boss.role_id}/apply"
    shown = browser.get(path).text
    assert f'<label for="answers.{why}">Why us?</label>' in shown
    assert "<legend>Where?</legend>" in shown
    assert shown.count("Needs an answer.") == 2
    assert shown.count("You may leave it out.") == 1
    typed = {
        **fields_of(shown),
        f"answers.{why}": "<b>Because",
        f"answers.{where}": "",
        "message": "Hello",
    }
    refused = browser.post(path, typed)
    assert refused.status_code == 422
    assert f'href="#answers.{where}"' in refused.text
    assert f'id="answers.{where}-wrong"' in refused.text
    assert "\n&lt;b&gt;Because</textarea>" in refused.text
    assert "\nHello</textarea>" in refused.text
    chosen = {f"answers.{where}": "Wuhan", f"answers.{can}": "yes"}
    wrong = browser.post(path, {**typed, **chosen, f"answers.{why}": "x" * 2001})
    assert wrong.status_code == 422
    assert re.search(r'value="Wuhan" checked', wrong.text)
    done = browser.post(path, {**typed, **chosen})
    assert "You have applied." in done.text
    assert "&lt;b&gt;Because" in done.text
    again = browser.post(path, {**typed, **chosen})  # pressed twice
    assert again.status_code == 409
    employers = Browser(people.app, boss.owner, language="zh-CN")
    read = employers.get(f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}").text
    assert "对提问的回答" in read
    assert "&lt;b&gt;Because" in read
    assert "<dd>是</dd>" in read


def test_the_page_asks_in_chinese(people: People) -> None:
    boss, seeker = asking(people, WHY, WHERE), seeking(people)
    browser = Browser(people.app, seeker.person, language="zh-CN")
    path = f"/roles/{boss.role_id}/apply"
    assert "用人单位的提问" in browser.get(path).text
    refused = browser.post(path, {f"answers.{ids(boss)[1]}": "Hefei"})
    assert "此问题必须回答：“Why us?”" in unescape(refused.text)


def test_what_was_asked_no_longer_is_given_back(people: People) -> None:
    boss, seeker = asking(people, WHY, CAN), seeking(people)
    why, can = ids(boss)
    browser, path = Browser(people.app, seeker.person), f"/roles/{boss.role_id}/apply"
    asked = fields_of(browser.get(path).text)
    ask(boss, {**WHY, "text": "Why you?"})
    typed = {**asked, f"answers.{why}": "For the team.", f"answers.{can}": ""}
    refused = browser.post(path, typed)
    assert refused.status_code == 422
    assert "The employer has changed its questions since you opened this page." in refused.text
    assert "<dt>Why us?</dt>" in refused.text
    assert f'<dd id="answers.{why}">For the team.</dd>' in refused.text
    assert "Why you?" in refused.text
    [other] = ids(boss)
    done = browser.post(path, {**fields_of(refused.text), f"answers.{other}": "For the team."})
    assert "You have applied." in done.text
    kept = people.scalar(sa.select(Application.answers))
    assert [(each["question"], each["answer"]) for each in kept] == [("Why you?", "For the team.")]


def test_questions_that_came_meanwhile_are_asked(people: People) -> None:
    boss, seeker = asking(people), seeking(people)
    browser, path = Browser(people.app, seeker.person), f"/roles/{boss.role_id}/apply"
    ask(boss, WHY)
    refused = browser.post(path, {"message": "Hello"})
    assert refused.status_code == 422
    assert "Why us?" in refused.text
    assert "has changed its questions" not in refused.text


@pytest.mark.parametrize("name", ["answers", "answers.", "answers.a.b", "asked.", "answers.0"])
def test_a_form_of_a_strange_shape_is_refused_or_read(people: People, name: str) -> None:
    boss, seeker = asking(people, CAN), seeking(people)
    browser = Browser(people.app, seeker.person)
    answer = browser.post(f"/roles/{boss.role_id}/apply", {name: "x", "message": "Hello"})
    assert answer.status_code in {200, 422}
    [asked] = ids(boss)
    assert people.scalar(sa.select(Application.answers)) in ([], None)
    assert f'name="answers.{asked}"' in answer.text or "You have applied." in answer.text
