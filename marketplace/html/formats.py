"""Dates, numbers and money as the reader's language writes them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal, format_percent
from flask import Flask, has_request_context
from flask_babel import format_datetime, gettext
from jinja2 import pass_context
from jinja2.runtime import Context

from marketplace.html.translations import TIME_ZONE
from marketplace.http.languages import asked_language
from marketplace.messages import Message
from marketplace.taxonomies.labels import label_of, labels

ZONE = ZoneInfo(TIME_ZONE)
LOCALES = {"en": Locale("en"), "zh-Hans": Locale("zh")}
PERIODS = {
    "year": Message("%(pay)s a year"),
    "month": Message("%(pay)s a month"),
    "week": Message("%(pay)s a week"),
    "day": Message("%(pay)s a day"),
    "hour": Message("%(pay)s an hour"),
}


def day(value: date | datetime | str | None) -> str:
    """Write a date; one known to the year or the month as that."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return _day(value.astimezone(ZONE).date(), _locale())
    if isinstance(value, date):
        return _day(value, _locale())
    told = value[: len("2026-01-31")]
    whole = date.fromisoformat(told + "2000-01-01"[len(told) :])
    if len(told) == len("2026-01-31"):
        return _day(whole, _locale())
    return str(format_skeleton("yMMM" if "-" in told else "y", whole, locale=_locale()))


_MOMENTS = {"en": "MMM d, y, h:mm a", "zh": "y年M月d日 HH:mm"}  # Babel's own have seconds


@lru_cache(maxsize=10_000)
def _day(value: date, locale: Locale) -> str:
    return format_date(value, "medium", locale=locale)


def moment(value: datetime | str | None) -> str:
    """Write a date with its time, in the time of Shanghai."""
    if not value:
        return ""
    told = datetime.fromisoformat(value) if isinstance(value, str) else value
    return str(format_datetime(told, _MOMENTS[_locale().language]))


def number(value: float | None) -> str:
    """Write a number."""
    return "" if value is None else _number(value, _locale())


@lru_cache(maxsize=10_000)
def _number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


def percent(value: float | None) -> str:
    """Write a share of one as a percentage."""
    return "" if value is None else format_percent(value, locale=_locale())


def money(amount: int | None, currency: str | None) -> str:
    """Write an amount of money in whole units."""
    if amount is None:
        return ""
    return _money(amount, currency or "CNY", _locale())


@lru_cache(maxsize=10_000)
def _money(amount: int, currency: str, locale: Locale) -> str:
    return format_currency(amount, currency, locale=locale, currency_digits=False, format="¤#,##0")


def pay(salary: dict[str, Any] | None) -> str:
    """Write a pay range with its period, or say that it is not disclosed."""
    low, high = (salary or {}).get("min"), (salary or {}).get("max")
    if salary is None or (low is None and high is None):
        return str(gettext("Pay not disclosed"))
    currency = salary.get("currency")
    if low is not None and high is not None and low != high:
        written = gettext(
            "%(low)s to %(high)s", low=money(low, currency), high=money(high, currency)
        )
    else:
        written = money(high if high is not None else low, currency)
    return str(_by_period(written, salary.get("period")))


def label(code: object, kind: str) -> str:
    """Say a code in words; ``kind`` is one of ``marketplace.taxonomies.labels``."""
    return "" if code is None else label_of(kind, str(code), asked_language())


def options(kind: str) -> list[tuple[str, str]]:
    """Return every code of a kind with its words, for a field to choose from."""
    return [(code, label(code, kind)) for code in labels(kind)]


def language_name(code: str) -> str:
    """Name a language by its tag."""
    try:
        return Locale.parse(code, sep="-").get_display_name(_locale()) or code
    except (UnknownLocaleError, ValueError):
        return code


def _by_period(written: str, period: str | None) -> str:
    pattern = PERIODS.get(period or "")
    return written if pattern is None else str(gettext(pattern, pay=written))


def _locale() -> Locale:
    return LOCALES[asked_language()] if has_request_context() else LOCALES["en"]


def install_formats(app: Flask) -> None:
    """Give templates the formats."""
    formats = (day, moment, number, percent, money, pay, language_name, label)
    app.jinja_env.filters |= {each.__name__: _asked_anew(each) for each in formats}
    app.jinja_env.globals["options"] = options


def _asked_anew(written: Callable[..., str]) -> Callable[..., str]:
    """Return a filter that Jinja does not answer once for all, in its first reader's language."""

    @pass_context
    def write(_: Context, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - as the filter's own
        return written(*args, **kwargs)

    return write
