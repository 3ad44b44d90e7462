"""What a role asks and what one's own profile states beside it, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext, ngettext

from marketplace.html.formats import formats_now, label
from marketplace.me.pages.blueprint import me

Told = Mapping[str, Any]


@me.app_template_filter()
def gate_words(gate: Told) -> list[str]:
    """Return what a gate asks, and what is stated; what is not stated is said."""
    code = str(gate["code"])
    asked = gettext("asked for: %(what)s", what=_said(code, gate["needed"], is_asked=True))
    have = gettext("yours: %(what)s", what=_said(code, gate.get("have"), is_asked=False))
    return [asked, have]


def _said(code: str, value: Any, *, is_asked: bool) -> str:  # noqa: ANN401 - as the gate has it
    if code == "salary":
        return _pay(value, is_asked=is_asked)
    return str(gettext("not filled in")) if value is None else _WORDS[code](value)


def _pay(pay: Told | None, *, is_asked: bool) -> str:
    """Write the most of an offer, or the least of a wish."""
    if pay is None or pay["max" if is_asked else "min"] is None:
        return str(gettext("not filled in"))
    written = formats_now().pay(dict(pay))
    if is_asked:
        return str(gettext("up to %(pay)s", pay=written))
    return str(gettext("at least %(pay)s", pay=written))


def _years(years: float) -> str:
    whole = int(years) if years == int(years) else years
    return str(
        ngettext("%(years)s year", "%(years)s years", whole, years=formats_now().number(whole))
    )


def _languages(spoken: Sequence[Told]) -> str:
    told = [
        " ".join(filter(None, (formats_now().language_name(each["language"]), _level(each))))
        for each in spoken
    ]
    return str(gettext(", ").join(told) or gettext("none"))


def _level(skill: Told) -> str:
    return label(skill["level"], "language_level")


def _places(place: str | Sequence[str]) -> str:
    if place == "remote":
        return label(place, "work_mode")
    hubs = [place] if isinstance(place, str) else place
    return str(gettext(", ").join(label(hub, "hub") for hub in hubs) or gettext("none"))


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "degree": lambda level: label(level, "degree"),
    "experience": _years,
    "language": _languages,
    "place": _places,
}
