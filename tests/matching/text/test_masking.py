from collections.abc import Iterable

import pytest

from matching.text.analyzer import analyze
from matching.text.masking import masks_of


def terms(text: str, people: Iterable[str] = (), organisations: Iterable[str] = ()) -> set[str]:
    return {token.term for token in analyze(text, masks_of(people, organisations))}


@pytest.mark.parametrize(
    "text",
    [
        "Male engineer",
        "Indian engineer",
        "unmarried FEMALE engineer, aged 25",
        "South African engineer, 30 years old",
        "engineer 女 汉族 25岁",
        "ｆｅｍａｌｅ engineer",
    ],
)
def test_sex_age_and_nationality_are_not_read(text: str) -> None:
    assert terms(text) == {"engin"}


def test_masked_words_are_whole_words() -> None:
    assert "malevol" in terms("malevolent")
    assert "germanium" in terms("germanium")


def test_names_and_their_parts_are_not_read() -> None:
    assert terms("Dr Ada Quark, Quark's decoder", ["Ada Quark"]) == {"dr", "decod"}
    assert "夸克" not in terms("夸克明的解码器", ["夸克明"])


def test_organisations_are_not_read_with_or_without_their_legal_form() -> None:
    text = "decoder at Fermat Devices and 费马器件"
    assert terms(text, organisations=["Fermat Devices Co., Ltd.", "费马器件有限公司"]) == {"decod"}


def test_nothing_joins_across_a_mask() -> None:
    assert "skill:machine_learning" not in terms("machine Quark learning", ["Ada Quark"])
