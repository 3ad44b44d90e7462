import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.profiles import AskedSkill, CandidateProfile, RoleProfile
from matching.ranking.documents import candidate_document, role_document
from matching.ranking.explain import Adjacent, Explanation, Missing, MustHaves, asking_of, explain
from matching.ranking.fitting import fit_lexicon
from matching.ranking.packing import surfaces
from matching.ranking.vectors import score

ROLE = RoleProfile(
    title="Quantum error-correction researcher",
    description="You decode surface codes with machine learning.",
    skills=(
        AskedSkill(name="CUDA", required=False),
        AskedSkill(name="PyTorch", required=True),
        AskedSkill(name="surface codes", required=True),
        AskedSkill(name="stim", required=True),
    ),
)
CANDIDATE = CandidateProfile(
    headline="量子纠错研究员",
    summary="Decoders for the surface code, trained with TensorFlow.",
    skills=("机器学习", "TensorFlow"),
)
LEXICON = fit_lexicon([role_document(ROLE)], [candidate_document(CANDIDATE)])


def explained(role: RoleProfile, candidate: CandidateProfile) -> Explanation:
    one, other = role_document(role), candidate_document(candidate)
    return explain(asking_of(one, LEXICON.vector(one)), surfaces(other), LEXICON.vector(other))


def test_terms_are_in_the_words_of_the_role_with_their_field() -> None:
    told = {c.term: c.field for c in explained(ROLE, CANDIDATE).contributions}
    assert told["Quantum error-correction"] == "title"
    assert told["surface codes"] in ("skills", "experience")
    assert told["decode"] == "experience"


def test_contributions_come_strongest_first_and_each_is_the_product_of_its_weights() -> None:
    contributions = explained(ROLE, CANDIDATE).contributions
    amounts = [contribution.contribution for contribution in contributions]
    assert amounts == sorted(amounts, reverse=True)
    for told in contributions:
        assert told.contribution == told.role_weight * told.candidate_weight


def test_missing_names_what_is_lacking_required_first() -> None:
    assert explained(ROLE, CANDIDATE).missing == (
        Missing("PyTorch", required=True),
        Missing("stim", required=True),
        Missing("CUDA", required=False),
    )


def test_must_haves_count_the_required_skills() -> None:
    assert explained(ROLE, CANDIDATE).must_haves == MustHaves(met=1, of=3)
    assert explained(RoleProfile(), CANDIDATE).must_haves == MustHaves(met=0, of=0)


def test_adjacent_skills_are_shown_and_not_scored() -> None:
    assert explained(ROLE, CANDIDATE).adjacent == (Adjacent("PyTorch", "TensorFlow"),)
    asking = RoleProfile(skills=(AskedSkill(name="PyTorch", required=True),))
    assert explained(asking, CandidateProfile(skills=("TensorFlow",))).score == 0.0


def test_terms_of_the_same_words_are_told_as_one() -> None:
    role = RoleProfile(title="Software Developers")
    candidate = CandidateProfile(headline="Application programmer")
    told = explained(role, candidate).contributions
    assert [(each.term, each.field) for each in told] == [("Software Developers", "title")]
    assert told[0].contribution == pytest.approx(told[0].role_weight * told[0].candidate_weight)
    assert told[0].contribution == pytest.approx(explained(role, candidate).score, abs=1e-9)


WORDS = st.sampled_from(
    [
        "quantum",
        "decoder",
        "Python",
        "wafer",
        "机器学习",
        "machine",
        "learning",
        "量子纠错",
        "芯片",
        "design",
        "C++",
        "Go",
        "plasma",
        "Software Developers",
        "Engineers",
    ]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join)
NAMES = st.lists(WORDS, max_size=6).map(tuple)


@settings(max_examples=200, deadline=None)
@given(title=TEXTS, description=TEXTS, headline=TEXTS, skills=NAMES, count=st.integers(0, 9))
def test_contributions_add_up_to_the_score(
    title: str, description: str, headline: str, skills: tuple[str, ...], count: int
) -> None:
    role = RoleProfile(title=title, description=description)
    candidate = CandidateProfile(headline=headline, skills=skills)
    told = explained(role, candidate)
    strongest, others = told.top(count)
    total = sum(contribution.contribution for contribution in strongest) + others
    assert total == pytest.approx(told.score, abs=1e-9)
    one, other = LEXICON.vector(role_document(role)), LEXICON.vector(candidate_document(candidate))
    assert told.score == score(one, other) == score(other, one)
