"""Pages that have "Lessons" and learnt none: what is taught, sold or still to be filled in stands below."""

from dataclasses import replace

import pytest

from bot.domain.article import Article, BlockKind
from bot.domain.draft import assemble
from bot.domain.lessons import Step, find_lessons
from bot.domain.piece import Piece
from bot.languages import all_languages
from bot.sources.read import read_article

BODY = "It took the committee nine weeks to agree on a single sentence, and nobody could say what it meant."


def lessons(tag: str, title: str, heading: str, *below: str, before: tuple[str, ...] = ("Before",)) -> list[str]:
    """The lessons headings of a page: its other headings over a paragraph each, then this one over what is below it.

    `below`: a line that begins with a dash is a list's point.
    """
    pieces = [piece for one in before for piece in (_heading(one), Piece(BlockKind.PARAGRAPH, BODY))]
    pieces.append(_heading(heading))
    for line in below:
        point = line.removeprefix("- ")
        pieces.append(Piece(BlockKind.PARAGRAPH if point == line else BlockKind.LIST_ITEM, point, level=point != line))
    text, blocks = assemble([*pieces, _heading("After"), Piece(BlockKind.PARAGRAPH, BODY)])
    article = replace(Article(title, text, blocks), language=tag)
    return [one.heading for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS]


def _heading(text: str) -> Piece:
    return Piece(BlockKind.HEADING, text, level=2)


@pytest.mark.parametrize(
    ("tag", "heading", "points"),
    [
        ("fr", "Enseignements", ("- Droit rural, L2, 36 heures", "- Droit de l'eau, M1, 24 heures")),
        ("en", "Takeaways", ("- Pie and mash £9", "- Eel in jelly £7")),
        ("de", "Lektionen", ("- Der Anfang (Seite 3)", "- Die Farben (Seite 12)")),
    ],
)
def test_a_list_of_prices_or_hours_is_no_lessons_section(tag: str, heading: str, points: tuple[str, ...]) -> None:
    assert lessons(tag, "The Old Eel", heading, *points) == []


@pytest.mark.parametrize(
    ("tag", "heading", "points"),
    [
        ("pt", "Lições", ("- Lição 1: O chamado", "- Lição 2: A promessa")),
        ("en", "Lessons", ("- Lesson 1: Loops", "- Lesson 2: Lists", "- Lesson 3: Files")),
        ("es", "Lecciones", ("- Lección 1: Los colores", "- Lección 2: La casa")),
    ],
)
def test_a_list_of_numbered_units_is_a_table_of_contents(tag: str, heading: str, points: tuple[str, ...]) -> None:
    assert lessons(tag, "The blue book", heading, *points) == []


@pytest.mark.parametrize(
    ("tag", "title"), [("en", "Review template"), ("de", "Vorlage für den Rückblick"), ("es", "Plantilla de balance")]
)
def test_the_empty_questions_of_a_form_are_no_lessons_section(tag: str, title: str) -> None:
    heading = {"en": "Lessons learned", "de": "Gelerntes", "es": "Lecciones aprendidas"}[tag]
    assert lessons(tag, title, heading, "- What went well?", "- What went wrong?", "[Name]") == []
    assert lessons(tag, title, heading, "- What went well?", BODY) == [heading]
    assert lessons(tag, "The long year", heading, "- What went well?", "- What went wrong?") == [heading]


@pytest.mark.parametrize(
    ("tag", "title", "heading", "offer", "other"),
    [
        ("es", "Conservatorio de la villa", "Enseñanzas", "Duran cuatro cursos, y hay pruebas de acceso.", "Horario"),
        ("fr", "Anne Roux, maîtresse de conférences", "Enseignements", "Le droit rural et le droit.", "Publications"),
        ("en", "The Old Eel", "Takeaways", "Takeaways are served until ten; phone ahead on Fridays.", "Eat in"),
    ],
)
def test_what_a_school_or_a_kitchen_offers_is_no_lessons_section(
    tag: str, title: str, heading: str, offer: str, other: str
) -> None:
    assert lessons(tag, title, heading, offer, before=(other,)) == []


@pytest.mark.parametrize(
    ("tag", "heading", "below"),
    [
        ("en", "Takeaways", ("- Builds are 40% faster", "- We need 3 people, not 30", "- Nobody read page 2")),
        ("en", "Lessons", ("- Lesson 1: Always ask the neighbours before you dig", "- Lesson 2: Never dig in June")),
        ("en", "Lessons", ("- Lesson 1: Rain matters", "- Lesson 2: Nobody has time")),
        ("fr", "Enseignements", ("Une réunion de vingt personnes ne décide rien, et il faut le savoir avant.",)),
        ("es", "Enseñanzas", ("Quien no pregunta no sabe, y quien pregunta tarde paga.",)),
        ("pt", "Lições", ("- Perguntar antes de cavar", "- Não cavar em junho")),
    ],
)
def test_a_bare_heading_over_what_was_learnt_stays_one(tag: str, heading: str, below: tuple[str, ...]) -> None:
    assert lessons(tag, "The long year", heading, *below) == [heading]


def test_a_table_of_links_below_lessons_lists_the_pages_of_a_course() -> None:
    page = (
        "# Learning SQL\n\n"
        + BODY
        + "\n\n## The lessons\n\n| # | Lesson |\n|---|---|\n| 1 | [Tables](l/1.md) |\n| 2 | [Joins](l/2.md) |\n\n"
        + BODY
    )
    article = read_article(page.encode(), name="course.md")
    assert not [one for one in find_lessons(article, all_languages()) if one.step is Step.LESSONS]
    plain = read_article(
        page.replace("[Tables](l/1.md)", "Ask first").replace("[Joins](l/2.md)", "Ask again").encode(), name="a.md"
    )
    assert [one.heading for one in find_lessons(plain, all_languages())] == ["The lessons"]
