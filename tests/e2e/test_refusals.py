"""What is wrong is said: to the person who asked, with who can mend it and how; and nothing is stored or posted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.typing_in import File
from sandbox.views import Message
from tests.e2e.conftest import Stage, stage

NO_LESSONS = "The Fair on the Green\n\n" + "\n\n".join(
    f"On day {number} the fair drew a crowd to the green, and the brass band of the valley played until dusk."
    for number in range(1, 9)
)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    """A server that is set up, with the bot running."""
    async with stage(tmp_path) as ready:
        ready.bot.start()
        await ready.line().set_up()
        yield ready


async def add(here: Stage, name: str, content: bytes, **more: str) -> Message:
    olu = here.play.person("Olu")
    options = {"file": File(name, content, "text/plain"), **more}
    return await olu.command("/article add", in_="general", options=options)


async def plan(here: Stage, **options: str) -> Message:
    olu = here.play.person("Olu")
    wanted = {"article": "Bread", "starts": "in 2 hours"} | options
    return await olu.command("/reading plan", in_="general", options=wanted)


def assert_told(answer: Message, *words: str) -> None:
    """Only the person who asked is told, in these words, and what to do next stands in a line of its own."""
    assert answer.ephemeral
    for each in words:
        assert each.casefold() in answer.text.casefold()
    assert "\n→ " in answer.text


async def assert_nothing_posted(here: Stage) -> None:
    assert await here.play.messages("articles") == []
    assert await here.play.messages("readings") == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", ["empty"]),
        ("paper.pdf", b"%PDF-1.7\n" + b"\x00\x01\x02" * 500, ["pdf"]),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, ["picture"]),
        ("stub.txt", b"Three words only.", ["no text"]),
    ],
)
async def test_a_file_that_cannot_be_read_is_named_with_the_reason(
    here: Stage, name: str, content: bytes, words: list[str]
) -> None:
    assert_told(await add(here, name, content), *words)
    await assert_nothing_posted(here)


async def test_a_file_over_five_mebibytes_is_refused_before_it_is_loaded(here: Stage) -> None:
    assert_told(await add(here, "long.txt", b"word " * 1_100_000), "long.txt", "5 MiB")
    await assert_nothing_posted(here)


async def test_an_address_of_this_machine_is_refused(here: Stage) -> None:
    olu = here.play.person("Olu")
    assert_told(await olu.command("/article add", in_="general", url="http://127.0.0.1:9/secret"), "private")


async def test_both_an_address_and_a_file_are_one_too_many(here: Stage) -> None:
    answer = await add(here, "a.txt", NO_LESSONS.encode(), url="https://paper.example/a")
    assert_told(answer, "not both")


async def test_an_article_without_lessons_is_kept_but_gives_no_reading_and_says_why(here: Stage) -> None:
    kept = await add(here, "fair.txt", NO_LESSONS.encode())
    assert_told(kept, "no lessons section")
    answer = await plan(here, article="Fair")
    assert_told(answer, "no lessons section", "I do not make them up")


async def test_an_article_added_twice_is_there_once(here: Stage) -> None:
    article = here.article.read_bytes()
    await add(here, "first.txt", article)
    assert_told(await add(here, "again.txt", article), "already")
    assert len(await here.play.messages("articles")) == 1


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ("2020-01-01 19:00", "in the past"),
        ("yesterday 19:00", "in the past"),
        ("Donnerstag 19 Uhr", "cannot read"),
        ("someday", "cannot read"),
        ("Thursday", "no time of day"),
    ],
)
async def test_a_time_that_is_past_or_unreadable_is_asked_again(here: Stage, starts: str, words: str) -> None:
    await add(here, "bread.txt", here.article.read_bytes())
    assert_told(await plan(here, starts=starts), words, "`Thu 19:00`")


async def test_a_length_that_cannot_be_read_is_asked_again(here: Stage) -> None:
    await add(here, "bread.txt", here.article.read_bytes())
    assert_told(await plan(here, **{"for": "a good while"}), "cannot read", "`7 days`")


async def test_a_time_of_day_works_once_the_zone_is_known(here: Stage) -> None:
    await add(here, "bread.txt", here.article.read_bytes())
    preview = await plan(here, starts="Thu 19:00")
    assert "Schedule" in [button.label for button in preview.buttons]


async def test_an_article_that_is_not_there_is_not_guessed(here: Stage) -> None:
    assert_told(await plan(here, article="Moby Dick"), "no article", "/article add")


async def test_a_channel_that_the_bot_may_not_see_is_refused_with_the_right_it_needs(here: Stage) -> None:
    ada = here.play.person("Ada")
    answer = await ada.command("/setup channel", in_="general", use="articles", channel="organisers-only")
    assert_told(answer, "View Channel", "An admin")


async def test_a_right_taken_away_is_named_with_its_place_when_planning(here: Stage) -> None:
    await add(here, "bread.txt", here.article.read_bytes())
    ada = here.play.person("Ada")
    channel = here.play.about["channels"]["readings"]
    bot = here.play.about["application_id"]
    create_threads = str(1 << 35)
    await ada.call("PUT", f"/channels/{channel}/permissions/{bot}", {"type": 1, "allow": "0", "deny": create_threads})
    assert_told(await plan(here), "Create Public Threads", f"<#{channel}>", "An admin")
    checked = await ada.command("/setup check", in_="general")
    assert "Create Public Threads" in checked.text


async def test_members_cannot_use_what_is_for_organisers_and_organisers_not_what_is_for_admins(here: Stage) -> None:
    mia, olu = here.play.person("Mia"), here.play.person("Olu")
    for who, words in ((mia, "/article add"), (mia, "/reading list"), (olu, "/setup show")):
        index = await who.call("GET", f"/guilds/{who.guild_id}/application-command-index")
        assert words.split()[0][1:] not in [command["name"] for command in index["application_commands"]]


async def test_before_the_set_up_the_first_step_says_who_takes_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as bare:
        bare.bot.start()
        await bare.connected()
        olu = bare.play.person("Olu")
        answer = await olu.command("/article add", in_="general", file=bare.article)
        assert_told(answer, "no articles channel", "/setup channel")
        assert_told(await olu.command("/articles latest", in_="general"), "no articles here yet")
        assert "Nothing is being read" in (await olu.command("/next", in_="general")).text


async def test_a_right_taken_after_planning_makes_the_reading_wait_is_told_and_mended_by_giving_it_back(
    here: Stage,
) -> None:
    await add(here, "bread.txt", here.article.read_bytes())
    olu, ada = here.play.person("Olu"), here.play.person("Ada")
    await olu.press((await plan(here, starts="in 10 minutes")).button("Schedule"))
    await olu.sees("We are going to read", in_="readings")
    channel, bot = here.play.about["channels"]["readings"], here.play.about["application_id"]
    rights = f"/channels/{channel}/permissions/{bot}"
    await ada.call("PUT", rights, {"type": 1, "allow": "0", "deny": str(1 << 35)})
    await here.play.skip(seconds=600)
    told = await olu.sees("I could not open a reading’s thread", in_="readings")
    assert "**Create Public Threads**" in told.text
    assert await here.play.threads() == []
    assert "Create Public Threads" in (await ada.command("/setup check", in_="general")).text
    await ada.call("PUT", rights, {"type": 1, "allow": "0", "deny": "0"})
    await olu.sees("We are reading", in_="readings")
    assert [thread.name for thread in await here.play.threads()] == ["The Bread Stayed in the Ovens"]
