"""Labelled tasks and the measures of a ranking.

A task is a folder of ``docs.jsonl.gz``, ``queries.jsonl.gz`` and ``qrels.tsv``: query, document,
gain.
"""

import gzip
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

DEPTH = 100  # ranks asked for
CUT = 10  # ranks that count
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Task:
    """Documents, queries, and what is relevant to which query how much."""

    name: str
    docs: list[dict[str, Any]]
    queries: list[dict[str, Any]]
    gains: dict[str, dict[str, float]]

    @classmethod
    def read(cls, folder: Path) -> "Task":
        """Read a task."""
        gains: dict[str, dict[str, float]] = {}
        for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
            query, document, gain = line.split("\t")
            gains.setdefault(query, {})[document] = float(gain)
        docs, queries = (_lines(folder / f"{kind}.jsonl.gz") for kind in ("docs", "queries"))
        return cls(folder.name, docs, queries, gains)


def task_folders(root: Path, wanted: list[str]) -> list[Path]:
    """Return the folders of tasks, or of those whose names begin as wanted."""
    folders = sorted(path.parent for path in root.glob("*/qrels.tsv"))
    return [path for path in folders if not wanted or path.name.startswith(tuple(wanted))]


def measures(ranked: list[str], gains: dict[str, float]) -> dict[str, float]:
    """Return nDCG@10, MRR@10 and recall@10 of one ranking.

    Source:
        Manning, Raghavan & Schütze (2008), Introduction to Information Retrieval, §8.4.
    """
    found = [gains.get(document, 0.0) for document in ranked[:CUT]]
    ideal = _discounted(sorted(gains.values(), reverse=True)[:CUT])
    first = next((rank for rank, gain in enumerate(found, start=1) if gain > 0), math.inf)
    relevant = sum(gain > 0 for gain in gains.values())
    hits = sum(gain > 0 for gain in found)
    return {
        "ndcg": _discounted(found) / ideal if ideal else 0.0,
        "mrr": 1 / first,
        "recall": hits / min(relevant, CUT) if relevant else 0.0,
    }


def half_interval(values: list[float]) -> float:
    """Return half the width of a 95 % bootstrap interval of a mean."""
    draws = np.random.default_rng(0).choice(values, (RESAMPLES, len(values))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return float(high - low) / 2


def _discounted(gains: list[float]) -> float:
    return sum((2**gain - 1) / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _lines(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
