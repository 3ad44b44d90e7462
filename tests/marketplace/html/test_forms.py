from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from marketplace.errors import Conflict, Invalid
from marketplace.html.forms import body_of, errors_of, form_of, load_form, sent_form
from marketplace.http.fields import Flag, Int, Text, Texts


class PaySchema(Schema):
    min = Int()
    max = Int(required=True)


class SkillSchema(Schema):
    name = Text(required=True)
    required = Flag()


class RoleSchema(Schema):
    title = Text(20, required=True, shortest=3)
    note = Text(allow_none=True)
    pay = fields.Nested(PaySchema)
    skills = fields.List(fields.Nested(SkillSchema))
    sectors = fields.List(fields.String())
    answers = Texts(5, most=2, names="^[a-c]$")


SENT = MultiDict(
    [
        ("csrf_token", "x"),
        ("title", " Engineer "),
        ("note", ""),
        ("pay.min", "1,000"),
        ("pay.max", "2000"),
        ("skills.0.name", "Python"),
        ("skills.0.required", "true"),
        ("skills.2.name", "Go"),
        ("skills.5.name", ""),
        ("sectors", "ai"),
        ("sectors", "aerospace"),
        ("answers.a", " yes "),
        ("answers.b", ""),
        ("answers.c.d", "too deep"),
    ]
)


def test_a_form_is_read_as_the_body_that_the_api_takes(app: Flask) -> None:
    with app.test_request_context("/", method="POST", data=SENT):
        loaded = load_form(sent_form(), RoleSchema())
    assert loaded == {
        "title": "Engineer",
        "note": None,
        "pay": {"min": 1000, "max": 2000},
        "skills": [{"name": "Python", "required": True}, {"name": "Go"}],
        "sectors": ["ai", "aerospace"],
        "answers": {"a": "yes"},
    }


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"answers.a": "no more"}, {"answers.a": ["Between 1 and 5 characters, please."]}),
        ({"answers.x": "yes"}, {"answers.x": ["There is no such name."]}),
        (
            dict.fromkeys(("answers.a", "answers.b", "answers.c"), "yes"),
            {"answers": ["At most 2 entries."]},
        ),
    ],
)
def test_what_is_wrong_with_a_text_by_name_is_said_at_its_name(
    app: Flask, typed: dict[str, str], told: dict[str, list[str]]
) -> None:
    with app.test_request_context("/", method="POST", data={"title": "Engineer", **typed}):
        with pytest.raises(ValidationError) as refused:
            load_form(sent_form(), RoleSchema())
        assert errors_of(refused.value) == told


@pytest.mark.parametrize("value", ["1.5", "ten", "١٢", "9" * 19, "--1"])
def test_what_is_no_number_is_refused_at_its_field(app: Flask, value: str) -> None:
    sent = {"title": "Engineer", "pay.max": value}
    with app.test_request_context("/", method="POST", data=sent):
        form = sent_form()
        with pytest.raises(ValidationError) as refused:
            load_form(form, RoleSchema())
        again = form.refused(refused.value)
        assert again.wrong("pay.max")
        assert again.value("pay.max") == value


def test_what_is_wrong_is_said_at_its_field_in_the_language_of_the_reader(app: Flask) -> None:
    with app.test_request_context("/?lang=zh-Hans", method="POST", data={"title": "x"}):
        with pytest.raises(ValidationError) as refused:
            load_form(sent_form(), RoleSchema())
        assert errors_of(refused.value) == {"title": ["长度应在 3 至 20 个字符之间。"]}


def test_refusals_of_use_cases_name_their_fields(app: Flask) -> None:
    with app.test_request_context("/"):
        assert errors_of(Invalid.at("#/pay/max", "Too little.")) == {"pay.max": ["Too little."]}
        assert errors_of(Conflict("It is open already.")) == {"": ["It is open already."]}


def test_a_form_shows_what_is_stored() -> None:
    stored: dict[str, Any] = {
        "title": "Engineer",
        "note": None,
        "pay": {"min": 1, "max": 2},
        "skills": [{"name": "Python", "required": True}, {"name": "Go"}],
        "sectors": ["ai", "aerospace"],
    }
    form = form_of(stored)
    assert form.value("skills.1.name") == "Go"
    assert form.value("skills.0.required") == "true"
    assert form.chosen("sectors") == ["ai", "aerospace"]
    assert form.numbers("skills", spare=1) == [0, 1, 2]
    assert body_of(form, RoleSchema()) == {k: v for k, v in stored.items() if v is not None}


STRANGE = ["title.b", "skills.x.name", "skills.0", "pay", "skills.01.name", "skills.١.name"]


@pytest.mark.parametrize("name", [*STRANGE, f"skills.{'9' * 5000}.name"])
def test_a_form_of_a_strange_shape_is_read_without_harm(app: Flask, name: str) -> None:
    sent = {"title": "Engineer", name: "x"}
    with app.test_request_context("/", method="POST", data=sent):
        form = sent_form()
        body = body_of(form, RoleSchema())
    assert form.numbers("skills", spare=1) in ([0], [0, 1])
    assert set(body) <= {"title", "skills"}
