"""A web page to an `Article`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from lxml import etree

from bot.domain.article import Article, BlockKind
from bot.domain.boilerplate_cues import FRONT_LINE, Cues, cues_of
from bot.domain.draft import Draft, finish
from bot.domain.headings import words_of
from bot.domain.phrases import fold
from bot.domain.piece import Piece, tidy_line, tidy_name
from bot.errors import ArticleError
from bot.languages import all_languages
from bot.sources.decoding import decode
from bot.sources.front_matter import FrontMatter, split_front_matter
from bot.sources.html_blocks import pieces_of
from bot.sources.page_content import content_of
from bot.sources.page_front import front_lines
from bot.sources.page_metadata import PageFacts, facts_of, title_of
from bot.sources.templates import without_templates
from bot.sources.unmarked_headings import with_unmarked_headings

LONGEST_DATED = 100
"""Characters of a line with the date."""
_CONTROLS = tuple(map(chr, (*range(9), 11, 12, *range(14, 32))))
_NULL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read_page(data: bytes | str, *, url: str | None = None, content_type: str | None = None) -> Article:
    """The article of an HTML page. `url`: where it came from, after redirects. Raises `ArticleError` if it has none."""
    stated, text = _source(data if isinstance(data, str) else decode(data, content_type))
    page = _parse(text)
    languages = all_languages()
    facts = _with_front_matter(facts_of(page, url), stated)
    body = page.find("body") if page.tag == "html" else page
    body = body if body is not None else page
    words, cues = words_of(languages), cues_of(languages)
    front = cues.front([] if facts.published and facts.authors else front_lines(body))
    content = content_of(body, words)
    pieces = pieces_of(content)
    title = title_of(page, facts, [piece.text for piece in pieces[:10] if piece.kind is BlockKind.HEADING])
    pieces = _from_title(pieces, title)
    draft = Draft(
        title or (pieces[0].text if pieces and pieces[0].kind is BlockKind.HEADING else ""),
        with_unmarked_headings(_levelled(pieces), words),
        language=facts.language,
        published=facts.published or front.published or _front_date(pieces, title, cues),
        authors=facts.authors or ((front.name,) if front.name else ()),
        canonical_url=facts.canonical_url,
        source_name=facts.site_name,
    )
    return finish(draft, languages)


def _source(text: str) -> tuple[FrontMatter, str]:
    """A page's text; where it is still the source of a generated one, without its front matter and templates."""
    stated, below = split_front_matter(text)
    return (FrontMatter(), text) if below is text else (stated, without_templates(below))


def _with_front_matter(facts: PageFacts, stated: FrontMatter) -> PageFacts:
    """What the page states, its front matter first."""
    return replace(
        facts,
        titles=tuple(filter(None, (tidy_name(stated.title), *facts.titles))),
        published=stated.published or facts.published,
        authors=stated.authors or facts.authors,
        language=stated.language or facts.language,
    )


def _parse(text: str) -> etree._Element:
    clean = _DECLARATION.sub("", _parseable(text))
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        page: etree._Element | None = etree.fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _unreadable() from error
    if page is None:
        raise _unreadable()
    return page


def _parseable(text: str) -> str:
    """The text without what the parser refuses; most have none of it, and a pattern is slow to find that out."""
    try:
        whole = not any(sign in text for sign in _CONTROLS) and bool(text.encode())
    except UnicodeEncodeError:  # it holds half of a pair
        whole = False
    return text if whole else _NULL.sub(" ", text)


def _unreadable() -> ArticleError:
    return ArticleError("This page has no text that can be read.", "Paste the article's text, or give another address.")


def _from_title(pieces: list[Piece], title: str) -> list[Piece]:
    """What stands above the title on the page (kicker, navigation, notices) is not the article's."""
    folded = fold(title)
    for index, piece in enumerate(pieces[:25]):
        if piece.kind is BlockKind.HEADING and folded and fold(piece.text) == folded:
            above = sum(one.text.count(" ") + 1 for one in pieces[:index])
            return pieces[index:] if above <= 120 else pieces
    return pieces


def _levelled(pieces: Sequence[Piece]) -> list[Piece]:
    """Bold lines are headings of one level: where the page has no real ones beside the title, of the second."""
    real = [
        piece.level for piece in pieces if piece.kind is BlockKind.HEADING and not piece.guessed and piece.level > 1
    ]
    if real:
        return list(pieces)
    return [replace(piece, level=2) if piece.kind is BlockKind.HEADING and piece.guessed else piece for piece in pieces]


def _front_date(pieces: Sequence[Piece], title: str, cues: Cues) -> date | None:
    """A date line under the title, or the last line of a page without any other date; else the title's own."""
    lines = [tidy_line(line) for piece in [*_front(pieces), *pieces[-3:]] for line in piece.text.split("\n")[:4]]
    below = [line for line in lines if len(line) < LONGEST_DATED and line != title]
    return next((day for line in [*below, title] if (day := cues.front_line(line).published)), None)


def _front(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces before the text begins: a heading behind a paragraph, or a list, has begun it."""
    front: list[Piece] = []
    said = False
    for piece in pieces[:6]:
        if piece.kind is BlockKind.LIST_ITEM or (said and piece.kind is BlockKind.HEADING):
            break
        said = said or piece.text.count(" ") >= FRONT_LINE
        front.append(piece)
    return front
