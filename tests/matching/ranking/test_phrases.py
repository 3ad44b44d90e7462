import pytest

from matching.ranking.phrases import phrases_of


def words(shared: dict[str, float], *texts: str) -> dict[str, float]:
    return {words: round(adds, 9) for words, adds in phrases_of(shared.items(), texts)}


def test_a_word_takes_in_its_parts() -> None:
    shared = {"信息检索": 0.2, "信息": 0.1, "检索": 0.1, "检": 0.02, "索": 0.02}
    assert words(shared, "负责信息检索。") == {"信息检索": 0.44}


def test_neighbours_in_a_text_are_one_word_and_others_are_not() -> None:
    shared = {"量子": 0.1, "子计": 0.1, "计算": 0.1, "研究": 0.05}
    assert words(shared, "量子计算的研究") == {"量子计算": 0.3, "研究": 0.05}
    assert words(shared, "计算与量子") == {"计算": 0.1, "量子": 0.1, "子计": 0.1, "研究": 0.05}


def test_a_single_character_is_no_word() -> None:
    assert words({"研": 0.02, "Python": 0.3}, "研发 Python") == {"Python": 0.3}


@pytest.mark.parametrize(
    ("whole", "part"), [("machine learning", "learning"), ("CI/CD", "ci"), ("Go-kart", "go")]
)
def test_words_stand_within_others_as_a_whole(whole: str, part: str) -> None:
    assert words({whole: 0.2, part: 0.1}) == {whole: 0.3}


@pytest.mark.parametrize(("whole", "part"), [("Project", "C"), ("Golang", "Go"), ("C++", "C")])
def test_letters_within_a_word_are_no_word(whole: str, part: str) -> None:
    assert words({whole: 0.2, part: 0.1}) == {whole: 0.2, part: 0.1}


def test_the_strongest_come_first_and_ties_by_words() -> None:
    shared = [("b", 0.1), ("a", 0.1), ("c", 0.3)]
    assert [each.words for each in phrases_of(shared, [])] == ["c", "a", "b"]
