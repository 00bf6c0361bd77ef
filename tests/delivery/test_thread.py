"""What is counted of a message is the same, whether discord.py has made something of it or not."""

from __future__ import annotations

from typing import Any

import discord
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.thread import SeenReply, reply_heard, reply_seen

SENT_AT = 1_790_000_000_123
MESSAGE_ID = (SENT_AT - discord.utils.DISCORD_EPOCH) << 22 | 7
THREAD_ID, MEMBER_ID, QUESTION_ID = 1_000, 500, 1_001

_client = discord.Client(intents=discord.Intents.none())


def told(**more: Any) -> dict[str, Any]:
    """A message as the gateway tells it."""
    author = {"id": str(MEMBER_ID), "username": "mia", "discriminator": "0", "avatar": None, "global_name": None}
    return {
        "id": str(MESSAGE_ID),
        "channel_id": str(THREAD_ID),
        "author": author | more.pop("author", {}),
        "type": 0,
        "content": "",
        "timestamp": "2026-09-21T13:33:20.123000+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        **more,
    }


def built(data: dict[str, Any]) -> discord.Message:
    """What discord.py makes of it."""
    place: Any = _client.get_partial_messageable(THREAD_ID)
    return discord.Message(state=_client._connection, channel=place, data=data)  # type: ignore[arg-type]


def test_a_reply_is_seen_with_its_member_its_time_and_what_it_answers() -> None:
    data = told(type=19, message_reference={"message_id": str(QUESTION_ID), "channel_id": str(THREAD_ID)})
    assert reply_heard(data) == SeenReply(MESSAGE_ID, MEMBER_ID, SENT_AT, QUESTION_ID)


references = st.fixed_dictionaries(
    {"channel_id": st.just(str(THREAD_ID))},
    optional={"message_id": st.just(str(QUESTION_ID)), "type": st.sampled_from([0, 1])},
)


@given(
    type_=st.sampled_from([0, 6, 18, 19, 20, 21, 23, 46]),
    author=st.fixed_dictionaries({}, optional={"bot": st.booleans()}),
    more=st.fixed_dictionaries({}, optional={"webhook_id": st.just("77"), "message_reference": references}),
)
def test_what_is_heard_of_a_message_is_what_is_listed_of_it(
    type_: int, author: dict[str, Any], more: dict[str, Any]
) -> None:
    data = told(type=type_, author=author, **more)
    assert reply_heard(data) == reply_seen(built(data))
