"""Cards never break Discord's limits, whatever the article says, and never let it ping or forge anything."""

from datetime import date

import discord
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery import article_cards, preview_cards, reading_cards, report_cards, setup_cards
from bot.delivery.card import Card
from bot.domain.article import Article, Block, BlockKind
from bot.domain.due_work import DueWork, WorkKind, WorkState
from bot.domain.questions import ClaimKind, Question
from bot.domain.reading import PlannedQuestion, Reading, ReadingState
from bot.domain.report import MemberCounts, QuestionCounts, ReadingReport
from bot.languages.words import SPOKEN, speaking

TONGUES = st.sampled_from(sorted(SPOKEN))
WILD = st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=3000)


def article(text: str = "Some words that say what happened.", **more: object) -> Article:
    return Article(title="T", text=text, blocks=(Block(BlockKind.PARAGRAPH, 0, len(text)),), **more)  # type: ignore[arg-type]


def reading(**more: object) -> Reading:
    values: dict[str, object] = {"id": 7, "server_id": 1, "article_id": 3, "state": ReadingState.DRAFT, "channel_id": 5}
    values |= {"planned_by": 9, "starts_at": 1_800_000_000_000, "duration_ms": 3_600_000, "created_at": 0}
    return Reading(**values | more)  # type: ignore[arg-type]


def planned(position: int, text: str = "Why?", evidence: str = "Some words") -> PlannedQuestion:
    return PlannedQuestion(7, position, Question(text, evidence, ClaimKind.CLAIM, (0, 10), "rule", "1"))


def assert_fits(card: Card) -> None:
    """Discord's documented limits: 2,000 characters, 10 embeds of 6,000 together, and those of their parts."""
    assert len(card.content or "") <= 2000
    assert len(card.embeds) <= 10
    assert sum(map(len, card.embeds)) <= 6000
    for embed in card.embeds:
        assert len(embed.title or "") <= 256
        assert len(embed.description or "") <= 4096
        assert len(embed.fields) <= 25
        for field in embed.fields:
            assert 1 <= len(field.name or "") <= 256
            assert 1 <= len(field.value or "") <= 1024
    assert len(card.rows) <= 5


@given(tongue=TONGUES, title=WILD, text=WILD, source=st.none() | WILD, heading=st.none() | WILD)
@settings(max_examples=60)
def test_an_announcement_fits_whatever_the_article_says_in_whatever_language(
    tongue: str, title: str, text: str, source: str | None, heading: str | None
) -> None:
    found = article_cards.Found(1, 5, heading)
    with speaking(tongue):
        assert_fits(article_cards.announcement(3, title, article(text, source_name=source), found))


@given(tongue=TONGUES, title=WILD, asks=st.lists(st.text(min_size=1, max_size=240), min_size=1, max_size=7))
@settings(max_examples=60)
def test_a_preview_of_seven_long_questions_fits(tongue: str, title: str, asks: list[str]) -> None:
    questions = [planned(n, ask, "*" * 280) for n, ask in enumerate(asks, 1)]
    with speaking(tongue):
        assert_fits(preview_cards.preview(reading(), title, article(), questions))


@given(text=st.text(min_size=1, max_size=240), evidence=st.text(min_size=1, max_size=280))
@settings(max_examples=60)
def test_a_question_fits_and_quotes_its_passage_unless_that_is_the_question(text: str, evidence: str) -> None:
    card = reading_cards.question(planned(1, text, evidence), 7)
    assert_fits(card)
    assert (card.content or "").startswith(">") == (evidence != text)


@given(title=WILD, text=WILD)
@settings(max_examples=60)
def test_a_passage_fits_where_it_stands(title: str, text: str) -> None:
    end = min(len(text), 280)
    asked = Question("Why?", text[:end], ClaimKind.CLAIM, (0, end), "rule", "1")
    assert_fits(reading_cards.passage(title, article(text), asked))


@pytest.mark.parametrize("tongue", SPOKEN)
@pytest.mark.parametrize("members", [0, 1, 30, 400])
def test_a_report_and_a_closing_post_fit_however_many_took_part(members: int, tongue: str) -> None:
    counts = MemberCounts(True, True, 99, 7, 99, 7, 0, 1)
    report = ReadingReport(
        7, tuple(QuestionCounts(n, 99, 9, 9, 9) for n in range(1, 8)), dict.fromkeys(range(members), counts)
    )
    questions = [planned(n, "Why is it so? " * 15) for n in range(1, 8)]
    running, over = (reading(state=each, thread_id=8) for each in (ReadingState.OPEN, ReadingState.CLOSED))
    with speaking(tongue):
        assert_fits(report_cards.reading_report(running, "T" * 300, questions, report))
        assert_fits(reading_cards.closing(over, "T" * 300, report))


def test_a_quiet_reading_is_closed_without_blaming_anyone() -> None:
    card = reading_cards.closing(reading(), "T", ReadingReport(7, (), {}))
    assert "quietly" in (card.content or "")


@pytest.mark.parametrize(
    ("replies", "reactions", "told"), [(4, 2, "20 replies and 10 reactions."), (4, 0, "20 replies."), (0, 0, None)]
)
def test_a_closing_post_tells_what_there_was_and_of_nothing_else(
    replies: int, reactions: int, told: str | None
) -> None:
    counts = MemberCounts(True, True, replies, 1, reactions, 0, 0, 1)
    card = reading_cards.closing(reading(), "T", ReadingReport(7, (), dict.fromkeys(range(5), counts)))
    lines = (card.content or "").split("\n")
    assert [line for line in lines if "repl" in line or "react" in line] == ([told] if told else [])


def test_an_announcement_tells_date_source_time_and_what_there_is_to_discuss() -> None:
    source = article(published=date(2025, 2, 14), source_name="The Paper")
    card = article_cards.announcement(3, "A title", source, article_cards.Found(1, 6, "Lessons"))
    told = {field.name: field.value for field in card.embeds[0].fields}
    assert told["Published"] == "14 February 2025"
    assert told["Source"] == "The Paper"
    assert told["Reading time"] == "about 1 min"
    assert told["To discuss"] == "1 section with lessons: “Lessons”\n6 discussion questions ready"


def test_an_article_with_an_address_is_read_there_and_one_without_is_handed_over() -> None:
    linked = article_cards.text_buttons(3, article(canonical_url="https://paper.example/a"))
    uploaded = article_cards.text_buttons(3, article())
    assert (linked[0].url, str(uploaded[0].mark)) == ("https://paper.example/a", "rc:text:3")


def test_every_post_that_may_be_tried_again_has_a_marker_of_its_own() -> None:
    found = article_cards.Found(1, 6)
    report = ReadingReport(7, (), {})
    markers = [
        article_cards.announcement(3, "T", article(), found).marker,
        reading_cards.announcement(reading(), "T", article(), 5).marker,
        reading_cards.opening(reading(), "T", article(), 5).marker,
        reading_cards.question(planned(1), 2).marker,
        reading_cards.question(planned(2), 2).marker,
        reading_cards.closing(reading(), "T", report).marker,
    ]
    assert len(set(markers)) == len(markers)


async def test_a_views_buttons_are_not_kept_by_the_client() -> None:
    view = reading_cards.question(planned(1), 2).view()
    assert view.is_finished()
    assert [item.custom_id for item in view.children if isinstance(item, discord.ui.Button)] == ["rc:passage:7:1"]


@pytest.mark.parametrize(
    ("state", "sign", "next_"),
    [
        (WorkState.WAITING, "⏳", "tried 2 times; next try <t:60:R>"),
        (WorkState.LEASED, "⏳", "being tried again right now"),
        (WorkState.FAILED, "❌", "tried 2 times; not again unless somebody asks for it"),
    ],
)
def test_the_check_promises_a_next_try_only_of_what_will_be_tried(state: WorkState, sign: str, next_: str) -> None:
    work = DueWork(1, "event:1", WorkKind.SYNC_EVENT, state, 60_000, 1, {}, 2, None, None, None, "No.")
    told = setup_cards.checked([], [work]).embeds[0].description or ""
    assert told.startswith(f"{sign} **1.** could not")
    assert told.endswith(f"No.\n-# {next_}")
