"""A page's form with what somebody had typed into it: every field as it was sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from markupsafe import escape

RENEWED = frozenset({"csrf_token", "form_origin"})  # stay as the page has them
NEVER_FILLED = frozenset({"password", "file", "submit", "button", "image", "reset"})
CHOICES = frozenset({"checkbox", "radio", "option"})
FIELDS = frozenset({"input", "textarea", "option", "button"})

FIRST = "returned"  # the id of a filled form that has none

Typed = Mapping[str, Sequence[str]]
Attributes = dict[str, str | None]


@dataclass(slots=True)
class _Field:
    """A field of a form: its name, its kind, and its value where that says which it is."""

    name: str
    kind: str
    value: str

    @property
    def is_choice(self) -> bool:
        """Whether its value is offered, to be taken or left."""
        return self.kind in CHOICES

    @property
    def is_fixed(self) -> bool:
        """Whether nobody types into it."""
        return self.kind == "hidden"

    @property
    def is_never_filled(self) -> bool:
        """Whether it says nothing, or what nobody keeps: a button, a password, a file."""
        return self.kind in NEVER_FILLED


@dataclass(slots=True)
class _Form:
    """A form of a page, and in which folded parts it stands."""

    id: str
    action: str | None  # "" is the address of the page; a form that only asks has none
    folds: frozenset[int]
    fields: list[_Field] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refill:
    """Which form of a page is to be filled in again, and what it has no field for."""

    page: str
    place: int
    form: _Form
    typed: Typed

    @property
    def id(self) -> str:
        """Return the id that the form will have."""
        return self.form.id or FIRST

    @property
    def left(self) -> dict[str, list[str]]:
        """Return what was sent and has no field in the form."""
        return _left(self.form, self.typed)

    def written(self, notice: str) -> str:
        """Return the page with the form filled in, under a notice."""
        writer = _Writer(self, notice)
        writer.feed(self.page)
        return "".join(writer.written)


def find_form(page: str, address: str, action: str, typed: Typed) -> Refill | None:
    """Return the form of a page that sends to ``action``, and is most like what was sent."""
    forms = list(enumerate(_forms_of(page)))
    same = {action, ""} if address == action else {action}
    ours = [(at, form) for at, form in forms if form.action in same]
    if not ours:
        return None
    place, form = max(ours, key=lambda each: _likeness(each[1], typed))
    return Refill(page, place, form, typed)


class _Reader(HTMLParser):
    """Walks through a page and knows in which form, list and folded part it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.forms: list[_Form] = []
        self.form: _Form | None = None
        self.list_name = ""
        self.folds: list[int] = []
        self.seen_folds = self.seen_forms = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a part begins."""
        told = dict(attrs)
        if tag == "form":
            self.form = self.begun_form(told)
            self.seen_forms += 1
        elif tag == "details":
            self.folds.append(self.seen_folds)
            self.seen_folds += 1
        elif tag == "select":
            self.list_name = told.get("name") or ""

    def handle_endtag(self, tag: str) -> None:
        """Note where a part ends."""
        if tag == "form":
            self.form = None
        elif tag == "details":
            self.folds.pop()

    def begun_form(self, told: Attributes) -> _Form:
        """Return the form that begins here."""
        posts = (told.get("method") or "").lower() == "post"
        action = unquote(told.get("action") or "") if posts else None
        return _Form(told.get("id") or "", action, frozenset(self.folds))

    def field_of(self, tag: str, told: Attributes) -> _Field | None:
        """Return the field that begins here."""
        name = self.list_name if tag == "option" else told.get("name") or ""
        if tag not in FIELDS or not name or name in RENEWED:
            return None
        kind = "submit" if tag == "button" else tag if tag != "input" else told.get("type", "text")
        value = "on" if kind in CHOICES and "value" not in told else told.get("value") or ""
        return _Field(name, kind or "text", value)


class _Census(_Reader):
    """Which forms a page has, and which fields are whose."""

    def __init__(self) -> None:
        super().__init__()
        self.elsewhere: list[tuple[str, _Field]] = []  # fields that name their form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form or a field."""
        super().handle_starttag(tag, attrs)
        told = dict(attrs)
        if tag == "form" and self.form is not None:
            self.forms.append(self.form)
        found = self.field_of(tag, told)
        if found is not None and told.get("form"):
            self.elsewhere.append((told["form"] or "", found))
        elif found is not None and self.form is not None:
            self.form.fields.append(found)


def _forms_of(page: str) -> list[_Form]:
    census = _Census()
    census.feed(page)
    for form in census.forms:
        form.fields += [found for whose, found in census.elsewhere if form.id and whose == form.id]
    return census.forms


def _likeness(form: _Form, typed: Typed) -> int:
    """Return how well a form fits what was sent."""
    names = {each.name for each in form.fields}
    told = sum(each.value in typed.get(each.name, ()) for each in form.fields if each.is_fixed)
    return 2 * len(names & typed.keys()) - len(names - typed.keys()) + 4 * told


def _left(form: _Form, typed: Typed) -> dict[str, list[str]]:
    """Return what was sent and has no field in the form."""
    left: dict[str, list[str]] = {}
    for name in (name for name in typed if name not in RENEWED):  # in the order sent
        own = [each for each in form.fields if each.name == name]
        if any(each.is_never_filled for each in own):
            continue
        offered = {each.value for each in own if each.is_choice}
        others = [value for value in typed[name] if value not in offered]
        places = sum(not each.is_choice for each in own)
        if others[places:]:
            left[name] = others[places:]
    return left


class _Writer(_Reader):
    """Writes a page again, with one form filled in."""

    def __init__(self, refill: Refill, notice: str) -> None:
        super().__init__()
        self.refill, self.chosen, self.notice = refill, refill.form, notice
        self.typed = {name: list(values) for name, values in refill.typed.items()}
        self.written: list[str] = []
        self.in_area = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag: as it was, or filled in."""
        number, fold = self.seen_forms, self.seen_folds
        super().handle_starttag(tag, attrs)
        told, text = dict(attrs), self.get_starttag_text() or ""
        found = self.field_of(tag, told)
        if tag == "form" and number == self.refill.place:
            told["id"] = self.refill.id
            text = _tag(tag, told)
        elif tag == "details" and fold in self.chosen.folds:
            text = _tag(tag, {**told, "open": None})
        elif found is not None and self._is_ours(told):
            text = self._filled(tag, told, found)
        self.written.append(text)
        if tag == "main":
            self.written.append(self.notice)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag that ends itself, as in drawings."""
        del tag, attrs
        self.written.append(self.get_starttag_text() or "")

    def _is_ours(self, told: Attributes) -> bool:
        if told.get("form"):
            return told["form"] == self.chosen.id
        return self.form is not None and self.seen_forms - 1 == self.refill.place

    def _filled(self, tag: str, told: Attributes, found: _Field) -> str:
        """Return a field's tag as it was sent."""
        if found.is_never_filled:
            return self.get_starttag_text() or ""
        sent = self.typed.get(found.name, [])
        if found.is_choice:
            mark = "selected" if tag == "option" else "checked"
            kept = {name: value for name, value in told.items() if name != mark}
            return _tag(tag, {**kept, mark: None} if found.value in sent else kept)
        value = sent.pop(0) if sent else found.value if found.is_fixed else ""
        if tag == "textarea":
            self.in_area = True
            return f"{_tag(tag, told)}\n{escape(value)}"
        return _tag(tag, {**told, "value": value})

    def handle_endtag(self, tag: str) -> None:
        """Write an end; before that of the form, what has no field in it."""
        if tag == "form" and self.form is not None and self.seen_forms - 1 == self.refill.place:
            self.written.extend(_hidden(self.refill.left))
        if tag == "textarea":
            self.in_area = False
        super().handle_endtag(tag)
        self.written.append(f"</{tag}>")

    def _write(self, text: str) -> None:
        if not self.in_area:
            self.written.append(text)

    def handle_data(self, data: str) -> None:
        """Write text as it was."""
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        """Write a named sign as it was."""
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Write a numbered sign as it was."""
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        """Write a comment as it was."""
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """Write what the page says of itself as it was."""
        self._write(f"<!{decl}>")


def _tag(name: str, told: Attributes) -> str:
    written = (
        f' {key}="{escape(value)}"' if value is not None else f" {key}"
        for key, value in told.items()
    )
    return f"<{name}{''.join(written)}>"


def _hidden(left: Typed) -> Iterator[str]:
    for name, values in left.items():
        for value in values:
            yield _tag("input", {"type": "hidden", "name": name, "value": value})
