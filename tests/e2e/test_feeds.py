"""Feeds as people meet them: commands with right and wrong arguments, styles, lists, changed texts, the weekly line."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from html import escape

import pytest
import pytest_asyncio

from tests.e2e.conftest import Stage, stage
from tests.e2e.newsroom import Newsroom
from tests.e2e.paper import LESSONS

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("feeds")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """One bot for all of them; each test has a channel and papers of its own."""
    async with stage(tmp_path_factory.mktemp("feeds"), allowed="127.0.0.1") as ready:
        ready.bot.start()
        await ready.connected()
        ada = ready.play.person("Ada")
        for use in ("articles", "readings"):
            await ada.command("/setup channel", in_="general", use=use, channel=use)
        await ada.command("/setup channel", in_="general", use="organisers", channel="admin-log")
        await ada.command("/setup timezone", in_="general", zone="Europe/London")
        yield ready


@pytest_asyncio.fixture(loop_scope="module")
async def room(here: Stage, request: pytest.FixtureRequest) -> AsyncIterator[Newsroom]:
    async with AsyncExitStack() as stack:
        made = Newsroom(here, stack)
        await made.open(request.node.name[5:90].strip("_"))
        yield made
        for choice in await made.ada.autocomplete("/feed remove", "feed", ""):
            asked = await made.ada.command("/feed remove", in_="general", feed=choice.value)
            await made.ada.press(asked.button("Stop following it"))


async def test_a_sites_address_finds_its_feed_and_shows_what_would_come(room: Newsroom) -> None:
    paper = await room.paper("the-old", "the-newest")
    answer = await room.ada.command("/feed add", in_="general", url=f"{paper.origin}/", channel=room.channel)
    assert "2 of the last 2 have a lessons section" in answer.text
    assert "The newest" in answer.text
    assert "Preview" in answer.text
    told = await room.ada.press(answer.button("Post latest"))
    assert "1 article on the way" in told.text
    await room.shows("The newest")
    assert "Paper 1" in (await room.here.play.person("Mia").command("/articles feeds", in_="general")).text


async def test_articles_that_all_link_to_the_home_page_are_posted_each(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-first", full=True, link=f"{paper.origin}/")
    await room.later()
    await room.shows("The first")
    paper.publish("the-second", full=True, link=f"{paper.origin}/")
    await room.later()
    await room.shows("The first", "The second")


async def test_a_post_shows_what_the_feed_says_with_its_links_and_lists_and_pings_nobody(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    says = '<p>It began with a <a href="https://notebook.example/drawer">drawer</a>:</p>'
    says += "<ul><li>letters from January</li><li>@everyone in the house</li></ul>"
    paper.body = lambda: paper.rss().replace("In short.", escape(says))
    paper.publish("the-drawer")
    await room.later()
    await room.shows("The drawer")
    (post,) = await room.posts()
    shown = "It began with a [drawer](https://notebook.example/drawer):\n\n- letters from January\n"
    assert post.embeds[0]["description"] == shown + "- \\@everyone in the house"
    assert post.raw["mention_everyone"] is False


async def test_a_reading_of_a_changed_article_keeps_moves_and_withdraws_its_questions(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    paper.publish("the-mill-race", full=True)
    await room.later()
    await room.shows("The mill race")
    olu = room.here.play.person("Olu")
    options = {"article": "The mill race", "starts": "in 10 minutes", "for": "30 days"}
    preview = await olu.command("/reading plan", in_="general", options=options)
    await olu.press(preview.button("Schedule"))
    await olu.sees("We are going to read", in_="readings", within=20)
    await room.later(0.5)
    await olu.sees("We are reading", in_="readings", within=20)
    sentences = LESSONS.split(". ")
    paper.story("the-mill-race").lessons = f"One thing comes before all others. {sentences[0]}. {sentences[2]}"
    await room.asked_again(paper)
    thread = next(each for each in await room.here.play.threads() if each.name == "The mill race")
    told = await olu.sees("The article was changed by its authors", in_=thread.id, within=20)
    assert "stand" in told.text or "withdrawn" in told.text
    assert "“Lessons”" in (await room.posts())[0].text
    opened = await room.here.play.person("Mia").press(told.button("Lessons as they are now"))
    assert "One thing comes before all others" in opened.text
    asked = [
        post
        for post in await room.here.play.messages(thread.id)
        if any(b.label == "Show passage" for b in post.buttons)
    ]
    passages = [await room.here.play.person("Mia").press(post.button("Show passage")) for post in asked]
    assert all("**" in each.text or "no longer in it" in each.text for each in passages)


async def test_a_message_with_a_thread_where_the_channel_wants_one(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper, style="thread")
    paper.publish("the-debate")
    await room.later()
    await room.shows("The debate")

    async def there() -> bool:
        return [each.name for each in await room.threads()] == ["The debate"]

    await room.until(there, "the thread")


async def test_what_was_paused_comes_later_to_nobody_and_why_says_so(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    assert "paused" in (await room.ada.command("/feed pause", in_="general", feed="Paper 1")).text
    paper.publish("in-the-pause")
    await room.asked_again(paper)
    assert "asked again now" in (await room.ada.command("/feed resume", in_="general", feed="Paper 1")).text
    paper.publish("after-the-pause")
    await room.asked_again(paper)
    await room.shows("After the pause")
    assert "the feed was paused here" in await room.why("in the pause")


async def test_lists_of_feeds_come_in_and_go_out(room: Newsroom) -> None:
    first, second = await room.paper("one"), await room.paper("two")
    room.here.article.with_name("feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="A" xmlUrl="{first.feed}"/><outline text="Folder">'
        f'<outline text="B" xmlUrl="{second.feed}"/></outline>'
        f'<outline text="Gone" xmlUrl="{first.origin}/nothing"/></body></opml>',
        encoding="utf-8",
    )
    file = room.here.article.with_name("feeds.opml")
    done = await room.ada.command("/feed import", in_="general", file=file, channel=room.channel)
    assert "2 feeds added" in done.text
    assert "Gone" in done.text
    again = await room.ada.command("/feed import", in_="general", file=file, channel=room.channel)
    assert "2 were followed here already" in again.text
    written = await room.ada.command("/feed export", in_="general")
    assert written.attachments[0]["filename"] == "feeds.opml"
    assert await room.posts() == []


async def test_members_find_words_of_the_text_and_suggest_articles(room: Newsroom) -> None:
    paper = await room.paper("the-orchard")
    mia = room.here.play.person("Mia")
    options = {"url": f"{paper.origin}/the-orchard", "why": "It is about us."}
    told = await mia.command("/suggest", in_="general", options=options)
    assert "Suggested: **The orchard**" in told.text
    assert "suggested it before" in (await mia.command("/suggest", in_="general", options=options)).text
    assert "The orchard" in (await mia.command("/articles find", in_="general", query="chairm neighb")).text
    nothing = await mia.command("/articles find", in_="general", query="zeppelin")
    assert "No article here has" in nothing.text


WRONG = [
    ("/feed add", {"url": "nonsense"}, "→"),
    ("/feed add", {"url": "http://10.0.0.1/feed"}, "→"),
    ("/feed add", {"url": "{paper}/nothing"}, "no such"),
    ("/feed add", {"url": "{paper}/feed.xml", "include": "***"}, "no letter and no digit"),
    ("/feed edit", {"feed": "follow:999"}, "not followed here"),
    ("/feed pause", {"feed": "nobody"}, "No feed here fits"),
    ("/feed resume", {"feed": "follow:99999999999999999999"}, "No feed here fits"),
    ("/feed remove", {"feed": ""}, "No feed here fits"),
    ("/feed preview", {"feed": "follow:-1"}, "No feed here fits"),
    ("/feed why", {"item": "item:999"}, "No feed that is followed here has that item"),
    ("/feed why", {"item": "unheard of"}, "No item here fits"),
]


async def test_wrong_arguments_are_answered_with_what_to_do(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    for words, options, expected in WRONG:
        given = {name: value.replace("{paper}", paper.origin) for name, value in options.items()}
        if words == "/feed add":
            given["channel"] = room.channel
        told = await room.ada.command(words, in_="general", options=given)
        assert expected in told.text, (words, options, told.text)
        assert told.ephemeral
        assert "Something went wrong on our side" not in told.text
    assert await room.ada.autocomplete("/feed edit", "feed", "") == []


async def test_a_filter_is_taken_away_by_the_word_for_none_of_the_admins_own_language(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper, name="The filtered one")
    ada = room.here.sandbox.parts.world.users[int(room.ada.id)]
    ada.locale = "fr"
    try:
        told = await room.ada.command("/feed edit", in_="general", feed="The filtered one", include="bread")
        assert "seulement avec bread" in told.text
        told = await room.ada.command("/feed edit", in_="general", feed="The filtered one", include="aucun")
        assert "seulement avec" not in told.text
    finally:
        ada.locale = "en-US"


async def test_who_may_not_manage_the_server_may_not_manage_feeds(room: Newsroom) -> None:
    """Discord hides the commands from members; what admins are told in a channel must not let them in either."""
    paper = await room.paper("the-old")
    await room.follow(paper, name="The troubled one")
    await room.ada.command("/setup channel", in_="general", use="organisers", channel=room.channel)
    paper.status = 410
    await room.asked_again(paper)
    mia = room.here.play.person("Mia")
    notice = await mia.sees("gone for good", in_=room.channel, within=20)
    assert "Only admins may do this" in (await mia.press(notice.button("Retry"))).text
    await room.ada.command("/setup channel", in_="general", use="organisers", channel="admin-log")
    with pytest.raises(LookupError):
        await mia.command("/feed health", in_="general")


async def test_admins_get_one_line_a_week_about_their_feeds(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper, name="The weekly one")
    paper.publish("the-one-of-the-week")
    await room.later(7 * 24 + 1)
    line = await room.ada.sees("this week", in_="admin-log", within=20)
    assert "all well" in line.text
    shown = await room.ada.press(line.button("Feed health"))
    assert "The weekly one" in shown.text


async def test_a_deleted_channel_pauses_its_feeds_and_another_one_takes_them_up(room: Newsroom) -> None:
    paper = await room.paper("the-old")
    await room.follow(paper)
    await room.ada.call("DELETE", f"/channels/{room.channel}")

    async def paused() -> bool:
        return "paused here" in (await room.ada.command("/feed health", in_="general")).text

    room.channel = await room.ada.place("articles")
    await room.until(paused, "the pause")
    before = await room.titles()
    await room.ada.command("/feed edit", in_="general", feed="Paper 1", channel=room.channel)
    paper.publish("in-another-channel")
    await room.ada.command("/feed resume", in_="general", feed="Paper 1")
    await room.shows(*before, "In another channel")
