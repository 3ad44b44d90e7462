"""What an employer sees of a candidate who stays anonymous."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from matching.periods import Reading, months_worked
from matching.profiles import Employment
from matching.text.folding import HAN, fold
from models import Candidate

MASK = "[…]"
_HAN = re.compile(f"[{HAN}]")
_TLD = "(?:com|cn|org|edu|net|io|me|dev|ai|co|app|site|info)"
_HOST = r"(?<![a-z0-9@.-])(?:[a-z0-9-]{1,63}\.){1,6}"
_CONTACT = (
    r"[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,6}[a-z]{2,24}",
    r"(?:https?://|www\.)\S+",
    rf"{_HOST}{_TLD}/\S+",
    rf"{_HOST}(?:com|cn|org|edu)(?![a-z0-9])",
    r"(?<!\d)\+?\(?\d(?:[ ().-]{0,2}\d){7,15}(?!\d)",
    r"(?:wechat|weixin|微信|qq|whatsapp|telegram|skype)号?(?: id)? ?: ?\S+",
    r"10\.\d{4,9}/\S+",
    r"(?<!\d)(?:19|20)\d\d-[01]\d(?:-[0-3]\d)?(?!\d)",
)
_BETWEEN_NAMES = re.compile(r"[\s.,·•/()-]+")
_COMPANY_FORM = re.compile(
    r"[ ,]+(?:co\.?,? ?ltd|ltd|inc|llc|gmbh|plc|corp|corporation|limited|ag|sa)\.?$"
    r"|(?:股份有限公司|有限责任公司|有限公司|集团|公司|大学)$"
)
_SHORT = 2  # letters; such a name is masked only where it is written as a name
_ACRONYM_FROM = 3  # letters
_HANDLE_FROM = 4  # letters; shorter ones are words such as "me"


def anonymous_view(candidate: Candidate, *, code: str, day: date) -> dict[str, Any]:
    """Return what an employer sees of an anonymous candidate.

    Patents, publications and awards are counted: their titles would name their authors.

    Args:
        code: the candidate's code for this employer.
        day: until when an open post is counted.
    """
    names = _names_pattern(_names(candidate))

    def masked(text: str | None) -> str | None:
        return None if text is None else mask(text, names)

    return {
        "code": code,
        "headline": masked(candidate.headline),
        "summary": masked(candidate.summary),
        "skills": _each(candidate.skills, lambda skill: skill | {"name": masked(skill["name"])}),
        "experience": _each(
            candidate.experience,
            lambda post: {
                "title": masked(post["title"]),
                "sector": post["sector"],
                "years": _years([post], day),
            },
        ),
        "experience_years": _years(candidate.experience, day),
        "education": _each(
            candidate.education,
            lambda degree: {
                "degree": degree["degree"],
                "field": masked(degree["field"]),
                "sectors": degree["sectors"],
            },
        ),
        "patents": _count(candidate.patents),
        "publications": _count(candidate.publications),
        "awards": _count(candidate.awards),
        "languages": _each(
            candidate.languages,
            lambda known: {"language": known["language"], "level": known["level"]},
        ),
        "hubs": candidate.hubs,
    }


def mask(text: str, names: re.Pattern[str]) -> str:
    """Return a text with names and ways to reach a person taken out; white space is folded."""
    both = fold(text)
    pieces, last = [], 0
    for found in names.finditer(both.folded):
        written = both.written[found.start() : found.end()]
        if len(written) <= _SHORT and written.islower():
            continue
        pieces += [both.written[last : found.start()], MASK]
        last = found.end()
    return "".join([*pieces, both.written[last:]])


def _names_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of names and contacts in folded text, longest names first."""
    known = {name for name in names if len(name) > 1}
    ordered = sorted(known, key=lambda name: (-len(name), name))
    return re.compile("|".join([*_CONTACT, *map(_bounded, ordered)]))


def _bounded(name: str) -> str:
    """Match a name as a whole word; Chinese has no ends of words to look for."""
    head = "" if _HAN.match(name[0]) else r"(?<![a-z0-9])"
    tail = "" if _HAN.match(name[-1]) else r"(?![a-z0-9])"
    return head + re.escape(name) + tail


def _names(candidate: Candidate) -> Iterator[str]:
    """Yield all by which the candidate could be found, folded."""
    yield from _person_names(candidate.name or "")
    for handle in _handles(candidate):
        if len(handle) >= _HANDLE_FROM:
            yield fold(handle).folded
    for entries, member in (
        (candidate.experience, "organisation"),
        (candidate.education, "institution"),
        (candidate.awards, "issuer"),
    ):
        for entry in entries or ():
            yield from _organisation_names(entry[member] or "")
    for entries, member in ((candidate.patents, "number"), (candidate.publications, "doi")):
        for entry in entries or ():
            yield fold(entry[member] or "").folded.strip()


def _handles(candidate: Candidate) -> Iterator[str]:
    """Yield what an e-mail address and links call the candidate."""
    yield (candidate.email or "").partition("@")[0]
    for link in candidate.links or ():
        yield link.rstrip("/").rpartition("/")[2]


def _person_names(name: str) -> Iterator[str]:
    """Yield a name, its parts, its parts run together, and a Chinese given name."""
    folded = fold(name).folded.strip()
    parts = [part for part in _BETWEEN_NAMES.split(folded) if part]
    chinese = [part for part in parts if _HAN.match(part)]
    latin = [part for part in parts if part not in chinese]
    yield from (folded, *parts, "".join(latin), "".join(reversed(latin)), "".join(chinese))
    yield from (part[-2:] for part in chinese if len(part) > _SHORT)


def _organisation_names(name: str) -> Iterator[str]:
    """Yield a name, what stands before and in brackets, without its legal form, its initials."""
    written = fold(name).written
    for part in (written, *re.split(r"[()]", written)):
        folded = fold(part).folded.strip(" .,")
        yield from (folded, _COMPANY_FORM.sub("", folded).strip(" .,"))
    initials = "".join(re.findall(r"(?<![A-Za-z])[A-Z](?=[a-z])", written)).lower()
    if len(initials) >= _ACRONYM_FROM:
        yield initials


def _each(entries: list[Any] | None, show: Any) -> list[Any] | None:  # noqa: ANN401 - a lambda
    return None if entries is None else [show(entry) for entry in entries]


def _count(entries: list[Any] | None) -> int | None:
    return None if entries is None else len(entries)


def _years(posts: Iterable[Mapping[str, Any]] | None, day: date) -> int | None:
    """Return whole years worked, overlaps counted once; None where no start is known."""
    dated = [
        Employment(start=post["start"], end=post["end"]) for post in posts or () if post["start"]
    ]
    if not dated:
        return 0 if posts == [] else None
    return months_worked(dated, day=day, reading=Reading.USUAL) // 12
