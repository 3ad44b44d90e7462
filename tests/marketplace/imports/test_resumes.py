from typing import Any

import pytest

from marketplace.errors import Invalid
from marketplace.imports.resumes import Resume, read_resume
from tests.marketplace.imports.postings import resume


def read(**changes: Any) -> Resume:
    return read_resume(resume(**changes))


def test_a_resume_becomes_a_profile() -> None:
    found = read(
        education=[
            {"institution": "TU Nordhavn", "studyType": "MSc", "area": "Optics", "endDate": "2014"}
        ],
        publications=[{"name": "On light", "url": "https://doi.org/10.5555/light.1"}],
        awards=[{"title": "Best thesis", "awarder": "TU Nordhavn"}],
        languages=[{"language": "Danish", "fluency": "Native"}, {"language": "Chinese"}],
        projects=[{"name": "A mirror", "type": "patent"}, {"name": "A lamp", "keywords": ["LED"]}],
    )
    stated = found.stated
    assert stated["contact"] == {"name": "Tomas Brandvik-Liu", "email": "tomas@brandvik.example"}
    assert stated["headline"] == "Photonics process engineer"
    assert stated["summary"] == "Twelve years of wafers.\n\nProjects:\n- A lamp · LED"
    assert [skill["name"] for skill in stated["skills"]] == ["Lithography", "EUV", "photoresist"]
    [post] = stated["experience"]
    assert (post["title"], post["organisation"], post["start"]) == (
        "Engineer",
        "Fjord Optics",
        "2015-03",
    )
    [degree] = stated["education"]
    assert (degree["degree"], degree["field"], degree["end"]) == ("master", "Optics", "2014")
    assert stated["patents"] == [{"title": "A mirror", "number": None}]
    assert stated["publications"] == [{"title": "On light", "doi": "10.5555/light.1"}]
    assert stated["awards"] == [{"title": "Best thesis", "issuer": "TU Nordhavn"}]
    assert stated["languages"] == [
        {"language": "da", "level": "native"},
        {"language": "zh", "level": None},
    ]
    assert found.fields["visibility"] == "hidden"
    assert found.fields["hubs"] is None


def test_the_schema_of_2014_is_read() -> None:
    found = read_resume(
        {
            "bio": {
                "firstName": "Ida",
                "lastName": "Holm",
                "title": "Chemist",
                "summary": "Salts.",
            },
            "work": [{"company": "Salt & Co", "position": "Chemist", "startDate": "2011-02-03"}],
            "education": [{"institution": "Nordhavn", "gpa": "3.9", "studyType": "B.Sc."}],
            "hobbies": [{"name": "Sailing"}],
        }
    )
    assert found.fields["contact"]["name"] == "Ida Holm"
    assert found.fields["headline"] == "Chemist"
    assert found.fields["experience"][0]["organisation"] == "Salt & Co"
    assert found.fields["education"][0]["degree"] == "bachelor"
    assert "Not read: hobbies." in found.notes


def test_what_is_empty_is_not_stated() -> None:
    fields = read(skills=[], languages=[], awards=[{}], education=None).fields
    assert [fields[name] for name in ("skills", "languages", "awards", "education")] == [None] * 4


def test_the_same_person_has_the_same_identity() -> None:
    assert read().identity == read(work=[]).identity
    assert read(meta={}).identity == read(meta=...).identity != read().identity
    assert read_resume({"basics": {"summary": "Salts."}}).identity is None


def test_what_was_shortened_is_said() -> None:
    long = "Engineer of " + "very " * 60 + "thin layers"
    found = read(basics={"label": long}, work=[{"position": "x" * 300}])
    assert len(found.fields["headline"]) == 200
    assert found.fields["summary"] == long
    assert "#/work/0/position was shortened from 300 to 200 characters." in found.notes


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"basics": 7}, "#/basics"),
        ({"basics": {"summary": 7}}, "#/basics/summary"),
        ({"basics": {"summary": "x", "email": "nobody"}}, "#/basics/email"),
        ({"basics": {"summary": "x" * 50_001}}, "#/basics/summary"),
        ({"basics": {}, "work": [], "skills": []}, "#"),
        ({"work": 7}, "#/work"),
        ({"work": [{"position": 7}]}, "#/work/0/position"),
        ({"work": [{"startDate": "2026-02-30"}]}, "#/work/0/startDate"),
        ({"work": [{"startDate": "2020-05", "endDate": "2019"}]}, "#/work/0/endDate"),
        ({"work": [{"summary": "x" * 10_001}]}, "#/work/0/summary"),
        ({"skills": [7]}, "#/skills/0"),
        ({"skills": [{"name": "x", "keywords": [{}, 7]}]}, "#/skills/0/keywords/1"),
        ({"awards": [{"awarder": "Nobody"}]}, "#/awards/0/title"),
        ({"languages": ["German"]}, "#/languages/0"),
        ({"education": [{"studyType": []}]}, "#/education/0/studyType"),
    ],
)
def test_a_bad_resume_says_where(changes: dict[str, Any], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read(**changes)
    assert refusal.value.errors[0]["pointer"] == pointer


def test_links_are_web_addresses() -> None:
    basics = {
        "summary": "x",
        "url": "javascript:alert(1)",
        "profiles": [{"url": "https://a.example"}],
    }
    found = read(basics=basics)
    assert found.fields["contact"]["links"] == ["https://a.example"]
    assert "1 links were left out: no web addresses, or many." in found.notes
