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
from bot.domain.feeds.marks import Mark as MarkOfItem
from bot.domain.study import Study
from bot.languages.words import command, count, later, say

STYLE_NAMES = {
    None: later("as `/setup channel` says"),
    Style.MESSAGE: later("a message"),
    Style.THREAD: later("a message with a thread"),
    Style.FORUM: later("a forum’s post"),
}

HAPPENED = {
    Happened.SEEN: later("First found in the feed"),
    Happened.MARKED_ANEW: later("Found under other marks, and known all the same"),
    Happened.CHANGED: later("Changed in the feed"),
    Happened.READ: later("Read"),
    Happened.UNREADABLE: later("Could not be read"),
    Happened.POSTED: later("Posted"),
    Happened.DIGEST: later("Named in a digest, because it was one of more than three at once"),
    Happened.LISTED: later("Only listed in a digest, because it was one of very many at once"),
    Happened.FILTERED: later("Not posted: the filter keeps it out"),
    Happened.PAUSED: later("Not posted: the feed was paused here"),
    Happened.KNOWN: later("Not posted again: the channel has had this article before"),
    Happened.EDITED: later("Its post was brought up to date"),
    Happened.REFUSED: later("Not posted: Discord does not take it"),
}

RULES: Mapping[str, str] = {
    Rule.UNKNOWN: later("nothing known has its id, address or text"),
    Rule.GUID_REUSED: later("its id had been another item’s, so ids are no longer trusted in this feed"),
    Rule.ADDRESS_REUSED: later("its address had been another item’s"),
    Rule.SLID_IN: later("an old item that came into sight at the old end of the feed"),
    Rule.SAME_GUID: later("known by its id"),
    Rule.SAME_ADDRESS: later("known by its address"),
    Rule.SAME_TEXT: later("known by its text"),
    Rule.SAME_TITLE: later("known by its title: the whole feed came under new ids and addresses"),
    FilterRule.EXCLUDED: later("an excluded word is in title or categories"),
    FilterRule.NOT_INCLUDED: later("none of the words to include is in title or categories"),
    Better.ONLY_FEED: later("the feed’s text; the page gives none"),
    Better.ONLY_PAGE: later("the page’s text; the feed has only a few words"),
    Better.FEED_HAS_LESSONS: later("the feed’s text, because only it has the lessons section"),
    Better.PAGE_HAS_LESSONS: later("the page’s text, because only it has the lessons section"),
    Better.FEED_IS_FULLER: later("the feed’s text, which is whole"),
    Better.PAGE_IS_FULLER: later("the page’s text, because it is longer"),
    Better.PAGE_IS_ANOTHER: later("the feed’s text, because the page shows something else"),
    "title_alone": later("neither feed nor page gives a text, so only its title is posted"),
}

MARKS: Mapping[str, str] = {
    MarkOfItem.GUID: later("guid"),
    MarkOfItem.ADDRESS: later("address"),
    MarkOfItem.LINK: later("link"),
    MarkOfItem.TEXT: later("text"),
    MarkOfItem.TITLE: later("title"),
    MarkOfItem.OPENING: later("opening words"),
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
    head = say(
        "**{name}** is followed in {channel}. Nothing is posted yet: what is there counts as known.",
        name=_named(follow),
        channel=f"<#{follow.channel_id}>",
    )
    ways = [
        Button(say("Post latest"), Mark(Action.LATEST, follow.id, "1"), style=discord.ButtonStyle.primary),
        Button(say("Post last 3"), Mark(Action.LATEST, follow.id, "3")),
        Button(say("Only new"), Mark(Action.LATEST, follow.id, "0")),
    ]
    found = say("-# The feed is {here}.", here=masked(say("here"), feed.state.url))
    following = say("→ Choose what is posted now; new articles come by themselves from here on.")
    return Card(f"{head}\n{card.content or ''}\n{following}\n{found}", embeds=card.embeds, rows=[ways])


def others(addresses: Sequence[str]) -> str:
    """Further feeds that the site names; they are a command away."""
    named = [masked(say("feed {number}", number=number), each) for number, each in enumerate(addresses[:5], 2)]
    return "\n" + say("-# The site has other feeds too: {feeds}.", feeds=", ".join(named)) if named else ""


def imported(added: Sequence[str], known: int, failed: Sequence[tuple[str, str]], left_out: int) -> Card:
    """What became of a list of feeds."""
    lines = [
        count(
            len(added),
            "**{n} feed added**, silently: only what is new from here on is posted.",
            "**{n} feeds added**, silently: only what is new from here on is posted.",
        )
    ]
    if known:
        lines.append(count(known, "{n} was followed here already.", "{n} were followed here already."))
    if left_out:
        lines.append(
            count(
                left_out,
                "{n} entry left out: no feed, or too many at once.",
                "{n} entries left out: no feed, or too many at once.",
            )
        )
    lines += [f"⚠️ {markdown.plain(markdown.line(name, 80))}: {markdown.plain(why)}" for name, why in failed]
    lines.append(say("→ `/feed health` shows them all."))
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
    words = say("I could not look at its articles in time.")
    if looked_at:
        words = count(
            found,
            "{n} of the last {of} have a lessons section.",
            "{n} of the last {of} have a lessons section.",
            of=looked_at,
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
        embeds[0].set_author(name=say("Preview · New from {feed}", feed=markdown.line(follow.name, 120)))
    else:
        words = say("There is nothing in it yet that this channel wants.")
    if dry:
        embeds.append(_dry_run(follow.filter, dry))
    return Card(words, embeds=embeds)


def changed(follow: Follow, dry: Sequence[tuple[FeedItem, FilterVerdict]], role_note: str = "") -> Card:
    """The answer to `/feed edit`: how the channel has it now, and the dry run."""
    lines = [
        say("**{name}** in {channel}: {how}.", name=_named(follow), channel=f"<#{follow.channel_id}>", how=_how(follow))
    ]
    if role_note:
        lines.append(role_note)
    lines.append(say("→ `/feed preview` shows how its newest article would look."))
    return Card("\n".join(lines), embeds=[_dry_run(follow.filter, dry)] if follow.filter and dry else [])


def _how(follow: Follow) -> str:
    parts = [say(STYLE_NAMES[follow.style])]
    if follow.role_id:
        parts.append(say("pings {role}", role=f"<@&{follow.role_id}>"))
    if follow.tags:
        parts.append(say("tags {tags}", tags=markdown.plain(", ".join(follow.tags))))
    if follow.filter:
        parts.append(_filter(follow.filter))
    return ", ".join(parts)


def _filter(of: FeedFilter) -> str:
    parts = []
    if of.include:
        parts.append(say("only with {words}", words=markdown.plain(markdown.cut(typed_of(of.include), 300))))
    if of.exclude:
        parts.append(say("never with {words}", words=markdown.plain(markdown.cut(typed_of(of.exclude), 300))))
    return ", ".join(parts)


def _dry_run(of: FeedFilter, dry: Sequence[tuple[FeedItem, FilterVerdict]]) -> discord.Embed:
    passing = sum(verdict.passes for _, verdict in dry)
    lines = [
        f"{_sign(verdict)} {markdown.plain(markdown.line(item.title, 100))}{_by(verdict)}" for item, verdict in dry
    ]
    embed = discord.Embed(title=say("Dry run of the filter"), description=markdown.fitting(lines, 2_200), colour=QUIET)
    embed.set_footer(
        text=count(passing, "{n} of the last {of} would be posted", "{n} of the last {of} would be posted", of=len(dry))
    )
    embed.add_field(name=say("Filter"), value=_filter(of) or say("none"), inline=False)
    return embed


def _sign(verdict: FilterVerdict) -> str:
    return "✅" if verdict.passes else "🚫"


def _by(verdict: FilterVerdict) -> str:
    if verdict.rule is FilterRule.EXCLUDED:
        return say(" · excluded by “{word}”", word=markdown.plain(verdict.term or ""))
    return say(" · has none of the words") if verdict.rule is FilterRule.NOT_INCLUDED else ""


def health(followed: Sequence[tuple[Follow, KnownFeed]], now: int) -> Card:
    """Every feed followed here: how it is doing, when it is asked next; a button for those that are not well."""
    if not followed:
        return Card(say("No feed is followed here yet.\n→ `/feed add` takes a feed’s or a site’s address."))
    reports = [(follow, feed, health_of(feed.state, now)) for follow, feed in followed]
    lines = [_health_line(follow, feed, report) for follow, feed, report in reports]
    embed = discord.Embed(title=say("Feeds here"), description=markdown.fitting(lines, 3_900), colour=COLOUR)
    ill = {feed.id: follow.name for follow, feed, report in reports if report.health is not Health.FINE}
    buttons = [
        Button(markdown.line(say("Retry {name}", name=name), markdown.LABEL), Mark(Action.REPOLL, number))
        for number, name in list(ill.items())[:5]
    ]
    return Card(embeds=[embed], rows=[buttons] if buttons else [])


def _health_line(follow: Follow, feed: KnownFeed, report: HealthReport) -> str:
    paused = follow.paused and report.health is Health.FINE
    state = say("⏸️ paused here") if paused else say(HEALTH_NAMES[report.health])
    head = f"**{_named(follow)}** → <#{follow.channel_id}> · {state}"
    if report.health is Health.FINE:
        again = markdown.moment(feed.state.next_at, "R")
        if not feed.state.last_new_at:
            return f"{head}\n{say('-# asked again {again}', again=again)}"
        last = markdown.moment(feed.state.last_new_at, "R")
        return f"{head}\n{say('-# last new {last}, asked again {again}', last=last, again=again)}"
    sentences = [markdown.plain(markdown.cut(say(report.reason), 200))]
    if report.next_try_at:
        sentences.append(say("Next try {when}.", when=markdown.moment(report.next_try_at, "R")))
    return f"{head}\n-# {' '.join(sentences)}"


def feeds(followed: Sequence[tuple[Follow, KnownFeed]]) -> Card:
    """For everyone: where the articles come from."""
    if not followed:
        return Card(
            say("No feed is followed here yet.\n→ `/suggest` an article; admins follow feeds with `/feed add`.")
        )
    lines = [f"• {masked(_named(follow), feed.site_url)} → <#{follow.channel_id}>" for follow, feed in followed]
    embed = discord.Embed(title=say("Feeds here"), description=markdown.fitting(lines, 3_900), colour=COLOUR)
    return Card(embeds=[embed])


def why(
    feed: KnownFeed, item: KeptItem, events: Sequence[Event], follows: Sequence[Follow], waiting: Sequence[DueWork]
) -> Card:
    """What happened to an item, when, and by which rule; and what is still to happen."""
    lines = [_event_line(each) for each in events]
    if not any(each.what is Happened.SEEN for each in events):
        at = markdown.moment(item.seen_at, "f")
        lines.insert(0, say("{at} In the feed when it was first fetched, so known and not posted.", at=at))
    told = {each.channel_id for each in events if each.channel_id}
    pending = {int(work.payload["channel"]): work for work in waiting}
    for follow in follows:
        channel = f"<#{follow.channel_id}>"
        if work := pending.get(follow.channel_id):
            because = f": {markdown.plain(markdown.cut(say(work.last_error), 200))}" if work.last_error else ""
            lines.append(say("On its way to {channel}", channel=channel) + because)
        elif follow.channel_id not in told and item.seen_at <= follow.since:
            lines.append(
                say(
                    "{channel}: it was there before this channel followed the feed, so it is not posted.",
                    channel=channel,
                )
            )
    embed = discord.Embed(
        title=markdown.line(item.name, markdown.EMBED_TITLE),
        url=markdown.link(item.url),
        description=markdown.fitting(lines, 3_900),
        colour=QUIET,
    )
    embed.set_author(name=say("Why? · {feed}", feed=markdown.line(feed.title, 150)))
    if item.article_id is not None and not told & {follow.channel_id for follow in follows}:
        by_hand = say("Organisers can post it by hand: {command} with its address.", command=command("/article add"))
        embed.set_footer(text=by_hand)
    return Card(embeds=[embed])


def _event_line(event: Event) -> str:
    place = f" <#{event.channel_id}> ·" if event.channel_id else ""
    what = say(HAPPENED[event.what])
    if rule := RULES.get(event.rule.split(":")[-1]):
        what += f": {say(rule)}"
    if event.detail and event.what is not Happened.READ:
        what += f" ({markdown.plain(markdown.cut(_detail(event), 150))})"
    return f"{markdown.moment(event.at, 'f')}{place} {what}"


def _detail(event: Event) -> str:
    """What it was decided by: which marks differ, or words that are said as they are."""
    if event.what in {Happened.CHANGED, Happened.MARKED_ANEW}:
        return ", ".join(say(MARKS.get(each, each)) for each in event.detail.split(", "))
    return event.detail if event.what is Happened.FILTERED else say(event.detail)


def _named(follow: Follow) -> str:
    return markdown.plain(markdown.line(follow.name, 100)) or say("(no name)")
