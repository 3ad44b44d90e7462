"""Filters that need every candidate say how far they are, while a thread reads the rest."""

import threading
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from marketplace.clock import today
from marketplace.database import Database
from marketplace.matches import candidate_facts
from marketplace.matches.candidate_facts import Work
from marketplace.matches.catalogue import Catalogue
from marketplace.matches.upkeep import renew
from tests.browsing import BROWSER, Browser
from tests.meetings import Employing, Seeking, at_once, employing, seeking
from tests.people import Answer, People

DOCTOR = dict.fromkeys(("institution", "field", "sectors", "stem", "end")) | {
    "degree": "doctor",
    "evidence": "none",
}


class Asking:
    """An employer who filters, and the thread's work, done when the test says so."""

    def __init__(self, app: Flask, people: People) -> None:
        self.app, self.works = app, list[Work]()
        self.boss: Employing = employing(people, degree_min="master", work_mode="remote")
        self.seekers: list[Seeking] = [seeking(people, education=[DOCTOR]) for _ in range(3)]
        app.extensions["catalogue"] = self.catalogue = Catalogue(
            app.config["MARKETPLACE"].index_folder, self.works.append
        )

    def get(self, query: str = "requirements=unknown", **headers: str) -> Any:
        path = f"/employer/roles/{self.boss.role_id}/candidates?{query}"
        pages = Browser(self.app, self.boss.owner).client
        return pages.get(path, headers={**BROWSER, "Accept-Language": "en", **headers})

    def shown(self, query: str = "requirements=unknown") -> list[bool]:
        answer = self.get(query)
        assert answer.status_code == 200, answer.text
        return [f'value="{each.code_for(self.boss)}"' in answer.text for each in self.seekers]

    def work(self) -> None:
        database: Database = self.app.extensions["database"]
        with self.app.app_context():
            self.works.pop()(database)


def without_degree(seeker: Seeking) -> Answer:
    """Have somebody say that they have no degree."""
    return seeker.person.patch(f"/candidates/{seeker.candidate_id}", {"education": []})


@pytest.fixture
def asking(app: Flask, people: People, monkeypatch: pytest.MonkeyPatch) -> Asking:
    monkeypatch.setattr(candidate_facts, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(candidate_facts, "BATCH", 1)
    return Asking(app, people)


def test_a_page_says_how_far_it_is_and_loads_again(asking: Asking) -> None:
    refused = asking.get()
    assert refused.status_code == 503
    assert "1 of 3 candidates are ready" in refused.text
    assert refused.headers["Refresh"] == refused.headers["Retry-After"] == "5"
    assert "HX-Redirect" not in refused.headers
    chinese = asking.get(**{"Accept-Language": "zh"})
    assert "共 3 位候选人，已就绪 1 位" in chinese.text
    part = asking.get(**{"HX-Request": "true"})
    assert part.headers["HX-Redirect"].endswith("/candidates?requirements=unknown")
    assert asking.get("").status_code == 200
    [_] = asking.works
    asking.work()
    assert asking.shown() == [True] * 3
    assert asking.shown("requirements=met,not_met") == [False] * 3


def test_a_program_is_told_when_to_ask_again(asking: Asking) -> None:
    path = f"/roles/{asking.boss.role_id}/matches?k_sponsorship=unknown,met,not_met"
    refused = asking.boss.owner.get(path)
    assert refused.status_code == 503
    assert refused.json["detail"].startswith("Candidates are being read for this filter: 1 of 3")
    assert refused.headers["Retry-After"] == "5"
    assert "Refresh" not in refused.headers
    asking.work()
    assert len(asking.boss.owner.get(path).json["data"]) == 3


def test_a_question_about_another_day_costs_nothing_of_todays(asking: Asking) -> None:
    owner, wanted = asking.boss.owner, "k_sponsorship=unknown,met,not_met"

    def foreseen(days: int) -> int:
        path = f"/matches/preview?{wanted}&as_of={today() + timedelta(days=days)}"
        answer = owner.post(path, {"role": {"title": "Somebody"}})
        return answer.status_code

    def ranked() -> int:
        return owner.get(f"/roles/{asking.boss.role_id}/matches?{wanted}").status_code

    assert ranked() == 503
    asking.work()
    assert ranked() == 200
    assert foreseen(days=400) == foreseen(days=500) == 503
    assert ranked() == 200
    assert without_degree(asking.seekers[0]).status_code == 200
    asking.works.clear()
    assert ranked() == 200


def test_a_change_between_reading_and_keeping_is_not_lost(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert asking.get().status_code == 503
    read, changed = candidate_facts._read, list[Seeking]()  # noqa: SLF001 - the moment between

    def change_after(reading: Any, batch: Any) -> Any:
        found = read(reading, batch)
        for seeker in asking.seekers:
            if seeker.candidate_id in batch.ids and not changed:
                changed.append(seeker)
                # in threads of their own: a request's context is not the reader's
                [answer] = at_once(partial(without_degree, seeker))
                assert answer.status_code == 200
                [answer] = at_once(lambda: asking.get(""))
                assert answer.status_code == 200
        return found

    with monkeypatch.context() as patching:
        patching.setattr(candidate_facts, "_read", change_after)
        asking.work()
    assert asking.shown("requirements=not_met") == [each in changed for each in asking.seekers]
    assert asking.shown() == [each not in changed for each in asking.seekers]


def test_what_fails_is_tried_again(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("away"))

    assert asking.get().status_code == 503
    with monkeypatch.context() as patching:
        patching.setattr(candidate_facts, "_read", fail)
        asking.work()
    assert asking.get().status_code == 503
    asking.work()
    assert asking.shown() == [True] * 3


def test_a_thread_of_the_process_goes_on(
    app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = app.extensions["catalogue"]
    asking = Asking(app, people)
    app.extensions["catalogue"] = made
    monkeypatch.setattr(candidate_facts, "PATIENCE_SECONDS", 0)
    monkeypatch.setattr(candidate_facts, "BATCH", 1)
    assert asking.get().status_code == 503
    for thread in threading.enumerate():
        if thread.name == "candidates":
            thread.join()
    assert asking.shown() == [True] * 3


def test_a_new_generation_reads_only_who_changed(
    app: Flask, asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.get()
    asking.work()
    assert asking.shown() == [True] * 3
    read, looked_at = candidate_facts._read, list[Any]()  # noqa: SLF001 - what it costs

    def note(reading: Any, batch: Any) -> Any:
        looked_at.extend(batch.ids)
        return read(reading, batch)

    monkeypatch.setattr(candidate_facts, "_read", note)
    renew(app.extensions["database"], app.config["MARKETPLACE"].index_folder)
    changed = asking.seekers[0]
    assert without_degree(changed).status_code == 200
    assert asking.shown() == [False, True, True]
    assert looked_at == [changed.candidate_id]
