"""Documents that are nearly copies are found together, and only those."""

import random
from collections.abc import Sequence

import numpy as np

from matching.ranking.clustering import Cluster, near_copies
from matching.ranking.sharing import Numbers
from matching.text.copies import runs_of

AD = (
    "We look for somebody who builds decoders for quantum error correction with us in Hangzhou,"
    " who likes to measure before they guess, writes tests first and explains results to people"
    " of other fields. You work with three physicists and two engineers in one room."
)


def column_of(texts: Sequence[str]) -> Numbers:
    column = Numbers()
    for text in texts:
        column.append(column.encode([number for part in runs_of([text]) for number in part]))
    return column


def clusters(texts: Sequence[str], without: Sequence[int] = ()) -> list[Cluster]:
    among = np.ones(len(texts), np.bool_)
    among[list(without)] = False
    return near_copies(column_of(texts).entries(), among)


def rows(found: list[Cluster]) -> list[list[int]]:
    return [[row for row, _share in cluster] for cluster in found]


def test_copies_with_a_changed_word_are_one_cluster() -> None:
    texts = [AD, AD.replace("Hangzhou", "Hefei"), "Cook for our canteen, " * 8, AD]
    found = clusters(texts)
    assert rows(found) == [[0, 3, 1]] or rows(found) == [[0, 1, 3]]
    shares = {row: share for [cluster] in [found] for row, share in cluster}
    assert shares[0] == shares[3] == 1.0
    assert 0.6 < shares[1] < 1.0


def test_a_shared_paragraph_is_no_copy() -> None:
    own = [" ".join(f"{word}{number}" for word in AD.split()) for number in range(2)]
    about = "Our institute was founded in 1984 and offers everybody a desk and lunch at noon."
    assert clusters([f"{text} {about}" for text in own]) == []


def test_a_short_copy_inside_a_longer_text_is_found_behind_it() -> None:
    longer = f"{AD} {' '.join(f'more{number}' for number in range(100))}"
    assert rows(clusters([AD, longer])) == [[1, 0]]


def test_rows_that_are_left_out_are_in_no_cluster() -> None:
    assert rows(clusters([AD, AD, AD], without=[1])) == [[0, 2]]
    assert clusters([AD, AD], without=[0]) == []


def test_texts_of_few_words_say_too_little() -> None:
    assert clusters(["Build decoders with us in Hangzhou this very year"] * 2) == []
    assert clusters([]) == []


def test_chinese_copies_are_found() -> None:
    text = "我们诚聘量子纠错方向的研究人员，负责表面码解码器的设计与验证，"
    text += "并与实验团队密切合作完成芯片测试。"
    assert rows(clusters([text, text.replace("芯片", "器件"), "厨师" * 40])) == [[0, 1]]


def test_every_copy_is_found_among_many_that_share_a_paragraph() -> None:
    draw = random.Random(4)  # noqa: S311 - no secret
    about = "All of us are paid well and nobody works at night or on days off, come and see."
    makers = [" ".join(f"w{draw.randrange(5_000)}" for _ in range(60)) for _ in range(60)]
    texts = [f"{about} {maker}" for maker in makers for _ in range(3)]
    order = list(range(len(texts)))
    draw.shuffle(order)
    found = clusters([texts[place] for place in order])
    told = sorted(sorted(order[row] for row in each) for each in rows(found))
    assert told == [[start, start + 1, start + 2] for start in range(0, len(texts), 3)]
