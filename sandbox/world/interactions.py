"""How the bot answers an interaction.

The first answer within three seconds, then follow-ups and edits for fifteen minutes.
"""

from . import messages, render
from .components import check_modal
from .drafts import Upload, read_draft, resolve_mentions
from .events import Event
from .invocations import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL, metadata, source_of
from .refusals import (
    ALREADY_ACKNOWLEDGED,
    INVALID_WEBHOOK_TOKEN,
    UNKNOWN_CHANNEL,
    UNKNOWN_INTERACTION,
    UNKNOWN_MESSAGE,
    UNKNOWN_WEBHOOK,
    Form,
    Refused,
    refuse_field,
    within,
)
from .state import World
from .things import Answer, Interaction, Json, Message, MessageFlag, MessageType

ACKNOWLEDGE_WITHIN_S = 3.0
TOKEN_LIVES_MS = 15 * 60_000
MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 4, 5, 6, 7, 8, 9
_FITTING = {
    COMMAND: (MESSAGE, DEFERRED_MESSAGE, SHOW_MODAL),
    COMPONENT: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, SHOW_MODAL),
    AUTOCOMPLETE: (CHOICES,),
    MODAL: (MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE),
}


def answer(
    world: World, now: int, interaction_id: int, token: str, body: Json, files: dict[str, Upload]
) -> tuple[Interaction, Message | None, list[Event]]:
    """The bot's first answer: the interaction, the message it made or changed, and the events."""
    interaction = world.interactions.get(interaction_id)
    if interaction is None or interaction.token != token or interaction.answer == Answer.FAILED:
        raise Refused(UNKNOWN_INTERACTION)
    if interaction.answer != Answer.WAITING:
        raise Refused(ALREADY_ACKNOWLEDGED)
    kind = body.get("type", 0)
    fitting = _FITTING[interaction.type]
    if kind not in fitting or (kind in (DEFERRED_UPDATE, UPDATE) and interaction.message_id is None):
        listed = ", ".join(str(each) for each in fitting)
        raise refuse_field(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
    with within("data"):
        message, events = _ANSWERS[kind](world, now, interaction, body.get("data") or {}, files)
    echo = {"id": str(interaction.id), "nonce": interaction.nonce}
    if kind != CHOICES:
        events.append(Event("INTERACTION_SUCCESS", echo, only=frozenset({interaction.user_id})))
    return interaction, message, events


def time_out(world: World, interaction_id: int) -> list[Event]:
    """Three seconds are over: an interaction without an answer has failed, and its person is told."""
    interaction = world.interactions[interaction_id]
    if interaction.answer != Answer.WAITING:
        return []
    interaction.answer = Answer.FAILED
    data = {"id": str(interaction.id), "nonce": interaction.nonce, "reason_code": 2}
    return [Event("INTERACTION_FAILURE", data, only=frozenset({interaction.user_id}))]


def _answer_message(
    world: World, now: int, interaction: Interaction, data: Json, files: dict[str, Upload]
) -> tuple[Message, list[Event]]:
    message = _response(world, now, interaction, data, files)
    interaction.answer = Answer.ANSWERED
    return message, _shown(world, now, message)


def _answer_deferred(
    world: World, now: int, interaction: Interaction, data: Json, _files: dict[str, Upload]
) -> tuple[Message, list[Event]]:
    if interaction.channel_id not in world.channels:
        raise Refused(UNKNOWN_CHANNEL)
    interaction.answer = Answer.DEFERRED
    message = _blank(world, now, interaction, ephemeral=bool((data.get("flags") or 0) & MessageFlag.EPHEMERAL))
    message.flags |= MessageFlag.LOADING
    interaction.original_id = message.id
    return message, _shown(world, now, message)


def _answer_deferred_update(
    world: World, _now: int, interaction: Interaction, _data: Json, _files: dict[str, Upload]
) -> tuple[Message | None, list[Event]]:
    interaction.answer = Answer.DEFERRED_UPDATE
    interaction.original_id = interaction.message_id
    return source_of(world, interaction), []


def _answer_update(
    world: World, now: int, interaction: Interaction, data: Json, files: dict[str, Upload]
) -> tuple[Message, list[Event]]:
    message = source_of(world, interaction)
    if message is None:
        raise Refused(UNKNOWN_MESSAGE)
    events = messages.revise(world, now, message, data, files)
    interaction.answer = Answer.ANSWERED
    interaction.original_id = message.id
    return message, events


def _answer_choices(
    world: World, _now: int, interaction: Interaction, data: Json, _files: dict[str, Upload]
) -> tuple[None, list[Event]]:
    del world
    form = Form()
    choices = form.count(("choices",), data.get("choices") or [], 0, 25)
    for number, choice in enumerate(choices):
        form.length(("choices", number, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            form.length(("choices", number, "value"), choice["value"], 1, 100)
    form.settle()
    interaction.answer = Answer.ANSWERED
    told = {"choices": choices, "nonce": interaction.nonce}
    return None, [Event("APPLICATION_COMMAND_AUTOCOMPLETE_RESPONSE", told, only=frozenset({interaction.user_id}))]


def _answer_modal(
    world: World, _now: int, interaction: Interaction, data: Json, _files: dict[str, Upload]
) -> tuple[None, list[Event]]:
    form = Form()
    modal = check_modal(form, data)
    form.settle()
    interaction.answer, interaction.modal = Answer.ANSWERED, modal
    told = {
        "id": str(interaction.id),
        "channel_id": str(interaction.channel_id),
        "nonce": interaction.nonce,
        "application": {
            "id": str(world.application.id),
            "name": world.application.name,
            "icon": None,
            "bot": render.user(world.bot),
        },
        "custom_id": modal["custom_id"],
        "title": modal["title"],
        "components": modal["components"],
        "resolved": {},
    }
    return None, [Event("INTERACTION_MODAL_CREATE", told, only=frozenset({interaction.user_id}))]


_ANSWERS = {
    MESSAGE: _answer_message,
    DEFERRED_MESSAGE: _answer_deferred,
    DEFERRED_UPDATE: _answer_deferred_update,
    UPDATE: _answer_update,
    CHOICES: _answer_choices,
    SHOW_MODAL: _answer_modal,
}


def _blank(world: World, now: int, interaction: Interaction, *, ephemeral: bool) -> Message:
    message = Message(
        world.snowflakes.mint(now), interaction.channel_id, world.application.bot_id, now, interaction.guild_id
    )
    message.application_id = world.application.id
    message.interaction, message.interaction_id = metadata(world, interaction), interaction.id
    if interaction.type == COMMAND:
        slash = interaction.data["type"] == 1
        message.type = MessageType.CHAT_INPUT_COMMAND if slash else MessageType.CONTEXT_MENU_COMMAND
    if ephemeral:
        message.flags |= MessageFlag.EPHEMERAL
        message.seen_by = interaction.user_id
    return message


def _response(
    world: World,
    now: int,
    interaction: Interaction,
    data: Json,
    files: dict[str, Upload],
    *,
    ephemeral: bool | None = None,
) -> Message:
    channel = world.channels.get(interaction.channel_id)
    if channel is None:
        raise Refused(UNKNOWN_CHANNEL)
    draft = read_draft(world, now, data, files, channel)
    wanted = bool((data.get("flags") or 0) & MessageFlag.EPHEMERAL) if ephemeral is None else ephemeral
    message = _blank(world, now, interaction, ephemeral=wanted)
    messages.apply(world, message, draft)
    resolve_mentions(world, message, channel, draft.allowed_mentions)
    if interaction.original_id is None:
        interaction.original_id = message.id
    return message


def _shown(world: World, now: int, message: Message) -> list[Event]:
    if message.seen_by is None:
        return messages.post(world, now, world.channels[message.channel_id], message)
    world.ephemeral[message.id] = message
    return [messages.message_event(world, "MESSAGE_CREATE", message)]


def by_token(world: World, now: int, application_id: int, token: str) -> Interaction:
    """The answered interaction behind a webhook address: 10015 before its first answer, 50027 after fifteen minutes."""
    interaction = world.interactions.get(world.interaction_tokens.get(token, 0))
    if interaction is None or application_id != world.application.id:
        raise Refused(UNKNOWN_WEBHOOK)
    if now - interaction.created_ms > TOKEN_LIVES_MS:
        raise Refused(INVALID_WEBHOOK_TOKEN)
    if interaction.answer in (Answer.WAITING, Answer.FAILED):
        raise Refused(UNKNOWN_WEBHOOK)
    return interaction


def message_of(world: World, interaction: Interaction, name: str) -> Message:
    """`@original`, or a follow-up by id, that belongs to this interaction."""
    wanted = interaction.original_id if name == "@original" else int(name)
    timeline = world.timelines.get(interaction.channel_id)
    found = (timeline.by_id.get(wanted or 0) if timeline else None) or world.ephemeral.get(wanted or 0)
    if found is None or (found.interaction_id != interaction.id and found.id != interaction.original_id):
        raise Refused(UNKNOWN_MESSAGE)
    return found


def follow_up(
    world: World, now: int, interaction: Interaction, body: Json, files: dict[str, Upload]
) -> tuple[Message, list[Event]]:
    """One more message. The first one after a deferred answer takes that answer's place, its visibility included."""
    if interaction.answer == Answer.DEFERRED:
        original = message_of(world, interaction, "@original")
        return original, edit(world, now, interaction, original, body, files)
    message = _response(world, now, interaction, body, files)
    return message, _shown(world, now, message)


def edit(
    world: World, now: int, interaction: Interaction, message: Message, body: Json, files: dict[str, Upload]
) -> list[Event]:
    """Edit the answer or a follow-up; editing a deferred answer completes it."""
    events = messages.revise(world, now, message, body, files)
    if message.id == interaction.original_id:
        interaction.answer = Answer.ANSWERED
    return events
