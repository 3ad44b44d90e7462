"""How a route comes out for a situation: any of its flags suffices."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.codes import Outcome
from matching.policy.engine import evaluate
from matching.policy.findings import OUTCOME_RANK
from matching.policy.flags import Flag
from matching.policy.loading import Packs, active_pack
from matching.policy.outcomes import Trial
from matching.policy.pack import Language, Pack
from matching.policy.routes.route import Route, Verdict
from matching.policy.routes.situation import CN_POINTS, CRS, FROM_CN_POINTS, FROM_CRS, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A route's outcome, the flags behind it, and what is still to be stated or proven."""

    outcome: Outcome
    flags: Mapping[Verdict, Flag]
    switch: Flag | None
    missing: tuple[str, ...]

    @property
    def leading(self) -> Flag:
        """The flag that speaks for the route: the best one."""
        return min(self.flags.values(), key=lambda flag: OUTCOME_RANK[flag.outcome])


def packs_of(route: Route, packs: Packs, situation: Situation) -> dict[str, Pack]:
    """Return the packs that speak for a route on the day.

    Raises:
        UnknownPack: a pack is not installed.
    """
    verdicts = [*route.decide, *([route.switch] if route.switch else [])]
    return {each.pack: active_pack(packs, each.pack, situation.day) for each in verdicts}


def stand(route: Route, packs: Packs, situation: Situation, language: Language = "en") -> Standing:
    """Return how a route comes out.

    Raises:
        UnknownPack: a pack is not installed.
    """
    facts = situation.facts()
    found = {
        name: evaluate(
            pack,
            facts,
            day=situation.day,
            province=situation.place_in(pack),
            language=language,
        )
        for name, pack in packs_of(route, packs, situation).items()
    }
    flags = {verdict: found[verdict.pack][verdict.flag] for verdict in route.decide}
    outcome = min((flag.outcome for flag in flags.values()), key=OUTCOME_RANK.__getitem__)
    switch = route.switch
    return Standing(
        outcome=outcome,
        flags=flags,
        switch=None if switch is None else found[switch.pack][switch.flag],
        missing=_missing(flags, situation) if outcome is Outcome.UNKNOWN else (),
    )


def try_out(route: Route, packs: Packs, situation: Situation, trial: Trial) -> Outcome:
    """Return only how a route comes out, for one of many situations.

    Raises:
        UnknownPack: a pack is not installed.
    """
    facts, day = situation.facts(), situation.day
    known = {each.pack: active_pack(packs, each.pack, day) for each in route.decide}
    found = {
        name: trial.outcomes(pack, facts, day=day, province=situation.place_in(pack))
        for name, pack in known.items()
    }
    outcomes = (found[verdict.pack][verdict.flag] for verdict in route.decide)
    return min(outcomes, key=OUTCOME_RANK.__getitem__)


def _missing(flags: Mapping[Verdict, Flag], situation: Situation) -> tuple[str, ...]:
    """Name what unknown flags ask for; a table's own questions instead of its result."""
    asked = {fact for flag in flags.values() for fact in flag.missing}
    return tuple(sorted({name for fact in asked for name in _questions(fact, situation)}))


def _questions(fact: str, situation: Situation) -> list[str]:
    points, score = situation.points(), situation.score()
    if fact == FROM_CN_POINTS and points is not None:
        return [f"{CN_POINTS}.{name}" for name in points.missing]
    if fact in FROM_CRS and score is not None:
        wanted = FROM_CRS[fact] or score.missing
        return [f"{CRS}.{name}" for name in score.missing if name in wanted]
    return [fact]
