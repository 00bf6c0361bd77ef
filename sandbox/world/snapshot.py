"""The whole world as plain JSON, for tests that compare two runs and for people who want to look."""

from collections.abc import Iterable

from . import render
from .state import World
from .things import Channel, Json, Message, ScheduledEvent


def state(world: World) -> Json:
    """Servers with channels, threads, events and messages, ephemeral ones among them and marked.

    And the registered commands.
    """
    return {
        "servers": [
            {
                "id": str(guild.id),
                "name": guild.name,
                "channels": [_channel(world, each) for each in guild.channels.values()],
                "threads": [_channel(world, each) for each in guild.threads.values()],
                "events": [_event(world, each) for each in guild.scheduled.values()],
            }
            for guild in world.guilds.values()
        ],
        "direct": [_channel(world, world.channels[each]) for each in world.direct.values()],
        "commands": [render.command(each, world.application.id) for each in world.commands.values()],
    }


def _channel(world: World, channel: Channel) -> Json:
    hidden = [each for each in world.ephemeral.values() if each.channel_id == channel.id]
    found = sorted([*world.timelines[channel.id], *hidden], key=lambda each: each.id)
    told = render.channel(world, channel) | {
        "name": channel.name,
        "messages": [_message(world, each) for each in found],
    }
    if channel.thread is not None:
        told["members"] = [world.users[each].name for each in sorted(channel.thread.members)]
    return told


def _message(world: World, message: Message) -> Json:
    told = render.message(world, message, nested=False)
    told["author"] = world.users[message.author_id].name
    told["ephemeral"] = message.seen_by is not None
    told["seen_by"] = None if message.seen_by is None else world.users[message.seen_by].name
    told["nonce"] = message.nonce
    told["reactions"] = {
        reaction.name: _names(world, [*reaction.users, *reaction.burst_users])
        for reaction in message.reactions.values()
    }
    if message.poll is not None:
        told["votes"] = {answer.text: _names(world, answer.voters) for answer in message.poll.answers}
    return told


def _event(world: World, event: ScheduledEvent) -> Json:
    return render.scheduled_event(world, event, counted=True) | {"interested": _names(world, event.interested)}


def _names(world: World, user_ids: Iterable[int]) -> list[str]:
    return [world.users[each].name for each in user_ids]


def people(world: World) -> list[Json]:
    """Everybody but the bot: name, id, token and role names in the first server they are in."""
    return [
        {"name": user.name, "id": str(user.id), "token": user.token, "roles": _roles(world, user.id)}
        for user in world.users.values()
        if not user.bot
    ]


def _roles(world: World, user_id: int) -> list[str]:
    for guild in world.guilds.values():
        if user_id in guild.members:
            return [guild.roles[each].name for each in guild.members[user_id].roles]
    return []
