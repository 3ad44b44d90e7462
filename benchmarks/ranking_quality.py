"""Rank labelled tasks with the classes that serve requests.

``scorer`` is the factory that an evaluation of ``fit(docs)`` and ``query(text, k)`` takes.
"""

from collections.abc import Iterable
from uuid import UUID

from matching.ranking.documents import Document, Text, document_of, query_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.index import Index

FIELDS = {"title": "title", "alt": "skills", "skills": "skills", "body": "experience"}


class Scorer:
    """One task: documents in, ranked ids out."""

    def fit(self, docs: list[dict[str, str]]) -> "Scorer":
        """Fit a generation on the documents and index them."""
        self._ids = [doc["id"] for doc in docs]
        documents = [document(doc) for doc in docs]
        self._lexicon = fit_lexicon([], documents)
        self._index = Index(self._lexicon, {})
        self._index.add_many(
            (UUID(int=row), self._lexicon.vector(kept), {}) for row, kept in enumerate(documents)
        )
        return self

    def query(self, text: str, k: int) -> list[tuple[str, float]]:
        """Return the best ``k`` ids with their scores."""
        hits = self._index.search(self._lexicon.vector(query_document(text)), limit=k)
        found: Iterable[tuple[UUID, float]] = zip(hits.ids, hits.scores, strict=True)
        return [(self._ids[row.int], score) for row, score in found]


def document(doc: dict[str, str]) -> Document:
    """Return the document of a line of a task."""
    return document_of([Text(field, doc[key]) for key, field in FIELDS.items()], {})


def scorer() -> Scorer:
    """Return a fresh scorer."""
    return Scorer()
