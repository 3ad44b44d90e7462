"""How compiled templates write: what Jinja writes, by shorter ways for what pages are full of."""

import re
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame, optimizeconst
from jinja2.environment import TemplateModule
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

FUNCTIONS = frozenset({FunctionType, MethodType, BuiltinFunctionType})
OF_EVERY_DICT = frozenset(dir(dict))
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
    """Writes the code of a template, in which ``written`` escapes."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """Write the code of a template, and which function escapes in it."""
        super().visit_Template(node, frame)
        self.writeline("written = environment.written")

    def _output_child_pre(
        self,
        node: nodes.Expr,
        frame: Frame,
        finalize: Any,  # noqa: ANN401 - a class within Jinja's
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("written(")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """Take an item of a mapping where it stands: pages are made of little else."""
        if node.attr in OF_EVERY_DICT:  # may be its method
            super().visit_Getattr(node, frame)
            return
        self.write(f"(it[{node.attr!r}] if type(it := ")
        self.visit(node.node, frame)
        self.write(
            f") is dict and {node.attr!r} in it else environment.getattr(it, {node.attr!r}))"
        )

    @optimizeconst
    def visit_Call(  # noqa: N802
        self,
        node: nodes.Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - as Jinja calls it
    ) -> None:
        """Call without the variables of loops and blocks: nothing that is called asks for them."""
        self.write("context.call(")
        self.visit(node.node, frame)
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        self.write(")")


class Calls(Context):
    """The variables of a template; macros and plain functions are called without more ado."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as Jinja's
        """Call what a template calls."""
        kind = type(called)
        if kind is not Macro and (kind not in FUNCTIONS or hasattr(called, "jinja_pass_arg")):
            return super().call(called, *args, **kwargs)
        return self._macro(called, args, kwargs) if kind is Macro else called(*args, **kwargs)

    def _macro(self, macro: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:  # noqa: ANN401
        """Call a macro; one that takes whatever comes is asked as Jinja does it."""
        if macro.caller or macro.catch_kwargs or macro.catch_varargs:
            written: str = macro(self.eval_ctx, *args, **kwargs)
            return written
        lacking = macro.arguments[len(args) :]
        given = (*args, *[kwargs.pop(name, missing) for name in lacking])
        if kwargs or len(given) != len(macro.arguments):
            return macro(self.eval_ctx, *given, **kwargs)  # type: ignore[no-any-return] # refuses
        text = macro._func(*given)  # noqa: SLF001 - what Jinja's call comes to
        return Markup(text) if self.eval_ctx.autoescape else text  # noqa: S704 - a template's own


class Page(Template):
    """A template; what is imported from another one without its variables is made once.

    Jinja looks each time whether variables were added to those of all templates; none are here.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002
        return super()._get_default_module()
