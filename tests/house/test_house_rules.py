"""The house's own rules: those that no linter checks, so that they hold without anybody remembering them."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from itertools import chain
from pathlib import Path

import pytest

from bot import errors
from bot.domain.due_work import WorkKind
from bot.workflows.check import invite_link
from tests.house.files import HOUSE, ROOMS, Function, code, functions, name, tracked, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 60


def test_the_house_is_found() -> None:
    assert HOUSE / "bot" / "errors.py" in code("bot")
    assert len(tracked()) > 50


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "manager", "core", "common", "misc"}
    assert [name(path) for path in code(*ROOMS, "tests") if drawers & {path.stem, path.parent.name}] == []


def test_every_file_has_one_subject_and_so_a_length_that_can_be_read() -> None:
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in code(*ROOMS)}
    assert {path: lines for path, lines in long.items() if lines > LONGEST_FILE} == {}


def test_every_function_fits_on_a_screen() -> None:
    long = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path in code(*ROOMS)
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name(path) for path in code(*ROOMS, "tests") if tree(path).body and not ast.get_docstring(tree(path))] == []


def test_tests_use_real_parts_and_no_stand_ins() -> None:
    """Setting where discord.py looks for Discord is no stand-in; replacing what it does there would be one."""
    stand_ins = re.compile(
        r"unittest\.mock|import [m]ock|Magic[M]ock|Async[M]ock"
        r"|monkeypatch\.set(attr|item)\((?!discord[\w.]+, \"(BASE|DEFAULT_GATEWAY)\")"
    )
    tests = set(code("tests"))
    found = [f"{name(path)}:{number}" for path, number, line in _lines() if path in tests and stand_ins.search(line)]
    assert found == []


def test_every_test_asserts_something() -> None:
    """Itself, or through something under tests/ that asserts or raises."""
    everywhere = [(path, function) for path in code("tests") for function in functions(path)]
    calls = [(function.name, _called_in(function)) for _, function in everywhere]
    demanding = {function.name for _, function in everywhere if _demands(function)} | EXPECTING
    while more := {caller for caller, called in calls if called & demanding} - demanding:
        demanding |= more
    silent = [
        f"{name(path)}:{function.lineno} {function.name}"
        for path, function in everywhere
        if function.name.startswith("test_") and not _demands(function) and not _called_in(function) & demanding
    ]
    assert silent == []


EXPECTING = {"expect", "raises", "warns", "fail", "run_state_machine_as_test"}
"""What test libraries offer instead of an assertion."""


def _demands(function: Function) -> bool:
    return any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function))


def _called_in(function: Function) -> set[str]:
    called = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return {node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "") for node in called}


def test_no_file_names_one_machine_or_a_place_to_download_from() -> None:
    """A clone works anywhere: paths of one machine, and hosts of package indexes, belong to no file."""
    # A letter in brackets keeps this line itself from being found.
    places = re.compile(
        r"(?<![\w.])/(wor[k]|roo[t]|hom[e])/|\bpyp[i]\.|pythonhoste[d]\.|\bnpmj[s]\.|(?<!emit)-index-ur[l]|proxy\.golan[g]"
    )
    found = [f"{name(path)}:{number} {line.strip()[:80]}" for path, number, line in _lines() if places.search(line)]
    assert found == []


def test_what_lies_outside_the_project_is_named_in_one_line_of_the_ci_script() -> None:
    assert [name(path) for path, _, line in _lines() if re.search(r"\.\./share[d]", line)] == [".ci/run"]


def _lines() -> Iterator[tuple[Path, int, str]]:
    """Every line of every text file, with its place."""
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield path, number, line


def test_the_error_tree_is_drawn_as_it_is() -> None:
    """Each line of the drawing is an error; what it stands under is its base."""
    drawing = (errors.__doc__ or "").split("\n\n")[1]
    bases: dict[str, str] = {}
    above: dict[int, str] = {-1: "Exception"}
    for line in drawing.splitlines():
        found = re.match(r"(?P<indent>[ │├└─]*)(?P<error>\w+)", line)
        assert found, line
        depth = len(found["indent"]) // 4
        bases[found["error"]] = above[max(level for level in above if level < depth)]
        above = {level: error for level, error in above.items() if level < depth} | {depth: found["error"]}
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Exception)]
    real = {error.__name__: error.__mro__[1].__name__ for error in kinds}
    assert bases == real


@pytest.mark.xdist_group("together")
def test_tests_that_share_a_bot_or_a_browser_stay_on_one_worker(request: pytest.FixtureRequest) -> None:
    """pytest-xdist says so in the test's name; it has kept silent under a pytest that it did not know yet."""
    grouping = getattr(request.config.option, "loadgroup", False)
    assert request.node.nodeid.endswith("@together") is grouping


def test_every_error_says_in_its_docstring_what_has_happened() -> None:
    silent = [error.__name__ for error in vars(errors).values() if isinstance(error, type) and not error.__doc__]
    assert silent == []


def test_every_kind_of_due_work_has_somebody_who_does_it() -> None:
    bot = "\n".join(path.read_text(encoding="utf-8") for path in code("bot"))
    unhandled = [kind.name for kind in WorkKind if not re.search(rf"WorkKind\.{kind.name}: ", bot)]
    assert unhandled == []


def test_every_kind_of_due_work_is_in_the_picture_of_it() -> None:
    page = (HOUSE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    pictures = " ".join(page.split("```")[1::2])
    missing = [kind for kind in WorkKind if not re.search(rf"(?<![a-z_]){kind}:", pictures)]
    assert not missing


def test_the_readme_and_the_help_name_the_same_commands() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", readme, re.MULTILINE))
    assert named <= targets, "the README names commands that are not there"
    assert targets - {"help", "pins", "clean", "format"} <= named, "the README leaves commands out"


def test_every_command_of_the_program_is_in_the_readme() -> None:
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=HOUSE, check=True, capture_output=True, text=True
    )
    commands = re.findall(r"^    (\w+) ", asked.stdout, re.MULTILINE)
    assert len(commands) >= 5
    assert [command for command in commands if f"python -m bot {command}" not in readme] == []


def test_the_readmes_invite_link_asks_for_the_rights_that_are_needed() -> None:
    link = invite_link(0).replace("client_id=0", "client_id=YOUR_APPLICATION_ID")
    assert link in (HOUSE / "README.md").read_text(encoding="utf-8")


def test_every_decision_is_listed_with_its_title() -> None:
    folder = HOUSE / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for record in sorted(folder.glob("0*.md")):
        number, title = record.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ").split(" ", 1)
        assert f"| [{number}]({record.name}) | {title} |" in listed


def test_links_inside_the_house_lead_somewhere() -> None:
    broken = [
        f"{name(path)}: {target}"
        for path, _, line in _lines()
        if path.suffix == ".md" and (path.parent == HOUSE or HOUSE / "docs" in path.parents)
        for target in re.findall(r"\]\(([^)#\s]+)", line)
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_library_imported_is_one_the_project_asks_for() -> None:
    """What comes along with another library may leave with it."""
    asked_for = {re.split(r"[\[<>=!~ ]", line)[0].lower().replace("_", "-") for line in _requirements()}
    known = packages_distributions()
    foreign = [
        f"{name(path)}: {module}"
        for path in code("bot", "cogs", "sandbox", "tests")
        for module in _imports(tree(path))
        if module in known and not {one.lower().replace("_", "-") for one in known[module]} & asked_for
    ]
    assert foreign == []


def _requirements() -> list[str]:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    return [*project["project"]["dependencies"], *chain.from_iterable(extras), *project["dependency-groups"]["dev"]]


def _imports(module: ast.Module) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {"bot", "cogs", "sandbox", "tests", "benchmarks"}
