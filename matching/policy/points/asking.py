"""What may be answered to a question of a points table, and how wrong answers are named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from matching.policy.assessment import Problem, problem_at
from matching.policy.points.scales import Answer


class WrongAnswer(ValueError):
    """An answer that does not fit, at a path below its question."""

    def __init__(self, detail: str, *path: object) -> None:
        super().__init__(detail)
        self.detail, self.path = detail, path


class Question(Protocol):
    """Reads one answer."""

    def read(self, value: object) -> Answer | tuple[int, ...]:
        """Return the answer, or raise WrongAnswer."""
        ...


@dataclass(frozen=True, slots=True)
class Number:
    """A number between two bounds, both allowed; ``whole`` takes no fraction."""

    low: int
    high: int
    whole: bool = False

    def read(self, value: object) -> int | float:
        """Return the number, or raise WrongAnswer."""
        kind = "a whole number" if self.whole else "a number"
        wanted = f"{kind} from {self.low} to {self.high} is wanted"
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise WrongAnswer(wanted)
        if not self.low <= value <= self.high or (self.whole and value != int(value)):
            raise WrongAnswer(wanted)
        return int(value) if value == int(value) else value


@dataclass(frozen=True, slots=True)
class OneWord:
    """One of some words."""

    words: tuple[str, ...]

    def read(self, value: object) -> str:
        """Return the word, or raise WrongAnswer."""
        if not isinstance(value, str) or value not in self.words:
            raise WrongAnswer(f"one of these is wanted: {', '.join(self.words)}")
        return value


@dataclass(frozen=True, slots=True)
class SomeWords:
    """Any number of some words, of which those of one ``rivals`` exclude each other."""

    words: tuple[str, ...]
    rivals: tuple[frozenset[str], ...] = ()

    def read(self, value: object) -> frozenset[str]:
        """Return the words, or raise WrongAnswer."""
        if not isinstance(value, list | tuple):
            raise WrongAnswer(f"a list of any of these is wanted: {', '.join(self.words)}")
        one = OneWord(self.words)
        for place, word in enumerate(value):
            try:
                one.read(word)
            except WrongAnswer as error:
                raise WrongAnswer(error.detail, place) from None
        for rivals in self.rivals:
            if len(rivals & set(value)) > 1:
                raise WrongAnswer(f"only one of these is possible: {', '.join(sorted(rivals))}")
        return frozenset(value)


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false."""

    def read(self, value: object) -> bool:
        """Return the truth value, or raise WrongAnswer."""
        if not isinstance(value, bool):
            raise WrongAnswer("true or false is wanted")
        return value


@dataclass(frozen=True, slots=True)
class Abilities:
    """The four levels of a language test: speaking, listening, reading, writing."""

    level: Number
    count: int = 4

    def read(self, value: object) -> tuple[int, ...]:
        """Return the levels, or raise WrongAnswer."""
        if not isinstance(value, list | tuple) or len(value) != self.count:
            raise WrongAnswer(f"a list of {self.count} levels, one for each ability, is wanted")
        levels = []
        for place, level in enumerate(value):
            try:
                levels.append(int(self.level.read(level)))
            except WrongAnswer as error:
                raise WrongAnswer(error.detail, place) from None
        return tuple(levels)


def read_answers(
    questions: Mapping[str, Question], stated: object, path: tuple[str, ...] = ()
) -> tuple[dict[str, Answer | tuple[int, ...]], list[Problem]]:
    """Read answers by question; null is not stated, and every mistake is named by its path."""
    answers: dict[str, Answer | tuple[int, ...]] = {}
    allowed = ", ".join(questions)
    if not isinstance(stated, Mapping):
        return answers, [problem_at([*path], f"an object with any of {allowed} is wanted")]
    problems = []
    for name, value in stated.items():
        question = questions.get(name) if isinstance(name, str) else None
        if question is None:
            problems.append(problem_at([*path, name], f"no such question; allowed: {allowed}"))
        elif value is not None:
            try:
                answers[name] = question.read(value)
            except WrongAnswer as error:
                problems.append(problem_at([*path, name, *error.path], error.detail))
    return answers, problems
