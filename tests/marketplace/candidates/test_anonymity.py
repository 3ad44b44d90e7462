import json
from datetime import date
from typing import Any

import pytest

from marketplace.candidates.anonymity import anonymous_view, in_short
from marketplace.candidates.blanking import MASK, blanked
from marketplace.candidates.schemas import CandidateSchema
from models import Candidate
from tests.marketplace.candidates.profiles import PROFILE

DAY = date(2026, 1, 15)


def candidate(**fields: Any) -> Candidate:
    """Return a candidate who is in no database."""
    loaded = CandidateSchema().load(PROFILE | fields)
    contact, _ = loaded.pop("contact"), loaded.pop("status")
    return Candidate(**loaded, **contact, number=7)


def seen(**fields: Any) -> dict[str, Any]:
    person = candidate(**fields)
    return anonymous_view(person, blanked(person), code="C-00000000", day=DAY)


def test_what_is_shown() -> None:
    assert seen(summary=None) == {
        "code": "C-00000000",
        "headline": "Builds decoders",
        "summary": None,
        "skills": [{"name": "Python", "years": 6}],
        "experience": [{"title": "Researcher", "sector": "ai", "years": 6}],
        "experience_years": 6,
        "education": [{"degree": "master", "field": "Physics", "sectors": ["ai"]}],
        "patents": 1,
        "publications": 1,
        "awards": 1,
        "languages": [
            {"language": "zh", "level": "HSK4"},
            {"language": "fr", "level": "native"},
        ],
        "hubs": ["shanghai"],
        "notice_weeks": 4,
    }


def test_what_is_withheld() -> None:
    shown = json.dumps(seen())
    for hidden in ("Moreau", "+33", "Harbour", "Lakeside", "2019", "2018", "CN1234567", "10.1234"):
        assert hidden not in shown
    assert "400000" not in shown
    assert "On decoders" not in shown


NAMED: dict[str, Any] = {
    "contact": {
        "name": "Li Xiaoming 李晓明",
        "email": "xm.li88@mail.example",
        "links": ["https://github.com/lixm-codes"],
    },
    "experience": [
        {"organisation": "Shenzhen Harbour Robotics Co., Ltd."},
        {"organisation": "上海数智科技有限公司"},
    ],
    "education": [
        {"institution": "Massachusetts Institute of Technology"},
        {"institution": "清华大学"},
        {"institution": "University of the Lake (UoTL)"},
    ],
}


@pytest.mark.parametrize(
    ("text", "hidden", "kept"),
    [
        ("I am Xiaoming, an engineer", "Xiaoming", "an engineer"),
        ("LI XIAOMING builds robots", "XIAOMING", "builds robots"),
        ("Lixiaoming and xiaomingli", "xiaomingli", "and"),
        ("Dr. Li built it", "Li", "built it"),
        ("li-ion cells", "Xiaoming", "li-ion cells"),
        ("Ｌｉ　Ｘｉａｏｍｉｎｇ", "Xiaoming", ""),
        ("我叫李晓明，做机器人", "李晓明", "做机器人"),
        ("晓明做芯片", "晓明", "做芯片"),
        ("李曉明做晶片", "曉明", "做"),
        ("CTO of Shenzhen Harbour Robotics since then", "Harbour", "since then"),
        ("worked at SHENZHEN HARBOUR ROBOTICS CO., LTD.", "HARBOUR", "worked at"),
        ("就职于上海数智科技有限公司，负责算法", "数智", "负责算法"),
        ("就职于上海数智科技", "数智", "就职于"),
        ("PhD at MIT in physics", "MIT", "in physics"),
        ("毕业于清华大学物理系", "清华", "物理系"),
        ("毕业于清华", "清华", "毕业于"),
        ("alumnus of UoTL", "UoTL", "alumnus"),
        ("write to xm.li88@mail.example please", "xm.li88", "please"),
        ("call +86 138-0013-8000 today", "0013", "today"),
        ("电话13800138000，微信号：lixm_2000", "lixm_2000", "电话"),
        ("see https://lixm.example/cv?x=1 for more", "lixm", "for more"),
        ("see github.com/lixm-codes", "codes", "see"),
        ("I am lixm-codes there", "lixm", "there"),
        ("on www.lixm.example", "lixm", "on"),
        ("paper 10.5555/abc.def", "5555", "paper"),
        ("since 2019-04 in charge", "2019", "in charge"),
        (
            "Uses Node.js, C++, TCP/IP and 5 GPUs",
            "Xiaoming",
            "Uses Node.js, C++, TCP/IP and 5 GPUs",
        ),
    ],
)
@pytest.mark.parametrize("field", ["headline", "summary"])
def test_names_in_free_text_are_masked(text: str, hidden: str, kept: str, field: str) -> None:
    shown = seen(**NAMED, **{field: text})[field]
    assert hidden.lower() not in shown.lower()
    assert kept in shown
    assert hidden == "Xiaoming" or MASK in shown


def test_titles_fields_and_skills_are_masked_too() -> None:
    shown = seen(
        experience=[{"title": "Head of Harbour Labs", "organisation": "Harbour Labs"}],
        education=[{"institution": "Lakeside", "field": "Physics at Lakeside"}],
        skills=[{"name": "Harbour Labs SDK"}],
    )
    assert shown["experience"][0]["title"] == f"Head of {MASK}"
    assert shown["education"][0]["field"] == f"Physics at {MASK}"
    assert shown["skills"][0]["name"] == f"{MASK} SDK"


def test_not_stated_stays_not_stated() -> None:
    nothing = seen(experience=None, patents=None, skills=None)
    assert nothing["experience"] is None
    assert nothing["experience_years"] is None
    assert nothing["patents"] is None
    none = seen(experience=[], patents=[])
    assert none["experience"] == []
    assert none["experience_years"] == 0
    assert none["patents"] == 0


def test_long_texts_take_no_time() -> None:
    for text in ("a" * 50_000, "1 " * 25_000, "a." * 25_000, "(" * 50_000, "a@" * 25_000):
        assert seen(summary=text)["summary"] is not None


def test_a_table_says_less_and_no_free_text() -> None:
    person = candidate()
    shown = anonymous_view(person, blanked(person), code="C-00000000", day=DAY)
    assert in_short(person, DAY) == {
        "degree": "master",
        "experience_years": shown["experience_years"],
        "hubs": shown["hubs"],
        "notice_weeks": 4,
    }
    nothing = candidate(education=None, experience=None, hubs=None, notice_weeks=None)
    unsaid: dict[str, Any] = {
        "degree": None,
        "experience_years": None,
        "hubs": [],
        "notice_weeks": None,
    }
    assert in_short(nothing, DAY) == unsaid
