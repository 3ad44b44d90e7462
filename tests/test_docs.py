"""The docs tell the truth about the code."""

import importlib.util
import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
import yaml
from flask import Flask

from marketplace import create_app
from marketplace.cli import COMMANDS
from marketplace.http.openapi import BASE
from matching.ranking.documents import FIELD_WEIGHTS
from matching.ranking.lexicon import CUT_TERMS
from tests.conftest import make_config

ROOT = Path(__file__).parent.parent
DOCS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in DOCS}
FOLDERS = "marketplace|models|matching|migrations|tests|docs|benchmarks|requirements"
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}<>.-]+)")
ADDRESS = re.compile(r"\$(?:API|URL)((?:/[\w$.]+)+)")

every_doc = pytest.mark.parametrize("name", TEXTS)


def code_in(name: str) -> list[str]:
    """Return the lines of code of a text, fenced or between backticks; continued lines as one."""
    fenced = [found[2].replace("\\\n", " ") for found in FENCE.finditer(TEXTS[name])]
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", TEXTS[name]))
    return [line for block in [*fenced, *inline] for line in block.splitlines()]


def found_in(name: str, pattern: str) -> Iterator["re.Match[str]"]:
    for line in code_in(name):
        yield from re.finditer(pattern, line)


@every_doc
def test_every_make_target_is_there(name: str) -> None:
    targets = set(
        re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {found[1] for found in found_in(name, r"(?:^|\s)make ([a-z]+)")} <= targets


@every_doc
def test_every_command_is_there_with_its_options(name: str) -> None:
    known = {command.name: command for command in COMMANDS}
    for found in found_in(name, r"flask(?: --app wsgi)? ([a-z][a-z-]*)(.*)"):
        command = known[found[1]]
        options = {
            word for option in command.params for word in option.opts + option.secondary_opts
        }
        assert set(re.findall(r"(?<=\s|\[)--[a-z-]+", found[2])) <= options


@every_doc
def test_every_module_that_is_run_can_be_run(name: str) -> None:
    for found in found_in(name, r"-m ((?:benchmarks|tests|marketplace|matching)[\w.]*)"):
        spec = importlib.util.find_spec(found[1])
        assert spec is not None, found[1]
        assert '__name__ == "__main__"' in Path(str(spec.origin)).read_text(encoding="utf-8")


@every_doc
def test_every_path_is_there(name: str) -> None:
    for found in found_in(name, rf"(?<![\w/.$])(?:{FOLDERS})/[\w./*-]*"):
        path = found[0].rstrip(".")
        assert list(ROOT.glob(path)), path


@every_doc
def test_every_file_named_alone_is_there(name: str) -> None:
    files = {path.name for folder in FOLDERS.split("|") for path in (ROOT / folder).rglob("*.*")}
    files |= {path.name for path in ROOT.glob("*.*")}
    for found in found_in(name, r"^[\w-]+\.(?:py|cfg|toml|yaml|json)$"):
        assert found[0] in files


@every_doc
def test_every_link_leads_somewhere(name: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", TEXTS[name]):
        assert (ROOT / name).parent.joinpath(target).exists(), target


@every_doc
def test_every_example_can_be_read(name: str) -> None:
    for found in FENCE.finditer(TEXTS[name]):
        if found[1] == "json":
            json.loads(found[2])
        if found[1] == "yaml":
            yaml.safe_load(found[2])


@every_doc
def test_no_text_tells_of_a_machine(name: str) -> None:
    assert re.findall(r"(?<![\w.])/(?:home|root|work|tmp|usr)/\S*", TEXTS[name]) == []


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("docs")
    return create_app(make_config(f"sqlite:///{folder / 'none.db'}", folder))


@every_doc
def test_every_call_is_there(name: str, routes: Flask) -> None:
    adapter = routes.url_map.bind("localhost")
    some = str(UUID(int=7))
    for found in (call for line in code_in(name) for call in CALL.finditer(line)):
        path = re.sub(r"[{<]\w+[}>]", some, found[2]).rstrip("/")
        allowed = {*adapter.allowed_methods(path), *adapter.allowed_methods(BASE + path)}
        assert found[1] in allowed, found[0]


@every_doc
def test_every_address_is_there(name: str, routes: Flask) -> None:
    adapter = routes.url_map.bind("localhost")
    for found in (address for line in code_in(name) for address in ADDRESS.finditer(line)):
        path = re.sub(r"\$\w+", str(UUID(int=7)), found[1]).removeprefix(BASE)
        assert adapter.allowed_methods(BASE + path), found[0]


def test_the_weights_are_the_ones_in_the_table() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \|", TEXTS["docs/ranking.md"], flags=re.MULTILINE)
    assert {field: float(weight) for field, weight in rows} == FIELD_WEIGHTS
    assert f"The {CUT_TERMS} strongest terms" in TEXTS["docs/ranking.md"]


def test_every_setting_stands_in_the_table_and_no_other() -> None:
    code = (ROOT / "marketplace" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', code))
    told = set(re.findall(r"^\| `([A-Z_]+)` \|", TEXTS["docs/operations.md"], flags=re.MULTILINE))
    assert read == told


def test_defaults_are_the_ones_in_the_table() -> None:
    code = (ROOT / "marketplace" / "config.py").read_text(encoding="utf-8")
    table = TEXTS["docs/operations.md"]
    told = dict(re.findall(r"^\| `([A-Z_]+)` \| `([^`]*)`", table, flags=re.MULTILINE))
    read = dict(re.findall(r'env\.\w+\("([A-Z_]+)", "?([^",)]+)"?', code))
    for name, default in told.items():
        assert read[name].replace("_", "").lower() == default.replace("_", "").lower()
