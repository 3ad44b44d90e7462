"""Blocks of a match of everyone with everything: what one process ranks of a saved generation."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import orjson

from marketplace.matches.attributes import candidate_columns, role_columns
from marketplace.matches.filters import live_roles, not_hidden_from
from matching.ranking.columns import Mask
from matching.ranking.index import Index
from matching.ranking.lexicon import Lexicon
from matching.ranking.saving import load_index
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


def rank_block(block: Block) -> bytes:
    """Return a line of JSON for each document of a block: the best of the other side."""
    roles, candidates = opened(block.folder)
    if block.kind is ChangedKind.ROLE:
        masks = {keys: not_hidden_from(candidates, keys) for keys in set(block.hidden)}
        asked = zip(block.ids, block.hidden, strict=True)
        return b"".join(
            _line(roles, id_, candidates, masks[keys], block.top) for id_, keys in asked
        )
    live = live_roles(roles, block.day)
    return b"".join(_line(candidates, id_, roles, live, block.top) for id_ in block.ids)


@lru_cache(maxsize=1)
def opened(folder: str) -> tuple[Index, Index]:
    """Return roles and candidates of a saved generation, mapped once by each process."""
    lexicon = Lexicon.load(Path(folder) / "lexicon")
    roles = load_index(Path(folder) / "roles", lexicon, role_columns())
    return roles, load_index(Path(folder) / "candidates", lexicon, candidate_columns())


def _line(asking: Index, id_: UUID, asked: Index, where: Mask, top: int) -> bytes:
    hits = asked.search(asking.vector(id_), limit=top, where=where)
    matches = [
        {"id": found, "score": score} for found, score in zip(hits.ids, hits.scores, strict=True)
    ]
    return orjson.dumps({"id": id_, "matches": matches}, option=orjson.OPT_APPEND_NEWLINE)
