"""No pattern that meets untrusted text may take more than linear time: a member's upload is an attacker's chance."""

import importlib
import pkgutil
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

import bot.domain
import bot.sources
from bot.errors import ArticleError
from bot.sources.read import read_article

MODULES = [
    module.name
    for room in (bot.sources, bot.domain)
    for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")
]
BOUNDED = {
    "bot.sources.bare_headings._ADDRESS": 110,
    "bot.sources.html_blocks._NOTE_MARK": 12,
    "bot.domain.questions.topics._LAST_WORD": 40,
    "bot.domain.times": 200,
}
"""Patterns that are only ever asked about texts of so many characters."""
AT_ONE_PLACE = {f"bot.domain.questions.speakers._AFTER{which}" for which in ("", "_OFFICE", "_QUOTATION")}
"""Patterns that are matched where something ends, never searched for."""
SIZE = 8_000
SEEDS = [
    "<!--", "<!-- -->", "<!---->\n", "<?xml", "{{", "{%", "{:", "{#a", "[", "[a]", "[a](", "[a](b)", "[^", "[^a",
    "[^a]", " ", "\t", "\n", "\n ", "\r\n", "a", "a ", "A", "Aa ", "a.", "a-", "a@", "a@a", "@", "*", "* ", "1", "1.",
    "1. ", "-", "- ", "=", "> ", "#", " #", "## a\n", "(", "a(", "a()", ":", " : ", "—", " — ", "|", " | ", "…", "/",
    "\u00a0", "é", "http://!", "a://a", "?a", "a?", "“", "“a”", "A. ", "A B ", "'", "'a'", ", ", "; a",
]  # fmt: skip
PREFIXES = ["", "a", "\n\n## "]
SUFFIXES = ["", "!y"]


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in MODULES:
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module}.{name}", value


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail instead of hanging, after so much CPU time: Python's matcher lets a signal interrupt it."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("name", "pattern"), list(patterns()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_pattern_searches_a_hostile_text_in_linear_time(name: str, pattern: re.Pattern[str]) -> None:
    ask = pattern.match if name in AT_ONE_PLACE else pattern.search
    size = BOUNDED.get(name) or BOUNDED.get(name.rpartition(".")[0]) or SIZE
    for seed in SEEDS:
        for prefix in PREFIXES:
            for suffix in SUFFIXES:
                text = prefix + seed * (size // len(seed)) + suffix
                try:
                    with within(0.3):
                        ask(text)
                except TimeoutError:
                    pytest.fail(f"{name} hangs on {prefix!r} + {seed!r} * n + {suffix!r}")


STORY = "The fund was small at first, and nobody had expected that people would pay into it for so long a time. " * 4


@pytest.mark.parametrize(
    ("name", "seed"),
    [
        *(("a.txt", seed) for seed in ("<!-- -->", "[", "[a](", "a.", "A", "A.’")),
        *(("a.md", seed) for seed in ("<!--", "{{", "{%", "{:")),
        *(("a.html", seed) for seed in ("*", "a.", "a-")),
    ],
)
def test_a_hostile_line_is_read_in_seconds(name: str, seed: str) -> None:
    hostile = seed * (60_000 // len(seed))
    if name == "a.html":
        hostile = f"<p><a href='#x'>{hostile}xy</a></p>"
    text = f"{hostile}x\n\nBy {hostile}!\n\n{STORY}\n\n{hostile}x\n\n{STORY}"
    with within(6), suppress(ArticleError):
        read_article(text.encode(), name=name)
