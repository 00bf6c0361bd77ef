"""Shapes that lessons come in: wherever the heading stands and whatever the section is made of."""

from __future__ import annotations

import pytest

from bot.domain.article import Article
from bot.domain.lessons import Step, find_lessons
from bot.domain.study import Study, study
from bot.languages import all_languages
from bot.sources.read import read_article

STORY = (
    "The pump in the yard was old when we came, and nobody had been told who was to mend it. In the first winter it "
    "froze, in the second it burst, and in the third we carried water from the church until the end of March."
)
FIRST = "Every pump must have a keeper whose name hangs on its door."
SECOND = "A repair that nobody has paid for is a repair that nobody will do twice."
AFTER = "The council has promised to look at the pipes before the autumn, and we shall see whether it does."


def page(body: str, title: str = "The old pump", language: str = "en") -> Article:
    head = f"<!doctype html><html lang={language}><head><title>{title}</title></head>"
    html = f"{head}<body><h1>{title}</h1>{body}</body></html>"
    return read_article(html.encode(), content_type="text/html")


def markdown(body: str) -> Article:
    return read_article(f"# The old pump\n\n{body}\n".encode(), name="pump.md")


def lessons(article: Article, extra: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Heading and text of each lessons section, white space evened out."""
    found = (one for one in find_lessons(article, all_languages(), extra) if one.step is Step.LESSONS)
    return [(one.heading, " ".join(article.text[one.start : one.end].split())) for one in found]


def studied(article: Article) -> Study:
    return study(article, all_languages())


@pytest.mark.parametrize("level", [2, 3, 4, 5, 6])
def test_a_heading_of_any_level_opens_a_section(level: int) -> None:
    tag = f"h{level}"
    learnt = f"<{tag}>What we learned</{tag}><p>{FIRST}</p><p>{SECOND}</p>"
    found = page(f"<{tag}>The story</{tag}><p>{STORY}</p>{learnt}<{tag}>What’s next</{tag}><p>{AFTER}</p>")
    assert lessons(found) == [("What we learned", f"{FIRST} {SECOND}")]


@pytest.mark.parametrize(
    "heading",
    [
        "<p><b>What we learned</b></p>",
        "<p><strong>What we learned:</strong></p>",
        "<div><font size=4><b>What we learned</b></font></div>",
        "<p><span style='font-weight: bold'>What we learned</span></p>",
        "<p role=heading aria-level=3>What we learned</p>",
        "<p class='subheading'>What we learned</p>",
        "<details open><summary>What we learned</summary>",
    ],
)
def test_a_heading_is_one_however_it_is_marked_up(heading: str) -> None:
    ((found, text),) = lessons(page(f"<p>{STORY}</p>{heading}<p>{FIRST}</p><p>{SECOND}</p>"))
    assert found.rstrip(":") == "What we learned"
    assert text == f"{FIRST} {SECOND}"


def test_a_bold_heading_and_its_text_in_one_paragraph_are_told_apart() -> None:
    found = page(f"<p>{STORY}</p><p><b>What we learned</b><br>{FIRST}<br><br>{SECOND}</p>")
    assert lessons(found) == [("What we learned", f"{FIRST} {SECOND}")]


def test_several_sections_are_all_found() -> None:
    found = markdown(
        f"{STORY}\n\n## What we learned about pumps\n\n{FIRST}\n\n## The third winter\n\n{STORY}\n\n"
        f"## What we learned about money\n\n{SECOND}\n\n## What’s next\n\n{AFTER}"
    )
    assert lessons(found) == [("What we learned about pumps", FIRST), ("What we learned about money", SECOND)]
    assert {one.evidence for one in studied(found).questions.questions} <= {FIRST, SECOND}


def test_numbered_lessons_are_one_section() -> None:
    found = markdown(
        f"{STORY}\n\n## Lesson 1: Give every pump a keeper of its own\n\n{FIRST}\n\n"
        f"## Lesson 2: Pay for repairs before they are needed\n\n{SECOND}\n\n## What’s next\n\n{AFTER}"
    )
    ((_, text),) = lessons(found)
    assert text == f"{FIRST} Lesson 2: Pay for repairs before they are needed {SECOND}"


def test_a_section_of_one_sentence_gives_one_question() -> None:
    found = studied(markdown(f"{STORY}\n\n## Lesson learned\n\n{FIRST}\n\n## What’s next\n\n{AFTER}"))
    assert [one.evidence for one in found.questions.questions] == [FIRST]


def test_a_section_of_five_thousand_words_gives_seven_questions() -> None:
    sentences = " ".join(
        f"The keeper of pump {number} must be told about the frost before the winter comes to street {number}.\n\n"
        for number in range(280)
    )
    found = studied(markdown(f"{STORY}\n\n## Lessons learned\n\n{sentences}"))
    assert len(found.article.text.split()) > 4_500
    assert 5 <= len(found.questions.questions) <= 7
    assert len({one.text for one in found.questions.questions}) == len(found.questions.questions)


def test_a_table_in_the_section_stays_in_it_and_is_quoted_by_nobody() -> None:
    table = "<table><tr><th>Year</th><th>Frost</th></tr><tr><td>2019</td><td>11 days</td></tr></table>"
    found = page(
        f"<p>{STORY}</p><h2>Lessons learned</h2><p>{FIRST}</p>{table}<p>{SECOND}</p><h2>Thanks</h2><p>{AFTER}</p>"
    )
    assert lessons(found) == [("Lessons learned", f"{FIRST} Year | Frost 2019 | 11 days {SECOND}")]
    assert not any("11 days" in one.evidence for one in studied(found).questions.questions)


def test_a_heading_within_a_paragraph_is_no_heading() -> None:
    inside = f"{STORY} Lessons learned: none at all, said the council, and went home. {AFTER}"
    assert lessons(markdown(f"{inside}\n\n{STORY}")) == []
    assert lessons(page(f"<p>{inside}</p><p>{STORY} <b>What we learned</b> was little. {AFTER}</p>")) == []


def test_a_heading_that_a_line_break_parts_from_its_text_is_one() -> None:
    text = f"The old pump\n{STORY}\nLessons learned\n{FIRST}\n{SECOND}\nWhat’s next\n{AFTER}\n"
    assert lessons(read_article(text.encode(), name="pump.txt")) == [("Lessons learned", f"{FIRST} {SECOND}")]


def test_an_article_in_a_language_without_a_file_is_read_and_a_servers_own_headings_count() -> None:
    body = "Vanha pumppu oli pihassa jo silloin, kun muutimme taloon, eikä kukaan tiennyt, kenen se oli. " * 3
    learnt = (
        "Jokaisella pumpulla on oltava hoitaja, jonka nimi lukee ovessa. Talvella kukaan ei kuitenkaan muista sitä. "
        "Korjaus maksaa enemmän silloin, kun kukaan ei ole varannut siihen rahaa etukäteen, ja niin kävi meillekin "
        "kolmena talvena peräkkäin. Jos naapurit olisivat kysyneet meiltä ajoissa, pumppu olisi korjattu jo "
        "ensimmäisenä syksynä eikä vasta nyt. Kuka maksaa korjauksen ensi talvena?"
    )
    found = read_article(f"# Vanha pumppu\n\n{body}\n\n## Mitä opimme\n\n{learnt}\n".encode(), name="pumppu.md")
    assert (found.title, lessons(found)) == ("Vanha pumppu", [])
    assert lessons(found, ("Mitä opimme",)) == [("Mitä opimme", learnt)]
    made = study(found, all_languages(), extra_headings=("Mitä opimme",)).questions
    assert [one.text for one in made.questions] == ["Kuka maksaa korjauksen ensi talvena?"]
    assert made.passages


def test_an_article_in_two_languages_is_asked_about_in_that_of_most_of_it() -> None:
    spanish = "Nadie nos preguntó, y por eso la bomba sigue rota desde hace tres inviernos."
    found = studied(markdown(f"{STORY} {STORY}\n\n> {spanish}\n\n## Lessons learned\n\n{FIRST}\n\n{SECOND}\n"))
    assert found.article.language == "en"
    assert all(one.text.endswith("?") and "¿" not in one.text for one in found.questions.questions)


def test_text_from_right_to_left_is_read_without_its_marks() -> None:
    hebrew = "המשאבה בחצר הייתה ישנה כשבאנו, ואיש לא ידע מי אמור לתקן אותה. "
    story, learnt = f"<p>\u202b{hebrew * 4}\u202c</p>", f"<p>\u202b{hebrew * 2}\u202c</p>"
    found = page(
        f"<div dir=rtl>{story}<h2>\u200fLessons learned</h2>{learnt}</div>",
        title="\u202bהמשאבה הישנה\u202c",
        language="he",
    )
    assert (found.title, found.language) == ("המשאבה הישנה", "he")
    assert lessons(found) == [("Lessons learned", (hebrew * 2).strip())]
    assert not set("\u202b\u202c\u200f") & set(found.text)
