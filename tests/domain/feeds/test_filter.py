"""Which items a channel wants, and by which rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.filter import FeedFilter, FilterRule, FilterVerdict, apply, dry_run, terms_of, typed_of
from bot.errors import MemberError


def verdict(title: str, *categories: str, include: str = "", exclude: str = "") -> FilterVerdict:
    return apply(FeedFilter(terms_of(include), terms_of(exclude)), FeedItem(title=title, categories=categories))


def test_without_words_everything_passes() -> None:
    assert verdict("Anything") == FilterVerdict(True, FilterRule.NO_FILTER)


def test_one_word_to_include_suffices_and_is_named() -> None:
    assert verdict("The rent strike", include="bus, rent") == FilterVerdict(True, FilterRule.INCLUDED, "rent")
    assert verdict("The choir", include="bus, rent") == FilterVerdict(False, FilterRule.NOT_INCLUDED)


def test_what_is_excluded_stays_out_even_if_it_is_included_too() -> None:
    found = verdict("Rent strike, sponsored", include="rent", exclude="sponsored")
    assert found == FilterVerdict(False, FilterRule.EXCLUDED, "sponsored")
    assert verdict("Rent strike", exclude="sponsored") == FilterVerdict(True, FilterRule.NOT_EXCLUDED)


def test_categories_count_and_texts_do_not() -> None:
    assert verdict("A night", "Housing", include="housing").passes
    item = FeedItem(title="A night", summary_html="housing")
    assert not apply(FeedFilter(include=("housing",)), item).passes


@pytest.mark.parametrize(
    ("term", "title", "found"),
    [
        ("rent", "Parents and children", False),
        ("rent", "RENT!", True),
        ("rent", "rent-free", True),
        ('"rent strike"', "The great rent  strike of May", True),
        ('"rent strike"', "Rent and strike", False),
        ("post-war", "The post war years", True),
        ("straße", "STRASSE", True),
        ("ΑΝΑΓΝΩΣΗ", "η ανάγνωση", False),
        ("ΑΝΆΓΝΩΣΗ", "η ανάγνωση", True),
        ("istanbul", "İSTANBUL", True),
        ("हिन्दी", "आज की हिन्दी कविता", True),
        ("हिन", "आज की हिन्दी कविता", False),
        ("読書", "読書会のお知らせ", True),
        ("c++", "Learning C", False),
        ("c++", "C++, again", True),
        ("strike", "#strike", True),
        ("café", "cafe\u0301", True),
        ("don't", "Don’t forget", True),
    ],
)
def test_whole_words_of_any_script_in_any_case(term: str, title: str, found: bool) -> None:
    assert verdict(title, include=term).passes is found


def test_what_is_typed_is_words_and_phrases_and_can_be_shown_again() -> None:
    terms = terms_of('rent; bus,  "night  bus" „kleine Küche“ rent')
    assert terms == ("rent", "bus", "night bus", "kleine Küche")
    assert terms_of(typed_of(terms)) == terms


@pytest.mark.parametrize("typed", ["!!!", "rent ***", " ".join(f"w{n}" for n in range(60)), "x" * 200])
def test_what_cannot_be_looked_for_is_told(typed: str) -> None:
    with pytest.raises(MemberError):
        terms_of(typed)


def test_a_dry_run_tells_each_items_fate() -> None:
    items = [FeedItem(title="Rent"), FeedItem(title="Choir")]
    found = dry_run(FeedFilter(exclude=("choir",)), items)
    assert [(item.title, one.passes) for item, one in found] == [("Rent", True), ("Choir", False)]


@given(st.text(max_size=40), st.text(min_size=1, max_size=20))
def test_a_title_is_found_by_each_of_its_words_and_nothing_typed_does_harm(title: str, typed: str) -> None:
    try:
        terms = terms_of(typed)
    except MemberError:
        return
    apply(FeedFilter(terms), FeedItem(title=title))
    assert not terms or apply(FeedFilter(terms), FeedItem(title=f"{title} {terms[0]} {title}")).passes
