"""What people see of feeds unasked: where a post comes from, digests, a changed text, and how feeds are doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, QUIET, Button, Card, Menu
from bot.delivery.html_markdown import markdown_of
from bot.delivery.marks import Action, Mark
from bot.domain.anchoring import Fate
from bot.domain.article import Article
from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.follow import KnownFeed
from bot.domain.feeds.health import Health, health_of
from bot.domain.library import ShelvedArticle
from bot.languages.words import count, later, listed, say
from bot.told import told_again

LIST_OPTIONS = 25
TITLE_IN_LIST = 140
LEAST_SUMMARY, LONGEST_SUMMARY = 80, 400
"""Characters. What is shorter says less than the text's own opening."""

HEALTH_NAMES = {
    Health.FINE: later("✅ well"),
    Health.LATE: later("⏳ late"),
    Health.FAILING: later("⚠️ failing"),
    Health.PAUSED: later("⏸️ paused"),
}


def source_line(name: str | None) -> str:
    """The line over an article's title that says where it comes from."""
    return say("New from {feed}", feed=markdown.line(name, 150)) if name else say("New article")


def summary(item: FeedItem) -> str:
    """What a feed says of an article, as Markdown; empty if that is next to nothing."""
    shown = next((html for html in (item.summary_html, item.content_html) if len(html) >= LEAST_SUMMARY), "")
    return markdown_of(shown, LONGEST_SUMMARY)


def digest_name(name: str, number: int) -> str:
    """What a forum's post with several articles is called."""
    return markdown.line(_more_from(name, number), markdown.THREAD_NAME)


def _more_from(name: str, number: int) -> str:
    return count(number, "{n} more from {feed}", "{n} more from {feed}", feed=name)


def digest(
    number: int,
    name: str,
    shelved: Sequence[tuple[ShelvedArticle, Article]],
    more: Sequence[tuple[str, str | None]],
) -> Card:
    """Several articles in one post. `number` tells it from other digests; `more`: titles and links beyond the list."""
    lines = [_entry(each.title, article.canonical_url) for each, article in shelved]
    lines += [_entry(title, link) for title, link in more]
    embed = discord.Embed(description=markdown.fitting(lines, 3_900), colour=COLOUR)
    several = len(lines) != 1
    embed.set_author(name=_more_from(markdown.line(name, 150), len(lines)) if several else source_line(name))
    choices = tuple(
        (markdown.line(each.title, markdown.CHOICE) or say("Article"), str(each.article_id), None)
        for each, _ in shelved[:LIST_OPTIONS]
    )
    if not choices:
        return Card(embeds=[embed], rows=[[Button(say("Articles here"), Mark(Action.LIBRARY, number))]])
    return Card(embeds=[embed], rows=[[Menu(Mark(Action.SHOW, number), say("Open an article …"), choices)]])


def _entry(title: str, address: str | None) -> str:
    words = markdown.plain(markdown.line(title, TITLE_IN_LIST)) or say("(no title)")
    return f"• {masked(words, address)}"


def masked(words: str, address: str | None) -> str:
    """Words that lead to an address, where it is one that can stand in a masked link."""
    fits = address is not None and len(address) <= 400 and not set(address) & set(" ()<>\\`*_~|\n")
    return f"[{words}](<{address}>)" if fits else words


def text_changed(article_id: int, change: str, fates: Mapping[Fate, Sequence[int]]) -> Card:
    """For a reading's thread: the lessons were changed by whoever wrote them; which questions still stand."""
    lines = [say("**The article was changed by its authors, in the part that this reading is about.**")]
    stand = sorted([*fates.get(Fate.KEPT, ()), *fates.get(Fate.MOVED, ())])
    if stand:
        lines.append(
            count(
                len(stand),
                "Question {numbers} stands as asked.",
                "Questions {numbers} stand as asked.",
                numbers=listed([str(each) for each in stand]),
            )
        )
    if gone := sorted(fates.get(Fate.WITHDRAWN, ())):
        lines.append(
            count(
                len(gone),
                "Question {numbers} is withdrawn: Its passage is no longer in the article. Talk on as you like.",
                "Questions {numbers} are withdrawn: Their passages are no longer in the article. Talk on as you like.",
                numbers=listed([str(each) for each in gone]),
            )
        )
    button = Button(say("Lessons as they are now"), Mark(Action.LESSONS, article_id, change))
    return Card("\n".join(lines), rows=[[button]])


def health_notice(notice: Mapping[str, Any]) -> Card:
    """For admins: what is wrong with a feed, since when, when it is tried next, and a button to try at once."""
    name = markdown.plain(markdown.line(str(notice["name"]), 150))
    health, since = Health(notice["health"]), markdown.moment(notice["since"], "f")
    if health is Health.FINE:
        return Card(
            say("✅ The feed **{name}** is well again; it had been in trouble since {since}.", name=name, since=since)
        )
    lines = [
        say(
            "{state}: the feed **{name}**, in trouble since {since}.",
            state=say(HEALTH_NAMES[health]),
            name=name,
            since=since,
        ),
        markdown.plain(markdown.cut(say(told_again(notice["reason"])), 500)) or say("No reason is known."),
    ]
    if health is Health.PAUSED:  # what helped while it was still asked is no remedy any more
        lines.append(
            say(
                "→ Look whether it opens in a browser, or ask those who run the site. I do not ask it any more until "
                "you press **Retry**; `/feed remove` takes it away."
            )
        )
    elif notice["remedy"]:
        lines.append(f"→ {markdown.plain(markdown.cut(say(told_again(notice['remedy'])), 300))}")
    if health is not Health.PAUSED and notice["next"]:
        when = markdown.moment(notice["next"], "R")
        lines.append(say("-# Next try {when}. What it publishes meanwhile comes later.", when=when))
    mark = Mark(Action.REPOLL, int(notice["feed"]), str(health))
    return Card("\n".join(lines), rows=[[Button(say("Retry"), mark)]])


def weekly(number: int, posted: Mapping[int, int], followed: Sequence[Any], now: int) -> Card:
    """One line a week: what came, and what is not well. `followed`: follows with their feeds."""
    feeds: dict[int, tuple[str, KnownFeed]] = {each.feed.id: (each.follow.name, each.feed) for each in followed}
    articles = count(sum(posted.values()), "{n} article", "{n} articles")
    came = {"articles": articles, "feeds": count(len(feeds), "{n} feed", "{n} feeds")}
    ill = [
        f"{markdown.plain(markdown.line(name, 80))} {say(HEALTH_NAMES[health])}"
        for name, feed in feeds.values()
        if (health := health_of(feed.state, now).health) is not Health.FINE
    ]
    words = say("-# 📰 {articles} from {feeds} this week; all well.", **came)
    if ill:
        words = say("-# 📰 {articles} from {feeds} this week; {ill}.", **came, ill=", ".join(ill[:10]))
    return Card(markdown.cut(words, 1_500), rows=[[Button(say("Feed health"), Mark(Action.HEALTH, number))]])


def retried(name: str) -> Card:
    """The answer to **Retry**."""
    words = say(
        "**{name}** is being asked again now.\n→ `/feed health` shows what came of it.", name=markdown.plain(name)
    )
    return Card(embeds=[discord.Embed(description=words, colour=QUIET)])
