"""Plain text, as uploaded or pasted, to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from bot.domain.address import path_of
from bot.domain.article import Article, BlockKind
from bot.domain.boilerplate_cues import Cues, cues_of
from bot.domain.bylines import is_name
from bot.domain.draft import Draft, finish
from bot.domain.headings import HeadingWords, Step, words_of
from bot.domain.language import guess_language, relevant
from bot.domain.phrases import fold
from bot.domain.piece import Piece, shows, tidy_line, tidy_name
from bot.languages import all_languages
from bot.sources.bare_headings import looks_like_heading, with_levels
from bot.sources.decoding import decode
from bot.sources.plain_front import front_matter
from bot.sources.plain_layout import BULLET, NUMBER, Unit, units, without_marks

MOST_TITLE = 8
"""Words of a line that is the title of the sentence right below it."""
LEAST_TITLED = 7
"""Spaces of such a sentence."""
LONGEST_LABEL = 3
"""Words of a heading over a last line without a full stop."""
_SENTENCE_END = (".", "!", "?", "…", ";", '."', ".”", ".»", ".)")
_MAIL_LINE = re.compile(r"[^\W\d_][\w-]{0,20}\s?:|\s")
"""A line of a mail's head, or one that goes on with the line before."""
_FOLDED = re.compile(r"\n[ \t]++(?=\S)")
"""Where a line of a mail's head goes on below."""
_SENDER = re.compile(r"[^\W\d_]{2,12}:\s{0,3}\"?([^\"<>@:]{3,60})\"?\s?<[^<>\s]{3,120}@")
"""Whoever is named first with an address: mails put the sender there."""
_LIST_TAG = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|enc|antw)\s?:\s*|\[[^\[\]]{1,30}\]\s*)+(?=\w)", re.IGNORECASE)
"""What mailing lists and answers put before a subject."""
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
    front = front_matter(found, cues, words, _hint(name, url) if not mail.subject else set(fold(mail.subject).split()))
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


def _pieces(found: Sequence[Unit], words: HeadingWords, cues: Cues) -> list[Piece]:
    pieces: list[Piece] = []
    titled = False
    for index, unit in enumerate(found):
        if titled:
            line = pieces.pop()
            text = f"{line.text}\n{without_marks(unit.text)[0]}"
            pieces.append(Piece(BlockKind.PARAGRAPH, text, lead=len(line.text), after_rule=line.after_rule))
        else:
            pieces.append(_without_marks(_piece(found, index, words, cues)))
        titled = not titled and unit.leads and pieces[-1].kind is not BlockKind.HEADING and _is_title(found, index)
    return pieces


def _without_marks(piece: Piece) -> Piece:
    text, lead = without_marks(piece.text)
    leads = piece.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
    return replace(piece, text=text, lead=lead if leads else 0)


def _is_title(found: Sequence[Unit], index: int) -> bool:
    """Whether the first of two lines without a blank one between them is the title of the other, a full sentence."""
    line, after = found[index].text, found[index + 1 : index + 3]
    same = [one.text for one in after if one.listed and not one.leads]
    if len(same) != 1 or after[0].text != same[0]:
        return False
    short = line.count(" ") < MOST_TITLE and line[-1] not in ".,;:" and not same[0][0].islower()
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
    if len(after) == 1:  # the text's last line, if it is no label, is what a short one above it heads
        return plain.count(" ") < LONGEST_LABEL and after[0].text.count(" ") >= LEAST_TITLED
    return not _could_head(after[1], words)


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
