"""An article as the group sees it: its announcement, and its lessons on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, QUIET, Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.article import Article, BlockKind
from bot.domain.lessons import LessonSection
from bot.domain.study import Study
from bot.languages.words import count, say

BUTTON_URL = 512
"""Discord's limit for the address behind a button."""


@dataclass(frozen=True, slots=True)
class Found:
    """How much there is to discuss: lessons sections and questions found, and the first section's heading."""

    sections: int
    questions: int
    heading: str | None = None


def found_in(study: Study) -> Found:
    """What a study of an article found."""
    heading = study.sections[0].heading if study.sections else None
    return Found(len(study.sections), len(study.questions.questions), heading)


def announcement(
    article_id: int,
    title: str,
    article: Article,
    found: Found,
    *,
    heading: str | None = None,
    summary: str = "",
    ping: int | None = None,
) -> Card:
    """The post in the articles channel: what it is, from where, how long, and what there is to discuss.

    `heading`: the line above it, if it is more than a new article. `summary`: Markdown of what its feed says of it;
    without one the text's opening words are shown. `ping`: the role that is told of it.
    """
    embed = discord.Embed(
        title=markdown.line(title, markdown.EMBED_TITLE),
        url=markdown.link(article.canonical_url),
        description=summary or markdown.plain(markdown.cut(opening_words(article), 300)),
        colour=COLOUR,
    )
    embed.set_author(name=heading or say("New article"))
    for name, value in facts(article):
        embed.add_field(name=name, value=value)
    embed.add_field(name=say("To discuss"), value=to_discuss(found), inline=False)
    buttons = text_buttons(article_id, article)
    if found.sections:
        lessons = Button(say("Lessons"), Mark(Action.LESSONS, article_id))
        buttons = [lessons, *buttons, Button(say("Plan a reading"), Mark(Action.PLAN, article_id))]
    else:
        # Without a button of ours it could not be found again after a crash; the text is at hand in any case.
        buttons = [Button(say("Read it here"), Mark(Action.TEXT, article_id)), *(b for b in buttons if b.url)]
    return Card(f"<@&{ping}>" if ping else None, embeds=[embed], rows=[buttons], ping_role=ping)


def thread_name(title: str) -> str:
    """What a thread or a forum's post about the article is called."""
    return markdown.line(title, markdown.THREAD_NAME) or say("Article")


def retracted(title: str) -> Card:
    """What is left of a post when its article was taken out of the library."""
    words = say("Taken out of this server’s library.")
    return Card(
        embeds=[discord.Embed(title=markdown.line(title, markdown.EMBED_TITLE), description=words, colour=QUIET)]
    )


def text_buttons(article_id: int, article: Article) -> list[Button]:
    """A way to the text: its address, or, for an article without one, the text itself."""
    if article.canonical_url and len(article.canonical_url) <= BUTTON_URL:
        return [Button(say("Open the article"), url=article.canonical_url)]
    return [Button(say("Open the article"), Mark(Action.TEXT, article_id))]


def facts(article: Article) -> list[tuple[str, str]]:
    """Date, source, authors and reading time, as far as they are known."""
    rows = [
        (say("Published"), markdown.day(article.published) if article.published else say("date unknown")),
        (say("Source"), markdown.plain(markdown.cut(article.source_name or say("added by hand"), 200))),
        (say("Reading time"), reading_time(article)),
    ]
    if article.authors:
        rows.insert(2, (say("By"), markdown.plain(markdown.cut(", ".join(article.authors), 200))))
    return rows


def reading_time(article: Article) -> str:
    """How long it takes to read, as a field tells it."""
    return say("about {minutes} min", minutes=article.reading_minutes)


def to_discuss(found: Found) -> str:
    """One line: lessons sections and questions found, or that there are none."""
    if not found.sections:
        return say("No lessons section found in it, so no questions are made from it.")
    sections = count(found.sections, "{n} section with lessons", "{n} sections with lessons")
    if found.heading:
        heading = markdown.plain(markdown.cut(found.heading, 120))
        sections = say("{sections}: “{heading}”", sections=sections, heading=heading)
    questions = count(found.questions, "{n} discussion question ready", "{n} discussion questions ready")
    return f"{sections}\n{questions}"


def opening_words(article: Article) -> str:
    """The first paragraph that is long enough to tell what it is about; a caption or a motto rarely is."""
    paragraphs = [article.block_text(block) for block in article.blocks if block.kind is BlockKind.PARAGRAPH]
    return next((text for text in paragraphs if len(text) > 160), max(paragraphs, key=len, default=""))


def lessons(title: str, article: Article, sections: Sequence[LessonSection]) -> Card:
    """The lessons sections in full as far as Discord's limit goes, for one person's eyes."""
    if not sections:
        return Card(
            say(
                "I found no section in this article that says what is to be learnt from it "
                "(a heading like “Lessons”, “What we learned” or “Key takeaways”)."
            )
        )
    embeds = []
    room = 5_400
    for section in sections[:5]:
        text = markdown.cut(markdown.plain(article.text[section.start : section.end]), min(room, 4_000))
        room -= len(text) + markdown.EMBED_TITLE
        embeds.append(
            discord.Embed(title=markdown.line(section.heading, markdown.EMBED_TITLE), description=text, colour=COLOUR)
        )
        if room < 200:
            break
    embeds[-1].set_footer(text=markdown.line(say("from “{title}”", title=title), 200))
    return Card(embeds=embeds)
