"""What is wrong with stated facts, as pages say it too; the rest is for programs alone."""

import re
from collections.abc import Callable, Iterable, Mapping

from marketplace.messages import Message
from matching.policy.assessment import Problem

_SAID: Mapping[re.Pattern[str], Callable[[Mapping[str, str]], Message]] = {
    re.compile(r"a whole number from (?P<min>\S+) to (?P<max>\S+) is wanted"): lambda found: (
        Message("A whole number from {min} to {max} is wanted.", **found)
    ),
    re.compile("a day of the calendar as YYYY-MM-DD is wanted"): lambda _: Message(
        "A day of the calendar as YYYY-MM-DD is wanted."
    ),
    re.compile(r"printable text of 1 to (?P<max>\d+) characters is wanted"): lambda found: Message(
        "Printable text of 1 to {max} characters is wanted.", **found
    ),
}


def told(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return problems as a refusal lists them."""
    return [{"pointer": place, "detail": _said(detail)} for place, detail in problems]


def _said(detail: str) -> str:
    for pattern, message in _SAID.items():
        if found := pattern.fullmatch(detail):
            return message(found.groupdict())
    return detail
