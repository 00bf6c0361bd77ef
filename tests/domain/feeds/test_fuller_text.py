"""Of two readings of an article the better is the one with the lessons section."""

from bot.domain.feeds.fuller_text import Better, better_of
from bot.domain.study import Study, study
from bot.languages import all_languages
from bot.sources.text import read_text

STORY = "When the letters arrived in January, most people put them in a drawer, because nobody had ever answered. "
LESSONS = "Lessons learned\n\nA strike fund has to exist before the strike, or else it is always one letter behind."


def reading(text: str) -> Study:
    return study(read_text(f"The rent strike\n\n{text}"), all_languages())


STUB, WHOLE = reading(STORY), reading(STORY * 6)
STUB_LESSONS, WHOLE_LESSONS = reading(f"{STORY}\n\n{LESSONS}"), reading(f"{STORY * 6}\n\n{LESSONS}")
NOTICE = reading("We and our partners value privacy. Please accept the cookies of this shop to go on. " * 10)


def chosen(feed: Study | None, page: Study | None) -> tuple[bool, Better] | None:
    choice = better_of(feed, page)
    return (choice.from_page, choice.why) if choice else None


def test_the_one_with_the_lessons_section() -> None:
    assert chosen(STUB, WHOLE_LESSONS) == (True, Better.PAGE_HAS_LESSONS)
    assert chosen(STUB_LESSONS, WHOLE) == (False, Better.FEED_HAS_LESSONS)


def test_of_two_alike_the_fuller_and_of_two_as_full_the_feeds() -> None:
    assert chosen(STUB, WHOLE) == (True, Better.PAGE_IS_FULLER)
    assert chosen(WHOLE_LESSONS, STUB_LESSONS) == (False, Better.FEED_IS_FULLER)
    assert chosen(WHOLE, WHOLE) == (False, Better.FEED_IS_FULLER)


def test_a_consent_notice_is_not_the_article() -> None:
    assert chosen(STUB, NOTICE) == (False, Better.PAGE_IS_ANOTHER)


def test_one_alone_is_taken_and_none_is_none() -> None:
    assert chosen(STUB, None) == (False, Better.ONLY_FEED)
    assert chosen(None, WHOLE) == (True, Better.ONLY_PAGE)
    assert chosen(None, None) is None
