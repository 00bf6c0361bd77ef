"""Which text an item's article has: the feed's own, or that of the page the item leads to.

The page is believed about its own address; the feed only where the page shows the same words, or cannot be read. The
better of two that tell the same story is the one with the lessons section.
"""

from __future__ import annotations

from enum import StrEnum

from bot.domain.article import Article
from bot.domain.study import Study

SHINGLE = 4
SAME_STORY = 0.5
"""Share of the feed's runs of words that the page has too. Less is another text: a consent page, a list, an error."""


class TextFrom(StrEnum):
    """Where a text came from, and why; `/feed why` words it."""

    FEED_LESSONS = "feed_lessons"
    """Both tell the same story; only the feed's text has the lessons section."""
    PAGE_LESSONS = "page_lessons"
    FEED_LONGER = "feed_longer"
    PAGE_LONGER = "page_longer"
    PAGE_OTHER = "page_other"
    """The page tells another story than the feed, and it is the page that people will open."""
    PAGE_ALONE = "page_alone"
    """The feed has only a few words."""
    FEED_ALONE = "feed_alone"
    """The page cannot be read."""
    SUMMARY_ALONE = "summary_alone"
    """Neither gives a whole text."""


def better(feed: Study | None, page: Study | None) -> tuple[Study, TextFrom] | None:
    """The text to take; None if there is none."""
    if page is None:
        return (feed, TextFrom.FEED_ALONE) if feed is not None else None
    if feed is None:
        return page, TextFrom.PAGE_ALONE
    if not same_story(feed.article, page.article):
        return page, TextFrom.PAGE_OTHER
    if bool(feed.sections) != bool(page.sections):
        return (feed, TextFrom.FEED_LESSONS) if feed.sections else (page, TextFrom.PAGE_LESSONS)
    if len(feed.article.text) * 4 >= len(page.article.text) * 3:
        return feed, TextFrom.FEED_LONGER
    return page, TextFrom.PAGE_LONGER


def same_story(feed: Article, page: Article) -> bool:
    """Whether most of what the feed says stands on the page too."""
    told, shown = _runs(feed.text), _runs(page.text)
    return not told or len(told & shown) >= SAME_STORY * len(told)


def _runs(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)}
