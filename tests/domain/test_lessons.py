"""Where the lessons section begins and ends."""

from dataclasses import replace

import pytest

from bot.domain.article import Article, BlockKind
from bot.domain.draft import assemble
from bot.domain.lessons import LessonSection, Step, find_lessons
from bot.domain.piece import Piece
from bot.languages import all_languages

BODY = "It took the committee nine weeks to agree on a single sentence."


def article(outline: str, title: str = "The long year") -> Article:
    """An article drawn in lines: `## Heading`, `- item`, `[a link]`; anything else is a paragraph."""
    pieces = []
    for line in filter(None, (line.strip() for line in outline.splitlines())):
        mark, _, text = line.partition(" ")
        if set(mark) == {"#"}:
            pieces.append(Piece(BlockKind.HEADING, text, level=len(mark)))
        elif mark == "-":
            pieces.append(Piece(BlockKind.LIST_ITEM, text, level=1))
        elif line.startswith("["):
            pieces.append(Piece(BlockKind.LIST_ITEM, line, level=1, link_chars=len(line)))
        else:
            pieces.append(Piece(BlockKind.PARAGRAPH, line))
    text, blocks = assemble(pieces)
    return Article(title, text, blocks, language="en")


def sections(drawn: Article, *extra: str) -> list[tuple[str, str]]:
    found = find_lessons(drawn, all_languages(), extra)
    return [(one.heading, drawn.text[one.start : one.end]) for one in found if one.step is Step.LESSONS]


def steps(drawn: Article) -> list[Step]:
    return [one.step for one in find_lessons(drawn, all_languages())]


def test_a_section_runs_to_the_next_heading_of_its_level() -> None:
    drawn = article(f"## Before\n{BODY}\n## Lessons learned\n{BODY} One.\n### A part\n{BODY} Two.\n## After\n{BODY}")
    assert sections(drawn) == [("Lessons learned", f"{BODY} One.\n\nA part\n\n{BODY} Two.")]


def test_a_section_ends_at_a_higher_heading_too() -> None:
    drawn = article(f"# Part one\n### Takeaways\n{BODY} One.\n# Part two\n{BODY}")
    assert sections(drawn) == [("Takeaways", f"{BODY} One.")]


def test_the_blocks_of_a_section_are_the_articles_own() -> None:
    drawn = article(f"## Lessons learned\n{BODY}\n- First.\n- Second.\n## After\n{BODY}")
    (found,) = find_lessons(drawn, all_languages())
    assert isinstance(found, LessonSection)
    assert found.blocks == drawn.blocks[1:4]
    assert (found.start, found.end) == (drawn.blocks[1].start, drawn.blocks[3].end)


def test_two_lessons_sections_stay_two() -> None:
    drawn = article(f"## What we learned\n{BODY} A.\n## The next year\n{BODY}\n## Takeaways\n{BODY} B.")
    assert [heading for heading, _ in sections(drawn)] == ["What we learned", "Takeaways"]


def test_a_lessons_heading_inside_a_lessons_section_is_part_of_it() -> None:
    drawn = article(
        f"## Lessons learned\n### What we learned about money\n{BODY}\n### What we learned about time\n{BODY}"
    )
    assert [heading for heading, _ in sections(drawn)] == ["Lessons learned"]


def test_numbered_siblings_in_an_essay_are_one_section_with_parts() -> None:
    drawn = article(
        f"## Lesson 1: Write the minutes on the same day\n{BODY}\n## Lesson 2: Never meet without food\n{BODY} Two.\n"
        f"## Now\n{BODY}"
    )
    assert sections(drawn) == [
        ("Lesson 1: Write the minutes on the same day", f"{BODY}\n\nLesson 2: Never meet without food\n\n{BODY} Two.")
    ]


def test_a_box_of_takeaways_at_the_top_does_not_swallow_the_article_down_to_its_numbered_lessons() -> None:
    drawn = article(
        f"## Key takeaways\n- Label the boxes before you move them.\n## The move\n{BODY}\n## The flood\n{BODY}\n"
        f"## Lesson 1: Every box needs an owner\n{BODY} One.\n## Lesson 2: Lifts hum for a reason\n{BODY} Two.\n"
        f"## Sponsors\n{BODY}"
    )
    assert sections(drawn) == [
        ("Key takeaways", "Label the boxes before you move them."),
        (
            "Lesson 1: Every box needs an owner",
            f"{BODY} One.\n\nLesson 2: Lifts hum for a reason\n\n{BODY} Two.",
        ),
    ]


def test_what_stands_between_two_numbered_lessons_belongs_to_their_section() -> None:
    drawn = article(
        f"## Lessons learned\n{BODY}\n## Lesson 1: Every box needs an owner\n{BODY}\n## An aside on lifts\n{BODY}\n"
        f"## Lesson 2: Lifts hum for a reason\n{BODY} Two.\n## Sponsors\n{BODY}"
    )
    ((heading, text),) = sections(drawn)
    assert heading == "Lessons learned"
    assert "An aside on lifts" in text
    assert text.endswith("Two.")


def test_numbered_siblings_in_a_course_are_its_table_of_contents() -> None:
    drawn = article(f"## Lesson 1: Variables\n{BODY}\n## Lesson 2: Loops\n{BODY}", title="A course for beginners")
    assert sections(drawn) == []


def test_numbered_parts_on_the_sections_own_level_belong_to_it() -> None:
    drawn = article(
        f"## What we learned\n{BODY}\n## 1. Ask early\n{BODY}\n## 2. Ask again\n{BODY} End.\n## Outlook\n{BODY}"
    )
    ((_, text),) = sections(drawn)
    assert text.startswith(BODY)
    assert text.endswith("End.")


def test_a_heading_without_text_of_its_own_holds_the_flat_ones_that_follow() -> None:
    drawn = article(f"## Lessons learned\n## Ask early\n{BODY}\n## Ask again\n{BODY} End.\n## Next steps\n{BODY}")
    ((_, text),) = sections(drawn)
    assert text.startswith("Ask early")
    assert text.endswith("End.")


def test_a_list_of_links_under_lessons_is_a_table_of_contents() -> None:
    drawn = article(f"## Intro\n{BODY}\n## Lessons\n[Unit one of the series]\n[Unit two of the series]\n## End\n{BODY}")
    assert sections(drawn) == []


def test_bare_lessons_in_a_course_page_head_teaching_units() -> None:
    outline = f"## Lessons\n{BODY}\n## More\n{BODY}"
    assert sections(article(outline, title="The curriculum of the evening school")) == []
    assert len(sections(article(outline, title="A year of evening meetings"))) == 1


def test_a_heading_that_looks_back_is_a_lessons_section_where_none_says_so_plainly() -> None:
    drawn = article(f"## The move\n{BODY}\n## Things we wish we had known\n{BODY} {BODY}\n## Thanks\n{BODY}")
    assert sections(drawn) == [("Things we wish we had known", f"{BODY} {BODY}")]


def test_a_correction_under_such_a_heading_is_too_short_to_be_one() -> None:
    drawn = article(f"## Ten pools\n{BODY}\n## What we got wrong last year\n{BODY}")
    assert steps(drawn) == []


def test_a_heading_that_looks_back_yields_to_plain_lessons() -> None:
    drawn = article(f"## What we got wrong\n{BODY}\n## Lessons learned\n{BODY} One.\n## Thanks\n{BODY}")
    assert sections(drawn) == [("Lessons learned", f"{BODY} One.")]


@pytest.mark.parametrize("box", ["Zentrale Erkenntnis", "Die wichtigste Erkenntnis", "Erkenntnis"])
def test_a_box_with_one_insight_yields_to_the_lessons(box: str) -> None:
    long = f"{BODY} {BODY}"
    drawn = replace(article(f"## {box}\n{long}\n## Lehren aus dem Sommer\n{long}"), language="de")
    assert sections(drawn) == [("Lehren aus dem Sommer", long)]
    assert sections(replace(article(f"## Der Sommer\n{BODY}\n## {box}\n{long}"), language="de")) == [(box, long)]


def test_a_heading_that_looks_back_comes_before_the_ladder() -> None:
    drawn = article(f"## The move\n{BODY}\n## Our mistakes\n{BODY} {BODY}\n## Conclusion\n{BODY}")
    assert steps(drawn) == [Step.LESSONS]


def test_a_section_of_parts_ends_at_the_next_heading_of_its_own_level() -> None:
    parts = f"### Nets\n{BODY} One.\n### Boats\n{BODY} Two."
    drawn = article(f"## What we learned\n{parts}\n## The scarf\n{BODY}\n## The harbour\n{BODY}")
    assert sections(drawn) == [("What we learned", f"Nets\n\n{BODY} One.\n\nBoats\n\n{BODY} Two.")]


def test_a_line_with_a_colon_opens_a_list_of_lessons_as_a_heading_would() -> None:
    drawn = article(
        f"## The move\n{BODY}\nHere are the lessons we learned:\n- {BODY} One.\n- {BODY} Two.\n{BODY} Then."
    )
    assert sections(drawn) == [("Here are the lessons we learned:", f"{BODY} One.\n\n{BODY} Two.")]


def test_a_paragraph_may_open_with_the_headings_words() -> None:
    box = f"The takeaway. These count:\n- {BODY}\n- Lesson: count twice."
    drawn = article(f"## The move\n{BODY}\nLessons learned: {BODY} One.\n{BODY}\n{box}\n{BODY}")
    assert sections(drawn) == [
        ("Lessons learned", f"{BODY} One."),
        ("The takeaway", f"These count:\n\n{BODY}\n\nLesson: count twice."),
    ]
    (first, _) = find_lessons(drawn, all_languages())
    assert first.blocks[0].start == first.start


def test_what_is_called_a_lesson_by_the_way_is_no_section() -> None:
    assert sections(article(f"## The move\n{BODY}\nLesson learned: {BODY}\n{BODY} It takes away: {BODY}")) == []


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("3 lessons from the long year", ("Ask early", "Meet weekly", "Feed people")),
        ("What the long year taught us", ("1. Ask early", "2. Meet weekly", "3. Feed people")),
    ],
)
def test_the_headings_that_a_title_announces_are_the_lessons(title: str, points: tuple[str, ...]) -> None:
    below = "\n".join(f"## {point}\n{BODY}" for point in points)
    (found,) = find_lessons(article(f"{BODY}\n{below}\n## Next steps\n{BODY}", title), all_languages())
    assert (found.heading, len(found.blocks)) == (title, 6)
    assert found.step is Step.LESSONS


@pytest.mark.parametrize(
    ("title", "points"),
    [
        ("4 lessons from the long year", ("Ask early", "Meet weekly", "Feed people")),
        ("Lessons from the long year", ("The pump", "The gate", "The key")),
        ("Lessons from the long year", ("1. Introduction", "2. Methods", "3. The pump", "4. Conclusion")),
        ("The long year", ("1. Ask early", "2. Meet weekly", "3. Feed people")),
    ],
)
def test_headings_that_no_title_counts_are_no_lessons(title: str, points: tuple[str, ...]) -> None:
    below = "\n".join(f"## {point}\n{BODY}" for point in points)
    assert sections(article(f"{BODY}\n{below}", title)) == []


def test_a_whole_sentence_that_speaks_of_what_was_learnt_is_no_heading_of_the_rest() -> None:
    said = "Here are a few things I learned in my first week at the mill. " + f"{BODY} " * 3
    assert sections(article(f"{said}\n## The wheel\n{BODY}")) == []


def test_a_line_with_a_colon_opens_the_numbered_headings_below_it() -> None:
    points = f"## 1. Nets\n{BODY} One.\n## 2.Boats\n{BODY} Two."
    drawn = article(f"## The move\n{BODY}\nSome things I have learned:\n{points}\n## The scarf\n{BODY}")
    assert sections(drawn) == [("Some things I have learned:", f"1. Nets\n\n{BODY} One.\n\n2.Boats\n\n{BODY} Two.")]


def test_numbered_headings_on_the_sections_level_end_with_the_first_that_is_not() -> None:
    drawn = article(f"## Lessons learned\n## 1. Nets\n{BODY} One.\n## 2. Boats\n{BODY} Two.\n## The scarf\n{BODY}")
    assert sections(drawn) == [("Lessons learned", f"1. Nets\n\n{BODY} One.\n\n2. Boats\n\n{BODY} Two.")]


def test_a_section_that_a_page_holds_twice_is_one() -> None:
    part = f"## Lessons learned\n{BODY} One."
    assert sections(article(f"{part}\n## The scarf\n{BODY}\n{part}")) == [("Lessons learned", f"{BODY} One.")]


def test_such_a_line_yields_to_a_heading() -> None:
    drawn = article(f"What we learned:\n- {BODY}\n- {BODY}\n## Takeaways\n{BODY} One.")
    assert sections(drawn) == [("Takeaways", f"{BODY} One.")]


OFFERS = [
    ("en", "Our lessons", "Each lesson lasts forty minutes. For all levels, in the hall behind the church."),
    ("fr", "Nos leçons", "Chaque leçon dure quarante minutes. La leçon d’essai est gratuite, venez voir."),
    ("de", "Unsere Lektionen", "Jede Lektion dauert vierzig Minuten. Auch für Anfänger, im Saal hinter der Kirche."),
    ("es", "Nuestras lecciones", "Cada clase dura cuarenta minutos. Para todos los niveles, en la sala de la iglesia."),
    ("it", "Le lezioni", "Sei ore, 3 lezioni al giorno. Per ogni livello, nella sala dietro la chiesa del paese."),
    ("pt", "As lições", "Cada aula dura quarenta minutos. Para todos os níveis, na sala por trás da igreja."),
    ("nl", "Onze lessen", "Elke les duurt veertig minuten. Voor alle niveaus, in de zaal achter de kerk."),
    ("el", "Τα μαθήματά μας", "Κάθε μάθημα διαρκεί σαράντα λεπτά. Για όλα τα επίπεδα, στην αίθουσα πίσω."),
]


@pytest.mark.parametrize(("tag", "heading", "offer"), OFFERS)
def test_lessons_that_are_offered_with_their_length_are_no_lessons_section(tag: str, heading: str, offer: str) -> None:
    drawn = replace(article(f"## {heading}\n{offer}", title="Adagio"), language=tag)
    assert sections(drawn) == []


SCHOOLS = [
    ("de", "Musikschule Adagio: Unterricht für alle", ["Unsere Lektionen", "Was Sie bei uns lernen", "Anmeldung"]),
    ("en", "The Riverside Music School", ["Our lessons", "What you will learn", "Fees"]),
    ("fr", "Petite histoire de la leçon de choses", ["La leçon de choses entre à l’école", "Les leçons du dehors"]),
    ("es", "Escuela de música El Sauce", ["Nuestras lecciones", "Las lecciones de los martes", "Horarios"]),
    ("it", "Scuola di musica Il Salice", ["Le lezioni", "Le lezioni del martedì", "Iscrizioni"]),
    ("nl", "Muziekschool De Wilg", ["Onze lessen", "Wat je bij ons leert", "Tarieven"]),
    ("pt", "Escola de música O Salgueiro", ["As lições", "As lições de terça", "Horários"]),
    ("el", "Ωδείο Ιτιά", ["Τα μαθήματά μας", "Μαθήματα για αρχάριους", "Εγγραφές"]),
]


@pytest.mark.parametrize(("tag", "title", "headings"), SCHOOLS)
def test_what_a_school_teaches_is_no_lessons_section(tag: str, title: str, headings: list[str]) -> None:
    drawn = article("\n".join(f"## {heading}\n{BODY}" for heading in headings), title=title)
    assert sections(replace(drawn, language=tag)) == []


PROPOSED = [
    ("en", "The lessons", "We also offer some short lessons, from beginners to old hands, on every theme of the site."),
    ("fr", "Les leçons", "Nous proposons aussi de courtes leçons, du débutant au vieux routier, sur chaque thème."),
    (
        "de",
        "Die Lektionen",
        "Wir bieten auch kurze Lektionen, vom Anfänger bis zum alten Hasen, zu jedem Thema der Seite.",
    ),
    (
        "es",
        "Las lecciones",
        "Proponemos también breves lecciones, de principiante a veterano, sobre cada tema del sitio.",
    ),
    ("it", "Le lezioni", "Proponiamo anche brevi lezioni, da principiante a veterano, su ogni tema del nostro sito."),
    ("pt", "As lições", "Propomos também pequenas lições, de principiante a veterano, sobre cada tema do sítio."),
    ("nl", "De lessen", "We geven ook korte lessen, van beginner tot oude rot, over elk thema van de site."),
    ("el", "Τα μαθήματα", "Προσφέρουμε και σύντομα μαθήματα, από αρχάριους έως βετεράνους, για κάθε θέμα."),
]


@pytest.mark.parametrize(("tag", "heading", "offer"), PROPOSED)
def test_lessons_that_the_page_proposes_are_no_lessons_section(tag: str, heading: str, offer: str) -> None:
    assert sections(replace(article(f"## {heading}\n{offer}", title="Quizland"), language=tag)) == []


@pytest.mark.parametrize("heading", ["Lessons", "Lessons for today", "The lessons"])
def test_points_that_return_as_headings_are_a_table_of_contents(heading: str) -> None:
    listed = f"## {heading}\n- What is a knot?\n- The bowline\n- Questions and coffee\n"
    taught = f"# 1. What is a knot\n{BODY}\n# The bowline\n{BODY}"
    assert sections(article(listed + taught)) == []
    assert sections(article(f"# The bowline\n{BODY}\n{listed}# Thanks\n{BODY}")) != []


def test_what_was_learnt_stays_though_the_article_goes_on_to_explain_each_point() -> None:
    drawn = article(f"## Lessons learned\n- Tie it twice\n- Ask the old hands\n## Tie it twice\n{BODY}")
    assert sections(drawn) == [("Lessons learned", "Tie it twice\n\nAsk the old hands")]


def test_a_way_to_the_lessons_is_no_lessons_section() -> None:
    assert sections(article(f"## The lessons\n{BODY}\n[To the lessons]\n## The quiz\n{BODY}")) == []


def test_what_was_learnt_at_a_school_is_one() -> None:
    drawn = article(f"## Fees\n{BODY}\n## Lessons learned\n{BODY} One.", title="How our music school nearly closed")
    assert sections(drawn) == [("Lessons learned", f"{BODY} One.")]


def test_an_empty_section_is_none() -> None:
    assert sections(article(f"## Intro\n{BODY}\n## Lessons learned\n## Next steps\n{BODY}")) == []


def test_a_server_adds_its_own_headings() -> None:
    drawn = article(f"## Intro\n{BODY}\n## Red threads\n{BODY} One.\n## End\n{BODY}")
    assert sections(drawn) == []
    assert sections(drawn, "Red threads") == [("Red threads", f"{BODY} One.")]


def test_without_lessons_the_ladder_is_given_and_never_called_lessons() -> None:
    drawn = article(
        f"## Story\n{BODY}\n## Key points\n{BODY}\n## Conclusion\n{BODY}\n## Questions for discussion\n- {BODY}"
    )
    assert steps(drawn) == [Step.AUTHOR_QUESTIONS, Step.KEY_POINTS, Step.CONCLUSION]


def test_with_lessons_only_the_authors_questions_stand_beside_them() -> None:
    drawn = article(f"## Lessons learned\n{BODY}\n## Conclusion\n{BODY}\n## Discussion questions\n- {BODY}")
    assert steps(drawn) == [Step.LESSONS, Step.AUTHOR_QUESTIONS]


def test_an_article_without_headings_has_no_sections() -> None:
    assert steps(article(f"{BODY}\n{BODY}")) == []
