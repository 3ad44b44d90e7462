"""The forms of the profile's steps: entries that come and go, and what is no field."""

from collections.abc import Callable, Mapping
from typing import Any

from marketplace.candidates.drafts import STEPS
from marketplace.candidates.entries import SERVER_MADE
from marketplace.html.forms import Form

CONTROLS = frozenset({"act", "tag"})
NONE_OF = "none."  # before a section's name: "I have none"
_CONTACT = frozenset({"name", "email", "phone", "links"})
MOST_ENTRIES = 100


def schema_fields(step: str) -> tuple[str, ...]:
    """Return the fields of the profile that a step writes, as the API names them."""
    named = ("contact" if name in _CONTACT else name for name in STEPS[step])
    return tuple(dict.fromkeys(named))


def without_controls(form: Form) -> Form:
    """Return a form without what only steers it."""
    return Form({name: values for name, values in form.values.items() if name not in CONTROLS})


def changed_entries(form: Form, act: str) -> Form:
    """Return a form with one more entry of a section, or one less: ``add:x``, ``remove:x.2``."""
    verb, _, target = act.partition(":")
    section, _, number = target.partition(".")
    values = {name: list(found) for name, found in form.values.items()}
    if verb == "remove":
        prefix = f"{section}.{number}."
        return Form({name: found for name, found in values.items() if not name.startswith(prefix)})
    used = form.numbers(section)
    if len(used) < MOST_ENTRIES:
        values[f"{section}.{used[-1] + 1 if used else 0}.new"] = [""]
    return Form(values)


def place_of(before: Form, after: Form, act: str) -> str:
    """Return where on the page one goes on: at the entry that came, or where another is added."""
    section = act.partition(":")[2].partition(".")[0]
    came = set(after.numbers(section)) - set(before.numbers(section))
    return f"{section}.{came.pop()}" if came else f"add.{section}"


def shown_form(make: Callable[[Mapping[str, Any]], Form], dumped: Mapping[str, Any]) -> Form:
    """Return what is kept as a form: without what only we write, and with "I have none"."""
    form = make({name: _said(value) for name, value in dumped.items()})
    none = {NONE_OF + name: ["true"] for name, value in dumped.items() if value == []}
    return Form({**form.values, **none})


def _said(value: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return [_said(each) for each in value]
    if isinstance(value, Mapping):
        return {name: each for name, each in value.items() if name not in SERVER_MADE}
    return value
