"""Rank labelled tasks with the classes that serve requests.

``python -m benchmarks.ranking_quality --bench DIR [--tasks A1,B2] [--json FILE]``. ``scorer`` is
the factory that an evaluation of ``fit(docs)`` and ``query(text, k)`` takes.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from benchmarks.judging import DEPTH, Task, half_interval, measures, task_folders
from matching.ranking.documents import Document, document_of, query_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.index import Index

FIELDS = {"title": "title", "alt": "skills", "skills": "skills", "body": "experience"}


class Scorer:
    """One task: documents in, ranked ids out."""

    def fit(self, docs: list[dict[str, Any]]) -> "Scorer":
        """Fit a generation on the documents and index them."""
        self._ids = [doc["id"] for doc in docs]
        documents = [document(doc) for doc in docs]
        self._lexicon = fit_lexicon([], documents)
        self._index = Index(self._lexicon, {})
        self._index.add_many(
            (UUID(int=row), self._lexicon.vector(kept), {}) for row, kept in enumerate(documents)
        )
        return self

    @property
    def size(self) -> int:
        """Return how many documents there are."""
        return len(self._ids)

    def query(self, text: str, k: int) -> list[tuple[str, float]]:
        """Return the best ``k`` ids with their scores."""
        hits = self._index.search(self._lexicon.vector(query_document(text)), limit=k)
        found: Iterable[tuple[UUID, float]] = zip(hits.ids, hits.scores, strict=True)
        return [(self._ids[row.int], score) for row, score in found]


def document(doc: dict[str, Any]) -> Document:
    """Return the document of a line of a task."""
    texts: dict[str, list[str]] = {}
    for key, field in FIELDS.items():
        texts.setdefault(field, []).append(doc[key])
    return document_of(texts)


def scorer() -> Scorer:
    """Return a fresh scorer."""
    return Scorer()


def judge(task: Task) -> dict[str, float]:
    """Return the means of the measures over a task's queries, and the interval of nDCG@10."""
    fitted = scorer().fit(task.docs)
    rows = [measures(_ranked(fitted, query), task.gains[query["id"]]) for query in task.queries]
    means = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    return {**means, "interval": half_interval([row["ndcg"] for row in rows])}


def _ranked(fitted: Scorer, query: dict[str, Any]) -> list[str]:
    """Return the ids for a query; one that names its candidates is asked about them alone."""
    candidates: list[str] | None = query.get("candidates")
    depth = DEPTH if candidates is None else fitted.size
    ids = [id_ for id_, _score in fitted.query(query["text"], depth)]
    if candidates is None:
        return ids
    found = set(ids)
    wanted = set(candidates)
    return [id_ for id_ in ids if id_ in wanted] + [id_ for id_ in candidates if id_ not in found]


def main() -> None:
    """Print a line for every task and the mean."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", type=Path, required=True)
    parser.add_argument("--tasks", default="")
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    results = {}
    for folder in task_folders(asked.bench, [name for name in asked.tasks.split(",") if name]):
        results[folder.name] = told = judge(Task.read(folder))
        print(
            f"{folder.name:18} nDCG@10 {told['ndcg']:.3f} ±{told['interval']:.3f}"
            f"  MRR@10 {told['mrr']:.3f}  recall@10 {told['recall']:.3f}",
            flush=True,
        )
    mean = float(np.mean([told["ndcg"] for told in results.values()]))
    print(f"{'mean':18} nDCG@10 {mean:.4f}")
    if asked.json:
        asked.json.write_text(json.dumps({"tasks": results, "mean": mean}, indent=1), "utf-8")


if __name__ == "__main__":
    main()
