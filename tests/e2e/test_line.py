"""The whole line on real parts: a bot process with a real discord.py client, the sandbox's wire, a real SQLite file."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from tests.e2e.conftest import stage

APPEAL = ("donat", "patron", "paypal", "special financial appeal", "support building")
SLOGANS = ("no trust in trump, starmer or any", "fight for a socialist alternative", "photo:")


async def test_an_article_becomes_a_discussed_and_counted_reading(tmp_path: Path, database_url: str) -> None:
    async with stage(tmp_path, database=database_url) as here:
        here.bot.start()
        line = here.line()
        await line.walk()
        told = await line.transcript()
        assert await here.bot.stop() == 0
    places, answers = told["places"], told["answers"]
    (thread,) = [posts for name, posts in places.items() if name.startswith("thread")]
    by_bot = [post for post in thread if post["buttons"]]
    questions = [post for post in by_bot if post["buttons"] == ["Show passage"]]
    assert len(places["articles"]) == 2
    announcement, card, *pinned = places["readings"]
    assert announcement["text"].startswith("The Bread Stayed in the Ovens")
    assert card["text"].startswith("What Reading Circle counts, and what it does not")
    assert [post["text"] for post in pinned] == [""]
    assert 3 <= len(questions) <= 7
    assert all(post["text"].startswith("> ") and post["text"].count("?") >= 1 for post in questions)
    assert [post["buttons"][0] for post in (by_bot[0], by_bot[-1])] == ["Read it", "My part"]
    assert by_bot[0]["text"].startswith("**We have read “The Bread Stayed in the Ovens")
    assert questions[1]["reactions"] == {"👍": 1}
    assert "**3 people took part**: 1 joined, 1 marked it read, 2 replied, 1 reacted." in answers["report at the end"]
    assert "1 reply from 1 person, passage opened by 1 person" in answers["report at the end"]
    assert "the first reading" in answers["Mia's summary"]
    assert "joined, 1 reply to 1 question" in answers["Mia's summary"]
    assert "read it, 1 reply" in answers["Max's summary"]
    assert "1 reaction, opened 1 passage" in answers["Noor's summary"]


async def test_the_projects_own_example_gives_its_authors_question_and_nothing_of_the_appeal(
    tmp_path: Path, shared_article: Path
) -> None:
    async with stage(tmp_path, article=shared_article) as here:
        here.bot.start()
        line = here.line()
        await line.set_up()
        await line.add_articles()
        await line.plan()
        thread = await line.open()
        posts = [post for post in await here.play.messages(thread) if post.buttons]
        announcement = (await here.play.messages("articles"))[0]
    questions = [post.content for post in posts if post.buttons[0].label == "Show passage"]
    assert 3 <= len(questions) <= 7
    assert any("What lessons should the workers’ movement learn?" in text for text in questions)
    article = " ".join(shared_article.read_text(encoding="utf-8").split())
    section = article[article.index("It could not be clearer that capitalism") : article.index("Special financial")]
    for text in questions:
        passage = " ".join(part.removeprefix("> ") for part in text.splitlines() if part.startswith(">"))
        assert re.sub(r"\\(?=[^0-9A-Za-z\s])", "", passage) in section
    everything = "\n".join([announcement.text, *questions]).casefold()
    assert not [words for words in (*APPEAL, *SLOGANS) if words in everything]
    assert "White House/Kremlin Talks Start Over Ukraine" in announcement.text
    assert "1 section with lessons: “Lessons for the working class”" in announcement.text


async def test_what_members_write_is_nowhere_in_the_database_or_the_log(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        here.bot.start()
        line = here.line()
        await line.walk()
        await here.bot.stop()
        kept = b"".join(path.read_bytes() for path in tmp_path.glob("circle.sqlite3*"))
        log = here.bot.told()
    for words in ("First thoughts", "I see it differently", "Written too soon"):
        assert words.encode() not in kept
        assert words not in log


async def test_the_bot_asks_for_no_privileged_intent_and_pings_no_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        here.bot.start()
        line = here.line()
        await line.walk()
        (intents,) = here.intents()
        posts = [post for name in ("articles", "readings") for post in await here.play.messages(name)]
        for thread in await here.play.threads():
            posts += await here.play.messages(thread)
    privileged = (1 << 1) | (1 << 8) | (1 << 15)
    assert not intents & privileged
    own = [post for post in posts if post.raw["author"].get("bot")]
    assert len(own) > 8
    assert [post.content for post in own if post.raw["mentions"] or post.raw["mention_everyone"]] == []


async def test_every_contribution_is_one_row(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        here.bot.start()
        await here.line().walk()
        await here.bot.stop()
        with sqlite3.connect(here.bot.database) as database:
            kinds = dict(database.execute("SELECT kind, count(*) FROM contribution GROUP BY kind"))
    assert kinds == {"joined": 1, "read": 1, "replied": 2, "reacted": 1, "passage": 1}
