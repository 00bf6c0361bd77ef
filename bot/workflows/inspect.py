"""What the reader makes of an article, for people and for programs: `python -m bot inspect PATH_OR_URL [--json]`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from bot.domain.article import Article, BlockKind
from bot.domain.dates import Month
from bot.domain.lessons import LessonSection, Step
from bot.domain.study import Study
from bot.errors import ArticleError
from bot.sources.decoding import MAX_BYTES
from bot.sources.http import Fetcher
from bot.sources.pool import ReaderPool

_NAMES = {
    Step.LESSONS: "lessons",
    Step.AUTHOR_QUESTIONS: "the author's questions",
    Step.KEY_POINTS: "key points (not a lessons section)",
    Step.CONCLUSION: "conclusion (not a lessons section)",
}
_MOST_REJECTED = 12


async def inspect(path_or_url: str, *, allowed_hosts: Iterable[str] = (), seconds: float = 10.0) -> Study:
    """Read and study a file or a web address. Raises `ArticleError`, `FetchRefused` or `FetchFailed`.

    It is read as the bot reads it, in a process of its own that may take `seconds`: the file may be made to hang us.
    """
    async with ReaderPool(seconds=seconds) as pool:
        if path_or_url.startswith(("http://", "https://")):
            async with Fetcher(allowed_hosts=allowed_hosts) as fetcher:
                fetched = await fetcher.fetch(path_or_url)
            return await pool.read(fetched.data, content_type=fetched.content_type, url=fetched.final_url)
        path = Path(path_or_url)
        return await pool.read(await asyncio.to_thread(_file, path), name=path.name)


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ArticleError(
            f"There is no file {path}.", "Check the path, or give a web address with https://."
        ) from error
    except OSError as error:
        raise ArticleError(f"The file {path} cannot be read: {error.strerror}.", "Check its permissions.") from error


def as_json(found: Study) -> str:
    """One JSON object; its shape is a promise to other programs (ARCHITECTURE.md). Lessons sections only."""
    article = found.article
    shape = {
        "title": article.title,
        "language": article.language,
        "published": article.published.isoformat() if article.published else None,
        "published_known_to": _known_to(article),
        "lessons": [
            {"heading": section.heading, "text": article.text[section.start : section.end]}
            for section in found.sections
            if section.step is Step.LESSONS
        ],
        "questions": [
            {
                "text": question.text,
                "evidence": question.evidence,
                "kind": question.kind.value,
                "span": list(question.span),
            }
            for question in found.questions.questions
        ],
        "rejected": [{"text": one.text, "reason": one.reason} for one in found.questions.rejected],
    }
    return json.dumps(shape, ensure_ascii=False, indent=2)


def _known_to(article: Article) -> str | None:
    """How much of the date the article states: an article that says "May 2025" is given the first of May."""
    if article.published is None:
        return None
    return "month" if isinstance(article.published, Month) else "day"


def render(found: Study, *, width: int | None = None, colour: bool | None = None) -> str:
    """The study as a page for a terminal: title, outline, sections, questions with their passages, what was rejected.

    `width` and `colour` default to the terminal's.
    """
    terminal = Console()
    coloured = terminal.is_terminal if colour is None else colour
    console = Console(
        file=StringIO(), width=width or min(terminal.width, 110), force_terminal=coloured, no_color=not coloured
    )
    console.print(
        Group(_head(found.article), _outline(found), *_sections(found), *_questions(found), *_rejected(found))
    )
    written = console.file
    assert isinstance(written, StringIO)
    return written.getvalue().rstrip("\n")


def _head(article: Article) -> RenderableType:
    facts = [
        (article.published.isoformat()[: 7 if _known_to(article) == "month" else 10])
        if article.published
        else "no date",
        ", ".join(article.authors) or "no author named",
        article.language or "language unknown",
        f"{article.word_count:,} words, {article.reading_minutes} min",
        article.source_name or "",
        article.canonical_url or "",
    ]
    return Panel(Text(" · ".join(fact for fact in facts if fact), style="dim"), title=f"[bold]{escape(article.title)}")


def _outline(found: Study) -> RenderableType:
    """The headings by level; those of the sections found stand out."""
    article = found.article
    tree = Tree("[bold]Outline")
    branches: list[tuple[int, Tree]] = [(0, tree)]
    steps = {_heading_start(article, section): section.step for section in found.sections}
    heads = [block for block in article.blocks if block.kind is BlockKind.HEADING]
    for block in heads:
        while branches[-1][0] >= block.level:
            branches.pop()
        step = steps.get(block.start)
        label = Text(article.block_text(block), style="bold green" if step else "")
        if step:
            label.append(f"  ← {_NAMES[step]}", style="green")
        branches.append((block.level, branches[-1][1].add(label)))
    if not heads:
        tree.add(Text("no headings", style="dim"))
    return Padding(tree, (1, 0, 0, 0))


def _heading_start(article: Article, section: LessonSection) -> int:
    """Where the heading of the section starts: the last heading before it."""
    return max(
        (one.start for one in article.blocks if one.kind is BlockKind.HEADING and one.end <= section.start), default=-1
    )


def _sections(found: Study) -> list[RenderableType]:
    if not any(section.step is Step.LESSONS for section in found.sections):
        line = "No lessons section found." + (
            " What else there is, is labelled as what it is:" if found.sections else ""
        )
        return [Text(f"\n{line}", style="yellow"), *(_section(found.article, one) for one in found.sections)]
    return [_section(found.article, section) for section in found.sections]


def _section(article: Article, section: LessonSection) -> RenderableType:
    text = article.text[section.start : section.end]
    words = len(text.split())
    shown = text if len(text) <= 700 else f"{text[:400].rstrip()} …\n\n… {text[-250:].lstrip()}"
    title = f"[bold green]{escape(section.heading)}[/]  {_NAMES[section.step]}, {words} words"
    return Padding(Panel(Text(shown), title=title, title_align="left", border_style="green"), (1, 0, 0, 0))


def _questions(found: Study) -> list[RenderableType]:
    questions = found.questions.questions
    parts: list[RenderableType] = [Text(f"\nQuestions ({len(questions)})", style="bold")]
    for number, question in enumerate(questions, start=1):
        grid = Table.grid(padding=(0, 1))
        grid.add_column(justify="right", width=3)
        grid.add_column()
        if question.evidence != question.text:
            grid.add_row("", Text(f"“{question.evidence}”", style="italic"))
        grid.add_row(Text(f"{number}.", style="bold"), Text(question.text, style="bold"))
        place = f"{question.kind.value} · {question.rule} · characters {question.span[0]}-{question.span[1]}"
        grid.add_row("", Text(place, style="dim"))
        parts.append(Padding(grid, (1, 0, 0, 0)))
    if found.questions.note:
        parts.append(Text(f"\n{found.questions.note}", style="yellow"))
    return parts


def _rejected(found: Study) -> list[RenderableType]:
    rejected = found.questions.rejected
    if not rejected:
        return []
    table = Table("Not used", "because", title_justify="left", expand=True, show_lines=False, header_style="bold dim")
    for one in rejected[:_MOST_REJECTED]:
        text = one.text if len(one.text) <= 110 else f"{one.text[:108].rstrip()} …"
        table.add_row(Text(text, style="dim"), Text(one.reason))
    parts: list[RenderableType] = [Padding(table, (1, 0, 0, 0))]
    if len(rejected) > _MOST_REJECTED:
        parts.append(Text(f"and {len(rejected) - _MOST_REJECTED} more (all of them with --json)", style="dim"))
    return parts
