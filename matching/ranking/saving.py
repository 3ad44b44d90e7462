"""Keep an index on disk, as plain arrays of what is alive."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.ranking.columns import Column
from matching.ranking.identities import Identities
from matching.ranking.index import Index
from matching.ranking.kernel import Postings, Rows, build_postings
from matching.ranking.lexicon import Lexicon
from matching.ranking.rare import RareTerms, Texts
from matching.ranking.segments import Segment, taken
from matching.ranking.storage import DamagedIndex, read_facts, read_folder, write_folder

_KIND = "index"


def save_index(index: Index, folder: Path) -> None:
    """Write the documents that are there now; removed ones leave no word behind."""
    arrays, facts = _packed(index)
    write_folder(folder, _KIND, arrays, facts)


def load_index(folder: Path, lexicon: Lexicon, columns: Mapping[str, Column]) -> Index:
    """Read an index into empty columns; its arrays are mapped, not copied.

    Raises:
        DamagedIndex: a file is not as it was saved, or of another generation or schema.
    """
    arrays, facts = read_folder(folder, _KIND)
    try:
        if facts["generation"] != lexicon.generation or facts["columns"].keys() != columns.keys():
            raise DamagedIndex(f"{folder}: of another generation or schema")
        return _unpacked(arrays, facts, lexicon, columns)
    except (KeyError, ValueError, TypeError) as error:
        raise DamagedIndex(f"{folder}: {error}") from error


def saved_as_of(folder: Path) -> int:
    """Return the position in the change log that a saved index knows.

    Raises:
        DamagedIndex: there is none.
    """
    return int(read_facts(folder, _KIND)["as_of"])


def compacted(index: Index, columns: Mapping[str, Column]) -> Index:
    """Return an index of the documents that are there now, in empty columns."""
    arrays, facts = _packed(index)
    return _unpacked(arrays, facts, index.lexicon, columns)


def _packed(index: Index) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Return what is alive as plain arrays and JSON facts."""
    with index.still() as (snapshot, known_rare):
        alive = np.flatnonzero(snapshot.alive)
        alive = alive[np.lexsort((snapshot.low[alive], snapshot.high[alive]))]
        rows = taken(snapshot.segments, alive)
        columns = {name: column.stored(alive) for name, column in index.columns.items()}
        facts = {
            "generation": index.lexicon.generation,
            "as_of": index.as_of,
            "entry": index.entry,
            "columns": {name: facts for name, (_values, facts) in columns.items()},
        }
        rows, rare = _renumbered(rows, len(index.lexicon.terms), known_rare)
    postings = build_postings(rows)
    arrays = {f"column_{name}": values for name, (values, _facts) in columns.items()}
    arrays |= {"ids_high": snapshot.high[alive], "ids_low": snapshot.low[alive]}
    arrays |= {f"rare_{name}": array for name, array in rare.saved._asdict().items()}
    arrays |= {f"rows_{name}": array for name, array in _parts(rows).items()}
    arrays |= {f"postings_{name}": array for name, array in _parts(postings).items()}
    return arrays, facts


def _unpacked(
    arrays: Mapping[str, NDArray[Any]],
    facts: Mapping[str, Any],
    lexicon: Lexicon,
    columns: Mapping[str, Column],
) -> Index:
    """Undo ``_packed``, into empty columns."""
    for name, column in columns.items():
        column.restore(arrays[f"column_{name}"], facts["columns"][name])
    index = _restored(Index(lexicon, columns), arrays)
    index.as_of, index.entry = facts["as_of"], facts["entry"]
    return index


def _restored(index: Index, arrays: Mapping[str, NDArray[Any]]) -> Index:
    rows = Rows(*_typed(arrays, "rows", starts=np.int64, numbers=np.int32, weights=np.float32))
    kinds: dict[str, type[np.generic]] = {"numbers": np.int32, "starts": np.int64}
    kinds |= {"rows": np.int32, "weights": np.float32}
    postings = Postings(*_typed(arrays, "postings", **kinds))
    index.restore(
        Segment(0, rows, postings),
        Identities.of(arrays["ids_high"], arrays["ids_low"]),
        RareTerms(_rare(arrays)),
    )
    return index


def _typed(
    arrays: Mapping[str, NDArray[Any]], kept: str, **kinds: type[np.generic]
) -> list[NDArray[Any]]:
    """Return arrays for the compiled loops, which trust them, or raise ValueError."""
    found = [arrays[f"{kept}_{name}"] for name in kinds]
    if [array.dtype for array in found] != [np.dtype(kind) for kind in kinds.values()]:
        raise ValueError(f"{kept} of another type were saved")
    return found


def _rare(arrays: Mapping[str, NDArray[Any]]) -> Texts:
    kinds: dict[str, type[np.generic]] = {"text": np.uint8, "starts": np.int64, "filter": np.uint64}
    texts = Texts(*_typed(arrays, "rare", **kinds))
    if texts.starts[-1] != len(texts.text):
        raise ValueError("rare terms were cut")
    return texts


def _renumbered(rows: Rows, known: int, rare_terms: RareTerms) -> tuple[Rows, RareTerms]:
    """Number the rare terms still in use anew, in the order of their text."""
    rare = rows.numbers >= known
    used, places = np.unique(rows.numbers[rare], return_inverse=True)
    terms = rare_terms.some(used.astype(np.int64) - known)
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int32)
    rank[order] = np.arange(len(terms), dtype=np.int32)
    numbers = rows.numbers.copy()
    numbers[rare] = known + rank[places]
    renumbered = Rows(rows.starts, numbers, rows.weights)
    return renumbered, RareTerms.of(terms[place] for place in order)


def _parts(kept: Rows | Postings) -> dict[str, NDArray[Any]]:
    return {name: getattr(kept, name) for name in kept.__slots__}
