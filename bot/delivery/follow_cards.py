"""What admins see when they look after feeds: previews, dry runs, lists, and why an item came or did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.delivery import article_cards, markdown
from bot.delivery.card import COLOUR, QUIET, Button, Card
from bot.delivery.feed_cards import HEALTH_NAMES, masked
from bot.delivery.marks import Action, Mark
from bot.domain.article import Article
from bot.domain.due_work import DueWork
from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.filter import FeedFilter, FilterRule, FilterVerdict, typed_of
from bot.domain.feeds.follow import Follow, KeptItem, KnownFeed, Style
from bot.domain.feeds.fuller_text import Better
from bot.domain.feeds.health import Health, HealthReport, health_of
from bot.domain.feeds.history import Event, Happened
from bot.domain.feeds.identity import Rule
from bot.domain.study import Study

STYLE_NAMES = {
    None: "as `/setup channel` says",
    Style.MESSAGE: "a message",
    Style.THREAD: "a message with a thread",
    Style.FORUM: "a forum’s post",
}

HAPPENED = {
    Happened.SEEN: "First found in the feed",
    Happened.MARKED_ANEW: "Found under other marks, and known all the same",
    Happened.CHANGED: "Changed in the feed",
    Happened.READ: "Read",
    Happened.UNREADABLE: "Could not be read",
    Happened.POSTED: "Posted",
    Happened.DIGEST: "Named in a digest, because it was one of more than three at once",
    Happened.LISTED: "Only listed in a digest, because it was one of very many at once",
    Happened.FILTERED: "Not posted: the filter keeps it out",
    Happened.PAUSED: "Not posted: the feed was paused here",
    Happened.KNOWN: "Not posted again: the channel has had this article before",
    Happened.EDITED: "Its post was brought up to date",
    Happened.REFUSED: "Not posted: Discord does not take it",
}

RULES: Mapping[str, str] = {
    Rule.UNKNOWN: "nothing known has its id, address or text",
    Rule.GUID_REUSED: "its id had been another item’s, so ids are no longer trusted in this feed",
    Rule.ADDRESS_REUSED: "its address had been another item’s",
    Rule.SLID_IN: "an old item that came into sight at the old end of the feed",
    Rule.SAME_GUID: "known by its id",
    Rule.SAME_ADDRESS: "known by its address",
    Rule.SAME_TEXT: "known by its text",
    Rule.SAME_TITLE: "known by its title: the whole feed came under new ids and addresses",
    FilterRule.EXCLUDED: "an excluded word is in title or categories",
    FilterRule.NOT_INCLUDED: "none of the words to include is in title or categories",
    Better.ONLY_FEED: "the feed’s text; the page gives none",
    Better.ONLY_PAGE: "the page’s text; the feed has only a few words",
    Better.FEED_HAS_LESSONS: "the feed’s text, because only it has the lessons section",
    Better.PAGE_HAS_LESSONS: "the page’s text, because only it has the lessons section",
    Better.FEED_IS_FULLER: "the feed’s text, which is whole",
    Better.PAGE_IS_FULLER: "the page’s text, because it is longer",
    Better.PAGE_IS_ANOTHER: "the feed’s text, because the page shows something else",
    "title_alone": "neither feed nor page gives a text, so only its title is posted",
}


def added(
    follow: Follow,
    feed: KnownFeed,
    newest: tuple[Article, Study | None, str] | None,
    lessons: tuple[int, int],
    dry: Sequence[tuple[FeedItem, FilterVerdict]],
) -> Card:
    """The answer to `/feed add`: nothing is posted yet; what would come looks like this; three ways on."""
    card = previewed(follow, newest, lessons, dry)
    place = f"<#{follow.channel_id}>"
    head = f"**{_named(follow)}** is followed in {place}. Nothing is posted yet: what is there counts as known."
    ways = [
        Button("Post latest", Mark(Action.LATEST, follow.id, "1"), style=discord.ButtonStyle.primary),
        Button("Post last 3", Mark(Action.LATEST, follow.id, "3")),
        Button("Only new", Mark(Action.LATEST, follow.id, "0")),
    ]
    found = f"-# The feed is {masked('here', feed.state.url)}."
    following = "→ Choose what is posted now; new articles come by themselves from here on."
    return Card(f"{head}\n{card.content or ''}\n{following}\n{found}", embeds=card.embeds, rows=[ways])


def others(addresses: Sequence[str]) -> str:
    """Further feeds that the site names; they are a command away."""
    listed = ", ".join(masked(f"feed {number}", each) for number, each in enumerate(addresses[:5], 2))
    return f"\n-# The site has other feeds too: {listed}." if listed else ""


def imported(added: Sequence[str], known: int, failed: Sequence[tuple[str, str]], left_out: int) -> Card:
    """What became of a list of feeds."""
    lines = [f"**{markdown.plural(len(added), 'feed')} added**, silently: only what is new from here on is posted."]
    if known:
        lines.append(f"{markdown.plural(known, 'was', 'were')} followed here already.")
    if left_out:
        lines.append(f"{markdown.plural(left_out, 'entry', 'entries')} left out: no feed, or too many at once.")
    lines += [f"⚠️ {markdown.plain(markdown.line(name, 80))}: {markdown.plain(why)}" for name, why in failed]
    lines.append("→ `/feed health` shows them all.")
    return Card(embeds=[discord.Embed(description=markdown.fitting(lines, 3_900), colour=COLOUR)])


def previewed(
    follow: Follow,
    newest: tuple[Article, Study | None, str] | None,
    lessons: tuple[int, int],
    dry: Sequence[tuple[FeedItem, FilterVerdict]],
) -> Card:
    """The newest article as it would stand in the channel, how many have lessons, what the filter makes of the last.

    `newest`: also what the feed says of it, as Markdown.
    """
    found, looked_at = lessons
    words = (
        f"{found} of the last {looked_at} have a lessons section."
        if looked_at
        else "I could not look at its articles in time."
    )
    embeds: list[discord.Embed] = []
    if newest is not None:
        article, study, summary = newest
        shown = article_cards.announcement(
            0,
            article.title,
            article,
            article_cards.found_in(study) if study else article_cards.Found(0, 0),
            summary=summary,
        )
        embeds += shown.embeds
        embeds[0].set_author(name=f"Preview · New from {markdown.line(follow.name, 120)}")
    else:
        words = "There is nothing in it yet that this channel wants."
    if dry:
        embeds.append(_dry_run(follow.filter, dry))
    return Card(words, embeds=embeds)


def changed(follow: Follow, dry: Sequence[tuple[FeedItem, FilterVerdict]], role_note: str = "") -> Card:
    """The answer to `/feed edit`: how the channel has it now, and the dry run."""
    lines = [f"**{_named(follow)}** in <#{follow.channel_id}>: {_how(follow)}."]
    if role_note:
        lines.append(role_note)
    lines.append("→ `/feed preview` shows how its newest article would look.")
    return Card("\n".join(lines), embeds=[_dry_run(follow.filter, dry)] if follow.filter and dry else [])


def _how(follow: Follow) -> str:
    parts = [STYLE_NAMES[follow.style]]
    if follow.role_id:
        parts.append(f"pings <@&{follow.role_id}>")
    if follow.tags:
        parts.append(f"tags {markdown.plain(', '.join(follow.tags))}")
    if follow.filter:
        parts.append(_filter(follow.filter))
    return ", ".join(parts)


def _filter(of: FeedFilter) -> str:
    parts = []
    if of.include:
        parts.append(f"only with {markdown.plain(markdown.cut(typed_of(of.include), 300))}")
    if of.exclude:
        parts.append(f"never with {markdown.plain(markdown.cut(typed_of(of.exclude), 300))}")
    return ", ".join(parts)


def _dry_run(of: FeedFilter, dry: Sequence[tuple[FeedItem, FilterVerdict]]) -> discord.Embed:
    passing = sum(verdict.passes for _, verdict in dry)
    lines = [
        f"{_sign(verdict)} {markdown.plain(markdown.line(item.title, 100))}{_by(verdict)}" for item, verdict in dry
    ]
    embed = discord.Embed(title="Dry run of the filter", description=markdown.fitting(lines, 2_200), colour=QUIET)
    embed.set_footer(text=markdown.line(f"{passing} of the last {len(dry)} would be posted", 200))
    embed.add_field(name="Filter", value=_filter(of) or "none", inline=False)
    return embed


def _sign(verdict: FilterVerdict) -> str:
    return "✅" if verdict.passes else "🚫"


def _by(verdict: FilterVerdict) -> str:
    if verdict.rule is FilterRule.EXCLUDED:
        return f" · excluded by “{markdown.plain(verdict.term or '')}”"
    return " · has none of the words" if verdict.rule is FilterRule.NOT_INCLUDED else ""


def health(followed: Sequence[tuple[Follow, KnownFeed]], now: int) -> Card:
    """Every feed followed here: how it is doing, when it is asked next; a button for those that are not well."""
    if not followed:
        return Card("No feed is followed here yet.\n→ `/feed add` takes a feed’s or a site’s address.")
    reports = [(follow, feed, health_of(feed.state, now)) for follow, feed in followed]
    lines = [_health_line(follow, feed, report) for follow, feed, report in reports]
    embed = discord.Embed(title="Feeds here", description=markdown.fitting(lines, 3_900), colour=COLOUR)
    ill = {feed.id: follow.name for follow, feed, report in reports if report.health is not Health.FINE}
    buttons = [
        Button(markdown.line(f"Retry {name}", 80), Mark(Action.REPOLL, number))
        for number, name in list(ill.items())[:5]
    ]
    return Card(embeds=[embed], rows=[buttons] if buttons else [])


def _health_line(follow: Follow, feed: KnownFeed, report: HealthReport) -> str:
    state = "⏸️ paused here" if follow.paused and report.health is Health.FINE else HEALTH_NAMES[report.health]
    head = f"**{_named(follow)}** → <#{follow.channel_id}> · {state}"
    if report.health is Health.FINE:
        last = f"last new {markdown.moment(feed.state.last_new_at, 'R')}, " if feed.state.last_new_at else ""
        return f"{head}\n-# {last}asked again {markdown.moment(feed.state.next_at, 'R')}"
    reason = markdown.plain(markdown.cut(report.reason, 200))
    following = f" Next try {markdown.moment(report.next_try_at, 'R')}." if report.next_try_at else ""
    return f"{head}\n-# {reason}{following}"


def feeds(followed: Sequence[tuple[Follow, KnownFeed]]) -> Card:
    """For everyone: where the articles come from."""
    if not followed:
        return Card("No feed is followed here yet.\n→ `/suggest` an article; admins follow feeds with `/feed add`.")
    lines = [f"• {masked(_named(follow), feed.site_url)} → <#{follow.channel_id}>" for follow, feed in followed]
    return Card(embeds=[discord.Embed(title="Feeds here", description=markdown.fitting(lines, 3_900), colour=COLOUR)])


def why(
    feed: KnownFeed, item: KeptItem, events: Sequence[Event], follows: Sequence[Follow], waiting: Sequence[DueWork]
) -> Card:
    """What happened to an item, when, and by which rule; and what is still to happen."""
    lines = [_event_line(each) for each in events]
    if not any(each.what is Happened.SEEN for each in events):
        lines.insert(
            0, f"{markdown.moment(item.seen_at, 'f')} In the feed when it was first fetched, so known and not posted."
        )
    told = {each.channel_id for each in events if each.channel_id}
    pending = {int(work.payload["channel"]): work for work in waiting}
    for follow in follows:
        if work := pending.get(follow.channel_id):
            because = f": {markdown.plain(markdown.cut(work.last_error, 200))}" if work.last_error else ""
            lines.append(f"On its way to <#{follow.channel_id}>{because}")
        elif follow.channel_id not in told and item.seen_at <= follow.since:
            lines.append(
                f"<#{follow.channel_id}>: it was there before this channel followed the feed, so it is not posted."
            )
    embed = discord.Embed(
        title=markdown.line(item.name, markdown.EMBED_TITLE),
        url=markdown.link(item.url),
        description=markdown.fitting(lines, 3_900),
        colour=QUIET,
    )
    embed.set_author(name=f"Why? · {markdown.line(feed.title, 150)}")
    if item.article_id is not None and not told & {follow.channel_id for follow in follows}:
        embed.set_footer(text="Organisers can post it by hand: /article add with its address.")
    return Card(embeds=[embed])


def _event_line(event: Event) -> str:
    what = HAPPENED[event.what]
    place = f" in <#{event.channel_id}>" if event.channel_id else ""
    rule = RULES.get(event.rule.split(":")[-1], "")
    because = f": {rule}" if rule else ""
    detail = (
        f" ({markdown.plain(markdown.cut(event.detail, 150))})"
        if event.detail and event.what is not Happened.READ
        else ""
    )
    return f"{markdown.moment(event.at, 'f')} {what}{place}{because}{detail}"


def _named(follow: Follow) -> str:
    return markdown.plain(markdown.line(follow.name, 100)) or "(no name)"
