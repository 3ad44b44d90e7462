import pytest

from marketplace.imports.markup import plain_text
from marketplace.imports.sectors import propose_sectors
from marketplace.imports.tongues import language_code, language_level


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Optics &amp; lasers</p><p>Every day</p>", "Optics & lasers\n\nEvery day"),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("&lt;p&gt;Escaped&lt;/p&gt;", "Escaped"),
        ("<script>alert(1)</script>Safe<style>p{}</style>", "Safe"),
        ("latency < 15 ms, a<b, C++ <vector>", "latency < 15 ms, a<b, C++ <vector>"),
        ("R&amp;D", "R&D"),
        ("no markup", "no markup"),
    ],
)
def test_markup_becomes_plain_text(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    ("text", "sectors"),
    [
        ("Calibrate superconducting qubits for a quantum computer", ["quantum_computing"]),
        ("负责光刻工艺与晶圆良率", ["semiconductors"]),
        ("Fly an eVTOL aircraft and keep it airworthy: airworthiness, avionics", ["aerospace"]),
        ("We are hiring", None),
        ("The maid paid for aid", None),
    ],
)
def test_a_sector_is_proposed_from_words(text: str, sectors: list[str] | None) -> None:
    assert propose_sectors(text) == sectors


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("German", "de"),
        ("英语", "en"),
        ("Mandarin", "zh"),
        ("zh-Hant", "zh-Hant"),
        ("pt-BR", "pt-BR"),
        ("EN", "en"),
        ("Klingon", None),
        ("tlh", None),
    ],
)
def test_a_language_has_a_code(name: str, code: str | None) -> None:
    assert language_code(name) == code


@pytest.mark.parametrize(
    ("words", "language", "level"),
    [
        ("Native speaker", "de", "native"),
        ("母语", "zh", "native"),
        ("near-native", "en", None),
        ("C1 (IELTS 8)", "en", "C1"),
        ("HSK 4", "zh", "HSK4"),
        ("HSK4", "en", None),
        ("Fluent", "en", None),
    ],
)
def test_only_a_scale_names_a_level(words: str, language: str, level: str | None) -> None:
    assert language_level(words, language) == level
