"""Read where a job is: a city in every country, its province where it is a Chinese one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from marketplace.http.fields import SHORT
from marketplace.imports.findings import Findings, quoted
from marketplace.taxonomies.codes import taxonomy

CHINA = frozenset({"china", "cn", "chn", "prc", "p.r. china", "pr china", "mainland china", "中国"})
_OWN_PLACES = frozenset(  # countries in some lists, provinces in ours
    {"tw", "twn", "hk", "hkg", "mo", "mac", "taiwan", "hong kong", "macao", "macau"}
)
_REMOTE = re.compile(r"\b(?:remote|anywhere|work from home|telecommute)\b|远程|居家", re.IGNORECASE)
_PARTS = re.compile(r"\s*(?:[,，、;/·|]|\s-\s|(?<=[\u4e00-\u9fff])-)\s*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]{2}")
_PROVINCE_ENDS = re.compile(r"(?:壮族|回族|维吾尔)?(?:省|市|自治区|特别行政区)$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a job is, as far as the posting tells."""

    city: str | None = None
    province: str | None = None  # ISO 3166-2
    is_remote: bool = False

    @property
    def is_chinese(self) -> bool:
        """Whether it is known to be in China."""
        return self.province is not None


def read_place(value: object, pointer: str, findings: Findings) -> Place:
    """Return the place of a ``jobLocation``: text, a Place, a PostalAddress, or a list of them."""
    if isinstance(value, list):
        if len(value) > 1:
            findings.note(f"Of {len(value)} places the first was taken; a role has one.")
        return read_place(value[0], f"{pointer}/0", findings) if value else Place()
    if isinstance(value, dict) and "address" in value:
        return read_place(value["address"], f"{pointer}/address", findings)
    if isinstance(value, dict):
        return _from_address(value, pointer, findings)
    text = findings.text(value, pointer)
    return place_of(text, findings=findings) if text else Place()


def _from_address(address: Mapping[str, object], pointer: str, findings: Findings) -> Place:
    names = {
        key: findings.name(address.get(key), f"{pointer}/{key}")
        for key in ("addressLocality", "addressRegion", "addressCountry", "name")
    }
    locality = names["addressLocality"] or names["name"]
    region, country = names["addressRegion"], names["addressCountry"]
    return place_of(locality, region, country=country, findings=findings)


def place_of(
    locality: str | None,
    region: str | None = None,
    *,
    country: str | None = None,
    findings: Findings,
) -> Place:
    """Return the place that these words name."""
    text = locality or region
    if text is None:
        return Place()
    if _REMOTE.search(text):
        return Place(is_remote=True)
    words = [part for part in (locality, region) if part]
    found = None if _is_abroad(country) else _chinese_city(words, country)
    if found is None:
        return Place(_short(text, findings))
    city, province = found
    if city is not None and len(_folded(text)) > len(city) + 1:
        findings.note(f"The place {quoted(text)} was taken as {city}.")
    return Place(city, province)


def _short(city: str, findings: Findings) -> str | None:
    if len(city) <= SHORT:
        return city
    findings.note(f"The place {quoted(city)} is over {SHORT} characters and was left out.")
    return None


def _is_abroad(country: str | None) -> bool:
    return country is not None and _folded(country) not in CHINA | _OWN_PLACES


def _chinese_city(words: list[str], country: str | None) -> tuple[str | None, str] | None:
    """Return a Chinese city (or None) and its province, where the words name one clearly."""
    for word in words:
        if found := _earliest_chinese_name(unicodedata.normalize("NFKC", word)):
            return found
    parts = [part for word in words for part in _PARTS.split(word) if part]
    folded = [_folded(part) for part in parts]
    places = [*folded, _folded(country or "")]
    clear = len(parts) == 1 or any(_speaks_for_china(place) for place in places)
    for part, name in zip(parts, folded, strict=True):
        if clear and name in _english_cities():
            return part, _english_cities()[name]
    named = _province_named(places)
    return None if named is None else (_outside_the_list(parts, folded), named)


def _outside_the_list(parts: list[str], folded: list[str]) -> str | None:
    """Return a town that our list lacks: the first word that is no province and no country."""
    names = zip(parts, folded, strict=True)
    return next((part for part, name in names if not _speaks_for_china(name)), None)


def _speaks_for_china(name: str) -> bool:
    return name in CHINA or name in _provinces()


def _province_named(places: Iterable[str]) -> str | None:
    return next((_provinces()[place] for place in places if place in _provinces()), None)


def _earliest_chinese_name(text: str) -> tuple[str, str] | None:
    """Return the city named first in Chinese writing, and its province."""
    if not _CHINESE.search(text):
        return None
    places = [(text.find(name), -len(name), name) for name in _chinese_cities()]
    named = min((place for place in places if place[0] >= 0), default=None)
    return None if named is None else (named[2], _chinese_cities()[named[2]])


def _folded(text: str) -> str:
    """Return a name without case, accents of width, "City" and apostrophes."""
    name = unicodedata.normalize("NFKC", text).strip().casefold().removesuffix(" province")
    return name.removesuffix(" city").replace("'", "").replace("’", "").removesuffix("市")


@cache
def _cities() -> Mapping[str, tuple[str, ...]]:
    text = files("marketplace.imports").joinpath("cities.yaml").read_text(encoding="utf-8")
    return {province: tuple(names) for province, names in yaml.safe_load(text).items()}


@cache
def _chinese_cities() -> Mapping[str, str]:
    return {
        name.partition("=")[0]: province for province, names in _cities().items() for name in names
    }


@cache
def _english_cities() -> Mapping[str, str]:
    return {
        _folded(name.partition("=")[2]): province
        for province, names in _cities().items()
        for name in names
        if "=" in name
    }


@cache
def _provinces() -> Mapping[str, str]:
    """Return the code of every way to write a province."""
    found: dict[str, str] = {}
    for entry in taxonomy("provinces"):
        chinese = entry["label"]["zh-Hans"]
        names = (entry["code"], entry["label"]["en"], chinese, _PROVINCE_ENDS.sub("", chinese))
        found |= {_folded(name): entry["code"] for name in names}
    return found | {"macau": "CN-MO", "hkg": "CN-HK", "twn": "CN-TW", "hk": "CN-HK", "tw": "CN-TW"}
