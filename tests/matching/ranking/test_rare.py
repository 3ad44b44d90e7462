"""Terms outside the lexicon are found where they lie in a file, and beside it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking.rare import RareTerms

TERMS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\n"), max_size=9)


@settings(deadline=None)  # the first call may compile
@given(st.sets(TERMS), st.lists(TERMS, unique=True), st.lists(TERMS))
def test_each_term_is_found_by_its_number_and_back(
    saved: set[str], later: list[str], strangers: list[str]
) -> None:
    terms = RareTerms.of(sorted(saved))
    for term in later:
        if term not in saved:
            assert terms.add(term) == len(terms) - 1
    known = [*sorted(saved), *(term for term in later if term not in saved)]
    assert len(terms) == len(known)
    assert [terms[number] for number in range(len(known))] == known
    assert terms.numbers(known).tolist() == list(range(len(known)))
    wanted = [known.index(term) if term in known else -1 for term in strangers]
    assert terms.numbers(strangers).tolist() == wanted
    some = np.arange(0, len(known), 2)
    assert terms.some(some) == known[::2]
