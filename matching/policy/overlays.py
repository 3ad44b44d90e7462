"""Overlays: what a province, or a draft reform, changes of a pack for a span of days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matching.policy.digests import digest_of
from matching.policy.pack import PackStatus, Source, Span, Text
from matching.policy.reading import Cell
from matching.policy.sections import CITABLE, Citations, read_release, read_sources, read_version

SCHEMA = "policy-overlay/1"
LEVELS = ("province", "reform")
IN_USE = {PackStatus.ACTIVE, PackStatus.ILLUSTRATIVE}
REQUIRED = "schema id version status title extends jurisdiction effective recorded sources patch"


class UnknownReform(LookupError):
    """No draft of that name changes the pack."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Overlay:
    """One version of the changes; compared by identity, its content by ``digest``."""

    id: str
    version: str
    status: PackStatus
    title: Text
    extends: str  # the id of the pack
    country: str
    level: str  # province or reform
    code: str  # ISO 3166-2 of a province
    effective: Span
    recorded_on: date
    review_by: date
    sources: Mapping[str, Source]
    main_source: Source  # what its first change cites
    cell: Cell  # the file, line by line
    for_tests: bool
    digest: str

    @property
    def name(self) -> str:
        """Id and version, as people read them."""
        return f"{self.id} {self.version}"

    @property
    def release(self) -> tuple[int, ...]:
        """The version as numbers, which sort."""
        return tuple(int(part) for part in self.version.split("."))

    @property
    def is_draft(self) -> bool:
        """Whether it counts only where it is asked for."""
        return self.status is PackStatus.DRAFT

    def reference(self) -> dict[str, str]:
        """Return what a flag says of it."""
        return {"id": self.id, "version": self.version, "digest": self.digest}


def read_overlay(cell: Cell, *, tests: bool) -> Overlay:
    """Build an overlay from its YAML; whether its changes fit is seen when they are made."""
    top = cell.fields(REQUIRED, "taxonomies facts params")
    sources = read_sources(top["sources"])
    citations = Citations(sources, citable=CITABLE | {"test"} if tests else CITABLE)
    place = top["jurisdiction"].fields("country level code")
    top["effective"].fields("from", "to")
    _refuse_wrong_place(place, top["status"])
    status, recorded_on, review_by = read_release(top)
    return Overlay(
        id=top["id"].text(),
        version=read_version(top["version"]),
        status=status,
        title=top["title"].translated(),
        extends=top["extends"].text(),
        country=place["country"].text(),
        level=place["level"].word(LEVELS, "level"),
        code=place["code"].text(),
        effective=top["effective"].span(),
        recorded_on=recorded_on,
        review_by=review_by,
        sources=sources,
        main_source=_main_source(top["patch"], citations),
        cell=cell,
        for_tests=tests,
        digest=digest_of(cell.plain()),
    )


def _refuse_wrong_place(place: Mapping[str, Cell], status: Cell) -> None:
    """Refuse a province of another country, and a reform that counts by itself."""
    country, level, code = (str(place[key].value) for key in ("country", "level", "code"))
    if level == "province" and not code.startswith(f"{country}-"):
        place["code"].refuse(f"`{code}` is no province of {country}", f"write {country}-XX")
    if level == "reform" and status.value in IN_USE:
        status.refuse("a reform in force is no overlay", "make it a new version of the pack")


def _main_source(patches: Cell, citations: Citations) -> Source:
    """Return the source that the first change cites, in itself or in what it adds."""
    first = patches.elements()[0]
    cites = [cell for cell in _below(first, "cite") if isinstance(cell.value, str)]
    if not cites:
        first.refuse("`cite` is missing", "say on whose word this changes")
    return citations.sources[citations.cite(cites[0])]


def _below(cell: Cell, key: str) -> Iterable[Cell]:
    """Yield what stands under a key, wherever it is below a place."""
    if isinstance(cell.value, dict):
        for name, each in cell.value.items():
            yield from (each,) if name == key else _below(each, key)
    elif isinstance(cell.value, list):
        for each in cell.value:
            yield from _below(each, key)


def overlays_on(
    overlays: Sequence[Overlay], day: date, province: str | None, reforms: Sequence[str] = ()
) -> tuple[Overlay, ...]:
    """Return what changes a pack on a day in a province, by id, then the drafts asked for.

    Of several versions the newest in force counts.
    """
    in_force = [each for each in overlays if day in each.effective]
    local = [each for each in in_force if each.status in IN_USE and each.code == province]
    drafts = [each for each in in_force if each.is_draft and each.id in reforms]
    here = [each for each in drafts if each.level == "reform" or each.code == province]
    return (*_newest(local), *_newest(here))


def _newest(overlays: Iterable[Overlay]) -> list[Overlay]:
    ordered = sorted(overlays, key=lambda each: (each.id, each.release))
    return list({each.id: each for each in ordered}.values())


@lru_cache(maxsize=256)
def provinces_on(
    overlays: tuple[Overlay, ...], day: date, reforms: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the provinces that differ from the nation on a day, with the drafts asked for."""
    local = (each for each in overlays if each.level == "province" and day in each.effective)
    counts = (
        each.code
        for each in local
        if each.status in IN_USE or (each.is_draft and each.id in reforms)
    )
    return tuple(sorted(set(counts)))


def require_reforms(overlays: Sequence[Overlay], reforms: Iterable[str]) -> None:
    """Refuse a draft that nobody wrote.

    Raises:
        UnknownReform: names it and the drafts that there are.
    """
    known = sorted({each.id for each in overlays if each.is_draft})
    for name in reforms:
        if name not in known:
            raise UnknownReform(
                f"no draft reform {name!r}; there are: {', '.join(known) or 'none'}"
            )
