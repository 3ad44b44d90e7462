import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from marketplace.policies.reading import in_short, pack_in_words, words
from matching.codes import SECTORS
from matching.policy.loading import load_packs
from matching.policy.overlays import Overlay
from matching.policy.pack import Language, Operator, Pack, PackStatus
from matching.policy.rules import CURERS
from matching.policy.sections import BASES, CERTAINTIES, TIERS

PACKS = [pack for versions in load_packs().values() for pack in versions.values()]
HAN = re.compile(r"[\u4e00-\u9fff]")


def texts(content: Any) -> Iterator[dict[str, str]]:
    """Yield everything that is said in two languages."""
    if isinstance(content, dict):
        if "en" in content or "zh-Hans" in content:
            yield content
        else:
            for inner in content.values():
                yield from texts(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from texts(inner)


@pytest.mark.parametrize("content", [words(), *(pack.content() for pack in PACKS)])
def test_all_is_said_in_both_languages(content: Any) -> None:
    said = list(texts(content))
    assert said
    for text in said:
        assert set(text) == {"en", "zh-Hans"}
        assert text["en"].strip()
        assert HAN.search(text["zh-Hans"]), text
        assert not HAN.search(text["en"]), text


@pytest.mark.parametrize(
    ("part", "known"),
    [
        ("certainty", CERTAINTIES),
        ("basis", BASES),
        ("tier", TIERS),
        ("status", PackStatus),
        ("curer", CURERS),
        ("operator", Operator),
        ("flag", {flag for pack in PACKS for flag in pack.flags}),
    ],
)
def test_every_word_of_the_format_has_its_own(part: str, known: Any) -> None:
    assert set(known) <= set(words()[part])


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.name)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_a_page_shows_every_criterion_with_its_source(
    client: FlaskClient, pack: Pack, language: Language
) -> None:
    path = f"/policies/{pack.id}/versions/{pack.version}"
    page = client.get(path, query_string={"lang": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    for flag in pack.flags:
        assert page.text.count(f' id="{flag}"') == 1
        for leaf in pack.leaves_under(flag):
            assert page.text.count(f' id="{leaf}"') == 1
    for source in pack.sources.values():
        assert source.url is None or source.url.replace("&", "&amp;") in page.text


def test_an_assumption_of_ours_is_told_from_the_sources_word(client: FlaskClient) -> None:
    page = client.get("/policies/cn-k-seed").text
    assert "at least Master&#39;s degree" in page
    assert (
        page.count("our own assumption") == 2 * 3
    )  # the degree, the years, and that one route is enough
    assert "not published by anybody" in page


def test_the_language_is_that_which_is_asked_for(client: FlaskClient) -> None:
    for asked, given in (
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hans"),
        ("de,en;q=0.5", "en"),
        ("fr", "en"),
    ):
        page = client.get("/policies", headers={"Accept-Language": asked})
        assert page.headers["Content-Language"] == given
        assert "Accept-Language" in page.headers["Vary"]
    page = client.get("/policies?lang=en", headers={"Accept-Language": "zh"})
    assert page.headers["Content-Language"] == "en"


def test_a_pack_that_was_not_checked_again_says_so() -> None:
    pack = load_packs()["cn-k-seed"]["2025.1"]
    last = pack.review_by
    assert not in_short(pack, "en", day=last)["is_overdue"]
    late = in_short(pack, "en", day=last + timedelta(days=1))
    assert late["checked"] == (
        "Not checked again since Nov 23, 2026: a check was due by Feb 23, 2027."
    )
    assert "2027年2月23日" in in_short(pack, "zh-Hans", day=last)["checked"]


def test_a_day_before_a_pack_shows_its_first_values() -> None:
    pack = load_packs()["cn-k-seed"]["2025.1"]
    told = pack_in_words(pack, "en", day=date(2020, 1, 1))
    wanted = told["flags"][0]["members"][0]["wanted"]
    assert len(wanted.split(", ")) == 6 < len(SECTORS)


OVERLAID = [(pack, overlay) for pack in PACKS for overlay in pack.overlays]


@pytest.mark.parametrize(("pack", "overlay"), OVERLAID, ids=lambda each: each.id)
def test_what_a_province_changes_is_said_in_words(
    client: FlaskClient, pack: Pack, overlay: Overlay
) -> None:
    path = f"/policies/{pack.id}/versions/{pack.version}"
    assert f"{path}/diff/{overlay.id}" in client.get(path).text
    compared: Any = client.get(f"/api/v1{path}/diff/{overlay.id}").json
    assert (compared["id"], compared["other"]) == (pack.id, overlay.id)
    assert {each["change"] for each in compared["changes"]} <= {"added", "removed", "changed"}
    for language in ("en", "zh-Hans"):
        page = client.get(f"{path}/diff/{overlay.id}", query_string={"lang": language})
        said = [each["text"][language] for each in compared["changes"]]
        assert said
        assert all(str(escape(text)) in page.text for text in said)


def test_a_version_is_as_itself(client: FlaskClient) -> None:
    path = "/policies/cn-k-seed/versions/2025.1/diff/2025.1"
    compared: Any = client.get(f"/api/v1{path}").json
    assert compared["changes"] == []
    assert "Nothing changes." in client.get(path).text


@pytest.mark.parametrize(
    "path",
    [
        "/policies/none",
        "/policies/cn-k-seed/versions/0",
        "/policies/cn-k-seed/versions/2025.1/diff/0",
        "/policies/cn-k-seed/versions/0/diff/2025.1",
    ],
)
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(f"/api/v1{path}").status_code == 404
