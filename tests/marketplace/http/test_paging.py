from flask.testing import FlaskClient

LIST = "/api/v1/policies?limit=1"


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(LIST)
    assert first.json is not None
    assert first.json["page"]["next_cursor"]
    again = client.get(LIST, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_the_link_keeps_what_was_asked_and_holds_no_foreign_signs(client: FlaskClient) -> None:
    given = client.get(f"{LIST}&note=%3E%22&x=<y>")
    assert given.json is not None
    cursor = given.json["page"]["next_cursor"]
    wanted = f"</api/v1/policies?limit=1&note=%3E%22&x=%3Cy%3E&cursor={cursor}>"
    assert given.headers["Link"] == f'{wanted}; rel="next"'
    target = given.headers["Link"].partition(">")[0][1:]
    following = client.get(target)
    assert following.status_code == 200
    assert following.json is not None
    assert following.json["data"] != given.json["data"]
