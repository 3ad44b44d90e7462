"""Where the CPU of a request goes: its parts timed inside one process, each without the others."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient

ROUNDS = 3
# What belongs to a part: where it is looked up when it is called.
PARTS: Mapping[str, Sequence[str]] = {
    "authentication": ["marketplace.edge.caller", "marketplace.http.limits.caller"],
    "change log": ["marketplace.matches.catalogue.news_of"],
    "query analysed": [
        "marketplace.searches.services.query_document",
        "matching.ranking.lexicon.Lexicon.vector",
    ],
    "search": [
        "matching.ranking.index.Index.search",
        "matching.ranking.index.Index.sharing",
        "matching.ranking.index.Index.ids_by",
    ],
    "facets": ["marketplace.searches.services.count_facets"],
    "filters": [
        "marketplace.searches.services._masks",
        "marketplace.matches.listings.not_hidden_from",
        "marketplace.matches.listings.all_of",
        "marketplace.searches.services.all_of",
    ],
    "rows": [
        "marketplace.matches.ready.Shelf.roles",
        "marketplace.matches.ready.Shelf.candidates",
    ],
    "flags": ["marketplace.matches.told.Wording.tell"],
    "gates": ["marketplace.matches.pairs._gates"],
    "explanation": ["marketplace.matches.pairs.explain"],
    "who hides, who saw": [
        "marketplace.matches.sides.hiding_keys",
        "marketplace.matches.api.not_noted",
    ],
    "encoding": ["marketplace.http.encoding.write"],
    "query read": ["webargs.core.Parser.parse"],
    "limits": ["limits.strategies.FixedWindowRateLimiter.hit"],
    "log line": ["marketplace.edge._log"],
    "tag": ["marketplace.edge.tag"],
}


class Clock:
    """CPU of this thread by part; a part inside another counts for itself alone."""

    def __init__(self) -> None:
        self.spent: Counter[str] = Counter()
        self._running: list[str] = []
        self._since = 0

    def enter(self, part: str) -> None:
        """Begin a part, inside of what is running."""
        self._note()
        self._running.append(part)

    def leave(self) -> None:
        """End the part that began last."""
        self._note()
        self._running.pop()

    def _note(self) -> None:
        at = time.thread_time_ns()
        if self._running:
            self.spent[self._running[-1]] += at - self._since
        self._since = time.thread_time_ns()


def report_parts(
    settings: Mapping[str, str], questions: Mapping[str, Sequence[tuple[str, Mapping[str, str]]]]
) -> None:
    """Print, for each kind of question, what each part costs of one request."""
    with patch.dict(os.environ, settings), _silence(), ExitStack() as timed:
        from marketplace import create_app  # noqa: PLC0415 - reads the environment

        clock = Clock()
        for part, names in PARTS.items():
            for name in names:
                timed.enter_context(_timed(clock, part, name))
        client = create_app().test_client()
        told = {kind: _costs(client, clock, asked) for kind, asked in questions.items()}
    for kind, (total, costs) in told.items():
        print(f"\n{kind}: {total:.0f} µs in one process, without gunicorn")
        for part, cost in sorted(costs.items(), key=lambda each: -each[1]):
            print(f"    {part:<22} {cost:7.0f} µs  {cost / total:5.0%}")


def _costs(
    client: FlaskClient, clock: Clock, asked: Sequence[tuple[str, Mapping[str, str]]]
) -> tuple[float, dict[str, float]]:
    for path, headers in asked:
        client.get(path, headers=headers)
    clock.spent.clear()
    for _ in range(ROUNDS):
        for path, headers in asked:
            clock.enter("the frame around")
            client.get(path, headers=headers)
            clock.leave()
    count = ROUNDS * len(asked)
    costs = {part: spent / count / 1_000 for part, spent in clock.spent.items()}
    return sum(costs.values()), costs


def _timed(clock: Clock, part: str, name: str) -> AbstractContextManager[Any]:
    """Return a patch that times a function."""
    real = _found(name)

    @wraps(real)
    def timed(*args: object, **kwargs: object) -> object:
        clock.enter(part)
        try:
            return real(*args, **kwargs)
        finally:
            clock.leave()

    return patch(name, timed)


def _found(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = resolve_name(name)
    return found


@contextmanager
def _silence() -> Iterator[None]:
    """Let log lines go nowhere; they are written all the same."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, patch("sys.stderr", nowhere):
        yield
