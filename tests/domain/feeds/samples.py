"""Feeds for tests: items with words of their own, and a follower that keeps what a store keeps between documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.domain.feeds.document import FeedDocument, FeedFormat, FeedItem
from bot.domain.feeds.identity import FeedJudgement, FeedMemory, KnownItem, Verdict, judge, next_order
from bot.domain.feeds.marks import marks_of_all

DAY = 86_400_000
WORDS = (
    *("bread", "rent", "night", "bus", "seeds", "clinic", "choir", "kitchen"),
    *("letter", "beans", "rota", "flood", "street", "harbour", "winter", "ladder"),
)


def words_of(number: int, count: int = 20) -> str:
    """Words that no other number has in this order."""
    return " ".join(
        f"{WORDS[(number * 7 + place) % len(WORDS)]}{number if place % 3 == 0 else ''}" for place in range(count)
    )


def item(number: int, **changed: object) -> FeedItem:
    """The item of that number, with an id, an address, a title, a text and a date of its own."""
    whole = FeedItem(
        guid=f"id-{number}",
        link=f"https://notebook.example/{number}",
        title=f"About {words_of(number, 3)}",
        published=(20_000 + number) * DAY,
        summary_html=f"<p>{words_of(number)}</p>",
    )
    return replace(whole, **changed)  # type: ignore[arg-type]


def document(items: Sequence[FeedItem], **said: object) -> FeedDocument:
    whole = FeedDocument("The Notebook", FeedFormat.RSS, tuple(items), site_url="https://notebook.example/")
    return replace(whole, **said)  # type: ignore[arg-type]


@dataclass
class Follower:
    """Judges one document after the other, keeping what a store keeps."""

    memory: FeedMemory | None = None
    known: dict[int, KnownItem] = field(default_factory=dict)

    def take(self, items: Sequence[FeedItem], **said: object) -> FeedJudgement:
        read = document(items, **said)
        judged = judge(read, marks_of_all(read), self.known.values(), self.memory)
        ids: dict[int, int] = {}
        for one in judged.items:
            if one.verdict in {Verdict.NEW, Verdict.BASELINE}:
                ids[one.position] = len(self.known) + 1
                self.known[ids[one.position]] = KnownItem(ids[one.position], one.marks)
            elif one.verdict in {Verdict.SAME, Verdict.CHANGED} and one.known is not None:
                self.known[one.known] = KnownItem(one.known, one.marks)
        self.memory = FeedMemory(judged.dropped, next_order(judged, ids), judged.cut)
        return judged
