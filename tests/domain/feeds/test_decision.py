"""What becomes of new items in a channel: whatever is not posted has an event that says why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.decision import Candidate, decide
from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.filter import FeedFilter
from bot.domain.feeds.follow import Follow
from bot.domain.feeds.history import Happened

NOW = 1_000
FOLLOW = Follow(1, 1, 10, 300, "Paper", 5, since=100)


def candidate(number: int, title: str = "News", *, seen_at: int = NOW, article: int | None = -1) -> Candidate:
    return Candidate(number, seen_at, FeedItem(title=title), number if article == -1 else article)


candidates = st.lists(
    st.builds(
        candidate,
        st.integers(1, 30),
        st.sampled_from(["News", "A recipe", "Sport"]),
        seen_at=st.sampled_from([50, 100, 101, NOW]),
        article=st.sampled_from([-1, -1, None, 7]),
    ),
    unique_by=lambda each: each.item_id,
    max_size=12,
)
follows = st.builds(
    lambda paused, exclude: replace(FOLLOW, paused_at=paused, filter=FeedFilter((), exclude)),
    st.sampled_from([None, 500]),
    st.sampled_from([(), ("recipe",)]),
)


@given(follows, candidates, st.sets(st.integers(1, 30), max_size=5), st.booleans())
def test_every_item_is_posted_or_named_or_its_reason_is_kept_and_never_twice(
    follow: Follow, items: list[Candidate], told: set[int], asked: bool
) -> None:
    decision = decide(follow, items, told, NOW, asked=asked)
    shown = [each.item_id for each in (*decision.posts, *decision.digest)]
    explained = [event.item_id for event in decision.events]
    due = [each.item_id for each in items if asked or each.seen_at > follow.since]
    assert sorted({*shown, *explained}) == sorted(due)
    assert shown == [number for number in due if number in shown], "in the order given"
    articles = [each.article_id for each in (*decision.posts, *decision.digest) if each.article_id is not None]
    assert len(articles) == len(set(articles))
    assert not set(articles) & told
    assert len(decision.posts) <= 3
    assert {(event.server_id, event.channel_id) for event in decision.events} <= {(10, 300)}


def test_each_reason_is_the_one_that_decided() -> None:
    items = [candidate(1), candidate(2, "A recipe"), candidate(3, article=1), candidate(4, seen_at=100)]
    decision = decide(replace(FOLLOW, filter=FeedFilter((), ("recipe",))), items, {9}, NOW)
    assert [each.item_id for each in decision.posts] == [1]
    assert [(event.item_id, event.what, event.detail) for event in decision.events] == [
        (2, Happened.FILTERED, "recipe"),
        (3, Happened.KNOWN, ""),
    ]
    paused = decide(replace(FOLLOW, paused_at=5), items[:1], set(), NOW)
    assert [event.what for event in paused.events] == [Happened.PAUSED]
    assert decide(replace(FOLLOW, paused_at=5), items[:1], set(), NOW, asked=True).posts == (items[0],)


def test_what_was_not_read_is_only_listed_in_the_digest() -> None:
    decision = decide(FOLLOW, [*map(candidate, range(1, 5)), candidate(9, article=None)], set(), NOW)
    assert [each.item_id for each in decision.digest] == [4, 9]
    assert [event.what for event in decision.events] == [Happened.DIGEST, Happened.LISTED]
