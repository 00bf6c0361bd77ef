"""What people read in Discord is said in their language: no text of it stands in the code by itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import code, functions, name, tree
from tests.languages.texts import ON_THE_TERMINAL, collected

ROOMS = ("bot/client.py", "bot/workflows/", "bot/delivery/", "cogs/")

NOT_SAID = {
    "3 days": "what people type",
    "in 24 hours": "what people type",
    "nothing to read": "a key of the store",
    "nothing to read yet": "a key of the store",
    "not approved": "a key of the store",
    "text/plain; charset=utf-8": "a type of file",
    "text/html; charset=utf-8": "a type of file",
    "Reading Circle": "the bot's own name",
    "Reading Circle · #": "the mark by which an event is found again",
    "-//Reading Circle//Readings//EN": "the name of a program in its files",
    "lower center": "a place in a chart",
    "offset points": "a measure in a chart",
    "passages opened": "a column of a file for programs",
    "/article add": "a command, which is called as Discord shows it",
    "/privacy leaderboard": "a command, which is called as Discord shows it",
    "id ": "a column of a file for programs",
}
"""Texts that look like words for people and are none, with the reason."""

ELSEWHERE = {"debug", "info", "warning", "error", "exception", "compile", "ValueError"}
"""Calls whose texts are for the log, patterns, or for whoever changes the program."""

WORDS = re.compile(r"[^\W\d_]{2,}[^\w]{0,3} +\W{0,3}[^\W\d_]|^[A-Z][a-z]+\b|^ [a-z]+|[a-z]{2,} $")
"""Two words, a word that begins like a sentence, or a word that is put to another one."""


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every constant that could be read by people: no documentation, no log, no pattern."""
    module = tree(path)
    left_out: set[ast.AST] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)
        elif (isinstance(node, ast.Call) and _called(node) in ELSEWHERE) or isinstance(node, ast.Assert):
            left_out |= set(ast.walk(node))
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.lineno, node.value


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Every text that goes through `say`, `count`, an error or a command, in English."""
    ids = (each.id for each in collected() if each.id)
    return {text for each in ids for text in ([each] if isinstance(each, str) else each)}


def test_no_text_for_people_stands_outside_what_is_said(said: set[str]) -> None:
    outside = [
        f"{name(path)}:{line}: {text!r}"
        for path in code("bot", "cogs")
        if name(path).startswith(ROOMS) and name(path) not in ON_THE_TERMINAL
        for line, text in texts(path)
        if WORDS.search(text) and text not in said and text not in NOT_SAID
    ]
    assert not outside, "\n".join(outside)


def test_what_is_said_is_said_when_somebody_is_there_and_as_it_stands_in_the_code() -> None:
    """No text is said while a module is read, when nobody's language is known; none is glued together before."""
    early, glued = [], []
    for path in code("bot", "cogs"):
        inside = {each for function in functions(path) for each in ast.walk(function)}
        inside |= {each for node in ast.walk(tree(path)) if isinstance(node, ast.Lambda) for each in ast.walk(node)}
        for call in (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)):
            if getattr(call.func, "id", "") in {"say", "count"} and call.args:
                where = f"{name(path)}:{call.lineno}"
                early += [where] if call not in inside else []
                glued += [where] if any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in call.args) else []
    assert (early, glued) == ([], [])


def test_what_looks_like_a_text_and_is_none_is_still_there(said: set[str]) -> None:
    standing = {text for path in code("bot", "cogs") for _, text in texts(path)}
    assert set(NOT_SAID) <= standing - said
