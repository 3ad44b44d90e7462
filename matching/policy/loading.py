"""Load packs from their files, and find the one that speaks for a day."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from matching.policy.pack import (
    Jurisdiction,
    Pack,
    PackStatus,
    canonical_json,
    digest_of,
)
from matching.policy.reading import Cell, read_yaml
from matching.policy.rules import Criteria, read_branches
from matching.policy.sections import (
    CITABLE,
    Citations,
    read_attributes,
    read_facts,
    read_parameters,
    read_sources,
    read_taxonomies,
)

PACKS = Path(__file__).parent / "packs"
SCHEMA = "policy-pack/1"
VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")
LEVELS = ("national", "province", "reform")
REQUIRED = (
    "schema id version status title jurisdiction effective recorded sources facts criteria flags"
)

Packs = Mapping[str, Mapping[str, Pack]]  # by id, then by version


class UnknownPack(LookupError):
    """No such pack, or none of its versions is active."""


@cache
def load_packs(root: Path = PACKS) -> Packs:
    """Load every pack below a folder, once per process.

    Raises:
        PackError: a file breaks a rule of the format; it names file, line and remedy.
    """
    packs: dict[str, dict[str, Pack]] = {}
    for path in sorted(root.rglob("*.yaml")):
        cell = read_yaml(path)
        pack = read_pack(cell, tests="tests" in path.parts)
        if pack.version in packs.setdefault(pack.id, {}):
            cell.refuse(f"{pack.name} stands in two files", "give one another version")
        packs[pack.id][pack.version] = pack
    return packs


def active_pack(packs: Packs, pack_id: str, day: date) -> Pack:
    """Return the active version in force on a day, else the newest active one.

    Raises:
        UnknownPack: no such pack, or none of its versions is active.
    """
    versions = packs.get(pack_id, {}).values()
    active = [pack for pack in versions if pack.status is PackStatus.ACTIVE]
    if not active:
        raise UnknownPack(f"no active pack {pack_id!r}; there are: {', '.join(sorted(packs))}")
    return max(active, key=lambda pack: (day in pack.effective, pack.release))


def load_pack(path: Path) -> Pack:
    """Load one pack; only below a folder ``tests`` may it cite invented sources."""
    return read_pack(read_yaml(path), tests="tests" in path.parts)


def read_pack(cell: Cell, *, tests: bool) -> Pack:
    """Build a pack from its YAML, refusing whatever the format does not allow."""
    top = cell.fields(REQUIRED, "taxonomies params groups attributes")
    top["schema"].word({SCHEMA}, "schema")
    content = cell.plain()
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE | {"test"} if tests else CITABLE)
    effective = top["effective"].fields("from cite", "to")
    days = top["effective"].span()
    taxonomies = read_taxonomies(top.get("taxonomies"))
    facts = read_facts(top["facts"], taxonomies)
    parameters = read_parameters(top.get("params"), citations, days)
    reader = Criteria(
        facts=facts, taxonomies=taxonomies, parameters=parameters, citations=citations
    )
    criteria = reader.read(top["criteria"])
    groups = read_branches(top.get("groups"), set(criteria), parameters)
    recorded = top["recorded"].fields("on review_by")
    pack = Pack(
        id=top["id"].text(),
        version=_version(top["version"]),
        status=PackStatus(top["status"].word({each.value for each in PackStatus}, "status")),
        title=top["title"].translated(),
        jurisdiction=_jurisdiction(top["jurisdiction"]),
        effective=days,
        effective_cite=citations.cite(effective["cite"]),
        recorded_on=recorded["on"].day(),
        review_by=recorded["review_by"].day(),
        sources=sources,
        facts=facts,
        parameters=parameters,
        criteria=criteria,
        groups=groups,
        flags=read_branches(top["flags"], {*criteria, *groups}, parameters),
        attributes=read_attributes(top.get("attributes"), citations),
        canonical=canonical_json(content),
        digest=digest_of(content),
    )
    citations.refuse_uncited(top["sources"])
    _refuse_wrong_within(top["facts"], pack)
    return pack


def _version(cell: Cell) -> str:
    if not VERSION.fullmatch(cell.text()):
        cell.refuse("this is no version", 'write numbers and dots in quotation marks: "2025.1"')
    return cell.text()


def _jurisdiction(cell: Cell) -> Jurisdiction:
    pairs = cell.fields("country level code authorities")
    return Jurisdiction(
        country=pairs["country"].text(),
        level=pairs["level"].word(LEVELS, "level"),
        code=pairs["code"].text(),
        authorities=pairs["authorities"].translated(),
    )


def _refuse_wrong_within(cell: Cell, pack: Pack) -> None:
    for name, fact in cell.entries():
        within = pack.facts[name].within
        if within is not None and within not in pack.parameters:
            fact.refuse(f"`{within}` is no parameter of this pack", "name one under `within`")
