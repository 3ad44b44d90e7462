"""What a candidate is at present: age, post and permit, as far as it is certain."""

from collections.abc import Callable, Mapping
from datetime import date
from uuid import UUID

from matching.policy.findings import Readings, Stated
from matching.policy.logic import rules_on
from matching.policy.operators import Value
from matching.policy.pack import Pack
from matching.profiles import Employment, VisaStatus

AGE = "candidate.age"
STEM_WORK = "candidate.works_in_stem_teaching_or_research"
INSTITUTION = "candidate.work_institution"
STATUS: Mapping[str, Callable[[VisaStatus], Value | None]] = {
    "status.visa": lambda status: status.visa,
    "status.k_expires": lambda status: status.k_expires,
    "status.current_sectors": lambda status: (
        None if status.current_sectors is None else frozenset(status.current_sectors)
    ),
    "status.work_permit": lambda status: status.work_permit,
    "status.work_permit_employer": lambda status: _employer_id(status.work_permit_employer),
    "status.work_residence_permit": lambda status: status.work_residence_permit,
}


def status_facts(pack: Pack, status: VisaStatus | None, day: date) -> dict[str, Readings]:
    """Return what was stated of visa, permits and age under the consent to use it."""
    if status is None:
        return {}
    values = {name: read(status) for name, read in STATUS.items()}
    stated: dict[str, Readings] = {
        name: (Stated(value, status.evidence),)
        for name, value in values.items()
        if value is not None
    }
    if status.birth_year is not None and day in pack.effective:
        stated[AGE] = _ages(pack, status.birth_year, status, day)
    return stated


def _ages(pack: Pack, birth_year: int, status: VisaStatus, day: date) -> Readings:
    """Read both ages that a year of birth leaves open; nothing where they come out differently."""
    ages = max(0, day.year - birth_year - 1), max(0, day.year - birth_year)
    for leaf in rules_on(pack, day).leaves.values():
        asks = leaf.criterion.fact == AGE and not leaf.is_undefined
        if asks and len({leaf.passes([age]) for age in ages}) > 1:
            return (None,)
    return tuple(Stated(age, status.evidence) for age in ages)


def _employer_id(text: str | None) -> str | None:
    """Return the id of an employer of ours; a name in free text proves no other employer."""
    try:
        return str(UUID(text)) if text else None
    except ValueError:
        return None


def present_posts(
    posts: tuple[Employment, ...] | None, day: date
) -> tuple[Mapping[str, Readings], ...]:
    """Return what each post held on a day says of work in science: kind and place together."""
    if posts is None:
        return ()
    held = [(post, _is_held(post, day)) for post in posts]
    entries = [_post_facts(post) for post, is_held in held if is_held]
    if any(is_held is None for _, is_held in held):
        entries.append({STEM_WORK: (None,)})
    return tuple(entries) or ({STEM_WORK: (Stated(value=False),)},)


def _is_held(post: Employment, day: date) -> bool | None:
    """Whether a post is held on a day; unknown within the month or year in which it ends."""
    today = day.isoformat()
    if post.start is not None and post.start > today[: len(post.start)]:
        return False
    if post.end is None or post.end > today[: len(post.end)]:
        return True
    if post.end == today[: len(post.end)]:
        return True if len(post.end) == len(today) else None
    return False


def _post_facts(post: Employment) -> Mapping[str, Readings]:
    facts: dict[str, Readings] = {}
    if post.stem_research is not None:
        facts[STEM_WORK] = (Stated(post.stem_research, post.evidence),)
    if post.organisation.strip():
        facts[INSTITUTION] = (Stated(post.organisation.strip(), post.evidence),)
    return facts
