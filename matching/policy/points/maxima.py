"""A points table of which only the greatest number of points of each factor is published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.policy.pack import UNDEFINED, Source
from matching.policy.points.scales import Interval
from matching.policy.reading import Cell, read_yaml
from matching.policy.sections import CITABLE, Citations, read_sources, read_value

TABLE = Path(__file__).parent / "tables" / "ca-fsw.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Maxima:
    """The factors, the points that pass, and no bands: nothing can be computed from facts."""

    id: str
    passes: int
    parts: Mapping[str, Interval]
    source: Source


@cache
def load_maxima(path: Path = TABLE) -> Maxima:
    """Load the entry gate of the federal skilled workers, once per process.

    Raises:
        PackError: the file breaks a rule of the format; it names file, line and remedy.
    """
    return read_maxima(read_yaml(path))


def read_maxima(cell: Cell) -> Maxima:
    """Build the table from its YAML."""
    top = cell.fields("schema id recorded sources cite pass maximum bands maxima")
    top["schema"].word({"points-maxima/1"}, "schema")
    for day in top["recorded"].fields("on review_by").values():
        day.day()
    citations = Citations(read_sources(top["sources"]), citable=CITABLE)
    source = citations.sources[citations.cite(top["cite"])]
    citations.refuse_uncited(top["sources"])
    if read_value(top["bands"]) is not UNDEFINED:
        top["bands"].refuse("bands would make this another table", "write `UNDEFINED`")
    parts = {name: Interval(0, each.integer()) for name, each in top["maxima"].entries()}
    maximum, passes = top["maximum"].integer(), top["pass"].integer()
    whole = sum(part.high for part in parts.values())
    if whole != maximum or not 0 < passes <= maximum:
        top["maxima"].refuse(f"they give {whole} points, not {maximum}", "compare the source")
    return Maxima(id=top["id"].text(), passes=passes, parts=parts, source=source)
