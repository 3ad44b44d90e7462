"""Fit a generation of the lexicon and put it in force; what serves requests does not."""

import io
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from marketplace.database import note_change
from marketplace.matches.corpus import corpus_size
from marketplace.matches.states import Gathered
from matching.ranking.bands import Bands, fit_bands
from matching.ranking.lexicon import Lexicon
from matching.ranking.storage import join_terms, split_terms
from models import ChangedKind, IndexChange, IndexGeneration

SMALLEST_CHANGE = 20  # documents; a smaller one never makes a new generation
KEPT = 3  # generations
NEWEST_FIRST = IndexGeneration.id.desc()


def fit_generation(gathered: Gathered) -> Lexicon:
    """Fit a lexicon on all that may be found; this takes a while and writes nothing."""
    from matching.ranking.fitting import fit  # noqa: PLC0415 - scikit-learn is slow to import

    roles, candidates = gathered.sides[ChangedKind.ROLE], gathered.sides[ChangedKind.CANDIDATE]
    return fit(roles.gathering.vocabulary, roles.gathering, candidates.gathering)


def store_generation(session: Session, lexicon: Lexicon) -> None:
    """Put a generation in force."""
    generation = IndexGeneration(
        name=lexicon.generation, documents=lexicon.documents, lexicon=pack_lexicon(lexicon)
    )
    session.add(generation)
    session.flush()
    _forget_old(session)
    note_change(session, IndexChange(kind=ChangedKind.GENERATION, subject_id=generation.id))


def newest_generation(session: Session) -> IndexGeneration | None:
    """Return the generation in force."""
    return session.scalar(sa.select(IndexGeneration).order_by(NEWEST_FIRST).limit(1))


def name_in_force(session: Session) -> str | None:
    """Return the name of the generation in force."""
    return session.scalar(sa.select(IndexGeneration.name).order_by(NEWEST_FIRST).limit(1))


def is_outgrown(session: Session) -> bool:
    """Whether the generation in force is of another analyzer, or a tenth of the corpus changed."""
    newest = sa.select(IndexGeneration.name, IndexGeneration.documents)
    fitted = session.execute(newest.order_by(NEWEST_FIRST).limit(1)).one_or_none()
    if fitted is None:
        return corpus_size(session) > 0
    if not Lexicon.is_current(fitted.name):
        return True
    changed = session.scalar(_changed_documents()) or 0
    return changed >= SMALLEST_CHANGE and changed * 10 >= fitted.documents


def _changed_documents() -> sa.Select[int]:
    """Count the documents in the change log behind the last generation."""
    # Read backwards to the first that fits: the log is long, and its kinds have no index.
    last = (
        sa.select(IndexChange.id)
        .where(IndexChange.kind == ChangedKind.GENERATION)
        .order_by(IndexChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    since = IndexChange.id > sa.func.coalesce(last, 0)
    return sa.select(sa.func.count(sa.distinct(IndexChange.subject_id))).where(since)


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


def _forget_old(session: Session) -> None:
    """Keep the newest generations alone."""
    kept: list[UUID] = list(
        session.scalars(sa.select(IndexGeneration.id).order_by(NEWEST_FIRST).limit(KEPT))
    )
    session.execute(sa.delete(IndexGeneration).where(IndexGeneration.id.not_in(kept)))
