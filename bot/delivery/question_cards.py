"""An article's questions as organisers look at them: found ones with their passages, and why there are no others."""

from __future__ import annotations

from collections import Counter

import discord

from bot.delivery import markdown
from bot.delivery.card import COLOUR, QUIET, Button, Card
from bot.delivery.made_by import made_by
from bot.delivery.marks import Action, Mark, Post
from bot.delivery.preview_cards import previewed
from bot.domain.lessons import Step
from bot.domain.own_question import SuggestedQuestion
from bot.domain.reading import PlannedQuestion
from bot.domain.study import Study
from bot.languages.words import later, say

STEP_NAMES = {
    Step.LESSONS: later("lessons section"),
    Step.AUTHOR_QUESTIONS: later("the author’s questions for discussion"),
    Step.KEY_POINTS: later("key points, for want of a lessons section"),
    Step.CONCLUSION: later("conclusion, for want of a lessons section"),
}
REJECTED_SHOWN = 12


def found(title: str, study: Study) -> Card:
    """Every question with its passage and kind."""
    questions = study.questions.questions
    head = discord.Embed(title=_titled(say("Questions: {title}", title=title)), colour=COLOUR)
    head.description = "\n".join(
        filter(None, [_sections(study), say(study.questions.note), _what_next(len(questions))])
    )
    shown = [previewed(PlannedQuestion(0, number, each), len(questions)) for number, each in enumerate(questions, 1)]
    return Card(embeds=[head, *shown])


def why(title: str, study: Study) -> Card:
    """Where it was looked, which rule made each question, and what was rejected for which reason."""
    embed = discord.Embed(title=_titled(say("Why these questions: {title}", title=title)), colour=QUIET)
    embed.description = "\n".join(filter(None, [_sections(study), say(study.questions.note)]))
    made = [
        f"**{number}.** {markdown.plain(markdown.cut(each.text, 80))}\n-# {markdown.plain(made_by(each))}"
        for number, each in enumerate(study.questions.questions, 1)
    ]
    _field(embed, say("Made by"), made)
    rejected = study.questions.rejected
    _field(
        embed,
        say("Not used"),
        [f"{markdown.in_quotes(markdown.cut(e.text, 70))}\n-# {say(e.reason)}" for e in rejected],
    )
    counted = Counter(each.reason for each in rejected)
    _field(embed, say("Reasons, counted"), [f"{number} × {say(reason)}" for reason, number in counted.most_common()])
    return Card(embeds=[embed])


def _titled(words: str) -> str:
    return markdown.line(words, markdown.EMBED_TITLE)


def suggested(title: str, question: SuggestedQuestion) -> Card:
    """A member's question, for the organisers to decide about."""
    about = f"{markdown.quoted(question.passage)}\n" if question.passage else ""
    head = say(
        "{member} suggests a question for “{title}”:",
        member=f"<@{question.member_id}>",
        title=markdown.plain(markdown.line(title, 200)),
    )
    content = f"{head}\n{about}**{markdown.plain(question.text)}**"
    buttons = [
        Button(say("Use it"), Mark(Action.USE, question.id), style=discord.ButtonStyle.success),
        Button(say("Decline"), Mark(Action.DECLINE, question.id)),
    ]
    return Card(markdown.cut(content, markdown.MESSAGE), rows=[buttons])


def follow_up(number: int, reading_id: int, text: str, by: int, about: str | None, passage: str | None) -> Card:
    """A question put to the group in a running discussion. `about`: a link to the message it is about."""
    quoted = f"{markdown.quoted(markdown.cut(passage, 900))}\n" if passage else ""
    asked_by = say("-# Asked by {member}. Reply to answer.", member=f"<@{by}>")
    if about:
        asked_by = say("-# Asked by {member} about {message}. Reply to answer.", member=f"<@{by}>", message=about)
    content = f"{quoted}**{markdown.plain(text)}**\n{asked_by}"
    mark = Mark(Action.SUGGEST, reading_id, f"{Post.FOLLOW_UP}{number}")
    return Card(content, rows=[[Button(say("Suggest a question"), mark)]])


def _sections(study: Study) -> str:
    if not study.sections:
        return say(
            "No lessons section was found: no heading like “Lessons”, “What we learned” or “Key takeaways”, "
            "and no conclusion to fall back on."
        )
    named = "; ".join(f"{markdown.in_quotes(s.heading)} ({say(STEP_NAMES[s.step])})" for s in study.sections[:4])
    return say("From {sections}.", sections=markdown.cut(named, 900))


def _what_next(questions: int) -> str:
    if questions:
        return say("→ `/reading plan` sets a time for them; there each can be swapped, reworded or dropped.")
    return say("→ `/questions why` says what was rejected and why.")


def _field(embed: discord.Embed, name: str, lines: list[str]) -> None:
    shown: list[str] = []
    for number, line in enumerate(lines):
        rest = markdown.more(len(lines) - number)
        if number == REJECTED_SHOWN or len("\n".join([*shown, line, rest])) > markdown.EMBED_FIELD:
            shown.append(rest)
            break
        shown.append(line)
    if shown:
        embed.add_field(name=name, value="\n".join(shown), inline=False)
