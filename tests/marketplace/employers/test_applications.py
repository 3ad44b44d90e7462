"""Those who applied, as a table: filters, choosing all who match, bulk acts, undo."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from marketplace.events import MAIL
from models import (
    Application,
    CandidateView,
    ConversationMessage,
    Note,
    OutboxMessage,
    Purpose,
    RoleVisit,
    Visibility,
    now,
)
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import SKILLS, browser, somebody, text_of
from tests.meetings import Employing, Seeking, applied, employing
from tests.people import People


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=SKILLS, city="Hangzhou")


def path_of(boss: Employing) -> str:
    return f"/employer/roles/{boss.role_id}/applications"


def keys_in(answer: Any) -> set[str]:
    return set(re.findall(r'name="application" value="([^"]+)"', answer.text))


def visited_before(people: People) -> None:
    """Let everything so far have happened two hours ago, and the owner have left since."""
    before, past = now() - timedelta(hours=2), now() - timedelta(hours=1)
    with people.database.session(write=True) as session:
        session.execute(sa.update(Application).values(created_at=before))
        session.execute(sa.update(CandidateView).values(seen_at=before))
        session.execute(sa.update(RoleVisit).values(begun_at=before, last_at=past))
        session.commit()


def test_filters_find_stage_band_tag_and_what_is_new(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = somebody(people), somebody(people)
    first, second = applied(one, boss), applied(two, boss)
    pages, path = browser(app, boss), path_of(boss)
    boss.owner.post(f"/applications/{first['id']}/transitions", {"to": "screen"})
    everybody = {f"{first['id']}~screen", f"{second['id']}~applied"}
    assert keys_in(pages.get(path)) == everybody
    assert keys_in(pages.get(f"{path}?fresh=new")) == everybody
    assert keys_in(pages.get(f"{path}?stage=screen")) == {f"{first['id']}~screen"}
    tag = f"/employer/roles/{boss.role_id}/candidates/{two.code_for(boss)}/tags"
    assert "Speaks Chinese" in pages.post(tag, {"tag": "Speaks  Chinese"}).text
    assert keys_in(pages.get(f"{path}?tag=Speaks+Chinese")) == {f"{second['id']}~applied"}
    others = pages.get(f"{path}?not_tag=Speaks+Chinese")
    assert keys_in(others) == {f"{first['id']}~screen"}
    assert "Without: Speaks Chinese" in text_of(others)
    bands = {each: keys_in(pages.get(f"{path}?band={each}")) for each in ("strong", "fair", "weak")}
    assert set.union(*bands.values()) == everybody
    assert sum(len(keys) for keys in bands.values()) == len(everybody)
    visited_before(people)
    third = applied(somebody(people), boss)
    assert keys_in(pages.get(f"{path}?fresh=new")) == {f"{third['id']}~applied"}
    assert keys_in(pages.get(f"{path}?fresh=new")) == {f"{third['id']}~applied"}  # still
    misspelled = pages.get(f"{path}?stag=screen&page=1&tag=")
    assert f'<a href="{path}?stage=screen"><code>stage</code></a>' in misspelled.text
    assert misspelled.text.count("<code>") == 2
    refused = pages.get(f"{path}?stage=nowhere")
    assert refused.status_code == 422
    assert "Not one of" in refused.text
    for order in ("newest", "waiting", "fit"):
        assert len(keys_in(pages.get(f"{path}?sort={order}"))) == 3


def test_who_is_in_no_ranking_has_no_band(app: Flask, boss: Employing, people: People) -> None:
    seeker = somebody(people, visibility=Visibility.HIDDEN)
    made = applied(seeker, boss)
    pages, path = browser(app, boss), path_of(boss)
    assert "not ranked" in pages.get(path).text
    assert keys_in(pages.get(f"{path}?band=strong&band=fair&band=weak")) == set()
    assert keys_in(pages.get(f"{path}?sort=fit")) == {f"{made['id']}~applied"}
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert log == []


def test_whose_band_is_shown_sees_that_it_was(app: Flask, boss: Employing, people: People) -> None:
    seeker = somebody(people, consents=(Purpose.MATCHING,))
    applied(seeker, boss)
    assert "fit" in browser(app, boss).get(path_of(boss)).text
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert [view["what"] for view in log] == ["ranking"]


def digest_in(answer: Any) -> str:
    found = re.search(r'name="all" value="(\w+)"', answer.text)
    assert found is not None
    return found[1]


def stages(people: People) -> list[str]:
    with people.database.session(write=False) as session:
        return sorted(str(stage) for stage in session.scalars(sa.select(Application.stage)))


def test_all_that_match_are_moved_at_once_and_taken_back(
    app: Flask, boss: Employing, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marketplace.employers.applicants.ROWS", 2)
    monkeypatch.setattr("marketplace.employers.pages.applications.ROWS", 2)
    made = [applied(somebody(people), boss) for _ in range(5)]
    boss.owner.post(f"/applications/{made[0]['id']}/transitions", {"to": "screen"})
    pages, path = browser(app, boss), path_of(boss)
    shown = pages.get(f"{path}?stage=applied")
    assert "Choose all 4 that match" in shown.text
    assert len(keys_in(shown)) == 2
    assert len(keys_in(pages.get(f"{path}?stage=applied&page=2"))) == 2
    chosen = pages.get(f"{path}?stage=applied&all=yes")
    assert "All 4 that match are chosen." in chosen.text
    act = {"all": digest_in(chosen), "act": "move", "to": "interview"}
    moved = pages.post(f"{path}?stage=applied", act)
    assert "4 applications moved." in moved.text
    assert stages(people) == ["interview"] * 4 + ["screen"]
    batch = re.search(r'name="batch" value="([^"]+)"', moved.text)
    assert batch is not None
    undo = {"batch": batch[1], "back": "list_applications"}
    back = pages.post(f"/employer/roles/{boss.role_id}/pipeline/undo", undo)
    assert back.request.path == path
    assert stages(people) == ["applied"] * 4 + ["screen"]


def test_what_no_longer_matches_is_not_moved(app: Flask, boss: Employing, people: People) -> None:
    applied(somebody(people), boss)
    pages, path = browser(app, boss), path_of(boss)
    chosen = pages.get(f"{path}?all=yes")
    applied(somebody(people), boss)
    act = {"all": digest_in(chosen), "act": "move", "to": "interview"}
    assert "What matches changed meanwhile" in pages.post(path, act).text
    assert stages(people) == ["applied", "applied"]


def written(people: People) -> list[str]:
    with people.database.session(write=False) as session:
        return list(session.scalars(sa.select(ConversationMessage.text)))


def test_many_are_tagged_noted_shortlisted_and_written_to(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = somebody(people), somebody(people, name="Bo Lin")
    keys = [f"{applied(each, boss)['id']}~applied" for each in (one, two)]
    pages, path = browser(app, boss), path_of(boss)
    assert "Tick at least one" in pages.post(path, {"act": "tag", "tag": "Late"}).text
    assert pages.post(path, {"application": keys, "act": "nothing"}).status_code == 404
    assert (
        "2 candidates tagged “Late”." in pages.post(path, {"application": keys, "tag": "Late"}).text
    )
    assert "A tag holds no comma." in pages.post(path, {"application": keys, "tag": "a,b"}).text
    noted = pages.post(path, {"application": keys, "act": "note", "note": "Call in May."})
    assert "The note is kept at 2 candidates." in noted.text
    with people.database.session(write=False) as session:
        assert list(session.scalars(sa.select(Note.text))) == ["Call in May."] * 2
    listed = pages.post(path, {"application": keys, "act": "shortlist", "name": "May"})
    assert "2 candidates added to May." in listed.text
    compared = pages.post(path, {"application": keys, "act": "compare"})
    assert "Nobody wins" in compared.text
    asked = pages.post(path, {"application": keys, "act": "message"})
    assert "Write to 2 candidates" in asked.text
    who = [each.code_for(boss) for each in (one, two)]
    here = f"/employer/roles/{boss.role_id}/messages"
    assert pages.post(here, {"who": who, "message": ""}).status_code == 422
    sent = pages.post(here, {"who": who, "message": "Dear {name}, about {role}: {soon}"})
    assert "2 messages sent." in sent.text
    title = boss.owner.get(f"/roles/{boss.role_id}").json["title"]
    assert sorted(written(people)) == [
        f"Dear Ada Moreau, about {title}: {{soon}}",
        f"Dear Bo Lin, about {title}: {{soon}}",
    ]


def test_who_is_still_a_code_is_named_by_no_text(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS, blind_review=True)
    seeker = somebody(people, visibility=Visibility.OPEN)
    key = f"{applied(seeker, boss)['id']}~applied"
    pages, path = browser(app, boss), path_of(boss)
    assert "Moreau" not in pages.get(path).text
    who = {"who": seeker.code_for(boss)}
    refused = pages.post(f"/employer/roles/{boss.role_id}/messages", {**who, "message": "{name}"})
    assert "was not written to" in refused.text
    words = {"reason": "Other", "message": "{name}，感谢您的申请。", "back": "list_applications"}
    chosen = {"application": key, "act": "move", "to": "rejected"}
    asked = pages.post(path, chosen | {"back": "list_applications"})
    assert 'value="list_applications"' in asked.text
    done = pages.post(f"/employer/roles/{boss.role_id}/pipeline", chosen | words)
    assert done.request.path == path
    [mail] = mails(people)
    assert mail.startswith("候选人，感谢您的申请。")


def mails(people: People) -> list[str]:
    with people.database.session(write=False) as session:
        found = session.scalars(sa.select(OutboxMessage).where(OutboxMessage.type == MAIL))
        return [each.payload["text"] for each in found if "申请" in each.payload["text"]]


def test_the_ranked_candidates_are_found_by_the_members_own_work(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two, three = somebody(people), somebody(people), somebody(people)
    four = somebody(people, visibility=Visibility.HIDDEN)
    pages = browser(app, boss)
    path = f"/employer/roles/{boss.role_id}/candidates"
    assert shown_of(pages.get(path), boss, one, two, three) == {0, 1, 2}
    tagged = pages.post(path, {"act": "tag", "tag": "Q3", "who": [one.code_for(boss)]})
    assert "1 candidate tagged “Q3”." in tagged.text
    assert shown_of(pages.get(f"{path}?tag=Q3"), boss, one, two, three) == {0}
    applied(two, boss)
    assert shown_of(pages.get(f"{path}?stage=applied"), boss, one, two, three) == {1}
    assert shown_of(pages.get(f"{path}?stage=applied&tag=Q3"), boss, one, two, three) == set()
    assert shown_of(pages.get(f"{path}?fresh=unreviewed"), boss, one, two, three) == {0, 2}
    assert two.code_for(boss) not in pages.get(f"{path}.csv?tag=Q3").text
    assert pages.get(f"{path}.csv?stage=nowhere").status_code == 422
    visited_before(people)
    shows = {"visibility": "anonymous"}
    assert four.person.patch(f"/candidates/{four.candidate_id}", shows).status_code == 200
    assert shown_of(pages.get(f"{path}?fresh=new"), boss, one, two, three, four) == {3}
    assert shown_of(pages.get(f"{path}?fresh=new"), boss, one, two, three, four) == {3}  # still


def shown_of(answer: Any, boss: Employing, *seekers: Seeking) -> set[int]:
    assert answer.status_code == 200, text_of(answer)
    codes = re.findall(r'name="who" value="([^"]+)"', answer.text)
    return {place for place, each in enumerate(seekers) if each.code_for(boss) in codes}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_viewer_reads_the_table_and_acts_on_nobody(
    app: Flask, boss: Employing, people: People, language: str
) -> None:
    key = f"{applied(somebody(people), boss)['id']}~applied"
    viewer = Browser(app, boss.member(people, "viewer"), language=language)
    shown = viewer.get(path_of(boss))
    assert key in keys_in(shown)
    assert 'value="move"' not in shown.text
    moved = viewer.post(path_of(boss), {"application": key, "act": "move", "to": "screen"})
    assert moved.status_code == 403


def test_above_every_page_of_a_role_stands_whom_it_met_and_what_it_lacks(
    app: Flask, people: People
) -> None:
    boss = employing(people, city="Hangzhou", description=None)
    for _ in range(2):
        applied(somebody(people), boss)
    pages, role = browser(app, boss), f"/employer/roles/{boss.role_id}"
    for name in ("candidates", "applications", "pipeline", "shortlists", "figures", "edit"):
        shown = pages.get(f"{role}/{name}")
        assert "Applied 2" in text_of(shown), name
        assert "things to change in the posting" in shown.text, name
    assert boss.owner.post(f"/roles/{boss.role_id}/transitions", {"to": "closed"}).status_code < 300
    assert "to change in the posting" not in pages.get(f"{role}/pipeline").text
