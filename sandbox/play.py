"""Tests as plays: people act on a Discord-compatible server, and see what Discord's own client would show them.

    async with Play(about) as play:
        olu, mia = play.person("Olu"), play.person("Mia")
        answer = await olu.command("/article add", in_="articles", file=Path("article.txt"))
        await olu.press(answer.button("Schedule"))
        await mia.say("I will be there.", in_="general")

`about` is the JSON that `python -m sandbox` prints. Only addresses and tokens are used, so any server that speaks
Discord's wire will do;
the clock alone (`skip`, `now_ms`) is the sandbox's own.
"""

import asyncio
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson

from .person import Person
from .presence import Place
from .views import Json, Message, Rejected, Thread, read_message, read_thread


class Play:
    """A stage on which people act; closes their connections at the end."""

    def __init__(self, about: Json, *, guild_id: str | None = None) -> None:
        self.about = about
        self.api_url: str = about["api_url"]
        self.guild_id: str = guild_id or about["guild_id"]
        self._people: dict[str, Person] = {}
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(json_serialize=lambda body: orjson.dumps(body).decode())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(person.leave() for person in self._people.values()))
        await self.session.close()

    @property
    def session(self) -> aiohttp.ClientSession:
        """The HTTP session all people share."""
        if self._session is None:
            raise RuntimeError("A play is used as `async with Play(about) as play`.")
        return self._session

    def person(self, name: str) -> Person:
        """One of the people of the world, by name; always the same one."""
        if name not in self._people:
            told = next((each for each in self.about["users"] if each["name"] == name), None)
            if told is None:
                raise LookupError(
                    f"Nobody is called {name}; there are: {[each['name'] for each in self.about['users']]}"
                )
            gateway = self.about["gateway_url"]
            self._people[name] = Person(
                self.session, self.api_url, gateway, self.guild_id, told, self.about["application_id"]
            )
        return self._people[name]

    @property
    def onlooker(self) -> Person:
        """The first of the people, through whose eyes the play itself looks."""
        return self.person(self.about["users"][0]["name"])

    async def messages(self, place: Place) -> list[Message]:
        """What stands in a channel or thread, oldest first (at most the latest 100)."""
        return await self.onlooker.messages(place)

    async def threads(self) -> list[Thread]:
        """All threads of the server, archived ones too, oldest first."""
        raw = (await self.onlooker.call("GET", f"/guilds/{self.guild_id}/threads/active"))["threads"]
        for channel in await self.onlooker.call("GET", f"/guilds/{self.guild_id}/channels"):
            if channel["type"] in (0, 5, 15):
                archived = f"/channels/{channel['id']}/threads/archived/public"
                raw = raw + (await self.onlooker.call("GET", archived))["threads"]
        return sorted((read_thread(each) for each in raw), key=lambda each: int(each.id))

    async def message(self, place: Place, message_id: str) -> Message:
        """One message as it stands now."""
        channel_id = await self.onlooker.place(place)
        return read_message(await self.onlooker.call("GET", f"/channels/{channel_id}/messages/{message_id}"))

    async def now_ms(self) -> int:
        """The sandbox's time."""
        return int((await self.control("GET", "/sandbox/clock"))["now_ms"])

    async def skip(self, *, seconds: float | None = None, to: int | None = None) -> int:
        """Move the sandbox's clock ahead, by seconds or to an instant (epoch ms); the new time comes back."""
        body = {"to_ms": to} if to is not None else {"advance_ms": int((seconds or 0) * 1000)}
        return int((await self.control("POST", "/sandbox/clock", body))["now_ms"])

    async def control(self, method: str, path: str, body: Json | None = None) -> Any:
        """Call one of the sandbox's controls, such as `/sandbox/state`; its JSON comes back."""
        url = self.about["web_url"] + path
        async with self.session.request(method, url, json=body) as response:
            raw = await response.read()
            answer = orjson.loads(raw) if raw else None
            if response.status >= 400:
                raise Rejected(response.status, answer or {})
            return answer
