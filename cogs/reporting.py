"""Reports, of one reading and of the last ones: as a post with a chart, or as a file."""

from __future__ import annotations

import asyncio
import io
from typing import Literal

import discord

from bot.delivery import charts, group_cards, group_files, report_cards, report_files
from bot.domain.group_report import GroupReport, Scope
from bot.languages.words import say
from bot.workflows.reports import FullReport
from cogs.answers import Interaction, answer

Format = Literal["post", "csv", "json", "md"]


async def answer_report(interaction: Interaction, full: FullReport, form: str) -> None:
    """`form`: one of `Format`."""
    if form == "post":
        await _as_post(interaction, full)
        return
    content = {
        "csv": lambda: report_files.as_csv(full.title, full.questions, full.report),
        "json": lambda: report_files.as_json(full.reading, full.title, full.questions, full.report, full.regulars),
        "md": lambda: report_files.as_markdown(full.title, full.questions, full.report),
    }[form]()
    await _as_file(interaction, content, f"reading-{full.reading.id}.{form}")


async def answer_group_report(interaction: Interaction, report: GroupReport, scope: Scope, form: str) -> None:
    """`form`: one of `Format`."""
    if form == "post" or not report.readings:
        await _group_as_post(interaction, report, scope)
        return
    content = {
        "csv": lambda: group_files.as_csv(report, scope),
        "json": lambda: group_files.as_json(report, scope),
        "md": lambda: group_files.as_markdown(report),
    }[form]()
    name = f"series-{scope.series.id}" if scope.series else "readings"
    await _as_file(interaction, content, f"{name}.{form}")


async def _as_file(interaction: Interaction, content: bytes, name: str) -> None:
    file = discord.File(io.BytesIO(content), filename=name)
    await answer(interaction, say("The report; members stand in it by their ids:"), file=file)


async def _as_post(interaction: Interaction, full: FullReport) -> None:
    """With a chart once there is something to draw."""
    counted = full.report.questions
    about = (full.reading, full.title, full.questions, full.report, full.regulars)
    if not any(each.replies or each.reactions for each in counted):
        await answer(interaction, report_cards.reading_report(*about))
        return
    picture = await asyncio.to_thread(charts.questions, counted)
    file = discord.File(io.BytesIO(picture), charts.QUESTIONS, description=charts.questions_in_words(counted))
    await answer(interaction, report_cards.reading_report(*about, chart=charts.QUESTIONS), file=file)


async def _group_as_post(interaction: Interaction, report: GroupReport, scope: Scope) -> None:
    """With a chart where there is anything to compare."""
    attended, zone = report.readings, scope.server.zone or "UTC"
    if len(attended) < 2 or not report.people:
        await answer(interaction, group_cards.group_report(report, scope))
        return
    picture = await asyncio.to_thread(charts.attendance, attended, zone)
    described = charts.attendance_in_words(attended, zone)
    file = discord.File(io.BytesIO(picture), charts.ATTENDANCE, description=described)
    await answer(interaction, group_cards.group_report(report, scope, chart=charts.ATTENDANCE), file=file)
