"""Plain text, in the layouts in which it is copied, mailed and typed."""

from datetime import date

import pytest

from bot.domain.article import Article, BlockKind
from bot.sources.text import read_text

FIRST = (
    "When the letters arrived in January, most people put them in a drawer, because the telephone was never "
    "answered and nobody believed that anything could be done."
)
SECOND = (
    "The strike began in a laundry room, where two neighbours compared letters and found that they were the same, "
    "word for word, but for the names and the figures."
)


def headings(article: Article) -> list[str]:
    return [article.block_text(block) for block in article.blocks if block.kind is BlockKind.HEADING]


def kinds(article: Article) -> list[str]:
    return [block.kind.value for block in article.blocks]


def levels(article: Article) -> dict[str, int]:
    return {article.block_text(one): one.level for one in article.blocks if one.kind is BlockKind.HEADING}


def test_the_first_line_is_the_title_and_a_bare_line_over_text_a_heading() -> None:
    article = read_text(f"The rent strike\n\n{FIRST}\n\nHow it began\n\n{SECOND}")
    assert article.title == "The rent strike"
    assert headings(article) == ["How it began"]
    assert article.text == f"{FIRST}\n\nHow it began\n\n{SECOND}"


@pytest.mark.parametrize(
    "front",
    [
        "OPINION\n\nThe rent strike that held\n\nBy Ann Lee\n\n14 March 2024",
        "Skip to content\n\nHome\n\nThe rent strike that held\n\n2024-03-14",
        "The rent strike that held\n\nAnn Lee\n\n2024-03-14",
        "Home\nAbout\nArchive\nSupport us\n\nThe rent strike that held\n\nBy Ann Lee\n14 March 2024",
        "City & Housing Review\n\nHome\n\nAbout\n\nArchive\n\nCAMPAIGNS\n\nThe rent strike that held\n\n14 March 2024",
        "Newsletter 44 -- The Tenants\n\nThe rent strike that held",
        "14 March 2024\n\nThe rent strike that held",
        "The rent strike that held\n\nThe gate. Photo: J. Lund\n\nNo rises!\n\nFight for the street!\n\nMarch 14, 2024",
    ],
)
def test_front_matter_is_neither_title_nor_text(front: str) -> None:
    article = read_text(f"{front}\n\n{FIRST}\n\n{SECOND}")
    assert article.title == "The rent strike that held"
    assert article.text == f"{FIRST}\n\n{SECOND}"
    assert article.published in {None, date(2024, 3, 14)}


def test_the_files_name_tells_the_title_from_what_stands_above_it() -> None:
    article = read_text(
        f"A weekly of the street\n\nWhy rent strikes hold\n\n{FIRST}\n\n{SECOND}", name="why-rent-strikes-hold.txt"
    )
    assert article.title == "Why rent strikes hold"


def test_the_head_of_a_list_mail_gives_the_subject_without_the_lists_tag_and_the_day() -> None:
    head = "From: list@rhc.example\nSubject: Re: [rhc] The rent strike\nDate: Sat, 9 Aug 2025 18:04:11 +0100"
    article = read_text(f"{head}\n\n{FIRST}\n\n{SECOND}")
    assert article.title == "The rent strike"
    assert article.published == date(2025, 8, 9)


def test_a_caption_between_paragraphs_is_no_heading() -> None:
    article = read_text(f"The rent strike\n\n{FIRST}\n\nPhoto: tenants outside block C (M. Osei)\n\n{SECOND}")
    assert headings(article) == []


def test_the_author_is_named_by_the_byline() -> None:
    assert read_text(f"The rent strike\n\nBy Ann Lee\n\n{FIRST}").authors == ("Ann Lee",)
    assert read_text(f"The rent strike\n\n{FIRST}\n\n{SECOND}").authors == ()


@pytest.mark.parametrize(
    "line",
    [
        "“Nobody asked us.”",
        "https://example.org/strike",
        "It was cold, and we were few;",
        "She said so herself.",
        "and then nothing",
    ],
)
def test_a_bare_line_that_is_no_heading_stays_text(line: str) -> None:
    assert headings(read_text(f"The rent strike\n\n{FIRST}\n\n{line}\n\n{SECOND}")) == []


def test_a_line_without_text_under_it_is_no_heading() -> None:
    assert headings(read_text(f"The rent strike\n\n{FIRST}\n\n{SECOND}\n\nSo it goes")) == []


def test_lines_without_blank_ones_between_them_are_a_list() -> None:
    article = read_text(
        f"The rent strike\n\n{FIRST}\n\nA key for each staircase\nA list of names\nA kettle that works\n\n{SECOND}"
    )
    assert kinds(article) == ["paragraph", "list_item", "list_item", "list_item", "paragraph"]


def test_a_short_line_right_above_a_sentence_is_its_title_and_no_point_of_a_list() -> None:
    below = "Nobody who was asked in person ever refused to help, and nobody who was written to ever did."
    article = read_text(f"The rent strike\n\n{FIRST}\n\nAsk at the door\n{below}\n\n{SECOND}")
    assert kinds(article) == ["paragraph", "paragraph", "paragraph"]
    lead_end = article.blocks[1].lead_end
    assert lead_end is not None
    assert article.text[article.blocks[1].start : lead_end] == "Ask at the door"


def test_a_sentence_broken_over_two_lines_has_no_title() -> None:
    article = read_text(
        f"The rent strike\n\n{FIRST}\n\nWe all went home early\nbecause the rain never stopped that day."
    )
    assert all(block.lead_end is None for block in article.blocks)


@pytest.mark.parametrize(
    "box",
    [
        "Support the Tenants!\nWe have no advertisers. Please consider giving us two pounds a month.",
        "You might also like\nThe boiler that was never mended\nTwelve letters",
    ],
)
def test_a_box_whose_heading_stands_right_above_it_goes_whole(box: str) -> None:
    assert read_text(f"The rent strike\n\n{FIRST}\n\nHow it began\n\n{SECOND}\n\n{box}").text.endswith(SECOND)


@pytest.mark.parametrize("heading", ["What we learned", "Lessons learned"])
def test_a_lessons_heading_right_above_its_points_is_one(heading: str) -> None:
    points = "Always ask first, whatever the hour and the weather.\nNever leave the van unlocked at night."
    assert headings(read_text(f"The rent strike\n\n{FIRST}\n\n{SECOND}\n\n{heading}\n{points}")) == [heading]


def test_bullets_and_numbers_are_taken_off_list_items() -> None:
    article = read_text(
        f"The rent strike\n\n{FIRST}\n\n- One key\n- One list\n  of names\n\n1. Begin\n2. Go on\n\n{SECOND}"
    )
    items = [article.block_text(block) for block in article.blocks if block.kind is BlockKind.LIST_ITEM]
    assert items == ["One key", "One list of names", "Begin", "Go on"]


def test_wrapped_lines_are_one_paragraph() -> None:
    wrapped = "\n".join(FIRST[at : at + 60].strip() for at in range(0, len(FIRST), 60))
    words = FIRST.split()
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 62:
            lines.append(line.strip())
            line = ""
        line += f"{word} "
    text = "\n".join([*lines, line.strip()])
    assert wrapped != text
    assert (
        read_text(f"The rent strike\n\n{text}\n\nLessons learned\n\n{text}").text
        == f"{FIRST}\n\nLessons learned\n\n{FIRST}"
    )


def test_text_without_blank_lines_has_paragraphs_and_headings_all_the_same() -> None:
    article = read_text(f"The rent strike\n{FIRST}\nLessons learned\n{SECOND}\n{FIRST}\n{SECOND}")
    assert headings(article) == ["Lessons learned"]
    assert kinds(article) == ["paragraph", "heading", "paragraph", "paragraph", "paragraph"]


def test_a_quoted_mail_is_a_quotation() -> None:
    article = read_text(f"The rent strike\n\n{FIRST}\n\n> {SECOND}\n\n{FIRST}")
    assert kinds(article) == ["paragraph", "quotation", "paragraph"]


def test_an_underlined_line_is_a_heading() -> None:
    article = read_text(f"The rent strike\n===============\n\n{FIRST}\n\nHow it began.\n-------------\n\n{SECOND}")
    assert article.title == "The rent strike"
    assert headings(article) == ["How it began."]


@pytest.mark.parametrize("signs", ["_", "*", "**", "=", "__", "__**"])
def test_the_signs_around_an_emphasised_line_are_no_part_of_the_heading(signs: str) -> None:
    article = read_text(f"The rent strike\n\n{FIRST}\n\n{signs}Lessons of the strike{signs[::-1]}\n\n{SECOND}")
    assert headings(article) == ["Lessons of the strike"]


def test_a_word_divided_at_the_margin_is_put_together_and_a_compound_keeps_its_hyphen() -> None:
    wrapped = (
        "When the lease ran out there were two hundred names on paper and thir-\n"
        "teen in the flesh, and a well-known hall that nobody but ourselves had\n"
        "known for years. Before the war that hall had been the best and well-\n"
        "known for its dances; the Bau- und Holzarbeiter met in it, and the Bau-\n"
        "und Holzarbeiter paid for the roof until it fell in one winter night.\n"
    )
    text = read_text(f"The hall\n\n{wrapped}").text
    assert "thirteen in the flesh" in text
    assert text.count("well-known") == 2
    assert text.count("Bau- und Holz") == 2


def test_a_line_that_only_announces_stands_below_the_heading_above_it() -> None:
    lessons = f"What we learned\n\n{SECOND}\n\nGood news:\n\nOne thing\nAnother thing"
    text = f"The strike\n\n{FIRST}\n\n{lessons}\n\nWhat's next\n\n{FIRST}"
    assert levels(read_text(text)) == {"What we learned": 2, "Good news:": 4, "What's next": 2}


def test_where_headings_have_colons_one_of_them_announces_no_part_of_another() -> None:
    text = f"The strike\n\nHow it began:\n\n{FIRST}\n\nLessons learned:\n\n{SECOND}\n\nThe next meeting:\n\n{FIRST}"
    assert levels(read_text(text)) == {"How it began:": 2, "Lessons learned:": 2, "The next meeting:": 2}


def test_headings_between_parallel_questions_stand_below_the_first() -> None:
    parts = f"Ask early\n\n{FIRST}\n\nTrust takes time\n\n{SECOND}"
    text = f"The strike\n\n{FIRST}\n\nWhat we learned\n\n{SECOND}\n\n{parts}\n\nWhere we go from here\n\n{FIRST}"
    found = levels(read_text(text))
    assert found["What we learned"] == found["Where we go from here"]
    assert found["Ask early"] == found["Trust takes time"] > found["What we learned"]


def test_links_written_in_markdown_lose_their_address() -> None:
    assert "drawer](" not in read_text(f"The strike\n\n{FIRST.replace('drawer', '[drawer](https://example.org)')}").text


def test_an_empty_text_is_an_empty_article() -> None:
    assert read_text("").text == ""
    assert read_text("\n\n \n").title == ""


@pytest.mark.parametrize("blank", ["\u200b", "\u2800", "\u3164", "\u202e\u202c"])
def test_a_first_line_that_nobody_can_see_is_no_title(blank: str) -> None:
    article = read_text(f"{blank}\n\nThe rent strike\n\n{FIRST}\n\n{SECOND}")
    assert article.title == "The rent strike"
    assert blank not in article.text


@pytest.mark.parametrize("line", ["By Ann Lee, 14 March 2024", "By Ann Lee | March 14, 2024"])
def test_a_byline_with_a_date_gives_both(line: str) -> None:
    article = read_text(f"The rent strike\n\n{line}\n\n{FIRST}\n\n{SECOND}")
    assert (article.title, article.authors, article.published) == ("The rent strike", ("Ann Lee",), date(2024, 3, 14))
    assert article.text == f"{FIRST}\n\n{SECOND}"


def test_a_german_byline_with_a_date_gives_both() -> None:
    text = "Als die Briefe im Januar kamen, legten die meisten sie in eine Schublade, denn niemand ging ans Telefon. "
    article = read_text(f"Der Mietstreik\n\nVon Jana Kurz, 12. März 2024\n\n{text * 3}")
    assert (article.authors, article.published) == (("Jana Kurz",), date(2024, 3, 12))


@pytest.mark.parametrize(
    "above",
    ["Stories", "The Dyke\n\nA monthly review", "RC The Gulls - Club news"],
)
def test_the_name_of_a_paper_or_a_section_above_the_title_is_not_the_title(above: str) -> None:
    article = read_text(f"{above}\n\nThe flood that nobody wanted\n\nBy Ann Lee\n6 May 2024\n\n{FIRST}")
    assert (article.title, article.authors) == ("The flood that nobody wanted", ("Ann Lee",))


def test_a_short_title_stays_one_above_its_standfirst() -> None:
    article = read_text(f"Broken water\n\nHow a village lost its well\n\nBy Ann Lee\n6 May 2024\n\n{FIRST}")
    assert article.title == "Broken water"


def test_a_caption_is_no_title_though_the_files_name_shares_a_word_with_it() -> None:
    caption = "The ferry in its fourth week. Photo: M. Ostrow"
    front = f"Forty days at the landing stage\n\nBy Ann Lee\n\n14 March 2019\n\n{caption}"
    article = read_text(f"{front}\n\n{FIRST}\n\n{SECOND}", name="note13-ferry.txt")
    assert article.title == "Forty days at the landing stage"
