"""A year of readings, walked from one due instant to the next: what the group sees, as a diary of wall times."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

from bot.sources.text import read_text
from bot.store import articles
from bot.store.database import Database
from sandbox.views import Message, Rejected, read_message
from tests.e2e.conftest import Stage
from tests.short_articles import ARTICLE

ZONE = ZoneInfo("Europe/London")
THREAD_STARTER = 21
_PLACES = ("*", "#articles", "#readings", "thread", "#general")

Act = Callable[[], Awaitable[str]]


def at(text: str) -> int:
    """The instant of a wall time in London, in UTC epoch ms."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp() * 1000)


def wall(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=ZONE)


@dataclass
class Year:
    """A walk through time: what people do stands in `acts` under its instant; the bot does the rest."""

    here: Stage
    acts: dict[int, list[Act]] = field(default_factory=dict)
    told: list[tuple[int, str]] = field(default_factory=list)

    def on(self, when: str, act: Act) -> None:
        self.acts.setdefault(at(when), []).append(act)

    async def walk(self, until: str) -> None:
        """From one due instant to the next, each settled before the clock goes on, to the end."""
        end = at(until)
        while True:
            await self.here.settled()
            stops = [due for due in (self._next_due(), *self.acts) if due is not None]
            stop = min(stops, default=end)
            if stop >= end:
                return
            now = await self.here.play.now_ms()
            if stop > now:
                with suppress(Rejected):  # the clock runs too: by now it may be there by itself
                    await self.here.play.skip(to=stop)
            for act in self.acts.pop(stop, []):
                begun = await self.here.play.now_ms()
                self.told.append((begun, await act()))
                await self.here.settled()

    def _next_due(self) -> int | None:
        """What nobody sees (listing threads again, tidying, reminders that nobody wants) is no reason to stop."""
        seen = "kind NOT IN ('backfill', 'tidy', 'remind')"
        (row,) = self.here.ask(f"SELECT min(due_at) FROM due_work WHERE state = 'waiting' AND {seen}")
        due: int | None = row[0]
        return due

    async def diary(self, places: dict[str, str]) -> list[tuple[datetime, str]]:
        """Everything posted since the start, as the onlooker heard it, with what people did.

        In order of time, to the minute, and then by place: what is due at the same moment in several places is done
        side by side, but in one place in order.
        """
        heard = [read_message(data) for name, data in self.here.play.onlooker.heard if name == "MESSAGE_CREATE"]
        names = {each["id"]: each["name"] for each in self.here.play.about["users"]}
        posts = [(_sent_at(each), f"{_place(each, places)}: {headline(each)}") for each in heard if not each.ephemeral]
        posts = [(when, re.sub(r"<@(\d+)>", lambda found: names[found[1]], text)) for when, text in posts]
        lines = sorted([*((when, f"* {said}") for when, said in self.told), *posts], key=lambda line: line[0])
        told = [(wall(when).replace(second=0, microsecond=0), text) for when, text in lines]
        return sorted(told, key=lambda line: (line[0], _PLACES.index(line[1].split(":")[0].split()[0])))


def _sent_at(message: Message) -> int:
    return round(datetime.fromisoformat(message.raw["timestamp"]).timestamp() * 1000)


def _place(message: Message, places: dict[str, str]) -> str:
    return f"#{places[message.channel_id]}" if message.channel_id in places else "thread"


def headline(message: Message) -> str:
    """What a post is, in a line: its heading and title, its question's number, its first words."""
    if poll := message.raw.get("poll"):
        choices = [each["poll_media"]["text"] for each in poll["answers"]]
        return f"poll “{poll['question']['text']}” {' / '.join(choices)}"
    if message.embeds and message.embeds[0].get("type") == "poll_result":
        return "Discord tells the poll’s result"
    if message.embeds and not message.content:
        embed = message.embeds[0]
        facts = [each["value"] for each in embed.get("fields", []) if each["name"] in ("Starts", "Led by")]
        return readable(f"{embed.get('author', {}).get('name', '')}: {embed.get('title', '')} {'; '.join(facts)}")
    if found := re.search(r"Question (\d+) of (\d+)$", message.content):
        return f"question {found[1]} of {found[2]}"
    if message.raw["type"] == THREAD_STARTER:
        return "opens from its announcement"
    return shorten(readable(" ".join(message.content.split("\n")[:2])), 110, placeholder=" …")


def readable(text: str) -> str:
    """Without Markdown; instants as wall times, people and channels without their numbers."""
    text = re.sub(r"\s*\(<t:\d+:R>\)", "", text)
    text = re.sub(r"<t:(\d+):\w>", lambda found: f"{wall(int(found[1]) * 1000):%a %-d %b %H:%M}", text)
    text = re.sub(r"<#(\d+)>", "#…", text)
    return re.sub(r"\*\*|\\(?=\W)|^-# ", "", text).strip()


def as_text(diary: list[tuple[datetime, str]]) -> str:
    """The diary by days, for people to read."""
    lines: list[str] = []
    day = ""
    for when, text in diary:
        this_day = f"{when:%A %-d %B %Y}"
        if this_day != day:
            lines += ["", this_day]
            day = this_day
        lines.append(f"  {when:%H:%M}  {text}")
    return "\n".join(lines).strip() + "\n"


async def shelve(here: Stage, titles: list[str], now: int) -> None:
    """Put articles on the shelf, in this order, before the bot starts: adding them is not what a year is about."""
    database = await Database.open(f"sqlite+aiosqlite:///{here.bot.database}")
    server_id = int(here.play.guild_id)
    async with database.write() as tx:
        for number, title in enumerate(titles):
            article = read_text(ARTICLE.format(title=title, noun=title[4:].lower()))
            article_id, new = await articles.add(tx, article, now=now)
            assert new, title
            await articles.shelve(tx, server_id, article_id, title=title, added_by=0, now=now + number)
    await database.close()


class Acting:
    """What people do, to be done later; each act says in a line what it was and how it was answered."""

    def __init__(self, here: Stage) -> None:
        self._here = here

    def gives(self, who: str, words: str, *, then: str | None = None, **options: Any) -> Act:
        """A command; `then`: the button under its answer that is pressed."""

        async def act() -> str:
            person = self._here.play.person(who)
            answer = await person.command(words, in_="general", options=options)
            assert answer.ephemeral, answer.text
            if then is not None:
                answer = await person.press(answer.button(then))
            return f"{who}: {words} → {readable(answer.text.splitlines()[0])}"

        return act

    def calls_off(self, who: str, state: str) -> Act:
        """The latest reading in this state, called off."""

        async def act() -> str:
            choices = await self._here.play.person(who).autocomplete("/reading cancel", "reading", "")
            chosen = next(each for each in choices if state in each.name)
            return await self.gives(who, "/reading cancel", then="Call it off", reading=chosen.value)()

        return act

    def presses(self, who: str, label: str) -> Act:
        """The button of this label under the newest post in #general that has one."""

        async def act() -> str:
            posts = reversed(await self._here.play.messages("general"))
            post = next(each for each in posts if label in [button.label for button in each.buttons])
            answer = await self._here.play.person(who).press(post.button(label))
            return f"{who} presses {label} → {readable(answer.text.splitlines()[0])}"

        return act

    def votes(self, **choices: int) -> Act:
        """Votes in the newest poll: who, and for which answer, from 1."""

        async def act() -> str:
            posts = reversed(await self._here.play.messages("readings"))
            poll = next(each for each in posts if each.raw.get("poll"))
            answers = [each["poll_media"]["text"] for each in poll.raw["poll"]["answers"]]
            for who, number in choices.items():
                await self._here.play.person(who).vote(poll, answers[number - 1])
            return "; ".join(f"{who} votes for {answers[number - 1]}" for who, number in choices.items())

        return act

    def restarts(self) -> Act:
        """The bot is stopped and started again."""

        async def act() -> str:
            await self._here.killed()
            self._here.bot.start()
            await self._here.connected()
            return "the bot is killed and started again"

        return act
