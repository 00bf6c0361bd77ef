"""A short run of the fuzzer: the long one is `make fuzz`."""

import time

from bot.sources.read import read_article
from tests.fuzz.inputs import made
from tests.fuzz.runs import Tally, run

ONCE_SLOW = (69311, 600850, 47315, 53206, 287589)
"""Inputs that took many seconds before they were looked into: a thousand headings, each held against all others; a
question behind a hundred half addresses; a thousand lessons headings; a thousand questions in one paragraph;
hundreds of headings that nobody closed."""
ONCE_BROKEN = (1003246,)
"""Inputs that came out as an exception: last lines of nothing but signs that part names from dates."""


def test_a_few_hundred_broken_inputs_are_read_or_refused() -> None:
    tally = run([*range(300), *ONCE_SLOW, *ONCE_BROKEN], Tally())
    assert tally.broken == []
    assert tally.articles > 100
    assert tally.questions > 50


def test_an_input_is_known_by_its_number() -> None:
    assert made(7) == made(7)
    assert made(7) != made(8)


def test_an_address_that_cannot_be_parsed_is_no_address() -> None:
    text = "The pump was old, and nobody had said so. " * 5
    page = f"<html><body><h1><a href='http://['>The pump</a></h1><p>{text}</p></body></html>".encode()
    read = read_article(page, content_type="text/html", url="http://[")
    assert (read.title, read.canonical_url) == ("The pump", None)
    assert read_article(text.encode(), name="a.txt", url="http://[").canonical_url is None


def test_code_comes_out_in_normal_form() -> None:
    page = (
        "<html><body><h1>The pump</h1><p>" + "The pump was old. " * 12 + "</p><pre>e\u0301\u2000= 1</pre></body></html>"
    )
    article = read_article(page.encode(), content_type="text/html")
    assert article.text.endswith("\u00e9\u2002= 1")


def test_a_line_of_nothing_but_sites_is_read_in_no_time() -> None:
    text = "The pump was old, and nobody had said so to the council. " * 6 + "\n\n" + "example.org," * 20_000
    started = time.process_time()
    read_article(text.encode(), name="a.txt")
    assert time.process_time() - started < 5


def test_signs_that_no_document_may_hold_are_passed_over() -> None:
    odd = "&#1;&#x1f;\ufffe"
    page = f"<body><nav>Menu</nav>{odd}<div><nav>More</nav>{odd}<h1>Pump</h1><p>{'It was old. ' * 20}{odd}</p></div>"
    assert read_article(page.encode(), content_type="text/html").title == "Pump"
