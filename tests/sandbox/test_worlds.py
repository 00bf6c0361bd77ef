"""Worlds from their descriptions."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.server import DEFAULT_WORLD
from sandbox.world.permissions import Permission
from sandbox.world.things import ChannelType
from sandbox.world.worldfile import WorldError, build_world

EVERYTHING_A_WORLD_CAN_SAY = {
    "founded": "2025-06-01T00:00:00+00:00",
    "application": {"name": "Reader", "owner": "Max", "privileged_intents": ["message_content"]},
    "users": [{"name": "Ada", "locale": "de"}, {"name": "Max"}],
    "servers": [
        {
            "name": "Without the bot",
            "owner": "Ada",
            "bot": None,
            "everyone": ["view_channel"],
            "roles": [{"name": "Reader", "permissions": ["send_messages"], "color": 5}],
            "members": [{"user": "Max", "roles": ["Reader"]}],
            "channels": [
                {"name": "Reading", "type": "category"},
                {"name": "texts", "category": "Reading", "slow_mode": 5},
                {"name": "posts", "type": "forum", "tags": ["open", "done"], "tag_required": True},
                {"name": "news", "type": "announcement", "overwrites": [{"user": "Max", "deny": ["view_channel"]}]},
            ],
        }
    ],
}


def test_everything_a_world_can_say_is_heard() -> None:
    world = build_world(EVERYTHING_A_WORLD_CAN_SAY)
    [guild] = world.guilds.values()
    category, texts, posts, news = guild.channels.values()
    assert [each.type for each in (category, texts, posts, news)] == [
        ChannelType.CATEGORY,
        ChannelType.TEXT,
        ChannelType.FORUM,
        ChannelType.NEWS,
    ]
    assert (texts.parent_id, texts.slow_mode) == (category.id, 5)
    assert posts.forum is not None
    assert [tag.name for tag in posts.forum.tags] == ["open", "done"]
    max_ = world.users[world.application.owner_id]
    assert (max_.name, world.application.privileged_intents) == ("Max", 1 << 15)
    assert world.permissions(max_.id, texts) == Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES
    assert not world.may(max_.id, news, Permission.VIEW_CHANNEL)
    assert world.application.bot_id not in guild.members


def test_a_server_can_be_made_many_times() -> None:
    described = json.loads(DEFAULT_WORLD.read_text(encoding="utf-8"))
    described["servers"][0]["times"] = 200
    world = build_world(described)
    assert len(world.guilds) == 200
    assert len({each.name for each in world.guilds.values()}) == 200
    assert len({(guild_id >> 22) % 16 for guild_id in world.guilds}) == 16, "shards are told apart by the ids' time"


@pytest.mark.parametrize(
    ("users", "server", "says"),
    [
        ([{"name": "Ada"}], {"name": "x", "owner": "Nobody", "channels": []}, "'Nobody'"),
        ([{"name": "Ada"}], {"name": "x", "owner": "Ada", "everyone": ["fly"], "channels": []}, "'FLY'"),
        ([], {"name": "x", "owner": "Ada", "channels": []}, "at least one"),
        ([{"name": "Ada"}], None, "at least one"),
    ],
)
def test_a_world_that_cannot_be_says_why(users: list[Any], server: Any, says: str) -> None:
    with pytest.raises(WorldError, match=says):
        build_world({"users": users, "servers": [] if server is None else [server]})


@pytest.mark.parametrize(
    ("place", "says"),
    [
        (lambda world: world, "A world has no colour"),
        (lambda world: world["users"][0], "A user has no colour"),
        (lambda world: world["servers"][0], "A server has no colour"),
        (lambda world: world["servers"][0]["roles"][0], "A role has no colour; it may have: color"),
        (lambda world: world["servers"][0]["channels"][0], "A channel has no colour"),
        (lambda world: world["servers"][0]["channels"][-1]["overwrites"][0], "An overwrite has no colour"),
    ],
)
def test_a_misspelt_key_is_told_with_those_there_are(place: Callable[[Any], Any], says: str) -> None:
    world = copy.deepcopy(EVERYTHING_A_WORLD_CAN_SAY)
    place(world)["colour"] = 5
    with pytest.raises(WorldError, match=says):
        build_world(world)
