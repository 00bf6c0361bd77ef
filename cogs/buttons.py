"""Every press of a button of ours, routed by its `custom_id`.

Buttons keep working after a restart because nothing about them is kept in memory: discord.py hands every component
interaction to `on_interaction`, and the mark says the rest.
"""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord.ext import commands

from bot.delivery import article_cards, markdown, reading_cards, report_cards
from bot.delivery.marks import Action, Mark, parse
from bot.domain.participation import ContributionKind
from bot.workflows.attendance import Attendance
from bot.workflows.ingest import Ingest
from bot.workflows.planning import Planning
from bot.workflows.reports import Reports
from bot.workflows.setup import Setup
from cogs.answers import (
    Interaction,
    answer,
    answer_error,
    replace,
    require_admin,
    require_organiser,
    server_id,
    think,
)
from cogs.readings import ReadingCog, preview

Press = Callable[[Interaction, Mark], Awaitable[None]]
