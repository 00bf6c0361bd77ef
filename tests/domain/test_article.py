"""The article and what identifies it."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.article import Article, Block, BlockKind, text_hash


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


def _of(*parts: tuple[BlockKind, str]) -> Article:
    blocks, at = [], 0
    for kind, text in parts:
        blocks.append(Block(kind, at, at + len(text)))
        at += len(text) + 2
    return Article("Title", "\n\n".join(text for _, text in parts), tuple(blocks))


def _shown(found: Article, passage: str, least: int) -> str:
    start = found.text.index(passage)
    return found.text[slice(*found.around(start, start + len(passage), least))]


def test_a_list_item_is_shown_between_its_neighbours_under_its_heading() -> None:
    found = _of(
        (BlockKind.PARAGRAPH, "Long before."),
        (BlockKind.HEADING, "Lessons"),
        (BlockKind.LIST_ITEM, "Ask first."),
        (BlockKind.LIST_ITEM, "Then build."),
        (BlockKind.LIST_ITEM, "Then mend."),
        (BlockKind.HEADING, "Thanks"),
    )
    assert _shown(found, "Then build.", 30) == "Lessons\n\nAsk first.\n\nThen build.\n\nThen mend."


def test_a_sentence_in_a_long_paragraph_is_shown_in_that_paragraph_alone() -> None:
    long = f"{'Before it. ' * 30}The point. {'After it. ' * 30}".strip()
    found = _of((BlockKind.PARAGRAPH, "Above."), (BlockKind.PARAGRAPH, long), (BlockKind.PARAGRAPH, "Below."))
    assert _shown(found, "The point.", 200) == long


def test_a_passage_outside_every_block_is_shown_as_it_is() -> None:
    assert _of((BlockKind.PARAGRAPH, "One.")).around(90, 95) == (90, 95)
