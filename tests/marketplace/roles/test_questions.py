"""The questions of a role: what may be asked, how they are named, and how their page keeps them."""

import re
from html import unescape
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import AuditEvent
from tests.browsing import Browser
from tests.marketplace.roles.postings import drafted, opened, pointers
from tests.people import People

WHY = {"text": "Why us?", "required": True}
WHERE = {"text": "Where?", "kind": "choice", "choices": ["Hefei", "Wuhan"]}
FORM = {
    "questions.0.text": "Why us?",
    "questions.0.kind": "text",
    "questions.0.required": "true",
    "questions.1.text": " ",
    "questions.1.kind": "yes_no",
    "questions.1.choices": "",
    "questions.2.text": "Where?",
    "questions.2.kind": "choice",
    "questions.2.choices": "Hefei\r\n\r\n Wuhan \r\n",
}


def version_in(page: str) -> str:
    found = re.search(r'name="version" value="([^"]+)"', page)
    assert found is not None
    return unescape(found[1])


def test_a_role_says_what_it_asks(people: People) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer, questions=[WHY, WHERE])
    why, where = role["questions"]
    assert why == {"id": why["id"], "kind": "text", "choices": [], **WHY}
    assert where == {"id": where["id"], "required": False, **WHERE}
    assert re.fullmatch("q[0-9a-f]{10}", why["id"])
    assert people.anyone().get(f"/roles/{role['id']}").json["questions"] == role["questions"]
    found = people.anyone().get("/roles").json["data"]
    assert role["questions"] in [each["questions"] for each in found]
    page = Browser(people.app).get(f"/roles/{role['id']}").text
    assert "What the employer asks when you apply" in page
    assert "Why us?" in page


def test_a_role_asks_nothing_unless_told(people: People) -> None:
    owner, employer = people.owner()
    assert drafted(owner, employer)["questions"] == []


def test_an_id_stays_with_its_words(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, questions=[WHY, WHERE])
    path, [why, where] = f"/roles/{role['id']}", role["questions"]
    turned = [where, {**why, "required": False}]
    kept = owner.patch(path, {"questions": turned}).json["questions"]
    assert [each["id"] for each in kept] == [where["id"], why["id"]]
    reworded = [{**where, "choices": ["Hefei", "Beijing"]}, {**why, "text": "Why, really?"}]
    changed = owner.patch(path, {"questions": reworded}).json["questions"]
    assert not {each["id"] for each in changed} & {why["id"], where["id"]}
    made_up = owner.patch(path, {"questions": [{**WHY, "id": "q0000000000"}]})
    assert pointers(made_up) == ["#/questions/0/id"]


def test_a_change_of_questions_stands_in_the_trail(people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer)
    told = sa.select(sa.func.count()).where(AuditEvent.type == "role.updated")
    for questions, count in (([WHY], 1), ([WHY], 1), ([], 2)):
        owner.patch(f"/roles/{role['id']}", {"questions": questions})
        assert people.scalar(told) == count
    stale = owner.patch(
        f"/roles/{role['id']}", {"questions": [WHERE]}, headers={"If-Match": '"old"'}
    )
    assert stale.status_code == 412


@pytest.mark.parametrize(
    ("questions", "pointer"),
    [
        ([{"kind": "text"}], "#/questions/0/text"),
        ([{"text": "x" * 301}], "#/questions/0/text"),
        ([{"text": "Why?", "kind": "number"}], "#/questions/0/kind"),
        ([{"text": "Why?", "required": "yes"}], "#/questions/0/required"),
        ([{"text": "Why?", "choices": ["a", "b"]}], "#/questions/0/choices"),
        ([WHY, {"text": "Where?", "kind": "choice"}], "#/questions/1/choices"),
        ([{**WHERE, "choices": ["Hefei"]}], "#/questions/0/choices"),
        ([{**WHERE, "choices": ["Hefei", "Hefei"]}], "#/questions/0/choices"),
        ([{**WHERE, "choices": [str(n) for n in range(11)]}], "#/questions/0/choices"),
        ([{**WHERE, "choices": ["a", "x" * 101]}], "#/questions/0/choices/1"),
        ([WHERE, WHY, WHY], "#/questions/2/text"),
        ([{"text": f"Why {n}?"} for n in range(11)], "#/questions"),
        ([{**WHY, "answer": "me"}], "#/questions/0/answer"),
        ("Why?", "#/questions"),
    ],
)
def test_what_cannot_be_asked_is_named(people: People, questions: Any, pointer: str) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer)
    answer = owner.patch(f"/roles/{role['id']}", {"questions": questions})
    assert answer.status_code == 422
    assert pointers(answer) == [pointer]


@pytest.mark.parametrize(
    ("question", "pointer", "words"),
    [
        (
            {"text": "How old are you?"},
            "#/questions/1/text",
            '"How old are you": it asks about age',
        ),
        ({"text": "您结婚了吗？"}, "#/questions/1/text", '"您结婚": it asks about marriage'),
        ({"text": "Only men: why?"}, "#/questions/1/text", '"Only men": it discriminates by sex'),
        (
            {"text": "Who?", "kind": "choice", "choices": ["Anyone", "Women only"]},
            "#/questions/1/choices",
            '"Women only": it discriminates by sex',
        ),
    ],
)
def test_what_no_employer_may_ask_keeps_a_role_closed(
    people: People, question: dict[str, Any], pointer: str, words: str
) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, questions=[WHY, question])
    refused = owner.post(f"/roles/{role['id']}/transitions", {"to": "open"})
    assert refused.status_code == 422
    assert pointers(refused) == [pointer]
    assert words in refused.json["errors"][0]["detail"]
    live = opened(owner, employer)
    changed = owner.patch(f"/roles/{live['id']}", {"questions": [WHY, question]})
    assert pointers(changed) == [pointer]


def test_a_copy_asks_the_same(people: People) -> None:
    owner, employer = people.owner()
    role = opened(owner, employer, questions=[WHY, WHERE])
    page = Browser(people.app, owner).post(f"/employer/roles/{role['id']}/copy")
    copy = page.request.path.split("/")[3]
    assert copy != role["id"]
    assert owner.get(f"/roles/{copy}").json["questions"] == role["questions"]


def test_a_form_keeps_questions_and_drops_blank_ones(app: Flask, people: People) -> None:
    owner, employer = people.owner()
    pages = Browser(app, owner)
    body = {"employer_id": employer["id"], "title": "Researcher", "kind": "job"}
    made = pages.post("/employer/roles/new", {**body, **FORM})
    path = made.request.path
    kept = owner.get(f"/roles/{path.split('/')[3]}").json["questions"]
    assert [{name: value for name, value in each.items() if name != "id"} for each in kept] == [
        {**WHY, "kind": "text", "choices": []},
        {**WHERE, "required": False},
    ]
    assert "Hefei\nWuhan</textarea>" in made.text
    assert made.text.count('name="questions.') == 16  # two stand there, two may come
    blank = dict.fromkeys(FORM, "")
    pages.post(path, {**body, **blank, "version": version_in(made.text)})
    assert owner.get(f"/roles/{path.split('/')[3]}").json["questions"] == []


def test_a_refused_form_says_at_the_question_what_is_wrong(app: Flask, people: People) -> None:
    owner, employer = people.owner()
    body = {"employer_id": employer["id"], "title": "Researcher", "kind": "job", **FORM}
    long = {"questions.2.choices": "Hefei\n" + "x" * 101, "questions.0.text": ""}
    refused = Browser(app, owner).post("/employer/roles/new", body | long)
    assert refused.status_code == 422
    assert 'href="#questions.0.choices"' in refused.text
    assert 'id="questions.0.choices-wrong"' in refused.text
    assert f"Hefei\n{'x' * 101}</textarea>" in refused.text
    many = {f"questions.{n}.text": f"Why {n}?" for n in range(11)}
    refused = Browser(app, owner, language="zh-CN").post("/employer/roles/new", body | many)
    assert refused.status_code == 422
    assert 'id="questions-wrong"' in refused.text
    assert "Why 10?" in refused.text


def test_the_editor_says_what_may_not_be_asked(app: Flask, people: People) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, questions=[{"text": "您的婚姻状况？"}])
    for language, words in (
        ("en", 'Take out "婚姻状况": it asks about marriage'),
        ("zh-CN", "请删去“婚姻状况”：它询问婚姻，与工作无关。"),
    ):
        page = Browser(app, owner, language=language).get(f"/employer/roles/{role['id']}/edit")
        assert words in unescape(page.text)
        assert 'id="questions.0.text-demand"' in page.text


def test_questions_that_somebody_else_changed_are_shown_beside_mine(
    app: Flask, people: People
) -> None:
    owner, employer = people.owner()
    role = drafted(owner, employer, questions=[WHY])
    pages, path = Browser(app, owner), f"/employer/roles/{role['id']}/edit"
    version = version_in(pages.get(path).text)
    owner.patch(f"/roles/{role['id']}", {"questions": [WHERE]})
    mine = {"title": "Researcher", "kind": "job", **FORM, "version": version}
    stale = pages.post(path, mine)
    assert stale.status_code == 409
    assert 'id="questions.0.text-other"' in stale.text
    assert 'id="questions.0.choices-other"' in stale.text
    assert 'value="Why us?"' in stale.text
    saved = pages.post(path, {**mine, "version": version_in(stale.text)})
    assert saved.status_code == 200
    kept = owner.get(f"/roles/{role['id']}").json["questions"]
    assert [each["text"] for each in kept] == ["Why us?", "Where?"]
