"""Blocks of a match of everyone with everything: what one process ranks of a saved generation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import orjson

from marketplace.matches.attributes import candidate_columns, role_columns
from marketplace.matches.copies import Copies, best_by_score, suspects
from marketplace.matches.filters import live_roles, not_hidden_from
from marketplace.matches.kept_texts import KeptTexts
from matching.ranking.columns import Mask
from matching.ranking.copying import discounted, runs_of_candidate
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.saving import load_index
from matching.ranking.vectors import Vector, score
from models import ChangedKind

Keys = tuple[str, ...]  # by which candidates hide from an employer


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Some documents of one side, each to be ranked against all of the other.

    Attributes:
        folder: of the saved generation, the same on every machine that ranks.
        kind: of the documents that ask.
        ids: of them.
        hidden: of each role that asks, by what its employer is hidden from.
        top: how many are kept for each.
        day: on which roles have to be open.
    """

    folder: str
    kind: ChangedKind
    ids: tuple[UUID, ...]
    hidden: tuple[Keys, ...]
    top: int
    day: date


@dataclass(frozen=True, slots=True)
class Opened:
    """A saved generation, mapped once by each process."""

    roles: Index
    candidates: Index
    texts: KeptTexts


def rank_block(block: Block) -> bytes:
    """Return a line of JSON for each document of a block: the best of the other side."""
    saved = opened(block.folder)
    if block.kind is ChangedKind.ROLE:
        masks = {keys: not_hidden_from(saved.candidates, keys) for keys in set(block.hidden)}
        asked = zip(block.ids, block.hidden, strict=True)
        return b"".join(_for_role(saved, id_, masks[keys], block.top) for id_, keys in asked)
    live = live_roles(saved.roles, block.day)
    return b"".join(_for_candidate(saved, id_, live, block.top) for id_ in block.ids)


@lru_cache(maxsize=1)
def opened(folder: str) -> Opened:
    """Return what was saved in a folder."""
    lexicon = Lexicon.load(Path(folder) / "lexicon")
    roles = load_index(Path(folder) / "roles", lexicon, role_columns())
    candidates = load_index(Path(folder) / "candidates", lexicon, candidate_columns())
    return Opened(roles, candidates, KeptTexts(Path(folder)))


def _for_role(saved: Opened, id_: UUID, where: Mask, top: int) -> bytes:
    vector, copies = saved.roles.vector(id_), None
    if id_ in saved.texts:
        runs = saved.texts.runs_by_id([id_])[id_]

        def scores(ids: Sequence[UUID]) -> list[float]:
            vectors = {found: saved.candidates.vector(found) for found in ids}
            for found, profile in saved.texts.texts_by_id(ids).items():
                vectors[found] = discounted(vectors[found], profile, runs)
            return [score(vector, vectors[found]) for found in ids]

        copies = Copies(suspects(saved.candidates, runs), scores)
    return _line(id_, saved.candidates, vector, where, copies, top)


def _for_candidate(saved: Opened, id_: UUID, where: Mask, top: int) -> bytes:
    vector, copies = saved.candidates.vector(id_), None
    if id_ in saved.texts:
        profile = saved.texts.texts_by_id([id_])[id_]

        def scores(ids: Sequence[UUID]) -> list[float]:
            runs = saved.texts.runs_by_id(ids)
            return [
                score(
                    saved.roles.vector(found),
                    discounted(vector, profile, runs[found]) if found in runs else vector,
                )
                for found in ids
            ]

        copies = Copies(suspects(saved.roles, runs_of_candidate(profile)), scores)
    return _line(id_, saved.roles, vector, where, copies, top)


def _line(
    id_: UUID, asked: Index, vector: Vector, where: Mask, copies: Copies | None, top: int
) -> bytes:
    best, _allowed = best_by_score(asked, vector, where, limit=top, copies=copies)
    matches = [{"id": found, "score": score} for score, found in best]
    return orjson.dumps({"id": id_, "matches": matches}, option=orjson.OPT_APPEND_NEWLINE)
