"""Articles pasted without their markup: which of the bare lines are headings, and where a section then ends."""

import pytest

from bot.domain.article import Article, BlockKind
from bot.domain.lessons import Step, find_lessons
from bot.languages import all_languages
from bot.sources.text import read_text

BODY = (
    "When the letters arrived in January, most people put them in a drawer, because the telephone was never "
    "answered and nobody believed that anything could be done."
)
GERMAN = (
    "Als die Briefe im Januar kamen, legten die meisten sie in eine Schublade, denn am Telefon meldete sich nie "
    "jemand, und niemand glaubte, dass man etwas dagegen tun konnte."
)
SPANISH = (
    "Cuando llegaron las cartas en enero, la mayoría las guardó en un cajón, porque nadie contestaba al teléfono "
    "y nadie creía que se pudiera hacer algo contra la subida."
)
POINT = "Whoever was asked in person came, and whoever was only written to stayed at home."


def article(*lines: str) -> Article:
    return read_text("\n\n".join(("The rent strike", BODY, BODY, *lines)))


def headings(read: Article) -> list[str]:
    return [read.block_text(block) for block in read.blocks if block.kind is BlockKind.HEADING]


def lessons(read: Article) -> list[str]:
    found = find_lessons(read, all_languages())
    return [read.text[one.start : one.end] for one in found if one.step is Step.LESSONS]


def test_numbered_points_right_below_a_lessons_heading_end_with_the_first_heading_that_has_no_number() -> None:
    read = article("What we learned", "1. Ask at the door", POINT, "2. Keep a list", POINT, "Rent policy", BODY)
    assert lessons(read) == [f"1. Ask at the door\n\n{POINT}\n\n2. Keep a list\n\n{POINT}"]


def test_a_line_that_only_announces_gives_its_heading_no_parts() -> None:
    read = article("What we learned", "1. Ask at the door", "We need:", POINT, "Rent policy", BODY)
    assert lessons(read) == [f"1. Ask at the door\n\nWe need:\n\n{POINT}"]


@pytest.mark.parametrize("heading", ["Lessons learned", "Key takeaways", "What we learned"])
def test_short_lines_below_a_lessons_heading_are_its_points(heading: str) -> None:
    read = article(heading, "Ask at the door", "Keep a list of names", POINT)
    assert headings(read)[0] == heading


def test_a_line_that_the_one_above_announces_is_no_heading() -> None:
    read = article(
        "Lessons learned", "What the committee used most of all in those weeks was:", "A telephone", POINT, POINT
    )
    assert headings(read) == ["Lessons learned"]
    assert lessons(read)[0].endswith(POINT)


@pytest.mark.parametrize(
    ("body", "topics", "heading", "points"),
    [
        (
            BODY,
            ("The letters", "The laundry room"),
            "What we learned",
            ("Help comes from next door", "Fear has a price"),
        ),
        (
            GERMAN,
            ("Die Briefe", "Die Waschküche"),
            "Was wir gelernt haben",
            ("Hilfe kommt von nebenan", "Angst hat ihren Preis"),
        ),
        (
            SPANISH,
            ("Las cartas", "El lavadero"),
            "Lo que aprendimos",
            ("La ayuda viene de al lado", "El miedo tiene un precio"),
        ),
    ],
)
def test_sentences_over_the_paragraphs_below_the_lessons_are_their_parts(
    body: str, topics: tuple[str, str], heading: str, points: tuple[str, str]
) -> None:
    before = "\n\n".join(f"{topic}\n\n{body}" for topic in topics)
    below = "\n\n".join(f"{point}\n\n{body}" for point in points)
    assert lessons(read_text(f"{topics[0]}\n\n{body}\n\n{before}\n\n{heading}\n\n{body}\n\n{below}")) == [
        f"{body}\n\n{below}"
    ]


def test_where_every_heading_is_a_sentence_those_below_the_lessons_are_no_parts_of_them() -> None:
    before = ("The letters come in January", BODY, "Nobody has an answer", BODY)
    read = article(*before, "What we learned", BODY, "Help comes from next door", BODY, "The council needs money", BODY)
    assert lessons(read) == [BODY]


def test_a_heading_over_a_last_line_without_a_full_stop_is_one_and_a_quotation_with_its_speaker_is_none() -> None:
    said = "“What the old committee taught me about patience I use every day.” – Ann Lee, Moor Lane"
    assert headings(article("Testimonials", said)) == ["Testimonials"]
    last = "All of the figures and the code behind them stand in one folder on the club's drive"
    assert headings(article("The figures", last)) == ["The figures"]
