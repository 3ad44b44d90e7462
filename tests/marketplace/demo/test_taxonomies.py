"""The taxonomies name every code that matching knows, in both languages."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from marketplace import demo
from matching import codes

ROOT = Path(demo.__file__).parent.parent
TAXONOMIES = ROOT / "taxonomies"
LABELLED = (
    "sectors",
    "hubs",
    "employer_kinds",
    "degree_levels",
    "languages",
    "skills",
    "provinces",
)
CHINESE = re.compile("[\u4e00-\u9fff]")


@cache
def entries(name: str) -> Any:
    return yaml.safe_load((TAXONOMIES / f"{name}.yaml").read_text(encoding="utf-8"))


def codes_of(name: str) -> list[str]:
    return [entry["code"] for entry in entries(name)]


def hints(text: str) -> dict[str, int]:
    """Return what the words of a posting say for each sector, as an import weighs them."""
    return {
        sector["code"]: sum(
            weight
            for word, weight in sector["en"].items()
            if re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text, re.IGNORECASE)
        )
        + sum(weight for word, weight in sector["zh"].items() if word in text)
        for sector in entries("sector_words")
    }


@pytest.mark.parametrize("name", LABELLED)
def test_codes_are_unique_words_with_two_labels(name: str) -> None:
    found = codes_of(name)
    assert len(set(found)) == len(found)
    for entry in entries(name):
        assert isinstance(entry["code"], str)
        assert set(entry["label"]) == {"en", "zh-Hans"}
        assert all(isinstance(label, str) and label for label in entry["label"].values())


@pytest.mark.parametrize("name", [name for name in LABELLED if name != "skills"])
def test_chinese_labels_are_chinese(name: str) -> None:
    assert all(CHINESE.search(entry["label"]["zh-Hans"]) for entry in entries(name))


def test_codes_are_those_of_matching_in_their_order() -> None:
    assert codes_of("sectors") == list(codes.SECTORS)
    assert codes_of("hubs") == list(codes.HUBS)
    assert codes_of("employer_kinds") == list(codes.EMPLOYER_KINDS)
    assert codes_of("degree_levels") == list(codes.DEGREE_LEVELS)
    assert codes_of("sector_words") == list(codes.SECTORS)


def test_hubs_lie_in_their_provinces() -> None:
    hubs = {entry["code"]: entry["province"] for entry in entries("hubs")}
    assert set(hubs.values()) - {None} <= set(codes_of("provinces"))
    assert hubs["shenzhen"] == "CN-GD"
    names = [name for entry in entries("hubs") for name in entry["city_names"]]
    assert len(set(names)) == len(names)


def test_provinces_are_all_thirty_four() -> None:
    assert len(codes_of("provinces")) == 34
    assert all(re.fullmatch("CN-[A-Z]{2}", code) for code in codes_of("provinces"))


def test_languages_have_levels_that_the_gate_knows() -> None:
    levels = {entry["code"]: entry["levels"] for entry in entries("languages")}
    assert len(levels) >= 60
    assert set(levels["zh"]) == set(codes.LANGUAGE_LEVELS)
    assert levels["en"] == list(codes.CEFR_LEVELS)


def test_skills_cover_the_six_sectors() -> None:
    skills = entries("skills")
    assert len(skills) >= 400
    for sector in codes.SECTORS[:6]:
        assert len([skill for skill in skills if sector in skill["sectors"]]) >= 40
    assert all(set(skill["sectors"]) <= set(codes.SECTORS) for skill in skills)
    assert all(re.fullmatch("[a-z0-9_]+", skill["code"]) for skill in skills)


def test_sector_words_have_small_weights() -> None:
    for sector in entries("sector_words"):
        for words in (sector["en"], sector["zh"]):
            assert len(words) >= 10
            assert set(words.values()) <= {1, 2, 3}


def test_the_words_of_a_role_propose_one_of_its_sectors() -> None:
    roles = [
        role
        for path in (ROOT / "demo" / "roles").glob("*.yaml")
        for role in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]
    right = 0
    for role in roles:
        scores = hints(f"{role['title']}\n{role['description']}\n{role.get('requirements', '')}")
        right += max(scores, key=lambda sector: scores[sector]) in role["sectors"]
    assert right / len(roles) >= 0.9
