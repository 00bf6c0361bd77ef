"""Questions in an organiser's words: about a passage that stands in the article, short enough, and a question."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.domain.own_question import BY_ORGANISER, added, reworded
from bot.domain.questions import ClaimKind, Question
from bot.errors import MemberError

TEXT = (
    "The mill closed in 1931.\n\n"
    "What the town learnt – “slowly”, it\u2019s said – was to keep its own books. Nobody else would."
)
ARTICLE = Article(title="The Mill", text=TEXT, blocks=())


def test_a_question_is_added_about_a_passage_of_the_article() -> None:
    question = added(ARTICLE, "Who keeps  our books?\n", "Nobody else would.")
    assert question.text == "Who keeps our books?"
    assert TEXT[slice(*question.span)] == question.evidence == "Nobody else would."
    assert question.rule == BY_ORGANISER


def test_a_passage_is_found_however_its_quotes_dashes_and_lines_were_copied() -> None:
    question = added(ARTICLE, "Why slowly?", 'learnt - "slowly",\nit\'s said - was')
    assert question.evidence == "learnt – “slowly”, it\u2019s said – was"


@pytest.mark.parametrize(
    ("text", "passage", "words"),
    [
        ("Who keeps our books?", "Everybody else would.", "to the letter"),
        ("Who keeps our books?", "  ", "needs a passage"),
        ("Who keeps our books?", "x" * 281, "more than 280"),
        ("Tell us about books.", "Nobody else would.", "question mark"),
        ("Why " * 80 + "?", "Nobody else would.", "up to 240"),
    ],
)
def test_what_is_no_question_about_a_passage_is_refused_with_the_reason(text: str, passage: str, words: str) -> None:
    with pytest.raises(MemberError) as refused:
        added(ARTICLE, text, passage)
    assert words in refused.value.message
    assert refused.value.remedy


def test_a_reworded_question_keeps_its_passage_and_kind() -> None:
    made = Question("Why?", "Nobody else would.", ClaimKind.CLAIM, (0, 18), "claim", "1")
    again = reworded(made, "Who else could have?")
    assert (again.text, again.evidence, again.kind, again.rule) == (
        "Who else could have?",
        made.evidence,
        made.kind,
        BY_ORGANISER,
    )
