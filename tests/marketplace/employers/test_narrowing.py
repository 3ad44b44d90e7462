"""The candidates of a role narrowed by what it asks and offers."""

import re
from datetime import timedelta
from string import ascii_lowercase
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.clock import now
from marketplace.database import database
from marketplace.matches.catalogue import catalogue
from marketplace.matches.naming import terms_of
from matching.ranking.lexicon import CUT_TERMS
from models import CandidateDocument, Note, Visibility
from tests.browsing import Browser
from tests.meetings import Employing, Seeking, applied, employing, seeking
from tests.people import People

SKILLS = [
    {"name": "surface codes", "required": True},
    {"name": "stim", "required": True},
    {"name": "Python", "required": False},
]
PAY: dict[str, Any] = {
    "salary_min": 400_000,
    "salary_max": 600_000,
    "salary_currency": "CNY",
    "salary_period": "year",
}


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=SKILLS, city="Hangzhou", degree_min="master", **PAY)


def naming(people: People, *names: str, **fields: Any) -> Seeking:
    skills = [{"name": name, "years": None} for name in names]
    return seeking(people, skills=skills, **{"headline": "Somebody", **fields})


class Ranking:
    """The candidates that the page shows, by code."""

    def __init__(self, app: Flask, boss: Employing) -> None:
        self._pages, self._boss = Browser(app, boss.owner), boss

    def shown(self, query: str = "") -> set[str]:
        answer = self._pages.get(f"/employer/roles/{self._boss.role_id}/candidates?{query}")
        assert answer.status_code == 200, answer.text
        return set(re.findall(r'name="who" value="([^"]+)"', answer.text))

    def codes(self, *seekers: Seeking) -> set[str]:
        return {seeker.code_for(self._boss) for seeker in seekers}


def test_who_names_all_must_haves_and_who_does_not(
    app: Flask, boss: Employing, people: People
) -> None:
    both = naming(people, "surface code", "Stim")
    one = naming(people, "surface codes", "Python")
    untold = naming(people, "surface codes", publications=[_titled("Notes on Stim")])
    ranking = Ranking(app, boss)
    assert ranking.shown("must_haves=met") == ranking.codes(both)
    assert ranking.shown("must_haves=unknown") == ranking.codes(one, untold)
    assert ranking.shown("must_haves=met,unknown") == ranking.codes(both, one, untold)
    assert ranking.shown("skill=Python") == ranking.codes(one)
    assert ranking.shown("skill=surface+codes&skill=Python") == ranking.codes(one)
    assert ranking.shown("skill=surface+codes&skill=") == ranking.codes(both, one, untold)
    assert ranking.shown("skill=cobol") == set()


def test_some_are_left_out(app: Flask, boss: Employing, people: People) -> None:
    master, doctor = ({"education": [_degree(level)]} for level in ("master", "doctor"))
    here = naming(people, "stim", hubs=["hangzhou", "beijing"], **master)
    there = naming(people, "stim", hubs=["chengdu"], **doctor)
    untold = naming(people, "stim")
    ranking = Ranking(app, boss)
    assert ranking.shown("not_hub=beijing") == ranking.codes(there, untold)
    assert ranking.shown("not_hub=beijing&not_degree=doctor") == ranking.codes(untold)
    assert ranking.shown("hub=hangzhou,chengdu&not_degree=master") == ranking.codes(there)
    candidates = f"/employer/roles/{boss.role_id}/candidates"
    pages = Browser(app, boss.owner)
    pages.post(f"{candidates}/{there.code_for(boss)}/tags", {"tag": "Seen before"})
    assert ranking.shown("not_tag=Seen+before") == ranking.codes(here, untold)
    told = pages.get(f"{candidates}?not_tag=Seen+before&hub=beijing&huub=beijing").text
    assert f'<a class="chip" href="{candidates}?hub=beijing">' in told
    assert "Without: Seen before" in told
    assert "<code>huub</code> Did you mean:" in told


def test_a_long_profile_names_what_its_vector_has_no_room_for(
    app: Flask, boss: Employing, people: People
) -> None:
    others = [naming(people, "surface codes", "stim") for _ in range(3)]
    many = " ".join(f"{one}{two}q" for one in ascii_lowercase for two in ascii_lowercase)
    long = naming(people, "surface codes", "stim", summary=many)
    hushed = naming(people, "surface codes", summary=many, publications=[_titled("Notes on Stim")])
    ranking = Ranking(app, boss)
    with (
        app.app_context(),
        database().session(write=False) as session,
        catalogue().reading(session) as state,
    ):
        vector = state.candidates.vector(long.candidate_id)
    assert len(vector.terms) == CUT_TERMS
    lost = next(word for word in many.split() if terms_of(word).isdisjoint(vector.terms))
    assert ranking.shown(f"skill={lost}") == ranking.codes(long, hushed)
    assert ranking.shown("skill=stim&skill=surface+codes") == ranking.codes(long, *others)
    assert ranking.shown("must_haves=unknown") == ranking.codes(hushed)
    assert ranking.shown(f"skill={lost}&skill=stim") == ranking.codes(long)


def _titled(title: str) -> dict[str, Any]:
    return {"title": title, "doi": None, "evidence": "none"}


def test_what_only_an_open_profile_tells_counts_until_it_is_veiled(
    app: Flask, people: People
) -> None:
    for is_blind in (False, True):
        boss = employing(people, skills=SKILLS, blind_review=is_blind)
        known = {"publications": [_titled("Notes on Stim")], "visibility": Visibility.OPEN}
        person = naming(people, "surface codes", name="Wu Lan", **known)
        ranking = Ranking(app, boss)
        found = ranking.shown("skill=stim")
        assert (person.code_for(boss) in found) is not is_blind


def test_what_changed_is_looked_at_again(app: Flask, boss: Employing, people: People) -> None:
    person = naming(people, "surface codes")
    ranking, path = Ranking(app, boss), f"/candidates/{person.candidate_id}"
    assert ranking.shown("skill=stim") == set()
    changed = person.person.patch(path, {"skills": [{"name": "stim", "years": 1}]})
    assert changed.status_code == 200, changed.json
    assert ranking.shown("skill=stim") == ranking.codes(person)
    assert ranking.shown("skill=surface+codes") == set()


def test_words_that_are_not_kept_are_read_anew(app: Flask, boss: Employing, people: People) -> None:
    person = naming(people, "stim")
    with people.database.session(write=True) as session:
        session.execute(sa.delete(CandidateDocument))
        session.commit()
    ranking = Ranking(app, boss)
    assert ranking.shown("skill=stim") == ranking.codes(person)


def test_a_text_too_long_for_its_vector_still_names_a_skill(
    app: Flask, boss: Employing, people: People
) -> None:
    strange = " ".join(f"wort{number}x{number * 7919}" for number in range(600))
    person = naming(people, "stim", summary=f"{strange} surface codes")
    ranking = Ranking(app, boss)
    assert ranking.shown("must_haves=met") == ranking.codes(person)


def test_requirements_are_as_good_as_the_worst_of_them(
    app: Flask, boss: Employing, people: People
) -> None:
    fits = {"hubs": ["hangzhou"], "salary_min": _wish(400_000)}
    met = naming(people, "stim", education=[_degree("doctor")], **fits)
    failed = naming(people, "stim", education=[_degree("bachelor")], **fits)
    unsaid = naming(people, "stim", education=[_degree("master")], hubs=["hangzhou"])
    ranking = Ranking(app, boss)
    assert ranking.shown("requirements=met") == ranking.codes(met)
    assert ranking.shown("requirements=not_met") == ranking.codes(failed)
    assert ranking.shown("requirements=met,unknown") == ranking.codes(met, unsaid)


def _degree(level: str) -> dict[str, Any]:
    fields = {"institution": None, "field": None, "sectors": None, "stem": None, "end": None}
    return {"degree": level, "evidence": "none", **fields}


def _wish(amount: int, currency: str = "CNY", period: str = "year") -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "period": period}


def test_a_pay_ceiling_lets_those_in_who_have_not_said(
    app: Flask, boss: Employing, people: People
) -> None:
    low = naming(people, "stim", salary_min=_wish(33_000, period="month"))
    middle = naming(people, "stim", salary_min=_wish(500_000))
    high = naming(people, "stim", salary_min=_wish(700_000))
    unsaid = naming(people, "stim")
    foreign = naming(people, "stim", salary_min=_wish(90_000, "USD"))
    ranking = Ranking(app, boss)
    assert ranking.shown("pay=least") == ranking.codes(low, unsaid, foreign)
    assert ranking.shown("pay=middle") == ranking.codes(low, middle, unsaid, foreign)
    assert ranking.shown("pay=most") == ranking.codes(low, middle, unsaid, foreign)
    assert high.code_for(boss) in ranking.shown()


@pytest.mark.parametrize(
    ("pay", "offered"),
    [
        ({}, []),
        (PAY | {"salary_max": None}, ["least"]),
        (PAY | {"salary_min": 600_000}, ["most"]),
        (PAY, ["least", "middle", "most"]),
    ],
)
def test_a_ceiling_is_offered_at_what_the_role_pays(
    app: Flask, people: People, pay: dict[str, Any], offered: list[str]
) -> None:
    boss = employing(people, skills=SKILLS, **pay)
    seeker = naming(people, "stim", salary_min=_wish(400_000))
    pages, path = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/candidates"
    shown = pages.get(path).text
    found = re.findall(r'<option value="(least|middle|most)"', shown)
    assert found == offered
    assert seeker.code_for(boss) in pages.get(f"{path}?pay=most").text
    assert pages.get(f"{path}?pay=499999").status_code == 422


def test_the_last_activity_stands_in_the_table(app: Flask, boss: Employing, people: People) -> None:
    person, other = naming(people, "stim"), naming(people, "surface codes")
    applied(person, boss)
    later = now() + timedelta(days=400)
    with people.database.session(write=True) as session:
        session.add(
            Note(
                role_id=boss.role_id,
                candidate_id=person.candidate_id,
                text="Called.",
                created_at=later,
            )
        )
        session.commit()
    shown = Browser(app, boss.owner).get(f"/employer/roles/{boss.role_id}/candidates").text
    rows = {code: shown.split(f'value="{code}"')[1].split("</tr>")[0] for code in _codes(shown)}
    assert str(later.year) in rows[person.code_for(boss)]
    assert "No activity yet" in rows[other.code_for(boss)]


def _codes(text: str) -> list[str]:
    return re.findall(r'name="who" value="([^"]+)"', text)


@pytest.mark.parametrize(
    ("page", "usual", "others"),
    [("candidates", "fit", ("newest",)), ("applications", "newest", ("waiting", "fit"))],
)
def test_heads_of_columns_order_the_table_and_keep_its_filters(
    app: Flask, boss: Employing, people: People, page: str, usual: str, others: tuple[str, ...]
) -> None:
    applied(naming(people, "stim"), boss)
    pages, path = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/{page}"
    shown = pages.get(f"{path}?owner=nobodys").text
    assert re.findall(r'<th scope="col" aria-sort="(\w+)"><a href="([^"]+)"', shown) == [
        ("descending", f"{path}?owner=nobodys")
    ]
    for order in others:
        address = f"{path}?owner=nobodys&amp;sort={order}"
        assert f'<th scope="col"><a href="{address}">' in shown
        ordered = pages.get(f"{path}?owner=nobodys&sort={order}").text
        [(_, here)] = re.findall(r'aria-sort="(\w+)"><a href="([^"]+)"', ordered)
        assert here == address
        assert f'<th scope="col"><a href="{path}?owner=nobodys">' in ordered
    assert usual not in others
