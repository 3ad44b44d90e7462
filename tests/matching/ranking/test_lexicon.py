import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from matching.ranking.bands import fit_bands
from matching.ranking.documents import query_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.lexicon import CUT_TERMS, Lexicon
from matching.ranking.storage import DamagedIndex

TEXTS = ["quantum decoder", "quantum wafer", "quantum decoder plasma", "enzyme"]
DOCUMENTS = [query_document(text) for text in TEXTS]
LEXICON = fit_lexicon(DOCUMENTS[:2], DOCUMENTS[2:])


def ratio(one: str, other: str) -> float:
    """Return how many times one word weighs what another does."""
    weights = LEXICON.vector(query_document(f"{one}. {other}")).by_term()
    return weights[one] / weights[other]


def test_idf_follows_scikit_learns_formula() -> None:
    counted = Counter(term for document in DOCUMENTS for term in document.weights)
    for number, term in enumerate(LEXICON.terms):
        worth = math.log(5 / (1 + counted[term])) + 1
        assert LEXICON.idf[number] == pytest.approx(worth, abs=1e-12)
    assert ratio("quantum", "decod") == pytest.approx(
        (math.log(5 / 4) + 1) / (math.log(5 / 3) + 1), abs=1e-6
    )


def test_an_unseen_term_weighs_as_one_seen_once() -> None:
    assert LEXICON.unseen == pytest.approx(math.log(5 / 2) + 1)
    assert "enzym" not in LEXICON.terms
    assert ratio("enzym", "zebra") == 1.0


def test_a_vector_has_unit_length_and_ordered_terms() -> None:
    vector = LEXICON.vector(query_document("wafer quantum plasma enzyme decoder"))
    assert float(vector.weights @ vector.weights) == pytest.approx(1.0, abs=1e-6)
    assert list(vector.terms) == sorted(vector.terms)


def test_a_long_document_keeps_its_strongest_terms() -> None:
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(CUT_TERMS + 50))
    assert len(LEXICON.vector(query_document(words)).terms) == CUT_TERMS


def test_a_generation_is_named_by_its_content() -> None:
    again = fit_lexicon(DOCUMENTS[:2], DOCUMENTS[2:])
    assert again.generation == LEXICON.generation
    assert fit_lexicon(DOCUMENTS, []).generation != LEXICON.generation


def test_a_generation_of_another_analyzer_has_another_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert Lexicon.is_current(LEXICON.generation)
    monkeypatch.setattr("matching.ranking.lexicon.analyzer_version", lambda: "00000000")
    again = fit_lexicon(DOCUMENTS[:2], DOCUMENTS[2:])
    assert again.generation != LEXICON.generation
    assert not Lexicon.is_current(LEXICON.generation)


def test_a_saved_generation_of_another_analyzer_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    LEXICON.save(tmp_path / "lexicon")
    monkeypatch.setattr("matching.ranking.lexicon.analyzer_version", lambda: "00000000")
    with pytest.raises(DamagedIndex):
        Lexicon.load(tmp_path / "lexicon")


def test_a_saved_generation_comes_back(tmp_path: Path) -> None:
    LEXICON.save(tmp_path / "lexicon")
    loaded = Lexicon.load(tmp_path / "lexicon")
    assert (loaded.terms, loaded.generation) == (LEXICON.terms, LEXICON.generation)
    assert np.array_equal(loaded.idf, LEXICON.idf)
    assert loaded.bands == LEXICON.bands


def test_a_generation_without_words_comes_back(tmp_path: Path) -> None:
    fit_lexicon([], []).save(tmp_path / "lexicon")
    assert Lexicon.load(tmp_path / "lexicon").terms == ()


def test_a_damaged_generation_is_refused(tmp_path: Path) -> None:
    LEXICON.save(tmp_path / "lexicon")
    (tmp_path / "lexicon" / "idf.npy").unlink()
    with pytest.raises(DamagedIndex):
        Lexicon.load(tmp_path / "lexicon")


def test_bands_stand_at_the_90th_and_99th_percentile() -> None:
    vectors = [LEXICON.vector(document) for document in DOCUMENTS]
    bands = fit_bands(vectors, vectors)
    assert bands == fit_bands(vectors, vectors)
    assert bands.fair <= bands.strong
    assert bands.band(0.0) == "weak"
    assert bands.band(bands.strong) == "strong"
    assert fit_bands([], []).band(0.1) == "fair"


def test_serving_does_not_import_scikit_learn() -> None:
    program = (
        "import sys, matching.ranking.saving, matching.ranking.explain\n"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
