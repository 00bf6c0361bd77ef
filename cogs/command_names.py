"""What commands and their options are called in the languages of the interface."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place

from bot.languages.words import described, name

_NAMES = {Place.command_name, Place.group_name, Place.parameter_name, Place.choice_name}


class CommandNames(app_commands.Translator):
    """Asked by discord.py for every name and description in every language of Discord's, when commands are told."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        translated = name if context.location in _NAMES else described
        return translated(string.message, locale.value)
