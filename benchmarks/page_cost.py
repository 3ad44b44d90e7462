"""What each page costs beside a bare one: CPU of the same visitor's requests in one run.

``python -m benchmarks.page_cost`` makes the demo, ``--documents`` adds as many invented roles and
candidates, and ``--folder`` keeps both for the next time; names of pages, or parts of names,
measure those alone, with a query where one stands behind (``rank_candidates?pay=most``). Both
kinds of request go through the whole application; the bare page is the frame with a heading.
"""

import argparse
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import structlog
from flask import Flask, render_template

from benchmarks.invented_market import fill_market
from marketplace import create_app
from marketplace.errors import Unavailable
from marketplace.matches.upkeep import heal_files, renew
from marketplace.migrating import migrate
from tests.browsing import Browser
from tests.conftest import make_config
from tests.pages.addresses import VISITORS, Visit, find_people, kept_visits
from tests.pages.showing import load_demo

BARE = "{% extends 'layout.html' %}{% block main %}<h1>Bare</h1>{% endblock %}"
ROUNDS, WARM = 15, 3
PAUSE_SECONDS = 5
MADE = "made"  # a file that says that the rest is whole
HTML = {"Accept": "text/html"}


def make(folder: Path, documents: int) -> None:
    """Make the demo with so many more roles and candidates, unless it is there."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / MADE).exists():
        database = _app(folder).extensions["database"]
        migrate(database.engine)
        with database.session(write=False) as session:
            heal_files(session, folder / "index")
        return
    load_demo(folder)
    app = _app(folder)
    fill_market(app.extensions["database"], documents)
    renew(app.extensions["database"], folder / "index")
    (folder / MADE).touch()


def measure(folder: Path, names: Sequence[str] = ("",)) -> list[tuple[Visit, float, float]]:
    """Return for each page its milliseconds, and those of a bare page for the same visitor.

    Args:
        names: parts of the names of the pages that are measured, with or without a query.
    """
    app = _app(folder)
    bare = app.jinja_env.from_string(BARE)  # compiled once, as the templates of all pages are
    app.add_url_rule("/bare", view_func=lambda: render_template(bare))
    people = find_people(app)
    browsers = {name: Browser(app, people[name]) for name in VISITORS}
    rows = []
    for visit in _visits(folder, names):
        get = partial(browsers[visit.visitor].client.get, headers=HTML)
        while get(visit.path).status_code == Unavailable.status:  # candidates are being read
            time.sleep(PAUSE_SECONDS)
        rows.append((visit, *_both(get, visit.path)))
    return rows


def _visits(folder: Path, names: Sequence[str]) -> Iterator[Visit]:
    for visit in kept_visits(folder / "visits.json"):
        for name in names:
            part, asks, query = name.partition("?")
            if part in visit.endpoint:
                path = f"{visit.path}{'&' if '?' in visit.path else asks}{query}"
                yield replace(visit, endpoint=visit.endpoint + asks + query, path=path)


def _app(folder: Path) -> Flask:
    return create_app(make_config(f"sqlite:///{folder / 'demo.db'}", folder, demo=True))


def _both(get: Callable[[str], object], path: str) -> tuple[float, float]:
    """Return the medians of a page and of the bare one, asked for in turns."""
    page: list[float] = []
    bare: list[float] = []
    for turn in range(WARM + ROUNDS):
        for address, times in ((path, page), ("/bare", bare)):
            began = time.process_time()
            get(address)
            if turn >= WARM:
                times.append((time.process_time() - began) * 1000)
    return statistics.median(page), statistics.median(bare)


def report(rows: list[tuple[Visit, float, float]]) -> str:
    """Return a table, the dearest page first."""
    lines = ["| page | seen by | ms | bare, ms | times |", "|---|---|---|---|---|"]
    for visit, page, bare in sorted(rows, key=lambda row: -row[1] / row[2]):
        name = f"`{visit.endpoint}`"
        lines.append(f"| {name} | {visit.visitor} | {page:.1f} | {bare:.1f} | {page / bare:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", default=[""], help="parts of names; all without any")
    parser.add_argument("--documents", type=int, default=0, help="more roles, and candidates")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as passing:
        folder = options.folder or Path(passing)
        make(folder, options.documents)
        sys.stdout.write(report(measure(folder, options.pages)) + "\n")


if __name__ == "__main__":
    main()
