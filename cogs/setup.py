"""/setup: what admins set for their server."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.clock import Clock
from bot.delivery import markdown, permissions, privacy_cards, setup_cards
from bot.domain.feeds.follow import Style
from bot.domain.server import Tracking
from bot.domain.times import wall_clock, zones_matching
from bot.languages.words import SPOKEN, later, say
from bot.workflows.privacy_card import PrivacyCard
from bot.workflows.setup import Setup, Use
from cogs.answers import Interaction, answer, require_admin, server_id, think

USED = {
    Use.ARTICLES: later("New articles will be posted in {channel}."),
    Use.READINGS: later("Readings will be announced and discussed in {channel}."),
    Use.ORGANISERS: later("Organisers will be asked and told what the group need not see in {channel}."),
}


@app_commands.default_permissions(manage_guild=True)
class SetupCog(commands.GroupCog, group_name="setup", group_description="Set Reading Circle up for this server"):
    def __init__(self, setup: Setup, card: PrivacyCard, clock: Clock) -> None:
        self._setup = setup
        self._card = card
        self._clock = clock

    @app_commands.command(description="Choose the channel where articles are posted or readings take place")
    @app_commands.describe(
        use="What the channel is for",
        channel="A text channel; for articles also a forum",
        style="What an article becomes there, if not a plain message",
    )
    @app_commands.choices(
        use=[
            app_commands.Choice(name="articles: new articles are posted here", value="articles"),
            app_commands.Choice(name="readings: readings are announced and discussed here", value="readings"),
            app_commands.Choice(name="organisers: organisers are asked and told things here", value="organisers"),
        ],
        style=[
            app_commands.Choice(name="message: a post in the channel", value="message"),
            app_commands.Choice(name="thread: a post, and a thread to discuss it", value="thread"),
            app_commands.Choice(name="forum: a post of its own in a forum", value="forum"),
        ],
    )
    async def channel(
        self,
        interaction: Interaction,
        use: str,
        channel: discord.TextChannel | discord.ForumChannel,
        style: str | None = None,
    ) -> None:
        require_admin(interaction)
        await think(interaction)
        chosen = Style(style) if style else None
        server = await self._setup.use_channel(server_id(interaction), Use(use), channel.id, chosen)
        done = say(USED[Use(use)], channel=channel.mention)
        await answer(interaction, f"{done}\n→ {setup_cards.next_step(server)}")

    @app_commands.command(description="Choose the role that is pinged with each new article, or none")
    @app_commands.describe(role="Leave it out for: nobody is pinged")
    async def ping(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        require_admin(interaction)
        nobody = role is None or role.is_default()
        server = await self._setup.use_ping(server_id(interaction), None if role is None or nobody else role.id)
        if role is None or nobody:
            await answer(interaction, say("Nobody is pinged with new articles."))
            return
        words = say(
            "{role}, and no other role, is pinged with each new article in the articles channel.", role=role.mention
        )
        channel = interaction.guild.get_channel(server.articles_channel_id or 0) if interaction.guild else None
        if channel is not None and not permissions.may_ping(channel, role):
            words = f"⚠️ {permissions.no_ping(channel, role)}"
        await answer(interaction, f"{words}\n{say('→ `/feed edit` chooses another role for one feed.')}")

    @app_commands.command(description="Set the time zone that times like “Thu 19:00” are meant in")
    @app_commands.describe(zone="Start typing your city: Europe/London, America/New_York …")
    async def timezone(self, interaction: Interaction, zone: str) -> None:
        require_admin(interaction)
        server = await self._setup.use_zone(server_id(interaction), zone)
        assert server.zone is not None
        now = wall_clock(self._clock.now(), server.zone)
        time = f"{now:%H:%M}"
        done = say("This server’s time zone is now **{zone}**, where it is {time}.", zone=server.zone, time=time)
        await answer(interaction, f"{done}\n→ {setup_cards.next_step(server)}")

    @timezone.autocomplete("zone")
    async def _zones(self, _: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=zone, value=zone) for zone in zones_matching(typed)]

    @app_commands.command(description="Choose the language of what all see here; what only you see is in your own")
    @app_commands.describe(language="The language of posts, threads, reminders and polls")
    @app_commands.choices(language=[app_commands.Choice(name=name, value=tag) for tag, name in SPOKEN.items()])
    async def language(self, interaction: Interaction, language: str) -> None:
        require_admin(interaction)
        server = await self._setup.use_language(server_id(interaction), language)
        done = say(
            "I speak **{language}** to the group now. Posts that stand already follow when something in them changes.",
            language=SPOKEN[server.language],
        )
        await answer(interaction, f"{done}\n→ {setup_cards.next_step(server)}")

    @app_commands.command(description="Choose the role whose members may plan readings, or none")
    @app_commands.describe(role="Leave it out to go back to: whoever may manage events")
    async def organisers(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        require_admin(interaction)
        await self._setup.use_organisers(server_id(interaction), role.id if role else None)
        if role is None:
            await answer(interaction, say("Organisers are now those who have the **Manage Events** right."))
            return
        if role.permissions.manage_events:
            await answer(interaction, say("Members with {role} are now organisers.", role=role.mention))
            return
        words = say(
            "Members with {role} are now organisers.\n"
            "→ Discord shows `/article` and `/reading` only to people with **Manage Events**. "
            "Give the role that right, or open the two commands to it under Server Settings → Integrations.",
            role=role.mention,
        )
        await answer(interaction, words)

    @app_commands.command(description="Say whether a scheduled event of Discord's goes with each reading")
    @app_commands.describe(use="On: one event beside each reading; a plan may still say otherwise")
    @app_commands.choices(
        use=[app_commands.Choice(name="on", value="on"), app_commands.Choice(name="off", value="off")]
    )
    async def events(self, interaction: Interaction, use: str) -> None:
        require_admin(interaction)
        server = await self._setup.use_events(server_id(interaction), wanted=use == "on")
        if server.events:
            done = say("A scheduled event goes with each reading planned from now on.")
        else:
            done = say("No events are made for readings from now on.")
        await answer(interaction, f"{done}\n→ {setup_cards.next_step(server)}")

    @app_commands.command(description="Name headings of your own that open a lessons section, besides the usual ones")
    @app_commands.describe(phrases="Separated by semicolons; leave it out to go back to the usual ones")
    async def headings(self, interaction: Interaction, phrases: app_commands.Range[str, 1, 1700] | None = None) -> None:
        require_admin(interaction)
        server = await self._setup.use_headings(server_id(interaction), phrases or "")
        headings = "; ".join(say("“{quoted}”", quoted=markdown.plain(each)) for each in server.extra_headings)
        if headings:
            words = say("These headings open a lessons section too: {headings}.", headings=headings)
        else:
            words = say("Only the usual headings count now.")
        next_step = say("→ It holds for what is read from now on; `/questions preview` shows it.")
        await answer(interaction, f"{words}\n{next_step}")

    @app_commands.command(description="How much is counted about members, and how long it is kept")
    @app_commands.describe(
        mode="Nothing; who took part in a reading; or also in which question",
        leaderboard="Whether members may choose to stand on one",
        keep="How many days contributions are kept; 0 for as long as the bot is here",
        digest="Whether a digest is posted in the readings channel every Monday",
    )
    @app_commands.choices(mode=[app_commands.Choice(name=each, value=each) for each in Tracking])
    async def tracking(
        self,
        interaction: Interaction,
        mode: str,
        leaderboard: bool | None = None,
        keep: app_commands.Range[int, 0, 3650] | None = None,
        digest: bool | None = None,
    ) -> None:
        require_admin(interaction)
        server = await self._setup.use_tracking(server_id(interaction), Tracking(mode), leaderboard, keep, digest)
        next_step = say("→ `/setup privacy` posts it for all to read, and pins it.")
        await answer(interaction, f"{privacy_cards.settings_said(server)}\n{next_step}")

    @app_commands.command(description="Post what is counted about members in the readings channel, and pin it")
    async def privacy(self, interaction: Interaction) -> None:
        require_admin(interaction)
        channel_id = await self._card.post(server_id(interaction))
        words = say("The privacy card comes in <#{channel}> in a moment, and is pinned if I may.", channel=channel_id)
        await answer(interaction, words)

    @app_commands.command(description="Show what is set here")
    async def show(self, interaction: Interaction) -> None:
        require_admin(interaction)
        here = server_id(interaction)
        counting = await self._setup.counting(here)
        await answer(interaction, setup_cards.settings(await self._setup.of(here), counting))

    @app_commands.command(description="Check settings and rights, and see what is stuck and why")
    async def check(self, interaction: Interaction) -> None:
        require_admin(interaction)
        await think(interaction)
        here = server_id(interaction)
        checks, stuck = await self._setup.check(here), await self._setup.stuck(here)
        await answer(interaction, setup_cards.checked(checks, stuck))

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            await self._setup.rights_changed(after.guild.id)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._setup.rights_changed(after.guild.id)
