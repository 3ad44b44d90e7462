"""Quotes beside each requirement: what a candidate wrote, as far as an employer may read it."""

import re
from html import unescape
from typing import Any

from flask import Flask

from models import Visibility
from tests.browsing import Browser
from tests.meetings import Employing, Seeking, employing, seeking
from tests.people import People

SKILLS = [{"name": "surface codes", "required": True}, {"name": "PyTorch", "required": False}]
POST = {
    "title": "Engineer",
    "organisation": "Harbour Lab",
    "sector": "ai",
    "start": "2019-01",
    "end": None,
    "summary": "Decoders for surface codes at Harbour Lab.",
    "leads_rd": None,
    "stem_research": None,
    "evidence": "none",
}


def writing(people: People, **fields: Any) -> Seeking:
    skills = [{"name": "TensorFlow", "years": 3}]
    known: dict[str, Any] = {"skills": skills, "experience": [POST], "name": "Wu Lan"}
    return seeking(people, **(known | fields))


def compared(app: Flask, boss: Employing, *seekers: Seeking, more: str = "") -> str:
    query = "&".join(f"who={seeker.code_for(boss)}" for seeker in seekers)
    path = f"/employer/roles/{boss.role_id}/compare?{query}{more}"
    answer = Browser(app, boss.owner).get(path)
    assert answer.status_code == 200
    return unescape(answer.text)


def quotes_in(page: str) -> list[str]:
    return re.findall(r"<q[^>]*>([^<]+)</q>", page)


def test_cells_quote_what_each_wrote_as_far_as_it_may_be_read(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS)
    open_one = writing(people, visibility=Visibility.OPEN)
    veiled = writing(people, summary="I, Wu Lan, know surface codes. Mail wu@lan.example.")
    page = compared(app, boss, open_one, veiled)
    quotes = quotes_in(page)
    assert "Decoders for surface codes at Harbour Lab." in quotes
    assert "I, […], know surface codes." in quotes
    assert quotes.count("TensorFlow") == 2
    assert "wu@lan.example" not in page
    shown = Browser(app, boss.owner).get(
        f"/employer/roles/{boss.role_id}/candidates/{veiled.code_for(boss)}"
    )
    assert "I, […], know surface codes." in quotes_in(shown.text)


def test_blind_review_withholds_from_quotes_and_from_the_file(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS, blind_review=True)
    summary = "=Wu Lan knows surface codes"
    open_one = writing(people, visibility=Visibility.OPEN, summary=summary)
    other = writing(people)
    for more in ("", "&format=csv"):
        page = compared(app, boss, open_one, other, more=more)
        assert "Wu Lan" not in page
        assert "Harbour" not in page
    assert "Named: “=[…] knows surface codes”" in page


def test_what_a_table_shows_stands_beside_each_gate(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS, languages=[{"language": "en", "level": "B2"}])
    languages = [{"language": "en", "level": "C1", "evidence": "none"}]
    one = writing(people, languages=languages, hubs=["shanghai"])
    page = compared(app, boss, one, writing(people, hubs=None))
    cells = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "English C1" in cells
    assert "Shanghai" in cells
