"""Words for codes, in both languages: those of the taxonomies and those of ``states.yaml``."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from marketplace.taxonomies.codes import taxonomy

TAXONOMY_OF = {
    "sector": "sectors",
    "hub": "hubs",
    "employer_kind": "employer_kinds",
    "degree": "degree_levels",
    "language": "languages",
    "province": "provinces",
}

Labels = Mapping[str, Mapping[str, str]]  # code → language → word


@cache
def labels(kind: str) -> Labels:
    """Return the words of a kind of codes, such as ``sector`` or ``role_status``.

    Raises:
        KeyError: there is no such kind.
    """
    if kind in TAXONOMY_OF:
        return {entry["code"]: entry["label"] for entry in taxonomy(TAXONOMY_OF[kind])}
    return _states()[kind]


def label_of(kind: str, code: str, language: str) -> str:
    """Return the word for a code; a code without one as it is."""
    return labels(kind).get(code, {}).get(language, code)


def city_hub(name: str) -> str | None:
    """Return the hub whose city has exactly this name in one of the languages."""
    return _cities().get(name.strip().casefold())


@lru_cache(4_096)  # words of users are asked for too
def any_label(code: str, language: str) -> str:
    """Return the word for a code of whatever kind; what is no code as it is."""
    for kind in (*_states(), *TAXONOMY_OF):
        if code in labels(kind):
            return label_of(kind, code, language)
    return code


@cache
def _states() -> Mapping[str, Labels]:
    text = files("marketplace.taxonomies").joinpath("states.yaml").read_text(encoding="utf-8")
    states: Mapping[str, Labels] = yaml.safe_load(text)
    return states


@cache
def _cities() -> Mapping[str, str]:
    return {name.casefold(): hub["code"] for hub in taxonomy("hubs") for name in hub["city_names"]}
