"""What reading a foreign object finds: reasons to refuse it, and notes on what it became."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.errors import Invalid
from marketplace.http.bodies import shown

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LINE_ENDS = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n[ \t\xa0]*(?:\n[ \t\xa0]*)+\n")
_QUOTED = 60  # characters of the sender's own words in a note


@dataclass(slots=True)
class Findings:
    """The reasons and notes of one line."""

    errors: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, pointer: str, detail: str) -> None:
        """Keep a reason why the line cannot be taken."""
        self.errors.append({"pointer": pointer, "detail": detail})

    def note(self, text: str) -> None:
        """Keep a remark, once."""
        if text not in self.notes:
            self.notes.append(text)

    def settle(self) -> None:
        """Go on if nothing speaks against it.

        Raises:
            Invalid: something does.
        """
        if self.errors:
            raise Invalid("Some fields are not valid.", self.errors)

    def text(self, value: object, pointer: str) -> str | None:
        """Return text without control characters; None where there is none."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.refuse(pointer, "Must be text.")
            return None
        text = _LINE_ENDS.sub("\n", value)
        if _CONTROL.search(text):
            self.note("Control characters were replaced by spaces.")
            text = _CONTROL.sub(" ", text)
        return text.strip() or None

    def name(self, value: object, pointer: str) -> str | None:
        """Return a name given as text or as an object that has one; of several, the first."""
        if isinstance(value, list):
            if len(value) > 1:
                self.note(f"Of {len(value)} values at {pointer}, the first was taken.")
            return self.name(value[0], f"{pointer}/0") if value else None
        if isinstance(value, dict):
            return self.text(value.get("name"), f"{pointer}/name")
        return self.text(value, pointer)

    def names(self, value: object, pointer: str) -> list[str]:
        """Return every name in a text, an object or a list of them."""
        found = [self.name(item, place) for place, item in placed(value, pointer)]
        return [name for name in found if name]

    def objects(self, value: object, pointer: str) -> list[tuple[str, dict[str, Any]]]:
        """Return the objects of a list, each with its place; one alone is a list of one."""
        found = []
        for place, item in placed(value, pointer):
            if isinstance(item, dict):
                found.append((place, item))
            elif item is not None:
                self.refuse(place, "Must be an object.")
        return found

    def unread(self, given: Mapping[str, object], known: Iterable[str]) -> None:
        """Name the keys that nothing was made of."""
        left = [shown(key) for key in given if key not in known and not key.startswith(("@", "$"))]
        if left:
            more = f" and {len(left) - 10} more" if len(left) > 10 else ""
            self.note(f"Not read: {', '.join(left[:10])}{more}.")


def placed(value: object, pointer: str) -> list[tuple[str, Any]]:
    """Return the items of a list with their places; what is no list stands alone."""
    if isinstance(value, list):
        return [(f"{pointer}/{place}", item) for place, item in enumerate(value)]
    return [(pointer, value)]


def quoted(text: str) -> str:
    """Return the beginning of a sender's words, for a note."""
    line = " ".join(text.split())
    return f"“{line[:_QUOTED]}…”" if len(line) > _QUOTED else f"“{line}”"


def without_blank_runs(text: str) -> str:
    """Return text with at most one blank line at a time."""
    return _BLANK_LINES.sub("\n\n", text).strip()
