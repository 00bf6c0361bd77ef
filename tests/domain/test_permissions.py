"""Discord's rules for who may do what in a channel, and what the bot is missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.permissions import ADMINISTRATOR, BITS, Overwrite, Standing, in_channel, missing, titled, together

SERVER, ROLE, OTHER_ROLE, BOT = 1, 2, 3, 9
VIEW, SEND = BITS["view_channel"], BITS["send_messages"]

bits = st.sampled_from(list(BITS.values())) | st.just(0) | st.just(VIEW | SEND)


def standing(everyone: int = 0, role: int = 0, **more: bool) -> Standing:
    return Standing(SERVER, BOT, {SERVER: everyone, ROLE: role}, **more)


def test_roles_add_up() -> None:
    assert in_channel(standing(VIEW, SEND), []) == VIEW | SEND


def test_a_channel_takes_from_everyone_and_gives_back_to_a_role() -> None:
    hidden = Overwrite(SERVER, allow=0, deny=VIEW)
    assert in_channel(standing(VIEW), [hidden]) == 0
    assert in_channel(standing(VIEW), [hidden, Overwrite(ROLE, allow=VIEW, deny=0)]) == VIEW


def test_a_members_own_overwrite_has_the_last_word() -> None:
    overwrites = [Overwrite(BOT, allow=0, deny=SEND), Overwrite(ROLE, allow=SEND, deny=0)]
    assert in_channel(standing(VIEW), overwrites) == VIEW


def test_what_one_role_is_given_outweighs_what_another_is_denied() -> None:
    both = Standing(SERVER, BOT, {SERVER: VIEW, ROLE: 0, OTHER_ROLE: 0})
    overwrites = [Overwrite(ROLE, allow=SEND, deny=0), Overwrite(OTHER_ROLE, allow=0, deny=SEND)]
    assert in_channel(both, overwrites) == VIEW | SEND


def test_overwrites_of_roles_one_does_not_have_change_nothing() -> None:
    assert in_channel(standing(VIEW), [Overwrite(OTHER_ROLE, allow=SEND, deny=VIEW)]) == VIEW


@given(bits, bits, bits)
def test_owners_and_administrators_are_missing_nothing_anywhere(everyone: int, allow: int, deny: int) -> None:
    channel = [Overwrite(SERVER, allow, deny), Overwrite(BOT, 0, together(BITS))]
    assert missing(BITS, in_channel(standing(everyone, is_owner=True), channel)) == []
    assert missing(BITS, in_channel(standing(everyone, ADMINISTRATOR), channel)) == []


@given(st.lists(st.sampled_from(list(BITS)), unique=True))
def test_exactly_the_rights_not_given_are_missing(given_rights: list[str]) -> None:
    lacking = missing(BITS, together(given_rights))
    if "view_channel" in given_rights:
        assert set(lacking) == set(BITS) - set(given_rights)
    else:
        assert lacking == ["view_channel"], "whoever does not see a channel is told that first"


def test_rights_are_called_what_discords_settings_call_them() -> None:
    assert titled("send_messages_in_threads") == "Send Messages in Threads"
    assert titled("view_channel") == "View Channel"
