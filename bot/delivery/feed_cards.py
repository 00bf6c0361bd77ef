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

LIST_OPTIONS = 25
TITLE_IN_LIST = 140
LEAST_SUMMARY, LONGEST_SUMMARY = 80, 400
"""Characters. What is shorter says less than the text's own opening."""

HEALTH_NAMES = {
    Health.FINE: "✅ well",
    Health.LATE: "⏳ late",
    Health.FAILING: "⚠️ failing",
    Health.PAUSED: "⏸️ paused",
}


def source_line(name: str | None) -> str:
    """The line over an article's title that says where it comes from."""
    return f"New from {markdown.line(name, 150)}" if name else "New article"


def summary(item: FeedItem) -> str:
    """What a feed says of an article, as Markdown; empty if that is next to nothing."""
    shown = next((html for html in (item.summary_html, item.content_html) if len(html) >= LEAST_SUMMARY), "")
    return markdown_of(shown, LONGEST_SUMMARY)


def digest_name(name: str, count: int) -> str:
    """What a forum's post with several articles is called."""
    return markdown.line(f"{count} more from {name}", markdown.THREAD_NAME)


def digest(
    number: int,
    name: str,
    listed: Sequence[tuple[ShelvedArticle, Article]],
    more: Sequence[tuple[str, str | None]],
) -> Card:
    """Several articles in one post. `number` tells it from other digests; `more`: titles and links beyond the list."""
    lines = [_entry(shelved.title, article.canonical_url) for shelved, article in listed]
    lines += [_entry(title, link) for title, link in more]
    embed = discord.Embed(description=markdown.fitting(lines, 3_900), colour=COLOUR)
    count = len(lines)
    embed.set_author(name=f"{count} more from {markdown.line(name, 150)}" if count != 1 else source_line(name))
    choices = tuple(
        (markdown.line(shelved.title, markdown.CHOICE) or "Article", str(shelved.article_id), None)
        for shelved, _ in listed[:LIST_OPTIONS]
    )
    if not choices:
        return Card(embeds=[embed], rows=[[Button("Articles here", Mark(Action.LIBRARY, number))]])
    return Card(embeds=[embed], rows=[[Menu(Mark(Action.SHOW, number), "Open an article …", choices)]])


def _entry(title: str, address: str | None) -> str:
    words = markdown.plain(markdown.line(title, TITLE_IN_LIST)) or "(no title)"
    return f"• {masked(words, address)}"


def masked(words: str, address: str | None) -> str:
    """Words that lead to an address, where it is one that can stand in a masked link."""
    fits = address is not None and len(address) <= 400 and not set(address) & set(" ()<>\\`*_~|\n")
    return f"[{words}](<{address}>)" if fits else words


def text_changed(article_id: int, change: str, fates: Mapping[Fate, Sequence[int]]) -> Card:
    """For a reading's thread: the lessons were changed by whoever wrote them; which questions still stand."""
    lines = ["**The article was changed by its authors, in the part that this reading is about.**"]
    stand = sorted([*fates.get(Fate.KEPT, ()), *fates.get(Fate.MOVED, ())])
    if stand:
        lines.append(f"{_questions(stand)} as asked.")
    if gone := sorted(fates.get(Fate.WITHDRAWN, ())):
        its = "Its passage is" if len(gone) == 1 else "Their passages are"
        lines.append(f"{_numbers(gone)} withdrawn: {its} no longer in the article. Talk on as you like.")
    return Card("\n".join(lines), rows=[[Button("Lessons as they are now", Mark(Action.LESSONS, article_id, change))]])


def _questions(numbers: Sequence[int]) -> str:
    return f"{_listed(numbers)} {'stands' if len(numbers) == 1 else 'stand'}"


def _numbers(numbers: Sequence[int]) -> str:
    return f"{_listed(numbers)} {'is' if len(numbers) == 1 else 'are'}"


def _listed(numbers: Sequence[int]) -> str:
    words = [str(number) for number in numbers]
    if len(words) == 1:
        return f"Question {words[0]}"
    return f"Questions {', '.join(words[:-1])} and {words[-1]}"


def health_notice(told: Mapping[str, Any]) -> Card:
    """For admins: what is wrong with a feed, since when, when it is tried next, and a button to try at once."""
    name = markdown.plain(markdown.line(str(told["name"]), 150))
    health = Health(told["health"])
    if health is Health.FINE:
        words = (
            f"✅ The feed **{name}** is well again; it had been in trouble since {markdown.moment(told['since'], 'f')}."
        )
        return Card(words)
    lines = [f"{HEALTH_NAMES[health]}: the feed **{name}**, in trouble since {markdown.moment(told['since'], 'f')}."]
    lines.append(markdown.plain(markdown.cut(str(told["reason"]), 500)) or "No reason is known.")
    if told["remedy"]:
        lines.append(f"→ {markdown.plain(markdown.cut(str(told['remedy']), 300))}")
    if health is Health.PAUSED:
        lines.append("-# It is not asked any more until you press **Retry**, or take it away with `/feed remove`.")
    elif told["next"]:
        lines.append(f"-# Next try {markdown.moment(told['next'], 'R')}. What it publishes meanwhile comes later.")
    detail = str(health)
    return Card("\n".join(lines), rows=[[Button("Retry", Mark(Action.REPOLL, int(told["feed"]), detail))]])


def weekly(number: int, posted: Mapping[int, int], followed: Sequence[Any], now: int) -> Card:
    """One line a week: what came, and what is not well. `followed`: follows with their feeds."""
    feeds: dict[int, tuple[str, KnownFeed]] = {each.feed.id: (each.follow.name, each.feed) for each in followed}
    count = sum(posted.values())
    came = f"{markdown.plural(count, 'article')} from {markdown.plural(len(feeds), 'feed')} this week"
    ill = [
        f"{markdown.plain(markdown.line(name, 80))} {HEALTH_NAMES[health]}"
        for name, feed in feeds.values()
        if (health := health_of(feed.state, now).health) is not Health.FINE
    ]
    well = "all well" if not ill else ", ".join(ill[:10])
    card = f"-# 📰 {came}; {well}."
    return Card(markdown.cut(card, 1_500), rows=[[Button("Feed health", Mark(Action.HEALTH, number))]])


def retried(name: str) -> Card:
    """The answer to **Retry**."""
    words = f"**{markdown.plain(name)}** is being asked again now.\n→ `/feed health` shows what came of it."
    return Card(embeds=[discord.Embed(description=words, colour=QUIET)])
