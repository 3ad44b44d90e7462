"""Take one ingredient of the ranking away at a time.

``python -m benchmarks.ranking_ablation --bench DIR [--tasks A1,B2]``.
Each row is the product's own ranking with one constant or function of it replaced.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.judging import Task, task_folders
from benchmarks.ranking_quality import judge
from matching.ranking import documents, lexicon
from matching.text import analyzer, characters, occupations, skills, tokens
from matching.text.folding import Folded
from matching.text.names import Cut, Mention

Replaced = tuple[ModuleType | type, str, Any]


def no_skills(text: Folded, cut: Cut) -> tuple[list[Mention], list[Mention]]:
    """Find occupations alone."""
    return [], skills.find_names(text, cut)[1]


def no_occupations(text: Folded, cut: Cut) -> tuple[list[Mention], list[Mention]]:
    """Find skills alone."""
    return skills.find_names(text, cut)[0], []


def no_other_titles(_title: str) -> Mapping[str, float]:
    """Let a title stand for itself alone."""
    return {}


def no_pairs(_reading: analyzer.Reading) -> list[str]:
    """Count no pairs of words."""
    return []


def as_it_is(word: str) -> str:
    """Return a word without stemming."""
    return word


class Undamped:
    """Counts without damping."""

    def __getitem__(self, count: float) -> float:
        """Return the count."""
        return count


FLAT = dict.fromkeys(documents.FIELD_WEIGHTS, 1.0)
ROWS: dict[str, list[Replaced]] = {
    "as it is": [],
    "without stems": [(tokens, "stem", as_it_is)],
    "without stop words": [
        (tokens, "stop_words", frozenset),
        (characters, "stop_words", frozenset),
    ],
    "without skills": [(analyzer, "find_names", no_skills)],
    "without occupations": [(analyzer, "find_names", no_occupations)],
    "without other titles": [(documents, "other_titles", no_other_titles)],
    "without pairs of words": [(analyzer.Reading, "_pairs", no_pairs)],
    "all fields alike": [(documents, "FIELD_WEIGHTS", FLAT)],
    "counts as they are": [(documents, "DAMPED", Undamped())],
    "cut to 40 terms": [(lexicon, "CUT_TERMS", 40)],
    "cut to 128 terms": [(lexicon, "CUT_TERMS", 128)],
    "not cut": [(lexicon, "CUT_TERMS", 1_000_000)],
}


@contextmanager
def replaced(changes: list[Replaced]) -> Iterator[None]:
    """Replace constants and functions for a while; nothing remembered crosses over."""
    with ExitStack() as stack:
        for cached in REMEMBERED:
            cached()
            stack.callback(cached)
        for module, name, value in changes:
            stack.enter_context(patch.object(module, name, value))
        yield


REMEMBERED: list[Callable[[], None]] = [
    tokens.TERMS.clear,
    characters.common.cache_clear,
    documents.remembered_tokens.cache_clear,
    occupations.terms_of.cache_clear,
    occupations.by_name.cache_clear,
]


def main() -> None:
    """Print a row of nDCG@10 for every ingredient."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--tasks", default="")
    asked = parser.parse_args()
    wanted = [name for name in asked.tasks.split(",") if name]
    tasks = [Task.read(folder) for folder in task_folders(asked.bench, wanted)]
    names = " | ".join(task.name.split("_")[0] for task in tasks)
    print(f"| ranking | {names} | mean |\n|{'---|' * (len(tasks) + 2)}")
    for row, changes in ROWS.items():
        with replaced(changes):
            found = [judge(task)["ndcg"] for task in tasks]
        cells = " | ".join(f"{value:.3f}" for value in (*found, float(np.mean(found))))
        print(f"| {row} | {cells} |", flush=True)


if __name__ == "__main__":
    main()
