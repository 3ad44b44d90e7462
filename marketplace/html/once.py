"""What macros write alike for everybody, kept: a long form that nobody has filled in, a table.

``{% once key %}…{% endonce %}`` writes its content once for each language and key; where the key
is ``none``, or has a list in it, it is written as if the tag were not there. It stands in macros
alone: they know nothing of a page, its reader or its session but what they are given.

``{% once key within pieces %}`` keeps the content in a dictionary of whatever it is about, so that
it is gone when that is: there what concerns somebody may be kept.
"""

from collections.abc import Callable, Hashable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from marketplace.remembering import make_room

MACROS = "macros/"  # the folder of templates that may use the tag
MOST = 1000  # pieces that are kept
MOST_WITHIN = 6  # the same, of what pieces are about

Pieces = dict[Hashable, str]


class Once(Extension):
    """The tag ``once``."""

    tags = frozenset({"once"})  # type: ignore[assignment]  # Jinja's is a set that may change

    def __init__(self, environment: object) -> None:
        super().__init__(environment)  # type: ignore[arg-type]  # Jinja's
        self._kept: Pieces = {}

    def parse(self, parser: Parser) -> nodes.Node:
        """Return the content as what is called to write it."""
        line = next(parser.stream).lineno
        if parser.name is not None and not parser.name.startswith(MACROS):
            parser.fail(f"The tag once stands in {MACROS} alone.", line)
        key = parser.parse_expression()
        within: nodes.Expr = nodes.Const(None)
        if parser.stream.skip_if("name:within"):
            within = parser.parse_expression()
        content = parser.parse_statements(("name:endonce",), drop_needle=True)
        place = nodes.Const(f"{parser.name}:{line}")
        return nodes.CallBlock(self.call_method("_written", [key, place, within]), [], [], content)

    def _written(
        self, key: Hashable, place: str, within: Pieces | None, caller: Callable[[], str]
    ) -> str:
        if key is None:
            return caller()
        known = (self.environment.language, place, key)  # type: ignore[attr-defined]
        kept, most = (self._kept, MOST) if within is None else (within, MOST_WITHIN)
        try:
            found = kept.get(known)
        except TypeError:  # a list is in it, which may change
            return caller()
        if found is None:
            make_room(kept, most)
            found = kept[known] = caller()
        return found
