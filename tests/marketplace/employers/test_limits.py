"""The limits of a pipeline's columns, set on a page and said on the board."""

from flask import Flask

from tests.browsing import Browser
from tests.marketplace.employers.test_pages import text_of
from tests.meetings import applied, employing, seeking
from tests.people import People


def test_limits_are_set_and_passed_and_nobody_is_stopped(app: Flask, people: People) -> None:
    boss = employing(people)
    made = [applied(seeking(people), boss) for _ in range(2)]
    pages, board = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/pipeline"
    refused = pages.post(f"{board}/limits", {"applied": "many", "screen": "0"})
    assert refused.status_code == 422
    assert 'id="applied-wrong"' in refused.text
    assert 'value="many"' in refused.text
    kept = pages.post(f"{board}/limits", {"applied": "5", "screen": "1", "visa": ""})
    assert "The limits are set." in kept.text
    assert "over the limit" not in kept.text
    assert "Applied 2 at most 5" in text_of(kept)
    for each in made:
        told = {"application": f"{each['id']}~applied", "to": "screen"}
        assert pages.post(board, told).status_code == 200
    assert "Screening 2 ! 1 over the limit of 1" in text_of(pages.get(board))
    again = pages.get(f"{board}/limits").text
    assert 'name="applied" type="text" value="5"' in again
    pages.post(f"{board}/limits", {"screen": ""})
    assert "limit of 1" not in pages.get(board).text
