"""What is believed about where an article comes from."""

from __future__ import annotations

import pytest

from bot.domain.address import same_page


@pytest.mark.parametrize(
    ("claimed", "fetched"),
    [
        ("https://paper.example/strike", "http://www.paper.example/strike/?utm_source=x#top"),
        ("https://paper.example/strike", "https://m.paper.example/strike"),
        ("https://paper.example/strike", "https://paper.example/strike/amp"),
        ("https://paper.example/?id=7", "https://paper.example/?utm_medium=mail&id=7"),
    ],
)
def test_a_page_is_believed_when_it_names_itself_in_another_form(claimed: str, fetched: str) -> None:
    assert same_page(claimed, fetched)


@pytest.mark.parametrize(
    ("claimed", "fetched"),
    [
        ("https://paper.example/victim", "https://paper.example/evil"),
        ("https://paper.example/?id=1", "https://paper.example/?id=2"),
        ("https://paper.example/", "https://paper.example/evil"),
        ("https://other.example/strike", "https://paper.example/strike"),
        ("nonsense", "https://paper.example/strike"),
    ],
)
def test_a_page_is_not_believed_when_it_names_another_one(claimed: str, fetched: str) -> None:
    assert not same_page(claimed, fetched)
