"""Templates compiled for each language: the same pages, with the texts already in them."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, render_template_string
from jinja2 import nodes
from markupsafe import Markup, escape

from marketplace.html.folding import TEXT, Folder
from marketplace.html.translations import translations_of
from marketplace.messages import Message
from matching.policy.pack import Language
from tests.marketplace.html.test_translations import LETTERS, TEMPLATES

Say = Callable[..., str]
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hans")


@pytest.fixture
def say(made_app: Flask) -> Say:
    """Writes a template in a language."""

    def written(source: str, language: str = "en", **values: Any) -> str:
        with made_app.test_request_context(headers={"Accept-Language": language}):
            return render_template_string(source, **values)

    return written


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_that_a_template_knows_is_looked_up(made_app: Flask, language: Language) -> None:
    for path in (*TEMPLATES, *LETTERS):
        read = made_app.jinja_env.parse(path.read_text(encoding="utf-8"))
        folded = Folder(translations_of(language)).visit(read)
        for call in folded.find_all(nodes.Call):
            is_text = isinstance(call.node, nodes.Name) and call.node.name in TEXT
            assert not (is_text and isinstance(call.args[0], nodes.Const)), path


def test_a_text_is_said_in_the_language_of_each_reader(say: Say) -> None:
    assert [say('{{ _("Roles") }}', language) for language in LANGUAGES] == ["Roles", "职位"]


def test_values_in_a_text_are_escaped_and_the_text_is_not(say: Say) -> None:
    source = '{{ _("%(low)s to %(high)s", low=low, high="<b>" | safe) }}'
    assert say(source, low="<i>") == "&lt;i&gt; to <b>"
    assert say('{% set x = _("%(low)s to %(high)s", low=low, high=2) %}{{ x }}', low="<i>") == (
        "&lt;i&gt; to 2"
    )


def test_a_number_chooses_its_form_in_the_language_that_has_forms(say: Say) -> None:
    source = '{{ ngettext("%(num)d role", "%(num)d roles", count) }}'
    assert [say(source, count=count) for count in (0, 1, 2)] == ["0 roles", "1 role", "2 roles"]
    assert [say(source, "zh-Hans", count=count) for count in (1, 2)] == ["1 个职位", "2 个职位"]


def test_what_counts_is_asked_once(say: Say) -> None:
    asked: list[int] = []

    def count() -> int:
        asked.append(1)
        return 1

    source = '{{ ngettext("%(num)d role", "%(num)d roles", count()) }}'
    assert say(source, count=count) == "1 role"
    assert len(asked) == 1


def test_a_text_that_is_not_known_beforehand_is_looked_up(say: Say) -> None:
    assert say("{{ _(text) }}", "zh-Hans", text="Roles") == "职位"
    assert say('{{ _(text, low="<", high=2) }}', text="%(low)s to %(high)s") == "&lt; to 2"


def test_a_percent_sign_is_written_once(say: Say) -> None:
    assert say('{{ _("100 %% of %(x)s", x=1) }} {{ _("100 %%") }}') == "100 % of 1 100 %"


def test_what_is_not_markup_is_escaped_whatever_it_is(say: Say) -> None:
    harmful = "<b title='\"'>&"
    for value in (harmful, Message(harmful), [harmful], {"<": ">"}):
        assert say("{{ value }}", value=value) == escape(str(value))
    assert say("{{ value }}", value=Markup("<b>")) == "<b>"
    assert say("{{ value }}{{ none }}{{ gone }}", value=7, none=None) == "7None"


def test_each_special_character_is_escaped_alone(say: Say) -> None:
    for character in "&<>'\"":
        assert say("{{ value }}", value=f"a{character}") == f"a{escape(character)}"


def test_a_mapping_shows_its_items_and_keeps_its_methods(say: Say) -> None:
    told = {"name": "one", "keys": "an item", "None": None}
    assert say("{{ told.name }}, {{ told.missing }}", told=told) == "one, "
    assert say("{% for key in told.keys() %}{{ key }} {% endfor %}", told=told) == "name keys None "
    assert say("{{ told.name.upper() }}", told=told) == "ONE"


def test_macros_take_what_loops_and_blocks_know(say: Say) -> None:
    source = (
        "{% macro row(text, kind='plain') %}<i class='{{ kind }}'>{{ text }}</i>{% endmacro %}"
        "{% for each in ['<', 'b'] %}{{ row(each, kind=loop.index) }}{% endfor %}"
    )
    assert say(source) == "<i class='1'>&lt;</i><i class='2'>b</i>"


def test_macros_that_take_whatever_comes_get_it(say: Say) -> None:
    source = (
        "{% macro all() %}{{ varargs | join(',') }};{{ kwargs.b }}{% endmacro %}"
        "{% macro box(kind='i') %}<{{ kind }}>{{ caller() }}</{{ kind }}>{% endmacro %}"
        "{{ all(1, '<', b=2) }}{% call box('b') %}<hr>{% endcall %}"
    )
    assert say(source) == "1,&lt;;2<b><hr></b>"


@pytest.mark.parametrize("call", ["row('a', text='b')", "row(1, 2, 3)", "row(style='x')"])
def test_a_macro_is_given_nothing_that_it_does_not_take(say: Say, call: str) -> None:
    with pytest.raises(TypeError, match="macro 'row'"):
        say("{% macro row(text, kind=1) %}{{ text }}{% endmacro %}{{ " + call + " }}")


def test_all_forms_of_a_page_prove_it_alike(say: Say) -> None:
    source = (
        "{% from 'macros/forms.html' import csrf %}{% for _ in [1, 2] %}{{ csrf() }}\n{% endfor %}"
    )
    one, other = say(source).splitlines()
    assert one == other
    assert one.startswith('<input type="hidden" name="csrf_token" value="')
    assert '<input type="hidden" name="form_origin" value="' in one
