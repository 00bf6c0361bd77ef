"""What organisers do with readings, in few words. One bot serves all tests of a file, each with its own reading."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from sandbox.person import Person
from sandbox.views import Message, NotShown
from sandbox.world.state import World
from tests.e2e.conftest import Stage, stage

T = TypeVar("T")
PATIENCE_S = 60.0
HOUR_S, DAY_S = 3600, 86400


@dataclass(frozen=True)
class Planned:
    """A scheduled reading: its number, how commands name it, its announcement."""

    id: int
    announcement: Message

    @property
    def value(self) -> str:
        return f"reading:{self.id}"


class Organising:
    """A server that is set up, with the article of the line in its library."""

    def __init__(self, here: Stage) -> None:
        self.here = here
        self.play = here.play
        self.olu: Person = here.play.person("Olu")
        self.ada: Person = here.play.person("Ada")
        self.mia: Person = here.play.person("Mia")

    async def set_up(self) -> None:
        await self.mia.enter()
        await self.here.line().set_up()
        await self.olu.command("/article add", in_="general", file=self.here.article, post="library")

    async def does(self, words: str, who: Person | None = None, **options: Any) -> Message:
        """An organiser's command and its answer. Options are given as Discord names them, `for_` for `for`."""
        given = {name.removesuffix("_"): value for name, value in options.items()}
        return await (who or self.olu).command(words, in_="general", options=given)

    async def drafted(self, **options: Any) -> Message:
        """The preview of a reading of the article, with three questions if nothing else is said."""
        given: dict[str, Any] = {"article": "Bread", "starts": "in 2 hours", "for_": "7 days", "questions": 3}
        given |= options
        return await self.does("/reading plan", **given)

    async def planned(self, **options: Any) -> Planned:
        """A reading that is scheduled and announced."""
        preview = await self.drafted(**options)
        reading_id = number_of(preview)
        await self.olu.press(preview.button("Schedule"))
        return Planned(reading_id, await self.announced(reading_id))

    async def announced(self, reading_id: int, fits: Callable[[Message], bool] = lambda _: True) -> Message:
        """The reading's announcement once it fits."""

        def ours(message: Message) -> bool:
            marks = [button.custom_id for button in message.buttons]
            return f"rc:join:{reading_id}:announcement" in marks and fits(message)

        return await self.olu.sees(ours, within=PATIENCE_S)

    async def opened(self, **options: Any) -> tuple[Planned, str]:
        """A reading whose time has come, and its thread."""
        planned = await self.planned(**options)
        await self.play.skip(seconds=2 * HOUR_S)
        await self.sees("Question 1 of", planned.announcement.id)
        return planned, planned.announcement.id

    async def sees(self, what: str | Callable[[Message], bool], place: str | None = None) -> Message:
        """The newest message Mia has heard of, in a channel (by name) or thread (by id) that may not be there yet."""
        channel_id = self.play.about["channels"].get(place, place)

        def fits(message: Message) -> bool:
            if channel_id is not None and message.channel_id != channel_id:
                return False
            return what in message.text if isinstance(what, str) else what(message)

        return await self.mia.sees(fits, within=PATIENCE_S)

    async def until(self, look: Callable[[], Awaitable[T | None]]) -> T:
        """What `look` finds, as soon as it finds anything."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if (found := await look()) is not None:
                    return found
                await asyncio.sleep(0.03)

    async def asked(self, thread: str) -> list[Message]:
        """The questions posted so far."""
        return [post for post in await self.play.messages(thread) if re.search(r"Question \d+ of \d+$", post.content)]

    async def call_off(self, planned: Planned) -> None:
        """So that the next test finds no reading of this one."""
        shown = await self.does("/reading cancel", reading=planned.value)
        await self.olu.press(shown.button("Call it off"))


def number_of(preview: Message) -> int:
    """The number of the reading that a preview shows."""
    for button in preview.buttons:
        found = re.match(r"rc:(?:schedule|add):(\d+)", button.custom_id or "")
        if found:
            return int(found[1])
    raise NotShown(f"No preview: {preview.text}")


def is_last_rehearsed(post: Message) -> bool:
    """Whether it is the last question of a rehearsal, and neither of a preview nor of a reading."""
    marks = [button.custom_id or "" for button in post.buttons]
    return any(mark.startswith("rc:rehearsed:") for mark in marks) and "Question 3 of 3" in post.text


def instants(text: str) -> list[int]:
    """The instants told in a text, in seconds."""
    return [int(found) for found in re.findall(r"<t:(\d+)", text)]


@asynccontextmanager
async def organising(folder: Path, world: World | None = None) -> AsyncIterator[Organising]:
    """The stage, set up."""
    async with stage(folder, world=world) as here:
        here.bot.start()
        await here.connected()
        organisers = Organising(here)
        await organisers.set_up()
        yield organisers
