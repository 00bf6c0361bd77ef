"""Markdown to an `Article`: through HTML, so that both are read by the same rules."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import html
from markdown_it import MarkdownIt

from bot.domain.article import Article, BlockKind
from bot.domain.boilerplate import FRONT
from bot.domain.boilerplate_cues import FRONT_LINE, cues_of
from bot.domain.draft import Draft, finish
from bot.domain.headings import Step, words_of
from bot.domain.piece import Piece, tidy_line, tidy_name
from bot.languages import all_languages
from bot.sources.decoding import decode
from bot.sources.front_matter import split_front_matter
from bot.sources.html_blocks import pieces_of
from bot.sources.ordinals import with_ordinals_marked
from bot.sources.templates import without_templates
from bot.sources.unmarked_headings import with_unmarked_headings

_PARSER = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable(["table", "strikethrough"])
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})")
_ATTRIBUTES = re.compile(r"\{:[^{}\n]*+\}|\{#[\w-]++\}")
_LABELLED = re.compile(
    r"^(\*{0,2}[^\W\d_][\w -]{0,30}(?::\*{0,2}|\*\*:)[ \t][^\n]*[^\s\\])[ \t]*\n"
    r"(?=\*{0,2}[^\W\d_][\w -]{0,30}(?::\*{0,2}|\*\*:)[ \t])",
    re.MULTILINE,
)
"""A line that begins with a label, "Date: 3 May", and another below it: authors mean two lines, Markdown does not."""
_BOLD_LINE = re.compile(
    r"(?m)^((?:[-*+]|\d{1,2}[.)])?[ \t]{0,4}\*\*[^*\n]{0,200}(?:[^*\n.;,]|\.\.\.)\*\*)[ \t]{0,4}\n"
    r"(?=[ \t]{0,8}[A-ZÀ-ÞΑ-Ω¿¡“«])"
)
"""A line that is all bold, and a sentence under it: what the bold words say ends there, though no full stop says so."""
_SHORTCODE = re.compile(r"(?<![\w:`/]):[a-z][a-z0-9_+-]{1,30}:(?![\w:`])")
"""A picture by its name, ":seedling:"."""
_NOTE = re.compile(r"\[\^[^\[\]\s]++\](?!:)")
_NOTE_TEXT = re.compile(r"^\[\^[^\[\]\s]++\]:[^\n]*+(?:\n(?!\[\^|\s*\n)[^\n]++)*+", re.MULTILINE)
_NUMBERED = re.compile(r"^\d{1,2}[.):]")
_TIGHT_HEADING = re.compile(r"^(#{2,6})(?=[^#\s])", re.MULTILINE)


MOST_ABOVE = 40
"""Pieces at the top among which a lone `h1` is the title, whatever stands above it."""
LEAST_MENU = 3
"""Entries of a menu."""


def read_markdown(data: bytes | str, *, name: str = "", url: str | None = None) -> Article:
    """The article of a Markdown text, front matter included."""
    text = data if isinstance(data, str) else decode(data)
    front, body = split_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    rendered = _PARSER.render(_without_templates(body))
    pieces = pieces_of(html.fromstring(f"<div>{rendered}</div>", parser=_html_parser())) if rendered.strip() else []
    pieces = _below_navigation(_with_dates_as_lines(pieces))
    title, pieces = _title(_SHORTCODE.sub("", front.title), pieces, name)
    draft = Draft(
        title,
        with_unmarked_headings(pieces, words_of(all_languages())),
        language=front.language,
        published=front.published,
        authors=front.authors,
        canonical_url=url or front.url,
        source_name=front.source_name,
    )
    return finish(draft, all_languages())


def _html_parser() -> html.HTMLParser:
    return html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")


def _without_templates(text: str) -> str:
    """The text without what site generators put into it (`{{< figure >}}`, `{% include %}`, `{: .lead}`), code kept."""
    parts: list[str] = []
    for is_code, lines in _runs(text):
        part = "\n".join(lines if is_code else with_ordinals_marked(lines, "\\"))
        if not is_code:
            part = _BOLD_LINE.sub(r"\1  \n", _LABELLED.sub(r"\1  \n", part))
            part = _SHORTCODE.sub("", _ATTRIBUTES.sub("", without_templates(part)))
            part = _TIGHT_HEADING.sub(r"\1 ", _NOTE.sub("", _NOTE_TEXT.sub("", part)))
        parts.append(part)
    return "\n".join(parts)


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    """The lines in runs of code and of text."""
    runs: list[tuple[bool, list[str]]] = [(False, [])]
    fence: str | None = None
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence is None and mark:
            fence = mark[0].strip()
            runs.append((True, [line]))
        elif fence is not None and line.strip().startswith(fence):
            runs[-1][1].append(line)
            runs.append((False, []))
            fence = None
        else:
            runs[-1][1].append(line)
    return runs


def _with_dates_as_lines(pieces: list[Piece]) -> list[Piece]:
    """The pieces; what is set as a heading at the top and says nothing but a day is the line with the date."""
    cues = cues_of(all_languages())
    return [
        replace(piece, kind=BlockKind.PARAGRAPH, level=0)
        if at < FRONT and piece.kind is BlockKind.HEADING and cues.date_of(tidy_line(piece.text), 0)
        else piece
        for at, piece in enumerate(pieces)
    ]


def _below_navigation(pieces: list[Piece]) -> list[Piece]:
    """The pieces from the first `h1` on, where what stands above it is a site's menu copied along."""
    top = next((at for at, piece in enumerate(pieces[:MOST_ABOVE]) if piece.level == 1 and _is_marked(piece)), 0)
    above = pieces[:top]
    linked = sum(piece.link_chars for piece in above)
    return pieces[top:] if len(above) >= LEAST_MENU and 2 * linked > sum(len(piece.text) for piece in above) else pieces


def _is_marked(piece: Piece) -> bool:
    return piece.kind is BlockKind.HEADING and not piece.guessed


def _title(stated: str, pieces: list[Piece], name: str) -> tuple[str, list[Piece]]:
    """The title the front matter states, else the first heading, which is then no heading of the text any more."""
    if tidy_name(stated):
        return stated, pieces
    first = next(
        (at for at, piece in enumerate(pieces[:6]) if piece.kind is BlockKind.HEADING and tidy_name(piece.text)), None
    )
    only = [at for at, piece in enumerate(pieces) if piece.level == 1 and _is_marked(piece) and tidy_name(piece.text)]
    if first is not None and _could_be_title(pieces, first):
        return pieces[first].text, pieces[:first] + pieces[first + 1 :]
    if len(only) == 1 and only[0] < MOST_ABOVE and words_of(all_languages()).step(pieces[only[0]].text) is None:
        return pieces[only[0]].text, pieces[: only[0]] + pieces[only[0] + 1 :]
    return re.sub(r"[-_]+", " ", name.rsplit("/", 1)[-1].rsplit(".", 1)[0]).strip(), pieces


def _could_be_title(pieces: list[Piece], first: int) -> bool:
    """Whether the first heading is the title and not one of the text's own: a lessons heading, a numbered one, or one
    that others of its level follow where the text has begun above it.
    """
    head = pieces[first]
    others = [piece.level for piece in pieces[first + 1 :] if piece.kind is BlockKind.HEADING]
    if (head.level > 2 and head.level >= min(others, default=head.level)) or (head.guessed and first):
        return False
    begun = any(piece.text.count(" ") >= FRONT_LINE for piece in pieces[:first])
    alike = any(piece.kind is BlockKind.HEADING and piece.level == head.level for piece in pieces[first + 1 :])
    own = words_of(all_languages()).step(head.text) is Step.LESSONS or (alike and _NUMBERED.match(head.text))
    return not (begun and alike) and not (own and (begun or head.level == 2))
