import pytest

from matching.text.analyzer import analyze
from matching.text.occupations import other_titles


def terms(text: str) -> set[str]:
    return {token.term for token in analyze(text)}


@pytest.mark.parametrize(
    "title",
    ["Software Developers", "software developer", "SOFTWARE  DEVELOPERS", "Developer, Software"],
)
def test_a_title_stands_for_the_other_titles_of_its_occupation(title: str) -> None:
    assert {"softwar", "develop", "engin", "applic"} <= other_titles(title).keys()


def test_a_chinese_title_stands_for_the_other_titles_of_its_class() -> None:
    assert other_titles("大数据工程技术人员") == other_titles("大數據工程技術人員") != {}


@pytest.mark.parametrize("title", ["", "🎉", "the of", "Lead decoder of wild codes", "x" * 5_000])
def test_a_title_of_no_occupation_stands_for_itself(title: str) -> None:
    assert other_titles(title) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("software engineer", "软件工程师"),
        ("Machine Learning Engineer", "机器学习工程师"),
        ("光刻工程师", "Lithography Engineers"),
        ("data analyst", "資料分析師"),
    ],
)
def test_occupations_are_one_term_in_both_languages(one: str, other: str) -> None:
    shared = terms(f"Senior {one}") & terms(f"诚聘{other}")
    assert any(term.startswith("occupation:") for term in shared)


def test_an_occupation_does_not_hide_the_skill_in_its_name() -> None:
    assert "skill:machine_learning" in terms("Machine learning engineer")
