"""The main job as a play: from an article to a discussed, counted reading, by four people.

Every step can be taken again: a person whose command was not answered, because the bot was dead, gives it again, as
people do. What people see at the end, and what was counted, must not depend on how often the bot died in between.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sandbox.person import Person
from sandbox.play import Play
from sandbox.views import Button, Message, NotAnswered, Rejected, Thread

T = TypeVar("T")
PATIENCE_S = 60.0
INVALID_FORM = 50035
FACTS = ("1 joined, 1 marked it read, 2 replied, 1 reacted", "-# 1 reaction\n")
"""What the report says once everything is counted that members do in this play."""


class Line:
    """`article` is uploaded and read; `url` is only announced.

    `alive` waits until the bot is there (again); `dead` is set while it is not, so that nobody waits for its answer.
    """

    def __init__(
        self,
        play: Play,
        article: Path,
        url: str,
        alive: Callable[[], Awaitable[None]],
        dead: asyncio.Event | None = None,
        questions: int = 7,
    ) -> None:
        self.play = play
        self._article = article
        self._url = url
        self._alive = alive
        self._dead = dead or asyncio.Event()
        self._questions = questions
        self.answers: dict[str, str] = {}

    async def walk(self) -> None:
        """All of it, in order."""
        await self.set_up()
        await self.add_articles()
        await self.plan()
        await self.gather()
        thread = await self.open()
        await self.discuss(thread)
        await self.report("report while open")
        await self.close(thread)
        await self.report("report at the end")
        for name in ("Mia", "Max", "Noor"):
            person = self._person(name)
            summary = await self._insist(partial(person.command, "/me summary", in_="general"))
            self.answers[f"{name}'s summary"] = summary.text

    async def set_up(self) -> None:
        ada = self._person("Ada")
        for use in ("articles", "readings"):
            await self._insist(partial(ada.command, "/setup channel", in_="general", use=use, channel=use))
        told = await self._insist(lambda: ada.command("/setup timezone", in_="general", zone="Europe/London"))
        self.answers["timezone"] = told.text

    async def add_articles(self) -> None:
        olu = self._person("Olu")
        await self._insist(lambda: olu.command("/article add", in_="general", file=self._article))
        await self._seen("articles", lambda shown: "section with lessons" in shown.text)
        await self._insist(lambda: olu.command("/article add", in_="general", url=self._url))
        await self._until(lambda: self._count("articles", 2))

    async def plan(self) -> None:
        olu = self._person("Olu")
        choices = await self._insist(lambda: olu.autocomplete("/reading plan", "article", ""))
        article = choices[-1].value
        preview = await self._insist(
            lambda: olu.command(
                "/reading plan",
                in_="general",
                article=article,
                starts="in 20 minutes",
                options={"for": "2 hours", "questions": self._questions},
            )
        )
        self.answers["preview"] = preview.text
        await self._press_once(olu, preview.button("Schedule"))
        await self._until(lambda: self._count("readings", 1))

    async def gather(self) -> None:
        announcement = (await self.play.messages("readings"))[0]
        mia, max_ = self._person("Mia"), self._person("Max")
        await self._insist(lambda: mia.press(announcement.button("I’m reading")))
        await self._insist(lambda: mia.press(announcement.button("I’m reading")))
        await self._insist(lambda: max_.press(announcement.button("Read it")))

    async def open(self) -> Thread:
        await self.play.skip(seconds=20 * 60)
        thread = await self._until(self._thread)
        await self._until(lambda: self._all_questions(thread))
        return thread

    async def discuss(self, thread: Thread) -> None:
        questions = [post for post in await self.play.messages(thread) if "Show passage" in _labels(post)]
        mia, max_, noor = self._person("Mia"), self._person("Max"), self._person("Noor")
        await mia.say("First thoughts.", in_=thread, reply_to=questions[0])
        await max_.say("I see it differently.", in_=thread)
        gone = await max_.say("Written too soon.", in_=thread, reply_to=questions[1])
        await max_.delete(gone)
        await noor.react(questions[1], "👍")
        await noor.react(questions[1], "❤️")
        await noor.unreact(questions[1], "❤️")
        await self._insist(lambda: noor.press(questions[0].button("Show passage")))
        await self._insist(lambda: noor.press(questions[0].button("Show passage")))

    async def report(self, name: str) -> None:
        """Asked for until the bot has caught up with what happened while it was dead."""
        olu = self._person("Olu")
        choices = await self._insist(lambda: olu.autocomplete("/reading report", "reading", ""))
        async with asyncio.timeout(PATIENCE_S):
            while True:
                shown = await self._insist(
                    lambda: olu.command("/reading report", in_="general", reading=choices[0].value)
                )
                self.answers[name] = shown.text
                if all(fact in shown.text for fact in FACTS):
                    return
                await asyncio.sleep(0.1)

    async def close(self, thread: Thread) -> None:
        await self.play.skip(seconds=2 * 3600)
        await self._seen(thread, lambda post: "That was our reading" in post.text)
        await self._until(lambda: self._announced_as("We have read"))

    async def transcript(self) -> dict[str, Any]:
        """What stands in every channel and thread, and what people were told, without ids and instants."""
        places: dict[str, Any] = {name: await self.play.messages(name) for name in ("articles", "readings", "general")}
        for thread in await self.play.threads():
            places[f"thread {thread.name}"] = await self.play.messages(thread)
        shown = {name: [_told(post) for post in posts] for name, posts in places.items()}
        return {"places": shown, "answers": {name: _timeless(text) for name, text in self.answers.items()}}

    def _person(self, name: str) -> Person:
        return self.play.person(name)

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T:
        """Do it until it is answered."""
        for _ in range(20):
            await self._alive()
            doing = asyncio.ensure_future(act())
            dying = asyncio.create_task(self._dead.wait())
            try:
                await asyncio.wait({doing, dying}, return_when=asyncio.FIRST_COMPLETED)
                if doing.done():
                    return doing.result()
            except NotAnswered:
                await asyncio.sleep(0.05)
            finally:
                doing.cancel()
                dying.cancel()
        raise NotAnswered("The bot does not answer, however often it is asked.")

    async def _press_once(self, person: Person, button: Button) -> None:
        """Press a button that goes away when it is answered; gone already, it was answered by a bot that died since."""
        try:
            await self._insist(lambda: person.press(button))
        except Rejected as refused:
            if refused.code != INVALID_FORM:
                raise

    async def _until(self, look: Callable[[], Awaitable[T | None]]) -> T:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                if (found := await look()) is not None:
                    return found
                await asyncio.sleep(0.03)

    async def _seen(self, place: str | Thread, fits: Callable[[Message], bool]) -> Message:
        async def look() -> Message | None:
            return next((post for post in await self.play.messages(place) if fits(post)), None)

        return await self._until(look)

    async def _count(self, place: str, count: int) -> bool | None:
        return True if len(await self.play.messages(place)) >= count else None

    async def _thread(self) -> Thread | None:
        found = await self.play.threads()
        return found[0] if found else None

    async def _all_questions(self, thread: Thread) -> bool | None:
        asked = [post for post in await self.play.messages(thread) if "Show passage" in _labels(post)]
        total = re.search(r"of (\d+)$", asked[0].content) if asked else None
        return True if total and len(asked) >= int(total[1]) else None

    async def _announced_as(self, heading: str) -> bool | None:
        return True if heading in (await self.play.messages("readings"))[0].text else None


def _labels(post: Message) -> list[str]:
    return [button.label for button in post.buttons]


def _timeless(text: str) -> str:
    text = re.sub(r"<t:\d+(:\w)?>|\b\d\d:\d\d\b", "<time>", text)
    return re.sub(r"<(@|#)\d+>", r"<\1someone>", text)


def _told(post: Message) -> dict[str, Any]:
    return {
        "by": post.author,
        "text": _timeless(post.text),
        "buttons": _labels(post),
        "reactions": post.reactions,
        "quotes": bool(post.raw.get("message_reference")),
    }
