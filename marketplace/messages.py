"""Messages to people: written in English where the fact is known, translated where it is shown."""

from collections.abc import Iterable, Mapping
from typing import Any, Self


class Message(str):
    """A text with values in it, which remembers both, so that a page can say it in Chinese.

    It is the English text, so programs and logs read it as it is; ``marketplace.html.translations``
    looks the pattern up.
    """

    __slots__ = ("pattern", "values")

    pattern: str
    values: Mapping[str, Any]

    def __new__(cls, pattern: str, /, **values: Any) -> Self:  # noqa: ANN401 - as str.format
        """Return a pattern filled in; values are named in braces, as ``str.format`` has them."""
        made = super().__new__(cls, str.format_map(pattern, _Given(values)))
        made.pattern, made.values = pattern, values
        return made

    def format(self, *_: Any, **values: Any) -> "Message":  # noqa: ANN401 - as str.format
        """Return the pattern with more values; marshmallow fills in its messages so."""
        return Message(self.pattern, **{**self.values, **values})


class Codes(str):
    """Codes in a message: in English text as they are, on a page in the words of its language."""

    __slots__ = ("codes",)

    codes: tuple[str, ...]

    def __new__(cls, codes: Iterable[str]) -> Self:
        """Return the codes as a text that remembers them."""
        known = tuple(codes)
        made = super().__new__(cls, ", ".join(known))
        made.codes = known
        return made


class _Given(dict[str, Any]):
    """Values for a pattern; one that is not there yet keeps its place."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"
