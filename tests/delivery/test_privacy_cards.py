"""What is kept of a member is told in words for everything that there may be."""

from __future__ import annotations

import pytest

from bot.delivery import privacy_cards
from bot.domain.participation import ContributionKind
from bot.domain.report import Kept
from bot.domain.server import Server, Tracking
from bot.languages.words import SPOKEN, speaking
from bot.store.tables import metadata
from tests.delivery.test_cards import assert_fits

TOLD_OTHERWISE = {"contribution", "member_week", "member"}
"""As what is counted, and as what the member chose."""


def test_everything_that_may_be_kept_of_a_member_has_words() -> None:
    naming = {table.name for table in metadata.sorted_tables if any(column.info.get("member") for column in table.c)}
    assert set(privacy_cards.TABLES) == naming - TOLD_OTHERWISE
    assert set(privacy_cards.KINDS) == set(ContributionKind)


@pytest.mark.parametrize("tongue", SPOKEN)
@pytest.mark.parametrize("number", [1, 2])
def test_it_fits_and_is_told_in_the_form_that_goes_with_the_number(tongue: str, number: int) -> None:
    rows, kinds = dict.fromkeys(privacy_cards.TABLES, number), dict.fromkeys(privacy_cards.KINDS, number)
    with speaking(tongue):
        card = privacy_cards.shown(Kept(Server(1), opted_out=False, on_leaderboard=True, rows=rows, kinds=kinds))
    assert_fits(card)
    if tongue == "en":
        told = str(card.embeds[0].description)
        assert ("• 1 reply\n" in told) == (number == 1)
        assert ("• 2 replies\n" in told) == (number == 2)


def test_the_card_is_known_by_what_it_says() -> None:
    said = {
        privacy_cards.fingerprint(server)
        for server in (Server(1), Server(1, tracking=Tracking.OFF), Server(1, leaderboard=True), Server(1, keep_days=9))
    }
    assert len(said) == 4
    assert privacy_cards.fingerprint(Server(2, zone="Europe/London")) in said
    with speaking("de"):
        assert privacy_cards.fingerprint(Server(1)) not in said
