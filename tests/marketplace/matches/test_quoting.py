"""What is quoted of a profile for a skill."""

from typing import Any

import pytest

from marketplace.matches.quoting import LONGEST, Quotable, Quote

PROFILE: dict[str, Any] = {
    "headline": "Physicist with Python",
    "summary": "I like hiking. Decoders for the surface code, in Stim! And more.",
    "skills": [{"name": "Rust", "years": 2}, {"name": "Python"}],
    "experience": [{"title": "Engineer, LDPC codes", "years": 3}],
    "education": [{"degree": "doctor", "field": "Machine learning"}],
    "patents": None,
    "publications": 4,
    "awards": [{"title": "Prize for 容错量子计算"}],
    "languages": None,
}


@pytest.mark.parametrize(
    ("skill", "text", "section"),
    [
        ("surface codes", "Decoders for the surface code, in Stim!", "summary"),
        ("Python", "Physicist with Python", "headline"),
        ("Rust", "Rust", "skills"),
        ("LDPC codes", "Engineer, LDPC codes", "experience"),
        ("machine learning", "Machine learning", "education"),
        ("容错量子计算", "Prize for 容错量子计算", "awards"),
    ],
)
def test_sentences_are_quoted_before_lists(skill: str, text: str, section: str) -> None:
    assert Quotable(PROFILE).quotes([skill]) == (Quote(text, section),)


def test_what_no_sentence_says_alone_is_not_quoted() -> None:
    texts = Quotable(PROFILE)
    assert texts.quotes(["COBOL"]) == ()
    assert texts.quotes(["hiking decoders"]) == ()
    assert texts.quotes(["…"]) == ()


def test_one_sentence_for_two_skills_is_quoted_once() -> None:
    assert len(Quotable(PROFILE).quotes(["surface codes", "Stim"])) == 1


@pytest.mark.parametrize("before", [0, 40, 400])
def test_a_long_sentence_is_cut_around_what_it_is_quoted_for(before: int) -> None:
    summary = f"{'word ' * before}Kubernetes{' more' * 100}"
    [quote] = Quotable({"summary": summary}).quotes(["Kubernetes"])
    assert "Kubernetes" in quote.text
    assert len(quote.text) <= LONGEST + 2
    assert quote.text.endswith("…")
    assert quote.text.startswith("…") is (before > 12)


def test_of_listed_skills_the_one_of_the_very_name_is_quoted() -> None:
    listed = [{"name": "Information retrieval"}, {"name": "向量数据库"}]
    texts = Quotable({"skills": listed})
    assert texts.quotes(["向量数据库"]) == (Quote("向量数据库", "skills"),)
    assert texts.quotes(["向量检索"]) == (Quote("Information retrieval", "skills"),)
