"""The questions of a role as its form sends them: choices a line each, blank rows dropped."""

import re
from collections.abc import Iterator

from marketplace.html.forms import Form

_NAMES = ("text", "kind", "required", "choices")
_LINE = re.compile(r"(?<=\.choices)\.\d+$")

Row = dict[str, list[str]]


def with_questions(form: Form) -> Form:
    """Return a form whose questions stand as the schema reads them, numbered without a gap."""
    others = {name: told for name, told in form.values.items() if not _is_asked(name)}
    if len(others) == len(form.values):  # the form has no questions, not even blank ones
        return form
    asked = {
        f"questions.{place}.{name}": told
        for place, row in enumerate(_rows(form))
        for name, told in row.items()
    }
    return Form({**others, **(asked or {"questions": []})}, form.errors, form.stored)


def told_at_fields(form: Form) -> Form:
    """Return a form that says of a choice what is wrong where all choices are written."""
    errors: dict[str, list[str]] = {}
    for name, told in form.errors.items():
        errors.setdefault(_LINE.sub("", name), []).extend(told)
    return Form(form.values, errors, form.stored)


def _is_asked(name: str) -> bool:
    return name.startswith("questions.")


def _rows(form: Form) -> Iterator[Row]:
    """Yield the questions in which something is written."""
    for place in form.numbers("questions"):
        row = {name: form.chosen(f"questions.{place}.{name}") for name in _NAMES}
        lines = "\n".join(row["choices"]).splitlines()
        row["choices"] = [line.strip() for line in lines if line.strip()]
        if form.value(f"questions.{place}.text").strip() or row["choices"]:
            yield {name: told for name, told in row.items() if told}
