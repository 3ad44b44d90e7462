"""Files that a candidate sends: résumés and documents of proofs."""

import re
from io import BytesIO
from typing import Any

import pytest

from marketplace.me.pages import resume
from tests.browsing import Browser
from tests.marketplace.candidates.profiles import PROFILE, profiled
from tests.marketplace.resumes.files import pdf, word
from tests.meetings import seeking
from tests.people import People

BROUGHT = (
    *("headline", "summary", "skills", "experience", "education", "patents", "publications"),
    *("awards", "languages", "hubs", "salary_min", "notice_weeks"),
)
UNCOMMON: dict[str, Any] = {
    "summary": "First line: a < b & c.\n\nSecond paragraph,\n- an item",
    "education": [
        *PROFILE["education"],
        {"institution": "A school", "degree": "secondary", "sectors": []},
    ],
    "awards": [],
    "notice_weeks": 0,
}


def sent(content: bytes, name: str = "resume.pdf") -> dict[str, Any]:
    return {"file": (BytesIO(content), name)}


@pytest.mark.parametrize("content", [pdf(), word()], ids=["pdf", "docx"])
def test_a_resume_is_proposed_and_picked_from(people: People, content: bytes) -> None:
    seeker = seeking(people, headline="Builds decoders")
    browser = Browser(people.app, seeker.person)
    shown = browser.post("/me/resume", sent(content)).get_data(as_text=True)
    assert "Physicist, quantum error correction" in shown
    assert "Senior Researcher" in shown
    path = f"/candidates/{seeker.candidate_id}"
    assert seeker.person.get(path).json["experience"] is None
    browser.post("/me/resume/accept", {"experience": "replace", "headline": "keep"})
    profile = seeker.person.get(path).json
    assert profile["headline"] == "Builds decoders"
    assert profile["experience"][0]["title"] == "Senior Researcher"
    again = browser.post("/me/resume/accept", {"experience": "replace"})
    assert again.status_code == 200  # pressed twice


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 422, "Choose a file first."),
        (b"<html>", 415, "none of PDF"),
        (b"%PDF-1.7 broken", 422, "cannot be read"),
        (b"{" + b" " * 2_000, 413, "over 0 MB"),
        (b'{"work": 3}', 422, "work"),
    ],
    ids=["none", "html", "broken", "large", "number"],
)
def test_files_that_are_refused(
    people: People, monkeypatch: pytest.MonkeyPatch, content: bytes, status: int, words: str
) -> None:
    monkeypatch.setattr(resume, "LARGEST_FILE", 2_000)
    browser = Browser(people.app, seeking(people).person)
    answer = browser.post("/me/resume", sent(content, "" if not content else "resume.pdf"))
    assert answer.status_code == status
    text = answer.get_data(as_text=True)
    assert words in text
    assert 'id="file-wrong"' in text


def test_a_profile_comes_back_whole_from_its_own_export(people: People) -> None:
    person, made = profiled(people)
    path = f"/candidates/{made['id']}"
    made = person.patch(path, UNCOMMON).json
    answer = Browser(people.app, person).get("/me/resume.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    other = people.person("other")
    empty = other.post("/candidates", {}).json
    browser = Browser(people.app, other)
    browser.post("/me/resume", sent(answer.data, "resume.json"))
    sections = [name for name in BROUGHT if made[name] is not None]
    browser.post("/me/resume/accept", dict.fromkeys((*sections, "name"), "replace"))
    came = other.get(f"/candidates/{empty['id']}").json
    for name in sections:
        assert without_ids(came[name]) == without_ids(made[name]), name
    assert came["contact"]["name"] == made["contact"]["name"]


def test_a_proposal_is_said_in_the_words_of_its_reader(people: People) -> None:
    browser = Browser(people.app, seeking(people).person, language="zh-CN")
    shown = browser.post("/me/resume", sent(pdf())).text
    proposal = shown[shown.index('id="proposal"') : shown.index('id="bring"')]
    assert "德语" in proposal
    assert "母语" in proposal
    assert "博士" in proposal
    for code in ("native", "doctor ", "de ·"):
        assert code not in proposal


def test_what_is_no_json_is_said_to_a_person(people: People) -> None:
    browser = Browser(people.app, seeking(people).person, language="zh-CN")
    answer = browser.post("/me/resume", sent(b'{"basics": 3', "resume.json"))
    assert answer.status_code == 422
    assert "这个文件不是有效的 JSON" in answer.text
    assert "delimiter" not in answer.text


def test_ones_own_export_proposes_nothing(people: People) -> None:
    person, made = profiled(people)
    person.patch(f"/candidates/{made['id']}", UNCOMMON)
    browser = Browser(people.app, person)
    shown = browser.post("/me/resume", sent(browser.get("/me/resume.json").data, "resume.json"))
    assert "The file says the same as your profile." in shown.text
    assert 'value="replace"' not in shown.text


def without_ids(told: Any) -> Any:
    return [{**each, "id": None} for each in told] if entries(told) else told


def entries(told: Any) -> bool:
    return isinstance(told, list) and all(isinstance(each, dict) for each in told)


def test_a_document_is_handed_in_and_only_ever_saved(people: People) -> None:
    seeker = seeking(people)
    path = f"/candidates/{seeker.candidate_id}"
    made = seeker.person.patch(path, {"education": PROFILE["education"]}).json
    browser = Browser(people.app, seeker.person)
    claim = f"education:{made['education'][0]['id']}"
    fields: dict[str, Any] = {"claim": claim, "proof": ""}
    assert browser.post("/me/evidence", fields).status_code == 422
    wrong = fields | {"document": (BytesIO(b"<html>"), "degree.html")}
    answer = browser.post("/me/evidence", wrong)
    assert answer.status_code == 422
    assert 'id="document-wrong"' in answer.get_data(as_text=True)
    good = fields | {"document": (BytesIO(b"%PDF-1.7 <script>"), "<b>degree</b>.html")}
    shown = browser.post("/me/evidence", good).get_data(as_text=True)
    assert "<b>degree</b>" not in shown
    [link] = re.findall(r'href="(/evidence/[^"]+/document)"', shown)
    document = browser.get(link)
    assert document.data == b"%PDF-1.7 <script>"
    assert document.mimetype == "application/octet-stream"
    assert document.headers["Content-Disposition"].startswith("attachment")
    assert document.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in document.headers["Content-Security-Policy"]
    assert document.headers["Cache-Control"] == "private, no-store"
    assert Browser(people.app, seeking(people).person).get(link).status_code == 404
    assert Browser(people.app).get(link).status_code == 200  # the sign-in, not the document
    verifier = people.person(is_verifier=True)
    assert Browser(people.app, verifier).get(link).data == b"%PDF-1.7 <script>"
    item_id = link.split("/")[2]
    browser.post(f"/me/evidence/{item_id}/withdraw")
    assert browser.get(link).status_code == 404
