"""Text with styles, links, lists and quotations, and how Discord's Markdown writes it: within a limit, and never cut
inside a character or a mark of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from bot.delivery.markdown import ELLIPSIS, cut_plain, no_line_start, plain

LONGEST_LINK = 1000
_MARKERS = {"underline": "__", "bold": "**", "italic": "*", "strike": "~~"}
_MARKS = "*_~`"
_APART = "\u200b"
"""A space without width, so that the marks of two neighbours are not read as one."""
_LOOKS_LIKE_ADDRESS = re.compile(r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?", re.IGNORECASE)
_UNSAFE = re.compile(r"[\s()<>\[\]\\`|*\"'\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one style. `link`: an absolute http(s) address."""

    text: str
    styles: frozenset[str] = frozenset()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of runs. `marker`: of a list item, before its first line; `indent`: before the others, and before all lines
    of what follows within the item. `quoted`: whether it stands in a quotation. `code`: shown as it is, in a box.
    """

    lines: tuple[tuple[Run, ...], ...]
    marker: str = ""
    indent: str = ""
    quoted: bool = False
    code: bool = False

    @property
    def in_list(self) -> bool:
        return bool(self.marker or self.indent)

    @property
    def size(self) -> int:
        """Characters people read."""
        return sum(len(run.text) for line in self.lines for run in line)


def write(blocks: Sequence[Block], limit: int) -> str:
    """The Markdown, at most `limit` characters; what is too long ends at a word and with an ellipsis."""
    parts: list[str] = []
    used = 0
    for number, block in enumerate(blocks):
        part = _between(blocks[number - 1] if number else None, block) + _block(block)
        if used + len(part) > limit:
            return _ended(blocks[: number + 1], parts, limit)
        parts.append(part)
        used += len(part)
    return "".join(parts)


def _ended(blocks: Sequence[Block], parts: list[str], limit: int) -> str:
    """The first `parts` of the blocks, and as much of the next one as fits; if that is nothing, less of those."""
    for number in reversed(range(len(blocks))):
        block, before = blocks[number], blocks[number - 1] if number else None
        start = "".join(parts[:number]) + _between(before, block)
        room = limit - len(start)
        if number < len(parts) and len(whole := _block(_with_ellipsis(block))) <= room:
            return start + whole
        if fitting := _fitting(block, room):
            return start + fitting
    return ""


def _with_ellipsis(block: Block) -> Block:
    *lines, last = block.lines
    return replace(block, lines=(*lines, (*last, Run(f" {ELLIPSIS}"))))


def _fitting(block: Block, room: int) -> str:
    """The longest beginning of the block that fits, marks and links included; empty if none does."""
    low, high, found = 1, min(room, block.size), ""
    while low <= high:
        middle = (low + high) // 2
        lines = _first_of_lines(block.lines, middle)
        written = _block(replace(block, lines=lines)) if lines else ""
        if len(written) <= room:
            low, found = middle + 1, written
        else:
            high = middle - 1
    return found


def _first_of_lines(lines: tuple[tuple[Run, ...], ...], size: int) -> tuple[tuple[Run, ...], ...]:
    found: list[tuple[Run, ...]] = []
    for line in lines:
        runs: list[Run] = []
        for run in line:
            if len(run.text) >= size:
                text = cut_plain(run.text + " ", size)
                runs += [replace(run, text=text)] if text not in {"", ELLIPSIS} else [Run(ELLIPSIS)] if runs else []
                return (*found, tuple(runs)) if runs else tuple(found)
            runs.append(run)
            size -= len(run.text)
        found.append(tuple(runs))
    return tuple(found)


def _between(before: Block | None, block: Block) -> str:
    if before is None:
        return ""
    if before.in_list and block.in_list:
        return "\n"
    return "\n> \n" if before.quoted and block.quoted else "\n\n"


def _block(block: Block) -> str:
    if block.code:
        text = "\n".join("".join(run.text for run in line) for line in block.lines)
        lines = ["```", *text.replace("```", f"`{_APART}`{_APART}`").split("\n"), "```"]
    else:
        lines = [no_line_start(_line(line)) for line in block.lines]
    quotation = "> " if block.quoted else ""
    starts = [block.marker or block.indent, *[block.indent] * (len(lines) - 1)]
    return "\n".join(f"{quotation}{start}{line}" for start, line in zip(starts, lines, strict=True))


def _line(runs: Sequence[Run]) -> str:
    out = ""
    for link, linked in groupby(runs, key=lambda run: run.link):
        own = tuple(linked)
        text = ""
        for styles, alike in groupby(own, key=lambda run: run.styles):
            text = _joined(text, _styled("".join(run.text for run in alike), styles))
        out = _joined(out, _linked(text, "".join(run.text for run in own), link) if link else text)
    return out.strip()


def _joined(before: str, after: str) -> str:
    apart = before[-1:] and before[-1:] in _MARKS and after[:1] in _MARKS
    return f"{before}{_APART}{after}" if apart and after else before + after


def _styled(text: str, styles: frozenset[str]) -> str:
    inner = text.strip()
    if not inner or not styles:
        return plain(text)
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    marked = f"`{inner}`" if "code" in styles and "`" not in inner else plain(inner)
    for style, marker in _MARKERS.items():
        if style in styles:
            marked = f"{marker}{marked}{marker}"
    return f"{head}{marked}{tail}"


def _linked(shown: str, text: str, link: str) -> str:
    """A link with words of its own. One whose words are another site's address tells where it really leads."""
    address = _UNSAFE.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), link)
    inner = shown.strip()
    if not inner or len(address) > LONGEST_LINK:
        return shown
    head, tail = shown[: len(shown) - len(shown.lstrip())], shown[len(shown.rstrip()) :]
    alike = _LOOKS_LIKE_ADDRESS.fullmatch(text.strip())
    if alike is None and "://" not in text:
        return f"{head}[{inner}]({address}){tail}"
    host = re.sub(r"^https?://(?:www\.)?([^/?#:]*).*", r"\1", link, flags=re.DOTALL).lower()
    if alike is not None and alike[1].lower().removeprefix("www.") == host:
        return f"{head}[{plain(re.sub('^https?://', '', text.strip()))}]({address}){tail}"
    return f"{head}{inner} ([{plain(host)}]({address})){tail}"
