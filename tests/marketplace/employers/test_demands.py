"""What the posting assistant says of a draft, in words for people."""

import re

import pytest
from flask import Flask

from tests.browsing import Browser
from tests.meetings import employing
from tests.people import People


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_all_that_is_needed_is_listed_and_counted_alike(
    app: Flask, people: People, language: str
) -> None:
    boss = employing(people)
    wrong = {"title": "Engineer", "description": "Only men under 35. 限女性，35岁以下。"}
    body = {**wrong, "employer_id": str(boss.employer_id)}
    made = boss.owner.post("/roles", body).json
    pages = Browser(app, boss.owner, language=language)
    shown = pages.get(f"/employer/roles/{made['id']}/edit").text
    listed = re.findall(r'<li><a href="#[^"]+-demand">(.*?)</a></li>', shown)
    head = re.search(r"(\d+) (?:things to change in the posting|处需要修改)", shown)
    assert head is not None
    assert len(listed) == int(head[1]) > 6
    assert not [text for text in listed if re.search(r"work_mode|\d{4}-\d{2}-\d{2}", text)]
