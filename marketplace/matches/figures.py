"""The numbers that a ranking rests on, to be told to everyone."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from marketplace.matches.catalogue import Catalogue
from matching.ranking.bands import FAIR_PERCENTILE, STRONG_PERCENTILE
from matching.ranking.documents import FIELD_WEIGHTS, OTHER_TITLES_WEIGHT
from matching.ranking.lexicon import CUT_TERMS
from matching.text.analyzer import MAX_MENTIONS


@dataclass(frozen=True, slots=True)
class RankingFigures:
    """What weighs how much, and what the generation in force has learned."""

    weights: dict[str, float]  # by field
    other_titles_weight: float
    most_mentions: int
    kept_terms: int
    generation: str
    documents: int
    fair: float
    strong: float
    fair_percentile: float
    strong_percentile: float


def ranking_figures(session: Session, catalogue: Catalogue) -> RankingFigures:
    """Return the numbers of the ranking as it is now."""
    with catalogue.reading(session) as state:
        lexicon, name = state.lexicon, state.name
    return RankingFigures(
        weights=dict(FIELD_WEIGHTS),
        other_titles_weight=OTHER_TITLES_WEIGHT,
        most_mentions=MAX_MENTIONS,
        kept_terms=CUT_TERMS,
        generation=name,
        documents=lexicon.documents,
        fair=lexicon.bands.fair,
        strong=lexicon.bands.strong,
        fair_percentile=FAIR_PERCENTILE,
        strong_percentile=STRONG_PERCENTILE,
    )
