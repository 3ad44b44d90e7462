import pytest
from flask import Flask

from marketplace.html.formats import formats_now, label
from marketplace.html.translations import said
from marketplace.messages import Message
from marketplace.routes.points import ASKED
from marketplace.taxonomies.codes import (
    EMPLOYMENT_TYPES,
    ROLE_KINDS,
    SALARY_PERIODS,
    VISAS,
    WORK_MODES,
)
from marketplace.taxonomies.labels import any_label, label_of, labels
from matching.codes import Evidence, Outcome
from matching.policy.points.chinese import load_points
from matching.policy.points.express_entry import questions_of
from matching.policy.points.grid import load_grid
from models import (
    InvitationStatus,
    MemberPart,
    Purpose,
    ReportStatus,
    RoleStatus,
    Stage,
    VerificationStatus,
    Visibility,
)

CODES = {
    "role_status": RoleStatus,
    "verification_status": VerificationStatus,
    "stage": Stage,
    "invitation_status": InvitationStatus,
    "report_status": ReportStatus,
    "evidence": Evidence,
    "visibility": Visibility,
    "purpose": Purpose,
    "part": MemberPart,
    "outcome": Outcome,
    "work_mode": WORK_MODES,
    "employment_type": EMPLOYMENT_TYPES,
    "role_kind": ROLE_KINDS,
    "salary_period": SALARY_PERIODS,
    "visa": VISAS,
    "points_answer": {
        word
        for question in (
            *(factor.question for factor in load_points().factors.values()),
            *(questions_of(load_grid())[name] for name in ASKED),
        )
        for word in getattr(question, "words", ())
    },
}


@pytest.mark.parametrize("kind", CODES)
def test_every_code_has_its_words_in_both_languages(kind: str) -> None:
    for code in CODES[kind]:
        assert set(labels(kind)[str(code)]) == {"en", "zh-Hans"}


def test_a_code_without_words_is_said_as_it_is() -> None:
    assert label_of("sector", "alchemy", "en") == "alchemy"
    assert any_label("alchemy", "zh-Hans") == "alchemy"


def test_pages_say_codes_in_words(app: Flask) -> None:
    with app.test_request_context("/?lang=zh-Hans"):
        assert label("ai", "sector") == "人工智能"
        assert ("remote", "远程办公") in formats_now().options("work_mode")
        assert said(Message("The invitation is {status} already.", status="accepted")) == (
            "该邀请的状态已是：已接受。"
        )
