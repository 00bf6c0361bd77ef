"""Polls: voted on by people, ended by their author or by time, counted, and their result posted."""

from .events import Event, Intent
from .messages import message_event, post, reference_to
from .permissions import Permission
from .refusals import (
    NO_POLL_TO_END,
    NOT_YOURS_TO_EDIT,
    POLL_OVER,
    THREAD_ARCHIVED,
    UNKNOWN_MESSAGE,
    Form,
    Refused,
)
from .state import World
from .things import Channel, Due, Json, Message, MessageType, Poll, PollAnswer


def vote(world: World, now: int, voter_id: int, message: Message, answer_ids: list[object]) -> list[Event]:
    """Vote for these answers and no others; an empty list takes one's votes back."""
    channel = world.channels[message.channel_id]
    world.require(voter_id, channel, Permission.READ_MESSAGE_HISTORY)
    poll = _poll_of(message)
    if channel.thread and channel.thread.archived:
        raise Refused(THREAD_ARCHIVED)
    if now >= poll.ends_ms:
        raise Refused(POLL_OVER)
    wanted = _chosen(poll, answer_ids)
    events: list[Event] = []
    for answer in poll.answers:
        if voter_id in answer.voters and answer.id not in wanted:
            del answer.voters[voter_id]
            events.append(_vote_event("MESSAGE_POLL_VOTE_REMOVE", channel, message, answer, voter_id))
    for answer in poll.answers:
        if answer.id in wanted and voter_id not in answer.voters:
            answer.voters[voter_id] = None
            events.append(_vote_event("MESSAGE_POLL_VOTE_ADD", channel, message, answer, voter_id))
    return events


def voters(message: Message, answer_id: int, *, limit: int = 25, after: int = 0) -> list[int]:
    """Who voted for an answer, by id."""
    form = Form()
    form.within(("limit",), limit, 1, 100)
    form.settle()
    answer = next((each for each in _poll_of(message).answers if each.id == answer_id), None)
    return [] if answer is None else sorted(each for each in answer.voters if each > after)[:limit]


def end(world: World, now: int, ender_id: int, message: Message) -> list[Event]:
    """End one's own poll at once. The count, and the message with its result, follow by `count`."""
    if message.poll is None:
        raise Refused(NO_POLL_TO_END)
    if message.author_id != ender_id:
        raise Refused(NOT_YOURS_TO_EDIT)
    if now >= message.poll.ends_ms:
        raise Refused(POLL_OVER)
    message.poll.ends_ms = now
    world.expect(now, Due.POLL_END, message.id)
    return [message_event(world, "MESSAGE_UPDATE", message)]


def over_at(world: World, message_id: int) -> int | None:
    """When a poll's time will be up, if its votes are not counted yet."""
    message = world.polls.get(message_id)
    return None if message is None or message.poll is None or message.poll.counted else message.poll.ends_ms


def count(world: World, now: int, message_id: int) -> list[Event]:
    """Count the votes of a poll whose time is up, and post the result in its author's name."""
    message = world.polls[message_id]
    poll = _poll_of(message)
    poll.counted = True
    channel = world.channels[message.channel_id]
    result = Message(world.snowflakes.mint(now), channel.id, message.author_id, now, message.guild_id)
    result.type, result.reference = MessageType.POLL_RESULT, reference_to(message)
    result.mentions, result.embeds = [message.author_id], [_result(poll)]
    return [message_event(world, "MESSAGE_UPDATE", message), *post(world, now, channel, result)]


def _poll_of(message: Message) -> Poll:
    """Discord does not document what it answers where there is no poll."""
    if message.poll is None:
        raise Refused(UNKNOWN_MESSAGE)
    return message.poll


def _chosen(poll: Poll, answer_ids: list[object]) -> set[int]:
    form = Form()
    known = {str(answer.id) for answer in poll.answers}
    for number, each in enumerate(answer_ids):
        form.choice(("answer_ids", number), str(each), tuple(sorted(known)))
    if len(answer_ids) > 1 and not poll.multiple:
        form.fail(("answer_ids",), "BASE_TYPE_MAX_LENGTH", "Must be 1 or fewer in length.")
    form.settle()
    return {int(str(each)) for each in answer_ids}


def _vote_event(name: str, channel: Channel, message: Message, answer: PollAnswer, voter_id: int) -> Event:
    data: Json = {
        "user_id": str(voter_id),
        "channel_id": str(channel.id),
        "message_id": str(message.id),
        "answer_id": answer.id,
    }
    if channel.guild_id is not None:
        data["guild_id"] = str(channel.guild_id)
    return Event(name, data, channel.guild_id, Intent.GUILD_MESSAGE_POLLS, channel)


def _result(poll: Poll) -> Json:
    """The embed of a result message, as "Poll Result Embed Fields" documents it; no victor where votes are even."""
    most = max(len(answer.voters) for answer in poll.answers)
    victors = [answer for answer in poll.answers if len(answer.voters) == most] if most else []
    told = {
        "poll_question_text": poll.question,
        "victor_answer_votes": str(most),
        "total_votes": str(sum(len(answer.voters) for answer in poll.answers)),
    }
    if len(victors) == 1:
        told |= {"victor_answer_id": str(victors[0].id), "victor_answer_text": victors[0].text}
        emoji = victors[0].emoji or {}
        told |= {f"victor_answer_emoji_{key}": str(value) for key, value in emoji.items() if value is not None}
    fields = [{"name": name, "value": value, "inline": False} for name, value in told.items()]
    return {"type": "poll_result", "fields": fields, "content_scan_version": 0}
