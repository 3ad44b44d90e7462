"""Read the lines of a file by one of the readers, before anything is written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from marketplace.errors import Invalid, MarketplaceError
from marketplace.imports.lines import Line

Content = TypeVar("Content")


@dataclass(frozen=True, slots=True)
class Reading(Generic[Content]):
    """What a line says in our words, or why it was refused."""

    line: int
    digest: str
    content: Content | MarketplaceError


def read_with(
    read: Callable[[Mapping[str, Any]], Content], lines: Iterable[Line]
) -> Iterator[Reading[Content]]:
    """Yield a reading per line."""
    for line in lines:
        yield Reading(line.number, line.digest, _content(read, line))


def _content(
    read: Callable[[Mapping[str, Any]], Content], line: Line
) -> Content | MarketplaceError:
    if line.value is None:
        return Invalid("The line cannot be read.", line.errors)
    try:
        return read(line.value)
    except Invalid as error:
        return error
