"""Laws that hold for any article."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.questions import MAX_ASK, MAX_EVIDENCE, VERSION, make_questions
from bot.domain.questions.choosing import supply
from bot.domain.questions.gates import faults
from bot.languages import all_languages, load
from tests.domain.questions.samples import GARDEN, asked, written

SENTENCES = (
    "Every plot must have one named keeper.",
    "Never lend the key, the only one there is, to a stranger.",
    "The beds dry out because nobody owns the pump!",
    "However, that is another story…",
    "“Water first,” said Amina Okoro, “and everything else after it, always.”",
    "What should a new garden learn?",
    "Is that so?",
    "In 2019 there were 34 plots (12 of them empty).",
    "Si el grupo hubiera pedido ayuda, la crisis habría sido menor.",
    "Wer trägt die Verantwortung?",
    "Der Laden braucht mehr Zeit als Geld, weil Vertrauen langsam wächst.",
    "See https://example.org/?q=1 for more",
    "The council — which owns the land — is likely to sell it; nobody knows when, how, or to whom it will go.",
    "水は花より先に来なければならない。",
    "Start small: Figure out what the garden needs.",
)
PART = st.one_of(st.sampled_from(SENTENCES), st.text(max_size=60).map(lambda text: " ".join(text.split())))
BLOCK = st.tuples(st.sampled_from(["", "- ", "## ", "> ", "**Lead it.** "]), st.lists(PART, min_size=1, max_size=6))
BLOCKS = st.lists(
    BLOCK.map(lambda block: block[0] + (" ".join(block[1]).strip() or "Nothing.")), min_size=1, max_size=8
)
TAGS = st.sampled_from([*(language.tag for language in all_languages()), "xx", None])


@settings(deadline=None)
@given(BLOCKS, TAGS)
def test_every_set_keeps_every_rule(blocks: list[str], tag: str | None) -> None:
    article, section = written("\n\n".join(blocks), language=tag)
    found = make_questions(article, [section], load(tag))
    assert faults(article, [section], found.questions, load(tag)) == ()
    mark = ";" if tag == "el" and load(tag) and load(tag).asks else "?"  # type: ignore[union-attr]
    for question in (*found.questions, *found.spares):
        start, end = question.span
        assert article.text[start:end] == question.evidence
        assert section.start <= start < end <= section.end
        assert len(question.evidence) <= MAX_EVIDENCE
        assert question.text.count(mark) == 1
        assert len(question.text) <= MAX_ASK
        assert question.version == VERSION
    for passage in found.passages:
        assert article.text[passage.span[0] : passage.span[1]] == passage.evidence
    assert len(found.questions) <= supply(len(article.text.split()))[1]
    assert len({question.text for question in found.questions}) == len(found.questions)
    assert make_questions(article, [section], load(tag)) == found


def test_another_language_gets_the_authors_questions_and_passages_to_word() -> None:
    text = "Vad ska en ny trädgård lära sig? Vatten måste komma före blommor."
    found = asked(text, language="sv")
    assert [question.text for question in found.questions] == ["Vad ska en ny trädgård lära sig?"]
    assert all(passage.evidence in text for passage in found.passages)
    longer = asked(f"{text} Varje lott behöver en ansvarig person med nyckel. " * 4, language="sv")
    assert longer.passages


def test_line_ends_and_tracking_addresses_elsewhere_change_nothing() -> None:
    article, section = written(GARDEN, afterword="https://example.org/?utm_source=feed&utm_medium=rss")
    plain, there = written(GARDEN)
    before = make_questions(plain, [there], load("en")).questions
    assert make_questions(article, [section], load("en")).questions == before
