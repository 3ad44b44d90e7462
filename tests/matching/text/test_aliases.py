from collections import Counter
from pathlib import Path

import yaml

import matching.text
from matching.text.folding import fold
from matching.text.skills import adjacent_skills, find_names

ALIASES = Path(matching.text.__file__).with_name("aliases")
SKILLS = {
    concept: skill
    for path in sorted(ALIASES.glob("skills*.yaml"))
    for concept, skill in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}


def names(*kinds: str) -> list[tuple[str, str]]:
    return [
        (concept, name)
        for concept, skill in SKILLS.items()
        for kind in kinds
        for name in skill.get(kind, ())
    ]


def test_every_name_finds_its_skill() -> None:
    for concept, name in names("en", "zh", "exact"):
        found = [mention.concept for mention in find_names(fold(name))[0]]
        assert found == [f"skill:{concept}"], name


def test_a_name_stands_under_one_skill_only() -> None:
    counted = Counter(name.lower() for _concept, name in names("en", "zh", "exact"))
    assert [name for name, count in counted.items() if count > 1] == [
        "gan"
    ]  # GaN the material, GAN the network: told by their case


def test_every_entry_has_the_known_keys_and_texts() -> None:
    for concept, skill in SKILLS.items():
        assert set(skill) <= {"en", "zh", "exact", "not_before"}, concept
        assert all(isinstance(name, str) for values in skill.values() for name in values), concept


def test_adjacent_skills_are_known_and_mutual() -> None:
    groups = yaml.safe_load((ALIASES / "adjacent.yaml").read_text(encoding="utf-8"))["groups"]
    assert {concept for group in groups for concept in group} <= set(SKILLS)
    assert "skill:tensorflow" in adjacent_skills("skill:pytorch")
    assert "skill:pytorch" in adjacent_skills("skill:tensorflow")
    assert adjacent_skills("skill:unheard_of") == frozenset()


def test_there_are_skills_and_occupations_enough_with_chinese_names() -> None:
    occupations = yaml.safe_load((ALIASES / "occupations.yaml").read_text(encoding="utf-8"))
    assert len(SKILLS) >= 1_500
    assert len(occupations) >= 400
    assert all(titles["en"] and titles["zh"] for titles in occupations.values())


def test_every_title_finds_its_occupation() -> None:
    occupations = yaml.safe_load((ALIASES / "occupations.yaml").read_text(encoding="utf-8"))
    for concept, titles in occupations.items():
        for title in (*titles["en"], *titles["zh"]):
            found = [mention.concept for mention in find_names(fold(title))[1]]
            assert found == [f"occupation:{concept}"], title
