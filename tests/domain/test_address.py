"""The canonical form of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.address import canonical, host_of, same_site


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/2024/strike",
        "HTTPS://Example.ORG/2024/strike/",
        "https://example.org:443/2024/strike#lessons",
        "https://example.org/2024/strike?utm_source=x&utm_medium=y&fbclid=z",
        "https://example.org./2024//strike",
        "https://user:secret@example.org/2024/strike",
        "https://example.org/2024/str%69ke/index.html",
    ],
)
def test_one_article_has_one_address(address: str) -> None:
    assert canonical(address) == "https://example.org/2024/strike"


def test_what_tells_articles_apart_stays() -> None:
    assert canonical("https://example.org/?p=12&page=2") == "https://example.org/?p=12&page=2"
    assert canonical("https://example.org/a?b=2&a=1") == canonical("https://example.org/a?a=1&b=2")
    assert canonical("http://example.org/a") != canonical("https://example.org/a")
    assert canonical("https://example.org:8080/a") == "https://example.org:8080/a"
    assert canonical("https://bücher.example/ä") == "https://xn--bcher-kva.example/%C3%A4"
    assert canonical("https://[2001:db8::1]/a") == "https://[2001:db8::1]/a"


@pytest.mark.parametrize(
    "address", ["", "example.org/a", "ftp://example.org/a", "https://", "https://exa mple:x/", "mailto:a@b.c"]
)
def test_what_is_no_web_address_has_none(address: str) -> None:
    assert canonical(address) is None


@given(
    st.from_regex(
        r"https?://[a-z]{1,8}\.org(/[a-zA-Z0-9%~ _-]{0,8}){0,3}(\?[a-z]{1,4}=[a-z0-9%&=]{0,8})?", fullmatch=True
    )
)
def test_the_canonical_form_of_a_canonical_form_is_itself(address: str) -> None:
    once = canonical(address)
    assert once is not None
    assert canonical(once) == once


@given(st.text(max_size=60))
def test_any_text_has_a_canonical_form_or_none(text: str) -> None:
    assert canonical(text) is None or str(canonical(text)).startswith(("http://", "https://"))


def test_a_site_is_itself_with_or_without_its_prefixes() -> None:
    assert same_site("https://www.example.org/a", "https://m.example.org/b")
    assert not same_site("https://example.org/a", "https://example.com/a")
    assert not same_site("https://a.pages.example/x", "https://b.pages.example/x")
    assert host_of("https://www.example.org/a") == "example.org"
