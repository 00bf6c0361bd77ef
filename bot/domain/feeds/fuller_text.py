"""Which of two readings of one article is the better: what the feed gives, or what its page gives."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.lessons import Step
from bot.domain.phrases import fold
from bot.domain.study import Study

MUCH_LONGER = 1.3
"""Times the words, from which on the longer reading has something that the shorter leaves out."""
STUB_WORDS = 60
SHARED = 0.5
"""Share of a stub's words that its article has too; a page with fewer is a notice, a wall or another page."""


class Better(StrEnum):
    """Why a reading was chosen; `/feed why` words it."""

    ONLY_FEED = "only_feed"
    ONLY_PAGE = "only_page"
    FEED_HAS_LESSONS = "feed_has_lessons"
    PAGE_HAS_LESSONS = "page_has_lessons"
    FEED_IS_FULLER = "feed_is_fuller"
    PAGE_IS_FULLER = "page_is_fuller"
    PAGE_IS_ANOTHER = "page_is_another"
    """The page does not hold what the feed says of the article: a consent notice, a wall, an error."""


@dataclass(frozen=True, slots=True)
class Choice:
    study: Study
    why: Better
    from_page: bool


def has_lessons(study: Study) -> bool:
    """Whether the article has a lessons section of its own, not only what stands in for one."""
    return any(section.step is Step.LESSONS for section in study.sections)


def better_of(from_feed: Study | None, from_page: Study | None) -> Choice | None:
    """The reading with the lessons section; where both or neither has one, the fuller; alike, the feed's, which has
    nothing around it. None if there is neither.
    """
    if from_page is None:
        return None if from_feed is None else Choice(from_feed, Better.ONLY_FEED, from_page=False)
    if from_feed is None:
        return Choice(from_page, Better.ONLY_PAGE, from_page=True)
    feed_has, page_has = has_lessons(from_feed), has_lessons(from_page)
    if feed_has != page_has:
        why = Better.FEED_HAS_LESSONS if feed_has else Better.PAGE_HAS_LESSONS
        return Choice(from_feed if feed_has else from_page, why, from_page=page_has)
    if not is_of(from_page, from_feed):
        return Choice(from_feed, Better.PAGE_IS_ANOTHER, from_page=False)
    if from_page.article.word_count >= MUCH_LONGER * from_feed.article.word_count:
        return Choice(from_page, Better.PAGE_IS_FULLER, from_page=True)
    return Choice(from_feed, Better.FEED_IS_FULLER, from_page=False)


def is_of(page: Study, feed: Study) -> bool:
    """Whether the page holds the words with which the feed's text begins."""
    opening = set(fold(feed.article.text).split()[:STUB_WORDS])
    return not opening or len(opening & set(fold(page.article.text).split())) >= SHARED * len(opening)
