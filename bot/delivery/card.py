"""What a post is made of before Discord sees it: words, an embed, buttons. Building one sends nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.delivery.marks import Mark

COLOUR = discord.Colour(0x2F6F5E)
QUIET = discord.Colour(0x7A7F87)


@dataclass(frozen=True, slots=True)
class Button:
    """A button that asks for something (`mark`) or leads somewhere (`url`)."""

    label: str
    mark: Mark | None = None
    url: str | None = None
    style: discord.ButtonStyle = discord.ButtonStyle.secondary

    def item(self, row: int | None) -> discord.ui.Button[discord.ui.View]:
        if self.url is not None:
            return discord.ui.Button(label=self.label, url=self.url, row=row)
        return discord.ui.Button(label=self.label, custom_id=str(self.mark), style=self.style, row=row)


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down list in a row of its own; `choices` are (label, value, description)."""

    mark: Mark
    placeholder: str
    choices: tuple[tuple[str, str, str | None], ...]

    def item(self, row: int | None) -> discord.ui.Select[discord.ui.View]:
        options = [
            discord.SelectOption(label=label, value=value, description=more) for label, value, more in self.choices
        ]
        return discord.ui.Select(custom_id=str(self.mark), placeholder=self.placeholder, options=options, row=row)


@dataclass(frozen=True, slots=True)
class Card:
    """A post. `rows`: up to five rows, each of up to five buttons or one menu.

    `pings`: the members it may ping, and nobody else, however many it names; `ping_role`: the one role. `reply_to`: the
    message it answers.
    """

    content: str | None = None
    embeds: Sequence[discord.Embed] = ()
    rows: Sequence[Sequence[Button | Menu]] = ()
    pings: Sequence[int] = ()
    reply_to: int | None = None
    ping_role: int | None = None

    @property
    def allowed_mentions(self) -> discord.AllowedMentions:
        """Exactly the members in `pings` and the role; nobody is told of being replied to."""
        users = [discord.Object(each) for each in self.pings] or False
        roles = [discord.Object(self.ping_role)] if self.ping_role is not None else False
        return discord.AllowedMentions(everyone=False, roles=roles, replied_user=False, users=users)

    @property
    def marker(self) -> str:
        """The `custom_id` by which this post is found again; ValueError if it has no button of ours."""
        for row in self.rows:
            for item in row:
                if item.mark is not None:
                    return str(item.mark)
        raise ValueError("a post that may have to be found again needs a button")

    def view(self) -> discord.ui.View:
        """The buttons as discord.py wants them; inside a running event loop.

        The view is stopped: every press is routed by its `custom_id`, so discord.py need not keep the view for ever.
        """
        view = discord.ui.View(timeout=None)
        for number, row in enumerate(self.rows):
            for item in row:
                view.add_item(item.item(number))
        view.stop()
        return view
