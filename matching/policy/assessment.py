"""Parse what someone states in an assessment into facts, against a pack's own dictionary."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import NamedTuple
from urllib.parse import quote

from matching.codes import Evidence
from matching.policy.composing import with_all_facts
from matching.policy.deriving import derived_facts
from matching.policy.findings import Facts, Readings, Stated
from matching.policy.operators import Value
from matching.policy.pack import GROUPS, Fact, FactKind, Pack
from matching.policy.reading import parse_day

MAX_TEXT = 200
MAX_PROBLEMS = 50


class Problem(NamedTuple):
    """One thing that is wrong, and where: a JSON pointer as a URI fragment."""

    pointer: str
    detail: str


class FactsError(ValueError):
    """What was stated cannot be read; ``problems`` says where, and what is allowed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{pointer}: {detail}" for pointer, detail in problems))
        self.problems = problems


class _Unreadable(ValueError):
    """A value that does not fit, at a path below the place that was asked about."""

    def __init__(self, detail: str, *path: object) -> None:
        super().__init__(detail)
        self.detail, self.path = detail, path


def parse_facts(pack: Pack, groups: object, *, day: date) -> Facts:
    """Read ``{"candidate": {...}, "role": {...}, "employer": {...}, "status": {...}}``.

    A plain value counts as verified, ``{"value", "evidence"}`` as it says; what is absent or null
    is not stated. Facts that only an overlay asks for may be stated anywhere.

    Raises:
        FactsError: a group, fact, value or evidence word is not one that the pack knows.
    """
    pack = with_all_facts(pack)
    stated: dict[str, Readings] = {}
    problems = tuple(islice(_collect(pack, groups, stated), MAX_PROBLEMS))
    if problems:
        raise FactsError(problems)
    return Facts({**stated, **derived_facts(pack, stated, day)})


def _collect(pack: Pack, groups: object, stated: dict[str, Readings]) -> Iterator[Problem]:
    """Fill ``stated``, and yield whatever is wrong."""
    if not isinstance(groups, Mapping):
        yield Problem("#", f"an object with any of {', '.join(GROUPS)} is wanted")
        return
    for group, facts in groups.items():
        if group not in GROUPS:
            yield problem_at([group], f"no such group; allowed: {', '.join(GROUPS)}")
        elif isinstance(facts, Mapping):
            yield from _collect_group(pack, group, facts, stated)
        elif facts is not None:
            yield problem_at([group], "an object of facts is wanted")


def _collect_group(
    pack: Pack, group: str, facts: Mapping[object, object], stated: dict[str, Readings]
) -> Iterator[Problem]:
    declared = facts_to_state(pack, group)
    for name, value in facts.items():
        fact = declared.get(name) if isinstance(name, str) else None
        if fact is None:
            allowed = ", ".join(declared) or "none in this group"
            yield problem_at([group, name], f"no fact of {pack.name}; allowed: {allowed}")
            continue
        try:
            reading = _read_stated(fact, value)
        except _Unreadable as error:
            yield problem_at([group, name, *error.path], error.detail)
        else:
            stated |= {} if reading is None else {fact.id: (reading,)}


def facts_to_state(pack: Pack, group: str) -> dict[str, Fact]:
    """Return the facts of a group that a pack asks for, by their name in an assessment."""
    return {
        name.partition(".")[2]: fact
        for name, fact in pack.facts.items()
        if fact.derived_from is None and fact.group == group
    }


def problem_at(path: list[object], detail: str) -> Problem:
    """Name a place; what a stranger wrote there is escaped and cut."""
    steps = (str(step)[:80].replace("~", "~0").replace("/", "~1") for step in path)
    return Problem("#/" + "/".join(quote(step, "~", errors="replace") for step in steps), detail)


def _read_stated(fact: Fact, value: object) -> Stated | None:
    if not isinstance(value, Mapping):
        return None if value is None else Stated(_read_value(fact, value))
    for key in value:
        if key not in {"value", "evidence"}:
            raise _Unreadable("unknown key; allowed: value, evidence", key)
    for key in ("value", "evidence"):
        if key not in value:
            raise _Unreadable("this is missing beside its other half", key)
    evidence = _read_evidence(value["evidence"])
    if value["value"] is None:
        return None
    try:
        return Stated(_read_value(fact, value["value"]), evidence)
    except _Unreadable as error:
        raise _Unreadable(error.detail, "value", *error.path) from None


def _read_evidence(word: object) -> Evidence:
    if not isinstance(word, str) or word not in set(Evidence):
        raise _Unreadable(f"no evidence word; allowed: {', '.join(Evidence)}", "evidence")
    return Evidence(word)


def _read_value(fact: Fact, value: object) -> Value:
    return READERS[fact.kind](fact, value)


def _read_code(fact: Fact, value: object) -> str:
    if not isinstance(value, str) or value not in fact.taxonomy:
        raise _Unreadable(f"one of these is wanted: {', '.join(fact.taxonomy)}")
    return value


def _read_codes(fact: Fact, value: object) -> frozenset[str]:
    allowed = ", ".join(fact.taxonomy)
    if not isinstance(value, list | tuple):
        raise _Unreadable(f"a list of any of these is wanted: {allowed}")
    for place, code in enumerate(value):
        if not isinstance(code, str) or code not in fact.taxonomy:
            raise _Unreadable(f"one of these is wanted: {allowed}", place)
    return frozenset(value)


def _read_integer(fact: Fact, value: object) -> int:
    wanted = f"a whole number from {fact.minimum} to {fact.maximum} is wanted"
    if isinstance(value, float) and value.is_integer():  # JSON knows one kind of number
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Unreadable(wanted)
    if not (fact.minimum or 0) <= value <= (fact.maximum or 0):
        raise _Unreadable(wanted)
    return value


def _read_boolean(_: Fact, value: object) -> bool:
    if not isinstance(value, bool):
        raise _Unreadable("true or false is wanted")
    return value


def _read_date(_: Fact, value: object) -> date:
    try:
        return parse_day(value if isinstance(value, str) else "")
    except ValueError:
        raise _Unreadable("a day of the calendar as YYYY-MM-DD is wanted") from None


def _read_text(_: Fact, value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT or not value.isprintable():
        raise _Unreadable(f"printable text of 1 to {MAX_TEXT} characters is wanted")
    return value


READERS: Mapping[FactKind, Callable[[Fact, object], Value]] = {
    FactKind.CODE: _read_code,
    FactKind.CODES: _read_codes,
    FactKind.INTEGER: _read_integer,
    FactKind.BOOLEAN: _read_boolean,
    FactKind.DATE: _read_date,
    FactKind.TEXT: _read_text,
}
