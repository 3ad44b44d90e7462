from datetime import date

import pytest

from marketplace.matches.pairs import View, candidate_side, match_of, role_side
from matching.profiles import CandidateProfile, RoleProfile
from matching.ranking.fitting import empty_lexicon

AD = "You build decoders for surface codes, control electronics and simulation tools in Go."
ROLE = RoleProfile(title="Decoder engineer", description=AD)


@pytest.mark.parametrize("to_employer", [True, False])
@pytest.mark.parametrize(("summary", "words"), [(AD, 13), ("I decode surface codes.", 0)])
def test_both_sides_are_told_of_a_pasted_advertisement(
    summary: str, words: int, *, to_employer: bool
) -> None:
    lexicon = empty_lexicon()
    candidate = candidate_side(lexicon, CandidateProfile(summary=summary), {})
    view = View(day=date(2026, 1, 1), terms=None, to_employer=to_employer)
    match = match_of(lexicon, role_side(lexicon, ROLE, {}), candidate, view, rank=None)
    assert match["copied_words"] == words
