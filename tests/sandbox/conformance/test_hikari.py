"""A second library, hikari, on the main road: it connects, registers a command, answers it, sends and hears."""

import asyncio
import typing
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import hikari
import pytest

from sandbox.play import Play
from sandbox.server import Sandbox

INTENTS = hikari.Intents.ALL_UNPRIVILEGED
E = typing.TypeVar("E", bound=hikari.Event)


class Ears:
    """Keeps every event of one kind, and waits for one."""

    def __init__(self, bot: hikari.GatewayBot, kind: type[E]) -> None:
        self._heard: asyncio.Queue[E] = asyncio.Queue()

        async def hear(event: E) -> None:
            await self._heard.put(event)

        bot.subscribe(kind, hear)

    async def next(self) -> typing.Any:
        """The next one."""
        return await asyncio.wait_for(self._heard.get(), 60)


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[hikari.GatewayBot]:
    """hikari as it comes, told another address, and started."""
    made = hikari.GatewayBot(sandbox.world.bot.token, banner=None, logs=None, intents=INTENTS, rest_url=sandbox.api_url)
    arrived = Ears(made, hikari.GuildAvailableEvent)
    await made.start(check_for_updates=False)
    await arrived.next()
    yield made
    await made.close()


def _general(sandbox: Sandbox) -> int:
    return int(sandbox.about()["channels"]["general"])


async def test_hikari_connects_and_knows_its_server(bot: hikari.GatewayBot, sandbox: Sandbox) -> None:
    me = bot.get_me()
    assert me is not None
    assert (int(me.id), me.is_bot) == (sandbox.world.bot.id, True)
    [guild] = bot.cache.get_available_guilds_view().values()
    assert guild.name == "Reading Circle"
    assert {channel.name for channel in guild.get_channels().values()} >= {"articles", "readings", "general"}
    application = await bot.rest.fetch_application()
    assert application.name == "Reading Circle"


async def test_hikari_registers_a_command_answers_it_and_follows_up(
    bot: hikari.GatewayBot, sandbox: Sandbox, play: Play
) -> None:
    command = bot.rest.slash_command_builder("read", "Read something").add_option(
        hikari.CommandOption(type=hikari.OptionType.STRING, name="what", description="What", is_required=True)
    )
    await bot.rest.set_application_commands(sandbox.world.application.id, [command])

    async def answer(event: hikari.InteractionCreateEvent) -> None:
        assert isinstance(event.interaction, hikari.CommandInteraction)
        assert event.interaction.options is not None
        row = bot.rest.build_message_action_row().add_interactive_button(
            hikari.ButtonStyle.PRIMARY, "again", label="Again"
        )
        await event.interaction.create_initial_response(
            hikari.ResponseType.MESSAGE_CREATE, f"Reading {event.interaction.options[0].value}", component=row
        )
        await event.interaction.execute("And more.")

    async def pressed(event: hikari.InteractionCreateEvent) -> None:
        assert isinstance(event.interaction, hikari.ComponentInteraction)
        await event.interaction.create_initial_response(hikari.ResponseType.MESSAGE_UPDATE, "Read again")

    mia = play.person("Mia")
    bot.subscribe(hikari.InteractionCreateEvent, answer)
    shown = await mia.command("/read", in_="general", what="bread")
    assert shown.content == "Reading bread"
    assert (await mia.sees("And more.", in_="general")).author == "Reading Circle"
    bot.unsubscribe(hikari.InteractionCreateEvent, answer)
    bot.subscribe(hikari.InteractionCreateEvent, pressed)
    assert (await mia.press(shown.button("Again"))).content == "Read again"


async def test_hikari_sends_edits_fetches_and_deletes(bot: hikari.GatewayBot, sandbox: Sandbox, play: Play) -> None:
    general = _general(sandbox)
    sent = await bot.rest.create_message(
        general, "One", embed=hikari.Embed(title="Two"), attachment=hikari.Bytes(b"three", "three.txt")
    )
    assert (sent.content, sent.embeds[0].title, sent.attachments[0].filename) == ("One", "Two", "three.txt")
    await sent.edit("Four")
    assert (await bot.rest.fetch_message(general, sent.id)).content == "Four"
    assert [each.id async for each in bot.rest.fetch_messages(general)] == [sent.id]
    await bot.rest.pin_message(general, sent.id)
    await sent.add_reaction("👍")
    await sent.delete()
    assert [each.raw["type"] for each in await play.messages("general")] == [6], "the notice of the pin is left"
    with pytest.raises(hikari.ForbiddenError):
        await bot.rest.create_message(int(sandbox.about()["channels"]["organisers-only"]), "x")


async def test_hikari_hears_what_people_do(bot: hikari.GatewayBot, sandbox: Sandbox, play: Play) -> None:
    said, reacted, voted = (
        Ears(bot, kind)
        for kind in (hikari.GuildMessageCreateEvent, hikari.GuildReactionAddEvent, hikari.PollVoteCreateEvent)
    )
    mia = play.person("Mia")
    message = await mia.say("Hello", in_="general")
    assert int((await said.next()).message_id) == int(message.id)
    await mia.react(message, "👍")
    assert int((await reacted.next()).user_id) == int(mia.id)
    poll = hikari.impl.PollBuilder(
        question_text="Which bread?",
        answers=[hikari.impl.PollAnswerBuilder(text="Rye")],
        allow_multiselect=False,
        duration=1,
    )
    asked = await bot.rest.create_message(_general(sandbox), poll=poll)
    await mia.vote(await mia.sees(lambda each: "poll" in each.raw, in_="general"), "Rye")
    assert (await voted.next()).answer_id == 1
    assert asked.poll is not None


async def test_hikari_opens_threads_and_makes_events(bot: hikari.GatewayBot, sandbox: Sandbox, play: Play) -> None:
    opened = Ears(bot, hikari.GuildThreadCreateEvent)
    message = await bot.rest.create_message(_general(sandbox), "An article")
    thread = await bot.rest.create_message_thread(message.channel_id, message, "Reading")
    assert (thread.id, (await opened.next()).thread_id) == (message.id, message.id)
    made = Ears(bot, hikari.ScheduledEventCreateEvent)
    start = datetime.now(UTC) + timedelta(hours=1)
    guild_id = int(sandbox.about()["guild_id"])
    event = await bot.rest.create_external_event(guild_id, "We read", "#readings", start, start + timedelta(hours=1))
    assert (await made.next()).event_id == event.id
    await play.person("Mia").attend(str(event.id))
    assert [int(each.user.id) async for each in bot.rest.fetch_scheduled_event_users(guild_id, event)] == [
        int(play.person("Mia").id)
    ]


async def test_hikari_resumes_after_a_cut_line(bot: hikari.GatewayBot, play: Play) -> None:
    resumed, said = Ears(bot, hikari.ShardResumedEvent), Ears(bot, hikari.GuildMessageCreateEvent)
    await play.control("POST", "/sandbox/faults", {"what": "reconnect"})
    await play.person("Mia").say("Still there?", in_="general")
    await resumed.next()
    assert int((await said.next()).author_id) == int(play.person("Mia").id)
