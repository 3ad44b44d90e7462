"""Texts that try to harm: what anybody writes carries them, whatever field it is written in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from marshmallow import Schema, fields

from marketplace.http.fields import Text, WebAddress

MARK = "evil=1"
SHORT = f'"><img src=/evil onerror={MARK}>'
LONG = (
    f"</textarea></title></script></style>--><script>{MARK}</script>{SHORT}"
    f"<a href=javascript:{MARK} onfocus={MARK} autofocus>x</a><style>*{{display:none}}</style>"
    f"[x](javascript:{MARK})![x](/evil)' onclick={MARK} style=position:fixed "
    "{{7*7}}{% raw %}{# %(name)s ${7*7} \N{RIGHT-TO-LEFT OVERRIDE} </main></body>"
)
LINK = f"""https://example.org/'"><img/src=/evil/onerror={MARK}>"""
NAMES = {  # texts that name what there is, or a thing of ours; others are refused
    "AssessmentSchema.pack",
    "AssessmentSchema.reforms",
    "CandidateSchema.hidden_from",
    "NewInvitationSchema.candidate",
    "PreviewSchema.name",
    "RegisteredSchema.next",
}
SAME = {  # texts that stand where another field's do
    "InvitationLetterSchema.message": "NewInvitationSchema.message",
    "MessageToManySchema.message": "MessageSchema.text",
    "SavedSearchSchema.name": "SearchFormSchema.name",
    "RejectionSchema.message": "StageMoveSchema.message",
    "RejectionSchema.reason": "StageMoveSchema.reason",
}
CHECK = """() => {
    const faults = window.evil === undefined ? [] : ['a script ran'];
    const say = (each) => faults.push(each.outerHTML.slice(0, 200));
    for (const each of document.querySelectorAll('*')) {
        for (const {name, value} of each.attributes) {
            if (/^on|^style$|^autofocus$|^hx-on/.test(name)) say(each);
            if (/^\\s*(javascript|data|vbscript):/i.test(value)) say(each);
        }
    }
    document.querySelectorAll('style, iframe, object, embed, base, main img').forEach(say);
    for (const each of document.querySelectorAll('script:not([src])')) {
        if (each.type === 'application/ld+json') JSON.parse(each.textContent); else say(each);
    }
    const frame = [...document.body.children].map((each) => each.localName).join(' ');
    if (!/^a header (nav )?main footer div$/.test(frame)) faults.push('the frame is ' + frame);
    if (/[\u202a-\u202e\u2066-\u2069]/.test(document.body.textContent)) faults.push('turned text');
    return faults;
}"""
ASK = """() => {
    const form = document.querySelector('main form:not([method=post])');
    const kinds = 'input:is([type=text], [type=search], :not([type]))[name]';
    return form && [...form.querySelectorAll(kinds)].map((each) => each.name);
}"""


def text_fields() -> set[str]:
    """Return the names of all fields into which somebody writes text; questions are not kept."""
    return {
        _name_of(schema, name)
        for schema in _descendants(Schema)
        if schema.__module__.startswith("marketplace.")  # and no test's own
        for name, field in schema._declared_fields.items()  # noqa: SLF001 - before it is bound
        if _is_text(field) and not field.dump_only and not schema.__name__.endswith("Query")
    }


@contextmanager
def harmful(written: set[str]) -> Iterator[None]:
    """Let every text that is read meanwhile carry harm; note in which fields."""
    read, read_link = Text._deserialize, WebAddress._deserialize  # noqa: SLF001

    def harm(self: Text, value: Any, *args: Any, **kwargs: Any) -> str:
        name = _name_of(type(_schema_of(self)), self.name)
        if type(self) is not Text or name in NAMES:
            return read(self, value, *args, **kwargs)
        written.add(name)
        longest = self.length.max or 0
        text = f"{LONG if longest > len(LONG) + len(value) else SHORT} {value}"[:longest]
        return read(self, text, *args, **kwargs)

    def harm_link(self: WebAddress, _: Any, *args: Any, **kwargs: Any) -> str:
        return str(read_link(self, LINK, *args, **kwargs))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "_deserialize", harm)
        patch.setattr(WebAddress, "_deserialize", harm_link)
        yield


def _descendants(schema: type[Schema]) -> Iterator[type[Schema]]:
    for each in schema.__subclasses__():
        yield each
        yield from _descendants(each)


def _is_text(field: fields.Field[Any]) -> bool:
    inner = field.inner if isinstance(field, fields.List) else field
    return type(inner.value_field if isinstance(inner, fields.Dict) else inner) is Text


def _schema_of(field: fields.Field[Any]) -> Any:
    parent = field.parent
    while isinstance(parent, fields.Field):
        parent = parent.parent
    return parent


def _name_of(schema: type[Schema], name: str | None) -> str:
    """Name a field by the first schema that declares it."""
    owners = [each for each in schema.__mro__ if name in getattr(each, "_declared_fields", {})]
    return f"{owners[-1].__name__}.{name}"
