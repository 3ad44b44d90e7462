"""One's own area, opened as a browser without scripts opens it."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from marketplace.me.calls import CALLS_OF_ME
from marketplace.notifications.links import stop_link
from models import (
    Application,
    ApplicationMove,
    Candidate,
    CandidateView,
    Consent,
    Employer,
    Purpose,
)
from tests.browsing import Browser
from tests.meetings import Seeking, add_role, applied, employing, seeking
from tests.people import People

PAGES = (
    *("/me", "/me/profile/summary", "/me/profile/skills", "/me/profile/experience"),
    *("/me/profile/education", "/me/profile/achievements", "/me/profile/wishes"),
    *("/me/profile/status", "/me/resume", "/me/matches", "/me/matches?sort=newest"),
    *("/me/matches?k_sponsorship=unknown&hub=shanghai", "/me/eligibility", "/me/applications"),
    "/me/rule-changes",
    *("/me/invitations", "/me/saved", "/me/saved?kind=hidden", "/me/searches"),
    *("/me/searches/new?q=laser", "/me/privacy", "/me/views", "/me/erase", "/me/notifications"),
    *("/me/evidence", "/me/reviews", "/roles/{role}/apply", "/me/matches/{role}"),
    *("/me/matches/{role}?terms=all", "/me/matches/{role}/review?subject=rank"),
    *("/me/applications/{application}", "/me/conversations/{role}"),
)


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_opens_in_both_languages(people: People, language: str) -> None:
    seeker, employer = seeking(people, consents=(Purpose.SENSITIVE_STATUS,)), employing(people)
    role = add_role(people, employer.employer_id, title="Decoder engineer")
    asked = {"role_id": str(role), "message": "I would like to."}
    application = seeker.person.post("/applications", asked).json["id"]
    things = {"role": role, "application": application}
    browser = Browser(people.app, seeker.person, language=language)
    for page in PAGES:
        answer = browser.get(page.format_map(things))
        text = answer.get_data(as_text=True)
        assert answer.status_code == 200, page
        assert f'<html lang="{language}">' in text
        assert "<h1" in text


def test_somebody_without_a_profile_is_sent_to_where_one_begins(people: People) -> None:
    person = people.person()
    browser = Browser(people.app, person)
    for page in ("/me/matches", "/me/privacy", "/me/profile/skills", "/me/resume"):
        answer = browser.get(page)
        assert answer.request.path == "/me"
        assert "Start my profile" in answer.get_data(as_text=True)
    begun = browser.post("/me/profile")
    assert begun.request.path == "/me/profile/summary"
    made = sa.select(Candidate).where(Candidate.account_id == person.account_id)
    with people.database.session(write=False) as session:
        candidate = session.scalars(made).one()
        assert str(candidate.visibility) == "hidden"
        assert candidate.email == person.email
    assert browser.post("/me/profile").status_code == 200  # pressed twice


def test_nobody_is_sent_to_sign_in(people: People) -> None:
    answer = Browser(people.app).get("/me/privacy")
    assert "/account/login" in answer.request.path


def test_every_form_of_a_stranger_finds_nothing(people: People) -> None:
    seeker, employer = seeking(people), employing(people)
    application = applied(seeker, employer)["id"]
    stranger = Browser(people.app, seeking(people).person)
    for path in (
        f"/me/applications/{application}",
        f"/me/searches/{UUID(int=7)}",
        f"/evidence/{UUID(int=7)}/document",
        f"/me/matches/{UUID(int=7)}",
        f"/me/matches/{UUID(int=7)}/review",
        f"/me/conversations/{employer.role_id}",
    ):
        assert stranger.get(path).status_code in (404, 405)
    for path in (
        f"/me/applications/{application}/withdraw",
        f"/me/invitations/{UUID(int=7)}/accept",
        f"/me/searches/{UUID(int=7)}/delete",
        f"/me/evidence/{UUID(int=7)}/withdraw",
        f"/me/reviews/{UUID(int=7)}/withdraw",
        "/me/consents/weather",
        "/me/profile/weather",
    ):
        assert stranger.post(path).status_code == 404, path
    assert people.scalar(sa.select(Application.stage)) == "applied"


def test_no_form_works_without_its_token(people: People) -> None:
    seeker = seeking(people)
    browser = Browser(people.app, seeker.person)
    for path in ("/me/erase", "/me/privacy", "/me/consents/matching", "/me/notifications"):
        assert browser.client.post(path, data={"confirm": "ERASE"}).status_code == 403
    assert people.scalar(sa.select(sa.func.count()).select_from(Candidate)) == 1


def test_the_table_names_every_page(people: People) -> None:
    rules = {rule.endpoint for rule in people.app.url_map.iter_rules()}
    assert set(CALLS_OF_ME) == {name for name in rules if name.startswith("me.")}


def story(people: People) -> tuple[Seeking, Browser]:
    seeker = seeking(people)
    return seeker, Browser(people.app, seeker.person)


def test_applying_and_withdrawing(people: People) -> None:
    seeker, browser = story(people)
    employer = employing(people, title="Decoder engineer")
    path = f"/roles/{employer.role_id}/apply"
    refused = browser.post(path, {"message": "x" * 5001})
    assert refused.status_code == 422
    assert "x" * 5001 in refused.get_data(as_text=True)
    shown = browser.post(path, {"message": "Take me."}).get_data(as_text=True)
    assert "You have applied." in shown
    assert "Take me." in shown
    for listed in ("/roles", "/me/matches", "/me/matches?sort=newest"):
        assert "You applied" in browser.get(listed).text
    assert "You applied" not in Browser(people.app).get("/roles").text
    again = browser.post(path, {"message": "Take me."})
    assert again.status_code == 409
    assert "You have applied for this role already." in again.get_data(as_text=True)
    assert "See your application" in again.text
    assert "Take me." in again.text
    led = browser.get(path)
    assert "You have applied for this role: this is your application." in led.text
    assert led.request.path.startswith("/me/applications/")
    listed = browser.get("/me/applications").get_data(as_text=True)
    assert "Decoder engineer" in listed
    application = people.scalar(sa.select(Application.id))
    for _ in range(2):  # pressed twice
        gone = browser.post(f"/me/applications/{application}/withdraw")
        assert "You withdrew the application" in gone.get_data(as_text=True)
    assert people.scalar(sa.select(Application.stage)) == "withdrawn"
    del seeker


def test_an_application_says_when_the_employer_last_acted(people: People) -> None:
    seeker, browser = story(people)
    employer = employing(people)
    page = f"/me/applications/{applied(seeker, employer)['id']}"
    assert "You have waited for 0 days." in browser.get(page).text
    moved = employer.owner.post(f"{page.removeprefix('/me')}/transitions", {"to": "screen"})
    assert moved.status_code == 200, moved.json
    assert "The employer acted today." in browser.get(page).text
    with people.database.session(write=True) as session:
        for move in session.scalars(sa.select(ApplicationMove)):
            move.moved_at -= timedelta(days=9)
        session.commit()
    assert "The employer last acted 9 days ago." in browser.get(page).text


def test_accepting_an_invitation(people: People) -> None:
    seeker, browser = story(people)
    employer = employing(people)
    body = {
        "role_id": str(employer.role_id),
        "candidate": seeker.code_for(employer),
        "message": "Come and talk.",
    }
    made = employer.owner.post("/invitations", body)
    assert made.status_code == 201, made.json
    waiting = browser.get("/me/invitations").text
    assert "Come and talk." in waiting
    assert "Waits for your answer" in waiting
    assert "Dates and times are those of China (UTC+8)." in waiting
    path = f"/me/invitations/{made.json['id']}/accept"
    assert "Accepted." in browser.post(path).get_data(as_text=True)
    assert "is Accepted already" in browser.post(path).get_data(as_text=True)
    chinese = Browser(people.app, seeker.person, language="zh-CN").post(path)
    assert "该邀请的状态已是：已接受" in chinese.text
    assert browser.post(path.replace("accept", "shout")).status_code == 404


def test_privacy_that_was_changed_meanwhile_shows_both(people: People) -> None:
    seeker, browser = story(people)
    path = "/me/privacy"
    [tag] = re.findall(r'name="tag" value="([^"]+)"', browser.get(path).text)
    employer = employing(people)
    hidden = {"visibility": "hidden", "hidden_employers": str(employer.employer_id), "tag": tag}
    assert browser.post(path, hidden).status_code == 200
    typed = {"visibility": "open", "hidden_from": "rival.example", "tag": tag}
    late = browser.post(path, typed)
    assert late.status_code == 409
    assert "Somebody changed who can find you meanwhile" in late.text
    assert late.text.count("Saved now:") == 3
    assert "rival.example</textarea>" in late.text
    profile = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert (profile["visibility"], len(profile["hidden_from"])) == ("hidden", 1)
    [newer] = re.findall(r'name="tag" value="([^"]+)"', late.text)
    assert browser.post(path, typed | {"tag": newer}).status_code == 200
    profile = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert (profile["visibility"], profile["hidden_from"]) == ("open", ["rival.example"])


def test_privacy(people: People) -> None:
    seeker, browser = story(people)
    wrong = browser.post(
        "/me/privacy", {"visibility": "open", "hidden_from": "ex.com\nnot one\nnor"}
    )
    text = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "not one: " in text
    assert "nor: " in text
    assert "ex.com\nnot one\nnor" in text
    pasted = "https://www.lake.example/jobs?x=1\nboss@mail.example\n harbour.example/ "
    browser.post("/me/privacy", {"visibility": "open", "hidden_from": pasted})
    read = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert read["hidden_from"] == ["www.lake.example", "mail.example", "harbour.example"]
    browser.post("/me/privacy", {"visibility": "open", "hidden_from": "example.com\n"})
    read = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert (read["visibility"], read["hidden_from"]) == ("open", ["example.com"])
    consents = sa.select(Consent.purpose).where(Consent.candidate_id == seeker.candidate_id)
    for give, left in (("true", {"matching", "contact"}), ("", {"matching"})):
        browser.post("/me/consents/contact", {"give": give, "next": "//elsewhere.example"})
        with people.database.session(write=False) as session:
            assert {str(each) for each in session.scalars(consents)} == left


def test_one_hides_from_an_employer_by_its_name(people: People) -> None:
    seeker, browser = story(people)
    employer, other = employing(people), employing(people)
    with people.database.session(write=True) as session:
        for each, name in ((employer, "Moyun 100% 墨耘智能"), (other, "Helu Biosciences")):
            session.get_one(Employer, each.employer_id).name = name
        session.commit()
    found = browser.get("/me/privacy?employer=墨耘+100%25").text
    assert f'value="{employer.employer_id}" form="privacy">' in found
    assert "Helu" not in found
    assert "No other employer here" in browser.get("/me/privacy?employer=10_").text
    sent = {"visibility": "anonymous", "hidden_from": "example.com"}
    browser.post("/me/privacy", {**sent, "hidden_employers": [str(employer.employer_id)]})
    kept = browser.get("/me/privacy").text
    assert f'value="{employer.employer_id}" form="privacy" checked>' in kept
    assert re.search(r"<textarea[^>]*>\nexample.com</textarea>", kept)
    read = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert read["hidden_from"] == ["example.com", str(employer.employer_id)]
    browser.post("/me/privacy", sent)
    read = seeker.person.get(f"/candidates/{seeker.candidate_id}").json
    assert read["hidden_from"] == ["example.com"]


def test_the_overview_says_what_more_to_state_would_bring(people: People) -> None:
    employing(people)
    seeker, browser = story(people)
    page = browser.get("/me").text
    missing = page.partition("what it would bring")[2].partition("</section>")[0]
    step = missing.partition("/me/profile/education")[2].partition("/me/profile/")[0]
    assert "What level is your degree" in step
    assert "of the visa rules stay" in step
    stated = {
        "education": [{"degree": "doctor", "field": "Physics", "sectors": ["ai"], "stem": True}]
    }
    path = f"/candidates/{seeker.candidate_id}"
    assert seeker.person.patch(path, stated).status_code == 200
    assert "What level is your degree" not in browser.get("/me").text


def test_a_saved_search_says_in_words_what_it_asks_for(people: People) -> None:
    _, browser = story(people)
    asked = {"q": "laser", "hub": "shanghai", "k_sponsorship": "met"}
    words = ("“laser”", "Shanghai", "K-visa sponsorship: Looks eligible")
    asking = browser.get("/me/searches/new?q=laser&hub=shanghai&k_sponsorship=met").text
    assert all(f"<li>{word}</li>" in asking for word in words)
    listed = browser.post("/me/searches", {**asked, "name": "Light", "frequency": "daily"}).text
    assert " · ".join(words) in listed


def test_points_are_counted_beside_the_profile(people: People) -> None:
    _, browser = story(people)
    counted = browser.post("/me/eligibility", {"cn_points.education": "master"}).text
    assert "15 to 115 points" in counted
    assert 'value="master" selected' in counted
    wrong = browser.post("/me/eligibility", {"crs.age": "old"})
    assert wrong.status_code == 422
    assert "A whole number from 0 to 120." in wrong.text


def test_the_profile_leads_to_its_first_step(people: People) -> None:
    _, browser = story(people)
    assert browser.get("/me/profile").request.path == "/me/profile/summary"


def test_erasing_needs_the_word(people: People) -> None:
    seeker, browser = story(people)
    refused = browser.post("/me/erase", {"confirm": "yes"})
    assert refused.status_code == 422
    assert "Type the word" in refused.get_data(as_text=True)
    erased = browser.post("/me/erase", {"confirm": "ERASE"})
    assert "Your profile is erased" in erased.get_data(as_text=True)
    assert "Start my profile" in erased.get_data(as_text=True)
    assert seeker.person.get(f"/candidates/{seeker.candidate_id}").status_code == 404


def test_everything_is_downloaded(people: People) -> None:
    _, browser = story(people)
    answer = browser.get("/me/everything.ndjson")
    assert answer.mimetype == "application/x-ndjson"
    assert '"type":"candidate"' in answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_saved_and_hidden_roles(people: People) -> None:
    _, browser = story(people)
    employer = employing(people, title="Decoder engineer")
    other = add_role(people, employer.employer_id, title="Gardener")
    assert "Decoder engineer" in browser.get("/me/matches").get_data(as_text=True)
    saved = browser.post("/me/saved", {"role_id": str(other), "next": "/me/matches"})
    assert saved.request.path == "/me/matches"
    assert "Gardener" in browser.get("/me/saved").get_data(as_text=True)
    browser.post("/me/saved", {"role_id": str(employer.role_id), "kind": "hidden"})
    shown = browser.get("/me/matches").get_data(as_text=True)
    assert "Decoder engineer" not in shown
    assert ">1 role<" in shown
    hidden = browser.get("/me/saved?kind=hidden").get_data(as_text=True)
    assert "Decoder engineer" in hidden
    browser.post("/me/saved", {"role_id": str(employer.role_id), "kind": "none"})
    assert "Decoder engineer" in browser.get("/me/matches").get_data(as_text=True)
    for fields in ({"role_id": "x"}, {"role_id": str(other), "kind": "eaten"}):
        assert browser.post("/me/saved", fields).status_code == 404
    assert browser.get("/me/saved?kind=eaten").status_code == 404


def test_bars_add_up_to_the_score(people: People) -> None:
    seeker = seeking(people, skills=[{"name": "Python", "years": 3}, {"name": "C++", "years": 1}])
    employer = employing(
        people,
        title="Decoder engineer",
        skills=[{"name": "Python", "required": True}, {"name": "Rust", "required": True}],
    )
    browser = Browser(people.app, seeker.person)
    text = browser.get(f"/me/matches/{employer.role_id}?terms=all").get_data(as_text=True)
    told, weighed = text.split('id="weights"')
    parts = [float(each) for each in re.findall(r'<td class="number">([\d.]+)</td>', told)]
    [score] = re.findall(r'<td class="number"><strong>([\d.]+)</strong></td>', text)
    assert parts
    assert abs(sum(parts) - float(score)) < 0.001 * len(parts)
    assert "Rust" in text
    numbers = re.findall(r'<td class="number">([\d.]+)</td>', weighed)
    terms = [tuple(map(float, numbers[at : at + 3])) for at in range(0, len(numbers), 3)]
    assert all(abs(role * mine - points) < 0.002 for role, mine, points in terms)
    assert abs(sum(points for *_, points in terms) - float(score)) < 0.001 * len(terms)
    assert 'id="weights"' not in browser.get(f"/me/matches/{employer.role_id}").text
    listed = browser.get("/me/matches?sort=newest").get_data(as_text=True)
    assert "no score is shown" in listed
    assert "Strong fit" not in listed
    assert "band-" not in listed


def test_each_reader_has_their_language(people: People) -> None:
    seeker = seeking(people)
    for language, words in (
        ("en", "K-visa sponsorship"),
        ("zh-Hans", "K 签证（单位担保）"),
    ):
        page = Browser(people.app, seeker.person, language=language).get("/me/matches").text
        assert words in page


def test_what_hides_all_roles_is_offered_to_be_dropped(people: People) -> None:
    _, browser = story(people)
    for sectors in (["ai"], ["ai"], ["biotechnology"]):
        employing(people, city="Hangzhou", sectors=sectors)
    page = browser.get("/me/matches?sector=ai&not_hub=hangzhou&band=weak").text
    assert "No open role passes all of your filters. Remove one of them" in page
    page = browser.get("/me/matches?sector=ai&not_hub=hangzhou").text
    way = '<a href="/me/matches?sector=ai">Without: Hangzhou</a> <span class="soft">2 roles</span>'
    assert way in page
    assert "sort=newest" not in way
    unranked = browser.get("/me/matches?sector=ai&hub=chengdu&sort=newest").text
    assert 'href="/me/matches?sector=ai&amp;sort=newest">Chengdu</a>' in unranked
    strong = browser.get("/me/matches?sector=ai&band=strong").text
    assert re.search(r'<a href="/me/matches\?sector=ai">Strong[^<]*</a>', strong)


def test_a_filter_that_makes_no_sense_is_said(people: People) -> None:
    _, browser = story(people)
    employing(people, title="Decoder engineer")
    answer = browser.get("/me/matches?hub=atlantis")
    assert answer.status_code == 422
    assert "Decoder engineer" in answer.get_data(as_text=True)


def test_a_review_is_asked_for(people: People) -> None:
    _, browser = story(people)
    employer = employing(people)
    fields = {"role_id": str(employer.role_id), "subject": "k_sponsorship", "message": ""}
    assert browser.post("/me/reviews", fields).status_code == 422
    asked = browser.post("/me/reviews", {**fields, "message": "My degree counts."})
    assert "My degree counts." in asked.get_data(as_text=True)
    assert "answer by" in asked.get_data(as_text=True)
    assert browser.post("/me/reviews", {**fields, "message": "Again."}).status_code == 422


def test_searches(people: People) -> None:
    _, browser = story(people)
    fields = {"name": "Lasers", "frequency": "weekly", "q": "laser", "hub": ["shanghai", "beijing"]}
    kept = browser.post("/me/searches", fields).get_data(as_text=True)
    assert "Lasers" in kept
    assert "/roles?q=laser&amp;hub=shanghai&amp;hub=beijing" in kept
    refused = browser.post("/me/searches", {**fields, "name": ""})
    assert refused.status_code == 422
    assert 'value="laser"' in refused.get_data(as_text=True)
    [search_id] = set(re.findall(r"/me/searches/([0-9a-f-]{36})/delete", kept))
    changed = browser.post(f"/me/searches/{search_id}", {"name": "Light", "frequency": "off"})
    assert "Light" in changed.get_data(as_text=True)
    long = "x" * 121
    wrong = browser.post(f"/me/searches/{search_id}", {"name": long, "frequency": "daily"})
    assert wrong.status_code == 422
    assert f'value="{long}"' in wrong.text
    assert 'id="name-wrong"' in wrong.text
    assert '<option value="daily" selected>' in wrong.text
    strange = f"/me/searches/{search_id[:-1]}{'0' if search_id[-1] != '0' else '1'}"
    assert browser.post(strange, {"name": ""}).status_code == 404
    gone = browser.post(f"/me/searches/{search_id}/delete").get_data(as_text=True)
    assert "Light" not in gone


def test_mails_are_chosen_and_stopped_by_one_click(people: People) -> None:
    seeker, browser = story(people)
    browser.post("/me/notifications", {"topics": ["searches", "reviews"]})
    text = browser.get("/me/notifications").get_data(as_text=True)
    assert text.count(" checked") == 2
    with people.app.test_request_context():
        path = stop_link(seeker.person.account_id, "searches").removeprefix(
            "https://market.example"
        )
    nobody = people.app.test_client()
    assert nobody.get(path).status_code == 200
    assert browser.get("/me/notifications").get_data(as_text=True).count(" checked") == 2
    one_click = nobody.post(path, data={"List-Unsubscribe": "One-Click"})
    assert one_click.status_code == 200
    assert browser.get("/me/notifications").get_data(as_text=True).count(" checked") == 1
    assert nobody.post(path + "x").status_code == 404


def test_an_old_window_does_not_ask_again_for_mail_that_was_stopped(people: People) -> None:
    seeker, browser = story(people)
    shown = browser.get("/me/notifications").text
    tag = re.findall(r'name="tag" value="([^"]*)"', shown)[0]
    with people.app.test_request_context():
        path = stop_link(seeker.person.account_id, "searches").removeprefix(
            "https://market.example"
        )
    people.app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    sent = {"topics": ["searches", "reviews"], "language": "en", "tag": tag}
    stale = browser.post("/me/notifications", sent)
    assert stale.status_code == 409
    assert "was changed meanwhile" in stale.text
    assert stale.text.count("Saved now:") > 1
    assert 'value="searches" checked' not in browser.get("/me/notifications").text
    fresh = re.findall(r'name="tag" value="([^"]*)"', stale.text)[0]
    assert (
        'value="searches" checked' in browser.post("/me/notifications", {**sent, "tag": fresh}).text
    )


def test_a_long_list_of_who_looked_goes_on(people: People) -> None:
    seeker = seeking(people)
    with people.database.session(write=True) as session:
        seen = {"candidate_id": seeker.candidate_id, "what": "match"}
        session.add_all(CandidateView(**seen) for _ in range(51))
        session.commit()
    browser = Browser(people.app, seeker.person)
    first = browser.get("/me/views").get_data(as_text=True)
    following = re.search(r'href="(/me/views\?cursor=[^"]+)"', first)
    assert following is not None
    assert browser.get(following[1].replace("&amp;", "&")).status_code == 200
    assert browser.get(f"{following[1]}&other=1").status_code >= 400
