"""The rules of the house: sizes of files and functions, and words that have no place here."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("marketplace", "models", "matching")
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
UNFINISHED = ("TO" + "DO", "FIX" + "ME", "NotImplemented" + "Error", "XX" + "X")


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions() -> Iterator[tuple[str, int]]:
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(ROOT)}:{node.name}", body_lines(node)


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a body without its docstring: what a reader must hold in mind."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return 0
    return (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_files_are_short() -> None:
    sizes = {str(path.relative_to(ROOT)): lines_of(path) for path in FILES}
    assert [name for name, size in sizes.items() if size > 300] == []
    assert statistics.median(sizes.values()) <= 80


def test_functions_are_short() -> None:
    sizes = dict(functions())
    assert [name for name, size in sizes.items() if size > 50] == []
    assert statistics.median(sizes.values()) <= 8
    assert statistics.quantiles(sizes.values(), n=20)[-1] <= 30


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_left_unfinished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in UNFINISHED if word in text] == []


def test_no_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "helpers", "common", "misc"}
    assert [path for path in FILES if drawers & {path.stem, *path.parts}] == []


def test_migrations_import_nothing_of_ours_and_have_short_names() -> None:
    for path in (ROOT / "migrations" / "versions").glob("*.py"):
        assert len(path.stem) <= 32
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in PACKAGES
