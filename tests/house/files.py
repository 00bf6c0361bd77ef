"""What the house is made of, for the tests that keep its rules: files that git tracks, and syntax trees of its code."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parents[2]
ROOMS = ("bot", "cogs", "sandbox", "benchmarks")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks or would track, without those deleted in the working copy."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=HOUSE, check=True, capture_output=True, text=True).stdout
    paths = (HOUSE / name for name in set(listed.split("\0")) if name)
    return tuple(sorted(path for path in paths if path.is_file()))


def code(*rooms: str) -> list[Path]:
    """The Python files of these rooms."""
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(HOUSE).parts[0] in rooms]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> list[Function]:
    """Every function and method in a file, inner ones too."""
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def name(path: Path) -> str:
    """A file's place in the house, for messages."""
    return path.relative_to(HOUSE).as_posix()
