"""Sending to Discord, once: every post can be tried again after any failure without being doubled.

First try: send, with a nonce made from the work's key, so that Discord itself drops a second copy for a few minutes.
Every later try looks first: own posts since the first try, matched by marker. What Discord did not answer is unknown,
never failed: a time-out, a dropped connection and a 5xx may all have had their effect.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import discord

from bot.delivery import forum, markdown, permissions
from bot.delivery.card import Card
from bot.delivery.refusals import THREAD_ARCHIVED, UNKNOWN_CHANNEL, explained
from bot.errors import CircleError, NotFound, SetupMissing
from bot.told import Told

ALREADY_HAS_THREAD = 160004
UNKNOWN_MESSAGE = 10008
LOOK_BACK_MS = 60_000
"""Discord's clock and ours may differ by this much."""

ARCHIVE_AFTER_MINUTES: Final = 10_080


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which try this is of which work. `first_at`: when it was first tried (UTC epoch ms); None on the first try."""

    key: str
    first_at: int | None = None

    @property
    def nonce(self) -> str:
        """At most 25 characters, the same for every try in every process. Discord keeps nonces per author."""
        digest = hashlib.blake2b(self.key.encode(), digest_size=15).digest()
        return base64.b32encode(digest).decode().lower()


@dataclass(frozen=True, slots=True)
class Headline:
    """What a forum needs besides the card: the post's name, its tags by name, and further names that may be tags."""

    name: str
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class Board:
    """Where the bot posts. All channel and message ids are Discord's; all failures are of our error tree."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def require(self, channel_id: int, needed: tuple[str, ...]) -> None:
        """PermissionMissing, naming right and place, unless the bot may do what is `needed` in the channel."""
        permissions.require(self._client, channel_id, needed)

    def first_open(self, *channel_ids: int | None) -> int | None:
        """The first of these channels in which the bot may post a message; None if it may in none of them."""
        return next((each for each in channel_ids if each is not None and self._takes_messages(each)), None)

    def _takes_messages(self, channel_id: int) -> bool:
        channel = self._client.get_channel(channel_id)
        if not isinstance(channel, discord.abc.GuildChannel) or self.is_forum(channel_id):
            return False
        return not permissions.missing(channel, permissions.ANNOUNCING)

    def may_create_events(self, server_id: int) -> bool:
        """Whether the bot has the right to make scheduled events in the server."""
        guild = self._client.get_guild(server_id)
        return guild is not None and guild.me.guild_permissions.create_events

    def locale_of(self, server_id: int) -> str | None:
        """What Discord says the server's language is; None for a server it does not tell of."""
        guild = self._client.get_guild(server_id)
        return None if guild is None else str(guild.preferred_locale)

    async def post_directly(self, member_id: int, card: Card, attempt: Attempt) -> int | None:
        """Send the card as a direct message, once, and return its id; None if Discord does not take it for them."""
        try:
            async with explained(self._client, 0, ()):
                channel = await self._client.create_dm(discord.Object(member_id))
            return await self.post(channel.id, card, attempt)
        except CircleError as error:
            answered = error.__cause__
            if isinstance(answered, discord.Forbidden | discord.NotFound):
                return None
            if isinstance(answered, discord.HTTPException) and answered.status == 400:
                return None
            raise

    async def post(self, channel_id: int, card: Card, attempt: Attempt) -> int:
        """Post the card in a channel or thread and return the message's id: the one already there if there is one."""
        async with explained(self._client, channel_id, permissions.ANNOUNCING):
            place = self._client.get_partial_messageable(channel_id)
            if attempt.first_at is not None:
                found = await self._posted_before(place, card.marker, attempt.first_at)
                if found is not None:
                    return found
            options: dict[str, Any] = {}
            if card.reply_to is not None:
                options["reference"] = discord.MessageReference(
                    message_id=card.reply_to, channel_id=channel_id, fail_if_not_exists=False
                )
            message = await place.send(
                content=card.content,
                embeds=list(card.embeds),
                view=card.view(),
                nonce=attempt.nonce,
                suppress_embeds=not card.embeds,
                allowed_mentions=card.allowed_mentions,
                **options,
            )
            return message.id

    async def publish(self, channel_id: int, card: Card, attempt: Attempt, *, headline: Headline) -> int:
        """Post the card in a channel, or open a post of a forum with it; the id of the message, as of the post."""
        place = self._client.get_channel(channel_id)
        if not isinstance(place, discord.ForumChannel):
            return await self.post(channel_id, card, attempt)
        async with explained(self._client, channel_id, permissions.ANNOUNCING):
            if attempt.first_at is not None:
                after = discord.Object(discord.utils.time_snowflake(_moment(attempt.first_at - LOOK_BACK_MS)))
                found = await forum.find_post(place, card.marker, after)
                if found is not None:
                    return found
            chosen = forum.choose_tags(place, headline.tags, headline.categories)
            return await forum.open_post(place, headline.name, card, chosen.tags)

    def require_tags(self, channel_id: int, names: tuple[str, ...]) -> None:
        """SetupMissing, naming the tags there are, for a forum that wants one and is given none, or one it has not."""
        place = self._client.get_channel(channel_id)
        if not isinstance(place, discord.ForumChannel):
            return
        chosen = forum.choose_tags(place, names)
        there = ", ".join(f"**{tag.name}**" for tag in place.available_tags if not tag.moderated) or Told("none")
        if chosen.missing:
            missing = ", ".join(map(markdown.in_quotes, chosen.missing))
            raise SetupMissing(
                "{channel} has no tag {missing}.",
                "Give `tags` from among its own: {there}.",
                channel=place.mention,
                missing=missing,
                there=there,
            )
        if chosen.stand_in:
            raise SetupMissing(
                "Every post in {channel} needs a tag.",
                "Give `tags`, one or several of: {there}.",
                channel=place.mention,
                there=there,
            )

    def is_forum(self, channel_id: int) -> bool:
        return isinstance(self._client.get_channel(channel_id), discord.ForumChannel)

    async def pin(self, channel_id: int, message_id: int) -> bool:
        """Pin a post; False where the bot may not, or there are too many pins already: it stands there all the same."""
        try:
            await self._client.get_partial_messageable(channel_id).get_partial_message(message_id).pin()
        except (discord.Forbidden, discord.NotFound):
            return False
        except discord.HTTPException as error:
            if error.status == 400:
                return False
            raise
        return True

    async def edit(self, channel_id: int, message_id: int, card: Card) -> None:
        """Show the card in a post's place, as often as wanted. A post that is gone is left gone.

        An archived post of a forum is brought back for it; in a locked one it is ThreadLocked.
        """
        async with explained(self._client, channel_id, permissions.ANNOUNCING):
            if not self.is_forum(channel_id):
                return await self._edit(channel_id, message_id, card, gone={UNKNOWN_MESSAGE})
            # What was posted in a forum stands in a thread of its own, which has the message's id.
            gone = {UNKNOWN_MESSAGE, UNKNOWN_CHANNEL}
            try:
                await self._edit(message_id, message_id, card, gone)
            except discord.HTTPException as error:
                if error.code != THREAD_ARCHIVED:
                    raise
                thread = await self._client.fetch_channel(message_id)
                if isinstance(thread, discord.Thread) and not thread.locked:
                    await thread.edit(archived=False)
                await self._edit(message_id, message_id, card, gone)

    async def _edit(self, place_id: int, message_id: int, card: Card, gone: set[int]) -> None:
        place = self._client.get_partial_messageable(place_id)
        try:
            await place.get_partial_message(message_id).edit(
                content=card.content,
                embeds=list(card.embeds),
                view=card.view() if card.rows else None,
                allowed_mentions=discord.AllowedMentions.none(),
            )
        except discord.NotFound as error:
            if error.code not in gone:
                raise

    async def require_thread(self, thread_id: int) -> int:
        """The id of a forum's post; NotFound if it was deleted."""
        async with explained(self._client, thread_id, permissions.READING):
            try:
                await self._client.fetch_channel(thread_id)
            except discord.NotFound as error:
                raise NotFound("The announcement was deleted before its reading started.") from error
        return thread_id

    async def open_thread(self, server_id: int, channel_id: int, message_id: int, name: str) -> int:
        """Open the thread of a message and return its id, which is the message's. A thread already there is success.

        NotFound if the message is gone.
        """
        place = self._client.get_partial_messageable(channel_id, guild_id=server_id)
        async with explained(self._client, channel_id, permissions.READING):
            try:
                await place.get_partial_message(message_id).create_thread(
                    name=name, auto_archive_duration=ARCHIVE_AFTER_MINUTES
                )
            except discord.NotFound as error:
                if error.code == UNKNOWN_MESSAGE:
                    raise NotFound("The announcement was deleted before its reading started.") from error
                raise
            except discord.HTTPException as error:
                if error.code != ALREADY_HAS_THREAD:
                    raise
        return message_id

    async def _posted_before(self, place: discord.PartialMessageable, marker: str, first_at: int) -> int | None:
        after = discord.Object(discord.utils.time_snowflake(_moment(first_at - LOOK_BACK_MS)))
        async for message in place.history(limit=None, after=after, oldest_first=True):
            if self._is_own(message) and marker in _custom_ids(message):
                return message.id
        return None

    def _is_own(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id


def _custom_ids(message: discord.Message) -> set[str]:
    rows = (row for row in message.components if isinstance(row, discord.ActionRow))
    return {item.custom_id for row in rows for item in row.children if item.custom_id is not None}


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1000, tz=UTC)
