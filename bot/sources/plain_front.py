"""What stands before a plain text begins: its title, who wrote it and when, a masthead, buttons copied along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from bot.domain.article import BlockKind
from bot.domain.boilerplate_cues import SHORT_LINE, Cues
from bot.domain.bylines import Byline, is_full_name, is_name, parts_of
from bot.domain.dates import soonest
from bot.domain.headings import HeadingWords
from bot.domain.phrases import fold
from bot.domain.piece import Piece
from bot.sources.bare_headings import looks_like_heading
from bot.sources.plain_layout import Unit

FRONT_LINE = 30
"""Words: a longer line is a paragraph, not a title, byline or slogan."""
_NAVIGATION = 3
"""So many lines of one or two words at the top are a page's navigation, copied along."""
_MASTHEAD = 3
"""Words of a paper's or a section's name above a title."""
_ABOVE_NAVIGATION = 3
"""Lines that may stand above a page's navigation: "Skip to content", the site's name, its slogan."""


@dataclass(frozen=True, slots=True)
class Front:
    """The lines before the text begins: how many units they take, and what they say."""

    length: int
    title: str
    kept: tuple[Piece, ...] = ()
    published: date | None = None
    authors: tuple[str, ...] = ()


def front_matter(found: Sequence[Unit], cues: Cues, words: HeadingWords, hint: set[str]) -> Front:
    """A run of bare lines at the top is front matter: title, byline, date, caption, slogans.

    Its last line may already be the first heading: when it is a known one, or the only one left and short.
    """
    run = _front_run(found, words, cues)
    lines = [unit.text for unit in found[:run]]
    if not lines:
        return Front(0, "")
    at = _title_index(lines, cues, hint, _below_buttons(found[:run], cues))
    at = at if _repeats(lines[at], hint) else _below_masthead(lines, at, cues, words)
    said = [cues.front_line(line) for index, line in enumerate(lines) if index != at]
    published = soonest(one.published for one in said) or cues.date_of(lines[at])
    authors = tuple(one.name for one in said if one.name)[:1] or _name_below(lines, at) or _name_beside(lines, at, cues)
    rest = [
        (index, line)
        for index, line in enumerate(lines)
        if index > at and line not in authors and not _is_meta(line, cues)
    ]
    kept: tuple[Piece, ...] = ()
    if rest and rest[-1][0] == run - 1 and run < len(found):
        last = rest[-1][1]
        known = words.stands_beside(last)
        if known or (len(rest) == 1 and looks_like_heading(last, words) and not last.endswith("!")):
            kept = (Piece(BlockKind.HEADING, last, level=2, guessed=True),)
    if not kept and len(rest) == 1:
        kept = (Piece(BlockKind.PARAGRAPH, rest[0][1]),)
    return Front(run, lines[at], kept, published, authors)


def _below_buttons(front: Sequence[Unit], cues: Cues) -> int:
    """The index after the last row of buttons that has a title below it, or a line above the author's and the date."""
    for index in reversed(range(len(front))):
        if not front[index].buttons or not _is_bare(cues.front_line(front[index].text)):
            continue
        below = [unit.text for unit in front[index + 1 :]]
        signed = next((at for at, line in enumerate(below) if not _is_bare(cues.front_line(line))), 0)
        if signed or any(_could_be_title(line, cues) for line in below):
            return index + 1
    return 0


def _is_bare(said: Byline) -> bool:
    return not said.name and said.published is None


def _front_run(found: Sequence[Unit], words: HeadingWords, cues: Cues) -> int:
    """How many units stand before the text: bare lines up to the first paragraph, list or second heading with body.

    A standfirst is a paragraph too, but a byline or a date follows it.
    """
    for index, unit in enumerate(found):
        text = unit.text
        count = text.count(" ") + 1
        if index and count <= FRONT_LINE and _leads_to_byline(text, found[index + 1 : index + 3], cues):
            continue
        body = count > FRONT_LINE or (count >= 6 and index > 0 and text[-1] == "." and not text.isupper())
        if body or unit.bullet or unit.quoted or (unit.listed and count > 12):
            return index
        dated = index + 1 < len(found) and cues.front_line(found[index + 1].text).published is not None
        if index and words.stands_beside(text) and not dated and not _is_navigation(found, index, words):
            return index
    return min(len(found), 1)


def _leads_to_byline(text: str, after: Sequence[Unit], cues: Cues) -> bool:
    """Whether a byline follows, or a name and a date or, where the line is no sentence, a date."""
    lines = [unit.text for unit in after if unit.text.count(" ") < SHORT_LINE]
    if any(cues.byline_names(line) is not None for line in lines):
        return True
    dated = [cues.date_of(line) is not None for line in lines]
    if any(dated) and any(is_full_name(line) for line, day in zip(lines, dated, strict=True) if not day):
        return True
    return text[-1] not in ".!?" and any(cues.date_of(line) is not None for line in lines)


def _is_navigation(found: Sequence[Unit], index: int, words: HeadingWords) -> bool:
    """Whether "About" or "Contact" is a button copied along and no heading: more bare lines follow."""
    text, after = found[index].text, found[index + 1 : index + 2]
    bare = bool(after) and after[0].text.count(" ") < FRONT_LINE / 2 and after[0].text[-1] not in ".!?:"
    return bare and text.count(" ") <= 1 and words.step(text) is None


def _title_index(lines: Sequence[str], cues: Cues, hint: set[str], below_buttons: int) -> int:
    """Which line is the title: the one the address or file name repeats, else the first that can be one.

    `below_buttons`: the index after the last row of buttons, above which the site's name stands.
    """
    if len(hint) >= 2:
        overlaps = [
            len(hint & set(fold(line).split())) / len(hint) if index >= below_buttons else 0.0
            for index, line in enumerate(lines)
        ]
        best = max(range(len(lines)), key=lambda index: (overlaps[index], -index))
        if overlaps[best] >= 0.5 and not cues.is_caption(lines[best]):
            return best
    first = below_buttons if below_buttons < len(lines) else 0
    first = first or _after_navigation(lines, cues)
    signed = {cues.front_line(line).name for line in lines}  # the name of a blog may be its author's
    for index, line in enumerate(lines):
        more = index + 1 < len(lines)
        if index < first:
            continue
        if more and (_is_meta(line, cues) or line in signed or _is_kicker(line, lines[index + 1])):
            continue
        return index
    return 0


def _repeats(line: str, hint: set[str]) -> bool:
    """Whether the address or the file's name says that the line is the title."""
    return len(hint) >= 2 and len(hint & set(fold(line).split())) >= len(hint) / 2


def _below_masthead(lines: Sequence[str], at: int, cues: Cues, words: HeadingWords) -> int:
    """Where the title is, if what stands at `at` is rather the name of a paper or of a section above it.

    So it is if a byline or a date follows, and before that a line that could be a title and is no standfirst.
    """
    signed = next((index for index in range(at + 1, len(lines)) if not _is_bare(cues.front_line(lines[index]))), at)
    below = [
        index for index in range(at + 1, signed) if _could_be_title(lines[index], cues) and lines[index][-1] != "."
    ]
    if not below or not all(_could_be_masthead(line) for line in lines[at : below[0]]):
        return at
    explains = len(below) == 1 and words.opens_with_question_word(lines[below[0]]) and ":" not in lines[below[0]]
    return at if explains else below[0]


def _could_be_masthead(line: str) -> bool:
    """Three words at most, or two such parts: "The Courier - Club news"."""
    parts = parts_of(line)
    return len(parts) <= 2 and line[-1] not in "?!" and all(part.count(" ") < _MASTHEAD for part in parts)


def _after_navigation(lines: Sequence[str], cues: Cues) -> int:
    """Where the title may stand at the earliest: at the first line of four words below a page's navigation.

    That is a run of short lines, at the top or, if some are known as such or a signed title follows, below the site's
    name and slogan.
    """
    for start in range(min(_ABOVE_NAVIGATION + 1, len(lines))):
        run = list(takewhile(lambda line: _could_be_button(line, cues), lines[start:]))
        if len(run) < _NAVIGATION:
            continue
        end = start + len(run)
        at = next((index for index in range(end, len(lines)) if _could_be_title(lines[index], cues)), 0)
        known = [_is_known(line, cues) for line in lines[:end]]
        if not start or sum(known[start:]) >= 2:
            return at
        sure = len(run) > _NAVIGATION or start > 1 or any(known)
        if at == end and sure and lines[at][-1] != "." and _is_signed(lines[at + 1 :], cues):
            return at
    return 0


def _is_known(line: str, cues: Cues) -> bool:
    return cues.lines.is_one(fold(line)) or cues.headings.is_one(fold(line))


def _is_signed(below: Sequence[str], cues: Cues) -> bool:
    """Whether a name, a byline or a date follows a title, at most a section's name between."""
    return any(is_full_name(line) or not _is_bare(cues.front_line(line)) for line in below[:2])


def _could_be_button(line: str, cues: Cues) -> bool:
    return line.count(" ") <= 1 and cues.date_of(line) is None and cues.byline_names(line) is None


def _could_be_title(line: str, cues: Cues) -> bool:
    return line.count(" ") >= 3 and not line.endswith(":") and not _is_meta(line, cues)


def _is_kicker(line: str, after: str) -> bool:
    """A section's name above the title: one or two words, often in capitals, before a longer line."""
    count = line.count(" ") + 1
    longer = after.count(" ") + 1 >= 4
    return longer and count <= 3 and (line.isupper() or "|" in line or "›" in line) and not after.isupper()


def _is_meta(line: str, cues: Cues) -> bool:
    folded = fold(line)
    return (
        not folded
        or cues.date_of(line) is not None
        or cues.lines.is_one(folded)
        or cues.headings.is_one(folded)
        or cues.byline_names(line) is not None
        or cues.front_line(line).name != ""
        or cues.is_caption(line)
        or cues.credits.found_in(folded)
    )


def _name_below(lines: Sequence[str], title: int) -> tuple[str, ...]:
    """A name alone on the line after the title."""
    after = lines[title + 1] if title + 1 < len(lines) else ""
    one_word = " " not in after and after.islower()
    capitals = after.istitle() and 2 <= after.count(" ") + 1 <= 4
    return (after,) if is_name(after) and (one_word or capitals) else ()


def _name_beside(lines: Sequence[str], title: int, cues: Cues) -> tuple[str, ...]:
    """A name alone on a line below the title, right above or below the date."""
    name = cues.front(lines[title + 1 :]).name
    return (name,) if name else ()
