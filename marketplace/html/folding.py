"""Texts put into a template when it is compiled, in the place of the calls that look them up."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from babel.support import Translations
from jinja2 import nodes
from jinja2.visitor import NodeTransformer

TEXT: Final = frozenset({"_", "gettext"})
COUNTED: Final = "ngettext"
_VALUE = re.compile(r"%(?:\((\w+)\)([sd])|(%))")


class Folder(NodeTransformer):
    """Replaces what is known of a template's texts in one language; what is not stays a call."""

    def __init__(self, texts: Translations) -> None:
        self._texts = texts

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802 - as Jinja names it
        """Write a text's pieces one by one: none has to be joined to a text first."""
        self.generic_visit(node)
        node.nodes = [piece for part in node.nodes for piece in _pieces(part)]
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802 - as Jinja names it
        """Replace a call that says a text."""
        self.generic_visit(node)
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return node
        given = [each.value for each in node.args if isinstance(each, nodes.Const)]
        values = {each.key: each.value for each in node.kwargs}
        if node.node.name in TEXT and len(given) == len(node.args) == 1:
            return _filled(self._texts.ugettext(given[0]), values)
        if node.node.name == COUNTED and len(given) == 2 and not _calls(node.args[-1]):
            return self._counted((given[0], given[1]), node.args[-1], values)
        return node

    def _counted(
        self, forms: tuple[str, str], num: nodes.Expr, values: Mapping[str, nodes.Expr]
    ) -> nodes.Expr:
        """Return a text for a number: both languages ask at most whether it is one."""
        values = {"num": num, **values}
        single, several = (
            _filled(self._texts.ungettext(*forms, count), values) for count in (1, 2)
        )
        is_one = nodes.Compare(num, [nodes.Operand("eq", nodes.Const(1))])
        return several if single == several else nodes.CondExpr(is_one, single, several)


def _calls(node: nodes.Node) -> bool:
    """Whether an expression does more than look: it is then asked for once, not twice."""
    return isinstance(node, nodes.Call) or next(node.find_all(nodes.Call), None) is not None


def _filled(text: str, values: Mapping[str, nodes.Expr]) -> nodes.Expr:
    """Return a text with its values; what comes between them is trusted, as it is ours."""
    pieces = list(_parts(text, values)) or [nodes.TemplateData("")]
    return pieces[0] if len(pieces) == 1 else nodes.Concat(pieces)


def _parts(text: str, values: Mapping[str, nodes.Expr]) -> Iterator[nodes.Expr]:
    place = 0
    for found in _VALUE.finditer(text):
        name, kind, percent = found.groups()
        if plain := text[place : found.start()] + (percent or ""):
            yield nodes.TemplateData(plain)
        if name:
            value = values[name]
            yield nodes.Mod(nodes.Const("%d"), value) if kind == "d" else value
        place = found.end()
    if place < len(text):
        yield nodes.TemplateData(text[place:])


def _pieces(part: nodes.Expr) -> list[nodes.Expr]:
    return part.nodes if isinstance(part, nodes.Concat) else [part]
