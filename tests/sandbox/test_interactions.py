"""Every way to answer an interaction, as a person sees it, and the rules of three seconds and fifteen minutes."""

import io
from typing import Any

import discord
import pytest
from discord import Interaction, app_commands

from sandbox.play import Play
from sandbox.server import Sandbox
from sandbox.typing_in import File
from sandbox.views import NotAnswered, NotShown, Rejected

from .conftest import BareBot, ClientMaker, StockClient


async def test_a_deferred_answer_is_awaited_to_its_end(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Think")
        async def think(interaction: Interaction, aloud: bool) -> None:
            await interaction.response.defer(ephemeral=not aloud, thinking=True)
            await interaction.edit_original_response(content="Thought.")
            await interaction.followup.send("And more.", ephemeral=True)

    await connect(prepare)
    mia, max_ = play.person("Mia"), play.person("Max")
    private = await mia.command("/think", in_="general", aloud=False)
    public = await mia.command("/think", in_="general", aloud=True)
    assert [(each.content, each.ephemeral) for each in (private, public)] == [("Thought.", True), ("Thought.", False)]
    assert (await mia.sees("And more.")).ephemeral
    assert [each.content for each in await max_.messages("general")] == ["Thought."]


async def test_the_first_follow_up_of_a_deferred_answer_completes_it(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Think")
        async def think(interaction: Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send("Thought.", ephemeral=False)

    await connect(prepare)
    answer = await play.person("Mia").command("/think", in_="general")
    assert (answer.content, answer.ephemeral, answer.loading) == ("Thought.", True, False)


class Card(discord.ui.View):
    """A view whose buttons answer in each way a component can be answered."""

    @discord.ui.button(label="Change", custom_id="change")
    async def change(self, interaction: Interaction, _button: discord.ui.Button["Card"]) -> None:
        """Change the message itself."""
        await interaction.response.edit_message(content="Changed.")

    @discord.ui.button(label="Later", custom_id="later")
    async def later(self, interaction: Interaction, _button: discord.ui.Button["Card"]) -> None:
        """Acknowledge, then change the message."""
        await interaction.response.defer()
        await interaction.edit_original_response(content="Changed later.")

    @discord.ui.button(label="Whisper", custom_id="whisper")
    async def whisper(self, interaction: Interaction, _button: discord.ui.Button["Card"]) -> None:
        """Answer beside the message."""
        await interaction.response.send_message(f"Psst, {interaction.user.display_name}.", ephemeral=True)

    @discord.ui.select(custom_id="who", cls=discord.ui.UserSelect, placeholder="Who?")
    async def who(self, interaction: Interaction, select: discord.ui.UserSelect["Card"]) -> None:
        """Name those who were chosen."""
        await interaction.response.send_message(", ".join(each.name for each in select.values), ephemeral=True)

    @discord.ui.select(
        custom_id="pace", options=[discord.SelectOption(label="Daily"), discord.SelectOption(label="Hourly")]
    )
    async def pace(self, interaction: Interaction, select: discord.ui.Select["Card"]) -> None:
        """Repeat the choice."""
        await interaction.response.send_message(select.values[0], ephemeral=True)


async def test_buttons_and_selects_are_answered_in_every_way(client: StockClient, play: Play) -> None:
    general = discord.utils.get(client.guilds[0].text_channels, name="general")
    assert general is not None
    await general.send("A card", view=Card())
    mia = play.person("Mia")
    card = await mia.sees("A card", in_="general")
    assert (await mia.press(card.button("Change"))).content == "Changed."
    assert (await mia.press(card.button("Later"))).content == "Changed later."
    assert (await mia.press(card.button("Whisper"))).content == "Psst, Mia."
    assert (await mia.choose(card.select("Who?"), "Max")).content == "max"
    assert (await mia.choose(card.select("pace"), "Hourly")).content == "Hourly"
    [left] = await play.messages("general")
    assert left.content == "Changed later."


class Question(discord.ui.Modal, title="Suggest a question"):
    """A form with a text, a select and a file."""

    text = discord.ui.TextInput[Any](label="Question", min_length=3, max_length=20)
    kind = discord.ui.Label[Any](
        text="Kind",
        component=discord.ui.Select(options=[discord.SelectOption(label="Open"), discord.SelectOption(label="Closed")]),
    )

    async def on_submit(self, interaction: Interaction) -> None:
        """Repeat what was filled in."""
        assert isinstance(self.kind.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.text.value} ({self.kind.component.values[0]})", ephemeral=True)


async def test_a_form_is_shown_filled_in_and_answered(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Suggest")
        async def suggest(interaction: Interaction) -> None:
            await interaction.response.send_modal(Question())

    await connect(prepare)
    mia = play.person("Mia")
    form = await mia.form(mia.command("/suggest", in_="general"))
    assert (form.title, [field.label for field in form.fields]) == ("Suggest a question", ["Question", "Kind"])
    with pytest.raises(Rejected) as too_long:
        await mia.submit(form, {"Question": "x" * 21, "Kind": "Open"})
    assert too_long.value.code == 50035
    assert (await mia.submit(form, {"Question": "Why bread?", "Kind": "Open"})).content == "Why bread? (Open)"
    with pytest.raises(Rejected) as spent:
        await mia.submit(form, {"Question": "Why bread?", "Kind": "Open"})
    assert spent.value.code == 10062


async def test_options_of_every_kind_reach_the_bot(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        group = app_commands.Group(name="article", description="Articles")

        @group.command(description="Add")
        async def add(
            interaction: Interaction,
            file: discord.Attachment,
            who: discord.Member,
            where: discord.TextChannel,
            role: discord.Role,
            count: app_commands.Range[int, 1, 5],
        ) -> None:
            words = (await file.read()).decode()
            told = f"{file.filename}={words} {who.display_name} {where.name} {role.name} {count}"
            await interaction.response.send_message(told, file=discord.File(io.BytesIO(b"x"), "answer.txt"))

        client.tree.add_command(group)

    await connect(prepare)
    olu = play.person("Olu")
    given: dict[str, Any] = {
        "file": File("a.txt", b"bread"),
        "who": "Max",
        "where": "articles",
        "role": "Organiser",
        "count": 5,
    }
    answer = await olu.command("/article add", in_="general", **given)
    assert answer.content == "a.txt=bread Max articles Organiser 5"
    assert [each["filename"] for each in answer.attachments] == ["answer.txt"]
    for wrong in (
        {**given, "count": 6},
        {**given, "where": "123"},
        {key: given[key] for key in given if key != "file"},
    ):
        with pytest.raises(Rejected) as refused:
            await olu.command("/article add", in_="general", **wrong)
        assert refused.value.code == 50035
    with pytest.raises(NotShown):
        await olu.command("/article add", in_="general", colour="red")


async def test_autocomplete_offers_what_the_bot_offers(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Plan")
        async def plan(interaction: Interaction, article: str) -> None:
            await interaction.response.send_message(article)

        @plan.autocomplete("article")
        async def offered(_interaction: Interaction, text: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{text} bread", value="b"), app_commands.Choice(name="roses", value="r")]

    await connect(prepare)
    choices = await play.person("Olu").autocomplete("/plan", "article", "white")
    assert [(each.name, each.value) for each in choices] == [("white bread", "b"), ("roses", "r")]
    assert (await play.person("Olu").command("/plan", in_="general", article=choices[0])).content == "b"


async def test_a_message_menu_hands_over_the_content_of_its_target(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.context_menu(name="Ask the group")
        async def ask(interaction: Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(f"{message.author.display_name}: {message.content}")

        @client.tree.context_menu(name="Greet")
        async def greet(interaction: Interaction, member: discord.Member) -> None:
            await interaction.response.send_message(f"Hello, {member.display_name}.")

    await connect(prepare)
    mia, olu = play.person("Mia"), play.person("Olu")
    said = await mia.say("Who bakes the bread?", in_="general")
    assert (await olu.menu("Ask the group", said)).content == "Mia: Who bakes the bread?"
    assert (await olu.menu("Greet", mia)).content == "Hello, Mia."


async def test_commands_are_shown_to_those_who_may_use_them(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="For organisers")
        @app_commands.default_permissions(manage_events=True)
        async def reading(interaction: Interaction) -> None:
            await interaction.response.send_message("Yes.", ephemeral=True)

    await connect(prepare)
    assert (await play.person("Olu").command("/reading", in_="general")).content == "Yes."
    with pytest.raises(NotShown):
        await play.person("Mia").command("/reading", in_="general")


async def test_silence_for_too_long_is_a_failure_and_too_late_is_unknown(
    connect: ClientMaker, play: Play, bot: BareBot
) -> None:
    assert Sandbox().parts.acknowledge_within_s == 3
    bot.sandbox.parts.acknowledge_within_s = 0.1
    heard: list[Interaction] = []

    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Say nothing")
        async def silent(interaction: Interaction) -> None:
            heard.append(interaction)

    await connect(prepare)
    with pytest.raises(NotAnswered):
        await play.person("Mia").command("/silent", in_="general")
    [interaction] = heard
    callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
    assert (await bot.refused("POST", callback, {"type": 4, "data": {"content": "x"}}))[:2] == (404, 10062)
    assert (await bot.refused("POST", "/interactions/1/nothing/callback", {"type": 5}))[:2] == (404, 10062)


async def test_an_answer_is_given_once_and_its_token_lives_fifteen_minutes(
    connect: ClientMaker, play: Play, bot: BareBot
) -> None:
    heard: list[Interaction] = []

    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Answer")
        async def answer(interaction: Interaction) -> None:
            heard.append(interaction)
            await interaction.response.send_message("Once.")

    await connect(prepare)
    await play.person("Mia").command("/answer", in_="general")
    [interaction] = heard
    again = await bot.refused("POST", f"/interactions/{interaction.id}/{interaction.token}/callback", {"type": 5})
    assert again[:2] == (400, 40060)
    webhook = f"/webhooks/{interaction.application_id}/{interaction.token}"
    assert (await bot.call("POST", webhook, {"content": "More."}))[0] == 200
    assert (await bot.call("GET", f"{webhook}/messages/@original"))[1]["content"] == "Once."
    assert (await bot.call("DELETE", f"{webhook}/messages/@original"))[0] == 204
    assert (await bot.refused("GET", f"{webhook}/messages/@original"))[:2] == (404, 10008)
    await play.skip(seconds=15 * 60 + 1)
    assert (await bot.refused("POST", webhook, {"content": "Late."}))[:2] == (401, 50027)
    assert (await bot.refused("POST", f"/webhooks/{interaction.application_id}/nothing", {}))[:2] == (404, 10015)


async def test_an_answer_must_fit_its_interaction(
    connect: ClientMaker, play: Play, bot: BareBot, sandbox: Sandbox
) -> None:
    seen: dict[int, tuple[int, int]] = {}

    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Try the wrong answers")
        async def wrong(interaction: Interaction) -> None:
            callback = f"/interactions/{interaction.id}/{interaction.token}/callback"
            for kind, data in ((6, {}), (7, {"content": "x"}), (8, {"choices": []}), (4, {"content": "x" * 2001})):
                seen[kind] = (await bot.refused("POST", callback, {"type": kind, "data": data}))[:2]
            early = await bot.refused(
                "POST", f"/webhooks/{interaction.application_id}/{interaction.token}", {"content": "x"}
            )
            seen[0] = early[:2]
            await interaction.response.send_message("Right.")

    await connect(prepare)
    assert (await play.person("Mia").command("/wrong", in_="general")).content == "Right."
    assert seen == {6: (400, 50035), 7: (400, 50035), 8: (400, 50035), 4: (400, 50035), 0: (404, 10015)}
    assert [each["content"] for each in sandbox_messages(sandbox)] == ["Right."]


def sandbox_messages(sandbox: Sandbox) -> list[dict[str, Any]]:
    """What stands in #general, by the world itself."""
    general = int(sandbox.about()["channels"]["general"])
    return [{"content": each.content} for each in sandbox.world.timelines[general]]


async def test_an_ephemeral_answer_is_for_one_person_and_in_no_history(connect: ClientMaker, play: Play) -> None:
    def prepare(client: StockClient) -> None:
        @client.tree.command(description="Whisper")
        async def whisper(interaction: Interaction) -> None:
            await interaction.response.send_message("Psst.", ephemeral=True, view=Card())

    await connect(prepare)
    mia, max_ = play.person("Mia"), play.person("Max")
    await max_.enter()
    answer = await mia.command("/whisper", in_="general")
    assert (await mia.press(answer.button("Change"))).content == "Changed."
    assert await mia.messages("general") == []
    with pytest.raises(NotShown):
        await max_.sees("Psst.", within=0.2)
    with pytest.raises(Rejected) as not_his:
        await max_.press(answer.button("Change"))
    assert not_his.value.code == 10008
    await mia.delete(answer)
    with pytest.raises(Rejected):
        await mia.press(answer.button("Change"))
