"""What is done with a selection: handed out as a file, and all of it from the board too."""

import csv
import io
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from models import AuditEvent, Visibility
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import SKILLS, browser, somebody, text_of
from tests.meetings import Employing, applied, employing, seeking
from tests.people import People


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=SKILLS, city="Hangzhou")


def table(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def exports(people: People) -> list[dict[str, Any]]:
    with people.database.session(write=False) as session:
        wanted = sa.select(AuditEvent).where(AuditEvent.type == "candidates.exported")
        events = session.scalars(wanted.order_by(AuditEvent.id)).all()
        return [{"actor": event.actor_id, **event.detail} for event in events]


def test_the_ticked_candidates_alone_are_handed_out(
    app: Flask, boss: Employing, people: People
) -> None:
    named = somebody(people, visibility=Visibility.OPEN, name="=Ada Moreau")
    masked = somebody(people, name="Wu Lan", summary="I am Wu Lan.")
    somebody(people)
    codes = [named.code_for(boss), masked.code_for(boss)]
    path = f"/employer/roles/{boss.role_id}/candidates"
    chosen = {"act": "export", "who": codes}
    rows = table(browser(app, boss).post(path, chosen))
    assert [row["Code"] for row in rows] == codes
    assert [row["Name"] for row in rows] == ["'=Ada Moreau", ""]
    assert {row["Must-haves met"] for row in rows} == {"1"}
    role = str(boss.role_id)
    [event] = exports(people)
    told = {"role_id": role, "what": "candidates", "count": 2}
    assert event == {"actor": boss.owner.account_id, **told}
    log = masked.person.get(f"/candidates/{masked.candidate_id}/access_log").json["data"]
    assert "ranking" in {view["what"] for view in log}


def test_ticked_applications_are_handed_out_from_table_and_board(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two, three = (somebody(people) for _ in range(3))
    made = [applied(each, boss) for each in (one, two, three)]
    keys = [f"{each['id']}~applied" for each in made[:2]]
    path = f"/employer/roles/{boss.role_id}/applications"
    tag = {"act": "tag", "tag": "+Keen", "application": keys}
    browser(app, boss).post(path, tag)
    for back in ("list_applications", "show_pipeline"):
        chosen = {"act": "export", "application": keys, "back": back}
        rows = table(browser(app, boss).post(f"{path}?stage=screen", chosen))
        assert {row["Code"] for row in rows} == {one.code_for(boss), two.code_for(boss)}
        assert {row["Tags"] for row in rows} == {"'+Keen"}
        assert {row["Stage"] for row in rows} == {"Applied"}
    assert [event["count"] for event in exports(people)] == [2, 2]


def test_blind_review_withholds_names_from_files(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS, blind_review=True)
    seeker = seeking(people, visibility=Visibility.OPEN, headline="Ada Moreau, physicist")
    made = applied(seeker, boss)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    files = [
        pages.post(f"{path}/candidates", {"act": "export", "who": seeker.code_for(boss)}),
        pages.post(
            f"{path}/applications", {"act": "export", "application": f"{made['id']}~applied"}
        ),
    ]
    for answer in files:
        [row] = table(answer)
        assert row["Name"] == ""
        assert row["Headline"] == "[…], physicist"


def test_every_file_of_people_stands_in_the_trail(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = somebody(people), somebody(people)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    for file in ("candidates.csv", "pipeline.csv"):
        table(pages.get(f"{path}/{file}"))
    who = f"who={one.code_for(boss)}&who={two.code_for(boss)}"
    table(pages.get(f"{path}/compare?{who}&format=csv"))
    told = [(event["what"], event["count"]) for event in exports(people)]
    assert told == [("candidates", 2), ("pipeline", 0), ("comparison", 2)]


def test_a_viewer_hands_nobody_out(app: Flask, boss: Employing, people: People) -> None:
    seeker = somebody(people)
    made = applied(seeker, boss)
    pages, path = Browser(app, boss.member(people, "viewer")), f"/employer/roles/{boss.role_id}"
    codes = {"act": "export", "who": seeker.code_for(boss)}
    assert pages.post(f"{path}/candidates", codes).status_code == 403
    keys = {"act": "export", "application": f"{made['id']}~applied"}
    assert pages.post(f"{path}/applications", keys).status_code == 403
    assert exports(people) == []


def test_the_board_rejects_tags_and_takes_back(app: Flask, boss: Employing, people: People) -> None:
    made = [applied(somebody(people), boss) for _ in range(2)]
    keys = [f"{each['id']}~applied" for each in made]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    board, chosen = f"{path}/pipeline", {"application": keys, "back": "show_pipeline"}
    tagged = pages.post(f"{path}/applications", {**chosen, "act": "tag", "tag": "Keen"})
    assert tagged.request.path == board
    assert "2 candidates tagged “Keen”." in text_of(tagged)
    assert tagged.text.count('class="badge tag"') == 2
    asked = pages.post(f"{path}/applications", {**chosen, "act": "reject"})
    assert "Reject 2 applications" in asked.text
    words = {"reason": "Not enough experience", "message": "Thank you; not this time."}
    rejected = pages.post(board, {**chosen, **words, "to": "rejected"})
    assert rejected.request.path == board
    assert "2 applications moved." in rejected.text
    batch = re.search(r'name="batch" value="([^"]+)"', rejected.text)
    assert batch is not None
    assert "2 applications moved." in pages.post(f"{board}/undo", {"batch": batch[1]}).text
    moved = pages.post(f"{path}/applications", {**chosen, "act": "move", "to": "screen"})
    assert moved.request.path == board
    assert "Undo" in moved.text
    nobody = pages.post(f"{path}/applications", {"act": "tag", "tag": "x", "back": "show_pipeline"})
    assert nobody.request.path == board


def test_a_message_from_the_board_leads_back_to_it(
    app: Flask, boss: Employing, people: People
) -> None:
    made = applied(somebody(people), boss)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    chosen = {"application": f"{made['id']}~applied", "back": "show_pipeline", "act": "message"}
    asked = pages.post(f"{path}/applications", chosen)
    who = re.findall(r'name="who" value="([^"]+)"', asked.text)
    sent = pages.post(
        f"{path}/messages", {"who": who, "message": "Hello.", "back": "show_pipeline"}
    )
    assert sent.request.path == f"{path}/pipeline"
    assert "1 message sent." in sent.text
    for page in ("applications", "messages"):
        lost = pages.post(f"{path}/{page}", {**chosen, "who": who, "back": "nowhere"})
        assert lost.status_code == 404


def test_an_employer_that_was_suspended_reads_no_name(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = seeking(people, visibility=Visibility.OPEN, headline="Ada Moreau, physicist")
    made, path = applied(seeker, boss), f"/employer/roles/{boss.role_id}"
    keys = {"act": "export", "application": f"{made['id']}~applied"}
    code, pages = seeker.code_for(boss), browser(app, boss)

    def told() -> str:
        seen = [
            pages.get(f"{path}/{page}") for page in ("pipeline", "applications", "pipeline.csv")
        ]
        seen += [pages.get(f"{path}/candidates/{code}"), pages.post(f"{path}/applications", keys)]
        assert {answer.status_code for answer in seen} == {200}
        return "".join(answer.text for answer in seen)

    assert told().count("Moreau") >= 5
    suspended = {"status": "suspended", "reason": "fees asked for"}
    decided = people.admin().post(f"/employers/{boss.employer_id}/verification", suspended)
    assert decided.status_code == 200
    assert "Moreau" not in told()


def test_who_hides_or_left_is_left_out_of_what_was_chosen(
    app: Flask, boss: Employing, people: People
) -> None:
    here, there, hidden, gone = (somebody(people) for _ in range(4))
    codes = [each.code_for(boss) for each in (here, there, hidden, gone)]
    hides = {"hidden_from": [str(boss.employer_id)]}
    assert hidden.person.patch(f"/candidates/{hidden.candidate_id}", hides).status_code == 200
    assert gone.person.delete(f"/candidates/{gone.candidate_id}").status_code == 204
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    told = "2 of the candidates whom you chose are left out"
    rows = table(pages.post(f"{path}/candidates", {"act": "export", "who": codes}))
    assert [row["Code"] for row in rows] == codes[:2]
    assert told in pages.get(f"{path}/candidates").text
    tagged = pages.post(f"{path}/candidates", {"act": "tag", "tag": "Keen", "who": codes})
    assert told in tagged.text
    assert "2 candidates tagged “Keen”." in text_of(tagged)
    for act in ("compare", "invite"):
        led = pages.post(f"{path}/candidates", {"act": act, "who": codes})
        assert led.status_code == 200
        assert told in led.text
        assert all(code in led.text for code in codes[:2])
    sent = pages.post(f"{path}/invite", {"who": codes, "message": "Shall we talk?"})
    assert told in sent.text
    assert "2 invitations sent." in sent.text
    nobody = pages.post(f"{path}/candidates", {"act": "tag", "tag": "Keen", "who": codes[2:]})
    assert nobody.status_code == 404


def test_applicants_of_hidden_profiles_are_left_out_of_a_comparison(
    app: Flask, boss: Employing, people: People
) -> None:
    seekers = [somebody(people), somebody(people), somebody(people, visibility=Visibility.HIDDEN)]
    keys = [f"{applied(each, boss)['id']}~applied" for each in seekers]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/applications"
    for chosen, columns in ((keys, 2), (keys[1:], 0)):
        compared = pages.post(path, {"act": "compare", "application": chosen})
        assert compared.status_code == 200
        assert "1 of the candidates whom you chose is left out" in compared.text
        assert (
            sum(f"candidates/{each.code_for(boss)}" in compared.text for each in seekers) == columns
        )
