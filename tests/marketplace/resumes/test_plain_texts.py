import time

import pytest

from marketplace.imports.resumes import read_resume
from marketplace.resumes.periods import iso_date, period_in
from marketplace.resumes.plain_sections import read_degrees
from marketplace.resumes.plain_texts import read_plain_resume
from tests.marketplace.resumes.files import RESUME

CHINESE = """个人简历
姓名：王小明
邮箱：wang@example.cn 电话：13800138000

教育背景
清华大学  计算机科学与技术  博士  2015.09-2020.06
北京大学  软件工程 本科 2011年9月 - 2015年6月

工作经历
海港科技 算法工程师 2020年7月至今
负责推荐系统。
- 使用 PyTorch
专业技能
Python、C++、机器学习，深度学习
语言能力
英语（C1）、中文（母语）
"""


def test_an_english_resume() -> None:
    stated = read_resume(read_plain_resume(RESUME)).stated
    assert stated["headline"] == "Physicist, quantum error correction"
    assert stated["summary"] == "Ten years of decoders for surface codes."
    assert stated["contact"] == {
        "name": "Ines Falk",
        "email": "ines@falk.example",
        "phone": "+49 30 1234567",
        "links": ["https://falk.example"],
    }
    posts = [
        (post["title"], post["organisation"], post["start"], post["end"], post["summary"])
        for post in stated["experience"]
    ]
    assert posts == [
        (
            *("Senior Researcher", "Harbour Labs", "2019-04", None),
            "- Led a group of five\n- Built decoders in C++ and Python",
        ),
        ("Postdoctoral Fellow", "Lakeside Laboratory", "2016", "2019-03", "Worked on codes."),
    ]
    degrees = [
        (each["institution"], each["degree"], each["field"], each["end"])
        for each in stated["education"]
    ]
    assert degrees == [
        ("Lakeside University", "doctor", "Physics", "2016"),
        ("Harbour Institute of Technology", "master", "Physics", "2012"),
    ]
    assert [skill["name"] for skill in stated["skills"]] == ["Python", "C++", "Rust"]
    assert [(each["language"], each["level"]) for each in stated["languages"]] == [
        ("en", "C2"),
        ("de", "native"),
        ("zh", "HSK4"),
    ]
    assert stated["publications"][0]["doi"] == "10.1234/abcd"


def test_a_chinese_resume() -> None:
    stated = read_resume(read_plain_resume(CHINESE)).stated
    assert stated["contact"] == {
        "name": "王小明",
        "email": "wang@example.cn",
        "phone": "13800138000",
    }
    [post] = stated["experience"]
    assert (post["title"], post["organisation"]) == ("算法工程师", "海港科技")
    assert (post["start"], post["end"]) == ("2020-07", None)
    degrees = [(each["institution"], each["degree"], each["field"]) for each in stated["education"]]
    assert degrees == [
        ("清华大学", "doctor", "计算机科学与技术"),
        ("北京大学", "bachelor", "软件工程"),
    ]
    names = [skill["name"] for skill in stated["skills"]]
    assert names == ["Python", "C++", "机器学习", "深度学习"]
    assert [(each["language"], each["level"]) for each in stated["languages"]] == [
        ("en", "C1"),
        ("zh", "native"),
    ]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2019-04", "2019-04"),
        ("04/2019", "2019-04"),
        ("Sept. 2019", "2019-09"),
        ("2019年4月", "2019-04"),
        ("2019.04", "2019-04"),
        ("2019", "2019"),
        ("present", None),
    ],
)
def test_dates(words: str, date: str | None) -> None:
    assert iso_date(words) == date


def test_what_is_no_period() -> None:
    assert period_in("Worked from home since 2019") is None


@pytest.mark.parametrize(
    "unit", ["1 ", "a@", "2019-", "a at ", "(", "2019 - ", "- ", "，", "experience\n", "http://a"]
)
def test_no_text_takes_long(unit: str) -> None:
    began = time.process_time()
    for head in ("", "experience\n", "education\n", "skills\n", "languages\n"):
        read_plain_resume(head + unit * (100_000 // len(unit)))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("line", "area"),
    [
        ("MSc Electrical Engineering, University of Munich, 2013 - 2015", "Electrical Engineering"),
        ("M.Eng. Robotics, Harbour University, 2015", "Robotics"),
        ("PhD Physics, University of Leipzig, 2013", "Physics"),
        ("Bachelor's degree, University of Leipzig, 2013", None),
        ("MSc, University of Leipzig, 2013", None),
    ],
)
def test_a_field_may_stand_beside_its_degree(line: str, area: str | None) -> None:
    [degree] = read_degrees([line])
    assert degree.get("area") == area
    assert degree["institution"].startswith(("University", "Harbour"))
