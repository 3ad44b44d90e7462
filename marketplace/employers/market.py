"""What a role's requirements cost: of the best candidates, how many lack each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from marketplace.employers.ranking import Desk
from marketplace.matches.listings import Asked
from marketplace.matches.services import rank_candidates
from marketplace.pipelines.figures import History, compared
from matching.fairness import Rate

LOOKED_AT = 100  # of the best candidates
SMALLEST = 5  # people looked at; of fewer nothing is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What the ranking of a role tells of its requirements, and of itself."""

    people: int
    lacking: list[tuple[str, int]]  # must-haves, the costliest first
    gates: list[tuple[str, int]]  # requirements that are not met, the costliest first
    by_band: Mapping[str, Rate]  # applicants who came to an interview, by how they rank


def market_of(desk: Desk, role_id: UUID, asked: Asked, histories: Sequence[History]) -> Market:
    """Look at the best 100 candidates of a role.

    Args:
        histories: of the role's applications.

    Raises:
        NotFound: no such role, or a stranger's.
        NotAllowed: the employer was not verified.
    """
    lacking: Counter[str] = Counter()
    gates: Counter[str] = Counter()
    bands: dict[UUID, str] = {}
    best = replace(asked, query={**asked.query, "limit": LOOKED_AT})
    ranking = rank_candidates(desk.session, desk.catalogue, desk.caller, role_id, best, desk.secret)
    for id_, match in zip(ranking.people, ranking.matches, strict=True):
        lacking.update(item["term"] for item in match["missing"] if item["required"])
        gates.update(gate["code"] for gate in match["gates"] if gate["outcome"] == "not_met")
        bands[id_] = match["band"]
    ranked = [(bands[each.candidate_id], each) for each in histories if each.candidate_id in bands]
    few = len(bands) < SMALLEST
    return Market(
        people=len(bands),
        lacking=[] if few else lacking.most_common(),
        gates=[] if few else gates.most_common(),
        by_band=compared(ranked)[0],
    )
