"""How compiled templates write: what Jinja writes, by shorter ways for what pages are full of."""

import re
from types import FunctionType, MethodType
from typing import Any

from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Expr
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

FUNCTIONS = frozenset({FunctionType, MethodType})
_special = re.compile("[&<>'\"]").search


def written(value: object) -> str:
    """Return a value as HTML: markup, and text without special characters, as they are.

    Else a page makes some thousand objects that say only that they are safe.
    """
    kind = type(value)
    if kind is Markup or (kind is str and _special(value) is None):  # type: ignore[call-overload]
        return value  # type: ignore[return-value]
    return escape(value)


class Writer(CodeGenerator):
    """Writes the code of a template, in which ``environment.written`` escapes."""

    def _output_child_pre(
        self,
        node: Expr,
        frame: Frame,
        finalize: Any,  # noqa: ANN401 - a class within Jinja's
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.written(")


class Calls(Context):
    """The variables of a template; macros and plain functions are called without more ado."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja's
        """Call what a template calls."""
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in FUNCTIONS or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return called(*args, **kwargs)
