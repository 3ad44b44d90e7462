"""Read YAML so that every value knows its line and nothing is turned into something else."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import yaml

from matching.policy.pack import Span, Text

ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,11})")
PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq")}


class PackError(ValueError):
    """A pack's file breaks a rule of the format; says where and how to mend it."""

    def __init__(self, file: str, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{file}:{line}: {problem}. Remedy: {remedy}.")
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy


def parse_day(text: str) -> date:
    """Turn ``YYYY-MM-DD``, and nothing else that Python would also take, into a date.

    Raises:
        ValueError: another form, or no day of the calendar.
    """
    if not ISO_DAY.fullmatch(text):
        raise ValueError("not of the form YYYY-MM-DD")
    return date.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value of a YAML file and the line where it stands."""

    value: "dict[str, Cell] | list[Cell] | str | int | bool | None"
    file: str
    line: int

    def refuse(self, problem: str, remedy: str) -> NoReturn:
        """Raise a PackError about this place."""
        raise PackError(self.file, self.line, problem, remedy)

    def entries(self) -> "Iterator[tuple[str, Cell]]":
        """Yield the pairs of a mapping."""
        if not isinstance(self.value, dict):
            self.refuse("a mapping is wanted here", "write `key: value` pairs")
        yield from self.value.items()

    def fields(self, required: str, optional: str = "") -> "dict[str, Cell]":
        """Return a mapping's pairs after checking its keys, given as space-separated words."""
        pairs = dict(self.entries())
        allowed = [*required.split(), *optional.split()]
        for key, cell in pairs.items():
            if key not in allowed:
                cell.refuse(f"unknown key `{key}`", f"use one of {', '.join(allowed)}")
        for key in required.split():
            if key not in pairs:
                self.refuse(f"`{key}` is missing", f"add `{key}:`")
        return pairs

    def elements(self) -> "list[Cell]":
        """Return the items of a list that has some."""
        if not isinstance(self.value, list) or not self.value:
            self.refuse("a list with at least one item is wanted here", "write `[a, b]`")
        return self.value

    def text(self) -> str:
        """Return text that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse("text is wanted here", "write it in quotation marks")
        return self.value

    def integer(self) -> int:
        """Return a whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.refuse("a whole number is wanted here", "write digits without quotation marks")
        return self.value

    def yes_no(self) -> bool:
        """Return a boolean."""
        if not isinstance(self.value, bool):
            self.refuse("true or false is wanted here", "write true or false")
        return self.value

    def day(self) -> date:
        """Return a date."""
        try:
            return parse_day(self.text())
        except ValueError:
            self.refuse(f"`{self.value}` is no date", 'write a real day as "YYYY-MM-DD"')

    def word(self, allowed: Collection[str], what: str) -> str:
        """Return one of some words."""
        word = str(self.value)
        if word not in allowed:
            self.refuse(f"`{word}` is no {what}", f"use one of {', '.join(sorted(allowed))}")
        return word

    def span(self) -> Span:
        """Return the days of this mapping's ``from`` and ``to``."""
        pairs = dict(self.entries())
        start, end = pairs["from"].day(), pairs.get("to")
        last = None if end is None or end.value is None else end.day()
        if last is not None and last <= start:
            self.refuse("`to` is not after `from`", "`to` is the first day that is out")
        return Span(start, last)

    def translated(self) -> Text:
        """Return a sentence in both languages."""
        pairs = self.fields("en zh-Hans")
        return Text(pairs["en"].text(), pairs["zh-Hans"].text())

    def at(self, *path: str) -> "Cell | None":
        """Return what stands below some keys, where something does."""
        cell: Cell | None = self
        for key in path:
            pairs = cell.value if cell else None
            cell = pairs.get(key) if isinstance(pairs, dict) else None
        return cell

    def put(self, path: Sequence[str], new: "Cell") -> "Cell":
        """Return a copy in which ``new`` stands below some keys, after what is there."""
        if not path:
            return new
        pairs = self.value if isinstance(self.value, dict) else {}
        below = pairs.get(path[0]) or Cell({}, new.file, new.line)
        return Cell({**pairs, path[0]: below.put(path[1:], new)}, self.file, self.line)

    def plain(self) -> Any:  # noqa: ANN401 - what JSON can hold
        """Return the value without its places."""
        if isinstance(self.value, dict):
            return {key: cell.plain() for key, cell in self.value.items()}
        if isinstance(self.value, list):
            return [cell.plain() for cell in self.value]
        return self.value


def plant(value: Any, file: str, line: int) -> Cell:  # noqa: ANN401 - what JSON can hold
    """Give plain data a place, so that it can be read as if it stood there."""
    if isinstance(value, dict):
        return Cell({key: plant(each, file, line) for key, each in value.items()}, file, line)
    if isinstance(value, list):
        return Cell([plant(each, file, line) for each in value], file, line)
    return Cell(value, file, line)


class _PlainLoader(yaml.SafeLoader):
    """Leaves every word as it is written: NO stays NO, a date stays text."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the name and type are PyYAML's


def read_yaml(path: Path) -> Cell:
    """Read a file of one YAML document.

    Raises:
        PackError: it is no YAML, or has aliases, tags or duplicate keys.
    """
    try:
        node = yaml.compose(path.read_bytes(), Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackError(str(path), line, str(error.problem), "write plain YAML") from None
    except yaml.YAMLError:
        raise PackError(str(path), 1, "this is no text", "save it as UTF-8") from None
    if node is None:
        raise PackError(str(path), 1, "the file is empty", "write a pack or delete it")
    return _cell(node, str(path), set())


def _cell(node: yaml.Node, file: str, seen: set[int]) -> Cell:
    line = node.start_mark.line + 1
    if id(node) in seen:
        raise PackError(file, line, "an alias (`*name`) stands for this", "write it out twice")
    seen.add(id(node))
    if node.tag not in TAGS:
        raise PackError(file, line, f"the tag {node.tag} is not read", "write it without a tag")
    if isinstance(node, yaml.ScalarNode):
        return Cell(_scalar(node), file, line)
    if isinstance(node, yaml.SequenceNode):
        return Cell([_cell(item, file, seen) for item in node.value], file, line)
    return Cell(_pairs(node, file, seen), file, line)


def _scalar(node: yaml.ScalarNode) -> str | int | bool | None:
    text = str(node.value)
    if node.style is not None:
        return text
    if INTEGER.fullmatch(text):
        return int(text)
    return PLAIN_WORDS.get(text, text)


def _pairs(node: yaml.Node, file: str, seen: set[int]) -> dict[str, Cell]:
    pairs: dict[str, Cell] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise PackError(file, line, "a key is no word", "write a plain key")
        if key.value in pairs:
            raise PackError(file, line, f"the key `{key.value}` stands twice", "keep one")
        pairs[key.value] = _cell(value, file, seen)
    return pairs
