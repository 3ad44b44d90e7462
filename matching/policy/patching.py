"""The changes that an overlay may make, each on a pack's own lines."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from matching.policy.overlays import Overlay
from matching.policy.pack import Span
from matching.policy.reading import Cell, plant

BRANCHES = ("all", "any", "of")
SECTIONS = ("sources", "taxonomies", "facts", "params")


def changed_by(top: Cell, overlay: Overlay, changed: dict[str, str]) -> Cell:
    """Return a pack's lines with an overlay's changes made.

    Args:
        top: the pack.
        overlay: what to change.
        changed: the parameters that were changed before, and how; filled.
    """
    for section in SECTIONS:
        top = _add_section(top, section, overlay)
    patches = overlay.cell.at("patch")
    for patch in patches.elements() if patches else ():
        change = CHANGES[str(_field(patch, "op").word(CHANGES, "change"))]
        _refuse_conflict(patch, changed)
        top = change(top, patch, overlay.effective)
    return top


def _refuse_conflict(patch: Cell, changed: dict[str, str]) -> None:
    """Refuse to set what is set or changed already on the same days."""
    name, kind = patch.at("param"), str(_field(patch, "op").value)
    if name is None:
        return
    before = changed.get(str(name.value))
    if before is not None and "set_param" in {before, kind}:
        patch.refuse(f"`{name.value}` is set and changed on the same days", "make it one change")
    changed[str(name.value)] = kind


def _add_section(top: Cell, section: str, overlay: Overlay) -> Cell:
    """Add what an overlay declares; what the pack has already it must repeat word for word."""
    added = overlay.cell.at(section)
    for name, cell in added.entries() if added else ():
        known = top.at(section, name)
        if known is not None and known.plain() != cell.plain():
            cell.refuse(f"`{name}` means something else in the pack", "choose another name")
        top = top.put((section, name), known or cell)
    return top


def _field(patch: Cell, name: str) -> Cell:
    found = patch.at(name)
    return patch.refuse(f"`{name}` is missing", f"add `{name}:`") if found is None else found


def _set_param(top: Cell, patch: Cell, days: Span) -> Cell:
    """Let a parameter have other values on the overlay's days."""
    pairs = patch.fields("op param", "values value cite certainty basis note")
    old = _values(top, pairs["param"])
    if "values" in pairs:
        new = pairs["values"].elements()
    else:
        one = {key: cell for key, cell in pairs.items() if key not in {"op", "param"}}
        new = [Cell({**one, **_dates(patch, days)}, patch.file, patch.line)]
    kept = [piece for value in old for piece in _outside(value, days)]
    return _with_values(top, pairs["param"], patch, [*kept, *new])


def _extend_set(top: Cell, patch: Cell, days: Span) -> Cell:
    """Add codes to a set on the overlay's days."""
    pairs = patch.fields("op param add cite", "certainty basis note")
    codes = [code.text() for code in pairs["add"].elements()]

    def extended(old: list[str]) -> list[str]:
        for code in {*codes} & {*old}:
            patch.refuse(f"`{code}` is in `{pairs['param'].value}` already", "take it out here")
        return [*old, *codes]

    return _change_set(top, patch, days, extended)


def _remove_from_set(top: Cell, patch: Cell, days: Span) -> Cell:
    """Take codes out of a set on the overlay's days."""
    pairs = patch.fields("op param remove cite", "certainty basis note")
    codes = [code.text() for code in pairs["remove"].elements()]

    def reduced(old: list[str]) -> list[str]:
        for code in {*codes} - {*old}:
            patch.refuse(f"`{code}` is not in `{pairs['param'].value}`", "take it out here")
        return [code for code in old if code not in codes]

    return _change_set(top, patch, days, reduced)


def _change_set(
    top: Cell, patch: Cell, days: Span, change: Callable[[list[str]], list[str]]
) -> Cell:
    """Change each value of a set on the overlay's days; its word is now the overlay's."""
    name = _field(patch, "param")
    said = {key: cell for key in ("cite", "certainty", "basis", "note") if (cell := patch.at(key))}
    pieces: list[Cell] = []
    for value in _values(top, name):
        pieces += _outside(value, days)
        common = value.span().common(days)
        codes = _field(value, "value")
        if common is None:
            continue
        if not isinstance(codes.value, list):
            name.refuse(f"`{name.value}` is no set", "use set_param")
        new = plant(change(codes.plain()), patch.file, patch.line)
        changed = {**dict(value.entries()), **said, "value": new, **_dates(patch, common)}
        pieces.append(Cell(changed, patch.file, patch.line))
    return _with_values(top, name, patch, pieces)


def _values(top: Cell, name: Cell) -> list[Cell]:
    params = top.at("params")
    name.word(dict(params.entries()) if params else {}, "parameter")
    values = top.at("params", str(name.value), "values")
    return values.elements() if values else []


def _with_values(top: Cell, name: Cell, patch: Cell, values: list[Cell]) -> Cell:
    return top.put(("params", str(name.value), "values"), Cell(values, patch.file, patch.line))


def _outside(value: Cell, days: Span) -> Iterator[Cell]:
    """Yield a value for what of its days lies before and after some days."""
    before = Span(date.min, days.start)
    after = None if days.end is None else Span(days.end, None)
    for side in (before, after):
        rest = value.span().common(side) if side else None
        if rest is not None:
            yield Cell({**dict(value.entries()), **_dates(value, rest)}, value.file, value.line)


def _dates(place: Cell, days: Span) -> dict[str, Cell]:
    end = None if days.end is None else days.end.isoformat()
    dates = {"from": days.start.isoformat(), "to": end}
    return {key: plant(day, place.file, place.line) for key, day in dates.items()}


def _add_criterion(top: Cell, patch: Cell, _: Span) -> Cell:
    """Let a flag or a group ask one thing more, or several together (``all``)."""
    pairs = patch.fields("op id", "flag group criterion all")
    if ("flag" in pairs) == ("group" in pairs) or ("criterion" in pairs) == ("all" in pairs):
        patch.refuse(
            "it is not clear what is added to what",
            "name `flag` or `group`, and give `criterion` or `all`",
        )
    name = pairs["id"].text()
    added = dict(pairs["all"].entries()) if "all" in pairs else {name: pairs["criterion"]}
    for leaf, criterion in added.items():
        if top.at("criteria", leaf) is not None:
            criterion.refuse(f"`{leaf}` already names something else", "choose another name")
        top = top.put(("criteria", leaf), criterion)
    if "all" in pairs:
        top = _put_group_first(top, name, plant({"all": list(added)}, patch.file, patch.line))
    return _append_member(top, pairs, name)


def _put_group_first(top: Cell, name: str, group: Cell) -> Cell:
    """Put a group before those that may use it."""
    known = top.at("groups")
    groups = dict(known.entries()) if known else {}
    if name in groups:
        group.refuse(f"`{name}` already names something else", "choose another name")
    return top.put(("groups",), Cell({name: group, **groups}, group.file, group.line))


def _append_member(top: Cell, pairs: Mapping[str, Cell], name: str) -> Cell:
    section, target = ("flags", pairs["flag"]) if "flag" in pairs else ("groups", pairs["group"])
    known = top.at(section)
    branch = str(target.word(dict(known.entries()) if known else {}, section.removesuffix("s")))
    for kind in BRANCHES:
        members = top.at(section, branch, kind)
        if members is not None:
            listed = [*members.elements(), plant(name, target.file, target.line)]
            return top.put((section, branch, kind), Cell(listed, members.file, members.line))
    return target.refuse("it has no members", "name another")


def _suspend_flag(top: Cell, patch: Cell, _: Span) -> Cell:
    """Put a flag out of use."""
    pairs = patch.fields("op flag cite fix")
    flag = str(pairs["flag"].value)
    if top.at("suspensions", flag) is not None:
        patch.refuse(f"`{flag}` is suspended already", "keep one")
    stated = Cell({"cite": pairs["cite"], "fix": pairs["fix"]}, patch.file, patch.line)
    return top.put(("suspensions", flag), stated)


CHANGES: Mapping[str, Callable[[Cell, Cell, Span], Cell]] = {
    "set_param": _set_param,
    "extend_set": _extend_set,
    "remove_from_set": _remove_from_set,
    "add_criterion": _add_criterion,
    "suspend_flag": _suspend_flag,
}
