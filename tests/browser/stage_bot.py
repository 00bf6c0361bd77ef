"""A stock discord.py bot for the page's tests: one small thing of each kind that the page must be able to show.

Run as `python -m tests.browser.stage_bot API_URL GATEWAY_URL TOKEN GUILD_ID`. It prints "ready" once its commands are
registered.
"""

import sys
from datetime import UTC, datetime

import discord
import yarl
from discord import app_commands

WORDS = {"remember": "merken", "Remember something": "Sich etwas merken", "what": "was"}
TITLES = ["The library on Mill Street", "What the flood taught the town", "Seven winters on the allotment"]
PASSAGE = "> People came for the books, and stayed for each other.\n**What** makes people *stay*? <t:1790000000:R>"


class Why(discord.ui.Modal, title="Why do you ask?"):
    """A modal with one needed text."""

    reason: discord.ui.TextInput["Why"] = discord.ui.TextInput(label="Your reason", max_length=200)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Answer with what was written."""
        await interaction.response.send_message(f"Because: {self.reason.value}", ephemeral=True)


class Buttons(discord.ui.View):
    """A public answer, a private one, a modal, a select."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        self.add_item(discord.ui.Button(label="The whole article", url="https://example.org/article"))

    @discord.ui.button(label="I'm reading", style=discord.ButtonStyle.success, custom_id="join")
    async def join(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Only the one who pressed sees the answer."""
        await interaction.response.send_message(f"Noted, {interaction.user.display_name}.", ephemeral=True)

    @discord.ui.button(label="Tell why", custom_id="why")
    async def why(self, interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Open the modal."""
        await interaction.response.send_modal(Why())

    @discord.ui.button(label="Silent", style=discord.ButtonStyle.danger, custom_id="silent")
    async def silent(self, _interaction: discord.Interaction, _button: discord.ui.Button["Buttons"]) -> None:
        """Never answer."""

    @discord.ui.select(
        placeholder="How far are you?",
        custom_id="far",
        options=[
            discord.SelectOption(label="Not begun"),
            discord.SelectOption(label="Done", description="read it all"),
        ],
    )
    async def far(self, interaction: discord.Interaction, select: discord.ui.Select["Buttons"]) -> None:
        """Edit the message to say it."""
        await interaction.response.edit_message(content=f"Somebody is: {select.values[0]}")


class German(app_commands.Translator):
    """What one command and its option are called in German."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        _context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The German word, where there is one."""
        return WORDS.get(string.message) if locale is discord.Locale.german else None


class StageBot(discord.Client):
    """The bot. Its commands are the server's own, so they are there at once."""

    def __init__(self, guild_id: int) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True)
        super().__init__(intents=intents, max_messages=None, guild_ready_timeout=0.1)
        self.guild = discord.Object(guild_id)
        self.tree = app_commands.CommandTree(self)
        self.tree.add_command(announce, guild=self.guild)
        self.tree.add_command(count_words, guild=self.guild)
        self.tree.add_command(later, guild=self.guild)
        self.tree.add_command(remember, guild=self.guild)

    async def setup_hook(self) -> None:
        """Register the commands."""
        await self.tree.set_translator(German())
        await self.tree.sync(guild=self.guild)

    async def on_ready(self) -> None:
        """Tell the test."""
        sys.stdout.write("ready\n")
        sys.stdout.flush()


@app_commands.command(description="Announce an article")
@app_commands.describe(title="Which article", minutes="How long it takes to read", file="Its text", where="Where to")
async def announce(
    interaction: discord.Interaction,
    title: str,
    minutes: app_commands.Range[int, 1, 90] = 8,
    file: discord.Attachment | None = None,
    where: discord.TextChannel | None = None,
) -> None:
    """Post an embed with buttons and open a thread from it."""
    embed = discord.Embed(title=title, url="https://example.org/article", color=0x1F6A5C, timestamp=datetime.now(UTC))
    embed.description = f"A story from the town. {PASSAGE}"
    embed.add_field(name="Reading time", value=f"{minutes} minutes").add_field(name="Lessons", value="1 section")
    if where:
        embed.add_field(name="Where", value=where.mention)
    embed.set_footer(text=file.filename if file else "example.org")
    await interaction.response.send_message("A new article", embed=embed, view=Buttons())
    message = await interaction.original_response()
    channel = interaction.client.get_partial_messageable(message.channel.id, guild_id=interaction.guild_id)
    thread = await channel.get_partial_message(message.id).create_thread(name=f"Discussion: {title}"[:100])
    await thread.send(PASSAGE)


@announce.autocomplete("title")
async def titles(_interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The titles that hold what was typed."""
    return [app_commands.Choice(name=each, value=each) for each in TITLES if typed.lower() in each.lower()]


@app_commands.context_menu(name="Count the words")
async def count_words(interaction: discord.Interaction, message: discord.Message) -> None:
    """Say how long a message is, to the asker only."""
    await interaction.response.send_message(f"{len(message.content.split())} words", ephemeral=True)


@app_commands.command(description="Answer after a while")
async def later(interaction: discord.Interaction) -> None:
    """Defer, then answer."""
    await interaction.response.defer()
    await interaction.followup.send("Here it is, at last.")


@app_commands.command(description="Remember something")
async def remember(interaction: discord.Interaction, what: str = "nothing", where: str = "nowhere") -> None:
    """Say what was asked for; nothing of it is needed."""
    await interaction.response.send_message(f"Remembered: {what}, {where}", ephemeral=True)


def main() -> None:
    """Point discord.py at the sandbox and run."""
    api_url, gateway_url, token, guild_id = sys.argv[1:5]
    discord.http.Route.BASE = api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway_url)
    StageBot(int(guild_id)).run(token, log_handler=None)


if __name__ == "__main__":
    main()
