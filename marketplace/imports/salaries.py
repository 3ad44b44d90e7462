"""Read pay as postings write it: free text in two languages, MonetaryAmount, plain numbers."""

import math
import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marketplace.imports.findings import Findings, quoted
from marketplace.imports.pay_words import (
    AT_LEAST,
    AT_MOST,
    ESTIMATED,
    FACTORS,
    MONTHS_A_YEAR,
    RANGE,
    SINGLE,
    UNREADABLE,
    currency_in,
    likely_period,
    period_in,
)
from marketplace.taxonomies.standards import standard

UNITS: Mapping[str, str] = MappingProxyType(
    {
        word: period
        for period, words in {
            "hour": "HOUR HUR HOURLY",
            "day": "DAY DAILY",
            "week": "WEEK WEE WEEKLY",
            "month": "MONTH MON MONTHLY",
            "year": "YEAR ANN ANNUAL ANNUALLY YEARLY",
        }.items()
        for word in words.split()
    }
)  # schema.org's words and the codes of UN/CEFACT
LARGEST = 10**12

Range = tuple[float | None, float | None]


def read_salary(
    value: object, pointer: str, findings: Findings, *, currency: str | None = None
) -> dict[str, Any] | None:
    """Return ``{min, max, currency, period}``, or None with a note why not.

    Args:
        currency: what the posting says elsewhere (``salaryCurrency``).
    """
    if isinstance(value, list):
        return read_salary(value[0], f"{pointer}/0", findings, currency=currency) if value else None
    if value is None:
        return None
    if isinstance(value, str):
        text = findings.text(value, pointer)
        return _from_text(text, pointer, findings, currency) if text else None
    if isinstance(value, dict):
        return _from_amount(value, pointer, findings, currency)
    amount = _number(value, pointer, findings)
    if amount is None:
        return None
    return _complete((amount, amount), currency, None, pointer, findings)


def _from_text(
    text: str, pointer: str, findings: Findings, currency: str | None
) -> dict[str, Any] | None:
    words = unicodedata.normalize("NFKC", text).casefold().replace(",", "")
    found = None if UNREADABLE.search(words) else _range_in(words)
    if found is None:
        findings.note(f"The pay {quoted(text)} names no clear amount; the role states none.")
        return None
    if months := MONTHS_A_YEAR.search(words):
        findings.note(f"The pay is given {months.group(1)} times a year; stated once, by month.")
    if ESTIMATED.search(words):
        findings.note(f"The pay {quoted(text)} is an estimate, not the employer's word.")
    return _complete(found, currency_in(words) or currency, period_in(words), pointer, findings)


def _range_in(words: str) -> Range | None:
    """Return the one range, or else the one amount, that the words hold."""
    words = MONTHS_A_YEAR.sub(" ", words)
    ranges = list(RANGE.finditer(words))
    if ranges:
        rest = SINGLE.search(RANGE.sub(" ", words))
        return _bounds(ranges[0]) if len(ranges) == 1 and rest is None else None
    singles = list(SINGLE.finditer(words))
    if len(singles) != 1:
        return None
    amount = float(singles[0]["low"]) * FACTORS[singles[0]["low_unit"] or ""]
    if AT_MOST.search(words):
        return None, amount
    return (amount, None) if AT_LEAST.search(words) else (amount, amount)


def _bounds(found: re.Match[str]) -> Range:
    """Return the ends of a range; a unit after the second is meant for both."""
    high_unit = found["high_unit"] or ""
    low_unit = found["low_unit"] or high_unit
    return float(found["low"]) * FACTORS[low_unit], float(found["high"]) * FACTORS[high_unit]


def _from_amount(
    given: Mapping[str, Any], pointer: str, findings: Findings, currency: str | None
) -> dict[str, Any] | None:
    """Read a MonetaryAmount, its value a number, a text or a QuantitativeValue."""
    said = findings.text(given.get("currency"), f"{pointer}/currency") or currency
    value = given.get("value", given if "minValue" in given or "maxValue" in given else None)
    if isinstance(value, str):
        return _from_text(value, f"{pointer}/value", findings, said)
    place = pointer if value is given else f"{pointer}/value"
    quantity = value if isinstance(value, dict) else {"value": value}
    bounds = _bounds_of(quantity, place, findings)
    unit = findings.text(quantity.get("unitText") or quantity.get("unitCode"), f"{place}/unitText")
    unit = unit or findings.text(given.get("unitText"), f"{pointer}/unitText")
    if bounds == (None, None):
        return None
    if unit and (period := UNITS.get(unit.upper()) or period_in(f"/{unit.casefold()}")):
        return _complete(bounds, said, period, place, findings)
    return _complete(bounds, said, None, place, findings)


def _bounds_of(quantity: Mapping[str, Any], pointer: str, findings: Findings) -> Range:
    low, high, value = (
        _number(quantity.get(key), f"{pointer}/{key}", findings)
        for key in ("minValue", "maxValue", "value")
    )
    return (value, value) if low is None and high is None else (low, high)


def _number(value: object, pointer: str, findings: Findings) -> float | None:
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"\d{1,13}(?:\.\d{1,4})?", value, re.ASCII):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        findings.refuse(pointer, "Must be a number, or text such as “20-30万/年”.")
        return None
    if not 0 <= value <= LARGEST:
        findings.refuse(pointer, f"Must be from 0 to {LARGEST:,}.")
        return None
    return float(value)


def _complete(
    bounds: Range, currency: str | None, period: str | None, pointer: str, findings: Findings
) -> dict[str, Any] | None:
    """Return the salary, once all its parts are known and make sense."""
    low, high = bounds
    if low is not None and high is not None and low > high:
        findings.refuse(pointer, f"The least pay ({low:g}) is above the most ({high:g}).")
        return None
    known = (currency or "").strip().upper()
    if known not in standard("currencies"):
        findings.note("The pay names no currency (ISO 4217), so the role states none.")
        return None
    if period is None:
        period = likely_period(low if high is None else high, known)
        if period is None:
            findings.note("The pay does not say for which time, so the role states none.")
            return None
        findings.note(f"The pay does not say for which time; by its size it is for a {period}.")
    return {**_whole(low, high, findings), "currency": known, "period": period}


def _whole(low: float | None, high: float | None, findings: Findings) -> dict[str, int | None]:
    """Return whole units that hold the range."""
    least = None if low is None else math.floor(round(low, 6))
    most = None if high is None else math.ceil(round(high, 6))
    if (low is not None and round(low, 6) != least) or (
        high is not None and round(high, 6) != most
    ):
        findings.note("The pay was widened to whole units of its currency.")
    return {"min": least, "max": most}
