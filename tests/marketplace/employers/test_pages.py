"""The pages of employers, visited without a browser."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask

from marketplace.clock import now, today
from models import RoleStatus, Visibility
from tests.browsing import BROWSER, Browser
from tests.meetings import Employing, Seeking, add_role, applied, employing, seeking
from tests.people import People

SKILLS = [{"name": "surface codes", "required": True}, {"name": "Python", "required": False}]
DRAFT = {
    "title": "Researcher",
    "description": "Build decoders.",
    "kind": "job",
    "skills.0.name": "surface codes",
    "skills.0.required": "true",
    "skills.1.name": "Python",
    "sectors": ["", "quantum_computing"],
    "city": "Hangzhou",
    "headcount": "1",
    "salary.min": "400,000",
    "salary.currency": "CNY",
    "salary.period": "year",
    "valid_through": (today() + timedelta(days=30)).isoformat(),
}


@pytest.fixture
def boss(people: People) -> Employing:
    return employing(people, skills=SKILLS, city="Hangzhou")


def somebody(people: People, **fields: Any) -> Seeking:
    skills = [{"name": "surface codes", "years": 4}]
    return seeking(people, skills=skills, headline="Builds decoders", **fields)


def browser(app: Flask, boss: Employing, language: str = "en") -> Browser:
    return Browser(app, boss.owner, language=language)


def text_of(answer: Any) -> str:
    return text_of_part(answer.text)


def text_of_part(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_somebody_registers_an_employer_and_its_team(app: Flask, people: People) -> None:
    person = people.person()
    pages = Browser(app, person)
    assert "Register an employer" in pages.get("/employer").text
    fields = {"name": "Harbour Lab", "kind": "no such kind", "sectors": ["", "ai"]}
    refused = pages.post("/employer/organisations/new", fields)
    assert refused.status_code == 422
    assert 'value="Harbour Lab"' in refused.text
    made = pages.post("/employer/organisations/new", fields | {"kind": "university"})
    assert made.status_code == 200
    assert "Not verified" in made.text
    path = made.request.path
    added = pages.post(f"{path}/members", {"email": "li@example.org", "part": "recruiter"})
    assert "li@example.org is on the team." in added.text
    again = pages.post(f"{path}/members", {"email": "li@example.org", "part": "recruiter"})
    assert again.status_code == 422
    changed = pages.post(path, {"name": "Harbour Lab", "kind": "university", "city": "Hefei"})
    assert 'value="Hefei"' in changed.text
    assert "Harbour Lab" in pages.get("/employer").text


def test_a_draft_says_what_it_needs_until_it_opens(app: Flask, boss: Employing) -> None:
    pages = browser(app, boss)
    empty = pages.get("/employer/roles/new")
    assert "Describe the duties." in empty.text
    body = {"employer_id": str(boss.employer_id), "title": "Researcher", "description": "Only men."}
    made = pages.post("/employer/roles/new", body | {"blind_review": "true"})
    path = made.request.path.removesuffix("/edit")
    assert "Blind review" in made.text
    assert 'Take out "Only men": it discriminates by sex.' in text_of(made)
    refused = pages.post(f"{path}/status", {"to": "open"})
    assert refused.status_code == 422
    assert "Say how many people are sought." in refused.text
    assert "Draft" in pages.get(f"{path}/edit").text
    saved = pages.post(f"{path}/edit", {**DRAFT, "version": version_in(made)})
    assert "Nothing is missing: this role can be opened." in saved.text
    assert "Pause" in pages.post(f"{path}/status", {"to": "open"}).text
    copied = pages.post(f"{path}/copy")
    assert copied.request.path != f"{path}/edit"
    assert "surface codes" in copied.text
    gone = pages.post(copied.request.path.replace("/edit", "/delete"))
    assert "The draft is deleted." in gone.text


def version_in(answer: Any) -> str:
    found = re.search(r'name="version" value="([^"]+)"', answer.text)
    assert found is not None
    return unescape(found[1])


def test_a_stale_form_shows_both_versions(app: Flask, boss: Employing, people: People) -> None:
    boss.role_id = add_role(people, boss.employer_id, status=RoleStatus.DRAFT)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/edit"
    shown = pages.get(path)
    assert boss.owner.patch(f"/roles/{boss.role_id}", {"city": "Hefei"}).status_code == 200
    mine = {**DRAFT, "city": "Chengdu", "version": version_in(shown)}
    stale = pages.post(path, mine)
    assert stale.status_code == 409
    assert "Saved now: Hefei" in text_of(stale)
    assert "Saved now: false" not in text_of(stale)
    assert 'value="Chengdu"' in stale.text
    kept = pages.post(path, {**mine, "version": version_in(stale)})
    assert 'value="Chengdu"' in kept.text


def test_a_note_from_a_session_that_ended_is_in_its_field(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker, pages = somebody(people), browser(app, boss)
    applied(seeker, boss)
    path = f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}"
    origin = re.search(r'name="form_origin" value="([^"]+)"', pages.get(path).text)
    assert origin is not None
    sent = {"text": "Quick mind.", "csrf_token": "old", "form_origin": origin[1]}
    back = pages.client.post(f"{path}/notes", data=sent, headers=BROWSER)  # the page notes a look
    assert back.status_code == 403
    assert "\nQuick mind.</textarea>" in back.text
    assert "What you wrote is back" in text_of(back)


def test_clearing_a_list_clears_it(app: Flask, boss: Employing) -> None:
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/edit"
    version = version_in(pages.get(path))
    kept = {name: value for name, value in DRAFT.items() if not name.startswith("skills")}
    saved = pages.post(path, {**kept, "skills.0.name": "", "version": version})
    assert saved.status_code == 200, text_of(saved)
    assert boss.owner.get(f"/roles/{boss.role_id}").json["skills"] == []


def test_the_candidates_of_a_role_are_ranked_filtered_and_handed_out(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people, visibility=Visibility.OPEN, name="=Ada Moreau")
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/candidates"
    shown = pages.get(path)
    assert "1 of 1" in text_of(shown)
    assert seeker.code_for(boss) in shown.text
    assert "surface code" in shown.text
    assert "Nobody matches these filters." in pages.get(f"{path}?degree=doctor").text
    assert pages.get(f"{path}?degree=nonsense").status_code == 422
    handed = pages.get(f"{path}.csv")
    assert handed.data.startswith(b"\xef\xbb\xbf")
    assert "'=Ada Moreau" in handed.text
    assert handed.headers["Content-Disposition"].startswith("attachment")
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert {view["what"] for view in log} == {"ranking"}


def test_a_row_that_is_kept_follows_what_the_candidate_changes(
    app: Flask, boss: Employing, people: People
) -> None:
    ines, pages = somebody(people), browser(app, boss)
    chinese = browser(app, boss, "zh-CN")
    path, own = f"/employer/roles/{boss.role_id}/candidates", f"/candidates/{ines.candidate_id}"

    def row() -> str:
        first, again = (re.findall(r"(?s)<tbody>(.*?)</tbody>", pages.get(path).text) for _ in "12")
        assert first == again
        return text_of_part(" ".join(first))

    code = ines.code_for(boss)
    assert "1 of 1 must-haves" in row()
    assert "查看原因" in chinese.get(path).text
    assert code in row()
    ines.person.patch(own, {"headline": "Writes Python", "skills": [{"name": "Python"}]})
    assert "0 of 1 must-haves" in row()
    assert "Writes Python" in row()
    assert "Moreau" not in row()
    ines.person.patch(own, {"visibility": "open"})
    assert "Ada Moreau" in row()
    ines.person.patch(own, {"hidden_from": [str(boss.employer_id)]})
    assert code not in row()


def test_an_employer_that_is_not_verified_sees_nobody(app: Flask, people: People) -> None:
    owner, employer = people.owner(verified=False)
    role = owner.post("/roles", {"employer_id": employer["id"], "title": "R"}).json
    shown = Browser(app, owner).get(f"/employer/roles/{role['id']}/candidates")
    assert "verified employers only" in shown.text
    assert Browser(app, owner).get(f"/employer/roles/{role['id']}/figures").status_code == 200


def test_candidates_are_compared_without_a_winner(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = somebody(people), seeking(people, skills=[{"name": "Python", "years": 1}])
    codes = [one.code_for(boss), two.code_for(boss)]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    shown = pages.post(f"{path}/candidates", {"act": "compare", "who": codes})
    assert shown.request.path == f"{path}/compare"
    assert "Nobody wins" in shown.text
    assert text_of(shown).count("Not named") >= 2
    query = "&".join(f"who={code}" for code in codes)
    assert "surface codes" in pages.get(f"{path}/compare?{query}&only=differences").text
    assert codes[0] in pages.get(f"{path}/compare?{query}&format=csv").text
    lone = pages.get(f"{path}/compare?who={codes[0]}")
    assert "Tick from 2 to 5 candidates." in lone.text
    assert "is left out" in pages.get(f"{path}/compare?who=C-00000000&who={codes[0]}").text
    assert pages.get(f"{path}/compare?who=C-00000000&who=C-00000001").status_code == 404


def test_weeks_of_notice_are_shown_where_they_are_known(
    app: Flask, boss: Employing, people: People
) -> None:
    known = [seeking(people, notice_weeks=weeks) for weeks in (4, 0, None)]
    codes = [each.code_for(boss) for each in known]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    table = text_of(pages.get(f"{path}/candidates"))
    assert table.count("4 weeks of notice") == table.count("could start at once") == 1
    assert "4 weeks of notice" in text_of(pages.get(f"{path}/candidates/{codes[0]}"))
    assert "Earliest start" not in text_of(pages.get(f"{path}/candidates/{codes[2]}"))
    query = "&".join(f"who={code}" for code in codes)
    compared = text_of(pages.get(f"{path}/compare?{query}"))
    assert "Earliest start 4 weeks of notice could start at once Not stated" in compared
    unsaid = text_of(pages.get(f"{path}/compare?{query.replace(codes[0], 'C-00000000')}"))
    assert "Earliest start could start at once Not stated" in unsaid
    lines = pages.get(f"{path}/compare?{query}&format=csv").text.splitlines()
    assert lines[1] == "Weeks of notice,4,0,"
    assert "Weeks of notice" in pages.get(f"{path}/candidates.csv").text.splitlines()[0]


def test_a_shortlist_from_ticks_to_a_shared_link(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = somebody(people), somebody(people)
    codes = [one.code_for(boss), two.code_for(boss)]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    assert "Tick at least one" in pages.post(f"{path}/candidates", {"act": "shortlist"}).text
    ticked = {"act": "shortlist", "who": codes, "list": "new", "name": "First"}
    made = pages.post(f"{path}/candidates", ticked)
    assert "2 candidates added to First." in made.text
    assert made.request.path == f"{path}/candidates"
    here = address_in(pages.get(f"{path}/shortlists"), "/employer/shortlists/")
    pages.post(f"{here}/entries/{codes[1]}", {"act": "up"})
    pages.post(f"{here}/entries/{codes[1]}", {"act": "explain", "rationale": "Best talk."})
    assert pages.get(here).text.index(codes[1]) < pages.get(here).text.index(codes[0])
    shared = pages.post(here, {"act": "share"})
    link = re.search(r"https://market\.example(/shortlists/[^<]+)<", shared.text)
    assert link is not None
    seen = Browser(app).get(link[1])
    assert "Best talk." in seen.text
    assert seen.headers["X-Robots-Tag"] == "noindex"
    pages.post(here, {"act": "unshare"})
    assert Browser(app).get(link[1]).status_code == 404
    renamed = pages.post(here, {"act": "rename", "name": "Second"})
    assert "Second" in renamed.text
    pages.post(f"{here}/entries/{codes[1]}", {"act": "remove"})
    assert "1 candidate" in pages.get(f"{path}/shortlists").text
    assert pages.post(here, {"act": "delete"}).request.path == f"{path}/shortlists"


def address_in(answer: Any, start: str) -> str:
    found = re.search(rf'href="({start}[^"]+)"', answer.text)
    assert found is not None
    return found[1]


def test_a_candidate_is_reviewed(app: Flask, boss: Employing, people: People) -> None:
    seeker = somebody(people)
    applied(seeker, boss)
    pages = browser(app, boss)
    path = f"/employer/roles/{boss.role_id}/candidates/{seeker.code_for(boss)}"
    shown = pages.get(path)
    assert "Ada Moreau" in shown.text
    assert "ada@moreau.example" in shown.text
    assert "Not named" in shown.text
    assert pages.post(f"{path}/notes", {"text": " "}).status_code == 422
    noted = pages.post(f"{path}/notes", {"text": "Quick mind.", "is_shareable": "true"})
    assert "May be shared" in noted.text
    card = {"level.0": "5", "level.1": "3", "overall": "4", "text": "Strong."}
    assert 'value="4" selected' in pages.post(f"{path}/scorecard", card).text
    assert pages.post(f"{path}/scorecard", {"level.0": "5"}).status_code == 422
    assert "When?" in pages.post(f"{path}/messages", {"text": "When?"}).text
    date = {"starts_at": f"{now() + timedelta(days=2):%Y-%m-%dT%H:%M}", "minutes": "45"}
    set_ = pages.post(f"{path}/interviews", {**date, "place": "Room 7"})
    assert "Room 7" in set_.text
    cancel = re.search(rf'action="({path}/dates/[^"]+/cancel)"', set_.text)
    assert cancel is not None
    assert "cancelled" in pages.post(cancel[1]).text
    gone = re.search(rf'action="({path}/notes/[^"]+/delete)"', noted.text)
    assert gone is not None
    assert "Quick mind." not in pages.post(gone[1]).text
    log = seeker.person.get(f"/candidates/{seeker.candidate_id}/access_log").json["data"]
    assert {"match", "contact"} <= {view["what"] for view in log}


def test_blind_review_on_the_pages(app: Flask, people: People) -> None:
    boss = employing(people, skills=SKILLS, blind_review=True)
    seeker = somebody(people, visibility=Visibility.OPEN, summary="I am Ada Moreau.")
    body = {"role_id": str(boss.role_id), "message": "Yours, Ada Moreau"}
    assert seeker.person.post("/applications", body).status_code == 201
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    one = f"{path}/candidates/{seeker.code_for(boss)}"
    for each in (f"{path}/candidates", f"{path}/candidates.csv", f"{path}/pipeline", one):
        shown = pages.get(each)
        assert shown.status_code == 200
        assert "Moreau" not in shown.text, each
    assert "Blind" in pages.get(one).text
    assert pages.post(f"{one}/unblind", {"reason": ""}).status_code == 422
    lifted = pages.post(f"{one}/unblind", {"reason": "To rule out a conflict of interest."})
    assert "Yours, Ada Moreau" in lifted.text
    assert "To rule out a conflict of interest." in lifted.text


def test_a_rejection_asks_for_words_and_is_undone(
    app: Flask, boss: Employing, people: People
) -> None:
    seeker = somebody(people)
    made = applied(seeker, boss)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/pipeline"
    chosen = {"application": f"{made['id']}~applied", "to": "rejected"}
    asked = pages.post(path, chosen)
    assert "Reject 1 application" in asked.text
    words = {"reason": "Not enough experience", "message": ""}
    assert pages.post(path, chosen | words).status_code == 422
    rejected = pages.post(path, chosen | words | {"message": "Thank you; not this time."})
    assert "1 application moved." in rejected.text
    batch = re.search(r'name="batch" value="([^"]+)"', rejected.text)
    assert batch is not None
    back = pages.post(f"{path}/undo", {"batch": batch[1]})
    assert "1 application moved." in back.text
    assert boss.owner.get(f"/applications/{made['id']}").json["stage"] == "applied"


def test_a_move_by_menu_and_one_that_came_too_late(
    app: Flask, boss: Employing, people: People
) -> None:
    one, two = applied(somebody(people), boss), applied(somebody(people), boss)
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}/pipeline"
    boss.owner.post(f"/applications/{one['id']}/transitions", {"to": "screen"})
    both = [f"{each['id']}~applied" for each in (one, two)]
    moved = pages.post(path, {"application": both, "to": "interview"})
    assert "1 application moved." in moved.text
    assert "Somebody moved it meanwhile; now it is at: Screening." in text_of(moved)
    assert (
        "Applied" in pages.get(f"{path}.csv").text or "Screening" in pages.get(f"{path}.csv").text
    )
    assert "Tick at least one" in pages.post(path, {"to": "screen"}).text
    assert pages.post(path, {"application": both, "to": "nowhere"}).status_code == 404


def test_ticked_candidates_are_invited(app: Flask, boss: Employing, people: People) -> None:
    one, two = somebody(people), somebody(people)
    applied(two, boss)
    codes = [one.code_for(boss), two.code_for(boss)]
    pages, path = browser(app, boss), f"/employer/roles/{boss.role_id}"
    asked = pages.post(f"{path}/candidates", {"act": "invite", "who": codes})
    assert "Invite 2 candidates" in asked.text
    assert pages.post(f"{path}/invite", {"who": codes, "message": ""}).status_code == 422
    sent = pages.post(f"{path}/invite", {"who": codes, "message": "May we talk?"})
    assert "1 invitation sent." in sent.text
    assert f"{codes[1]} was not invited" in sent.text
    assert codes[0] in pages.get("/employer/invitations").text


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_figures_tell_how_far_they_came(
    app: Flask, boss: Employing, people: People, language: str
) -> None:
    made = [applied(somebody(people), boss) for _ in range(5)]
    for each in made[:2]:
        boss.owner.post(f"/applications/{each['id']}/transitions", {"to": "interview"})
    shown = browser(app, boss, language).get(f"/employer/roles/{boss.role_id}/figures")
    assert shown.status_code == 200
    assert "40%" in shown.text
    assert ("Impact ratio" in shown.text) is (language == "en")
    assert ("Fisher" in shown.text) is (language == "en")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_opens_for_a_viewer_and_not_for_a_stranger(
    app: Flask, boss: Employing, people: People, language: str
) -> None:
    applied(somebody(people), boss)
    viewer = Browser(app, boss.member(people, "viewer"), language=language)
    stranger = Browser(app, employing(people).owner, language=language)
    role = f"/employer/roles/{boss.role_id}"
    for path in ("", "/roles", "/invitations"):
        assert viewer.get(f"/employer{path}").status_code == 200
    for path in ("candidates", "pipeline", "shortlists", "figures", "edit"):
        assert viewer.get(f"{role}/{path}").status_code == 200, path
        assert stranger.get(f"{role}/{path}").status_code == 404, path
    assert viewer.get(f"{role}/candidates.csv").status_code == 403
    assert "/account/login" in Browser(app).get("/employer").request.path
