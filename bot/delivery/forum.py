"""Posts in a forum: a thread that begins with a message, under tags.

Discord has no nonce for them, so before any second try the forum's threads are looked through for one of ours with the
same marker.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import discord

from bot.delivery.card import Card
from bot.delivery.once import one_try

MOST_TAGS = 5
"""Discord's limit on tags of one post."""


@dataclass(frozen=True, slots=True)
class Tagging:
    """Tags for a post. `missing`: names that the forum has no tag for. `stand_in`: a tag that was not asked for, taken
    because the forum wants one and none of the names fits.
    """

    tags: tuple[discord.ForumTag, ...]
    missing: tuple[str, ...] = ()
    stand_in: str | None = None


def choose_tags(forum: discord.ForumChannel, wanted: Sequence[str], also: Sequence[str] = ()) -> Tagging:
    """The forum's tags of these names, whatever their case; then of the names in `also`, as far as there is room.

    Moderated tags are for moderators. A forum that requires a tag gets its first one if no other fits.
    """
    usable = {tag.name.casefold(): tag for tag in forum.available_tags if not tag.moderated}
    missing = tuple(name for name in wanted if name.casefold() not in usable)
    names = dict.fromkeys(name.casefold() for name in (*wanted, *also))
    tags = tuple(usable[name] for name in names if name in usable)[:MOST_TAGS]
    if tags or not forum.flags.require_tag or not usable:
        return Tagging(tags, missing)
    first = next(iter(usable.values()))
    return Tagging((first,), missing, first.name)


async def open_post(forum: discord.ForumChannel, name: str, card: Card, tags: Sequence[discord.ForumTag]) -> int:
    """The id of the new post, its thread's and its first message's alike."""
    view = card.view()
    with one_try():
        made = await forum.create_thread(
            name=name,
            content=card.content or discord.utils.MISSING,
            embeds=list(card.embeds),
            view=view,
            applied_tags=list(tags),
            allowed_mentions=card.allowed_mentions,
        )
    return made.thread.id


async def find_post(forum: discord.ForumChannel, marker: str, after: discord.Object) -> int | None:
    """Our post with this marker among those made since `after`, archived ones too."""
    me = forum.guild.me.id
    async for thread in _threads(forum):
        if thread.owner_id != me or thread.id < after.id:
            continue
        try:
            first = await thread.fetch_message(thread.id)
        except discord.NotFound:
            continue
        rows = (row for row in first.components if isinstance(row, discord.ActionRow))
        if marker in {item.custom_id for row in rows for item in row.children}:
            return thread.id
    return None


async def _threads(forum: discord.ForumChannel) -> AsyncIterator[discord.Thread]:
    for thread in await forum.guild.active_threads():
        if thread.parent_id == forum.id:
            yield thread
    async for thread in forum.archived_threads(limit=100):
        yield thread
