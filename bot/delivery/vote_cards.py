"""Votes as the group sees them: the question, the result, how it was counted."""

from __future__ import annotations

from datetime import date

from bot.delivery import markdown
from bot.delivery.card import Button, Card
from bot.delivery.marks import Action, Mark
from bot.domain.series import Series
from bot.domain.vote import Choice, Vote, tied
from bot.languages.words import count, day, say


def question(vote: Vote, series: Series | None) -> str:
    """What the poll asks. The day tells one poll of a series from the next."""
    if series is None or vote.occurrence is None:
        return say("What shall we read next?")
    return say("{series}: what shall we read on {day}?", series=series.name, day=_day(vote))


def result(vote: Vote, *, gone: bool = False) -> Card:
    """What won, why, and what comes of it. `gone`: the poll was deleted before it was counted."""
    won = _winner(vote)
    lines = [say("**The vote is over: we read “{title}”.**", title=markdown.plain(markdown.line(won.title, 200)))]
    lines.append(say("The poll was deleted, so what has waited longest is read.") if gone else _why(vote))
    if vote.series_id is not None:
        lines.append(say("→ It is planned for {day} by itself.", day=_day(vote)))
    elif vote.then_plan is not None:
        lines.append(say("→ It is planned for {when} by itself.", when=markdown.when(vote.then_plan.starts_at)))
    else:
        lines.append(say("→ An organiser plans it with `/reading plan`."))
    button = Button(say("How was it counted?"), Mark(Action.COUNTED, vote.id))
    return Card("\n".join(lines), rows=[[button]])


def counted(vote: Vote) -> Card:
    """Every choice with its votes, and the rules."""
    if vote.counts is None:
        return Card(say("This vote is not over yet. It ends {when}.", when=markdown.when(vote.closes_at)))
    lines = [
        count(votes, "{n} vote: {title}", "{n} votes: {title}", title=markdown.plain(markdown.line(each.title, 150)))
        for votes, each in zip(vote.counts, vote.choices, strict=True)
    ]
    lines.append(
        say(
            "-# The choices stand in the order in which they have waited. Of several with the most votes, the one that "
            "has waited longest wins; so it does where nobody votes. A member who is counted here has one vote."
        )
    )
    return Card("\n".join(lines))


def _day(vote: Vote) -> str:
    """The day of the series that is voted on, in words."""
    return day(date.fromisoformat(vote.occurrence or ""))


def _why(vote: Vote) -> str:
    counts = vote.counts or ()
    total, most = sum(counts), max(counts, default=0)
    if total == 0:
        return say("Nobody voted, so what has waited longest is read.")
    if tied(counts):
        return count(
            most,
            "Several have {n} vote, the most; of these it has waited longest.",
            "Several have {n} votes, the most; of these it has waited longest.",
        )
    return count(most, "It has {n} vote of {total}.", "It has {n} votes of {total}.", total=total)


def _winner(vote: Vote) -> Choice:
    return next(each for each in vote.choices if each.article_id == vote.winner_id)
