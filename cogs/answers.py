"""How every cog answers: cards and errors in, Discord's interaction responses out. And who may ask for what."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import discord
import structlog

from bot.delivery import markdown
from bot.delivery.card import Card
from bot.domain.server import Server
from bot.errors import CircleError, NotAllowed
from bot.languages.words import language, say, speak, speaking, told

Interaction = discord.Interaction[Any]

log = structlog.get_logger(__name__)


def speak_to(interaction: Interaction) -> None:
    """From here to the end of the task, the language that the member has chosen in Discord."""
    speak(str(interaction.locale))


def server_id(interaction: Interaction) -> int:
    """The server an interaction comes from; commands are for servers only, so there is one."""
    assert interaction.guild_id is not None
    return interaction.guild_id


def require_organiser(interaction: Interaction, server: Server) -> None:
    """NotAllowed unless the person may manage events or has the organiser role."""
    member = interaction.user
    has_role = (
        server.organiser_role_id is not None
        and isinstance(member, discord.Member)
        and any(role.id == server.organiser_role_id for role in member.roles)
    )
    if not (has_role or interaction.permissions.manage_events or interaction.permissions.manage_guild):
        raise NotAllowed(
            "Only organisers may do this.",
            "An admin makes you one: with the **Manage Events** right, or with the role set by `/setup organisers`.",
        )


def require_admin(interaction: Interaction) -> None:
    """NotAllowed unless the person may manage the server."""
    if not interaction.permissions.manage_guild:
        raise NotAllowed("Only admins may do this.", "It takes the **Manage Server** right.")


async def think(interaction: Interaction) -> None:
    """Tell Discord that an answer, for this person only, is coming. Buys fifteen minutes in place of three seconds."""
    await interaction.response.defer(ephemeral=True, thinking=True)


async def answer(interaction: Interaction, card: Card | str, *, file: discord.File | None = None) -> None:
    """The answer, for this person only: the first one, or the one that was promised by `think`."""
    card = Card(card) if isinstance(card, str) else card
    content: dict[str, Any] = {"content": card.content, "embeds": list(card.embeds)}
    content["allowed_mentions"] = discord.AllowedMentions.none()
    if card.rows:
        content["view"] = card.view()
    if file is not None:
        content["file"] = file
    if interaction.response.is_done():
        await interaction.followup.send(**content, ephemeral=True)
    else:
        await interaction.response.send_message(**content, ephemeral=True)


async def replace(interaction: Interaction, made: Callable[[], Card | str]) -> None:
    """Show the card in place of the message whose button was pressed, made in the language of those who see it."""
    with speaking(await _language_there(interaction)):
        card = made()
    card = Card(card) if isinstance(card, str) else card
    view = card.view() if card.rows else None
    edit = interaction.edit_original_response if interaction.response.is_done() else interaction.response.edit_message
    await edit(content=card.content, embeds=list(card.embeds), view=view)


async def _language_there(interaction: Interaction) -> str:
    """Of the message whose button was pressed: the member's where only they see it, else the server's."""
    message = interaction.message
    if message is None or message.flags.ephemeral or interaction.guild_id is None:
        return language()
    of_all: str = await interaction.client.language_of(interaction.guild_id)
    return of_all


class Form(discord.ui.Modal):
    """A modal whose errors are told to the person. Left open, it is forgotten after a quarter of an hour.

    Its title and what its fields hold are marked with `later` where they stand and said when it is made.
    """

    def __init__(self) -> None:
        super().__init__(title=say(self.title), timeout=900)
        for field in self.children:
            if isinstance(field, discord.ui.TextInput):
                field.label = say(field.label or "")
                field.placeholder = say(field.placeholder) if field.placeholder else None
                field.default = say(field.default) if field.default else None

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        speak_to(interaction)
        return True

    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override] # as Modal's
        await answer_error(interaction, error)


async def show_form(interaction: Interaction, form: Form) -> None:
    """Open a form for the person. It is made known before it is sent: discord.py remembers a modal only once its HTTP
    request has come back (2.7.1, `InteractionResponse.send_modal`), and who had sent it off by then was never answered.
    """
    interaction.client._connection.store_view(form)  # noqa: SLF001 (see above)
    await interaction.response.send_modal(form)


async def answer_error(interaction: Interaction, error: BaseException) -> None:
    """Say what went wrong and who can mend it; our own faults are logged under a number that the person is told."""
    if isinstance(error, CircleError):
        message, remedy = told(error)
        words = f"{message}\n→ {remedy}" if remedy else message
    elif isinstance(error, discord.NotFound) and error.code == 10062:
        log.warning("interaction came too late", kind=interaction.type.name)
        return
    else:
        number = secrets.token_hex(3)
        log.error("interaction failed", number=number, exc_info=error)
        words = say(
            "Something went wrong on our side, and it has been noted as {number}.\n"
            "→ Please try again; if it stays, tell whoever runs this bot that number.",
            number=number,
        )
    try:
        await answer(interaction, markdown.cut(words, markdown.MESSAGE))
    except discord.HTTPException as unsaid:
        log.warning("error could not be told", status=unsaid.status, code=unsaid.code)
