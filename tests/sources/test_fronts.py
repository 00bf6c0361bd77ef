"""What stands around a title: who wrote the article, when, and what is only navigation."""

from datetime import date

import pytest

from bot.domain.article import Article
from bot.domain.boilerplate_cues import cues_of
from bot.domain.dates import Month
from bot.languages import all_languages
from bot.sources.read import read_article

BODY = "The ferry had stopped for the winter, and nobody had told the people who lived on the other side of it. " * 3


def page(front: str, title: str = "The ferry that stopped") -> Article:
    html = (
        f"<html><body><main><h1>{title}</h1>{front}<div class='entry-content'><p>{BODY}</p><p>{BODY}</p></div></main>"
    )
    return read_article(html.encode(), name="a.html")


@pytest.mark.parametrize(
    "front",
    [
        '<div class="post-meta">30 September 2022 · Ann Lee · 5 min read</div>',
        '<p class="meta"><span class="date">30 September 2022</span> by <a href="/ann">Ann Lee</a></p>',
        "<p>By Ann Lee, 30 September 2022</p>",
        "<ul><li>Ann Lee</li><li>30 Sept 2022</li><li>6 min read</li></ul>",
        "<p><i>Ann Lee</i><br>The Landing Stage, no. 42, 30 September 2022</p>",
        '<div><span class="byline">By <a class="url fn n" href="/a">Ann Lee</a></span> <i>September 30, 2022</i></div>',
    ],
)
def test_the_lines_below_a_pages_title_say_who_and_when(front: str) -> None:
    article = page(front)
    assert (str(article.published), article.authors) == ("2022-09-30", ("Ann Lee",))


def test_a_date_in_the_title_is_what_the_article_is_about() -> None:
    article = page("<p>By Ann Lee, 2 November 2011</p>", "The ferry of 9th October 2011")
    assert str(article.published) == "2011-11-02"


def test_a_date_in_the_text_is_not_the_articles() -> None:
    assert page("<p>The ferry stopped on 9 October 2011, and it has not gone since.</p>").published is None


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("Karin Oduya · 17 May 2021 · 6 min read", "Karin Oduya", "2021-05-17"),
        ("17 May 2021 | Karin Oduya", "Karin Oduya", "2021-05-17"),
        ("Posted on May 17, 2021 by Karin Oduya · 8 min read", "Karin Oduya", "2021-05-17"),
        ("17. Mai 2021, von Karin Oduya", "Karin Oduya", "2021-05-17"),
        ("Publicado em 17/05/2021 · Karin Oduya", "Karin Oduya", "2021-05-17"),
        ("The Landing Stage, no. 42, 17 May 2021", "", "2021-05-17"),
        ("We met on 17 May 2021 · and it rained", "", "None"),
        ("Geplaatst op 17 mei 2021 door Karin el Oduya", "Karin el Oduya", "2021-05-17"),
        ("Pubblicato il 17 maggio 2021 da Karin Oduya", "Karin Oduya", "2021-05-17"),
        ("May Lee · 17 June 2021", "May Lee", "2021-06-17"),
        ("", "", "None"),
    ],
)
def test_a_line_says_who_and_when_in_whatever_order(line: str, name: str, day: str) -> None:
    said = cues_of(all_languages()).front_line(line)
    assert (said.name, str(said.published)) == (name, day)


@pytest.mark.parametrize(
    "row", ["Home | About us | Archive | Contact", "Home   Workshops   Who we are", "Home · News · Shop"]
)
def test_a_row_of_buttons_is_copied_along_and_the_title_stands_below_it(row: str) -> None:
    text = f"The Landing Stage\n\n{row}\n\nThe ferry that stopped in winter\n\n2 November 2011\n\n{BODY}\n\n{BODY}"
    article = read_article(text.encode(), name="a.txt")
    assert article.title == "The ferry that stopped in winter"
    assert str(article.published) == "2011-11-02"


def test_a_name_alone_in_what_a_page_marks_as_its_byline_is_the_authors() -> None:
    note = "Ann Lee is a retired pharmacist and a volunteer on the ferry."
    page = f'<h1>The ferry</h1><p class="byline">Ann Lee</p><p>{BODY}</p><h2>Why</h2><p>{BODY}</p><p>{note}</p>'
    article = read_article(f"<html><body><article>{page}</article></body></html>".encode(), name="a.html")
    assert article.authors == ("Ann Lee",)
    assert note not in article.text


def test_a_standfirst_does_not_hide_the_byline_below_it() -> None:
    standfirst = "Five villages tell why they gave up a new ferry that had been promised to them for years"
    text = f"The ferry that stopped\n{standfirst}\n\nBy Ann Lee\n2 November 2011\n\n{BODY}\n\n{BODY}"
    article = read_article(text.encode(), name="a.txt")
    assert (article.title, article.authors) == ("The ferry that stopped", ("Ann Lee",))
    assert str(article.published) == "2011-11-02"


def test_a_plain_text_may_say_when_before_who() -> None:
    text = f"The ferry that stopped\n\n2 November 2011 – by Ann Lee\n\n{BODY}\n\n{BODY}"
    article = read_article(text.encode(), name="a.txt")
    assert (article.title, article.authors, str(article.published)) == (
        "The ferry that stopped", ("Ann Lee",), "2011-11-02",
    )  # fmt: skip


@pytest.mark.parametrize(
    "above",
    [
        ["Wharf & Weir Rowing Society", "Home", "Crews", "Boats", "Log 2019"],
        ["Skip to content", "Wharf and Weir", "A journal for small clubs", "Our boats", "Races", "Logbooks"],
        ["Wharf and Weir", "A journal for small clubs", "Our boats", "Races", "Logbooks"],
    ],
)
@pytest.mark.parametrize("below", [["Nora Field"], ["Essay", "By Nora Field"]])
def test_a_sites_name_and_slogan_above_its_navigation_are_not_the_title(above: list[str], below: list[str]) -> None:
    top = "\n".join([*above, "A night below the third lock", *below])
    read = read_article(f"{top}\n\n{BODY}\n\n{BODY}".encode(), name="a.txt")
    assert (read.title, read.authors) == ("A night below the third lock", ("Nora Field",))


def test_short_lines_below_a_title_are_no_navigation_where_no_signed_title_follows() -> None:
    top = "The ferry that never came\nNora Field\nLog\nPart one"
    assert read_article(f"{top}\n\n{BODY}\n\n{BODY}".encode(), name="a.txt").title == "The ferry that never came"


def test_a_name_alone_between_a_long_standfirst_and_the_date_is_the_authors() -> None:
    standfirst = (
        "A year after the third lock broke, its keeper goes over what was done well then and what was not done."
    )
    front = f"Home\nNews\nOpinion\nThe lock and the river\n{standfirst}\nNora Field\n22/08/2018\nShare"
    read = read_article(f"{front}\n\n{BODY}\n\n{BODY}".encode(), name="a.txt")
    assert (read.title, read.published, read.authors) == (
        "The lock and the river",
        date(2018, 8, 22),
        ("Nora Field",),
    )


def test_a_mails_subject_may_go_on_on_the_next_line() -> None:
    head = (
        "From: Ann Lee <ann@ferry.example>\nTo: all@ferry.example\nSubject: [f] What happened at the\n second landing"
    )
    article = read_article(f"{head}\n\n{BODY}\n\n{BODY}".encode(), name="a.txt")
    assert (article.title, article.authors) == ("What happened at the second landing", ("Ann Lee",))


def test_front_matter_may_be_written_in_the_authors_language() -> None:
    text = f"---\ntitel: De veerboot\nauteur: Piet Vos\ndatum: 2020-03-05\n---\n\n{BODY}\n\n{BODY}"
    article = read_article(text.encode(), name="a.md")
    assert (article.title, article.authors, str(article.published)) == ("De veerboot", ("Piet Vos",), "2020-03-05")


@pytest.mark.parametrize(
    "written", ["publishedAt: 2020-03-05T16:00:00.000Z", "pubDate: 'Mar 5 2020'", "date_published: 20200305",
                "fecha: 5 de marzo de 2020", "date: Thu, 05 Mar 2020 10:00:00 +0000", "datum: 05.03.2020"]
)  # fmt: skip
def test_front_matter_writes_its_date_in_many_ways(written: str) -> None:
    article = read_article(f"---\ntitle: The ferry\n{written}\n---\n\n{BODY}\n\n{BODY}".encode(), name="a.md")
    assert str(article.published) == "2020-03-05"


def test_front_matter_may_know_only_the_month() -> None:
    for written in ("2020-03", '"Mars 2020"'):
        text = f"---\ntitle: The ferry\ndate: {written}\n---\n\n{BODY}\n\n{BODY}"
        assert read_article(text.encode(), name="a.md").published == Month(2020, 3, 1)


def test_front_matter_may_say_more_of_an_author_than_the_name() -> None:
    text = f"---\nauthor:\n  login: al7\n  display_name: Ann Lee\ntitle: The ferry\n---\n\n{BODY}\n\n{BODY}"
    assert read_article(text.encode(), name="a.md").authors == ("Ann Lee",)


def test_front_matter_above_a_page_is_read_and_its_templates_are_left_out() -> None:
    text = (
        f"---\nlayout: post\ntitle: The ferry\ndate: 2020-03-05\n---\n"
        f"{{% include top.html %}}<p>{BODY}</p><h2>Lessons learned</h2><p>{BODY}</p>"
    )
    article = read_article(text.encode(), name="a.html")
    assert (article.title, str(article.published)) == ("The ferry", "2020-03-05")
    assert "layout" not in article.text
    assert "include" not in article.text


def test_a_label_with_a_month_inside_the_text_is_not_the_articles_date() -> None:
    steps = "<ol><li><div>September 2019</div><h3>The start</h3><p>We bought a boat.</p></li></ol>"
    assert page(f"<p>{BODY}</p><h2>How it went</h2>{steps}").published is None


def test_a_short_line_above_a_long_one_in_the_same_paragraph_says_when() -> None:
    text = f"# The ferry\n\n**Date:** 2020-03-05\n**In short:** {BODY}\n\n{BODY}"
    assert str(read_article(text.encode(), name="a.md").published) == "2020-03-05"


def test_credits_at_the_end_say_when() -> None:
    text = f"# A barca\n\n{BODY}\n\n{BODY}\n\nWritten by: Ana Lobo, Rui (of the upper landing) — 5 March 2020"
    assert str(read_article(text.encode(), name="a.md").published) == "2020-03-05"


def test_a_meeting_named_in_the_last_sentence_is_not_the_articles_date() -> None:
    text = f"# The ferry\n\n{BODY}\n\n{BODY}\n\nSee you on 5 March 2020."
    assert read_article(text.encode(), name="a.md").published is None


def test_a_page_copied_whole_may_end_with_its_date_among_short_lines() -> None:
    ending = "Support the ferry\n\nLike the ferry? Buy a ticket!\nBecome a friend of the ferry!\nFebruary 2025"
    text = f"The ferry\n\n{BODY}\n\n{BODY}\n\n{ending}"
    assert str(read_article(text.encode(), name="a.txt").published) == "2025-02-01"


def test_the_last_of_the_books_named_at_the_end_is_not_the_articles_date() -> None:
    text = f"# The ferry\n\n{BODY}\n\n{BODY}\n\n- Lobo, The Crossing, May 2001\n- The Courier, March 2004"
    assert read_article(text.encode(), name="a.md").published is None


@pytest.mark.parametrize(
    "row",
    [
        "<span>Boats and people</span>\n<span>15 January 2024</span>\n<span>4 min read</span>",
        "<span>15 January 2024</span>\n<a href='/boats'>Boats and people</a>",
        "<span>Boats</span> <span>15</span> <span>January</span> <span>2024</span>",
    ],
)
@pytest.mark.parametrize("above", [True, False])
def test_a_row_of_marked_words_is_read_word_by_word_unless_the_date_is_in_pieces(row: str, above: bool) -> None:
    front = f"<div class='meta'>{row}</div>"
    head = "<h1>The ferry that stopped</h1>"
    html = f"<html><body><main>{front + head if above else head + front}<p>{BODY}</p><p>{BODY}</p></main>"
    assert read_article(html.encode(), name="a.html").published == date(2024, 1, 15)


def test_of_two_names_beside_a_date_none_is_the_author() -> None:
    row = "<span>Personal Story</span>\n<span>15 January 2024</span>\n<span>Ann Lee</span>"
    article = page(f"<div>{row}</div>")
    assert (article.published, article.authors) == (date(2024, 1, 15), ())


@pytest.mark.parametrize(
    "line",
    [
        "Course 12 · six evenings · Starts: 14 October 2024 · 72 euros",
        "Kurs 12 · sechs Abende · Beginn: Montag, 14. Oktober 2024",
        "Inscriptions ouvertes jusqu’au 14 octobre 2024",
        "Inscripciones abiertas hasta el 14 de octubre de 2024",
        "Turmas abertas para outubro de 2024",
        "Iscrizioni entro il 14 ottobre 2024",
        "Inschrijven tot 14 oktober 2024",
        "Έναρξη: 14 Οκτωβρίου 2024",
    ],
)
def test_the_day_on_which_something_begins_or_ends_is_not_when_it_was_written(line: str) -> None:
    assert cues_of(all_languages()).front_line(line).published is None


def test_a_button_beside_the_date_says_nothing_of_it() -> None:
    assert cues_of(all_languages()).front_line("Start | Blog | 14. Oktober 2024").published == date(2024, 10, 14)
