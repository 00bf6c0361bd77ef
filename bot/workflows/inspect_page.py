"""What the reader makes of an article as a page for a terminal, for a person who wants to know why.

Rules of this file: nothing is cut inside a word, and what is folded says how much; kinds and rules are said in words;
the questions come before what was not used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from bot.delivery.made_by import made_by
from bot.domain.article import Article, BlockKind
from bot.domain.dates import Month
from bot.domain.lessons import LessonSection, Step
from bot.domain.nearest_headings import nearest
from bot.domain.questions import Question
from bot.domain.study import Study
from bot.languages import all_languages, load

_STEPS = {
    Step.LESSONS: "lessons",
    Step.AUTHOR_QUESTIONS: "the author's questions",
    Step.KEY_POINTS: "key points (not a lessons section)",
    Step.CONCLUSION: "conclusion (not a lessons section)",
}
_WHOLE = 1_800
"""Characters of a section that are shown without folding."""
_UNFOLDED = 1_200
_LONGEST_EXAMPLE = 90


def render(found: Study, *, everything: bool = False, width: int | None = None, colour: bool | None = None) -> str:
    """The study as a page: title, outline, sections, questions with their passages and spares, what was not used.

    `everything` folds nothing. `width` and `colour` default to the terminal's.
    """
    terminal = Console()
    coloured = terminal.is_terminal if colour is None else colour
    console = Console(
        file=StringIO(), width=width or min(terminal.width, 110), force_terminal=coloured, no_color=not coloured
    )
    sections = _sections(found, everything)
    console.print(
        Group(_head(found.article), _outline(found), *sections, *_questions(found), *_not_used(found, everything))
    )
    written = console.file
    assert isinstance(written, StringIO)
    return written.getvalue().rstrip("\n")


def _head(article: Article) -> RenderableType:
    facts = [
        _date(article),
        ", ".join(article.authors) or "no author named",
        article.language or "language unknown",
        f"{article.word_count:,} words, {article.reading_minutes} min",
        article.source_name or "",
        article.canonical_url or "",
    ]
    return Panel(Text(" · ".join(fact for fact in facts if fact), style="dim"), title=f"[bold]{escape(article.title)}")


def _date(article: Article) -> str:
    if article.published is None:
        return "no date"
    return article.published.isoformat()[: 7 if isinstance(article.published, Month) else 10]


def _outline(found: Study) -> RenderableType:
    """The headings by level; those of the sections found stand out."""
    article = found.article
    tree = Tree("[bold]Outline")
    branches: list[tuple[int, Tree]] = [(0, tree)]
    opened = {_heading_start(article, section): section for section in found.sections}
    heads = [block for block in article.blocks if block.kind is BlockKind.HEADING]
    for block in heads:
        while branches[-1][0] >= block.level:
            branches.pop()
        section = opened.get(block.start)
        label = Text(article.block_text(block), style="bold green" if section else "")
        if section:
            where = "" if label.plain == section.heading else ", in its text"
            label.append(f"  ← {_STEPS[section.step]}{where}", style="green")
        branches.append((block.level, branches[-1][1].add(label)))
    if not heads:
        tree.add(Text("no headings", style="dim"))
    return Padding(tree, (1, 0, 0, 0))


def _heading_start(article: Article, section: LessonSection) -> int:
    """Where the heading of the section starts: the last heading before it."""
    return max(
        (one.start for one in article.blocks if one.kind is BlockKind.HEADING and one.end <= section.start), default=-1
    )


def _sections(found: Study, everything: bool) -> list[RenderableType]:
    shown = [_section(found.article, section, everything) for section in found.sections]
    if any(section.step is Step.LESSONS for section in found.sections):
        return shown
    parts: list[RenderableType] = [Text("\nNo lessons section found.", style="yellow")]
    if found.sections:
        parts.append(Text("What else there is, is labelled as what it is:", style="yellow"))
    return [*parts, *shown, *_ways_on(found)]


def _ways_on(found: Study) -> list[RenderableType]:
    """What a person can do about an article whose lessons were not found."""
    own = load(found.article.language)
    near = nearest(found.article, (own,) if own else all_languages())
    lines = []
    if near:
        lines.append("The headings that came nearest:")
        lines += [f"   · {heading}" for heading in near]
    lines += [
        "If one of them opens the lessons, name it in Discord with /setup headings: it counts from then on.",
        "Or word the questions yourself with /questions set.",
    ]
    return [Padding(Text("\n".join(lines)), (1, 0, 0, 0))]


def _section(article: Article, section: LessonSection, everything: bool) -> RenderableType:
    paragraphs = [article.block_text(block) for block in section.blocks]
    words = len(article.text[section.start : section.end].split())
    shown = paragraphs if everything else _folded(paragraphs)
    title = f"[bold green]{escape(section.heading)}[/]  {_STEPS[section.step]}, {words} words"
    return Padding(Panel(Text("\n\n".join(shown)), title=title, title_align="left", border_style="green"), (1, 0, 0, 0))


def _folded(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs whole, or as many as fit from the beginning and the last one, the others in numbers."""
    if sum(map(len, paragraphs)) <= _WHOLE:
        return list(paragraphs)
    shown, size = 1, len(paragraphs[0])
    while shown < len(paragraphs) - 1 and size + len(paragraphs[shown]) <= _UNFOLDED:
        size += len(paragraphs[shown])
        shown += 1
    left_out = paragraphs[shown:-1]
    if not left_out:
        return list(paragraphs)
    number = f"{len(left_out)} more paragraph{'s' if len(left_out) > 1 else ''}"
    words = sum(len(one.split()) for one in left_out)
    return [*paragraphs[:shown], f"[… {number}, {words} words: --all shows them …]", paragraphs[-1]]


def _questions(found: Study) -> list[RenderableType]:
    questions = found.questions.questions
    parts: list[RenderableType] = [Text(f"\nQuestions ({len(questions)})", style="bold")]
    spares = _beside(questions, found.questions.spares)
    for number, question in enumerate(questions):
        parts.append(_question(number + 1, question, spares[number]))
    if spares[-1]:
        parts.append(_question(0, spares[-1][0], spares[-1][1:]))
    if found.questions.passages:
        parts.append(Text("\nPassages to word a question about", style="bold"))
        parts += [Padding(Text(f"“{one.evidence}”", style="italic"), (1, 0, 0, 4)) for one in found.questions.passages]
    if found.questions.note:
        parts.append(Text(f"\n{found.questions.note}", style="yellow"))
    return parts


def _question(number: int, question: Question, spares: Iterable[Question]) -> RenderableType:
    """A question with its passage and what made it, and under it the spares it could be swapped for."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", width=6)
    grid.add_column()
    grid.add_row(Text(f"{number}." if number else "spare", style="bold"), Text(question.text, style="bold"))
    if question.evidence != question.text:
        grid.add_row("", Text(_quoted(question.evidence), style="italic"))
    grid.add_row("", Text(made_by(question), style="dim"))
    for spare in spares:
        about = "" if spare.evidence == question.evidence else f"  (over {_quoted(_shortened(spare.evidence))})"
        grid.add_row(Text("spare", style="dim"), Text(f"{spare.text}{about}", style="dim"))
    return Padding(grid, (1, 0, 0, 0))


def _beside(questions: Sequence[Question], spares: Sequence[Question]) -> dict[int, list[Question]]:
    """Each spare with the question it could stand for: the nearest of its kind, else the nearest; -1 if none is."""
    beside: dict[int, list[Question]] = defaultdict(list)
    for spare in spares:
        near = sorted(
            range(len(questions)),
            key=lambda at: (questions[at].kind is not spare.kind, abs(questions[at].span[0] - spare.span[0])),
        )
        beside[near[0] if near else -1].append(spare)
    return beside


def _not_used(found: Study, everything: bool) -> list[RenderableType]:
    """What was not used, by reason with its number and one example; all of it if `everything`."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in found.questions.rejected:
        by_reason[str(one.reason)].append(" ".join(one.text.split()))
    if not by_reason:
        return []
    total = sum(map(len, by_reason.values()))
    folded = "" if everything else "  (--all shows all of it)"
    parts: list[RenderableType] = [Text(f"\nNot used ({total}){folded}", style="bold")]
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", width=6)
    grid.add_column()
    for reason, texts in sorted(by_reason.items(), key=lambda one: -len(one[1])):
        grid.add_row(Text(f"{len(texts)} ×"), Text(reason))
        for text in texts if everything else texts[:1]:
            grid.add_row("", Text(_quoted(text if everything else _shortened(text)), style="dim"))
    return [*parts, Padding(grid, (1, 0, 0, 0))]


def _quoted(text: str) -> str:
    """The text in quotation marks, unless it opens with some of its own."""
    return text if text[:1] in '“„«"' else f"“{text}”"


def _shortened(text: str) -> str:
    """The beginning of a text, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= _LONGEST_EXAMPLE:
        return plain
    return f"{plain[:_LONGEST_EXAMPLE].rpartition(' ')[0].rstrip(' ,;:.–—-')} …"
