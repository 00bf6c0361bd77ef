"""What whoever leads a reading is given: the article, the questions with their passages, who read last time."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.delivery import markdown
from bot.delivery.article_cards import text_buttons
from bot.delivery.card import COLOUR, Card
from bot.delivery.preview_cards import previewed
from bot.domain.article import Article
from bot.domain.reading import PlannedQuestion, Reading
from bot.languages.words import count, say

NAMED = 40
ROOM = 5_800
"""Discord's limit for all embeds of a message is 6,000 characters."""


def pack(
    reading: Reading,
    title: str,
    article: Article,
    questions: Sequence[PlannedQuestion],
    last: Reading | None,
    took_part: Sequence[int],
) -> Card:
    """For one person's eyes."""
    head = discord.Embed(
        title=markdown.line(say("Leader’s pack: {title}", title=title), markdown.EMBED_TITLE),
        url=markdown.link(article.canonical_url),
        colour=COLOUR,
    )
    lines = [
        say("Starts {when} in <#{channel}>.", when=markdown.when(reading.starts_at), channel=reading.channel_id),
        count(
            article.reading_minutes,
            "It takes about {n} minute to read.",
            "It takes about {n} minutes to read.",
        ),
        _last_time(last, took_part),
        say("→ The thread and its questions open by themselves. What helps: to read the passages, and to reply first."),
    ]
    head.description = "\n".join(lines)
    embeds, room = [head], ROOM - len(head)
    for planned in questions:
        embed = previewed(planned, len(questions))
        if len(embed) > room:
            break
        embeds.append(embed)
        room -= len(embed)
    return Card(embeds=embeds, rows=[text_buttons(reading.article_id, article)])


def _last_time(last: Reading | None, took_part: Sequence[int]) -> str:
    if last is None:
        return say("It is the first of its series, or of none.")
    where = f"<#{last.thread_id}>" if last.thread_id else markdown.moment(last.starts_at, "D")
    if not took_part:
        return say("Last time, {where}, nobody is known to have taken part.", where=where)
    named = ", ".join(f"<@{member}>" for member in took_part[:NAMED])
    return count(
        len(took_part),
        "Last time, {where}, {n} person took part: {named}.",
        "Last time, {where}, {n} people took part: {named}.",
        where=where,
        named=named,
    )
