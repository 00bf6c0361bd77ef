"""Plain text, as uploaded or pasted, to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from itertools import takewhile
from pathlib import PurePosixPath
from urllib.parse import unquote

from bot.domain.address import path_of
from bot.domain.article import Article, BlockKind
from bot.domain.boilerplate_cues import SHORT_LINE, Cues, cues_of
from bot.domain.bylines import Byline, is_full_name, is_name, parts_of
from bot.domain.dates import soonest
from bot.domain.draft import Draft, finish
from bot.domain.headings import HeadingWords, Step, words_of
from bot.domain.language import guess_language, relevant
from bot.domain.phrases import fold
from bot.domain.piece import Piece, shows, tidy_line, tidy_name
from bot.languages import all_languages
from bot.sources.bare_headings import looks_like_heading, with_levels
from bot.sources.decoding import decode
from bot.sources.plain_layout import BULLET, NUMBER, Unit, units

FRONT_LINE = 30
"""Words: a longer line is a paragraph, not a title, byline or slogan."""
MOST_TITLE = 8
"""Words of a line that is the title of the sentence right below it."""
LEAST_TITLED = 7
"""Spaces of such a sentence."""
_SENTENCE_END = (".", "!", "?", "…", ";", '."', ".”", ".»", ".)")
_MAIL_LINE = re.compile(r"[^\W\d_][\w-]{0,20}\s?:|\s")
"""A line of a mail's head, or one that goes on with the line before."""
_FOLDED = re.compile(r"\n[ \t]++(?=\S)")
"""Where a line of a mail's head goes on below."""
_SENDER = re.compile(r"[^\W\d_]{2,12}:\s{0,3}\"?([^\"<>@:]{3,60})\"?\s?<[^<>\s]{3,120}@")
"""Whoever is named first with an address: mails put the sender there."""
_LIST_TAG = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|enc|antw)\s?:\s*|\[[^\[\]]{1,30}\]\s*)+(?=\w)", re.IGNORECASE)
"""What mailing lists and answers put before a subject."""
_NAVIGATION = 3
"""So many lines of one or two words at the top are a page's navigation, copied along."""
_MASTHEAD = 3
"""Words of a paper's or a section's name above a title."""
_WIKI_TITLE = re.compile(r"^= (.+?)(?: =)?$")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]++|\([^()\s]*+\))*+\)")


def read_text(data: bytes | str, *, name: str = "", url: str | None = None) -> Article:
    """The article of a plain text. `name`: the file's name; like `url`, it helps to tell the title from a kicker."""
    text = data if isinstance(data, str) else decode(data)
    languages = all_languages()
    own = relevant(guess_language(text, languages), languages)
    words, cues = words_of(own), cues_of(own)
    mail, text = _mail_head(text.lstrip("\ufeff"), cues)
    found = [replace(unit, text=tidy_line(unit.text)) for unit in units(_LINK.sub(r"\1", text))]
    found = [unit for unit in found if shows(unit.text)]
    front = _front_matter(found, cues, words, _hint(name, url) if not mail.subject else set(fold(mail.subject).split()))
    pieces = _pieces(found[front.length :], words, cues)
    published = front.published or mail.sent
    draft = Draft(
        mail.subject or _WIKI_TITLE.sub(r"\1", front.title) or _hint_title(name),
        with_levels([*front.kept, *pieces], words),
        published=published,
        authors=front.authors or mail.authors,
        canonical_url=url,
    )
    return finish(draft, languages)


@dataclass(frozen=True, slots=True)
class _Mail:
    """What a mail's head says; empty where there is none."""

    subject: str = ""
    sent: date | None = None
    authors: tuple[str, ...] = ()


def _mail_head(text: str, cues: Cues) -> tuple[_Mail, str]:
    """A mail's head, and what stands below it; a text that has none comes back whole."""
    head, blank, body = text.replace("\r\n", "\n").lstrip("\n").partition("\n\n")
    lines = _FOLDED.sub(" ", head).split("\n")
    subject = next((found for line in lines if (found := cues.subject_of(line.strip()))), "")
    if not blank or not subject or not all(_MAIL_LINE.match(line) for line in lines):
        return _Mail(), text
    dates = (_mail_date(line.partition(":")[2].strip(), cues) for line in lines)
    names = (said[1].strip() for line in lines if (said := _SENDER.match(line)))
    sender = next((name for name in names if " " in name and is_name(name)), "")
    return _Mail(
        _LIST_TAG.sub("", subject), next((day for day in dates if day), None), (sender,) if sender else ()
    ), body


def _mail_date(said: str, cues: Cues) -> date | None:
    """The day a line of a mail's head names, in words or as mail programs write it, in the sender's time."""
    try:
        return cues.date_of(said) or parsedate_to_datetime(said).date()
    except (ValueError, IndexError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class _Front:
    """The lines before the text begins: how many units they take, and what they say."""

    length: int
    title: str
    kept: tuple[Piece, ...] = ()
    published: date | None = None
    authors: tuple[str, ...] = ()


def _front_matter(found: Sequence[Unit], cues: Cues, words: HeadingWords, hint: set[str]) -> _Front:
    """A run of bare lines at the top is front matter: title, byline, date, caption, slogans.

    Its last line may already be the first heading: when it is a known one, or the only one left and short.
    """
    run = _front_run(found, words, cues)
    lines = [unit.text for unit in found[:run]]
    if not lines:
        return _Front(0, "")
    rows = [
        index
        for index, unit in enumerate(found[:run])
        if unit.buttons
        and _is_bare(cues.front_line(unit.text))
        and any(_could_be_title(line, cues) for line in lines[index + 1 :])
    ]
    at = _title_index(lines, cues, hint, rows[-1] + 1 if rows else 0)
    at = at if _repeats(lines[at], hint) else _below_masthead(lines, at, cues, words)
    said = [cues.front_line(line) for index, line in enumerate(lines) if index != at]
    published = soonest(one.published for one in said) or cues.date_of(lines[at])
    authors = tuple(one.name for one in said if one.name)[:1] or _name_below(lines, at)
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
    return _Front(run, lines[at], kept, published, authors)


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
        if overlaps[best] >= 0.5:
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

    That is a run of short lines, at the top or, if some are known as such, below the site's name.
    """
    for start in range(min(3, len(lines))):
        run = list(takewhile(lambda line: _could_be_button(line, cues), lines[start:]))
        known = sum(cues.lines.is_one(fold(line)) or cues.headings.is_one(fold(line)) for line in run)
        if len(run) < _NAVIGATION or (start and known < 2):
            continue
        below = range(start + len(run), len(lines))
        return next((index for index in below if _could_be_title(lines[index], cues)), 0)
    return 0


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


def _pieces(found: Sequence[Unit], words: HeadingWords, cues: Cues) -> list[Piece]:
    pieces: list[Piece] = []
    titled = False
    for index, unit in enumerate(found):
        if titled:
            line = pieces.pop()
            text = f"{line.text}\n{unit.text}"
            pieces.append(Piece(BlockKind.PARAGRAPH, text, lead=len(line.text), after_rule=line.after_rule))
        else:
            pieces.append(_piece(found, index, words, cues))
        titled = not titled and unit.leads and pieces[-1].kind is not BlockKind.HEADING and _is_title(found, index)
    return pieces


def _is_title(found: Sequence[Unit], index: int) -> bool:
    """Whether the first of two lines without a blank one between them is the title of the other, a full sentence."""
    line, after = found[index].text, found[index + 1 : index + 3]
    same = [one.text for one in after if one.listed and not one.leads]
    if len(same) != 1 or after[0].text != same[0]:
        return False
    short = line.count(" ") < MOST_TITLE and line[-1] not in ".,;:"
    return short and same[0].count(" ") >= LEAST_TITLED and same[0].endswith(_SENTENCE_END)


def _piece(found: Sequence[Unit], index: int, words: HeadingWords, cues: Cues) -> Piece:
    unit = found[index]
    bare = unit.alone or (unit.leads and _opens_lessons_below(found, index, words))
    if unit.underlined or (bare and not cues.is_caption(unit.text) and _is_heading(found, index, words)):
        return Piece(BlockKind.HEADING, unit.text, level=2, guessed=True, after_rule=unit.after_rule)
    if unit.leads and cues.headings.is_one(fold(unit.text)):
        return Piece(BlockKind.PARAGRAPH, unit.text, after_rule=unit.after_rule)
    if unit.quoted:
        return Piece(BlockKind.QUOTATION, unit.text, after_rule=unit.after_rule)
    introduces = unit.listed and unit.text.endswith(":")
    if unit.ordinal:
        return Piece(BlockKind.PARAGRAPH, unit.text, after_rule=unit.after_rule)
    if unit.bullet or (unit.listed and not introduces) or BULLET.match(unit.text):
        plain = BULLET.sub("", unit.text)
        return Piece(BlockKind.LIST_ITEM, plain, level=1, after_rule=unit.after_rule)
    return Piece(BlockKind.PARAGRAPH, unit.text, after_rule=unit.after_rule)


def _opens_lessons_below(found: Sequence[Unit], index: int, words: HeadingWords) -> bool:
    """Whether it is a lessons heading with more than labels right below it, no blank line between."""
    says_more = index + 1 < len(found) and found[index + 1].text.count(" ") >= LEAST_TITLED
    return says_more and words.step(found[index].text) is Step.LESSONS


def _is_heading(found: Sequence[Unit], index: int, words: HeadingWords) -> bool:
    """A line alone that looks like a heading and has body under it, at most two such lines above each other."""
    text = found[index].text
    numbered = NUMBER.match(text)
    plain = NUMBER.sub("", text) if numbered else text
    if not looks_like_heading(plain, words) or (BULLET.match(text) and not numbered):
        return False
    after = found[index + 1 : index + 3]
    asks_on = text.endswith("?") and text.count(" ") >= 8 and index > 0 and _could_head(found[index - 1], words)
    if not after or asks_on or (not numbered and _is_announced(found, index, words)):
        return False
    if numbered and (NUMBER.match(after[0].text) or (index and NUMBER.match(found[index - 1].text))):
        return False
    if not _could_head(after[0], words):
        return True
    if words.step(plain) is Step.LESSONS and not words.stands_beside(after[0].text):
        return True  # short lines are its points
    return len(after) > 1 and not _could_head(after[1], words)


def _is_announced(found: Sequence[Unit], index: int, words: HeadingWords) -> bool:
    """Whether the line above ends in a colon, so that this one is what it announces, and neither is a known heading."""
    above = found[index - 1].text if index else ""
    return above.endswith(":") and words.step(above) is None and not words.stands_beside(found[index].text)


def _could_head(unit: Unit, words: HeadingWords) -> bool:
    return unit.alone and looks_like_heading(NUMBER.sub("", unit.text), words)


def _hint(name: str, url: str | None) -> set[str]:
    """The words of the file's name or of the address, which mostly repeat the title's."""
    path = unquote(path_of(url)).rstrip("/") if url else name
    return {
        word for word in fold(PurePosixPath(path).stem.replace("-", " ").replace("_", " ")).split() if len(word) > 2
    }


def _hint_title(name: str) -> str:
    return tidy_name(PurePosixPath(name).stem.replace("-", " ").replace("_", " "))
