"""Find names of a dictionary in a text, in either language, in one pass."""

import re
from collections.abc import Hashable, Iterable, Iterator
from itertools import accumulate, compress, count
from operator import add
from typing import NamedTuple, TypeVar

from matching.text.folding import Folded, fold, is_far_from_latin

NEXT_TEXT = "\x1e"  # stands between two texts that are read together; folding leaves none
_LATIN = re.compile("[a-z0-9]")
_LATIN_WORD = re.compile("([a-z0-9]+)")
_OF_WORDS = re.compile("[a-z0-9](?:[ -~]*[a-z0-9])?")
_LONGER_NAME = re.compile(r"[a-z0-9#]|\+\+|\.(?:js|net|io)\b")  # after a name: it was another one
_BEGIN_LONGER_NAMES = frozenset("#+.")
_NEXT_WORD = re.compile(r" ([a-z]+)")
_IES = re.compile(r"([b-df-hj-np-tv-xz])y$")  # battery, batteries
_TAKES_AN_S = re.compile(".+[a-z]")  # "LLMs", but "Rs" is no plural of R
_INITIAL_SIGNS = "&'’.-"  # beside a single letter they make it another name: R&D, C-level
_NO_WORD = ""  # stands for the second word of a name of one
_HEAD = 2  # words, or letters where they are not Latin, that a longer name is looked up by
_SIGN = 4  # characters that tell whether any of the names with a sign can be there


class Alias(NamedTuple):
    """One name of a concept."""

    concept: str
    name: str  # as the table has it
    exact: bool = False  # counts only as written, or where it is all there is
    not_before: frozenset[str] = frozenset()


class Mention(NamedTuple):
    """A concept named from ``start`` up to ``end`` of a folded text."""

    concept: str
    start: int
    end: int


class Cut:
    """A folded text cut at its Latin words: every second part is one."""

    __slots__ = ("_ends", "parts")

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        self._ends: list[int] = []

    @property
    def ends(self) -> list[int]:
        """Return where the parts end; texts that name nothing are never asked."""
        if not self._ends:
            self._ends = list(accumulate(map(len, self.parts)))
        return self._ends


class _Form(NamedTuple):
    """What one way of writing stands for."""

    aliases: list[Alias]
    is_exact: bool  # of any of the aliases
    is_plural: bool = False


_Head = TypeVar("_Head", bound=Hashable)
Found = tuple[int, int, str]  # start, end below zero, concept: sorts by place, the longest first


def cut_at_words(folded: str) -> Cut:
    """Cut a folded text at its Latin words."""
    return Cut(_LATIN_WORD.split(folded))


class Names:
    """A dictionary of names, ready to be found.

    Names from one Latin word to another are looked up by their first word, those with other
    letters by their first two; the few with a sign at an end are searched for.
    """

    def __init__(self, aliases: Iterable[Alias]) -> None:
        forms = _forms(aliases)
        self._latin = {form: forms[form] for form in forms if _OF_WORDS.fullmatch(form)}
        others = forms.keys() - self._latin.keys()
        self._foreign = {form: forms[form] for form in others if not form.isascii()}
        signed: dict[str, dict[str, _Form]] = {}
        for form in sorted(others - self._foreign.keys()):
            signed.setdefault(form[:_SIGN], {})[form] = forms[form]
        self._signed = [*signed.items()]
        words = [tuple(_LATIN_WORD.findall(form)) for form in self._latin]
        firsts = {name[0] for name in words}
        self._from: dict[str, dict[str, tuple[int, ...]]] = {first: {} for first in firsts}
        for head, lengths in _lengths((name[:_HEAD], len(name)) for name in words).items():
            self._from[head[0]][head[1] if len(head) > 1 else _NO_WORD] = lengths
        self._letters_from = _lengths((form[:_HEAD], len(form)) for form in self._foreign)

    def find(self, text: Folded, cut: Cut) -> list[Found]:
        """Return what a text names, by place, the longest first; names may overlap."""
        haystack = spaced(text.folded)
        found = [*self._latin_names(haystack, text, cut)]
        for sign, forms in self._signed:
            if sign in haystack:
                for name, form in forms.items():
                    found += _everywhere(name, form, haystack)
        if is_far_from_latin(haystack):
            found += self._foreign_names(haystack)
        found.sort()
        return found

    def _latin_names(self, haystack: str, text: Folded, cut: Cut) -> Iterator[Found]:
        parts = cut.parts
        for first in compress(count(1, 2), map(self._from.__contains__, parts[1::2])):
            lengths = self._from[parts[first]]
            if _NO_WORD in lengths:
                yield from _meant(self._latin[parts[first]], text, cut, first, first)
            if first + 2 < len(parts) and parts[first + 2] in lengths:
                for length in lengths[parts[first + 2]]:
                    last = first + 2 * length - 2
                    if last < len(parts):
                        form = self._latin.get(haystack[cut.ends[first - 1] : cut.ends[last]])
                        if form is not None:
                            yield from _meant(form, text, cut, first, last)

    def _foreign_names(self, haystack: str) -> Iterator[Found]:
        known = map(self._letters_from.__contains__, map(add, haystack, haystack[1:]))
        for start in compress(count(), known):
            for length in self._letters_from[haystack[start : start + _HEAD]]:
                form = self._foreign.get(haystack[start : start + length])
                if form is not None and start + length <= len(haystack):
                    yield from _named(form, haystack, start, start + length)


def without_overlaps(found: Iterable[Found]) -> list[Mention]:
    """Keep the first and longest of names that overlap."""
    kept: list[Mention] = []
    reached = 0
    for start, end, concept in found:
        if start >= reached:
            kept.append(Mention(concept, start, -end))
            reached = -end
    return kept


def spaced(folded: str) -> str:
    """Let hyphens and underscores read as spaces; the length stays."""
    return folded.replace("-", " ").replace("_", " ")


def _forms(aliases: Iterable[Alias]) -> dict[str, _Form]:
    named: dict[str, list[Alias]] = {}
    for alias in aliases:
        form = spaced(fold(alias.name).folded)
        for each in {form, _IES.sub(r"\1ies", form)}:
            named.setdefault(each, []).append(alias)
    plurals = {f"{form}s": named[form] for form in named if _TAKES_AN_S.fullmatch(form)}
    for form in plurals.keys() & named.keys():
        named[form] += plurals.pop(form)
    return {
        form: _Form(aliases, any(alias.exact for alias in aliases), is_plural)
        for forms, is_plural in ((named, False), (plurals, True))
        for form, aliases in forms.items()
    }


def _lengths(heads: Iterable[tuple[_Head, int]]) -> dict[_Head, tuple[int, ...]]:
    """Return by their beginnings the lengths of names, ascending."""
    found: dict[_Head, set[int]] = {}
    for head, length in heads:
        found.setdefault(head, set()).add(length)
    return {head: tuple(sorted(lengths)) for head, lengths in found.items()}


def _everywhere(name: str, form: _Form, haystack: str) -> Iterator[Found]:
    start = haystack.find(name)
    while start >= 0:
        yield from _named(form, haystack, start, start + len(name))
        start = haystack.find(name, start + 1)


def _named(form: _Form, haystack: str, start: int, end: int) -> list[Found]:
    """Return what a form names, unless it is part of a longer Latin name."""
    head_is_latin = haystack[start] == "." or _LATIN.match(haystack[start])
    if head_is_latin and start and _LATIN.match(haystack[start - 1]):
        return []
    if _LATIN.match(haystack[end - 1]) and _LONGER_NAME.match(haystack, end):
        return []
    return [(start, -end, alias.concept) for alias in form.aliases]


def _meant(form: _Form, text: Folded, cut: Cut, first: int, last: int) -> list[Found]:
    """Return what a form of Latin words names, unless another meaning is meant."""
    start, end = cut.ends[first - 1], cut.ends[last]
    if cut.parts[last + 1][:1] in _BEGIN_LONGER_NAMES and _LONGER_NAME.match(text.folded, end):
        return []
    if not form.is_exact:
        return [(start, -end, alias.concept) for alias in form.aliases]
    # A name that is all there is, as in a list of skills, is meant however it is written.
    sure = len(form.aliases) == 1 and not form.is_plural and _is_alone(cut.parts, first, last)
    return [
        (start, -end, alias.concept)
        for alias in form.aliases
        if sure or not alias.exact or _is_as_written(alias, text, start, end)
    ]


def _is_alone(parts: list[str], first: int, last: int) -> bool:
    """Nothing but white space stands beside some parts, up to the ends of their text."""
    _earlier, begins, before = parts[first - 1].rpartition(NEXT_TEXT)
    after, ends, _later = parts[last + 1].partition(NEXT_TEXT)
    reaches_ends = (begins or first == 1) and (ends or last == len(parts) - 2)
    return bool(reaches_ends) and not before.strip() and not after.strip()


def _is_as_written(alias: Alias, text: Folded, start: int, end: int) -> bool:
    """Tell a name with another meaning by its case and its neighbours."""
    if not text.written[start:end].startswith(alias.name):
        return False
    if len(alias.name) == 1 and _touches_initial_sign(text.folded, start, end):
        return False
    following = _NEXT_WORD.match(spaced(text.folded[end : end + 40]))
    return following is None or following[1] not in alias.not_before


def _touches_initial_sign(folded: str, start: int, end: int) -> bool:
    if start and folded[start - 1] in _INITIAL_SIGNS:
        return True
    full_stop = folded[end : end + 2].strip() == "."
    return not full_stop and end < len(folded) and folded[end] in _INITIAL_SIGNS
