"""What Greenhouse is told of a name, and what is read in its answers."""

import orjson
import pytest

from marketplace.greenhouse.answers import faults_in, link_in, user_in
from marketplace.greenhouse.failures import LOST, SHUT_OUT, failure_in, reason_of
from marketplace.greenhouse.names import names_in
from marketplace.webhooks.requesting import Answer
from tests.marketplace.greenhouse.house import PROFILE


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ada Moreau", "Ada", "Moreau"),
        ("  Jean  Luc  de Vries ", "Jean Luc de", "Vries"),
        ("王小明", "小明", "王"),
        ("欧阳娜娜", "娜娜", "欧阳"),
        ("欧阳", "阳", "欧"),
        ("王 小明", "王", "小明"),
        ("Sukarno", "–", "Sukarno"),
        ("王", "–", "王"),
        ("阿卜杜拉·买买提", "–", "阿卜杜拉·买买提"),
    ],
)
def test_a_name_has_two_parts(name: str, given: str, family: str) -> None:
    assert names_in(name) == (given, family)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        (PROFILE, PROFILE),
        ("http://app.greenhouse.io/people/1", None),
        ("javascript:alert(1)", None),
        ("//app.greenhouse.io/", None),
        ("https://app.greenhouse.io/ <script>", None),
        ("https://app.greenhouse.io/" + "a" * 500, None),
        (7, None),
        (None, None),
    ],
)
def test_only_an_encrypted_address_of_the_web_is_a_link(link: object, kept: str | None) -> None:
    assert link_in(orjson.dumps({"profile_url": link})) == kept


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"not JSON", b"\xff", b'{"errors": {"a": 1}}'])
def test_any_other_answer_says_nothing(body: bytes) -> None:
    assert (link_in(body), user_in(body), faults_in(body)) == (None, None, None)


def test_what_a_stranger_writes_is_one_bounded_line() -> None:
    hostile = "<b>\u202eno\x00\n\n" + "x" * 5_000
    told = orjson.dumps({"full_name": hostile, "errors": [{"message": hostile}] * 50})
    assert user_in(told) == ("<b> no " + "x" * 5_000)[:200]
    faults = faults_in(told) or ""
    assert len(faults) == 300
    assert faults.startswith("<b> no xxx")


def test_a_failure_that_was_kept_is_the_message_that_it_was() -> None:
    for answer, pattern in (
        (Answer(status=None, failure="no answer in time"), LOST.pattern),
        (Answer(status=None, failure="no answer in time", was_sent=False), "no answer in time"),
        (Answer(status=503, failure="answered 503"), "Greenhouse answered {status}."),
        (Answer(status=401, failure="answered 401"), SHUT_OUT.pattern),
    ):
        assert getattr(reason_of(str(failure_in(answer))), "pattern", None) == pattern
