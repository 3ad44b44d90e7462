"""Routes side by side, as plain data in one language."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, TypeVar

from matching.policy.assessment import MAX_PROBLEMS, FactsError, Problem
from matching.policy.flags import Flag
from matching.policy.loading import Packs
from matching.policy.pack import UNDEFINED, Language, Pack, Source, Text
from matching.policy.points.chinese import load_points, parse_points
from matching.policy.points.express_entry import parse_profile
from matching.policy.points.grid import load_grid
from matching.policy.points.maxima import load_maxima
from matching.policy.points.scales import Interval
from matching.policy.routes.changes import Change, cheapest_change
from matching.policy.routes.outcomes import Standing, packs_of, stand
from matching.policy.routes.route import Attribute, Route, Value, Weeks, load_routes
from matching.policy.routes.situation import CN_POINTS, CRS, Situation, parse_groups

Parsed = TypeVar("Parsed")
_KEPT = 256  # comparisons: a page is looked at again, and trying every answer takes long


def state(
    packs: Packs,
    *,
    day: date,
    province: str | None,
    facts: object,
    cn_points: object = None,
    crs: object = None,
) -> Situation:
    """Read what somebody states.

    Raises:
        FactsError: something cannot be read; every mistake is named by its path.
        UnknownPack: the pack of a route is not installed.
    """
    problems: list[Problem] = []
    table, grid = load_points(), load_grid()
    situation = Situation(
        day=day,
        province=province,
        cn_points=_kept(problems, cn_points, lambda given: parse_points(table, given, CN_POINTS)),
        crs=_kept(problems, crs, lambda given: parse_profile(grid, given, CRS)),
    )
    known = packs_compared(packs, situation)
    stated = _kept(problems, facts, lambda given: parse_groups(known, given, situation, "facts"))
    if problems:
        raise FactsError(tuple(islice(problems, MAX_PROBLEMS)))
    return replace(situation, stated=stated or {})


def _kept(
    problems: list[Problem], given: object, parse: Callable[[object], Parsed]
) -> Parsed | None:
    """Parse what was given, if anything was, and keep what is wrong with it."""
    try:
        return None if given is None else parse(given)
    except FactsError as error:
        problems += error.problems
        return None


def packs_compared(packs: Packs, situation: Situation) -> tuple[Pack, ...]:
    """Return every pack that speaks for a route, each once.

    Raises:
        UnknownPack: one is not installed.
    """
    found: dict[str, Pack] = {}
    for route in load_routes():
        found |= packs_of(route, packs, situation)
    return tuple(found.values())


def describe(language: Language) -> list[dict[str, Any]]:
    """Return what is published of every route, without anybody's facts."""
    return [_described(route, language) for route in load_routes()]


def compare(packs: Packs, situation: Situation, language: Language) -> list[dict[str, Any]]:
    """Return every route with how it comes out, in the order of the comparison.

    Raises:
        UnknownPack: the pack of a route is not installed.
    """
    known = packs_compared(packs, situation)
    asked = _Asked(known, situation.key, language, packs, situation)
    return [dict(told) for told in _compare(asked)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a comparison rests on: equal ones come out the same."""

    known: tuple[Pack, ...]
    key: Hashable
    language: Language
    packs: Packs = field(compare=False)
    situation: Situation = field(compare=False)


@lru_cache(_KEPT)
def _compare(asked: _Asked) -> list[dict[str, Any]]:
    return [
        _compared(route, asked.packs, asked.situation, asked.language) for route in load_routes()
    ]


def _compared(
    route: Route, packs: Packs, situation: Situation, language: Language
) -> dict[str, Any]:
    standing = stand(route, packs, situation, language)
    change = cheapest_change(route, packs, situation, standing)
    told = _described(route, language)
    switch = standing.switch
    told["job_switch"]["outcome"] = None if switch is None else switch.outcome.value
    return told | {
        "outcome": standing.outcome.value,
        "label": standing.leading.label,
        "flags": _flags(standing),
        "points": _points(route, situation, language),
        "missing": list(standing.missing),
        "cheapest_change": None if change is None else _change(change, language),
        "disclaimer": standing.leading.disclaimer,
    }


def _flags(standing: Standing) -> list[dict[str, Any]]:
    flags: Iterable[tuple[str, Flag]] = (
        (verdict.flag, flag) for verdict, flag in standing.flags.items()
    )
    return [
        {
            "flag": name,
            "outcome": flag.outcome.value,
            "pack": {"id": flag.pack_id, "version": flag.pack_version, "digest": flag.pack_digest},
        }
        for name, flag in flags
    ]


def _described(route: Route, language: Language) -> dict[str, Any]:
    plain = {name: _plain(each, language) for name, each in route.attributes.items()}
    return {
        "id": route.id,
        "name": route.name.say(language),
        **plain,
        "job_switch": {
            "needs": _plain(route.switch_needs, language),
            "weeks": _plain(route.switch_weeks, language),
        },
        "sources": _sources(route),
        "checked_on": route.recorded_on.isoformat(),
        "review_by": route.review_by.isoformat(),
    }


def _plain(attribute: Attribute, language: Language) -> Any:  # noqa: ANN401 - what JSON can hold
    value: Value = attribute.value
    if value is UNDEFINED:
        source = _source(attribute.source)
        return {"undefined": True, "certainty": attribute.certainty, "source": source}
    if isinstance(value, Text):
        return value.say(language)
    return value._asdict() if isinstance(value, Weeks) else value


def _sources(route: Route) -> list[dict[str, Any]]:
    """Say for every value on whose word it stands, how sure that word is, and when it was read."""
    return [
        {
            "of": name,
            **_source(attribute.source),
            "certainty": attribute.certainty,
            "checked_on": route.recorded_on.isoformat(),
        }
        for name, attribute in route.stated().items()
    ]


def _source(source: Source) -> dict[str, Any]:
    return {"id": source.id, "title": source.title, "url": source.url}


def _points(route: Route, situation: Situation, language: Language) -> dict[str, Any] | None:
    if route.points == CN_POINTS:
        return _permit_points(situation, language)
    return _ranking_points(situation) if route.points == CRS else None


def _permit_points(situation: Situation, language: Language) -> dict[str, Any] | None:
    points = situation.points()
    if points is None:
        return None
    versions = [each for each in load_points().versions if each.id in points.versions]
    unsure = versions[0].unverified if len(versions) > 1 else None
    return {
        **points.whole._asdict(),
        "parts": _spans(points.parts),
        "reaches_A": points.reaches["A"].value,
        "reaches_B": points.reaches["B"].value,
        "tables": [{"id": each.id, "source": _source(each.source)} for each in versions],
        "note": None if unsure is None else unsure.say(language),
    }


def _ranking_points(situation: Situation) -> dict[str, Any] | None:
    score, gate = situation.score(), load_maxima()
    if score is None:
        return None
    undefined = {"undefined": True, "certainty": "stated", "source": _source(gate.source)}
    parts = {name: _number(part) for name, part in score.parts.items()}
    entry = {"passes": gate.passes, "maxima": _tops(gate.parts), "bands": undefined}
    return {"total": _number(score.whole), **parts, "gate": entry}


def _spans(parts: Mapping[str, Interval]) -> dict[str, dict[str, int]]:
    return {name: part._asdict() for name, part in parts.items()}


def _tops(parts: Mapping[str, Interval]) -> dict[str, int]:
    return {name: part.high for name, part in parts.items()}


def _number(interval: Interval) -> int | dict[str, int]:
    """Say points as a number where they are certain, else as their interval."""
    return interval.low if interval.low == interval.high else interval._asdict()


def _change(change: Change, language: Language) -> dict[str, Any]:
    return {
        "fact": change.fact,
        "effort": change.effort,
        "text": change.text.say(language),
        "outcomes": [outcome.value for outcome in change.outcomes],
    }
