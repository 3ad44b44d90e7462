"""The words of pay: amounts, currencies and periods in English and Chinese text."""

import re
from collections.abc import Mapping
from types import MappingProxyType

FACTORS: Mapping[str, int] = MappingProxyType(
    {"": 1, "k": 1000, "千": 1000, "万": 10_000, "w": 10_000, "m": 1_000_000}
)
_SYMBOL = r"(?:[a-z]{0,3}[$€£¥₹]|rmb|cny|usd|eur|gbp|hkd|元|人民币)?"
RANGE = re.compile(
    rf"(?<![\d.])(?P<low>\d{{1,12}}(?:\.\d{{1,4}})?)\s*(?P<low_unit>[k千万wm](?![a-z]))?\s*{_SYMBOL}"
    rf"\s*(?:[-–—~至到]|to)\s*{_SYMBOL}"
    r"\s*(?P<high>\d{1,12}(?:\.\d{1,4})?)(?![\d.])\s*(?P<high_unit>[k千万wm](?![a-z]))?"
)
SINGLE = re.compile(
    r"(?<![\d.])(?P<low>\d{1,12}(?:\.\d{1,4})?)(?![\d.])\s*(?P<low_unit>[k千万wm](?![a-z]))?"
)
MONTHS_A_YEAR = re.compile(r"[*·x×/]?\s*\b(1[2-9]|2[0-4])\s*(?:薪|个月(?:工资|薪))")
UNREADABLE = re.compile(r"亿|lakh|\blpa\b|crore|million|%|^\s*-\s*\d")
ESTIMATED = re.compile(r"\best\b|estimate|预估|估算")
AT_MOST = re.compile(r"以下|以内|up to|at most|maximum|under")
AT_LEAST = re.compile(r"以上|起|\+|from |at least|minimum|over ")
_CURRENCIES = (
    (r"hk\$|\bhkd\b|港币|港元", "HKD"),
    (r"nt\$|\btwd\b|新台币", "TWD"),
    (r"(?<![a-z])s\$|\bsgd\b|新加坡元", "SGD"),
    (r"(?<![a-z])c(?:a|ad)?\$|\bcad\b|加元", "CAD"),
    (r"(?<![a-z])au?d?\$|\baud\b|澳元", "AUD"),
    (r"€|\beur\b|\beuros?\b|欧元", "EUR"),
    (r"£|\bgbp\b|英镑", "GBP"),
    (r"₹|\binr\b", "INR"),
    (r"\bchf\b|瑞士法郎", "CHF"),
    (r"₩|\bkrw\b|韩元", "KRW"),
    (r"円|\bjpy\b|日元", "JPY"),
    (r"us\$|\busd\b|美元|美金|(?<![a-z])\$", "USD"),
    (r"\brmb\b|\bcny\b|人民币|¥|元|万|千", "CNY"),
)
_PERIODS = (
    ("hour", r"小时|/\s*时|时薪|/\s*h\b|(?:per|an|/|a)\s*(?:hour|hr)\b|hourly|\bp\.?h\.?\b"),
    ("day", r"/\s*[天日]|每天|日薪|(?:per|a|/)\s*day\b|daily|per diem"),
    ("week", r"/\s*周|每周|周薪|(?:per|a|/)\s*(?:week|wk)\b|weekly"),
    ("month", r"/\s*月|每月|月薪|(?:per|a|/)\s*(?:month|mo|mth)\b|monthly|\bp\.m\."),
    ("year", r"/\s*年|每年|年薪|(?:per|a|/)\s*(?:year|yr|annum)\b|annual|yearly|\bp\.?a\.?\b"),
)
_CURRENCY_WORDS = tuple((re.compile(words), code) for words, code in _CURRENCIES)
_PERIOD_WORDS = tuple((period, re.compile(words)) for period, words in _PERIODS)


def currency_in(words: str) -> str | None:
    """Return the currency that folded text names; a bare $ is the United States'."""
    found = [code for pattern, code in _CURRENCY_WORDS if pattern.search(words)]
    return found[0] if found else None


def period_in(words: str) -> str | None:
    """Return the period that folded text names, None where it names none or several."""
    found = [period for period, pattern in _PERIOD_WORDS if pattern.search(words)]
    return found[0] if len(found) == 1 else None


def likely_period(amount: float | None, currency: str) -> str | None:
    """Return the period that an amount can only mean, where its size leaves no doubt."""
    if amount is None or currency not in {"CNY", "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SGD"}:
        return None
    if currency == "CNY":
        return "year" if amount >= 150_000 else "month" if 3_000 <= amount <= 60_000 else None
    return "year" if amount >= 25_000 else "hour" if 5 <= amount <= 100 else None
