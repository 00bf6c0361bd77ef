"""A short run of the fuzzer: the long one is `make fuzz`."""

from bot.sources.read import read_article
from tests.fuzz.inputs import made
from tests.fuzz.runs import Tally, run

MENDED = (965, 1737)
"""Inputs that once were handled wrongly: an address that cannot be parsed; code that was not in normal form."""


def test_a_few_hundred_broken_inputs_are_read_or_refused() -> None:
    tally = run(range(300), Tally())
    assert tally.broken == []
    assert tally.articles > 100
    assert tally.questions > 50


def test_inputs_that_once_went_wrong_do_so_no_more() -> None:
    assert run(MENDED, Tally()).broken == []


def test_an_input_is_known_by_its_number() -> None:
    assert made(7) == made(7)
    assert made(7) != made(8)


def test_an_address_that_cannot_be_parsed_is_no_address() -> None:
    page = (
        b"<html><body><h1>The pump</h1><p>" + b"The pump was old, and nobody had said so. " * 5 + b"</p></body></html>"
    )
    assert read_article(page, content_type="text/html", url="http://[").canonical_url is None
