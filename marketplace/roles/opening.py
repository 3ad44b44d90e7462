"""What a role needs before the public may see it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.errors import Conflict, Invalid
from marketplace.messages import Codes, Message
from marketplace.roles.wording import discriminatory_asking, discriminatory_wording
from matching.policy.composing import pack_on
from matching.policy.loading import Packs, active_pack
from models import Role, VerificationStatus

PACK = "cn-k-seed"
LONGEST = timedelta(days=90)  # from the day of opening to the last day of a posting

Fault = Mapping[str, str]  # {pointer, detail}


@dataclass(frozen=True, slots=True)
class Approved:
    """What the policy in force approves."""

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a role needs; ``remedy`` says at ``pointer`` what to do."""

    pointer: str
    is_met: Callable[[Role, Approved, date], bool]
    remedy: Callable[[Approved, date], str]


def approved_today(packs: Packs, day: date, province: str | None = None) -> Approved:
    """Return what the pack approves on a day in a province; nothing while it is not in force."""
    pack = pack_on(active_pack(packs, PACK, day), day, province)
    if day not in pack.effective:
        return Approved()
    kinds = pack.parameters["approved_employer_kinds"].on(day).value
    sectors = pack.parameters["approved_sectors"].on(day).value
    return Approved(
        kinds=kinds if isinstance(kinds, tuple) else (),
        sectors=sectors if isinstance(sectors, tuple) else (),
    )


def require_openable(role: Role, day: date, approved: Approved) -> None:
    """Refuse to have the public see a role that lacks something.

    Raises:
        Conflict: the employer is not verified; ``errors`` also name what the role lacks.
        Invalid: ``errors`` name everything that the role lacks, and what to do.
    """
    faults = faults_of(role, day, approved)
    status = role.employer.verification_status
    if status is not VerificationStatus.VERIFIED:
        remedy = Message(
            "The employer is {status}: the operator has to verify it first.", status=status
        )
        raise Conflict(remedy, [{"pointer": "#/employer_id", "detail": remedy}, *faults])
    if faults:
        raise Invalid(
            Message("The role is not ready to be open; errors name what to change."), faults
        )


def faults_of(role: Role, day: date, approved: Approved) -> list[Fault]:
    """Return everything that a role lacks or says too much of, its employer's state aside."""
    return [*_unmet(role, day, approved), *_discriminating(role)]


def _unmet(role: Role, day: date, approved: Approved) -> Iterator[Fault]:
    for condition in CONDITIONS:
        if not condition.is_met(role, approved, day):
            yield {"pointer": condition.pointer, "detail": condition.remedy(approved, day)}


CONDITIONS = (
    Condition(
        "#/employer_id",
        lambda role, approved, _: role.employer.kind in approved.kinds,
        lambda approved, _: Message(
            "Employers of roles are of these kinds: {kinds}.", kinds=_listed(approved.kinds)
        ),
    ),
    Condition(
        "#/sectors",
        lambda role, approved, _: not set(role.sectors or ()).isdisjoint(approved.sectors),
        lambda approved, _: Message(
            "Name at least one approved sector: {sectors}.", sectors=_listed(approved.sectors)
        ),
    ),
    Condition(
        "#/headcount",
        lambda role, *_: role.headcount is not None,
        lambda *_: Message("Say how many people are sought."),
    ),
    Condition(
        "#/city",
        lambda role, *_: bool(role.city or role.province or role.work_mode == "remote"),
        lambda *_: Message("Name the city or the province, or make the work_mode remote."),
    ),
    Condition(
        "#/salary",
        lambda role, *_: (role.salary_max or role.salary_min or 0) > 0,
        lambda *_: Message("State the pay: min, max or both, above 0, with currency and period."),
    ),
    Condition(
        "#/description",
        lambda role, *_: bool(role.description),
        lambda *_: Message("Describe the duties."),
    ),
    Condition(
        "#/valid_through",
        lambda role, _, day: (
            role.valid_through is not None and day <= role.valid_through <= day + LONGEST
        ),
        lambda _, day: Message(
            "Name the last day of the posting, from {day} to {last}.", day=day, last=day + LONGEST
        ),
    ),
)


def _listed(codes: tuple[str, ...]) -> str:
    return Codes(codes) if codes else Message("none are approved on this day")


def _discriminating(role: Role) -> Iterator[Fault]:
    """Yield the words that single people out for what is no matter of the job."""
    for pointer, text in _texts(role):
        for finding in discriminatory_wording(text or ""):
            told = Message(
                'Take out "{quote}": it discriminates by {ground}.',
                quote=finding.quote,
                ground=finding.ground,
            )
            yield {"pointer": pointer, "detail": told}
    for place, question in enumerate(role.questions):
        for finding in discriminatory_asking(question["text"]):
            told = Message(
                'Take out "{quote}": it asks about {ground}, which is no matter of the job.',
                quote=finding.quote,
                ground=finding.ground,
            )
            yield {"pointer": f"#/questions/{place}/text", "detail": told}


def _texts(role: Role) -> Iterator[tuple[str, str | None]]:
    """Yield every free text of a role, each with its place."""
    for name in ("title", "description", "requirements", "seniority", "city"):
        yield f"#/{name}", getattr(role, name)
    for place, skill in enumerate(role.skills):
        yield f"#/skills/{place}/name", skill["name"]
    for name in ("ip", "data"):
        yield f"#/terms/{name}", role.terms.get(name)
    for place, facility in enumerate(role.facilities):
        yield f"#/facilities/{place}", facility
    for place, question in enumerate(role.questions):
        yield f"#/questions/{place}/text", question["text"]
        yield f"#/questions/{place}/choices", "\n".join(question["choices"])
