"""What `inspect` shows of an article, to people and to programs."""

import json
import re
from pathlib import Path

import pytest

from bot.domain.article import Article
from bot.domain.questions import QuestionSet
from bot.domain.study import Study
from bot.errors import ArticleError, FetchRefused
from bot.workflows.inspect import as_json, inspect
from bot.workflows.inspect_page import render

TEXT = """The rent strike

By Ann Lee

14 March 2024

When the letters arrived in January, most people put them in a drawer, for nobody ever answered the telephone.

Lessons learned

A strike fund has to exist before the strike, because afterwards it is one letter behind. [Sic] said the treasurer.

People who decide together should stay together, and they must never be spoken for by those who were not asked.
"""


@pytest.fixture
def strike(tmp_path: Path) -> Path:
    path = tmp_path / "the-rent-strike.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


async def test_the_json_has_the_promised_shape(strike: Path) -> None:
    shown = json.loads(as_json(await inspect(str(strike))))
    assert set(shown) == {
        "title", "language", "published", "published_known_to", "lessons", "questions", "rejected"
    }  # fmt: skip
    assert (shown["title"], shown["language"], shown["published"]) == ("The rent strike", "en", "2024-03-14")
    assert [one["heading"] for one in shown["lessons"]] == ["Lessons learned"]
    assert shown["lessons"][0]["text"].endswith("were not asked.")
    assert shown["questions"]
    for question in shown["questions"]:
        assert set(question) == {"text", "evidence", "kind", "span"}
        assert question["evidence"] in shown["lessons"][0]["text"]
        assert question["span"][1] - question["span"][0] == len(question["evidence"])


async def test_of_a_month_alone_the_json_says_that_the_day_is_not_known(strike: Path) -> None:
    strike.write_text(TEXT.replace("14 March 2024", "March 2024"), encoding="utf-8")
    shown = json.loads(as_json(found := await inspect(str(strike))))
    assert (shown["published"], shown["published_known_to"]) == ("2024-03-01", "month")
    assert "2024-03 ·" in render(found, width=100, colour=False)


async def test_reading_stops_when_its_time_is_up(strike: Path) -> None:
    with pytest.raises(ArticleError, match=r"takes longer than 0\.0001 seconds"):
        await inspect(str(strike), seconds=0.0001)


async def test_the_page_shows_outline_section_and_questions(strike: Path) -> None:
    found = await inspect(str(strike))
    page = render(found, width=100, colour=False)
    assert "The rent strike" in page
    assert "Lessons learned  ← lessons" in page
    assert "[Sic]" in page
    assert found.questions.questions[0].text in " ".join(page.split())
    assert "\x1b[" not in page


async def test_the_page_says_when_there_are_no_lessons_and_what_there_is_instead(strike: Path) -> None:
    strike.write_text(TEXT.replace("Lessons learned", "Conclusion"), encoding="utf-8")
    found = await inspect(str(strike))
    page = render(found, width=100, colour=False)
    assert "No lessons section found." in page
    assert "conclusion (not a lessons section)" in page
    assert json.loads(as_json(found))["lessons"] == []


async def test_where_nothing_is_found_the_page_says_what_a_person_can_do(strike: Path) -> None:
    strike.write_text(
        TEXT.replace("Lessons learned", "Something learned, perhaps, by some of the few"), encoding="utf-8"
    )
    page = render(await inspect(str(strike)), width=100, colour=False)
    assert "The headings that came nearest" in page
    assert "· Something learned, perhaps, by some of the few" in page
    assert "/setup headings" in page


async def test_a_long_section_is_folded_at_the_end_of_paragraphs_and_whole_with_all(strike: Path) -> None:
    paragraphs = [f"Rule {name} says that {'nobody ' * 30}decides alone." for name in "abcdefghijkl"]
    strike.write_text(TEXT + "\n" + "\n\n".join(paragraphs), encoding="utf-8")
    found = await inspect(str(strike))
    page = " ".join(render(found, width=100, colour=False).partition("Questions (")[0].replace("│", " ").split())
    assert "more paragraphs," in page
    assert "Rule h says" not in page
    assert "Rule l says" in page
    whole = " ".join(render(found, width=100, colour=False, everything=True).replace("│", " ").split())
    assert "more paragraphs," not in whole
    assert all(" ".join(one.split()) in whole for one in paragraphs)


async def test_kinds_and_reasons_are_said_in_words_and_nothing_is_cut_inside_a_word(strike: Path) -> None:
    told = (
        "The council sent forty letters in one week and nobody in the whole of the long street ever opened one of them."
    )
    strike.write_text(TEXT + f"\n{told}\n\n{told.replace('forty', 'sixty')}\n", encoding="utf-8")
    page = render(await inspect(str(strike)), width=160, colour=False)
    assert "2 × It tells what happened" in page
    (shortened,) = re.findall(r"“(The council sent .*) …”", page)
    assert f"{told} ".startswith(f"{shortened} ")
    assert "what should be" in page
    assert "characters" not in page


async def test_a_file_that_would_hang_the_reader_is_given_up(strike: Path) -> None:
    """Accents without end: putting them into order takes hours, in one call that nothing interrupts."""
    strike.write_text(TEXT + "a" + "\u0300\u0316" * 200_000, encoding="utf-8")
    with pytest.raises(ArticleError, match=r"longer than 0\.5 seconds"):
        await inspect(str(strike), seconds=0.5)


async def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="There is no file"):
        await inspect(str(tmp_path / "none.txt"))


async def test_a_folder_is_no_article(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="cannot be read"):
        await inspect(str(tmp_path))


async def test_an_address_is_fetched_through_the_guard() -> None:
    with pytest.raises(FetchRefused, match="private network"):
        await inspect("http://127.0.0.1:9/")


def test_a_study_of_nothing_can_be_shown() -> None:
    empty = Study(Article("Nothing", "", ()), (), QuestionSet((), ()))
    assert "no headings" in render(empty, width=80, colour=False)
    assert json.loads(as_json(empty))["published"] is None
