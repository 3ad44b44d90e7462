"""Dates and periods as people write them in a résumé."""

import re
from typing import NamedTuple

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_WORDS = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d{2}"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_DATE = (
    rf"(?:{_YEAR}\s?年\s?{_MONTH}\s?月|{_YEAR}\s?年|{_YEAR}\s?[-./]\s?{_MONTH}(?!\d)"
    rf"|{_MONTH}\s?[/.]\s?{_YEAR}|(?:{_WORDS})\.?,?\s{_YEAR}|{_YEAR})"
)
_ONGOING = r"(?:present|now|current|today|ongoing|至今|现在|今)"
_PERIOD = re.compile(
    rf"[(（\[]?\s?(?P<start>{_DATE})\s?(?:-|–|—|~|～|to|until|至|到)\s?"
    rf"(?P<end>{_DATE}|{_ONGOING})\s?[)）\]]?",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?<!\d){_DATE}(?!\d)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


class Period(NamedTuple):
    """A period that a line names, and what else the line says."""

    start: str | None
    end: str | None  # null: it lasts, or is not said
    rest: str


def period_in(line: str) -> Period | None:
    """Return the period of a line, if it names one."""
    found = _PERIOD.search(line)
    if found is None:
        return None
    rest = f"{line[: found.start()]} {line[found.end() :]}".strip(" ,，|·\t-–—")
    return Period(iso_date(found["start"]), iso_date(found["end"]), rest)


def last_date(line: str) -> str | None:
    """Return the last date of a line."""
    found = _ONE.findall(line)
    return iso_date(found[-1]) if found else None


def without_dates(line: str) -> str:
    """Return a line without its dates."""
    return _ONE.sub("", _PERIOD.sub("", line)).strip(" ,，|·\t-–—()（）")


def iso_date(words: str) -> str | None:
    """Return a date as YYYY-MM or YYYY; words such as "present" are none."""
    numbers = [int(each) for each in _NUMBERS.findall(words)]
    year = next((number for number in numbers if number > 31), None)
    if year is None:
        return None
    month = next((number for number in numbers if number <= 12), None)
    named = re.search(_WORDS, words.casefold())
    if named is not None:
        month = _MONTHS[named.group()]
    return f"{year}-{month:02}" if month else str(year)
