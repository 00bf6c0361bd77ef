"""Which items of a feed are new: what holds for any feed, and the rules one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.feeds.document import FeedItem
from bot.domain.feeds.identity import FeedJudgement, Rule, Verdict
from bot.domain.feeds.marks import Mark
from tests.domain.feeds.samples import DAY, Follower, item, words_of

Kind = Callable[[FeedItem, int, int], FeedItem]
"""How a feed writes its items: from the item, its place in the document, and which fetch it is."""

KINDS: dict[str, Kind] = {
    "all in order": lambda one, _place, _fetch: one,
    "no ids": lambda one, _place, _fetch: replace(one, guid=None),
    "no addresses": lambda one, _place, _fetch: replace(one, link=None),
    "only words": lambda one, _place, _fetch: replace(one, guid=None, link=None),
    "one id for all": lambda one, _place, _fetch: replace(one, guid="notebook"),
    "ids that count places": lambda one, place, _fetch: replace(one, guid=str(place)),
    "ids drawn by lot": lambda one, _place, fetch: replace(one, guid=f"{one.guid}-{fetch}"),
    "every link the home page": lambda one, _place, _fetch: replace(one, link="https://notebook.example/"),
    "fragments of one page": lambda one, _place, _fetch: replace(
        one, guid=None, link=f"https://x.example/log#{one.guid}"
    ),
    "addresses that change": lambda one, _place, fetch: replace(one, link=f"{one.link}/{fetch}"),
    "counted links": lambda one, _place, fetch: replace(one, link=f"{one.link}/?utm_source=feed{fetch}#top"),
    "no titles": lambda one, _place, _fetch: replace(one, title=""),
    "titles alone": lambda one, _place, _fetch: replace(one, guid=None, link=None, summary_html=""),
}


@st.composite
def noisy(draw: st.DrawFn, numbers: list[int]) -> list[FeedItem]:
    """The items in any order, some doubled, all dated anew."""
    doubled = draw(st.lists(st.sampled_from(numbers), max_size=3)) if numbers else []
    dates = draw(st.sampled_from(["kept", "bumped", "none", "any"]))
    found = []
    for number in draw(st.permutations([*numbers, *doubled])):
        date = {"kept": (20_000 + number) * DAY, "bumped": 30_000 * DAY, "none": None}.get(
            dates, draw(st.integers(0, 40_000)) * DAY if dates == "any" else None
        )
        found.append(item(number, published=date))
    return found


def written(kind: str, items: list[FeedItem], fetch: int) -> list[FeedItem]:
    return [KINDS[kind](one, place, fetch) for place, one in enumerate(items)]


def titles(judged: FeedJudgement, items: list[FeedItem], verdict: Verdict) -> Counter[str]:
    return Counter(items[one.position].title or items[one.position].summary_html for one in judged.of(verdict))


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_shuffling_doubling_and_redating_a_known_feed_yields_nothing_new(kind: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 9))
    follower = Follower()
    follower.take(written(kind, [item(number) for number in range(count, 0, -1)], 0))
    for fetch in range(1, 4):
        some = data.draw(st.lists(st.sampled_from(range(1, count + 1)), unique=True))
        judged = follower.take(written(kind, data.draw(noisy(some)), fetch))
        assert judged.of(Verdict.NEW) == ()
        assert judged.of(Verdict.CHANGED) == ()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_every_truly_new_item_is_found_exactly_once(kind: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 6))
    follower = Follower()
    follower.take(written(kind, [item(number) for number in range(count, 0, -1)], 0))
    for fetch in range(1, 4):
        fresh = list(range(count + 1, count + 1 + data.draw(st.integers(0, 4))))
        count += len(fresh)
        items = written(kind, data.draw(noisy(list(range(1, count + 1)))), fetch)
        found = titles(follower.take(items), items, Verdict.NEW)
        expected = written(kind, [item(number) for number in fresh], fetch)
        assert found == Counter(one.title or one.summary_html for one in expected)


def test_the_first_document_is_a_silent_baseline() -> None:
    judged = Follower().take([item(2), item(1)])
    assert [one.verdict for one in judged.items] == [Verdict.BASELINE] * 2
    assert {one.rule for one in judged.items} == {Rule.FIRST_FETCH}


def test_what_is_new_comes_oldest_first_whichever_way_the_document_runs() -> None:
    for items in (
        [item(4), item(3), item(2), item(1)],
        [item(1), item(2), item(3), item(4)],
        [item(3), item(1), item(4), item(2)],
    ):
        follower = Follower()
        follower.take([item(1)])
        judged = follower.take(items)
        assert [items[one.position].guid for one in judged.of(Verdict.NEW)] == ["id-2", "id-3", "id-4"]


def test_an_undated_document_is_taken_to_run_from_new_to_old() -> None:
    follower = Follower()
    follower.take([item(1, published=None)])
    judged = follower.take([item(3, published=None), item(2, published=None), item(1, published=None)])
    assert [one.position for one in judged.of(Verdict.NEW)] == [1, 0]


def test_an_edit_is_a_change_and_says_what_differs() -> None:
    follower = Follower()
    follower.take([item(1)])
    (judged,) = follower.take([item(1, summary_html=f"<p>{words_of(1)} and more</p>")]).items
    assert (judged.verdict, judged.known, judged.rule) == (Verdict.CHANGED, 1, Rule.SAME_GUID)
    assert judged.differs == {Mark.TEXT}


def test_an_id_under_which_all_else_is_another_item_was_used_again() -> None:
    follower = Follower()
    follower.take([item(1)])
    judged = follower.take([item(2, guid="id-1")])
    assert [one.rule for one in judged.of(Verdict.NEW)] == [Rule.GUID_REUSED]
    assert judged.lost == {Mark.GUID}


def test_an_address_under_which_all_else_is_another_item_was_used_again() -> None:
    follower = Follower()
    follower.take([item(1)])
    judged = follower.take([item(2, link="https://notebook.example/1")])
    assert [one.rule for one in judged.of(Verdict.NEW)] == [Rule.ADDRESS_REUSED]


def test_an_item_with_another_id_address_and_title_is_known_by_its_text() -> None:
    follower = Follower()
    follower.take([item(1), item(2)])
    judged = follower.take([item(1, guid="other", link="https://elsewhere.example/p"), item(2)])
    assert [one.rule for one in judged.of(Verdict.SAME)] == [Rule.SAME_TEXT, Rule.SAME_GUID]


def test_a_text_that_many_items_share_tells_nothing() -> None:
    said = "<p>Today's picture is on our site, where you may also subscribe to the letter we send.</p>"
    pictures = [item(number, title="Picture of the day", summary_html=said) for number in range(1, 6)]
    follower = Follower()
    assert Mark.TEXT in follower.take(pictures[:3]).lost
    assert len(follower.take(pictures).of(Verdict.NEW)) == 2


def test_an_old_item_that_slides_back_into_the_window_is_no_news() -> None:
    follower = Follower()
    follower.take([item(5), item(4), item(3)])
    judged = follower.take([item(5), item(3), item(2)])
    assert [one.rule for one in judged.of(Verdict.BASELINE)] == [Rule.SLID_IN]
    assert judged.of(Verdict.NEW) == ()


def test_a_feed_that_shows_much_more_of_the_past_than_before_posts_none_of_it() -> None:
    follower = Follower()
    follower.take([item(number) for number in range(30, 25, -1)])
    judged = follower.take([item(number) for number in range(31, 1, -1)])
    assert [one.position for one in judged.of(Verdict.NEW)] == [0]
    assert len(judged.of(Verdict.BASELINE)) == 24


def test_what_stands_below_the_known_items_of_an_endless_archive_is_old() -> None:
    follower = Follower()
    follower.take([item(9), item(8)], more_items=True)
    judged = follower.take([item(10), item(8), item(7)], more_items=True)
    assert [one.position for one in judged.of(Verdict.NEW)] == [0]


def test_a_site_that_changes_everything_but_its_titles_posts_nothing_again() -> None:
    follower = Follower()
    follower.take([item(number) for number in (4, 3, 2, 1)])
    moved = [
        item(number, guid=f"n{number}", link=f"https://new.example/{number}", summary_html="x") for number in (4, 3, 2)
    ]
    judged = follower.take([item(5), *moved])
    assert [one.rule for one in judged.of(Verdict.CHANGED)] == [Rule.SAME_TITLE] * 3
    assert [one.position for one in judged.of(Verdict.NEW)] == [0]


def test_two_versions_of_one_article_do_not_take_turns() -> None:
    old, new = item(1), item(1, summary_html=f"<p>{words_of(1)} corrected</p>")
    follower = Follower()
    follower.take([old])
    for items in ([old, new], [new, old], [old, new]):
        assert follower.take(items).of(Verdict.CHANGED) == ()


def test_a_mark_that_was_dropped_stays_dropped() -> None:
    follower = Follower()
    follower.take([item(1, guid="x"), item(2, guid="x")])
    judged = follower.take([item(2, guid="x"), item(1, guid="y")])
    assert judged.dropped == {Mark.GUID}
    assert judged.lost == frozenset()
