import pytest

from matching.text.analyzer import MAX_CHARACTERS, analyze, is_cut
from matching.text.folding import fold
from matching.text.languages import language_of


def terms(text: str) -> set[str]:
    return {token.term for token in analyze(text)}


def full(text: str) -> set[str]:
    return {token.term for token in analyze(text) if token.weight == 1.0}


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("C++", "skill:cpp"),
        ("C#", "skill:csharp"),
        ("R", "skill:r_language"),
        (".NET", "skill:dotnet"),
        ("Node.js", "skill:nodejs"),
        ("TCP/IP", "skill:tcp_ip"),
        ("5G", "skill:five_g"),
        ("SiC", "skill:silicon_carbide"),
        ("3D IC", "skill:three_d_ic"),
        ("CRISPR-Cas9", "skill:crispr"),
    ],
)
def test_technical_names_are_terms_of_their_own(written: str, term: str) -> None:
    alone, among = analyze(written), analyze(f"We use {written}, daily.")
    assert (alone[0].term, alone[0].surface) == (term, written)
    assert full(written) == {term} == {token.term for token in among if "skill:" in token.term}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("JavaScript", "skill:java"),
        ("javascripting", "skill:javascript"),
        ("Java", "skill:javascript"),
        ("going", "skill:go_language"),
        ("Go to market", "skill:go_language"),
        ("we go on", "skill:go_language"),
        ("C++ and C#", "skill:c_language"),
        ("R&D", "skill:r_language"),
        ("C-level", "skill:c_language"),
        ("platform", "tform"),
        ("example.net", "skill:dotnet"),
        ("how to react", "skill:react"),
    ],
)
def test_a_name_is_not_found_inside_another(text: str, absent: str) -> None:
    assert absent not in terms(text)


@pytest.mark.parametrize(
    "text", ["Python (primary)", "python", "PYTHON3", "熟悉Python语言", "Ｐｙｔｈｏｎ", "Рython"]
)
def test_python_is_python(text: str) -> None:
    assert "skill:python" in terms(text)


@pytest.mark.parametrize(
    "text", ["Go", "go", "a Go developer", "Golang", "Docker, Go, gRPC", "Go."]
)
def test_the_language_go_is_found(text: str) -> None:
    assert "skill:go_language" in terms(text)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [("机器学习", "machine learning"), ("量子纠错", "quantum error correction")],
)
def test_a_skill_is_one_term_in_both_languages(chinese: str, english: str) -> None:
    assert full(chinese) & full(english)
    assert full(english) == full(english.replace(" ", "-")) == full(english.upper())


def test_a_skill_is_found_inside_a_long_chinese_sentence() -> None:
    text = "本团队长期负责深度学习算法在芯片验证中的应用与推广"
    assert {"skill:deep_learning", "skill:functional_verification"} <= terms(text)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("機器學習與量子計算", "机器学习与量子计算"),
        ("軟體開發", "软件开发"),
        ("網絡安全", "网络安全"),
    ],
)
def test_traditional_equals_simplified(traditional: str, simplified: str) -> None:
    assert terms(traditional) == terms(simplified)


def test_simplified_text_does_not_pass_through_the_taiwanese_table() -> None:
    assert fold("程序文件").folded == "程序文件"


def test_the_surface_is_as_written() -> None:
    surfaces = {token.term: token.surface for token in analyze("Décoders for 機器學習")}
    assert surfaces["decod"] == "Décoders"
    assert surfaces["skill:machine_learning"] == "機器學習"


def test_zero_width_and_control_characters_are_no_hiding_place() -> None:
    assert terms("Py\u200bth\u00adon ma\x00chine lear\u2060ning") == terms(
        "Python machine learning"
    )
    assert terms("a\ud800b cd") == terms("ab cd")


def test_look_alikes_fold_only_inside_latin_words() -> None:
    assert "compil" in terms("соmpіlers")
    assert "машина" in terms("машина")


def test_english_is_stemmed_and_stop_words_go() -> None:
    assert terms("managing the decoders") == {"manag", "decod"}
    assert terms("the of and 的 和") == set()


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("GaN", "skill:gallium_nitride"),
        ("GAN", "skill:generative_adversarial_networks"),
        ("train GANs", "skill:generative_adversarial_networks"),
    ],
)
def test_names_that_differ_in_case_are_told_apart(text: str, term: str) -> None:
    assert [token.term for token in analyze(text) if "skill:" in token.term] == [term]


def test_plurals_of_skills_are_the_skill() -> None:
    assert full("surface codes") == full("surface code")
    assert full("lithium-ion batteries") == full("lithium ion battery")


def test_words_inside_a_skill_count_less_than_the_skill() -> None:
    weights = {token.term: token.weight for token in analyze("quantum error correction")}
    assert weights.pop("skill:quantum_error_correction") == 1.0
    assert max(weights.values()) < 1.0


def test_chinese_gives_characters_and_pairs() -> None:
    assert terms("酒泉发射") == {"酒", "泉", "发", "射", "酒泉", "泉发", "发射"}


def test_links_and_addresses_are_not_read() -> None:
    assert terms("mail jo.kim@quark.example.org https://quark.org/jo www.quark.org") == {"mail"}


@pytest.mark.parametrize("text", ["", " ", "🎉🎉", "\u200b\u200b", "12 345", "!?", "\x00"])
def test_text_without_words_has_no_tokens(text: str) -> None:
    assert analyze(text) == []


def test_a_third_language_gives_its_words() -> None:
    assert "инженер" in terms("инженер данных")
    assert "مهندس" in terms("مهندس برمجيات")
    assert "東京" in terms("東京タワー") or "东京" in terms("東京タワー")


def test_long_text_is_cut_and_says_so() -> None:
    text = "compiler, " * (MAX_CHARACTERS // 10) + "zebra"
    assert is_cut(text)
    assert terms(text) == terms("compiler")
    assert not is_cut("compiler")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Quantum researcher", "en"),
        ("量子纠错研究员", "zh-Hans"),
        ("熟练使用Java/C/Python等语言进行开发", "zh-Hans"),
        ("Engineer at 清华", "en"),
        ("これはにほんごのぶんです", None),
        ("инженер данных", None),
        ("123 🎉", None),
    ],
)
def test_the_language_is_told_by_the_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text", ["brick builder", "Brick-builders", "brick, builder", "brick/builder"]
)
def test_neighbouring_words_are_a_term(text: str) -> None:
    assert "brick builder" in terms(text)


@pytest.mark.parametrize("text", ["brick. Builder", "brick of a builder", "brick 管理 builder"])
def test_words_apart_are_no_pair(text: str) -> None:
    assert "brick builder" not in terms(text)


def test_a_skill_of_two_words_is_not_a_pair_too() -> None:
    assert "machin learn" not in terms("machine learning")
