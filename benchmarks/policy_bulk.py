"""What flags of very many pairs cost: ``python -m benchmarks.policy_bulk``."""

import argparse
import time
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from matching.codes import DEGREE_LEVELS, EMPLOYER_KINDS, SECTORS, Evidence
from matching.policy.bulk import candidate_key, role_key
from matching.policy.crossing import OUTCOMES, cross
from matching.policy.facts import flags_of
from matching.policy.loading import active_pack, load_packs
from matching.policy.pack import Pack
from matching.profiles import (
    Achievement,
    CandidateProfile,
    Degree,
    EmployerProfile,
    Employment,
    RoleProfile,
    VisaStatus,
)

DAY = date(2026, 1, 15)
PROVINCES = (None, "CN-SH", "CN-BJ", "CN-GD", "CN-HI")
EMPLOYERS = 2_000
SAMPLE = 300  # pairs that are also evaluated one by one
Made = TypeVar("Made")


def main() -> None:
    """Print the cost under each of the two K packs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roles", nargs="?", type=int, default=100_000)
    count = parser.parse_args().roles
    draw = Random(0)
    candidates = [invented_candidate(draw) for _ in range(SAMPLE)]
    roles = [invented_role(draw) for _ in range(count)]
    for pack_id in ("cn-k-seed", "cn-k-official"):
        measure(active_pack(load_packs(), pack_id, DAY), candidates, roles)


def measure(pack: Pack, candidates: list[CandidateProfile], roles: list[RoleProfile]) -> None:
    """Compare all pairs at once with one pair at a time, and see that they agree."""
    flags_of(pack, candidates[0], roles[0], day=DAY)  # what is made once is not timed
    made, keys_ms = timed(lambda: [role_key(pack, role, day=DAY) for role in roles])
    mine = [candidate_key(pack, each, day=DAY) for each in candidates]
    one, one_ms = timed(lambda: cross(pack, mine[:1], made, day=DAY))
    square, square_ms = timed(lambda: cross(pack, mine, made[: len(roles) // SAMPLE], day=DAY))
    flags, flags_ms = timed(
        lambda: [flags_of(pack, candidates[0], role, day=DAY) for role in roles[:SAMPLE]]
    )
    for place, pair in enumerate(flags):
        for name, flag in pair.items():
            if OUTCOMES[one[name][0, place]] is not flag.outcome:
                raise SystemExit(f"{pack.id}: {name} of pair {place} differs")
    pairs = next(iter(square.values())).size
    ratio = flags_ms / SAMPLE * len(roles) / one_ms
    print(f"{pack.id}: {len(roles):,} roles reduced once in {keys_ms:.0f} CPU ms")
    print(f"  one candidate with {len(roles):,} roles: {one_ms:.0f} CPU ms, {ratio:,.0f}x cheaper")
    shape = f"{SAMPLE} candidates with {len(roles) // SAMPLE} roles"
    print(f"  {shape}, {pairs:,} pairs: {square_ms:.0f} CPU ms")


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """Return what a call gives and its CPU time in milliseconds."""
    started = time.process_time()
    made = make()
    return made, (time.process_time() - started) * 1_000


def invented_candidate(draw: Random) -> CandidateProfile:
    """Return somebody with a few claims."""
    claims = tuple(Achievement(evidence=evidence(draw)) for _ in range(draw.randint(0, 2)))
    degree = Degree(
        level=draw.choice(DEGREE_LEVELS),
        sectors=(draw.choice(SECTORS),),
        stem=draw.random() < 0.5,
        evidence=evidence(draw),
    )
    post = Employment(sector=draw.choice(SECTORS), start="2018-03", evidence=evidence(draw))
    status = VisaStatus(
        visa=draw.choice(("none", "K", "Z")),
        k_expires=DAY + timedelta(days=draw.randint(-300, 900)),
        current_sectors=(draw.choice(SECTORS),),
        work_permit_employer=str(UUID(int=draw.randrange(EMPLOYERS))),
        evidence=evidence(draw),
    )
    return CandidateProfile(education=(degree,), experience=(post,), awards=claims, status=status)


def invented_role(draw: Random) -> RoleProfile:
    """Return a role of one of many employers."""
    return RoleProfile(
        sectors=tuple(draw.sample(SECTORS, 2)),
        province=draw.choice(PROVINCES),
        start_date=DAY + timedelta(days=draw.randint(-30, 330)),
        employer=EmployerProfile(
            id=UUID(int=draw.randrange(EMPLOYERS)),
            kind=draw.choice(EMPLOYER_KINDS),
            kind_evidence=evidence(draw),
        ),
    )


def evidence(draw: Random) -> Evidence:
    """Return what a proof is worth."""
    return draw.choice(list(Evidence))


if __name__ == "__main__":
    main()
