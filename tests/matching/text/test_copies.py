import pytest

from matching.text.copies import copied_words

AD = "You build decoders for surface codes, control electronics and simulation tools in Go."
AD_ZH = "负责表面码译码器与低温测控电子学的研发并参与仿真工具建设"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("I build decoders.", 0),
        ("build decoders for surface codes control electronics", 0),  # seven in a row
        ("build decoders for surface codes control electronics and", 8),
        (AD, 13),
        (AD.upper().replace(",", "\u200b;"), 13),
        (f"I bake bread. {AD} I row boats.", 13),
        ("Bread and boats. " * 50, 0),
    ],
)
def test_runs_of_eight_words_count(text: str, words: int) -> None:
    assert copied_words([AD], [text]) == words


def test_runs_do_not_need_to_be_in_the_same_text() -> None:
    first, second = AD.split(" control ")
    assert copied_words([first, f"control {second}"], ["Hello", AD]) == 13


def test_chinese_counts_two_characters_as_a_word() -> None:
    assert copied_words([AD_ZH], [AD_ZH]) == len(AD_ZH) // 2
    assert copied_words([AD_ZH], [AD_ZH[:15]]) == 0
    assert copied_words([AD_ZH], ["負責表面碼譯碼器與低溫測控電子學"]) == 8
