"""Questions are put to whoever reads them, whatever the pack says to anybody."""

import pytest
from flask import Flask

from marketplace.assessments import pages as qualify
from marketplace.assessments.wording import TO_YOU, asked_of_you, put_to_you
from marketplace.me.gains import STATED_IN
from marketplace.policies.installed import installed_packs
from marketplace.routes import pages as routes
from marketplace.routes import points
from matching.policy.pack import Language, Text
from matching.policy.points.chinese import load_points
from matching.policy.points.grid import load_grid
from tests.browsing import Browser

ABOUT_OTHERS = {  # of the role and whoever offers it: asked as the packs do
    "role.sectors",
    "employer.kind",
    "role.confirmation_letter",
    "role.specialty_occupation",
}
OF_TABLES = {"local_bonus"}  # of a province
OURS = {"clb2", "trade_certificate", "additional"}  # asked in words of the page's own


def questions(app: Flask) -> dict[str, set[str]]:
    """Return the English questions of the installed packs, by fact."""
    with app.app_context():
        found: dict[str, set[str]] = {}
        for versions in installed_packs().values():
            for pack in versions.values():
                for name, fact in pack.facts.items():
                    found.setdefault(name, set()).add(fact.question.en)
        return found


def test_every_question_to_a_person_is_put_to_them(app: Flask) -> None:
    known = questions(app)
    asked = {*qualify.ASKED, *routes.ASKED, *STATED_IN} - ABOUT_OTHERS
    assert {name for name in asked if not known[name] <= TO_YOU.keys()} == set()
    factors = {name: each.text.en for name, each in load_points().factors.items()}
    assert {name for name, text in factors.items() if text not in TO_YOU} == OF_TABLES
    grid = {load_grid().texts[name].en for name in points.ASKED if name not in OURS}
    assert grid <= TO_YOU.keys()


def test_no_line_is_of_a_question_that_nobody_asks(app: Flask) -> None:
    packs = set().union(*questions(app).values())
    tables = {each.text.en for each in load_points().factors.values()}
    grid = {each.en for each in load_grid().texts.values()}
    assert TO_YOU.keys() <= packs | tables | grid


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Which Chinese visa do you hold now?"), ("zh-Hans", "您目前持有哪种中国签证？")],
)
def test_a_question_is_said_in_the_language_that_is_asked_for(
    app: Flask, language: Language, told: str
) -> None:
    del app
    assert asked_of_you(Text("Which Chinese visa is held now?", "任何文字"), language) == told


def test_a_remedy_that_asks_is_put_to_its_reader(app: Flask) -> None:
    answers = {"candidate.degree_level": "master"}
    for language, told, anybody in (
        ("en", "Which Chinese visa do you hold now?", "is held now"),
        ("zh", "您目前持有哪种中国签证？", "<li>目前持有哪种中国签证？"),
    ):
        page = Browser(app, language=language).post("/qualify", answers).text
        assert f"<li>{told}" in page
        assert anybody not in page
    assert put_to_you("Something else.", "en") == "Something else."


def test_a_question_without_a_line_is_asked_as_the_pack_does() -> None:
    assert asked_of_you(Text("Is it so?", "是吗？"), "zh-Hans") == "是吗？"


@pytest.mark.parametrize(
    ("language", "told", "anybody"),
    [("en", "How old are you", "is the person"), ("zh", "您多少周岁", "K字身份")],
)
def test_the_form_speaks_to_its_reader(app: Flask, language: str, told: str, anybody: str) -> None:
    shown = Browser(app, language=language).get("/qualify").text
    assert told in shown
    assert anybody not in shown
