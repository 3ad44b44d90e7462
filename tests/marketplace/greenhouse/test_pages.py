"""Greenhouse as pages: connecting, sending, and what became of it."""

import re
from html import unescape

import pytest
import sqlalchemy as sa

from marketplace.conversations.services import NOT_RELEASED
from marketplace.greenhouse.failures import DISCONNECTED, NAMELESS
from marketplace.greenhouse.pushes import MOST
from models import AuditEvent, GreenhouseAccount, PushStatus, Visibility
from tests.browsing import Browser
from tests.marketplace.employers.test_pages import text_of
from tests.marketplace.employers.test_selections import exports
from tests.marketplace.exports.test_written import held
from tests.marketplace.greenhouse.house import (
    KEY,
    MADE,
    PROFILE,
    USER,
    account,
    ask_for,
    connect,
    greenhouse,
    pages_of,
    proof_of,
    pushes,
    run,
    run_all,
    stub,
    waiting,
)
from tests.meetings import Employing, Seeking, add_role, applied, at_once, employing, seeking
from tests.people import People


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, title="Decoder engineer")


@pytest.fixture
def seeker(people: People) -> Seeking:
    return seeking(people)


def ours(boss: Employing) -> str:
    return f"/employer/organisations/{boss.employer_id}/greenhouse"


def here(boss: Employing) -> str:
    return f"/employer/roles/{boss.role_id}/greenhouse"


def test_a_key_is_kept_sealed_asked_about_and_never_shown(people: People, boss: Employing) -> None:
    pages = pages_of(boss)
    assert ours(boss) in pages.get(f"/employer/organisations/{boss.employer_id}").text
    assert "Connect Greenhouse" in text_of(pages.get(ours(boss)))
    saved = pages.post(ours(boss), {"api_key": KEY, "user_email": USER})
    assert "Greenhouse is asked now" in saved.text
    assert "Greenhouse is being asked" in saved.text
    with greenhouse(200, {"full_name": "Minerva McGonagall", "id": 1}) as house:
        assert run_all(people, url=house.url) == 1
        [request] = house.received
    assert (request.path, request.body) == ("/v1/partner/current_user", b"")
    assert request.headers["Authorization"] == proof_of(KEY)
    assert request.headers["On-Behalf-Of"] == USER
    shown = pages.get(ours(boss))
    assert "Connected" in text_of(shown)
    assert "Minerva McGonagall" in shown.text
    assert f"…{KEY[-4:]}" in shown.text
    assert KEY[:-4] not in saved.text + shown.text
    kept = account(people)
    assert kept is not None
    assert KEY.encode() not in kept.key
    trail = people.scalar(sa.select(AuditEvent).where(AuditEvent.type == "greenhouse.connected"))
    assert KEY[-4:] not in str(trail.detail)


def test_the_user_changes_and_the_key_stays(people: People, boss: Employing) -> None:
    connect(people, boss)
    before = account(people)
    other = {"api_key": "", "user_email": "other@hogwarts.example"}
    assert "Greenhouse is being asked" in pages_of(boss).post(ours(boss), other).text
    house = stub(401, {})
    assert run(people, house)
    assert house.requests[0].headers["Authorization"] == proof_of(KEY)
    after = account(people)
    assert before is not None
    assert after is not None
    assert (after.key, after.user_email) == (before.key, "other@hogwarts.example")
    shown = text_of(pages_of(boss).get(ours(boss)))
    assert "Does not work" in shown
    assert "did not accept the API key" in shown
    assert "Greenhouse is being asked" in pages_of(boss).post(f"{ours(boss)}/check").text
    assert run(people, stub())
    assert "Connected" in text_of(pages_of(boss).get(ours(boss)))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"api_key": "", "user_email": USER}, "api_key"),
        ({"api_key": "short", "user_email": USER}, "api_key"),
        ({"api_key": f"{KEY}:secret", "user_email": USER}, "api_key"),
        ({"api_key": f"{KEY}\r\nX-Evil: 1", "user_email": USER}, "api_key"),
        ({"api_key": "x" * 201, "user_email": USER}, "api_key"),
        ({"api_key": KEY, "user_email": ""}, "user_email"),
        ({"api_key": KEY, "user_email": "nobody"}, "user_email"),
        ({"api_key": KEY, "user_email": "mürr@hogwarts.example"}, "user_email"),
        ({"api_key": KEY, "user_email": f"{USER}\r\nX-Evil: 1"}, "user_email"),
    ],
)
def test_what_is_no_key_or_user_is_said_at_its_field(
    people: People, boss: Employing, fields: dict[str, str], field: str
) -> None:
    refused = pages_of(boss).post(ours(boss), fields)
    assert refused.status_code == 422
    assert f'id="{field}-wrong"' in refused.text
    assert KEY not in refused.text
    assert account(people) is None


def test_disconnecting_deletes_the_key_and_ends_who_waits(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    pages = pages_of(boss)
    assert "is disconnected" in pages.post(f"{ours(boss)}/disconnect").text
    assert people.scalar(sa.select(sa.func.count()).select_from(GreenhouseAccount)) == 0
    assert [push.failure for push in pushes(people)] == [DISCONNECTED]
    assert run_all(people, stub()) == 0
    shown = pages.get(here(boss))
    assert DISCONNECTED in shown.text
    assert "Try again" not in shown.text
    again = f"{here(boss)}/{pushes(people)[0].id}/again"
    for path in (f"{ours(boss)}/disconnect", f"{ours(boss)}/check", again):
        assert "is not connected" in pages.post(path).text
    refused = ask_for(boss, seeker)
    assert refused.status_code == 422
    assert "an owner connects it first" in refused.text


def test_a_recruiter_sends_and_connects_nothing_and_a_viewer_does_neither(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    recruiter = Browser(people.app, boss.member(people, "recruiter"))
    viewer = Browser(people.app, boss.member(people, "viewer"))
    assert recruiter.get(here(boss)).status_code == 200
    assert recruiter.get(ours(boss)).status_code == 403
    assert recruiter.post(f"{ours(boss)}/disconnect").status_code == 403
    assert viewer.get(here(boss)).status_code == 403
    button = "Send to Greenhouse"
    board = f"/employer/roles/{boss.role_id}/pipeline"
    assert button in recruiter.get(board).text
    assert button not in viewer.get(board).text


def test_who_cannot_be_sent_is_named_with_the_reason(people: People, boss: Employing) -> None:
    connect(people, boss)
    named, nameless = seeking(people), seeking(people, name=None)
    stranger = seeking(people, visibility=Visibility.ANONYMOUS, name="Wu Lan")
    for each in (named, nameless):
        applied(each, boss)
    codes = [each.code_for(boss) for each in (named, nameless, stranger)]
    pages = pages_of(boss)
    asked = pages.get(f"{here(boss)}/new", query_string={"who": codes})
    shown = text_of(asked)
    assert "1 can be sent" in shown
    assert "2 are not sent" in shown
    assert NAMELESS in shown
    assert NOT_RELEASED in shown
    assert "Wu Lan" not in shown
    sent = ask_for(boss, named, nameless, stranger)
    assert "1 candidate is on the way to Greenhouse." in sent.text
    assert f"{codes[1]} is not sent: {NAMELESS}" in text_of(sent)
    assert f"{codes[2]} is not sent: {NOT_RELEASED}" in text_of(sent)
    assert [push.candidate_id for push in pushes(people)] == [named.candidate_id]
    [event] = exports(people)
    told = {"role_id": str(boss.role_id), "what": "greenhouse", "count": 1}
    assert event == {"actor": boss.owner.account_id, **told}


def test_nobody_is_sent_twice(people: People, boss: Employing, seeker: Seeking) -> None:
    waiting(people, boss, seeker)
    assert "Is on the way to Greenhouse already." in ask_for(boss, seeker).text
    house = stub(201)
    assert run_all(people, house) == 1
    assert "Was sent to Greenhouse already." in ask_for(boss, seeker).text
    [push] = pushes(people)
    again = pages_of(boss).post(f"{here(boss)}/{push.id}/again")
    assert "Was sent to Greenhouse already." in again.text
    assert run_all(people, house) == 0
    assert len(house.requests) == 1


def test_two_clicks_at_once_send_once(people: People, boss: Employing, seeker: Seeking) -> None:
    connect(people, boss)
    applied(seeker, boss)
    ready = [pages_of(boss) for _ in range(2)]
    who = {"who": seeker.code_for(boss)}
    answers = at_once(*(lambda each=each: each.post(here(boss), who) for each in ready))
    told = sorted("is on the way to Greenhouse." in answer.text for answer in answers)
    assert told == [False, True]
    assert len(pushes(people)) == 1


def test_what_became_of_each_is_shown_and_tried_again(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    pages = pages_of(boss)
    assert "Waiting" in text_of(pages.get(here(boss)))
    hostile = '<img src=x onerror="alert(1)">'
    refusal = {"errors": [{"field": "job_id", "message": hostile}]}
    assert run_all(people, stub(422, refusal)) == 1
    shown = pages.get(here(boss))
    assert "Not sent" in text_of(shown)
    assert f"job_id: {hostile}" in text_of(shown)
    assert hostile not in shown.text
    chinese = Browser(people.app, boss.owner, language="zh").get(here(boss)).text
    assert "Greenhouse 拒绝了所发送的内容。" in chinese
    [push] = pushes(people)
    again = pages.post(f"{here(boss)}/{push.id}/again")
    assert "1 candidate is on the way to Greenhouse." in again.text
    assert run_all(people, stub(201, MADE)) == 1
    shown = pages.get(here(boss))
    assert f'href="{unescape(PROFILE)}"'.replace("&", "&amp;") in shown.text
    assert "Try again" not in shown.text
    assert pushes(people)[0].status is PushStatus.SENT
    assert [event["count"] for event in exports(people)] == [1, 1]


def test_the_job_is_asked_for_once_a_role(people: People, boss: Employing, seeker: Seeking) -> None:
    connect(people, boss)
    other = seeking(people)
    for each in (seeker, other):
        applied(each, boss)
    for wrong in ("0", "-1", "a job", "9" * 17, "1.5"):
        refused = ask_for(boss, seeker, job_id=wrong)
        assert refused.status_code == 422
        assert 'id="job_id-wrong"' in refused.text
    assert pushes(people) == []
    ask_for(boss, seeker, job_id="4711")
    asked = pages_of(boss).get(f"{here(boss)}/new", query_string={"who": other.code_for(boss)})
    assert 'value="4711"' in asked.text


def test_the_chosen_of_every_page_may_be_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    application, code = applied(seeker, boss), seeker.code_for(boss)
    pages, role = pages_of(boss), f"/employer/roles/{boss.role_id}"
    listed = pages.post(f"{role}/candidates", {"act": "shortlist", "who": code, "name": "Best"})
    assert listed.status_code == 200
    found = re.search(r"/employer/shortlists/[0-9a-f-]{36}", pages.get(f"{role}/shortlists").text)
    assert found is not None
    places = [f"{role}/candidates/{code}", found[0]]
    places += [f"{role}/{name}" for name in ("candidates", "applications", "pipeline")]
    assert [path for path in places if "Send to Greenhouse" in pages.get(path).text] == []
    connect(people, boss)
    assert [path for path in places if "Send to Greenhouse" not in pages.get(path).text] == []
    for path, chosen in (
        (f"{role}/candidates", {"who": code}),
        (f"{role}/applications", {"application": application["id"]}),
    ):
        went = pages.post(path, {"act": "greenhouse", **chosen}, follow=False)
        assert (went.status_code, went.location) == (303, f"{here(boss)}/new?who={code}")
    nobody = pages.get(f"{here(boss)}/new")
    assert "Tick at least one candidate first." in nobody.text


def test_too_many_at_once_are_refused(people: People, boss: Employing, seeker: Seeking) -> None:
    connect(people, boss)
    for each in [seeker, *(seeking(people) for _ in range(MOST))]:
        applied(each, boss)
    pages, path = pages_of(boss), f"/employer/roles/{boss.role_id}/applications"
    digest = re.search(r'name="all" value="([^"]+)"', pages.get(f"{path}?all=yes").text)
    assert digest is not None
    told = pages.post(f"{path}?all=yes", {"act": "greenhouse", "all": digest[1]})
    assert "At most 100 go to Greenhouse at once; choose fewer." in told.text


def test_another_employer_s_people_are_not_there(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    other = employing(people)
    [push] = pushes(people)
    pages = pages_of(other)
    for path in (ours(boss), here(boss), f"{here(boss)}/new?who={seeker.code_for(boss)}"):
        assert pages.get(path).status_code == 404
    mixed = f"{here(other)}/{push.id}/again"
    for path in (ours(boss), here(boss), f"{here(boss)}/{push.id}/again", mixed):
        assert pages.post(path, {"who": seeker.code_for(boss)}).status_code == 404
    second = add_role(people, boss.employer_id)
    elsewhere = f"/employer/roles/{second}/greenhouse/{push.id}/again"
    assert pages_of(boss).post(elsewhere).status_code == 404


def test_a_candidate_s_copy_of_their_data_says_that_they_were_sent(
    people: People, boss: Employing, seeker: Seeking
) -> None:
    waiting(people, boss, seeker)
    assert run_all(people, stub(201)) == 1
    [told] = held(seeker)["greenhouse_push"]
    assert (told["role"], told["status"]) == ("Decoder engineer", "sent")
    assert told["finished_at"] is not None
    assert boss.owner.email not in str(told)
    seen = text_of(Browser(people.app, seeker.person).get("/me/views"))
    assert "taken to its recruiting system Greenhouse" in seen
    assert "greenhouse_push" not in held(seeking(people))
