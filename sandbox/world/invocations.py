"""What people do to the bot: run a command, type into an autocompleted option, press, choose, submit.

Each takes the body of Discord's own client (`POST /interactions`), checks it the way Discord does before the bot hears
of it, and returns the interaction made and its events.
"""

import base64

from . import commands, components, options, render
from .events import Event
from .permissions import Permission
from .refusals import THREAD_ARCHIVED, UNKNOWN_COMMAND, UNKNOWN_INTERACTION, Refused, refuse_field
from .state import World
from .things import Channel, Command, Interaction, Json, Message, MessageFlag

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 1, 2, 3, 4, 5


def interact(world: World, now: int, user_id: int, body: Json) -> tuple[Interaction, list[Event]]:
    """Begin an interaction of type 2, 3, 4 or 5."""
    channel = world.channel(int(body.get("channel_id") or 0), user_id)
    if str(body.get("application_id")) != str(world.application.id):
        raise refuse_field(("application_id",), "BASE_TYPE_CHOICES", "Unknown application")
    begin = {COMMAND: _command, AUTOCOMPLETE: _command, COMPONENT: _component, MODAL: _modal}.get(body.get("type", 0))
    if begin is None:
        raise refuse_field(("type",), "BASE_TYPE_CHOICES", "Value must be one of {2, 3, 4, 5}.")
    interaction = Interaction(
        id=world.snowflakes.mint(now),
        token="",
        type=int(body["type"]),
        user_id=user_id,
        channel_id=channel.id,
        guild_id=channel.guild_id,
        created_ms=now,
        nonce=body.get("nonce"),
        data={},
    )
    if channel.thread and channel.thread.archived and interaction.type in (COMMAND, AUTOCOMPLETE):
        raise Refused(THREAD_ARCHIVED)
    begin(world, interaction, channel, body)
    interaction.token = base64.urlsafe_b64encode(f"interaction:{interaction.id}:local".encode()).decode().rstrip("=")
    world.interactions[interaction.id] = interaction
    world.interaction_tokens[interaction.token] = interaction.id
    return interaction, _begun(world, interaction, channel)


def _begun(world: World, interaction: Interaction, channel: Channel) -> list[Event]:
    echo = {"id": str(interaction.id), "nonce": interaction.nonce}
    events = [
        Event(
            "INTERACTION_CREATE",
            payload(world, interaction, channel),
            interaction.guild_id,
            only=frozenset({world.application.bot_id}),
        )
    ]
    if interaction.type != AUTOCOMPLETE:
        events.insert(0, Event("INTERACTION_CREATE", echo, only=frozenset({interaction.user_id})))
    return events


def payload(world: World, interaction: Interaction, channel: Channel) -> Json:
    """The interaction as the bot gets it."""
    bot_rights = world.permissions(world.application.bot_id, channel)
    person = world.users[interaction.user_id]
    data: Json = {
        "id": str(interaction.id),
        "application_id": str(world.application.id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": render.channel(world, channel, world.application.bot_id)
        | {"permissions": str(int(world.permissions(interaction.user_id, channel)))},
        "locale": person.locale,
        "app_permissions": str(int(bot_rights)),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10 * 1024 * 1024,
        "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
        "context": 0 if interaction.guild_id else 1,
    }
    guild = world.guilds.get(interaction.guild_id or 0)
    if guild is None:
        data["user"] = render.user(person)
    else:
        data |= {
            "guild_id": str(guild.id),
            "guild_locale": guild.locale,
            "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
            "member": render.acting_member(world, guild.members[person.id], channel),
        }
    source = source_of(world, interaction)
    if source is not None:
        data["message"] = render.message(world, source, world.application.bot_id)
    return data


def source_of(world: World, interaction: Interaction) -> Message | None:
    """The message whose component was used, if it is still there."""
    if interaction.message_id is None:
        return None
    timeline = world.timelines.get(interaction.channel_id)
    found = timeline.by_id.get(interaction.message_id) if timeline else None
    return found or world.ephemeral.get(interaction.message_id)


def _command(world: World, interaction: Interaction, channel: Channel, body: Json) -> None:
    told = body.get("data") or {}
    command = _usable_command(world, interaction.user_id, channel, told)
    interaction.name = command.name
    interaction.data = {"id": str(command.id), "name": command.name, "type": command.type}
    if command.guild_id is not None:
        interaction.data["guild_id"] = str(command.guild_id)
    if command.type == commands.CHAT_INPUT:
        read = options.Reading(world, channel, interaction.user_id, told, typing=interaction.type == AUTOCOMPLETE)
        interaction.data["options"] = read.options(command.body["options"], told.get("options") or [])
        interaction.name = " ".join([command.name, *read.path])
        resolved = read.resolved
    else:
        interaction.data["target_id"] = str(told.get("target_id"))
        resolved = _target(world, interaction, channel, command, int(told.get("target_id") or 0))
    if resolved:
        interaction.data["resolved"] = resolved


def _usable_command(world: World, user_id: int, channel: Channel, told: Json) -> Command:
    guild = world.guilds.get(channel.guild_id or 0)
    command = world.commands.get(int(told.get("id") or 0))
    if command is None or guild is None:
        raise Refused(UNKNOWN_COMMAND)
    if told.get("version") is not None and str(told["version"]) != str(command.version):
        raise refuse_field(
            ("data",),
            "INTERACTION_APPLICATION_COMMAND_INVALID_VERSION",
            "This command is outdated, please try again in a few minutes",
        )
    if command not in commands.usable(world, guild, user_id, channel):
        raise refuse_field(
            ("data",), "APPLICATION_COMMAND_PERMISSION_DENIED", "You do not have permission to use this command."
        )
    return command


def _target(world: World, interaction: Interaction, channel: Channel, command: Command, target_id: int) -> Json:
    guild = world.guilds[channel.guild_id or 0]
    if command.type == commands.MESSAGE_MENU:
        world.require(interaction.user_id, channel, Permission.READ_MESSAGE_HISTORY)
        target = world.message(channel, target_id, interaction.user_id)
        interaction.parent = {"target_message_id": str(target.id)}
        return {"messages": {str(target.id): render.message(world, target, nested=False)}}
    member = guild.members.get(target_id)
    if member is None:
        raise refuse_field(("data", "target_id"), "BASE_TYPE_CHOICES", "Unknown user")
    interaction.parent = {"target_user": render.user(world.users[target_id])}
    person = str(target_id)
    return {
        "users": {person: render.user(world.users[target_id])},
        "members": {
            person: render.member(world, member, with_user=False)
            | {"permissions": str(int(world.permissions(target_id, channel)))}
        },
    }


def _component(world: World, interaction: Interaction, channel: Channel, body: Json) -> None:
    told = body.get("data") or {}
    message = world.message(channel, int(body.get("message_id") or 0), interaction.user_id)
    component = components.find(message.components, str(told.get("custom_id")))
    if component is None or message.author_id != world.application.bot_id or message.flags & MessageFlag.LOADING:
        raise refuse_field(("data", "custom_id"), "COMPONENT_VALIDATION_FAILED", "Component validation failed")
    if component.get("disabled"):
        raise refuse_field(("data", "custom_id"), "COMPONENT_VALIDATION_FAILED", "Component is disabled")
    interaction.message_id = message.id
    interaction.data = {
        "custom_id": component["custom_id"],
        "component_type": component["type"],
        "id": component.get("id", 0),
    }
    if component["type"] in components.SELECTS:
        values, resolved = options.chosen(world, channel, component, told.get("values"), ("data", "values"))
        interaction.data["values"] = values
        if resolved:
            interaction.data["resolved"] = resolved
    interaction.parent = {"interacted_message_id": str(message.id)}


def _modal(world: World, interaction: Interaction, channel: Channel, body: Json) -> None:
    told = body.get("data") or {}
    opened_by = world.interactions.get(int(told.get("id") or 0))
    if opened_by is None or opened_by.modal is None or opened_by.user_id != interaction.user_id:
        raise Refused(UNKNOWN_INTERACTION)
    if told.get("custom_id") != opened_by.modal["custom_id"]:
        raise refuse_field(("data", "custom_id"), "COMPONENT_VALIDATION_FAILED", "Component validation failed")
    interaction.message_id = opened_by.message_id
    interaction.parent = {"triggering_interaction_metadata": metadata(world, opened_by)}
    filling = options.Filling(world, channel, told)
    interaction.data = {"custom_id": told["custom_id"], "components": filling.rows(opened_by.modal["components"])}
    if filling.resolved:
        interaction.data["resolved"] = filling.resolved
    opened_by.modal = None


def metadata(world: World, interaction: Interaction) -> Json:
    """What a message tells of the interaction that brought it about."""
    told: Json = {
        "id": str(interaction.id),
        "type": interaction.type,
        "user": render.user(world.users[interaction.user_id]),
        "authorizing_integration_owners": {"0": str(interaction.guild_id or 0)},
        **(interaction.parent or {}),
    }
    if interaction.type == COMMAND:
        told |= {"name": interaction.name, "command_type": interaction.data["type"]}
    return told
