"""/feed: what admins decide about the feeds that bring articles here."""

from __future__ import annotations

import io

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import feed_cards, follow_cards, markdown, permissions
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.article import Article
from bot.domain.feeds.follow import Style
from bot.domain.study import Study
from bot.errors import MemberError
from bot.languages.words import count, later, say
from bot.workflows.feeds.following import NOBODY, Following, Preview, Wishes
from cogs.answers import Interaction, answer, replace, require_admin, server_id, think
from cogs.articles import ArticlesCog
from cogs.buttons import Press
from cogs.picking import Unclear, numbered, the_only

FOLLOW, ITEM = "follow:", "item:"
THE_FEED = Unclear(
    later("More than one feed fits “{shown}”."),
    later("No feed here fits “{shown}”."),
    later("`/feed health` shows what is followed here."),
)
THE_ITEM = Unclear(
    later("More than one item fits “{shown}”."),
    later("No item here fits “{shown}”."),
    later("`/feed health` shows what is followed here."),
)
STYLES = [
    app_commands.Choice(name="message: a post in the channel", value="message"),
    app_commands.Choice(name="thread: a post, and a thread to discuss it", value="thread"),
    app_commands.Choice(name="forum: a post of its own in a forum", value="forum"),
]
MOST_OPML = 2 * 1024 * 1024
Place = discord.TextChannel | discord.ForumChannel
NAME = "What to call it here"
CHANNEL = "Where to post, if not in the articles channel"
ROLE = "The role to ping with each article, and no other; @everyone for nobody"
INCLUDE = "Post only what has one of these words in title or categories; a phrase in quotes"
EXCLUDE = "Never post what has one of these words in title or categories"
INCLUDE_OR_ALL = "Post only what has one of these words in title or categories; a phrase in quotes; “none” for all"
EXCLUDE_OR_NONE = "Never post what has one of these words in title or categories; “none” for none"
STYLE = "What an article becomes there"
TAGS = "In a forum: its tags, by name, separated by commas"


@app_commands.default_permissions(manage_guild=True)
class FeedCog(commands.GroupCog, group_name="feed", group_description="Follow feeds, so that new articles come here"):
    def __init__(self, following: Following, clock: Clock) -> None:
        self._following = following
        self._clock = clock

    @app_commands.command(description="Follow a feed; a site's address finds its feed")
    @app_commands.describe(
        url="The address of the feed or of its site",
        channel=CHANNEL,
        name=NAME,
        role=ROLE,
        include=INCLUDE,
        exclude=EXCLUDE,
        style=STYLE,
        tags=TAGS,
    )
    @app_commands.choices(style=STYLES)
    async def add(
        self,
        interaction: Interaction,
        url: str,
        channel: Place | None = None,
        name: app_commands.Range[str, 1, 100] | None = None,
        role: discord.Role | None = None,
        include: app_commands.Range[str, 1, 1000] | None = None,
        exclude: app_commands.Range[str, 1, 1000] | None = None,
        style: str | None = None,
        tags: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        require_admin(interaction)
        await think(interaction)
        wishes = _wishes(channel, name, role, include, exclude, style, tags)
        preview = await self._following.add(server_id(interaction), url.strip(), wishes, by=interaction.user.id)
        followed, lessons = preview.followed, (preview.lessons, preview.looked_at)
        card = follow_cards.added(followed.follow, followed.feed, _newest(preview), lessons, preview.tried)
        note = _ping_note(interaction, role, preview.followed.follow.channel_id)
        others = follow_cards.others(preview.others)
        await answer(interaction, Card(f"{card.content}{others}{note}", card.embeds, card.rows))

    @app_commands.command(description="Change how a feed is posted; what you leave out stays as it is")
    @app_commands.describe(
        feed="Start typing its name",
        channel="Where to post instead",
        name=NAME,
        role=ROLE,
        include=INCLUDE_OR_ALL,
        exclude=EXCLUDE_OR_NONE,
        style=STYLE,
        tags=TAGS,
    )
    @app_commands.choices(style=STYLES)
    async def edit(
        self,
        interaction: Interaction,
        feed: str,
        channel: Place | None = None,
        name: app_commands.Range[str, 1, 100] | None = None,
        role: discord.Role | None = None,
        include: app_commands.Range[str, 1, 1000] | None = None,
        exclude: app_commands.Range[str, 1, 1000] | None = None,
        style: str | None = None,
        tags: app_commands.Range[str, 1, 200] | None = None,
    ) -> None:
        require_admin(interaction)
        await think(interaction)
        wishes = _wishes(channel, name, role, include, exclude, style, tags)
        number = await self._picked(server_id(interaction), feed)
        changed = await self._following.edit(server_id(interaction), number, wishes)
        follow = changed.followed.follow
        note = _ping_note(interaction, role, follow.channel_id).strip()
        await answer(interaction, follow_cards.changed(follow, changed.tried, note))

    @app_commands.command(description="Post nothing from a feed until it is resumed")
    @app_commands.describe(feed="Start typing its name")
    async def pause(self, interaction: Interaction, feed: str) -> None:
        require_admin(interaction)
        here = server_id(interaction)
        followed = await self._following.pause(here, await self._picked(here, feed))
        words = say(
            "**{feed}** is paused; what comes meanwhile is not posted later.\n→ `/feed resume` goes on.",
            feed=markdown.plain(followed.follow.name),
        )
        await answer(interaction, words)

    @app_commands.command(description="Go on with a feed that was paused")
    @app_commands.describe(feed="Start typing its name")
    async def resume(self, interaction: Interaction, feed: str) -> None:
        require_admin(interaction)
        here = server_id(interaction)
        followed = await self._following.resume(here, await self._picked(here, feed))
        words = say(
            "**{feed}** is being asked again now; what is new from here on is posted in <#{channel}>.\n"
            "→ `/feed health` shows how it is doing.",
            feed=markdown.plain(followed.follow.name),
            channel=followed.follow.channel_id,
        )
        await answer(interaction, words)

    @app_commands.command(description="Stop following a feed in a channel")
    @app_commands.describe(feed="Start typing its name")
    async def remove(self, interaction: Interaction, feed: str) -> None:
        require_admin(interaction)
        here = server_id(interaction)
        followed = await self._following.one(here, await self._picked(here, feed))
        button = Button(
            say("Stop following it"), Mark(Action.UNFOLLOW, followed.follow.id), style=discord.ButtonStyle.danger
        )
        words = say(
            "Stop following **{feed}** in <#{channel}>? Posts and articles stay.",
            feed=markdown.plain(followed.follow.name),
            channel=followed.follow.channel_id,
        )
        await answer(interaction, Card(words, rows=[[button]]))

    @app_commands.command(description="Show how a feed's newest article would look, and what its filter lets through")
    @app_commands.describe(feed="Start typing its name")
    async def preview(self, interaction: Interaction, feed: str) -> None:
        require_admin(interaction)
        await think(interaction)
        here = server_id(interaction)
        preview = await self._following.preview(here, await self._picked(here, feed))
        follow = preview.followed.follow
        lessons = (preview.lessons, preview.looked_at)
        await answer(interaction, follow_cards.previewed(follow, _newest(preview), lessons, preview.tried))

    @app_commands.command(description="Tell what happened to an item of a feed, when, and by which rule")
    @app_commands.describe(item="Start typing its title, or paste its address")
    async def why(self, interaction: Interaction, item: str) -> None:
        require_admin(interaction)
        here = server_id(interaction)
        found = await self._following.why(here, await self._picked_item(here, item))
        await answer(interaction, follow_cards.why(found.feed, found.item, found.events, found.follows, found.waiting))

    @app_commands.command(description="Show how every feed is doing, and when it is asked next")
    async def health(self, interaction: Interaction) -> None:
        require_admin(interaction)
        await self.show_health(interaction)

    async def show_health(self, interaction: Interaction) -> None:
        """Every feed followed here and how it is doing."""
        followed = await self._following.all(server_id(interaction))
        await answer(
            interaction, follow_cards.health([(each.follow, each.feed) for each in followed], self._clock.now())
        )

    @app_commands.command(name="import", description="Follow all feeds of a list (OPML), as other readers export it")
    @app_commands.describe(file="The list, a file ending in .opml or .xml", channel=CHANNEL)
    async def import_(self, interaction: Interaction, file: discord.Attachment, channel: Place | None = None) -> None:
        require_admin(interaction)
        await think(interaction)
        if file.size > MOST_OPML:
            raise MemberError("This list is larger than 2 MiB.", "Cut it into several lists.")
        done = await self._following.take_list(
            server_id(interaction), await file.read(), channel.id if channel else None, by=interaction.user.id
        )
        await answer(interaction, follow_cards.imported(done.added, done.known, done.failed, done.left_out))

    @app_commands.command(description="The feeds followed here as a list (OPML) that other readers take")
    async def export(self, interaction: Interaction) -> None:
        require_admin(interaction)
        written = await self._following.give_list(server_id(interaction))
        file = discord.File(io.BytesIO(written), filename="feeds.opml")
        await answer(interaction, say("Here they are.\n→ `/feed import` reads such a list."), file=file)

    @edit.autocomplete("feed")
    @pause.autocomplete("feed")
    @resume.autocomplete("feed")
    @remove.autocomplete("feed")
    @preview.autocomplete("feed")
    async def _feeds(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        followed = await self._following.all(server_id(interaction))
        wanted = [each.follow for each in followed if typed.casefold() in each.follow.name.casefold()]
        return [
            app_commands.Choice(name=_choice(interaction, each.name, each.channel_id), value=f"{FOLLOW}{each.id}")
            for each in wanted[:25]
        ]

    @why.autocomplete("item")
    async def _items(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._following.items(server_id(interaction), typed)
        return [
            app_commands.Choice(
                name=markdown.line(f"{item.name} · {follow.name}", markdown.CHOICE), value=f"{ITEM}{item.id}"
            )
            for follow, item in found
        ]

    async def _picked(self, here: int, given: str) -> int:
        """The follow picked, or the only one whose name fits what was typed; else NotFound."""
        if (number := numbered(given, FOLLOW)) is not None:
            return number
        named = [(each.follow.id, each.follow.name) for each in await self._following.all(here)]
        found = [(follow, name) for follow, name in named if given.strip().casefold() in name.casefold()]
        return the_only(given, found, THE_FEED)

    async def _picked_item(self, here: int, given: str) -> int:
        if (number := numbered(given, ITEM)) is not None:
            return number
        found = [(item.id, item.name) for _, item in await self._following.items(here, given.strip())]
        return the_only(given, found, THE_ITEM)


class FeedButtons:
    """What the buttons under posts about feeds do."""

    def __init__(self, following: Following, feeds: FeedCog, articles: ArticlesCog) -> None:
        self._following = following
        self._feeds = feeds
        self._articles = articles

    def presses(self) -> dict[Action, Press]:
        return {
            Action.LATEST: self.latest,
            Action.UNFOLLOW: self.unfollow,
            Action.REPOLL: self.retry,
            Action.HEALTH: self.health,
            Action.LIBRARY: self.library,
        }

    async def latest(self, interaction: Interaction, mark: Mark) -> None:
        """What of a feed that was just added is posted: the latest, the last three, or nothing."""
        require_admin(interaction)
        await interaction.response.defer()
        here, wanted = server_id(interaction), int(mark.detail or 0)
        follow = (await self._following.one(here, mark.subject)).follow
        posted = await self._following.post_latest(here, mark.subject, wanted)
        await replace(interaction, lambda: _posted(posted, wanted, follow.channel_id))

    async def unfollow(self, interaction: Interaction, mark: Mark) -> None:
        require_admin(interaction)
        removed = await self._following.remove(server_id(interaction), mark.subject)
        await replace(
            interaction,
            lambda: say(
                "**{feed}** is not followed in <#{channel}> any more.\n→ `/feed add` brings it back.",
                feed=markdown.plain(removed.follow.name),
                channel=removed.follow.channel_id,
            ),
        )

    async def retry(self, interaction: Interaction, mark: Mark) -> None:
        require_admin(interaction)
        name = await self._following.retry(server_id(interaction), mark.subject)
        await answer(interaction, feed_cards.retried(name))

    async def health(self, interaction: Interaction, _: Mark) -> None:
        require_admin(interaction)
        await self._feeds.show_health(interaction)

    async def library(self, interaction: Interaction, _: Mark) -> None:
        """Open to everyone: what is in the library."""
        await self._articles.show_latest(interaction, 10)


def _wishes(
    channel: Place | None,
    name: str | None,
    role: discord.Role | None,
    include: str | None,
    exclude: str | None,
    style: str | None,
    tags: str | None,
) -> Wishes:
    chosen = Style(style) if style else None
    pinged = None if role is None else NOBODY if role.is_default() else role.id
    return Wishes(channel.id if channel else None, name, pinged, include, exclude, chosen, tags)


def _posted(posted: int, wanted: int, channel_id: int) -> str:
    """What of a feed that was just added is on its way; `wanted`: how many of its latest were asked for."""
    if posted:
        return count(
            posted,
            "{n} article on the way to <#{channel}>.\n→ What is new from here on comes by itself.",
            "{n} articles on the way to <#{channel}>.\n→ What is new from here on comes by itself.",
            channel=channel_id,
        )
    if wanted == 0:
        said = say("Only what is new from here on is posted in <#{channel}>, by itself.", channel=channel_id)
    else:
        said = say("There is nothing in it yet to post; it is in <#{channel}>, by itself.", channel=channel_id)
    return f"{said}\n{say('→ `/feed health` shows how it is doing.')}"


def _newest(preview: Preview) -> tuple[Article, Study | None, str] | None:
    newest = preview.newest
    return (newest.article, newest.study, newest.summary) if newest else None


def _ping_note(interaction: Interaction, role: discord.Role | None, channel_id: int) -> str:
    """A role that Discord will not let the bot ping is said now, not found out by a silent post."""
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    if role is None or role.is_default() or channel is None or permissions.may_ping(channel, role):
        return ""
    return f"\n⚠️ {permissions.no_ping(channel, role)}"


def _choice(interaction: Interaction, name: str, channel_id: int) -> str:
    channel = interaction.guild.get_channel(channel_id) if interaction.guild else None
    tail = f" → #{channel.name}" if channel else ""
    return markdown.line(name, markdown.CHOICE - len(tail)) + tail
