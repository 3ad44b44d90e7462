"""The cases that must hold, each on profiles as people write them."""

from dataclasses import replace

import pytest

from matching.profiles import (
    Achievement,
    AskedSkill,
    CandidateProfile,
    Degree,
    Employment,
    RoleProfile,
    VisaStatus,
)
from matching.ranking.documents import candidate_document, query_document, role_document
from matching.ranking.fitting import fit_lexicon
from matching.ranking.vectors import score

FIVE = ("Go", "Docker", "Kubernetes", "PostgreSQL", "gRPC")
FOUR = ("Terraform", "Kafka", "Redis", "GraphQL")
FILLER = "The decoder group builds surface codes, control electronics and simulation tools."
WORDS = "decoder simulation wafer plasma enzyme turbine satellite cathode lithography antibody"


def asking(*names: str, title: str = "", description: str = "") -> RoleProfile:
    skills = tuple(AskedSkill(name=name, required=True) for name in names)
    return RoleProfile(title=title, description=description, skills=skills)


ROLES = [asking(*FIVE), asking(*FIVE, *FOUR), asking("Go")]
ROLES += [RoleProfile(title=f"{word} engineer", description=FILLER) for word in WORDS.split()]
SKILLS = ("Python", "PyTorch", "quantum error correction")
HONEST = CandidateProfile(
    headline="Machine learning researcher",
    summary="I train deep learning models for quantum error correction in Python.",
    skills=SKILLS,
)
CANDIDATES = [HONEST, CandidateProfile(headline="量子纠错研究员", skills=("机器学习", "表面码"))]
CANDIDATES += [CandidateProfile(headline=word, summary=FILLER) for word in WORDS.split()]
LEXICON = fit_lexicon(map(role_document, ROLES), map(candidate_document, CANDIDATES))


def fit(role: RoleProfile, candidate: CandidateProfile) -> float:
    return score(LEXICON.vector(role_document(role)), LEXICON.vector(candidate_document(candidate)))


RESEARCHER = asking(
    "Python",
    "PyTorch",
    "quantum error correction",
    title="Machine learning researcher",
    description="Train deep learning models that decode quantum error correction codes.",
)


def test_exactly_these_skills_rank_above_more_and_above_one() -> None:
    candidate = CandidateProfile(skills=FIVE)
    exactly, more, one = (fit(role, candidate) for role in ROLES[:3])
    assert 1.0 >= exactly > more > one > 0.0


@pytest.mark.parametrize(
    ("role", "candidate"),
    [
        (asking("量子纠错", "机器学习"), HONEST),
        (asking("quantum error correction", "machine learning"), CANDIDATES[1]),
    ],
)
def test_profiles_rank_across_languages(role: RoleProfile, candidate: CandidateProfile) -> None:
    others = [fit(role, other) for other in CANDIDATES[2:]]
    assert fit(role, candidate) > max(others)


def test_traditional_characters_score_as_simplified_ones() -> None:
    traditional = CandidateProfile(headline="量子糾錯研究員", skills=("機器學習", "表面碼"))
    assert fit(RESEARCHER, traditional) == fit(RESEARCHER, CANDIDATES[1])


@pytest.mark.parametrize(
    "summary",
    [
        "Python " * 500,
        "PyTorch python " * 500,
        "P\u200by\u200bt\u200bh\u200bo\u200bn " * 500,
        "Руthоn " * 500,
        "Python " * 500 + "machine learning " * 500,
    ],
)
def test_stuffing_does_not_rank_above_an_honest_better_profile(summary: str) -> None:
    stuffed = CandidateProfile(headline="Clerk", summary=summary, skills=("Python",))
    assert fit(RESEARCHER, stuffed) < fit(RESEARCHER, HONEST)


def test_a_word_repeated_500_times_counts_as_one_repeated_12_times() -> None:
    often = CandidateProfile(headline="Clerk", summary="Python " * 12)
    stuffed = CandidateProfile(headline="Clerk", summary="Python " * 500)
    assert fit(RESEARCHER, stuffed) == fit(RESEARCHER, often)


def test_a_skill_listed_twice_counts_once() -> None:
    assert fit(RESEARCHER, replace(HONEST, skills=(*SKILLS, *SKILLS))) == fit(RESEARCHER, HONEST)


def test_an_unrelated_paragraph_does_not_raise_a_score() -> None:
    padded = replace(HONEST, summary=f"{HONEST.summary} In spring I bake rye bread and row boats.")
    assert fit(RESEARCHER, padded) < fit(RESEARCHER, HONEST)


POST = Employment(title="Engineer", organisation="Fermat Devices", summary="Decoders.")
DEGREE = Degree(institution="Polder Institute", level="master", field="Physics")
FULL = replace(
    HONEST,
    experience=(POST,),
    education=(DEGREE,),
    patents=(Achievement(title="A decoder"),),
)


@pytest.mark.parametrize(
    "changed",
    [
        replace(FULL, own_names=("Ada Quark",)),
        replace(FULL, status=VisaStatus(visa="K", birth_year=1960, work_permit_employer="Fermat")),
        replace(FULL, hubs=("beijing",), languages=()),
        replace(FULL, experience=(replace(POST, organisation="Fermat Cryostats"),)),
        replace(FULL, education=(replace(DEGREE, institution="Cathode School"),)),
    ],
)
def test_fields_of_the_person_change_no_score(changed: CandidateProfile) -> None:
    assert candidate_document(changed) == candidate_document(FULL)


@pytest.mark.parametrize(
    "insertion",
    [
        "Ada Quark",
        "Ms Quark",
        "Fermat Devices",
        "Polder Institute",
        "female Indian",
        "男，25岁，未婚，汉族",
    ],
)
def test_free_text_does_not_tell_name_school_sex_or_nationality(insertion: str) -> None:
    person = replace(FULL, own_names=("Ada Quark",))
    told = replace(person, summary=f"{insertion}. {person.summary}")
    assert candidate_document(told) == candidate_document(person)


@pytest.mark.parametrize("title", ["", "the of and", "🎉", "的 了"])
def test_a_profile_without_words_scores_nothing(title: str) -> None:
    assert fit(RoleProfile(title=title), HONEST) == 0.0
    assert fit(RESEARCHER, CandidateProfile(headline=title)) == 0.0


def test_an_empty_generation_still_scores() -> None:
    lexicon = fit_lexicon([], [])
    same = lexicon.vector(query_document("quantum decoder"))
    assert score(same, same) == pytest.approx(1.0, abs=1e-6)
    assert fit_lexicon([query_document("")], []).documents in (0, 1)


def test_ten_thousand_skills_and_long_texts_are_taken() -> None:
    many = CandidateProfile(skills=tuple(f"skill number{n} x{n}" for n in range(10_000)))
    assert 0.0 <= fit(RESEARCHER, many) <= 1.0
    assert candidate_document(CandidateProfile(summary="word " * 50_000)).cut
    assert not candidate_document(HONEST).cut


def test_the_score_is_the_same_both_ways() -> None:
    for role in ROLES:
        for candidate in CANDIDATES:
            one = LEXICON.vector(role_document(role))
            other = LEXICON.vector(candidate_document(candidate))
            assert score(one, other) == score(other, one)
