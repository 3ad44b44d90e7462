import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.profiles import AskedSkill, CandidateProfile, Employment, RoleProfile
from matching.ranking.copying import (
    COPIED_WEIGHT,
    discounted,
    runs_of_candidate,
    runs_of_role,
)
from matching.ranking.documents import candidate_document, role_document
from matching.ranking.explain import asking_of, explain
from matching.ranking.fitting import fit_lexicon
from matching.ranking.packing import surfaces
from matching.ranking.vectors import score
from matching.text.copies import shared_words

AD = (
    "You build decoders for surface codes, control electronics and simulation tools in Go. "
    "You measure logical error rates of superconducting chips at low temperature with our team."
)
AD_ZH = "负责表面码译码器与低温测控电子学的研发并参与仿真工具建设"
ROLE = RoleProfile(
    title="Quantum error correction engineer",
    description=AD,
    skills=(AskedSkill(name="stim", required=True),),
)
HONEST = CandidateProfile(
    headline="Physicist",
    summary="I wrote a decoder for surface codes and simulated logical error rates in Python.",
)
CLERK = CandidateProfile(headline="Clerk", summary="I keep files of invoices in order.")
OTHERS = [
    CandidateProfile(headline=f"{word} engineer", summary=f"{word} tools, team and control")
    for word in ("wafer", "plasma", "enzyme", "battery", "satellite", "antibody", "rocket")
]
LEXICON = fit_lexicon(
    [role_document(ROLE), role_document(RoleProfile(title="Clerk", description="Files."))],
    map(candidate_document, (HONEST, CLERK, *OTHERS)),
)


def fit(role: RoleProfile, candidate: CandidateProfile) -> float:
    vector = LEXICON.vector(candidate_document(candidate))
    counted = discounted(vector, candidate, runs_of_role(role))
    return score(LEXICON.vector(role_document(role)), counted)


def with_text(candidate: CandidateProfile, text: str) -> CandidateProfile:
    return CandidateProfile(headline=candidate.headline, summary=f"{candidate.summary} {text}")


@pytest.mark.parametrize("pasted", [AD, AD.upper(), AD.replace(" ", " \u200b"), f"{AD} {AD} {AD}"])
def test_a_pasted_advertisement_does_not_rank_above_an_honest_profile(pasted: str) -> None:
    clerk = with_text(CLERK, pasted)
    whole = score(LEXICON.vector(role_document(ROLE)), LEXICON.vector(candidate_document(clerk)))
    assert whole > fit(ROLE, HONEST) > fit(ROLE, clerk) > 0.0


def test_an_advertisement_in_another_field_counts_as_little() -> None:
    post = Employment(title="Clerk", summary=AD)
    assert fit(ROLE, CandidateProfile(headline="Clerk", experience=(post,))) < fit(ROLE, HONEST)


def test_an_honest_profile_gains_almost_nothing_by_pasting() -> None:
    assert fit(ROLE, with_text(HONEST, AD)) < fit(ROLE, HONEST) + COPIED_WEIGHT


def test_seven_words_in_a_row_are_no_copy() -> None:
    seven = with_text(CLERK, "build decoders for surface codes control electronics")
    assert not shared_words(runs_of_role(ROLE), runs_of_candidate(seven))
    vector = LEXICON.vector(candidate_document(seven))
    assert discounted(vector, seven, runs_of_role(ROLE)) is vector


def test_chinese_runs_of_sixteen_characters_are_copies() -> None:
    role = RoleProfile(title="译码器工程师", description=AD_ZH)
    vector = LEXICON.vector(candidate_document(CandidateProfile(summary=AD_ZH)))
    copied = discounted(vector, CandidateProfile(summary=AD_ZH), runs_of_role(role))
    assert copied.weights == pytest.approx(vector.weights * COPIED_WEIGHT, abs=1e-7)
    short = CandidateProfile(summary=AD_ZH[:15])
    kept = LEXICON.vector(candidate_document(short))
    assert discounted(kept, short, runs_of_role(role)) is kept


WORDS = st.lists(st.sampled_from([*AD.split(), "plasma", "enzyme", "Go"]), max_size=20).map(
    " ".join
)


@settings(max_examples=60, deadline=None)
@given(before=WORDS, after=WORDS, first=st.integers(0, 20), length=st.integers(0, 20))
def test_a_discounted_score_is_told_in_full_and_at_most_the_cosine(
    before: str, after: str, first: int, length: int
) -> None:
    taken = " ".join(AD.split()[first : first + length])
    candidate = CandidateProfile(headline=before, summary=f"{taken} {after}")
    document, role = candidate_document(candidate), role_document(ROLE)
    vector, asked = LEXICON.vector(document), LEXICON.vector(role)
    counted = discounted(vector, candidate, runs_of_role(ROLE))
    told = explain(asking_of(role, asked), surfaces(document), counted)
    assert told.score == score(asked, counted) == score(counted, asked)
    assert told.score <= score(asked, vector) + 1e-12
    strongest, others = told.top(3)
    total = sum(each.contribution for each in strongest) + others
    assert total == pytest.approx(told.score, abs=1e-9)
