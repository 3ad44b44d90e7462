"""Read questions and scales from YAML, refusing whatever the format does not allow."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from matching.policy.points.asking import Number, OneWord, Question, SomeWords
from matching.policy.points.scales import AnyOf, Band, Bands, Granted, Scale, Steps, Words
from matching.policy.reading import Cell


def read_bounds(cell: Cell) -> tuple[int, int]:
    """Read the lowest and the highest of some numbers."""
    bounds = [bound.integer() for bound in cell.elements()]
    if len(bounds) != 2 or bounds[0] > bounds[1]:
        cell.refuse("these are no bounds", "write [lowest, highest]")
    return bounds[0], bounds[1]


def read_words(cell: Cell) -> tuple[str, ...]:
    """Read a list of words, each once."""
    words = tuple(word.text() for word in cell.elements())
    if len(set(words)) < len(words):
        cell.refuse("a word stands twice", "name each once")
    return words


QUESTIONS: Mapping[str, Callable[[Cell], Question]] = {
    "number": lambda cell: Number(*read_bounds(cell)),
    "whole": lambda cell: Number(*read_bounds(cell), whole=True),
    "one_of": lambda cell: OneWord(read_words(cell)),
    "any_of": lambda cell: SomeWords(read_words(cell)),
}


def read_question(pairs: Mapping[str, Cell], cell: Cell) -> Question:
    """Read what may be answered: the one kind of question that some pairs name."""
    kind = _only(pairs, QUESTIONS, cell)
    return QUESTIONS[kind](pairs[kind])


def _only(pairs: Mapping[str, Cell], kinds: Mapping[str, object], cell: Cell) -> str:
    named = [name for name in pairs if name in kinds]
    if len(named) != 1:
        cell.refuse(f"{len(named)} of {', '.join(kinds)} given", "give one of them")
    return named[0]


def read_scale(cell: Cell, question: Question) -> Scale:
    """Read what a factor is worth; its ``max`` must be what its scale can give."""
    pairs = cell.fields("max", " ".join(SCALES))
    kind = _only(pairs, SCALES, cell)
    highest = pairs["max"].integer()
    scale = SCALES[kind](pairs[kind], highest)
    if scale.range.high != highest:
        cell.refuse(f"the scale gives up to {scale.range.high}, not {highest}", "compare `max`")
    if not isinstance(question, FITTING[kind]):
        cell.refuse(f"`{kind}` does not fit the question", "compare `questions`")
    if isinstance(question, OneWord | SomeWords) and not _words_of(scale) <= {*question.words}:
        cell.refuse("the scale names a word that cannot be answered", "compare `questions`")
    return scale


def _words_of(scale: Scale) -> set[str]:
    if isinstance(scale, Words):
        return set(scale.worth)
    return set(scale.words) if isinstance(scale, AnyOf) else set()


def read_bands(cell: Cell) -> Bands:
    """Read bands that touch, open at both ends."""
    bands = tuple(_band(band) for band in cell.elements())
    if bands[0].ge is not None or bands[-1].lt is not None:
        cell.refuse("the bands leave numbers out", "leave the first `ge` and the last `lt` away")
    for lower, upper in pairwise(bands):
        if lower.lt is None or lower.lt != upper.ge:
            cell.refuse(f"{lower.lt} and {upper.ge} do not touch", "let `ge` be the last `lt`")
    return Bands(bands)


def _band(cell: Cell) -> Band:
    pairs = cell.fields("points", "ge lt")
    ge, lt = (pairs[key].integer() if key in pairs else None for key in ("ge", "lt"))
    if ge is not None and lt is not None and ge >= lt:
        cell.refuse("this band is empty", "let `lt` be more than `ge`")
    return Band(ge, lt, pairs["points"].integer())


def read_worth(cell: Cell) -> dict[str, int]:
    """Read points by word."""
    return {word: points.integer() for word, points in cell.entries()}


def _steps(cell: Cell, highest: int) -> Steps:
    pairs = cell.fields("from at step")
    start, at, step = (pairs[key].integer() for key in ("from", "at", "step"))
    return Steps(start, at, step, highest)


SCALES: Mapping[str, Callable[[Cell, int], Scale]] = {
    "bands": lambda cell, _: read_bands(cell),
    "steps": _steps,
    "words": lambda cell, _: Words(read_worth(cell)),
    "any_of": lambda cell, highest: AnyOf(frozenset(read_words(cell)), highest),
    "granted": lambda cell, _: Granted(*read_bounds(cell)),
}
FITTING: Mapping[str, type[Question]] = {
    "bands": Number,
    "steps": Number,
    "granted": Number,
    "words": OneWord,
    "any_of": SomeWords,
}
