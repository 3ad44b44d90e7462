from datetime import date

import pytest
from flask import Flask

from marketplace.matches.pairs import candidate_side, match_of, role_side
from marketplace.matches.views import View
from matching.profiles import CandidateProfile, RoleProfile
from matching.ranking.fitting import empty_lexicon

DAY = date(2026, 1, 1)
AD = "You build decoders for surface codes, control electronics and simulation tools in Go."
ROLE = RoleProfile(title="Decoder engineer", description=AD)


@pytest.mark.parametrize("to_employer", [True, False])
@pytest.mark.parametrize(("summary", "words"), [(AD, 13), ("I decode surface codes.", 0)])
def test_both_sides_are_told_of_a_pasted_advertisement(
    app: Flask, summary: str, words: int, *, to_employer: bool
) -> None:
    lexicon = empty_lexicon()
    candidate = candidate_side(lexicon, CandidateProfile(summary=summary), {})
    view = View(
        day=DAY,
        today=DAY,
        language="en",
        terms=None,
        include=frozenset(),
        to_employer=to_employer,
    )
    with app.app_context():
        match = match_of(lexicon, role_side(lexicon, ROLE, {}), candidate, view, rank=None)
    assert match["copied_words"] == words
