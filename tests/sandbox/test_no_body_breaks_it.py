"""Whatever a body holds, the sandbox answers as Discord would, and never fails itself."""

import copy
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from sandbox.rest import SUBJECTS
from sandbox.rest.calls import Call, Reply, Route
from sandbox.server import load_world
from sandbox.world.permissions import Permission
from sandbox.world.refusals import Refused
from sandbox.world.shapes import check_shape
from sandbox.world.things import Answer

JUNK: list[Any] = [None, True, 5, -1.5, "", "x", "²", "\ud7ff", [], [None], [[1]], ["x"], {}, {"a": 1}, 1 << 63]
ROW: Any = {"type": 1, "components": [{"type": 2, "style": 1, "custom_id": "a", "label": "A", "emoji": {"name": "👍"}}]}
SELECT: Any = {"type": 3, "custom_id": "s", "min_values": 1, "max_values": 1, "options": [{"label": "A", "value": "a"}]}
LAYOUT = [
    {"type": 17, "components": [{"type": 10, "content": "x"}]},
    {"type": 9, "components": [{"type": 10, "content": "x"}], "accessory": {"type": 11, "media": {"url": "https://x"}}},
    {"type": 12, "items": [{"media": {"url": "https://x"}}]},
]
EMBED = {"title": "x", "url": "https://x", "color": 1, "timestamp": "2026-01-01T00:00:00+00:00"}
EMBED |= {"fields": [{"name": "a", "value": "b"}], "author": {"name": "x"}, "footer": {"text": "x"}}
EMBED |= {"image": {"url": "https://x"}}
MESSAGE = {
    "content": "x",
    "nonce": "1",
    "tts": False,
    "flags": 0,
    "embeds": [EMBED],
    "components": [ROW, {"type": 1, "components": [SELECT]}],
    "allowed_mentions": {"parse": ["users"], "roles": ["1"], "replied_user": False},
    "message_reference": {"message_id": "1", "fail_if_not_exists": False},
    "attachments": [{"id": "0", "filename": "x"}],
}
POLL = {"poll": {"question": {"text": "?"}, "answers": [{"poll_media": {"text": "A"}}], "duration": 1}}
OPTION = {"name": "o", "description": "O", "type": 3, "choices": [{"name": "a", "value": "a"}], "min_length": 1}
SUB = {"name": "s", "description": "S", "type": 1, "options": [OPTION, {"name": "n", "description": "N", "type": 4}]}
COMMAND = {"name": "c", "description": "C", "type": 1, "options": [SUB], "name_localizations": {"de": "c"}}
COMMAND |= {"default_member_permissions": "8", "contexts": [0], "integration_types": [0], "nsfw": False}
EVENT = {"name": "x", "privacy_level": 2, "entity_type": 3, "entity_metadata": {"location": "x"}}
EVENT |= {"scheduled_start_time": "2090-01-01T00:00:00Z", "scheduled_end_time": "2090-01-02T00:00:00Z"}
CHANNEL = {"name": "x", "type": 0, "topic": "x", "parent_id": None, "rate_limit_per_user": 1, "position": 1}
OVERWRITE = {"id": "ROLE", "type": 0, "allow": "0", "deny": "0"}
FORUM = {"name": "f", "type": 15, "available_tags": [{"name": "t", "emoji_name": "👍"}], "flags": 0}
FORUM |= {"default_reaction_emoji": {"emoji_name": "👍"}, "default_sort_order": 0, "default_forum_layout": 0}
MODAL: Any = {"custom_id": "m", "title": "M", "components": [{"type": 18, "label": "L", "component": SELECT}]}
MODAL["components"] += [{"type": 1, "components": [{"type": 4, "custom_id": "t", "style": 1, "label": "T"}]}]
ROLE = {"name": "x", "permissions": "0", "color": 1, "colors": {"primary_color": 1}, "hoist": False}

COMMANDS = "/applications/{application_id}/commands"
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
PRESSED: Any = {"type": 3, "application_id": "APP", "channel_id": "CHANNEL", "guild_id": "GUILD", "nonce": "1"}
PRESSED |= {"message_id": "MESSAGE", "data": {"component_type": 3, "custom_id": "s", "values": ["a"]}}
RUN: Any = {"type": 2, "application_id": "APP", "channel_id": "CHANNEL", "guild_id": "GUILD"}
RUN |= {"data": {"id": "COMMAND", "name": "c", "type": 1, "attachments": [{"id": "0", "filename": "x"}]}}
RUN["data"] |= {"options": [{"name": "s", "type": 1, "options": [{"name": "o", "type": 3, "value": "a"}]}]}
BODIES: list[tuple[str, str, Any]] = [
    ("POST", "/channels/{channel_id}/messages", MESSAGE),
    ("POST", "/channels/{channel_id}/messages", POLL),
    ("POST", "/channels/{channel_id}/messages", {"flags": 32768, "components": LAYOUT}),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}", MESSAGE),
    ("POST", "/channels/{channel_id}/messages/bulk-delete", {"messages": ["1", "2"]}),
    ("POST", "/channels/{channel_id}/threads", {"name": "x", "type": 11, "auto_archive_duration": 60}),
    ("PATCH", "/channels/{channel_id}", CHANNEL),
    ("PUT", "/channels/{channel_id}/permissions/{overwrite_id}", OVERWRITE),
    ("POST", "/guilds/{guild_id}/channels", CHANNEL | {"permission_overwrites": [OVERWRITE]}),
    ("POST", "/guilds/{guild_id}/channels", FORUM),
    ("PATCH", "/guilds/{guild_id}/channels", [{"id": "CHANNEL", "position": 1, "parent_id": None}]),
    ("POST", "/guilds/{guild_id}/roles", ROLE),
    ("PATCH", "/guilds/{guild_id}/roles", [{"id": "ROLE", "position": 1}]),
    ("PATCH", "/guilds/{guild_id}/members/{user_id}", {"nick": "x", "roles": ["ROLE"]}),
    ("POST", "/guilds/{guild_id}/scheduled-events", EVENT),
    ("PUT", COMMANDS, [COMMAND]),
    ("POST", COMMANDS, COMMAND),
    ("POST", "/users/@me/channels", {"recipient_id": "USER"}),
    ("POST", "/channels/{channel_id}/attachments", {"files": [{"id": "0", "filename": "x", "file_size": 1}]}),
    ("PUT", "/channels/{channel_id}/polls/{message_id}/answers/@me", {"answer_ids": [1]}),
    ("POST", "/interactions", PRESSED),
    ("POST", "/interactions", RUN),
    ("POST", CALLBACK, {"type": 4, "data": MESSAGE}),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("POST", CALLBACK, {"type": 7, "data": MESSAGE}),
    ("POST", CALLBACK, {"type": 9, "data": MODAL}),
]
ROUTES = {(each.method, each.template): each for subject in SUBJECTS for each in subject.routes}


def spoilt(body: Any) -> Iterator[Any]:
    """The body with each of its values in turn replaced by each piece of junk."""
    yield from JUNK
    places = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in places:
        for junk in spoilt(value):
            changed = copy.copy(body)
            changed[key] = junk
            yield changed


class Stage:
    """A world in which the bot may do everything, with one of each thing that a body can name."""

    def __init__(self) -> None:
        self.world, self.now = load_world(), 1_800_000_000_000
        guild = next(iter(self.world.guilds.values()))
        for role in guild.roles.values():
            role.permissions |= Permission.ADMINISTRATOR if role.bot_id else Permission(0)
        self.person = guild.owner_id
        self.ids = {"APP": self.world.application.id, "GUILD": guild.id, "USER": self.person}
        self.ids["CHANNEL"] = next(each.id for each in guild.channels.values() if each.name == "general")
        self.ids["ROLE"] = next(each.id for each in guild.roles.values() if each.id != guild.id)
        self.token = "none"
        rows = {"content": "x", "components": [ROW, {"type": 1, "components": [SELECT]}]}
        self.ids["MESSAGE"] = int(self.call("POST", "/channels/{channel_id}/messages", rows).body["id"])
        self.ids["COMMAND"] = int(self.call("POST", COMMANDS, COMMAND).body["id"])
        self.call("POST", "/interactions", PRESSED)
        [(self.ids["INTERACTION"], begun)] = self.world.interactions.items()
        self.token = begun.token

    def named(self, body: Any) -> Any:
        """A body with the ids of this world."""
        if isinstance(body, dict):
            return {key: self.named(each) for key, each in body.items()}
        if isinstance(body, list):
            return [self.named(each) for each in body]
        return str(self.ids[body]) if isinstance(body, str) and body in self.ids else body

    def call(self, method: str, template: str, body: Any) -> Reply:
        """What the route answers, all of it told as JSON."""
        route: Route = ROUTES[method, template]
        path = {name: str(self.ids.get(name.removesuffix("_id").upper(), 0)) for name in PARAMETERS}
        path |= {"application_id": str(self.ids["APP"]), "overwrite_id": str(self.ids["ROLE"])}
        by_people = route.who.value == "people"
        caller = self.person if by_people else self.ids["APP"]
        path["interaction_token"] = self.token
        told = self.named(body)
        check_shape(told)
        reply = route.handler(Call(self.world, self.now, caller, not by_people, path, {"with_response": "1"}, told))
        orjson.dumps([reply.body, [each.data for each in reply.events]])
        return reply

    def rest(self) -> None:
        """Nothing of the last try stands in the next one's way."""
        for begun in self.world.interactions.values():
            begun.answer = Answer.WAITING


PARAMETERS = ("channel_id", "guild_id", "message_id", "user_id", "interaction_id")


@pytest.mark.parametrize(("method", "template", "body"), BODIES)
def test_a_spoilt_body_is_taken_or_refused(method: str, template: str, body: Any) -> None:
    stage = Stage()
    refused = 0
    for spoiled in spoilt(body):
        stage.rest()
        try:
            stage.call(method, template, copy.deepcopy(spoiled))
        except Refused:
            refused += 1
        except Exception as failure:
            raise AssertionError(f"{method} {template} failed with {spoiled}") from failure
    assert refused > 0
