"""What is masked of names, months and ways to reach a person, and what must stay."""

import pytest

from marketplace.candidates.blanking import MASK, blank, blanked
from marketplace.candidates.naming import Names, names_of
from marketplace.candidates.organisations import is_generic
from models import Candidate

WORKED = [
    "Brightfin",
    "Huawei Technologies Co., Ltd. 华为技术有限公司",
    "Acme Robotics Inc.",
    "深圳大疆创新科技有限公司",
    "Stem",
    "Python Software Foundation",
    "HP Inc.",
]
STUDIED = [
    "Stanford University",
    "Tsinghua University",
    "Max Planck Institute for Biology",
    "北京大学医学院",
    "University of Glimmerford",
    "ETH Zürich",
]


def person(**fields: object) -> Candidate:
    """Return somebody of many organisations."""
    own: dict[str, object] = {
        "name": "Julia Brandt",
        "email": "java@mail.example",
        "experience": [{"title": None, "summary": None, "organisation": each} for each in WORKED],
        "education": [{"field": None, "institution": each} for each in STUDIED],
    }
    return Candidate(**own | fields)


@pytest.fixture(scope="module")
def names() -> Names:
    """The names of somebody of many organisations."""
    return names_of(person())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("at Brightfin I led", "at […] I led"),
        ("brightfin's team", "[…]'s team"),
        ("Acme arms", "[…] arms"),
        ("ACME ROBOTICS arms", "[…] arms"),
        ("a Huawei phone", "a […] phone"),
        ("曾在华为工作", "曾在[…]工作"),
        ("華為技術", "[…]"),
        ("大疆无人机", "[…]无人机"),
        ("Stanford PhD", "[…] PhD"),
        ("stanford university", "[…]"),
        ("Tsinghua alumnus", "[…] alumnus"),
        ("Max Planck, max-planck and Planck", "[…], […] and […]"),
        ("max pooling", "max pooling"),
        ("MPIB in Jena", "[…] in Jena"),
        ("毕业于北京大学", "毕业于[…]"),
        ("现居北京", "现居北京"),
        ("Glimmerford, in short", "[…], in short"),
        ("at ETH in Zürich", "at […] in […]"),
        ("HP printers, 5 hp motors", "[…] printers, 5 hp motors"),
        ("at Stem we grew stem cells", "at […] we grew stem cells"),
        ("STEM education, Stem cell research", "STEM education, Stem cell research"),
        ("Python at the Python Software Foundation", "Python at the […]"),
        ("Java", "Java"),
        ("Robotics, biology and technology research", "Robotics, biology and technology research"),
        ("机器人技术研究院", "机器人技术研究院"),
        ("written by Julia in Julia", "written by […] in […]"),
    ],
)
def test_the_telling_part_of_a_name_is_masked_and_words_stay(
    names: Names, text: str, left: str
) -> None:
    assert blank(text, names) == left


@pytest.mark.parametrize("skill", ["Python", "Java", "Julia language", "Julia programming"])
def test_skills_of_the_dictionary_stay(names: Names, skill: str) -> None:
    assert blank(skill, names, is_skill=True) == skill
    assert blank("Brandt's method", names, is_skill=True) == "[…]'s method"


@pytest.mark.parametrize(
    "text",
    [
        "April 2019",
        "april, 2019",
        "Apr. 2019",
        "Sept 2019",
        "12 April 2019",
        "12th of May 2019",
        "April 12, 2019",
        "2019 April",
        "Apr '19",
        "2019/04",
        "2019.4",
        "2019-04-12",
        "04/2019",
        "12.04.2019",
        "2019年4月",
        "2019 年 4 月 12 日",
        "二〇一九年四月",
        "二零一九年十二月",
        "19年4月",
        "4月2019年",
        "xm [at] secret [dot] example",
        "xm (at) secret.example",
        "xm{at}secret{dot}co{dot}uk",
        "xm at secret dot example",
        "xm @ secret . example",
        "xm＠secret．example",
        "VX abc123",
        "vx:abcdef",
        "v信 abc123",
        "微信号abc_123",
        "微信 abc123",
        "加微 abc123",
        "wechat: abc",
        "WeChat ID abc_123",
        "QQ 12345",
        "扣扣 abc123",
        "telegram @abc_d",
        "LINE: abc_123",
        "line id abc123",
        "WhatsApp abc123",
        "Skype live.abc123",
        "Signal: abc.12",
    ],
)
def test_months_and_ways_to_reach_a_person_are_masked(names: Names, text: str) -> None:
    assert blank(f"now {text}", names).startswith(f"now {MASK}")
    left = blank(text, names).replace(MASK, "").strip(" ,.日]")
    assert not any(letter.isalnum() for letter in left), left


@pytest.mark.parametrize(
    "text",
    [
        "Since 2019 in charge",
        "may 5 people march",
        "looked at quantum dot lasers",
        "arrived at one dot on a map",
        "WeChat mini programs and WeChat Pay",
        "微信小程序开发",
        "QQ群运营",
        "telegram bots",
        "on line 5, signal processing",
        "a line: straight",
        "Node.js 20.11, CUDA 12.4, ISO 26262, IEEE 802.11",
        "3月内完成",
        "3-5 years, 24/7, 1/3 of all",
    ],
)
def test_words_and_numbers_stay(names: Names, text: str) -> None:
    assert blank(text, names) == text


def test_generic_names_are_masked_in_full_alone() -> None:
    names = names_of(person(experience=[], education=[{"field": None, "institution": "上海大学"}]))
    assert blank("上海大学 in 上海, 大学英语", names) == "[…] in 上海, 大学英语"
    assert is_generic("institute of technology")
    assert is_generic("技术研究院")


def test_long_texts_take_no_time(names: Names) -> None:
    for unit in ("a", "1 ", "a.", "(", "a@", "a at ", "[at]", "dot ", "1/", "年", "微信", "vx "):
        assert blank(unit * 20_000, names) is not None


def test_every_text_is_blanked() -> None:
    texts = blanked(
        person(
            headline="Acme",
            summary="Acme",
            skills=[{"name": "Acme arm"}],
            experience=[{"title": "Acme", "summary": "Acme", "organisation": "Acme Robotics"}],
            education=[{"field": "Acme", "institution": ""}],
            patents=[{"title": "Acme", "number": None}],
            publications=[{"title": "Acme", "doi": None}],
            awards=[{"title": "Acme", "issuer": None}],
        )
    )
    assert "Acme" not in repr(texts)
