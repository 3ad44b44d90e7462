"""The board of a role: narrowed by marks, with limits of its columns."""

from typing import Any

from flask import Flask

from tests.browsing import Browser
from tests.marketplace.employers.test_pages import text_of
from tests.meetings import Employing, Seeking, applied, employing, seeking
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


def test_the_board_is_narrowed_and_stays_so_after_a_move(app: Flask, people: People) -> None:
    boss = employing(people)
    tagged, other = seeking(people), seeking(people)
    made = {each.candidate_id: applied(each, boss) for each in (tagged, other)}
    pages, board = Browser(app, boss.owner), f"/employer/roles/{boss.role_id}/pipeline"
    one = f"/employer/roles/{boss.role_id}/candidates/{tagged.code_for(boss)}"
    pages.post(f"{one}/tags", {"tag": "Spring"})
    pages.post(f"{one}/owner", {"member": str(boss.owner.account_id)})
    assert shown(pages.get(board), boss, tagged, other) == [tagged, other]
    for query, expected in (
        ("tag=Spring", [tagged]),
        ("not_tag=Spring", [other]),
        ("owner=mine", [tagged]),
        ("owner=nobodys&tag=Spring", []),
    ):
        answer = pages.get(f"{board}?{query}")
        assert shown(answer, boss, tagged, other) == expected, query
    assert "Applied 1 of 2" in text_of(pages.get(f"{board}?not_tag=Spring"))
    told = {"application": f"{made[tagged.candidate_id]['id']}~applied", "to": "screen"}
    moved = pages.post(f"{board}?tag=Spring", told)
    assert moved.request.args["tag"] == "Spring"
    assert "moved" in moved.request.args
    assert shown(moved, boss, tagged, other) == [tagged]
    told = {"application": f"{made[tagged.candidate_id]['id']}~screen", "to": "offer"}
    path = f"/employer/roles/{boss.role_id}/applications?tag=Spring"
    many = pages.post(path, {**told, "act": "move", "back": "show_pipeline"})
    assert (many.request.path, many.request.args["tag"]) == (board, "Spring")
    told = {"application": f"{made[tagged.candidate_id]['id']}~offer", "to": "rejected"}
    asked = pages.post(f"{board}?tag=Spring", told).text
    assert asked.count(f'"{board}?tag=Spring"') == 3  # the form, and two ways back
    words = {"reason": "Filled", "message": "Not this time."}
    assert pages.post(f"{board}?tag=Spring", {**told, **words}).request.args["tag"] == "Spring"
    listed = pages.get(f"{board}.csv?not_tag=Spring").text
    assert other.code_for(boss) in listed
    assert tagged.code_for(boss) not in listed


def shown(answer: Any, boss: Employing, *seekers: Seeking) -> list[Seeking]:
    return [each for each in seekers if f"candidates/{each.code_for(boss)}" in answer.text]
