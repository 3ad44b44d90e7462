"""What changed between two versions of a pack, or between a pack and a draft of it, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from matching.policy import difference_words as words
from matching.policy.pack import DatedValue, Pack, Parameter, Span, Text

PLAIN_SECTIONS = ("sources", "facts", "criteria", "suspensions", "attributes")
ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not what it was."""

    section: str
    id: str
    change: str  # added, removed, changed
    text: Text

    def plain(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "section": self.section,
            "id": self.id,
            "change": self.change,
            "text": {"en": self.text.en, "zh-Hans": self.text.zh_hans},
        }


def differences(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """Return what changed: days, parameters, criteria, groups, flags, sources, in that order.

    A pack with overlays is compared as ``pack_on`` gives it.
    """
    return (*_days(old, new), *_parameters(old, new), *_plain(old, new), *_branches(old, new))


def _days(old: Pack, new: Pack) -> Iterator[Difference]:
    if old.effective != new.effective:
        text = words.days_changed(old.effective, new.effective)
        yield Difference("effective", new.id, CHANGED, text)
    if old.status is not new.status:
        text = words.status_changed(old.status, new.status)
        yield Difference("status", new.id, CHANGED, text)


def _plain(old: Pack, new: Pack) -> Iterator[Difference]:
    before, after = old.content(), new.content()
    for section in PLAIN_SECTIONS:
        yield from _entries(section, before.get(section) or {}, after.get(section) or {})


def _entries(
    section: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Difference]:
    """Compare what stands under the same name."""
    for name in dict.fromkeys([*before, *after]):
        if name not in before:
            yield Difference(section, name, ADDED, words.is_new(section, name, after[name]))
        elif name not in after:
            yield Difference(section, name, REMOVED, words.is_gone(section, name, before[name]))
        elif before[name] != after[name]:
            keys = [*dict.fromkeys([*before[name], *after[name]])]
            changed = [key for key in keys if before[name].get(key) != after[name].get(key)]
            text = words.is_other(section, name, changed, after[name])
            yield Difference(section, name, CHANGED, text)


def _branches(old: Pack, new: Pack) -> Iterator[Difference]:
    before, after = old.content(), new.content()
    for section in ("groups", "flags"):
        was, now = before.get(section) or {}, after.get(section) or {}
        both = {name for name in was if name in now}
        gone, come = ({n: each[n] for n in each if n not in both} for each in (was, now))
        yield from _entries(section, gone, come)
        for name in (each for each in was if each in both and was[each] != now[each]):
            text = words.members_changed(section, name, was[name], now[name])
            yield Difference(section, name, CHANGED, text)


def _parameters(old: Pack, new: Pack) -> Iterator[Difference]:
    for name in dict.fromkeys([*old.parameters, *new.parameters]):
        was, now = old.parameters.get(name), new.parameters.get(name)
        change = CHANGED if was and now else ADDED if now else REMOVED
        for span, before, after in _changed_spans(was, now):
            yield Difference("params", name, change, words.value_changed(name, span, before, after))


Values = tuple[Span, DatedValue | None, DatedValue | None]


def _changed_spans(old: Parameter | None, new: Parameter | None) -> Iterator[Values]:
    """Yield the spans of days in which a parameter is worth something else, joined where alike."""
    last: Values | None = None
    for span in _spans(old, new):
        before, after = _on(old, span.start), _on(new, span.start)
        if last and _told(last[1]) == _told(before) and _told(last[2]) == _told(after):
            last = Span(last[0].start, span.end), before, after
            continue
        if last and _told(last[1]) != _told(last[2]):
            yield last
        last = span, before, after
    if last and _told(last[1]) != _told(last[2]):
        yield last


def _spans(*parameters: Parameter | None) -> Iterator[Span]:
    """Yield the longest spans in which neither parameter moves."""
    values = [value for each in parameters if each for value in each.values]
    starts = {value.span.start for value in values}
    ends = {value.span.end for value in values}
    edges = sorted(starts | {end for end in ends if end is not None})
    yield from (Span(start, end) for start, end in pairwise(edges))
    if None in ends:
        yield Span(edges[-1], None)


def _on(parameter: Parameter | None, day: date) -> DatedValue | None:
    values = parameter.values if parameter else ()
    return next((value for value in values if day in value.span), None)


def _told(dated: DatedValue | None) -> object:
    """Return what of a value is told: not the days, which are told beside it."""
    return None if dated is None else (dated.value, dated.cite, dated.certainty, dated.basis)
