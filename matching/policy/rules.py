"""The rules of a pack's file: criteria, and the groups and flags that combine them."""

from collections.abc import Mapping

from matching.policy.operators import FACT_KINDS, ORDERED, wanted_value
from matching.policy.pack import (
    UNDEFINED,
    Branch,
    Criterion,
    Fact,
    FactKind,
    Operator,
    Parameter,
    ParameterValue,
)
from matching.policy.reading import Cell
from matching.policy.sections import Citations, read_value

CURERS = ("candidate", "employer", "policy", "none")
OPERANDS = ("param", "value", "value_fact")


class Criteria:
    """Reads criteria against the facts, parameters and sources that were read before."""

    def __init__(
        self,
        *,
        facts: Mapping[str, Fact],
        taxonomies: Mapping[str, tuple[str, ...]],
        parameters: Mapping[str, Parameter],
        citations: Citations,
    ) -> None:
        self._facts = facts
        self._taxonomies = taxonomies
        self._parameters = parameters
        self._citations = citations

    def read(self, cell: Cell) -> dict[str, Criterion]:
        """Read all of them."""
        return {name: self._criterion(name, criterion) for name, criterion in cell.entries()}

    def _criterion(self, name: str, cell: Cell) -> Criterion:
        pairs = cell.fields(
            "fact op evidence cite curable_by text fix", "order param value value_fact"
        )
        operator = Operator(pairs["op"].word({each.value for each in Operator}, "operator"))
        criterion = Criterion(
            id=name,
            fact=pairs["fact"].word(self._facts, "declared fact"),
            operator=operator,
            parameter=self._named(pairs, "param", self._parameters, "parameter"),
            value=read_value(pairs["value"]) if "value" in pairs else None,
            value_fact=self._named(pairs, "value_fact", self._facts, "declared fact"),
            order=self._order(pairs),
            evidence=pairs["evidence"].yes_no(),
            cite=self._citations.cite(pairs["cite"]),
            curable_by=pairs["curable_by"].word(CURERS, "one who can cure it"),
            text=pairs["text"].translated(),
            fix=pairs["fix"].translated(),
        )
        self._refuse_misuse(cell, pairs, criterion)
        return criterion

    def _named(
        self, pairs: Mapping[str, Cell], key: str, known: Mapping[str, object], what: str
    ) -> str | None:
        return pairs[key].word(known, what) if key in pairs else None

    def _order(self, pairs: Mapping[str, Cell]) -> tuple[str, ...]:
        if "order" not in pairs:
            return ()
        return self._taxonomies[pairs["order"].word(self._taxonomies, "taxonomy")]

    def _refuse_misuse(self, cell: Cell, pairs: Mapping[str, Cell], criterion: Criterion) -> None:
        fact, operator = self._facts[criterion.fact], criterion.operator
        if fact.kind not in FACT_KINDS[operator]:
            cell.refuse(f"`{operator}` cannot read a fact of type {fact.kind}", "change `op`")
        if criterion.order != (fact.taxonomy if self._is_ranked(fact, operator) else ()):
            cell.refuse("`order` does not fit", "name the fact's taxonomy where codes are ranked")
        if criterion.evidence and any(self._is_unprovable(each) for each in criterion.facts):
            cell.refuse("a fact to be proven names no proof", "add `proof` to the fact")
        self._refuse_operands(cell, [key for key in OPERANDS if key in pairs], criterion)

    def _is_ranked(self, fact: Fact, operator: Operator) -> bool:
        return fact.kind is FactKind.CODE and operator in ORDERED

    def _is_unprovable(self, fact: str) -> bool:
        declared = self._facts[fact]
        return declared.proof is None and declared.derived_from is None

    def _refuse_operands(self, cell: Cell, given: list[str], criterion: Criterion) -> None:
        wanted = 0 if criterion.operator in {Operator.IS_TRUE, Operator.IS_FALSE} else 1
        if len(given) != wanted:
            cell.refuse(f"{len(given)} of {', '.join(OPERANDS)} given", f"give {wanted} of them")
        fact = self._facts[criterion.fact]
        if criterion.value_fact is not None and not _alike(fact, self._facts[criterion.value_fact]):
            cell.refuse("the two facts are of different types", "compare like with like")
        for value in self._operands(criterion):
            try:
                wanted_value(fact, criterion.operator, value)
            except ValueError as error:
                cell.refuse(f"the value does not fit: {error}", "see the fact's type and taxonomy")

    def _operands(self, criterion: Criterion) -> list[ParameterValue]:
        if criterion.value is not None:
            return [criterion.value]
        if criterion.parameter is None:
            return []
        dated = self._parameters[criterion.parameter].values
        return [each.value for each in dated if each.value is not UNDEFINED]


def _alike(fact: Fact, other: Fact) -> bool:
    return fact.kind is other.kind and fact.taxonomy == other.taxonomy


def read_branches(
    cell: Cell | None, members: set[str], parameters: Mapping[str, Parameter]
) -> dict[str, Branch]:
    """Read groups or flags whose members are among the names given or stand before them."""
    branches: dict[str, Branch] = {}
    for name, branch in cell.entries() if cell else ():
        if name in members:
            branch.refuse(f"`{name}` already names something else", "choose another name")
        branches[name] = _branch(name, branch, members | set(branches), parameters)
    return branches


def _branch(name: str, cell: Cell, known: set[str], parameters: Mapping[str, Parameter]) -> Branch:
    pairs = cell.fields("", "all any at_least of")
    kind = next((key for key in ("all", "any", "at_least") if key in pairs), None)
    if kind is None or set(pairs) != ({kind, "of"} if kind == "at_least" else {kind}):
        cell.refuse("this combines nothing", "write `all`, `any`, or `at_least` with `of`")
    listed = pairs["of" if kind == "at_least" else kind].elements()
    members = tuple(member.word(known, "criterion or group defined above") for member in listed)
    if len(set(members)) < len(members):
        cell.refuse("a member stands twice", "name each once")
    needed = {"all": len(members), "any": 1}.get(kind)
    if needed is not None:
        return Branch(id=name, members=members, needed=needed)
    return Branch(id=name, members=members, needed=_needed(pairs["at_least"], members, parameters))


def _needed(cell: Cell, members: tuple[str, ...], parameters: Mapping[str, Parameter]) -> int | str:
    if not isinstance(cell.value, dict):
        _refuse_count(cell, cell.integer(), members)
        return cell.integer()
    name = cell.fields("param")["param"].word(parameters, "parameter")
    for dated in parameters[name].values:
        _refuse_count(cell, dated.value, members)
    return name


def _refuse_count(cell: Cell, count: ParameterValue, members: tuple[str, ...]) -> None:
    counts = isinstance(count, int) and not isinstance(count, bool)
    if not counts or count not in range(1, len(members) + 1):
        cell.refuse("so many cannot be met", f"ask for 1 to {len(members)}")
