import pytest
from flask import Flask

from marketplace.assessments.problems import told
from marketplace.assessments.services import Question, assess
from marketplace.clock import today
from marketplace.errors import Invalid
from marketplace.html.translations import said
from marketplace.permissions import ANONYMOUS
from marketplace.policies.installed import installed_packs
from matching.policy.assessment import Problem


def test_what_a_page_can_get_wrong_is_said_in_chinese(app: Flask) -> None:
    asked = Question(pack_id="cn-k-seed", day=today(), province=None, reforms=())
    facts = {"status": {"k_expires": "soon"}, "candidate": {"degree_level": "wizard"}}
    with app.app_context(), pytest.raises(Invalid) as refused:
        assess(ANONYMOUS, installed_packs(), asked, facts, "en")
    details = {each["pointer"]: each["detail"] for each in refused.value.errors}
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert said(details["#/status/k_expires"]) == "请按 YYYY-MM-DD 填写日期。"
    assert details["#/candidate/degree_level"].startswith("one of these is wanted")


def test_numbers_days_and_texts_are_messages() -> None:
    number, day, text = told(
        [
            Problem("#/n", "a whole number from 0 to 9 is wanted"),
            Problem("#/a", "a day of the calendar as YYYY-MM-DD is wanted"),
            Problem("#/b", "printable text of 1 to 200 characters is wanted"),
        ]
    )
    assert day == {"pointer": "#/a", "detail": "A day of the calendar as YYYY-MM-DD is wanted."}
    assert text["detail"] == "Printable text of 1 to 200 characters is wanted."
    assert number["detail"] == "A whole number from 0 to 9 is wanted."
