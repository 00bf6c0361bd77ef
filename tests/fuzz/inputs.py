"""Inputs by number: pieces of our own articles, cut, crossed, repeated and strewn with what breaks parsers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TESTS = Path(__file__).parents[1]
SEEDS = (
    TESTS / "sources" / "articles",
    TESTS / "evaluation" / "heldout",
    TESTS.parent / "sandbox" / "demo" / "texts",
)
NAMES = ("a.txt", "a.md", "a.html", "a.htm", "a", "")
TYPES = (None, None, None, "text/html", "text/plain; charset=latin-1", "text/markdown", "application/xhtml+xml", "x/y")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252", "iso8859-7", "utf-32", "shift_jis")
LONGEST = 3_000
"""Characters of a seed that go into one input: small ones find more faults a second."""

_HTML = (
    "<h1>", "</h1>", "<h2>", "</h2>", "<h6>", "<p>", "</p>", "<b>", "</b>", "<br><br>", "<ul>", "<li>", "</ul>", "<ol>",
    "<table>", "<tr>", "<td>", "<th>", "</table>", "<blockquote>", "<pre>", "<code>", "<!--", "-->", "<![CDATA[", "]]>",
    "<script>", "</script>", "<style>", "<article>", "<main>", "<aside>", "<nav>", "<footer>", "<div class='related'>",
    "<div hidden>", "</div>", "<a href='#'>", "</a>", "<sup>[1]</sup>", "<img alt='x'>", "<font size=7><b>", "<svg>",
    "<title>", "</title>", "<meta charset=utf-7>", "<base href='//'>", "<link rel=canonical href='http://[::1'>",
    "<time datetime='9999-99-99'>", "<?xml version='1.0' encoding='utf-16'?>", "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "<script type='application/ld+json'>{\"@type\":[]}</script>", "<p role=heading aria-level=99>", "&#0;",
    "&#x110000;", "&nbsp;", "&amp;amp;", "&", "<", ">", "<p/>", "<details><summary>",
)  # fmt: skip
_MARKDOWN = (
    "\n# ", "\n## ", "\n###### ", "\n---\n", "\n===\n", "\n+++\n", "\n- ", "\n* ", "\n1. ", "\n99999999999. ", "\n> ",
    "\n>>>> ", "\n```\n", "\n~~~", "**", "__", "*", "_", "`", "[", "](", ")", "![", "|", "\n|-|-|\n", "\n    ", "\t",
    "\n: ", "[^1]", "\n[x]: y\n", "<!-- more -->", "{{< x >}}", "{% y %}", "\\", "\n\n", "\n",
)  # fmt: skip
_WORDS = (
    "Lessons learned", "\n\nLessons learned\n\n", "\n\nLesson 1: ", "What we learned", "Lo que aprendimos", "Lehren",
    "Was wir gelernt haben", "Que faut-il retenir ?", "Cosa abbiamo imparato", "Τι μάθαμε;", "Key takeaways:",
    "Wat we leerden", "?", "¿", ";", "!", "...", "…", ":", " – ", "—", "“", "”", "„", "«", "»", "‘", "’", "'", '"',
    "(", ")", "[", "]", "because", "had they known, it would have", "should", "never", "rather than", "but", "while",
    "must not", "said", "Maria Lopez said “", "Had ", "If ", "31 February 2024", "2024-13-45", "31.12.9999",
    "By ", "Photo: ", "https://example.org/?a=b?c", "Donate now", "http://", "@you", "0" * 40, "1,000,000.00",
)  # fmt: skip
_ODD = (
    "\x00", "\ufeff", "\u00ad", "\u200b", "\u200d", "\u202e", "\u2028", "\u2029", "\x85", "\x0b", "\x1b[31m", "\ufffd",
    "\ufffe", "\U000e0001", "\U0010ffff", "e\u0301", "\u0301" * 30, "ﷺ", "İ", "ß", "ŉ", "ﬁ", "Σς", "١٢٣", "²³", "Ⅻ",
    "①", "👩‍👩‍👧‍👦", "🇩🇪", "مرحبا بالعالم", "שלום", "中文没有空格的句子。", "ไทย",
    "ｆｕｌｌ", "\u3000", "\xa0", "\u202f", "\r", "\r\n", "\n\r", "\t",
)  # fmt: skip
TOKENS = _HTML + _MARKDOWN + _WORDS + _ODD
BYTES = (b"\xff", b"\xfe\xff", b"\xc3", b"\xed\xa0\x80", b"\x00", b"\x80", b"\xf4\x90\x80\x80", b"\x1a", b"%PDF-")

Change = Callable[[random.Random, str], str]


@dataclass(frozen=True, slots=True)
class Input:
    """What somebody might send."""

    data: bytes
    name: str
    content_type: str | None
    url: str | None


def made(number: int) -> Input:
    """The input of that number, always the same one."""
    draw = random.Random(number)
    text = _piece(draw)
    for _ in range(draw.randint(0, 6)):
        text = draw.choice(CHANGES)(draw, text)
    data = text.encode(draw.choice(ENCODINGS), errors=draw.choice(("replace", "ignore", "xmlcharrefreplace")))
    for _ in range(draw.choice((0, 0, 0, 0, 1, 3))):
        at = draw.randint(0, len(data))
        data = data[:at] + draw.choice(BYTES) + data[at + draw.choice((0, 0, 1)) :]
    url = draw.choice(
        (None, None, "https://example.org/a/lessons-learned?utm_source=x", "http://[", "https://ex.org/%ff")
    )
    return Input(data, draw.choice(NAMES), draw.choice(TYPES), url)


@cache
def seeds() -> tuple[str, ...]:
    """The texts that inputs are made of; `.toml` files among them say what is expected of the others."""
    paths = sorted(path for folder in SEEDS for path in folder.iterdir() if path.suffix != ".toml")
    return tuple(path.read_text(encoding="utf-8") for path in paths)


def _piece(draw: random.Random) -> str:
    """A stretch of a seed, more often its end, where the lessons are."""
    text = draw.choice(seeds())
    length = min(len(text), draw.randint(200, LONGEST))
    start = draw.choice((0, len(text) - length, draw.randint(0, len(text) - length)))
    return text[start : start + length]


def _insert(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice(TOKENS) + text[at:]


def _strew(draw: random.Random, text: str) -> str:
    """One token many times, at places drawn."""
    token, places = draw.choice(TOKENS), sorted(draw.randint(0, len(text)) for _ in range(draw.randint(2, 40)))
    return token.join(text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True))


def _repeat(draw: random.Random, text: str) -> str:
    """A token, or two in turn, so often that nesting and backtracking would show."""
    at, times = draw.randint(0, len(text)), draw.choice((20, 200, 1000))
    return text[:at] + (draw.choice(TOKENS) + draw.choice(("", "", " ", draw.choice(TOKENS)))) * times + text[at:]


def _delete(draw: random.Random, text: str) -> str:
    start = draw.randint(0, len(text))
    return text[:start] + text[start + draw.choice((1, 2, 10, 100, 500)) :]


def _double(draw: random.Random, text: str) -> str:
    start = draw.randint(0, len(text))
    end = start + draw.choice((1, 10, 100, 500))
    return text[:end] + text[start:end] * draw.choice((1, 1, 3)) + text[end:]


def _cross(draw: random.Random, text: str) -> str:
    return text[: draw.randint(0, len(text))] + _piece(draw)


def _swap_lines(draw: random.Random, text: str) -> str:
    lines = text.split("\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def _relaid(draw: random.Random, text: str) -> str:
    """Line ends, blank lines and case as other programs leave them."""
    change: Callable[[str], str] = draw.choice(
        (
            lambda one: one.replace("\n\n", "\n"),
            lambda one: one.replace("\n", "\n\n"),
            lambda one: one.replace("\n", " "),
            lambda one: one.replace("\n", "\r"),
            lambda one: one.replace(" ", "\u00a0"),
            lambda one: one.replace(" ", ""),
            lambda one: one.replace(".", ""),
            lambda one: one.replace(". ", "? "),
            str.upper,
            str.title,
            lambda one: "> " + one.replace("\n", "\n> "),
            lambda one: one[::-1],
        )
    )
    return change(text)


CHANGES: tuple[Change, ...] = (
    _insert,
    _insert,
    _insert,
    _strew,
    _strew,
    _repeat,
    _delete,
    _double,
    _cross,
    _swap_lines,
    _relaid,
)
