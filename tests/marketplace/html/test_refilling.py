"""A form that comes back with what was typed: every kind of field, and only that form."""

from marketplace.html.refilling import find_form

PAGE = """<!doctype html>
<html><body><main id="main"><svg viewBox="0 0 1 1"><path d="M"/></svg>
<form action="/find" method="get"><input name="q" value="old"></form>
<details><summary>More &amp; more</summary>
<form method="post" action="/keep"><input type="hidden" name="csrf_token" value="fresh"><input type="hidden" name="version" value="2">
<input name="name" value="stored"><input name="link"><input name="link" value="x">
<input type="password" name="password"><input type="file" name="file">
<textarea name="text">
stored &lt;text&gt;</textarea>
<select name="one"><option value="">none</option><option value="a" selected>A</option><option value="b">B</option></select>
<input type="checkbox" name="many" value="1" checked><input type="checkbox" name="many" value="2">
<button name="act" value="keep">Keep</button></form></details>
<form method="post" action="/keep"><input type="hidden" name="version" value="1"><input name="name" value="other"></form>
</main></body></html>"""  # noqa: E501

TYPED = {
    "version": ["2"],
    "name": ['"><script>'],
    "link": ["one", "two", "three"],
    "text": ["\nfirst"],
    "one": ["b"],
    "many": ["2"],
    "act": ["keep"],
    "password": ["secret"],
    "gone": ["kept"],
}


def written() -> str:
    found = find_form(PAGE, "/page", "/keep", TYPED)
    assert found is not None
    return found.written("<p>Back.</p>")


def test_every_kind_of_field_holds_what_was_typed() -> None:
    page = written()
    for shown in (
        'name="name" value="&#34;&gt;&lt;script&gt;"',
        '<input name="link" value="one"><input name="link" value="two">',
        '<textarea name="text">\n\nfirst</textarea>',
        '<option value="a">A</option><option value="b" selected>B',
        'name="many" value="1"><input type="checkbox" name="many" value="2" checked>',
        'name="csrf_token" value="fresh"',
        '<input type="password" name="password">',
    ):
        assert shown in page


def test_what_has_no_field_is_sent_along() -> None:
    found = find_form(PAGE, "/page", "/keep", TYPED)
    assert found is not None
    assert found.left == {"link": ["three"], "gone": ["kept"]}
    assert '<input type="hidden" name="gone" value="kept"></form>' in written()


def test_nothing_else_of_the_page_changes() -> None:
    page = written()
    assert '<main id="main"><p>Back.</p><svg viewBox="0 0 1 1"><path d="M"/></svg>' in page
    assert "<details open><summary>More &amp; more</summary>" in page
    assert '<input name="q" value="old">' in page
    assert '<input name="name" value="other">' in page
    assert page.startswith("<!doctype html>")
    assert page.count('id="returned"') == 1


def test_a_page_without_such_a_form_has_none() -> None:
    assert find_form(PAGE, "/page", "/find", TYPED) is None
    bare = '<form method="post"><input name="name"></form>'
    assert find_form(bare, "/page", "/page", TYPED) is not None
    assert find_form(bare, "/page", "/other", TYPED) is None
