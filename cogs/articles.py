"""/article and /articles: bringing articles in, and finding them."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivery import article_cards, follow_cards, markdown, report_cards
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.errors import ArticleError, MemberError
from bot.languages.words import later, say
from bot.sources.read import MAX_BYTES
from bot.workflows.feeds.following import Following
from bot.workflows.ingest import Added, Address, Ingest, Upload
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import Form, Interaction, answer, require_organiser, server_id, show_form, think
from cogs.picking import picked_article, suggest_articles

POST = [
    app_commands.Choice(name="now: post it to the articles channel", value="now"),
    app_commands.Choice(name="library: keep it without posting", value="library"),
]


@app_commands.default_permissions(manage_events=True)
class ArticleCog(commands.GroupCog, group_name="article", group_description="Bring articles in and look after them"):
    def __init__(self, ingest: Ingest, reports: Reports, setup: Setup) -> None:
        self._ingest = ingest
        self._reports = reports
        self._setup = setup

    @app_commands.command(description="Add an article: by its address, as a file, or pasted (leave both empty)")
    @app_commands.describe(
        url="The address of the article",
        file="A text, Markdown or HTML file, up to 5 MiB",
        title="What to call it here, if not by its own title",
        channel="Where to post it, if not in the articles channel",
        post="Post it now, or keep it in the library for later",
    )
    @app_commands.choices(post=POST)
    async def add(
        self,
        interaction: Interaction,
        url: str | None = None,
        file: discord.Attachment | None = None,
        title: app_commands.Range[str, 1, 200] | None = None,
        channel: discord.TextChannel | None = None,
        post: str = "now",
    ) -> None:
        require_organiser(interaction, await self._setup.of(server_id(interaction)))
        if url and file:
            raise MemberError("Give either `url` or `file`, not both.", "Run the command again with one of them.")
        place = channel.id if channel else None
        if not url and not file:
            await show_form(interaction, PastedArticle(self, title, place, post == "now"))
            return
        await think(interaction)
        source = await uploaded(file) if file else Address(str(url).strip())
        await self.take(interaction, source, title, place, post=post == "now")

    async def take(
        self, interaction: Interaction, source: Address | Upload, title: str | None, channel: int | None, *, post: bool
    ) -> None:
        """Add the article and say what became of it."""
        added = await self._ingest.add(
            server_id(interaction), source, added_by=interaction.user.id, title=title, channel_id=channel, post=post
        )
        await answer(interaction, added_card(added, wanted_post=post))

    @app_commands.command(description="Show an article with what was found in it")
    @app_commands.describe(article="Start typing its title")
    async def show(self, interaction: Interaction, article: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        await think(interaction)
        article_id = await picked_article(self._reports, here, article)
        title, study = await self._ingest.study(here, article_id)
        found = article_cards.found_in(study)
        card = article_cards.announcement(article_id, title, study.article, found, heading=say("Article"))
        await answer(interaction, card)

    @app_commands.command(description="Take an article out of this server's library")
    @app_commands.describe(article="Start typing its title")
    async def remove(self, interaction: Interaction, article: str) -> None:
        here = server_id(interaction)
        require_organiser(interaction, await self._setup.of(here))
        article_id = await picked_article(self._reports, here, article)
        title, _ = await self._reports.article(here, article_id)
        button = Button(say("Remove it"), Mark(Action.REMOVE, article_id), style=discord.ButtonStyle.danger)
        words = say(
            "Take “{title}” out of the library? Its posts and readings stay, and it can be added again at any time.",
            title=markdown.plain(title),
        )
        await answer(interaction, Card(words, rows=[[button]]))

    @show.autocomplete("article")
    @remove.autocomplete("article")
    async def _titles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await suggest_articles(self._reports, server_id(interaction), typed)


class ArticlesCog(commands.GroupCog, group_name="articles", group_description="What there is to read here"):
    def __init__(self, reports: Reports, following: Following) -> None:
        self._reports = reports
        self._following = following

    @app_commands.command(description="The articles added last")
    @app_commands.describe(count="How many, up to 25")
    async def latest(self, interaction: Interaction, count: app_commands.Range[int, 1, 25] = 10) -> None:
        await self.show_latest(interaction, count)

    async def show_latest(self, interaction: Interaction, count: int) -> None:
        """The last articles of this server's library."""
        found = await self._reports.articles(server_id(interaction), limit=count)
        empty = say("There are no articles here yet.\n→ Organisers bring one in with `/article add`.")
        await answer(interaction, report_cards.articles(found, heading=say("Latest articles"), empty=empty))

    @app_commands.command(description="Find articles by words of their title or text")
    @app_commands.describe(query="A word or two; their beginnings are enough")
    async def find(self, interaction: Interaction, query: app_commands.Range[str, 1, 200]) -> None:
        found = await self._reports.find(server_id(interaction), query)
        empty = say(
            "No article here has “{words}” in its title or text.\n"
            "→ `/articles latest` shows what there is; `/suggest` brings in what is missing.",
            words=markdown.plain(markdown.cut(query, 100)),
        )
        await answer(interaction, report_cards.articles(found, heading=say("Found"), empty=empty))

    @app_commands.command(description="The feeds that bring articles here")
    async def feeds(self, interaction: Interaction) -> None:
        followed = await self._following.all(server_id(interaction))
        await answer(interaction, follow_cards.feeds([(each.follow, each.feed) for each in followed]))


class PastedArticle(Form, title=later("Paste an article")):
    """Asks for the text when neither address nor file was given. Discord allows 4,000 characters here."""

    text: discord.ui.TextInput[Form] = discord.ui.TextInput(
        label=later("Title on the first line, then the text"),
        style=discord.TextStyle.paragraph,
        min_length=200,
        max_length=4000,
    )

    def __init__(self, cog: ArticleCog, name: str | None, channel: int | None, post: bool) -> None:
        super().__init__()
        self._cog = cog
        self._name = name
        self._channel = channel
        self._post = post

    async def on_submit(self, interaction: Interaction) -> None:
        await think(interaction)
        source = Upload("pasted.txt", self.text.value.encode(), "text/plain; charset=utf-8")
        await self._cog.take(interaction, source, self._name, self._channel, post=self._post)


def added_card(added: Added, *, wanted_post: bool) -> Card:
    """What became of the article: what was found, where it is posted, what to do next."""
    title = markdown.plain(markdown.line(added.shelved.title, 200))
    found = article_cards.found_in(added.study)
    if added.new:
        lines = [say("**“{title}” is in the library now.**", title=title)]
    else:
        lines = [say("**“{title}” was in the library already.**", title=title)]
    lines.append(article_cards.to_discuss(found))
    if added.announced_in:
        lines.append(say("It is being posted in <#{channel}>; one channel gets one post.", channel=added.announced_in))
    elif wanted_post:
        lines.append(say("I have not posted it: is it the page you meant?"))
    if found.questions:
        lines.append(say("→ Next: `/reading plan` sets a time to discuss it."))
        return Card("\n".join(lines))
    lines.append(
        say("→ A reading needs an article with a lessons section, because its questions are quoted from there.")
    )
    button = Button(say("Post it anyway"), Mark(Action.POST, added.shelved.article_id))
    return Card("\n".join(lines), rows=[[button]] if wanted_post and not added.announced_in else [])


async def uploaded(file: discord.Attachment) -> Upload:
    """The file's bytes; ArticleError before anything is loaded if there are too many."""
    if file.size > MAX_BYTES:
        raise ArticleError(
            "{filename} has {size} MiB; I take up to 5 MiB.",
            "Save the article's text alone, without pictures, and upload that.",
            filename=markdown.plain(file.filename),
            size=f"{file.size / 1048576:.1f}",
        )
    return Upload(file.filename, await file.read(), file.content_type)
