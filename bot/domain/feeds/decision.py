"""What becomes of a feed's new items in one channel: a post, a line in the digest, or nothing, and by which rule.

Pure: whatever decides is an argument, and whatever is decided comes back with its reason, for `/feed why`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.filter import apply
from bot.domain.feeds.follow import Follow
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.share import share_out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A new item on its way to the channels. `article_id`: None if it was not read, being one of very many."""

    item_id: int
    seen_at: int
    item: FeedItem
    article_id: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """For one channel. `posts`, `digest`: oldest first; every one in `posts` has an article. `events`: why not."""

    posts: tuple[Candidate, ...]
    digest: tuple[Candidate, ...]
    events: tuple[Event, ...]


def decide(
    follow: Follow, candidates: Sequence[Candidate], told: Collection[int], now: int, *, asked: bool = False
) -> Decision:
    """`candidates`: oldest first. `told`: articles the channel has had before. `asked`: an admin wants just these, so
    that it does not matter since when the channel follows, or that it is paused.
    """
    wanted: list[Candidate] = []
    events: list[Event] = []
    had = set(told)
    for each in candidates:
        if not asked and each.seen_at <= follow.since:
            continue
        event = _in_the_way(follow, each, had, now, asked=asked) or _filtered(follow, each, now)
        if event is not None:
            events.append(event)
        else:
            wanted.append(each)
            had |= {each.article_id} if each.article_id is not None else set()
    posts, digest = share_out(wanted)
    events += [_event(follow, each, _in_digest(each), now) for each in digest]
    return Decision(posts, digest, tuple(events))


def _in_the_way(follow: Follow, one: Candidate, told: Collection[int], now: int, *, asked: bool) -> Event | None:
    if follow.paused and not asked:
        return _event(follow, one, Happened.PAUSED, now)
    if one.article_id in told:
        return _event(follow, one, Happened.KNOWN, now)
    return None


def _filtered(follow: Follow, one: Candidate, now: int) -> Event | None:
    verdict = apply(follow.filter, one.item)
    if verdict.passes:
        return None
    return replace(_event(follow, one, Happened.FILTERED, now), rule=verdict.rule, detail=verdict.term or "")


def _in_digest(one: Candidate) -> Happened:
    return Happened.LISTED if one.article_id is None else Happened.DIGEST


def _event(follow: Follow, one: Candidate, what: Happened, now: int) -> Event:
    return Event(one.item_id, what, now, server_id=follow.server_id, channel_id=follow.channel_id)
