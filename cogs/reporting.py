"""A reading's report, as a post with a chart or as a file."""

from __future__ import annotations

import asyncio
import io

import discord

from bot.delivery import charts, report_cards, report_files
from bot.languages.words import say
from bot.workflows.reports import FullReport
from cogs.answers import Interaction, answer


async def answer_report(interaction: Interaction, full: FullReport, form: str) -> None:
    """`form`: post, csv, json or md."""
    if form == "post":
        await _as_post(interaction, full)
        return
    content = {
        "csv": lambda: report_files.as_csv(full.title, full.questions, full.report),
        "json": lambda: report_files.as_json(full.reading, full.title, full.questions, full.report, full.regulars),
        "md": lambda: report_files.as_markdown(full.title, full.questions, full.report),
    }[form]()
    file = discord.File(io.BytesIO(content), filename=f"reading-{full.reading.id}.{form}")
    await answer(interaction, say("The report; members stand in it by their ids:"), file=file)


async def _as_post(interaction: Interaction, full: FullReport) -> None:
    """With a chart once there is something to draw."""
    counted = full.report.questions
    drawn = any(each.replies or each.reactions for each in counted)
    about = (full.reading, full.title, full.questions, full.report, full.regulars)
    if not drawn:
        await answer(interaction, report_cards.reading_report(*about))
        return
    picture = await asyncio.to_thread(charts.questions, counted)
    file = discord.File(io.BytesIO(picture), filename=charts.NAME, description=charts.alt_text(counted))
    await answer(interaction, report_cards.reading_report(*about, chart=charts.NAME), file=file)
