"""A stretch of inputs through the whole reader, each held against what must be true of whatever comes out."""

from __future__ import annotations

import signal
import time
import traceback
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

from bot.domain.questions.gates import faults
from bot.domain.study import Study, study
from bot.errors import ArticleError
from bot.languages import all_languages, load
from bot.sources.read import read_article
from tests.fuzz.inputs import Input, made

SECONDS = 10.0
"""CPU time an input may take: what the bot gives it by default."""
STRETCH = 200
"""Inputs between two reports."""


@dataclass(slots=True)
class Tally:
    """What a run came to. `broken`: number of an input and what was wrong with it."""

    inputs: int = 0
    articles: int = 0
    questions: int = 0
    slowest: tuple[float, int] = (0.0, 0)
    broken: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take another run in."""
        self.inputs += other.inputs
        self.articles += other.articles
        self.questions += other.questions
        self.slowest = max(self.slowest, other.slowest)
        self.broken += other.broken


def run(numbers: Iterable[int], tally: Tally) -> Tally:
    """Read each input; nothing that it does ends the run, but for a hang."""
    for number in numbers:
        started = time.process_time()
        found = _outcome(made(number), tally)
        seconds = time.process_time() - started
        if seconds > SECONDS:
            found = f"takes {seconds:.1f} s"
        tally.inputs += 1
        tally.slowest = max(tally.slowest, (seconds, number))
        if found:
            tally.broken.append((number, found))
    return tally


def read_on(first: int, end: int, sending: Connection, at: Synchronized[int]) -> None:
    """In a process of its own: read inputs from `first` on, say in `at` which one is read, and send what came of each
    stretch. An input that hangs it ends it.
    """
    for start in range(first, end, STRETCH):
        tally = Tally()
        for number in range(start, min(start + STRETCH, end)):
            at.value = number
            _limit_cpu(SECONDS)
            run([number], tally)
        sending.send(tally)


def _limit_cpu(seconds: float) -> None:
    """End this process if it takes so much more CPU time: a pattern that backtracks for ever hears nothing else."""
    signal.setitimer(signal.ITIMER_PROF, seconds + 1)


def _outcome(given: Input, tally: Tally) -> str:
    """What is wrong with what comes of it; "" if nothing is. A refusal with an `ArticleError` is in order."""
    try:
        article = read_article(given.data, name=given.name, content_type=given.content_type, url=given.url)
        found = study(article, all_languages())
    except ArticleError:
        return ""
    except Exception:
        return traceback.format_exc(limit=-3)
    tally.articles += 1
    tally.questions += len(found.questions.questions)
    return _flaw(found)


def _flaw(found: Study) -> str:
    """Which law the study breaks, "" if none."""
    article, text = found.article, found.article.text
    after = 0
    for block in article.blocks:
        if not after <= block.start < block.end <= len(text):
            return f"a block {block} out of place"
        after = block.end
    if unicodedata.normalize("NFC", text) != text:
        return "its text is not in normal form"
    for section in found.sections:
        if not 0 <= section.start < section.end <= len(text):
            return "a section out of place"
    made_of = found.questions.questions
    if any(text[slice(*one.span)] != one.evidence for one in made_of):
        return "a passage that is not verbatim"
    refused = faults(article, found.sections, made_of, load(article.language))
    return f"a question that breaks a gate: {refused[0]}" if refused else ""
