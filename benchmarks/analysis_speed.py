"""What reading a profile or a query costs: ``python -m benchmarks.analysis_speed``.

Invented profiles of about 120 distinct terms, in CPU time; each round measures every row, the best
of the rounds is told. scikit-learn's default analyzer, which knows neither names nor
pairs nor stems nor Chinese, reads the same texts in the same rounds.
"""

import argparse
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import mean
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer

from matching.profiles import (
    AskedSkill,
    CandidateProfile,
    Degree,
    Employment,
    RoleProfile,
)
from matching.ranking.documents import candidate_document, query_document, role_document
from matching.ranking.fitting import fit_lexicon
from matching.text.occupations import by_name
from matching.text.skills import skill_aliases

PROFILES = 300
ROUNDS = 9
SMALL_WORDS = ("and", "of", "the", "for", "in", "with", "to", "a", "on", "our", "by", "from", "at")


class Writer:
    """Writes profiles in the words of the tables of occupations and skills."""

    def __init__(self) -> None:
        self._draw = random.Random(0)
        titles = [each.title for named in by_name().values() for each in named]
        self._titles = [title for title in titles if title.isascii()]
        self._chinese = [title for title in titles if not title.isascii()]
        self._words = " ".join(self._titles).lower().split()  # common ones more often
        names = [alias.name for alias in skill_aliases() if not alias.exact]
        self._skills = [name for name in names if name.isascii()]
        self._chinese_skills = [name for name in names if not name.isascii()]

    def sentence(self, words: int) -> str:
        """Return a sentence of words, small ones and now and then a skill."""
        return " ".join(self._word() for _ in range(words)).capitalize() + ". "

    def _word(self) -> str:
        kind = self._draw.random()
        if kind < 0.35:
            return self._draw.choice(SMALL_WORDS)
        return self._draw.choice(self._skills if kind > 0.96 else self._words)

    def candidate(self) -> CandidateProfile:
        """Return a profile with a name, two posts, a degree and skills."""
        return CandidateProfile(
            headline=self._draw.choice(self._titles),
            summary=self.sentence(12),
            skills=tuple(self._draw.sample(self._skills, 6)),
            experience=(self._post(), self._post()),
            education=(Degree(institution=f"{self._name()} Institute", field="Physics"),),
            own_names=(f"{self._name()} {self._name()}",),
        )

    def role(self) -> RoleProfile:
        """Return a role with a description, requirements and skills."""
        return RoleProfile(
            title=self._draw.choice(self._titles),
            description=self.sentence(15) + self.sentence(10),
            requirements=self.sentence(15),
            skills=tuple(
                AskedSkill(name=name, required=True) for name in self._draw.sample(self._skills, 6)
            ),
        )

    def chinese_role(self) -> RoleProfile:
        """Return a role in Chinese, with a word of English now and then."""
        titles, names = self._draw.sample(self._chinese, 9), self._draw.sample(self._skills, 2)
        skills = self._draw.sample(self._chinese_skills, 3)
        return RoleProfile(
            title=titles[0],
            description=f"负责{'、'.join(titles[1:6])}，熟悉{'和'.join(names)}。",
            skills=tuple(AskedSkill(name=name, required=True) for name in skills),
        )

    def _post(self) -> Employment:
        title, organisation = self._draw.choice(self._titles), f"{self._name()} Devices Ltd"
        return Employment(title=title, organisation=organisation, summary=self.sentence(14))

    def _name(self) -> str:
        return "".join(self._draw.choices("abcdefghijklmnopqrstuvwxyz", k=7)).capitalize()


@dataclass(frozen=True, slots=True)
class Row:
    """Something measured: a call for each of some things."""

    name: str
    call: Callable[[Any], object]
    things: list[Any]

    def measure(self) -> float:
        """Return the CPU milliseconds of one thing."""
        started = time.process_time()
        for thing in self.things:
            self.call(thing)
        return (time.process_time() - started) * 1_000 / len(self.things)


def rows(profiles: int) -> Iterator[Row]:
    """Yield what is measured."""
    writer = Writer()
    candidates = [writer.candidate() for _ in range(profiles)]
    roles = [writer.role() for _ in range(profiles)]
    chinese = [writer.chinese_role() for _ in range(profiles)]
    yield Row("candidate", candidate_document, candidates)
    yield Row("role", role_document, roles)
    yield Row("role in Chinese", role_document, chinese)
    texts = [writer.sentence(50) + writer.sentence(70) for _ in range(profiles)]
    short = [writer.sentence(2 + place % 5) for place in range(profiles)]
    documents = [candidate_document(candidate) for candidate in candidates]
    lexicon = fit_lexicon(map(role_document, roles), documents)
    peer = TfidfVectorizer().fit(texts)
    for name, queries in (("long", texts), ("short", short)):
        yield Row(f"{name} query", lambda text: lexicon.vector(query_document(text)), queries)
        yield Row(f"{name} query, scikit-learn", lambda text: peer.transform([text]), queries)
    yield Row("words of a long query, scikit-learn", peer.build_analyzer(), texts)
    yield Row("vector of a stored document", lexicon.vector, documents)


def terms_of(row: Row) -> float | None:
    """Return how many distinct terms a row's documents have, where it makes any."""
    made = [row.call(thing) for thing in row.things]
    sizes = [len(size) for one in made if (size := getattr(one, "weights", None)) is not None]
    return mean(sizes) if sizes else None


def main() -> None:
    """Print a line for every row."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profiles", type=int, default=PROFILES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    measured = list(rows(asked.profiles))
    terms = [terms_of(row) for row in measured]
    rounds = [[row.measure() for row in measured] for _ in range(asked.rounds)]
    for row, count, spent in zip(measured, terms, zip(*rounds, strict=True), strict=True):
        told = f"{count:.0f} terms" if count else ""
        print(f"{row.name:36} {min(spent):.3f} ms {1_000 / min(spent):8,.0f} a second  {told}")


if __name__ == "__main__":
    main()
