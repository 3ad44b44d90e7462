"""Skills and occupations, and their names in both languages."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from matching.text.folding import Folded, fold
from matching.text.names import (
    Alias,
    Cut,
    Found,
    Mention,
    Names,
    cut_at_words,
    spaced,
    without_overlaps,
)

CONCEPT = "skill:"  # what a skill's term starts with
OCCUPATION = "occupation:"  # what an occupation's term starts with
_ALIASES = Path(__file__).with_name("aliases")


def find_names(text: Folded, cut: Cut | None = None) -> tuple[list[Mention], list[Mention]]:
    """Return the skills and the occupations that a text, cut at its words, names."""
    skills: list[Found] = []
    occupations: list[Found] = []
    named = _names().find(text, cut or cut_at_words(text.folded))
    if not named:
        return [], []
    for found in named:
        (skills if found[2].startswith(CONCEPT) else occupations).append(found)
    return without_overlaps(skills), without_overlaps(occupations)


def adjacent_skills(concept: str) -> frozenset[str]:
    """Return the concepts close to one, without itself."""
    return _adjacent().get(concept, frozenset())


@cache
def words_of_skills() -> frozenset[str]:
    """Return the folded words that names of skills are made of."""
    return frozenset(
        word for alias in skill_aliases() for word in spaced(fold(alias.name).folded).split()
    )


def skill_aliases() -> Iterator[Alias]:
    """Yield every name of every skill."""
    for path in sorted(_ALIASES.glob("skills*.yaml")):
        yield from _aliases(CONCEPT, path)


def occupation_aliases() -> Iterator[Alias]:
    """Yield every title of every occupation."""
    return _aliases(OCCUPATION, _ALIASES / "occupations.yaml")


def _aliases(prefix: str, path: Path) -> Iterator[Alias]:
    for concept, names in _read(path).items():
        not_before = frozenset(names.get("not_before", ()))
        for kind in ("en", "zh", "exact"):
            for name in names.get(kind, ()):
                yield Alias(prefix + concept, name, kind == "exact", not_before)


@cache
def _names() -> Names:
    return Names((*skill_aliases(), *occupation_aliases()))


@cache
def _adjacent() -> dict[str, frozenset[str]]:
    near: dict[str, set[str]] = {}
    groups: list[list[str]] = _read(_ALIASES / "adjacent.yaml")["groups"]
    for group in groups:
        concepts = {CONCEPT + concept for concept in group}
        for concept in concepts:
            near.setdefault(concept, set()).update(concepts - {concept})
    return {concept: frozenset(others) for concept, others in near.items()}


def _read(path: Path) -> dict[str, Any]:
    table: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return table
