"""Small articles to ask about, written the way a person jots them down."""

from __future__ import annotations

import re

from bot.domain.article import Article, Block, BlockKind
from bot.domain.lessons import LessonSection, Step
from bot.domain.questions import QuestionSet, make_questions
from bot.languages import load

_LEAD = re.compile(r"\*\*(.+?)\*\*")
_MARKS = {"- ": BlockKind.LIST_ITEM, "## ": BlockKind.HEADING, "> ": BlockKind.QUOTATION}

GARDEN = """
The allotment society took over the old railway yard nine years ago. Volunteers dug the beds by hand.

What should a new garden learn from this? Water has to come before flowers, because nothing survives a dry June.

Every plot must have one named keeper. Shared plots look friendlier on paper, but weeds grow where nobody is in charge.

Had the society tested the soil in the first autumn, it would have saved two harvests. A common shed is more useful \
than ten private ones. In the coming years the council is likely to sell the land.
"""

AFTERWORD = "Please donate to our society. Should you give today? Never forget that every pound must help the garden."


def written(
    text: str, *, title: str = "", language: str | None = "en", afterword: str = ""
) -> tuple[Article, LessonSection]:
    """An article that is one lessons section, and what follows it outside.

    Blank lines part blocks; "- " begins an item, "## " a subheading, "> " a quotation, "**...**" is a bold lead.
    """
    blocks: list[Block] = []
    full = ""
    for part in [*re.split(r"\n{2,}", text.strip()), *([afterword] if afterword else [])]:
        kind = next((kind for mark, kind in _MARKS.items() if part.startswith(mark)), BlockKind.PARAGRAPH)
        body = part[part.index(" ") + 1 :] if kind is not BlockKind.PARAGRAPH else part
        lead = _LEAD.match(body)
        start = len(full)
        full += _LEAD.sub(r"\1", body) + "\n\n"
        level = {BlockKind.HEADING: 3, BlockKind.LIST_ITEM: 1}.get(kind, 0)
        blocks.append(Block(kind, start, len(full) - 2, level, start + len(lead[1]) if lead else None))
    inside = blocks[:-1] if afterword else blocks
    article = Article(title, full.strip(), tuple(blocks), language)
    return article, LessonSection("Lessons", 0, inside[-1].end, tuple(inside), Step.LESSONS)


def asked(text: str, *, language: str | None = "en", limit: int = 7, afterword: str = "") -> QuestionSet:
    """The questions of a section written like that."""
    article, section = written(text, language=language, afterword=afterword)
    return make_questions(article, [section], load(language), limit=limit)


def all_passages(found: QuestionSet) -> list[str]:
    """What the questions and the spares quote."""
    return [question.evidence for question in (*found.questions, *found.spares)]


def passages(found: QuestionSet) -> list[str]:
    """What the questions quote."""
    return [question.evidence for question in found.questions]


def reasons(found: QuestionSet) -> dict[str, str]:
    """Why what was turned down was turned down, by its text."""
    why: dict[str, str] = {}
    for one in found.rejected:
        why[one.text] = f"{why.get(one.text, '')} {one.reason}".strip()
    return why
