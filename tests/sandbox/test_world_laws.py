"""What holds for every world: ids grow, rights add up, pages tile a history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.world import permissions
from sandbox.world.due import happen
from sandbox.world.members import add
from sandbox.world.messages import bulk_delete, history, send
from sandbox.world.permissions import EVERYTHING, NOTHING, Permission
from sandbox.world.polls import vote, voters
from sandbox.world.refusals import Refused
from sandbox.world.snowflakes import Snowflakes, snowflake_at, time_of
from sandbox.world.state import World
from sandbox.world.things import Channel, ChannelType, Guild, Member, Overwrite, Role, User
from sandbox.world.threads import open_alone
from sandbox.world.worldfile import build_world

INSTANTS = st.integers(min_value=1_420_070_400_000, max_value=4_000_000_000_000)
BITS = st.integers(min_value=0, max_value=int(EVERYTHING))


@given(st.lists(INSTANTS, min_size=1, max_size=50))
def test_ids_always_grow_and_carry_a_time_not_before_their_own(instants: list[int]) -> None:
    mint = Snowflakes()
    ids = [mint.mint(now) for now in instants]
    assert ids == sorted(set(ids))
    assert all(time_of(each) >= now for each, now in zip(ids, instants, strict=True))


@given(INSTANTS)
def test_the_time_of_an_id_is_the_time_it_was_made(now: int) -> None:
    assert time_of(snowflake_at(now)) == now


def _server(everyone: int, role: int) -> tuple[Guild, Member]:
    guild = Guild(1, "Server", owner_id=99, created_ms=0)
    guild.roles = {1: Role(1, "@everyone", everyone, 0), 2: Role(2, "Reader", role, 1)}
    member = Member(5, [2], 0)
    return guild, member


def _channel(*overwrites: Overwrite) -> Channel:
    return Channel(7, ChannelType.TEXT, "general", 1, overwrites=list(overwrites))


@given(BITS, BITS)
def test_a_role_never_takes_anything_away(everyone: int, role: int) -> None:
    guild, member = _server(everyone, role)
    assert permissions.in_guild(guild, member) & everyone == everyone & permissions.in_guild(guild, member)
    assert (everyone | role) & int(permissions.in_guild(guild, member)) == everyone | role


@given(BITS, BITS, BITS, BITS)
def test_the_nearest_overwrite_decides(everyone: int, role: int, allow: int, deny: int) -> None:
    guild, member = _server(everyone & ~Permission.ADMINISTRATOR, role & ~Permission.ADMINISTRATOR)
    own = Overwrite(5, 1, allow | Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES, deny)
    everyones = Overwrite(1, 0, int(NOTHING), int(EVERYTHING))
    rights = permissions.in_channel(guild, member, _channel(everyones, own))
    assert rights == own.allow


@given(BITS, BITS)
def test_who_may_not_view_may_do_nothing(everyone: int, role: int) -> None:
    guild, member = _server(everyone & ~Permission.ADMINISTRATOR, role & ~Permission.ADMINISTRATOR)
    hidden = _channel(Overwrite(1, 0, 0, int(Permission.VIEW_CHANNEL)), Overwrite(2, 0, 0, 0))
    assert permissions.in_channel(guild, member, hidden) == NOTHING


@given(BITS)
def test_the_owner_and_administrators_may_do_everything(everyone: int) -> None:
    guild, member = _server(everyone, int(Permission.ADMINISTRATOR))
    walled = _channel(Overwrite(1, 0, 0, int(EVERYTHING)))
    assert permissions.in_channel(guild, member, walled) == EVERYTHING
    assert permissions.in_channel(guild, Member(99, [], 0), walled) == EVERYTHING


def _small_world(messages: int) -> tuple[World, Channel]:
    world = build_world(
        {
            "users": [{"name": "Ada"}],
            "servers": [{"name": "One", "owner": "Ada", "channels": [{"name": "general"}]}],
        }
    )
    [channel] = world.channels.values()
    for number in range(messages):
        send(world, 1_800_000_000_000 + number, world.bot.id, channel, {"content": str(number)}, {})
    return world, channel


@given(st.integers(0, 30), st.integers(1, 100), st.booleans())
def test_pages_tile_a_history_in_both_directions(messages: int, limit: int, forwards: bool) -> None:
    world, channel = _small_world(messages)
    seen: list[int] = []
    edge = 0 if forwards else 1 << 63
    while True:
        place = {"after": edge} if forwards else {"before": edge}
        page = [int(each.content) for each in history(world, world.bot.id, channel, limit=limit, **place)]
        if not page:
            break
        seen += reversed(page) if forwards else page
        edge = world.timelines[channel.id].ids[seen[-1]]
    assert seen == (list(range(messages)) if forwards else list(reversed(range(messages))))


@given(st.one_of(st.integers(0, 1), st.integers(101, 200)))
def test_fewer_than_two_and_more_than_a_hundred_are_not_deleted_at_once(count: int) -> None:
    world, channel = _small_world(3)
    owner = next(iter(world.guilds.values())).owner_id
    with pytest.raises(Refused) as refused:
        bulk_delete(world, 1_800_000_000_100, owner, channel, list(range(1 << 62, (1 << 62) + count)))
    assert refused.value.refusal.code == 50016
    assert len(world.timelines[channel.id].ids) == 3


@given(st.lists(st.tuples(st.integers(0, 3), st.sets(st.integers(1, 3))), max_size=20), st.booleans())
def test_a_poll_counts_each_voter_as_they_last_voted(votes: list[tuple[int, set[int]]], multiple: bool) -> None:
    """However often people change their minds, and however they vote, gateway events add up to the count."""
    world, channel = _small_world(0)
    people = [_join(world, f"Voter {number}") for number in range(4)]
    poll = {"question": {"text": "?"}, "answers": [{"poll_media": {"text": str(n)}} for n in range(3)]}
    message, _ = send(
        world, 1_800_000_000_000, world.bot.id, channel, {"poll": poll | {"allow_multiselect": multiple}}, {}
    )
    told: dict[tuple[str, int], int] = {}
    last: dict[int, set[int]] = {}
    for voter, wanted in votes:
        answers = wanted if multiple else set(sorted(wanted)[:1])
        for event in vote(world, 1_800_000_000_001, people[voter], message, [str(each) for each in answers]):
            key = event.data["user_id"], event.data["answer_id"]
            told[key] = told.get(key, 0) + (1 if event.name.endswith("ADD") else -1)
        last[voter] = answers
    assert set(told.values()) <= {0, 1}
    for answer in (1, 2, 3):
        expected = sorted(people[voter] for voter, answers in last.items() if answer in answers)
        assert voters(message, answer) == expected
        assert sorted(int(user) for (user, each), count in told.items() if each == answer and count) == expected


def _join(world: World, name: str) -> int:
    user_id = world.snowflakes.mint(1_790_000_000_000)
    world.add_user(User(user_id, name, name))
    guild = next(iter(world.guilds.values()))
    add(world, 1_790_000_000_000, guild, user_id)
    return user_id


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=30))
def test_what_is_due_happens_once_in_order_and_at_its_own_time(minutes: list[int]) -> None:
    """Threads idle for different times archive in the order in which they were idle long enough."""
    world, parent = _small_world(0)
    start = 1_800_000_000_000
    for number, offset in enumerate(minutes):
        body = {"name": str(number), "type": 11, "auto_archive_duration": 60}
        open_alone(world, start + offset * 1000, world.bot.id, parent, body)
    events = happen(world, start + 20_000_000)
    assert [int(each.data["name"]) for each in events] == sorted(range(len(minutes)), key=lambda n: (minutes[n], n))
    assert happen(world, start + 40_000_000) == []
    for thread in next(iter(world.guilds.values())).threads.values():
        assert thread.thread is not None
        assert thread.thread.archive_changed_ms == thread.thread.created_ms + 3_600_000
