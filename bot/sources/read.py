"""Any bytes to an `Article`: the one door through which files, pages and pasted text come in."""

from __future__ import annotations

import json
import re

from bot.domain.address import canonical
from bot.domain.article import Article
from bot.errors import ArticleError
from bot.sources.decoding import MAX_BYTES, decode, refuse_binary
from bot.sources.markdown import read_markdown
from bot.sources.page import read_page
from bot.sources.text import read_text

__all__ = ["LEAST_WORDS", "MAX_BYTES", "read_article"]

LEAST_WORDS = 30
"""An article has more; what has fewer is a stub, a teaser or a consent page."""

_HTML_NAME = re.compile(r"\.(?:html?|xhtml)$", re.IGNORECASE)
_XML_START = re.compile(
    r"<\?xml\b|<!doctype (?!html)|<!entity\b|<(?:rss|feed|rdf:rdf|opml|svg|urlset)\b", re.IGNORECASE
)
_MARKDOWN_NAME = re.compile(r"\.(?:md|markdown|mdx|qmd|rmd)$", re.IGNORECASE)
_HTML_START = re.compile(
    r"\A\s*+(?:<\?xml[^>]*+>\s*+)?+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype html|html|head|body|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_MARKDOWN_TITLE = re.compile(r"\A\s*# +\S")
_MARKDOWN_HEADING = re.compile(r"(?:\A|\n[ \t]*\r?\n)#{2,6} +\S[^\n]*\n[ \t]*\r?\n")
_FRONT_MATTER = re.compile(r"\A\ufeff?(?:---|\+\+\+)[ \t]*\r?\n(?=[A-Za-z_])")


def read_article(
    data: bytes, *, name: str | None = None, content_type: str | None = None, url: str | None = None
) -> Article:
    """The article in the bytes, read as HTML, Markdown or plain text by their type, name and look.

    `name`: of an uploaded file. `content_type`, `url`: as fetched. Raises `ArticleError` and nothing else: it says what
    is wrong (empty, not a text, over 5 MiB, no article in it) and what to do.
    """
    refuse_binary(data)
    kind = (content_type or "").partition(";")[0].strip().casefold()
    file = name or ""
    text = decode(data, content_type)
    address = canonical(url) if url else None
    try:
        if _is_html(text, kind, file):
            article = read_page(text, url=url if address else None)
        elif _is_data(text):
            raise ArticleError(
                "This is a feed or other data, not an article.",
                "Give the address of one article, or a file with its text.",
            )
        elif _is_markdown(text, kind, file):
            article = read_markdown(text, name=file, url=address)
        else:
            article = read_text(text, name=file, url=address)
    except RecursionError as error:
        raise ArticleError("This text is nested too deeply to be read.", "Paste the article's text.") from error
    return _checked(article)


def _is_html(text: str, kind: str, name: str) -> bool:
    if kind in {"text/html", "application/xhtml+xml"} or _HTML_NAME.search(name):
        return True
    return kind in {"", "text/plain", "application/xml", "text/xml", "application/octet-stream"} and bool(
        _HTML_START.match(text[:5000])
    )


def _is_data(text: str) -> bool:
    """XML that is not a page, or JSON: what stands in it is not for reading, and its entities are not looked at."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("<") and _XML_START.match(start):
        return True
    if not start.startswith(("{", "[")):
        return False
    try:
        return isinstance(json.loads(text.lstrip("\ufeff")), dict | list)
    except (ValueError, RecursionError):
        return False


def _is_markdown(text: str, kind: str, name: str) -> bool:
    """By name or type, or by what a plain text would not have: front matter, or headings with number signs.

    A single number sign within the text is more often a comment in a program that somebody quotes.
    """
    if kind in {"text/markdown", "text/x-markdown"} or _MARKDOWN_NAME.search(name):
        return True
    headings = len(_MARKDOWN_HEADING.findall(text))
    return bool(_FRONT_MATTER.match(text)) or headings >= (1 if _MARKDOWN_TITLE.match(text) else 2)


def _checked(article: Article) -> Article:
    words = len(article.text.split(maxsplit=LEAST_WORDS))  # of a long text the rest need not be split
    if not words:
        raise ArticleError("There is no text in this.", "Paste the article's text, or choose another file or address.")
    if words < LEAST_WORDS:
        raise ArticleError(
            "This holds only {words} words, too few for an article.",
            "If the page shows more in a browser, copy the text from there and paste it.",
            words=words,
        )
    return article
