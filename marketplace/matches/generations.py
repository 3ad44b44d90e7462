"""Fit a generation of the lexicon and put it in force; what serves requests does not."""

import io
from collections.abc import Callable, Iterator
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import note_change
from marketplace.matches.corpus import candidate_batches, role_batches
from matching.ranking.bands import Bands, fit_bands
from matching.ranking.documents import Document
from matching.ranking.lexicon import Lexicon
from matching.ranking.storage import join_terms, split_terms
from models import ChangedKind, IndexChange, IndexGeneration

Progress = Callable[[int], None]
SMALLEST_CORPUS = 20  # documents; below it every change would make a new generation
KEPT = 3  # generations


def fit_generation(session: Session, *, progress: Progress = lambda _: None) -> IndexGeneration:
    """Fit a lexicon on all that may be found, store it, and log that it is in force."""
    from matching.ranking.fitting import fit_lexicon  # noqa: PLC0415 - scikit-learn is slow to import

    lexicon = fit_lexicon(
        _documents(session, "roles", progress), _documents(session, "candidates", progress)
    )
    generation = IndexGeneration(
        name=lexicon.generation, documents=lexicon.documents, lexicon=pack_lexicon(lexicon)
    )
    session.add(generation)
    session.flush()
    _forget_old(session)
    note_change(session, IndexChange(kind=ChangedKind.GENERATION, subject_id=generation.id))
    return generation


def newest_generation(session: Session) -> IndexGeneration | None:
    """Return the generation in force."""
    return session.scalar(sa.select(IndexGeneration).order_by(IndexGeneration.id.desc()).limit(1))


def is_outgrown(session: Session) -> bool:
    """Whether a tenth of the corpus changed since the generation in force was fitted."""
    newest = newest_generation(session)
    since = sa.select(sa.func.count(sa.distinct(IndexChange.subject_id)))
    if newest is not None:
        logged = sa.select(sa.func.max(IndexChange.id)).where(IndexChange.subject_id == newest.id)
        since = since.where(IndexChange.id > (session.scalar(logged) or 0))
    changed = session.scalar(since) or 0
    size = newest.documents if newest else 0
    return changed * 10 > max(size, SMALLEST_CORPUS * 10 if newest else 0)


def no_lexicon() -> Lexicon:
    """Return the lexicon before any generation: all terms weigh alike."""
    nothing = np.zeros(0)
    return Lexicon((), nothing.astype(np.int64), nothing, 0, fit_bands([], []))


def pack_lexicon(lexicon: Lexicon) -> bytes:
    """Return a lexicon as bytes: plain arrays, compressed."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        terms=join_terms(lexicon.terms),
        frequencies=lexicon.frequencies,
        idf=lexicon.idf,
        documents=np.array([lexicon.documents]),
        bands=np.array([lexicon.bands.fair, lexicon.bands.strong]),
    )
    return file.getvalue()


def unpack_lexicon(packed: bytes) -> Lexicon:
    """Undo ``pack_lexicon``."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as arrays:
        fair, strong = arrays["bands"].tolist()
        return Lexicon(
            terms=split_terms(arrays["terms"]),
            frequencies=arrays["frequencies"],
            idf=arrays["idf"],
            documents=int(arrays["documents"][0]),
            bands=Bands(fair=fair, strong=strong),
        )


def _documents(session: Session, side: str, progress: Progress) -> Iterator[Document]:
    batches = role_batches(session) if side == "roles" else candidate_batches(session)
    for batch in batches:
        for entry in batch:
            yield entry.document
        progress(len(batch))


def _forget_old(session: Session) -> None:
    """Keep the newest generations alone."""
    kept: list[UUID] = list(
        session.scalars(
            sa.select(IndexGeneration.id).order_by(IndexGeneration.id.desc()).limit(KEPT)
        )
    )
    session.execute(sa.delete(IndexGeneration).where(IndexGeneration.id.not_in(kept)))
