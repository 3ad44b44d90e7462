"""The search for roles as a page."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from marketplace.clock import today
from tests.browsing import Browser
from tests.market import Market, market

__all__ = ["market"]


def titles(page: str) -> list[str]:
    return re.findall(r'<h2 id="role-[^>]*><a [^>]*>([^<]*)</a>', page)


def test_everyone_finds_open_roles_by_words_and_filters(market: Market) -> None:
    market.open_role(title="Photonics engineer", skills=["silicon photonics"])
    market.open_role(title="Battery engineer", skills=["lithium cells"], city="Beijing")
    market.role(title="Photonics draft", skills=["silicon photonics"])
    visitor = Browser(market.people.app)
    assert titles(visitor.get("/roles?q=photonics").text) == ["Photonics engineer"]
    page = visitor.get("/roles?hub=beijing&salary_min=&posted_after=&sort=").text
    assert titles(page) == ["Battery engineer"]
    assert "1 role" in page
    assert '<a class="chip clear" href="/roles"' in page


def test_a_role_that_was_posted_before_says_how_often(market: Market) -> None:
    visitor = Browser(market.people.app)
    for _ in range(2):
        ended = market.open_role(title="Optics lead")
        moved = market.owner.post(f"/roles/{ended}/transitions", {"to": "closed"})
        assert moved.status_code == 200
    other = market.open_role(title="Optics lead", city="Beijing")
    assert "times before" not in visitor.get("/roles").text
    again = market.open_role(title="optics Lead")
    listed = market.people.anyone().get("/roles").json["data"]
    assert {role["id"]: role["reposts"] for role in listed} == {again: 2, other: 0}
    assert market.owner.get(f"/roles/{again}").json["reposts"] == 2
    for page in ("/roles", f"/roles/{again}"):
        assert visitor.get(page).text.count("Posted 2 times before") == 1
    for to in ("paused", "open"):
        market.owner.post(f"/roles/{again}/transitions", {"to": to})
    assert "Posted 2 times before" in visitor.get(f"/roles/{again}").text


def test_chips_and_counts_tell_what_each_filter_does(market: Market) -> None:
    market.open_role(title="First", city="Beijing", province="CN-BJ")
    market.open_role(title="Second", city="Shanghai", province="CN-SH")
    page = Browser(market.people.app).get("/roles?hub=beijing&q=researcher+first").text
    assert '<a class="chip" href="/roles?q=researcher+first"' in page
    assert '<a class="chip" href="/roles?hub=beijing"' in page
    empty = re.search(r'<input[^>]*value="chengdu"[^>]*>', page)
    assert empty is not None
    assert "disabled" in empty[0]
    assert 'aria-describedby="no-roles"' in empty[0]
    chosen = re.search(r'<input[^>]*value="beijing"[^>]*>', page)
    assert chosen is not None
    assert " checked" in chosen[0]


def test_what_hides_most_is_named_with_the_way_out(market: Market) -> None:
    market.open_role(title="Optics lead", city="Beijing", province="CN-BJ")
    market.open_role(title="Optics aide", city="Beijing", province="CN-BJ")
    visitor = Browser(market.people.app)
    page = visitor.get("/roles?q=optics&hub=chengdu").text
    assert "No role matches all of this" in page
    assert "<strong>Chengdu</strong>" in page
    assert "Without it there are 2 roles." in page
    assert '<a class="button" href="/roles?q=optics">' in page
    chinese = Browser(market.people.app, language="zh").get("/roles?q=optics&hub=chengdu").text
    assert "去掉它后有 2 个职位" in chinese


def test_another_filter_may_be_dropped_instead(market: Market) -> None:
    for title in ("Optics lead", "Optics aide"):
        market.open_role(title=title, city="Beijing", province="CN-BJ", work_mode="remote")
    market.open_role(title="Optics head", city="Chengdu", province="CN-SC", work_mode="on_site")
    page = Browser(market.people.app).get("/roles?hub=chengdu&work_mode=remote").text
    assert "<strong>Chengdu</strong>" in page
    assert re.search(r'<a href="/roles\?hub=chengdu">Remote</a> <span class="soft">1 role<', page)


def test_two_filters_may_have_to_be_dropped_together(market: Market) -> None:
    market.open_role(title="Optics lead", city="Beijing", province="CN-BJ", work_mode="remote")
    visitor = Browser(market.people.app)
    page = visitor.get("/roles?q=optics&hub=chengdu&work_mode=hybrid&salary_min=1").text
    assert "together these hide most:" in page
    assert re.search(r"<strong>(Chengdu, Hybrid|Hybrid, Chengdu)</strong>", page)
    assert "Without them there is 1 role." in page
    assert '<a class="button" href="/roles?q=optics&amp;salary_min=1">' in page
    hopeless = visitor.get("/roles?q=optics&hub=chengdu&work_mode=hybrid&kind=postdoc").text
    assert "No one or two filters are to blame." in hopeless
    assert "together these" not in hopeless


def test_values_are_left_out_beside_others_and_the_way_back_is_a_chip(market: Market) -> None:
    market.open_role(title="First", city="Beijing", province="CN-BJ")
    market.open_role(title="Second", city="Shanghai", province="CN-SH")
    market.open_role(title="Third", city="Ürümqi", province="CN-XJ", sectors=["ai"])
    visitor = Browser(market.people.app)
    page = visitor.get("/roles?not_hub=beijing,shanghai&q=researcher+third").text
    assert titles(page) == ["Third"]
    chip = '<span class="visually-hidden">Remove filter:</span> Without: Beijing'
    assert 'href="/roles?q=researcher+third&amp;not_hub=shanghai"' in page
    assert chip in page
    assert '<details class="leave-out" id="not_hub" open>' in page
    assert re.search(r'<input[^>]*id="not_hub-shanghai" checked>', page)
    assert 'id="not_hub-chengdu"' not in page  # no role would go
    assert re.search(r'<input[^>]*id="hub-beijing" disabled', page)
    unused = visitor.get("/roles?hub=beijing").text
    assert '<details class="leave-out" id="not_hub">' in unused
    assert 'id="not_hub-beijing"' not in unused  # it is wanted
    kept = visitor.get("/roles?not_city=Beijing&not_province=CN-SH").text
    assert titles(kept) == ["Third"]
    assert '<input type="hidden" name="not_city" value="Beijing">' in kept


def test_what_cannot_be_read_is_said_at_its_field_and_the_rest_is_done(market: Market) -> None:
    market.open_role(title="Beekeeper")
    page = Browser(market.people.app).get("/roles?salary_min=lots&hub=xyz&q=beekeeper").text
    assert titles(page) == ["Beekeeper"]
    assert 'id="salary_min-wrong"' in page
    assert 'value="lots"' in page
    assert "<li><code>hub=xyz</code></li>" in page


def test_what_nothing_here_knows_is_said_with_what_was_meant(market: Market) -> None:
    market.open_role(title="First", city="Beijing", province="CN-BJ")
    market.open_role(title="Second", city="Shanghai", province="CN-SH")
    visitor = Browser(market.people.app)
    page = visitor.get("/roles?hubb=beijing&hub=shanghai,bejing&sort=newst&zzzz=%22").text
    assert titles(page) == ["Second"]  # the value that is none spoils none beside it
    for given, meant, url in (
        ("hubb", "hub", "hub=shanghai&amp;hub=beijing"),
        ("hub=bejing", "hub=beijing", "hub=shanghai&amp;hub=beijing"),
        ("sort=newst", "sort=newest", "hub=shanghai&amp;sort=newest"),
    ):
        way = f'<a href="/roles?{url}"><code>{meant}</code></a>'
        assert f"<li><code>{given}</code> Did you mean: {way}</li>" in page
    assert "<li><code>zzzz</code></li>" in page
    assert "hub=bejing" not in page.replace("<code>hub=bejing</code>", "")
    silent = visitor.get("/roles?lang=zh&utm_source=x&from=timeline&q=&cursor=").text
    assert "<code>" not in silent


def test_visa_outcomes_need_a_profile(market: Market) -> None:
    market.open_role(title="Beekeeper")
    page = Browser(market.people.app).get("/roles?k_sponsorship=met&sort=fit").text
    assert "Visa outcomes and fit need your profile." in page
    assert titles(page) == ["Beekeeper"]
    assert "look eligible under" not in page


def test_a_candidate_sees_fit_and_outcomes_and_may_do_without_ranking(market: Market) -> None:
    market.open_role(title="Decoder researcher")
    market.open_role(title="Hotel manager", skills=["banquets"])
    ines = Browser(market.people.app, market.candidate().person)
    page = ines.get("/roles").text
    assert titles(page)[0] == "Decoder researcher"
    assert "2 roles, of which" in page
    assert "under cn-k-seed" in page
    assert "band-" in page
    unranked = ines.get("/roles?sort=newest").text
    assert titles(unranked) == ["Hotel manager", "Decoder researcher"]
    assert "band-" not in unranked
    assert "nothing is ranked" in unranked


def test_a_long_list_goes_on_by_its_link(market: Market) -> None:
    for number in range(11):
        market.open_role(title=f"Number {number}")
    visitor = Browser(market.people.app)
    first = visitor.get("/roles").text
    onward = re.search(r'href="(/roles\?cursor=[^"]+)" rel="next"', first)
    assert onward is not None
    second = visitor.get(onward[1]).text
    assert len(titles(first)) == 10
    assert titles(second) == ["Number 0"]
    assert 'rel="first"' in second


def test_closed_and_expired_roles_are_not_found(market: Market) -> None:
    role = market.open_role(title="Soon over")
    market.owner.post(f"/roles/{role}/transitions", {"to": "closed"})
    assert titles(Browser(market.people.app).get("/roles?q=soon").text) == []


@pytest.mark.parametrize("address", ["/roles?q=%00", "/roles?cursor=forged"])
def test_what_no_search_can_mean_is_refused(market: Market, address: str) -> None:
    assert Browser(market.people.app).get(address).status_code == 422


def test_a_swap_keeps_the_address_short(market: Market) -> None:
    browser = Browser(market.people.app)
    answer = browser.client.get(
        "/roles?q=one&hub=&salary_min=&currency=CNY",
        headers={"Accept": "text/html", "HX-Request": "true"},
    )
    assert answer.headers["HX-Push-Url"] == "/roles?q=one&currency=CNY"


def test_days_for_posted_within_are_those_of_today(market: Market) -> None:
    market.open_role(title="Fresh")
    page = Browser(market.people.app).get("/roles").text
    week = (today() - timedelta(days=8)).isoformat()
    assert f'<option value="{week}"' in page
    assert titles(Browser(market.people.app).get(f"/roles?posted_after={week}").text) == ["Fresh"]


def test_a_card_says_what_is_shared_and_missing(market: Market) -> None:
    market.open_role(title="Decoder researcher", skills=["surface codes", "Rust"])
    ines = Browser(market.people.app, market.candidate().person)
    page = ines.get("/roles").text
    assert "1 of 2 must-haves" in page
    assert re.search(r"Shared:</span> <span[^>]*>surface codes</span>", page)
    assert re.search(r"Missing:</span> <span[^>]*>Rust</span>", page)
    assert "Just posted" in page
    assert "Shared:" not in ines.get("/roles?sort=newest").text
    assert "must-haves" not in Browser(market.people.app).get("/roles").text


def test_what_does_not_interest_is_hidden_and_comes_back(market: Market) -> None:
    kept = market.open_role(title="Gardener")
    gone = market.open_role(title="Beekeeper")
    ines = Browser(market.people.app, market.candidate().person)
    ines.post("/me/saved", {"role_id": gone, "kind": "saved"})
    hidden = ines.post(
        "/me/saved", {"role_id": gone, "kind": "hidden", "next": "/roles?q=beekeeper+gardener"}
    )
    assert hidden.request.full_path == "/roles?q=beekeeper+gardener"
    assert titles(hidden.text) == ["Gardener"]
    form = hidden.text.partition('class="undo"')[2].partition("</form>")[0]
    undo = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    fields = {name: undo[name] for name in ("role_id", "kind", "next")}
    assert fields == {"role_id": gone, "kind": "saved", "next": "/roles?q=beekeeper+gardener"}
    again = ines.post("/me/saved", fields)
    assert sorted(titles(again.text)) == ["Beekeeper", "Gardener"]
    assert f'value="{kept}" form="compare"' in again.text


def test_two_to_five_roles_stand_side_by_side(market: Market) -> None:
    first = market.open_role(title="First", skills=["surface codes", "Rust"])
    second, draft = market.open_role(title="Second"), market.role(title="Draft")
    visitor = Browser(market.people.app)
    path = f"/roles/compare?role={first}&role={second}&role={first}&role={draft}&role=x"
    page = visitor.get(path).text
    assert re.findall(r'<th scope="col" class="wrap"><a[^>]*>(\w+)</a>', page) == [
        "First",
        "Second",
    ]
    assert "2 roles are left out" in page
    assert "must-haves" not in page
    mine = Browser(market.people.app, market.candidate().person).get(path).text
    assert "1 of 2 must-haves" in mine
    assert "not found" in mine
    assert "Tick two to five roles" in visitor.get(f"/roles/compare?role={first}").text
    six = [market.open_role(title=f"Number {number}") for number in range(6)]
    many = visitor.get("/roles/compare?" + "&".join(f"role={each}" for each in six)).text
    assert "Number 4" in many
    assert "Number 5" not in many
    assert "1 role is left out" in many


def feed_in(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - our own


def test_a_search_is_followed_as_a_feed(market: Market) -> None:
    market.open_role(title="Optics <lead> & more", city="Beijing", province="CN-BJ")
    market.open_role(title="Battery engineer")
    visitor = Browser(market.people.app)
    page = visitor.get("/roles?hub=beijing").text
    assert '<a class="roomy" href="/roles.atom?hub=beijing"' in page
    answer = visitor.get("/roles.atom?hub=beijing&k_sponsorship=met")
    assert answer.mimetype == "application/atom+xml"
    feed = feed_in(answer.data)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    assert [each.text for each in feed.findall("a:entry/a:title", atom)] == ["Optics <lead> & more"]
    assert feed.findtext("a:title", "", atom) == "New roles: Beijing"
    empty = feed_in(visitor.get("/roles.atom?q=beekeeper").data)
    assert empty.findall("a:entry", atom) == []
    assert empty.findtext("a:updated", "", atom)
