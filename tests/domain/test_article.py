"""The article and what identifies it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Article, text_hash


def article(text: str, url: str | None = None) -> Article:
    return Article("Title", text, (), canonical_url=url)


def test_an_article_is_its_address_or_else_its_text() -> None:
    assert article("a", "https://example.org/a").identity == "url:https://example.org/a"
    assert article("One  text\nhere").identity == article("one text here").identity
    assert article("one text").identity != article("another text").identity


@given(st.text(), st.text())
def test_two_texts_have_one_hash_only_if_they_differ_in_case_and_space_alone(one: str, other: str) -> None:
    assert text_hash(f" {one}\n") == text_hash(one)
    if text_hash(one) == text_hash(other):
        assert one.casefold().split() == other.casefold().split() or not one.isascii()


def test_reading_takes_at_least_a_minute() -> None:
    assert article("word").reading_minutes == 1
    assert article("word " * 239).reading_minutes == 2
