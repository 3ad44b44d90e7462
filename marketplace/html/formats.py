"""Dates, numbers and money as the reader's language writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent

from marketplace.html.translations import TIME_ZONE, language_now, translations_of
from marketplace.messages import Message
from marketplace.taxonomies.labels import city_hub, label_of, labels
from matching.policy.pack import Language

ZONE = ZoneInfo(TIME_ZONE)
LOCALES: dict[Language, Locale] = {"en": Locale("en"), "zh-Hans": Locale("zh")}
PERIODS = {
    "year": Message("%(pay)s a year"),
    "month": Message("%(pay)s a month"),
    "week": Message("%(pay)s a week"),
    "day": Message("%(pay)s a day"),
    "hour": Message("%(pay)s an hour"),
}
NOT_DISCLOSED = Message("Pay not disclosed")
BETWEEN = Message("%(low)s to %(high)s")
_MOMENTS = {"en": "MMM d, y, h:mm a", "zh-Hans": "y年M月d日 HH:mm"}  # Babel's own have seconds
MANY = 10_000  # what is kept as it was written: pages say the same dates and amounts again


@dataclass(frozen=True)
class Formats:
    """How one language writes things."""

    language: Language

    def day(self, value: date | datetime | str | None) -> str:
        """Write a date; one known to the year or the month as that."""
        if value is None or value == "":
            return ""
        if isinstance(value, datetime):
            return _day(value.astimezone(ZONE).date(), self.language)
        if isinstance(value, date):
            return _day(value, self.language)
        told = value[: len("2026-01-31")]
        whole = date.fromisoformat(told + "2000-01-01"[len(told) :])
        if len(told) == len("2026-01-31"):
            return _day(whole, self.language)
        return _month(whole, "yMMM" if "-" in told else "y", self.language)

    def moment(self, value: datetime | str | None) -> str:
        """Write a date with its time, in the time of Shanghai."""
        if not value:
            return ""
        told = datetime.fromisoformat(value) if isinstance(value, str) else value
        return _moment(told, self.language)

    def number(self, value: float | None) -> str:
        """Write a number."""
        return "" if value is None else _number(value, self.language)

    def percent(self, value: float | None) -> str:
        """Write a share of one as a percentage."""
        return "" if value is None else _percent(value, self.language)

    def money(self, amount: int | None, currency: str | None) -> str:
        """Write an amount of money in whole units."""
        return "" if amount is None else _money(amount, currency or "CNY", self.language)

    def pay(self, salary: dict[str, Any] | None) -> str:
        """Write a pay range with its period, or say that it is not disclosed."""
        low, high = (salary or {}).get("min"), (salary or {}).get("max")
        if salary is None or (low is None and high is None):
            return self._said(NOT_DISCLOSED)
        currency = salary.get("currency")
        if low is not None and high is not None and low != high:
            ends = {"low": self.money(low, currency), "high": self.money(high, currency)}
            written = self._said(BETWEEN) % ends
        else:
            written = self.money(high if high is not None else low, currency)
        pattern = PERIODS.get(salary.get("period") or "")
        return written if pattern is None else self._said(pattern) % {"pay": written}

    def label(self, code: object, kind: str) -> str:
        """Say a code in words; ``kind`` is one of ``marketplace.taxonomies.labels``."""
        return "" if code is None else label_of(kind, str(code), self.language)

    def city(self, name: str | None) -> str:
        """Write a city of a hub as the reader's language does, any other as it was typed."""
        hub = city_hub(name or "")
        return (name or "") if hub is None else self.label(hub, "hub")

    def options(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return every code of a kind with its words, for a field to choose from."""
        return _options(kind, self.language)

    def language_name(self, code: str) -> str:
        """Name a language by its tag."""
        return _language_name(code, self.language)

    def filters(self) -> dict[str, Callable[..., str]]:
        """Return what templates write with."""
        names = ("day", "moment", "number", "percent", "money", "pay", "language_name", "label")
        return {name: getattr(self, name) for name in (*names, "city")}

    def _said(self, text: Message) -> str:
        said: str = translations_of(self.language).ugettext(text.pattern)
        return said


FORMATS: dict[Language, Formats] = {"en": Formats("en"), "zh-Hans": Formats("zh-Hans")}


def formats_now() -> Formats:
    """Return the formats of the language that this request is answered in."""
    return FORMATS[language_now()]


def label(code: object, kind: str) -> str:
    """Say a code in the words of this request's language."""
    return formats_now().label(code, kind)


@cache
def _options(kind: str, language: Language) -> tuple[tuple[str, str], ...]:
    return tuple((code, label_of(kind, code, language)) for code in labels(kind))


@lru_cache(MANY)
def _day(value: date, language: Language) -> str:
    return format_date(value, "medium", locale=LOCALES[language])


@lru_cache(MANY)
def _month(value: date, skeleton: str, language: Language) -> str:
    return str(format_skeleton(skeleton, value, locale=LOCALES[language]))


@lru_cache(MANY)
def _moment(value: datetime, language: Language) -> str:
    locale = LOCALES[language]
    return format_datetime(value, _MOMENTS[language], tzinfo=ZONE, locale=locale)


@lru_cache(MANY)
def _number(value: float, language: Language) -> str:
    return format_decimal(value, locale=LOCALES[language])


@lru_cache(MANY)
def _percent(value: float, language: Language) -> str:
    return format_percent(value, locale=LOCALES[language])


@lru_cache(MANY)
def _money(amount: int, currency: str, language: Language) -> str:
    locale = LOCALES[language]
    return format_currency(amount, currency, locale=locale, currency_digits=False, format="¤#,##0")


@lru_cache(MANY)
def _language_name(code: str, language: Language) -> str:
    try:
        return Locale.parse(code, sep="-").get_display_name(LOCALES[language]) or code
    except (UnknownLocaleError, ValueError):
        return code
